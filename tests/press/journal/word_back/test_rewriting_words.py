"""Changes of words and looks, carried into Markdown and YAML: pandoc prints what the reviewer wants."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings, strategies

from press.base.errors import InputError
from press.journal.word_back.model import PLAIN, THING, Branch, Edit, Look, Match, Passage, Piece, Run, Span
from press.journal.word_back.rewrite.edits import Rewriting, apply
from press.journal.word_back.rewrite.rewriting import relooked, rewritten
from tests.press.journal.word_back.pandoc_reading import divisions, read
from tests.press.journal.word_back.random_changes import change, runs_of, settled, text_of
from tests.press.journal.word_back.random_passages import STYLES, Letters, in_yaml, passage

seeds = given(strategies.integers(0, 2**40))
three_hundred = settings(
    max_examples=300, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


class Collected:
    """Sources before and after a change, and what each is to print: all read by pandoc at once."""

    def __init__(self) -> None:
        self.cases: list[tuple[str, Letters, str, Letters]] = []

    def add(self, before: str, printed: Letters, after: str, wanted: Letters) -> None:
        self.cases.append((before, settled(printed), after, settled(wanted)))

    def check(self, least: int) -> None:
        """See that all sources print what they are to print; those that did not before are left out."""
        before = read(divisions([case[0] for case in self.cases]))
        after = read(divisions([case[2] for case in self.cases]))
        judged = 0
        for case, was, now in zip(self.cases, before, after, strict=True):
            if [settled(block) for block in was] != [case[1]]:
                continue
            judged += 1
            assert [_seen(settled(block)) for block in now] == [_seen(case[3])], f"{case[0]!r}\n{case[2]!r}"
        assert judged >= least


def _seen(letters: Letters) -> Letters:
    """Return letters without languages, which reviewers' words take over."""
    return [(letter, replace(look, language="")) for letter, look in letters]


def _made_stays(before: str, match: Match, after: str) -> None:
    """See that what is made stands as it stood, in order."""
    at = 0
    for piece in match.passage.pieces:
        if piece.made_by:
            raw = before[piece.start : piece.end]
            at = after.index(raw, at) + len(raw)


def test_words_are_printed_as_the_reviewer_wants_them() -> None:
    collected = Collected()

    @three_hundred
    @seeds
    def collect(seed: int) -> None:
        random = Random(seed)
        source, match, printed = passage(random)
        start, end, new = change(random, match, printed)
        made = rewritten(match, lambda file: source, text_of(printed), start, end, runs_of(new))
        if made.reason:
            return
        after = apply(source, made.edits)
        _made_stays(source, match, after)
        assert "\n\n" not in after and not any(line != line.rstrip() for line in after.split("\n"))
        collected.add(source, printed, after, printed[:start] + new + printed[end:])

    collect()
    collected.check(250)


def test_words_of_yaml_are_printed_as_the_reviewer_wants_them() -> None:
    collected = Collected()

    @three_hundred
    @seeds
    def collect(seed: int) -> None:
        random = Random(seed)
        line, match, printed = passage(random, ("", "", "text"))
        style = random.choice(list(STYLES))
        source, match = in_yaml(match, line, style)
        try:
            before = yaml.safe_load(source)["up"]
        except yaml.YAMLError:
            return
        if not isinstance(before, str) or before.split() != line.split():
            return  # a text that plain style cannot say
        start, end, new = change(random, match, printed)
        made = rewritten(match, lambda file: source, text_of(printed), start, end, runs_of(new))
        if made.reason:
            return
        after = apply(source, made.edits)
        assert after.startswith("# words\nup: ") and after.endswith("\nmore: [1, 2]\n")
        assert isinstance(yaml.safe_load(after)["up"], str)
        collected.add(before, printed, yaml.safe_load(after)["up"], printed[:start] + new + printed[end:])

    collect()
    collected.check(220)


def test_looks_are_put_on_and_taken_off() -> None:
    collected = Collected()

    @three_hundred
    @seeds
    def collect(seed: int) -> None:
        random = Random(seed)
        source, match, printed = passage(random)
        found = _look(random, match, printed)
        if found is None:
            return
        start, end, was, now = found
        made = relooked(match, lambda file: source, text_of(printed), start, end, was, now)
        if made.reason:
            return
        field = next(name for name in Look.__slots__ if getattr(was, name) != getattr(now, name))
        wanted = [
            (letter, replace(look, **{field: getattr(now, field)})) if start <= at < end else (letter, look)
            for at, (letter, look) in enumerate(printed)
        ]
        after = apply(source, made.edits)
        _made_stays(source, match, after)
        collected.add(source, printed, after, wanted)

    collect()
    collected.check(100)


