"""Paragraphs and footnotes added, deleted, moved, parted, joined: what pandoc reads of the sources then."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies

from press.journal.word_back.model import PLAIN, THING, Block, Look, Match, Passage, Piece, Run, Span
from press.journal.word_back.rewrite.edits import Rewriting, apply
from press.journal.word_back.rewrite.rewriting import (
    footnote_added,
    footnote_deleted,
    paragraph_added,
    paragraph_deleted,
    paragraph_moved,
    paragraph_split,
    paragraphs_joined,
)
from tests.press.journal.word_back.pandoc_reading import divisions, read
from tests.press.journal.word_back.random_changes import retyped, runs_of, settled, text_of
from tests.press.journal.word_back.random_documents import Document
from tests.press.journal.word_back.random_passages import Letters

Wanted = list[str]
Made = tuple[Rewriting, Wanted] | None


def said(letters: Letters) -> str:
    """Return a text with single blanks, none at its ends."""
    return text_of(settled(letters)).strip("\u00a0 ")


def texts(document: Document) -> Wanted:
    """Return what the passages of a document say."""
    return [said(printed) for _, printed in document.passages]


def test_blocks_are_printed_as_the_reviewer_wants_them() -> None:
    cases: list[tuple[str, Wanted, str, Wanted]] = []

    @settings(
        max_examples=400, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategies.integers(0, 2**40), strategies.sampled_from(OPERATIONS))
    def collect(seed: int, operation: Callable[[Random, Document, int], Made]) -> None:
        random = Random(seed)
        document = Document(random)
        found = operation(random, document, random.randrange(len(document.passages)))
        if found is None or found[0].reason:
            return
        after = apply(document.text, found[0].edits)
        assert "\n\n\n" not in after and not any(line != line.rstrip() for line in after.split("\n"))
        assert not after.startswith("\n") and not after.endswith("\n\n")
        cases.append((document.text, texts(document), after, found[1]))

    collect()
    before, now = (read(divisions([case[part] for case in cases])) for part in (0, 2))
    judged = 0
    for case, was, became in zip(cases, before, now, strict=True):
        if [said(block) for block in was] == case[1]:
            judged += 1
            assert [said(block) for block in became] == case[3], f"{case[0]}\n=====>\n{case[2]}"
    assert judged > 250


def _added(random: Random, document: Document, index: int) -> Made:
    match, _ = document.passages[index]
    behind = document.passages[index + 1][0].passage if index + 1 < len(document.passages) else None
    within = match.passage.kind == "item" and behind is not None and behind.kind == "item"
    kind = random.choice(("item", "text") if within else ("text", "heading"))
    new = retyped(random, [], True)
    if not said(new):
        return None
    block = Block(kind, runs_of(new), 2 if kind == "heading" else 0)
    made = paragraph_added(match.passage, behind, lambda file: document.text, block)
    return made, [*texts(document)[: index + 1], said(new), *texts(document)[index + 1 :]]


def _deleted(random: Random, document: Document, index: int) -> Made:
    made = paragraph_deleted(document.passages[index][0].passage, lambda file: document.text)
    return made, texts(document)[:index] + texts(document)[index + 1 :]


def _moved(random: Random, document: Document, index: int) -> Made:
    to = random.randrange(len(document.passages) + 1)
    if to in (index, index + 1):
        return None
    after = document.passages[to - 1][0].passage if to else None
    before = document.passages[to][0].passage if to < len(document.passages) else None
    made = paragraph_moved(document.passages[index][0].passage, lambda file: document.text, after, before)
    wanted = texts(document)
    wanted.insert(to if to < index else to - 1, wanted.pop(index))
    return made, wanted


def _split(random: Random, document: Document, index: int) -> Made:
    match, printed = document.passages[index]
    blanks = [at for at, (letter, _) in enumerate(printed) if letter == " "]
    if not blanks:
        return None
    at = random.choice(blanks) + random.randint(0, 1)
    made = paragraph_split(match, lambda file: document.text, at)
    whole = texts(document)
    return made, [*whole[:index], said(printed[:at]), said(printed[at:]), *whole[index + 1 :]]


def _joined(random: Random, document: Document, index: int) -> Made:
    if index + 1 == len(document.passages):
        return None
    first, second = (match for match, _ in document.passages[index : index + 2])
    made = paragraphs_joined(first, second, lambda file: document.text)
    whole = texts(document)
    return made, [*whole[:index], f"{whole[index]} {whole[index + 1]}", *whole[index + 2 :]]


def _noted(random: Random, document: Document, index: int) -> Made:
    match, printed = document.passages[index]
    at = random.randrange(len(printed) + 1)
    new = retyped(random, [], True)
    if not said(new):
        return None
    made = footnote_added(match, lambda file: document.text, at, Block("note", runs_of(new)))
    wanted = texts(document)
    wanted[index] = said([*printed[:at], (THING, PLAIN), *printed[at:]])
    return made, wanted


OPERATIONS = (_added, _deleted, _moved, _split, _joined, _noted)


# One by one ---------------------------------------------------------------------------------------

TEXT = """## One {#sec-one}

