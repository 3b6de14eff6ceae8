"""Which piece prints which letters of a text, and which passage which block."""

import time

import pytest

from press.journal.word_back.match.matching import locate, match
from press.journal.word_back.model import THING, Match, Passage
from press.journal.word_back.source import sources

SENTENCES = """\
s:
  effect: a.b
  up: It *rose* by {a.b.c}.
  down: It fell by {a.b.c}, which is little.
  none: ""
t:
  - when: x.y
    yes: Yes.
    no: "No, {sentence.s}"
  - In the end.
"""


def passages(document: str) -> tuple[Passage, ...]:
    files = {"paper/index.qmd": document, "paper/sentences.yml": SENTENCES}
    return sources.read("paper/index.qmd", files.get)


def printed(found: Match | None, text: str) -> dict[str, str]:
    """Return what each made piece prints; the spans cover the text without gaps."""
    assert found is not None
    assert found.spans[0].start == 0 and found.spans[-1].end == len(text)
    assert all(one.end == other.start for one, other in zip(found.spans, found.spans[1:], strict=False))
    return {one.piece.made_by: text[one.start : one.end] for one in found.spans if one.piece.text is None}


def chosen(found: Match) -> list[str]:
    return [branch.name for _, branch in found.branches]


@pytest.mark.parametrize(
    ("document", "text", "expected"),
    [
        ("A [@a; @b]. B", "A (Ann, 2001; Bo, 2002). B", {"citation [@a; @b]": "(Ann, 2001; Bo, 2002)"}),
        ("@a says", "Ann et al. (2001) says", {"citation @a": "Ann et al. (2001)"}),
        ("See @fig-x, @tbl-y.", "See Figure\xa01, Table\xa02.", {
            "reference @fig-x": "Figure\xa01", "reference @tbl-y": "Table\xa02"}),
        ('It is `{python} num("a.b")`.', "It is 0.79.", {"number a.b": "0.79"}),
        ('(`{python} num("a.b")`%, `{python} num("a.c")`)', "(−1,234.5%, 10\u202f177,84)", {
            "number a.b": "−1,234.5", "number a.c": "10\u202f177,84"}),
        ("{{< var num.a.b >}}{{< var edition.x >}} x", "12 rows x", {
            "number a.b": "12", "variable edition.x": " rows"}),
        ('by `{python} num("a.b")` [@c] x', "by 5 (C (ed.), 2001) x", {
            "number a.b": "5", "citation [@c]": "(C (ed.), 2001)"}),
        ("A {{< var edition.x >}} b", "A b", {"variable edition.x": ""}),
        ("{{< var edition.x >}} b", "b", {"variable edition.x": ""}),
        ("a {{< var edition.x >}}", "a", {"variable edition.x": ""}),
        ("in $a$ of $b$;", f"in {THING} of {THING};", {"math": THING}),
        ("One[^n] two.\n\n[^n]: N", f"One{THING} two.", {"note n": THING}),
        ("# A head", "1.2\tA head", {"label": "1.2\t"}),
        ("# A head", "A head", {}),
        ("# 1914 and later", "1914 and later", {}),
        ("![A cap](x.png)", "Figure\xa03: A cap", {"label": "Figure\xa03: "}),
        ("$$x$$", f"\t{THING}\t(1)", {"math": f"\t{THING}", "label": "\t(1)"}),
        ("It's \"so\" -- or... 5-6", "It\u2019s \u201cso\u201d \u2013 or\u2026 5\u20116", {}),
        ("a b", "a\u200b\xa0\u202fb", {}),
    ],
)  # fmt: skip
def test_what_is_made_prints(document: str, text: str, expected: dict[str, str]) -> None:
    found = next(filter(None, (match(one, text) for one in passages(document + "\n"))), None)
    assert printed(found, text) == expected


@pytest.mark.parametrize("text", ["A words", "A word here", "word", "A w ord", "", "A Word"])
def test_other_words_are_no_match(text: str) -> None:
    (one,) = passages("A word\n")
    assert match(one, text) is None


def test_spans_of_words_are_the_pieces_as_typed() -> None:
    document = 'A **b** "c" `{python} num("x.y")` d.\n'
    (one,) = passages(document)
    text = "A b “c” 5 d."
    found = match(one, text)
    assert found is not None
    assert [(text[span.start : span.end], span.piece.text) for span in found.spans] == [
        ("A", "A"), (" ", " "), ("b", "b"), (" ", " "), ("“", "“"), ("c", "c"), ("”", "”"), (" ", " "),
        ("5", None), (" ", " "), ("d", "d"), (".", "."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "branches"),
    [
        ("A It rose by 2.5. b", ["s: up"]),
        ("A It fell by −1, which is little. b", ["s: down"]),
        ("A b", ["s: none"]),
        ("A Something else altogether. b", []),
    ],
)
def test_a_sentence_prints_one_of_its_branches_or_anything(text: str, branches: list[str]) -> None:
    (one,) = passages('A `{python} say("s")` b\n')
    found = match(one, text)
    assert found is not None
    assert chosen(found) == branches
    if branches == ["s: up"]:
        assert (
            next(span for span in found.spans if span.piece.text == "rose").piece.file
            == "paper/sentences.yml"
        )
    printed(found, text)


def test_choices_in_lists_and_inserted_sentences() -> None:
    (one,) = passages('`{python} say("t")`\n')
    found = match(one, "No, It fell by 3, which is little. In the end.")
    assert found is not None
    assert chosen(found) == ["t", "t: no", "s: down"]
    found = match(one, "Yes. In the end.")
    assert found is not None
    assert chosen(found) == ["t", "t: yes"]