def _look(random: Random, match: Match, printed: Letters) -> tuple[int, int, Look, Look] | None:
    """Return a stretch of words and how it is to look otherwise."""
    borders = sorted({at for span in match.spans for at in (span.start, span.end)})
    fields: dict[str, object] = dict.fromkeys(
        ("bold", "italic", "strike", "small_caps", "code", "superscript"), True
    )
    fields |= {"link": "https://e.org/a"}
    field, value = random.choice(list(fields.items()))
    other = replace(PLAIN, **{field: value})  # type: ignore[arg-type]
    within = [at for at, (_, look) in enumerate(printed) if getattr(look, field)]
    if within and random.random() < 0.7:
        start = end = within[0]
        while end in within:
            end += 1
        return start, end, other, PLAIN
    if len(borders) < 2:
        return None
    start, end = sorted(random.sample(borders, 2))
    if set(range(start, end)) & set(within) or field == "link" and THING in text_of(printed[start:end]):
        return None
    return start, end, PLAIN, other


# One by one ---------------------------------------------------------------------------------------


def simple(source: str, *pieces: tuple[str, Look] | tuple[str, Look, str], kind: str = "text") -> Match:
    """Return the match of a passage whose pieces are found one by one; what is made prints "0.79"."""
    found, spans, at, printed = [], [], 0, 0
    for raw, look, *made in pieces:
        start = source.index(raw, at)
        at = start + len(raw)
        piece = Piece(start, at, None if made else " " if raw.isspace() else raw, look, "".join(made))
        size = 4 if made else len(piece.text or "")
        found.append(piece)
        spans.append(Span(printed, printed + size, piece))
        printed += size
    return Match(Passage("a.qmd", 1, 1, 0, len(source), kind, tuple(found)), tuple(spans))


def words(source: str) -> Match:
    """Return the match of a passage of plain words."""
    parts = [part for word in source.split(" ") for part in ((word, PLAIN), (" ", PLAIN))]
    return simple(source, *parts[:-1])


def rewriting(source: str, match: Match, said: str, gone: str, *new: Run, at: int | None = None) -> Rewriting:
    """Put runs in place of some words."""
    start = said.index(gone) if at is None else at
    return rewritten(match, lambda file: source, said, start, start + len(gone), new)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("*", "\\*"), ("a_b", "a\\_b"), ("[x]", "\\[x\\]"), ("@x", "\\@x"), ("(@x)", "(\\@x)"),
        ("^2", "\\^2"), ("~x", "\\~x"), ("$5", "\\$5"), ("\\", "\\\\"), ("`", "\\`"),
        ("<b>", "\\<b>"), ("{{<", "\\{\\{\\<"),
        ("&amp;", "\\&amp;"), ("R&D", "R&D"), ("--", "\\-\\-"), ("...", "\\.\\.\\."), ("isn’t", "isn't"),
        ("p.\u00a05", "p.\u00a05"), ("“fine”", '"fine"'), ("“", "“"), ("–", "–"),
        ('"', '\\"'), ("#", "#"), ("1.", "1."),
        ("-", "-"), (">", ">"), (":::", ":::"), ("өңірі", "өңірі"),
    ],
)  # fmt: skip
def test_what_is_typed_within_a_line_is_escaped_where_it_means_something(typed: str, written: str) -> None:
    source = "One two three."
    made = rewriting(source, words(source), source, "two", Run(typed))
    assert apply(source, made.edits) == f"One {written} three."


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("#", "\\#"), ("1.", "1\\."), ("-", "\\-"), ("+", "\\+"), (">", "\\>"), (":::", "\\:::"),
        ("|", "\\|"), (":", "\\:"), ("(a)", "(a\\)"), ("II.", "II\\."),
        ("A.", "A."), ("Table:", "Table\\:"), ("-x", "-x"),
    ],
)  # fmt: skip
def test_what_begins_a_block_is_escaped_at_the_start_of_a_line(typed: str, written: str) -> None:
    source = "One two three."
    made = rewriting(source, words(source), source, "One", Run(typed))
    assert apply(source, made.edits) == f"{written} two three."
    assert read(divisions([apply(source, made.edits)]))[0] == [[(x, PLAIN) for x in f"{typed} two three."]]


def test_a_word_that_comes_to_the_start_of_a_line_is_escaped() -> None:
    source = "One - two."
    made = rewriting(source, words(source), source, "One ")
    assert apply(source, made.edits) == "\\- two."


ITALIC = Look(italic=True)


def emphasised() -> tuple[str, Match, str]:
    source = "One *two* three."
    match = simple(source, ("One", PLAIN), (" ", PLAIN), ("two", ITALIC), (" ", PLAIN), ("three.", PLAIN))
    return source, match, "One two three."


def test_plain_words_behind_emphasis_go_behind_its_mark() -> None:
    source, match, said = emphasised()
    made = rewriting(source, match, said, "", Run(", new"), at=7)
    assert apply(source, made.edits) == "One *two*, new three."