First words of a paragraph[^why] that
go on.

[^why]: A reason.

- alpha
- beta

See @sec-one and again.
"""


def passage(begin: str, end: str, kind: str = "text", text: str = TEXT, level: int = 0) -> Match:
    """Return the match of the lines from one text to another, each word a piece."""
    first = text.index(begin)
    last = text.index(end, first) + len(end)
    start = text.rfind("\n", 0, first) + 1
    pieces, spans, at, printed = [], [], first, 0
    while at < last:
        stop = min(
            (text.find(sign, at) for sign in (" ", "\n", "[^") if text.find(sign, at) >= at), default=last
        )
        made = ""
        if text.startswith("[^", at):
            stop = text.index("]", at) + 1
            made = f"note {text[at + 2 : stop - 1]}"
        elif text[at] in " \n":
            stop = at + 1
        stop = min(stop, last)
        raw = THING if made else " " if text[at] in " \n" else text[at:stop]
        pieces.append(Piece(at, stop, None if made else raw, PLAIN, made))
        spans.append(Span(printed, printed + len(raw), pieces[-1]))
        at, printed = stop, printed + len(raw)
    whole = text.find("\n", last)
    lines = text.count("\n", 0, start) + 1, text.count("\n", 0, last) + 1
    return Match(Passage("a.qmd", *lines, start, whole, kind, tuple(pieces), level), tuple(spans))


HEADING = passage("One", "One", "heading", level=2)
PARAGRAPH = passage("First", "go on.")
ALPHA, BETA = (passage(word, word, "item") for word in ("alpha", "beta"))
LAST = passage("See", "again.")


def done(made: Rewriting, text: str = TEXT) -> str:
    """Return the text with edits made."""
    assert not made.reason
    return apply(text, made.edits)


def text_of_file(file: str) -> str:
    """Return the text of the only file."""
    assert file == "a.qmd"
    return TEXT


def block(text: str, kind: str = "text", level: int = 0, look: Look = PLAIN, style: str = "") -> Block:
    """Return a block of a few words."""
    return Block(kind, (Run(text, look),), level, style)


def test_a_heading_that_is_referred_to_stays() -> None:
    made = paragraph_deleted(HEADING.passage, text_of_file)
    assert made == Rewriting(reason="is referred to as @sec-one: take the reference out first")


def test_a_deleted_paragraph_takes_its_note_and_blank_lines_along() -> None:
    after = done(paragraph_deleted(PARAGRAPH.passage, text_of_file))
    assert after == TEXT[: TEXT.index("First")] + TEXT[TEXT.index("- alpha") :]


def test_items_go_and_come_as_the_list_has_them() -> None:
    assert "\n\n- beta\n\nSee" in done(paragraph_deleted(ALPHA.passage, text_of_file))
    assert "\n\n- alpha\n\nSee" in done(paragraph_deleted(BETA.passage, text_of_file))
    added = paragraph_added(ALPHA.passage, BETA.passage, text_of_file, block("new", "item"))
    assert "- alpha\n- new\n- beta\n" in done(added)


def test_an_item_that_holds_others_stays() -> None:
    text = "- one\n    - two\n"
    found = passage("one", "one", "item", text)
    assert "holds others" in paragraph_deleted(found.passage, lambda file: text).reason


def test_a_quotation_and_a_heading_are_written_as_such() -> None:
    quoted = paragraph_added(LAST.passage, None, text_of_file, block("So they say.", style="block text"))
    assert done(quoted) == TEXT + "\n> So they say.\n"
    heading = paragraph_added(None, HEADING.passage, text_of_file, block("Zero #", "heading", 3))
    assert done(heading) == "### Zero \\#\n\n" + TEXT


def test_new_paragraphs_have_lines_of_the_files_width() -> None:
    text = "Twenty-eight letters of text.\nAnd more.\n"
    found = passage("Twenty-eight", "more.", text=text)
    made = paragraph_added(
        found.passage, None, lambda file: text, block("Қазақстан - here are 1. words that go on so far.")
    )
    lines = done(made, text).removeprefix(text + "\n").rstrip("\n").split("\n")
    assert lines == ["Қазақстан - here are 1. words", "that go on so far."]  # 29 letters, as the longest line


def test_no_line_of_a_new_paragraph_begins_a_list() -> None:
    text = "Ten letters.\n"
    found = passage("Ten", "letters.", text=text)
    made = paragraph_added(found.passage, None, lambda file: text, block("One two tr - 1. # x."))
    assert not any(line[:1] in "-#1" for line in done(made, text).split("\n") if line)


def test_a_footnote_is_defined_behind_its_paragraph_in_lines_of_its_own() -> None:
    note = Block("note", (Run("Because of this and "), Run("that", Look(italic=True)), Run(".")))
    after = done(footnote_added(PARAGRAPH, text_of_file, len("First words"), note))
    assert after.startswith(
        "## One {#sec-one}\n\nFirst words[^because] of a paragraph[^why] that\ngo on.\n\n"
        "[^because]: Because of this and\n    *that*.\n\n[^why]: A reason.\n"
    )


def test_a_footnote_of_an_item_is_defined_behind_its_list() -> None:
    after = done(footnote_added(ALPHA, text_of_file, 5, block("Why.", "note")))
    assert "- alpha[^note]\n- beta\n\n[^note]: Why.\n\nSee" in after


def test_files_with_notes_in_their_place_get_such_notes() -> None:
    text = "One two^[So.] three.\n"
    found = passage("One", "two", text=text)
    made = footnote_added(found, lambda file: text, 3, block("[x] y", "note"))
    assert done(made, text) == "One^[\\[x\\] y] two^[So.] three.\n"


def test_a_deleted_footnote_takes_its_definition_along() -> None:
    after = done(footnote_deleted(PARAGRAPH, text_of_file, "why"))
    assert after == TEXT.replace("[^why] that", " that").replace("[^why]: A reason.\n\n", "")


def test_a_definition_with_another_mark_stays() -> None:
    text = TEXT + "\nOnce more.[^why]\n"
    after = done(footnote_deleted(PARAGRAPH, lambda file: text, "why"), text)
    assert "[^why]: A reason." in after and after.count("[^why]") == 2


def test_a_heading_keeps_its_name_when_it_is_parted() -> None:
    text = "## One two {#sec-one}\n\nText.\n"
    found = passage("One", "two", "heading", text, 2)
    assert done(paragraph_split(found, lambda file: text, 3), text) == "## One {#sec-one}\n\ntwo\n\nText.\n"


def test_emphasis_is_closed_and_opened_where_a_paragraph_is_parted() -> None:
    text = "A *b c* d.\n"
    italic = Look(italic=True)
    pieces = (
        Piece(0, 1, "A"), Piece(1, 2, " "), Piece(3, 4, "b", italic), Piece(4, 5, " ", italic),
        Piece(5, 6, "c", italic), Piece(7, 8, " "), Piece(8, 10, "d."),
    )  # fmt: skip
    starts = (0, 1, 2, 3, 4, 5, 6)
    spans = tuple(
        Span(at, at + len(piece.text or ""), piece) for at, piece in zip(starts, pieces, strict=True)
    )
    found = Match(Passage("a.qmd", 1, 1, 0, 10, "text", pieces), spans)
    assert done(paragraph_split(found, lambda file: text, 3), text) == "A *b*\n\n*c* d.\n"


@pytest.mark.parametrize("holder", ["plain", "literal"])
def test_front_matter_and_cells_are_left(holder: str) -> None:
    found = Passage("a.qmd", 1, 1, 0, 5, "text", (), holder=holder)
    assert "change it in the source" in paragraph_deleted(found, text_of_file).reason
    cell = Passage("a.qmd", 1, 1, 0, 5, "text", (), made_by="cell tbl-x")
    assert paragraph_deleted(cell, text_of_file).reason == "comes from the cell tbl-x"
    assert paragraph_added(None, cell, text_of_file, block("new")).reason == ""