def test_a_branch_whose_number_looks_like_one_is_preferred() -> None:
    files = {
        "paper/index.qmd": '`{python} say("s")`\n',
        "paper/sentences.yml": 's:\n  when: a.b > 1\n  yes: "{a.b} rows"\n  no: "{a.b} rows; {a.c} rows"\n',
    }
    (one,) = sources.read("paper/index.qmd", files.get)
    found = match(one, "5 rows; 7 rows")
    assert found is not None
    assert chosen(found) == ["s: no"]


@pytest.mark.parametrize("fits", [True, False])
@pytest.mark.parametrize("harder", [True, False])
def test_long_abstracts_take_little_time(fits: bool, harder: bool) -> None:
    """Two thousand words, ten sentences with branches, sixty numbers; a match and a failure."""
    words = " ".join(f"word{number}" for number in range(190))
    part = f'{words} `{{python}} say("s")` `{{python}} say("t")` ' + '`{python} num("a.b")` of ' * 6
    (one,) = passages(part * 10 + ("{{< var num.a.c >}}\n" if harder else "end\n"))
    text = f"{words} It rose by 2. Yes. In the end. " + "1 of " * 6
    first = text if fits else text.replace("1 of", "1 off", 1)
    whole = first + text * 9 + ("5" if harder else "end")
    begun = time.process_time()
    found = match(one, whole)
    assert (found is not None) == fits
    assert time.process_time() - begun < 1


def names(document: str, texts: list[str]) -> list[str | None]:
    found = locate(passages(document), texts)
    return [
        None if one is None else f"{one.passage.made_by or one.passage.kind} {one.passage.first}"
        for one in found
    ]


def test_blocks_are_found_by_their_words_and_footnotes_at_the_end() -> None:
    document = "# Head\n\nOne[^n] two.\n\n[^n]: Noted\n    here.\n\n- item\n\nLast.\n"
    texts = ["Author", "1\tHead", f"One{THING} two.", "item", "Last.", "Reference", "Noted here."]
    assert names(document, texts) == [
        None, "heading 1", "text 3", "item 8", "text 10", None, "note 5",
    ]  # fmt: skip


def test_texts_alike_are_told_apart_by_their_order() -> None:
    document = "Same.\n\nOne.\n\nSame.\n\nTwo.\n\nSame.\n"
    assert names(document, ["Same.", "One.", "Same.", "Two.", "Same."]) == [
        "text 1", "text 3", "text 5", "text 7", "text 9",
    ]  # fmt: skip
    assert names(document, ["One.", "Same.", "Two."]) == ["text 3", "text 5", "text 7"]


def test_what_stands_elsewhere_is_found_by_many_words() -> None:
    document = "A first paragraph of words.\n\nA second paragraph of words.\n\nA third paragraph of words.\n"
    texts = ["A second paragraph of words.", "A third paragraph of words.", "A first paragraph of words."]
    assert names(document, texts) == ["text 3", "text 5", "text 1"]


def test_paragraphs_that_code_makes_fill_gaps() -> None:
    document = 'One.\n\n`{python} say("unknown")`\n\nTwo.\n\n$$x$$\n\nThree.\n'
    texts = ["One.", "Whatever it says.", "Two.", f"\t{THING}\t(1)", "Three."]
    assert names(document, texts) == ["text 1", "text 3", "text 5", "text 7", "text 9"]


def test_a_paragraph_may_be_several_blocks() -> None:
    document = 'One.\n\nBefore that `{python} say("unknown")` behind this.\n\nTwo.\n'
    texts = ["One.", "Before that first part", "second part", "third part behind this.", "Two."]
    assert names(document, texts) == ["text 1", "text 3", "text 3", "text 3", "text 5"]
    found = locate(passages(document), texts)
    for one, text in zip(found, texts, strict=True):
        printed(one, text)
    assert printed(found[1], texts[1])["sentence unknown"] == "first part"


def test_a_cell_makes_every_block_of_its_table_and_a_figure_its_picture() -> None:
    cell = "```{{python}}\n#| label: {0}\n#| {1}-cap: Cap of {0}\n1\n```\n\n"
    document = "One.\n\n" + cell.format("tbl-a", "tbl") + cell.format("fig-b", "fig") + "Two.\n"
    texts = ["One.", "Table 1: Cap of tbl-a", "a", "", "b", THING, "Figure 1: Cap of fig-b", "Two."]
    assert names(document, texts) == [
        "text 1", "caption 5", "cell tbl-a 3", "cell tbl-a 3", "cell tbl-a 3", "cell fig-b 9", "caption 11",
        "text 15",
    ]  # fmt: skip


def test_what_code_alone_prints_may_be_a_list() -> None:
    document = "One.\n\n`{python} sources()`\n\nTwo.\n"
    assert names(document, ["One.", "a", "b", "c", "Two."]) == ["text 1", *["text 3"] * 3, "text 5"]


def test_a_cell_in_a_float_has_its_label_and_stands_below_the_caption_of_a_table() -> None:
    document = "One.\n\n::: {#tbl-a}\n```{python}\nx()\n```\n\nA caption.\n:::\n\n```\nx  = 1\ny\n```\n"
    texts = ["One.", "Table 1: A caption.", "a", "b", "x  = 1\ny"]
    assert names(document, texts) == ["text 1", "caption 8", "cell tbl-a 4", "cell tbl-a 4", "code 11"]