def test_emphasised_words_beside_emphasis_go_inside() -> None:
    source, match, said = emphasised()
    made = rewriting(source, match, said, "", Run(" new", ITALIC), at=7)
    assert apply(source, made.edits) == "One *two new* three."


def test_marks_go_with_their_last_word() -> None:
    source, match, said = emphasised()
    assert apply(source, rewriting(source, match, said, "two ").edits) == "One three."


@pytest.mark.parametrize("behind", ["](two.png){#fig-two}", "][two]"])
def test_the_caption_of_a_picture_stays_within_its_brackets(behind: str) -> None:
    source = f"![One *two*{behind}"
    match = simple(source, ("One", PLAIN), (" ", PLAIN), ("two", ITALIC))
    match = replace(match, passage=replace(match.passage, kind="caption"))
    made = rewriting(source, match, "One two", "two", Run("three [x]"))
    assert apply(source, made.edits) == f"![One three \\[x\\]{behind}"


@pytest.mark.parametrize("in_word", ["https://e.org/paper/numbers.html", "#numbers", "numbers.qmd"])
def test_words_within_a_link_of_the_project_keep_its_address(in_word: str) -> None:
    source, link = "See [the page](numbers.qmd) now.", Look(link="numbers.qmd")
    match = simple(
        source,
        ("See", PLAIN),
        (" ", PLAIN),
        ("the", link),
        (" ", link),
        ("page", link),
        (" ", PLAIN),
        ("now.", PLAIN),
    )
    new = Run("the whole page", Look(link=in_word))
    made = rewriting(source, match, "See the page now.", "the page", new)
    assert apply(source, made.edits) == "See [the whole page](numbers.qmd) now."


def test_what_a_file_spells_in_one_of_two_ways_is_spelled_so() -> None:
    source = "In 1990--2000 p.\\ 5 and so."
    match = simple(
        source, *((part, PLAIN) for part in ("In", " ", "1990--2000", " ", "p.\\ 5", " ", "and", " ", "so."))
    )
    said = "In 1990--2000 p.\\ 5 and so."
    made = rewriting(source, match, said, "and", Run("2001–2002 p.\u00a06"))
    assert apply(source, made.edits) == "In 1990--2000 p.\\ 5 2001--2002 p.\\ 6 so."


def test_a_stroke_would_part_the_cells_of_a_table() -> None:
    source = "one two"
    match = simple(source, ("one", PLAIN), (" ", PLAIN), ("two", PLAIN), kind="cell")
    assert apply(source, rewriting(source, match, source, "two", Run("a|b")).edits) == "one a\\|b"


def test_a_deletion_across_a_mark_leaves_it_whole() -> None:
    source = "One *two three* four."
    match = simple(
        source, ("One", PLAIN), (" ", PLAIN), ("two", ITALIC), (" ", ITALIC), ("three", ITALIC), (" ", PLAIN),
        ("four.", PLAIN),
    )  # fmt: skip
    made = rewriting(source, match, "One two three four.", " three four")
    assert apply(source, made.edits) == "One *two*."


def test_ends_of_lines_stay_and_a_line_of_one_word_goes_with_it() -> None:
    source = "One two\nthree\nfour five."
    match = simple(
        source, *((part, PLAIN) for part in ("One", " ", "two", "\n", "three", "\n", "four", " ", "five."))
    )
    said = "One two three four five."
    assert apply(source, rewriting(source, match, said, "three ").edits) == "One two\nfour five."
    assert apply(source, rewriting(source, match, said, "two ").edits) == "One\nthree\nfour five."
    assert (
        apply(source, rewriting(source, match, said, "", Run("new "), at=8).edits)
        == "One two\nnew three\nfour five."
    )


@pytest.mark.parametrize(
    ("made_by", "reason"),
    [
        ("number inflow.program_post.estimate", "comes from inflow.program_post.estimate"),
        ("citation [@a; @b]", "is the citation [@a; @b]: change it in the source"),
        ("reference @tbl-x", "is the reference @tbl-x: change it in the source"),
    ],
)  # fmt: skip
def test_what_is_made_is_named_and_left(made_by: str, reason: str) -> None:
    source = "By `x` more."
    match = simple(
        source, ("By", PLAIN), (" ", PLAIN), ("`x`", PLAIN, made_by), (" ", PLAIN), ("more.", PLAIN)
    )
    assert rewriting(source, match, "By 0.79 more.", "0.79", Run("0.81")) == Rewriting(reason=reason)
    kept = rewriting(source, match, "By 0.79 more.", "By 0.79 more", Run("At 0.79 less"))
    assert apply(source, kept.edits) == "At `x` less."


def test_digits_beside_a_number_would_change_it() -> None:
    source = "By `x` more."
    match = simple(
        source, ("By", PLAIN), (" ", PLAIN), ("`x`", PLAIN, "number k"), (" ", PLAIN), ("more.", PLAIN)
    )
    assert rewriting(source, match, "By 0.79 more.", "", Run("1"), at=7).reason == "comes from k"


def test_a_plain_text_of_yaml_is_quoted_where_it_must_be() -> None:
    source = "note:\n  up: One two\nmore: 1\n"
    piece = Piece(12, 15, "One"), Piece(15, 16, " "), Piece(16, 19, "two")
    found = Passage("a.yml", 2, 2, 8, 19, "text", piece, holder="plain")
    match = Match(found, (Span(0, 3, piece[0]), Span(3, 4, piece[1]), Span(4, 7, piece[2])))
    made = rewritten(match, lambda file: source, "One two", 3, 3, (Run(": a #1"),))
    after = apply(source, made.edits)
    assert yaml.safe_load(after) == {"note": {"up": "One: a #1 two"}, "more": 1}
    assert after == 'note:\n  up: "One: a #1 two"\nmore: 1\n'


SENTENCES = """shade:
  effect: yield.shade
  up: "Shade made plants bear more."
  none: No effect was found.
"""


def chosen() -> tuple[dict[str, str], Match, str]:
    """Return a paragraph that prints a sentence which results choose."""
    files = {"a.qmd": 'We say: `{python} say("shade")`\n', "sentences.yml": SENTENCES}

    def branch(name: str, line: int, text: str) -> Branch:
        start, pieces = SENTENCES.index(text), []
        for number, word in enumerate(text.split(" ")):
            if number:
                pieces.append(Piece(start - 1, start, " ", file="sentences.yml"))
            pieces.append(Piece(start, start + len(word), word, file="sentences.yml"))
            start += len(word) + 1
        return Branch(name, "sentences.yml", line, tuple(pieces))

    both = (
        branch("shade: up", 3, "Shade made plants bear more."),
        branch("shade: none", 4, "No effect was found."),
    )
    own = Piece(0, 2, "We"), Piece(2, 3, " "), Piece(3, 7, "say:"), Piece(7, 8, " ")
    sentence = Piece(8, 31, None, made_by="sentence shade", branches=both)
    found = Passage("a.qmd", 1, 1, 0, 31, "text", (*own, sentence))
    spans, at = [], 0
    for piece in (*own, *both[0].pieces):
        spans.append(Span(at, at + len(piece.text or ""), piece))
        at = spans[-1].end
    return files, Match(found, tuple(spans), ((sentence, both[0]),)), "We say: Shade made plants bear more."


def test_words_of_a_chosen_sentence_go_to_its_branch_with_the_others_beside() -> None:
    files, match, said = chosen()
    made = rewritten(
        match, files.__getitem__, said, said.index("bear"), said.index("bear") + 4, (Run('"yield"'),)
    )
    assert {edit.file for edit in made.edits} == {"sentences.yml"}
    after = yaml.safe_load(apply(SENTENCES, made.edits))
    assert after["shade"]["up"] == 'Shade made plants \\"yield\\" more.'
    assert [(one.name, one.line, one.text) for one in made.beside] == [
        ("shade: none", 4, "No effect was found.")
    ]


def test_what_a_chosen_sentence_cannot_say_is_refused() -> None:
    files, match, said = chosen()

    def reason(gone: str, new: str) -> str:
        start = said.index(gone)
        return rewritten(
            match, files.__getitem__, said, start, start + len(gone), (Run(new),) if new else ()
        ).reason

    assert "braces" in reason("bear", "{x}")
    assert "results choose" in reason("Shade made plants bear more.", "")


def test_words_beside_a_chosen_sentence_go_to_the_paragraph() -> None:
    files, match, said = chosen()
    made = rewritten(match, files.__getitem__, said, 8, 8, (Run("now "),))
    assert apply(files["a.qmd"], made.edits) == 'We say: now `{python} say("shade")`\n'


def test_edits_that_overlap_are_refused() -> None:
    edits: Callable[[int, int], Edit] = lambda start, end: Edit("a.qmd", start, end, "x")  # noqa: E731
    assert apply("abcd", [edits(2, 3), edits(0, 1), edits(1, 1)]) == "xxbxd"
    with pytest.raises(InputError, match=r"^a\.qmd:1: "):
        apply("abcd", [edits(0, 3), edits(2, 4)])


def test_raised_words_are_escaped_twice_since_pandoc_reads_them_twice() -> None:
    source = "One two three."
    raised = Look(superscript=True)
    made = rewriting(source, words(source), source, "two", Run("*@x 1.", raised))
    parts = (("One ", PLAIN), ("*@x", raised), (" ", PLAIN), ("1.", raised), (" three.", PLAIN))
    wanted = [(letter, look) for text, look in parts for letter in text]
    assert read(divisions([apply(source, made.edits)]))[0] == [wanted]
