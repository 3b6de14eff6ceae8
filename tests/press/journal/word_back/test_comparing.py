"""What a reviewer changed is found, whether it was tracked or not; what nobody changed is not."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings, strategies as st

from press.journal.word_back.differences import comparing, made_tables
from press.journal.word_back.differences.found import Found
from press.journal.word_back.differences.letters import same_text
from press.journal.word_back.model import Block, By, Run
from press.journal.word_back.round_trip import accepted
from press.journal.word_back.word_file import embedding, reading
from tests.press.journal.word_back import small_word_files, word_noise
from tests.press.journal.word_back.word_editor import WordEditor

DOCX = small_word_files.make()
BY = By("Ann Reviewer", "2026-03-04T05:06:00Z")


def body(docx: bytes) -> list[Block]:
    blocks = reading.read(embedding.parts_in(docx), "x").blocks
    return [one for one in blocks if not one.note and not one.cell]


PRINTED = body(DOCX)


def edited(edit: Callable[[WordEditor], object], tracked: bool) -> list[Found]:
    editor = WordEditor(DOCX, tracked=tracked)
    edit(editor)
    return list(comparing.compare(PRINTED, body(editor.content())).found)


def told(found: list[Found]) -> list[tuple[str, str, str]]:
    """Of each: what, the printed words that are concerned, what stands there now."""
    return [
        (
            one.what,
            "" if one.old is None else PRINTED[one.old].text[one.start : one.end],
            "".join(
                run.text for run in (one.new.runs if one.new and one.what == "paragraph added" else one.runs)
            ),
        )
        for one in found
    ]


BOTH = pytest.mark.parametrize("tracked", [True, False])


@BOTH
def test_words_are_found_with_who_changed_them(tracked: bool) -> None:
    found = edited(lambda editor: editor.replace("all summer", "every year"), tracked)
    assert told(found) == [("words", "all summer", "every year")]
    assert found[0].by == (BY if tracked else None)


@BOTH
def test_a_word_that_was_put_in_or_taken_out_is_found(tracked: bool) -> None:
    assert told(edited(lambda editor: editor.insert_after("Six", " green"), tracked)) == [
        ("words", "", " green")
    ]
    assert told(edited(lambda editor: editor.delete(" all summer"), tracked)) == [
        ("words", " all summer", "")
    ]


@BOTH
def test_a_paragraph_that_was_parted_and_two_that_were_joined(tracked: bool) -> None:
    parted = edited(lambda editor: editor.split("the field"), tracked)
    assert [(one.what, PRINTED[one.old].text[one.start :][:9]) for one in parted] == [
        ("paragraph split", "the field"),
    ]
    joined = edited(lambda editor: editor.join("Six plants"), tracked)
    assert [one.what for one in joined] == ["paragraphs joined"]
    assert PRINTED[joined[0].old].text.startswith("Six") and PRINTED[joined[0].second].text.startswith(
        "The sun"
    )


@BOTH
def test_paragraphs_that_were_added_deleted_and_moved(tracked: bool) -> None:
    added = edited(lambda editor: editor.add_paragraph("Six plants", "Nobody watered them."), tracked)
    assert told(added) == [("paragraph added", "", "Nobody watered them.")]
    assert PRINTED[added[0].after].text.startswith("Six") and PRINTED[added[0].before].text.startswith(
        "The sun"
    )
    deleted = edited(lambda editor: editor.delete_paragraph("Шесть растений"), tracked)
    assert told(deleted) == [("paragraph deleted", "Шесть растений стояли под сеткой всё лето.", "")]
    moved = edited(lambda editor: editor.move_paragraph("Шесть растений", after="Six plants"), tracked)
    assert [one.what for one in moved] == ["paragraph moved"]
    assert PRINTED[moved[0].after].text.startswith("Six")


@BOTH
def test_a_paragraph_that_was_moved_and_changed_is_still_moved(tracked: bool) -> None:
    def edit(editor: WordEditor) -> None:
        editor.move_paragraph("Шесть растений", after="Six plants")
        if tracked:
            return
        editor.replace("всё лето", "весь год")

    moved = edited(edit, tracked)
    assert [(one.what, PRINTED[one.old].text[:4]) for one in moved] == [("paragraph moved", "Шест")]


@BOTH
def test_a_look_that_was_put_on_or_taken_off(tracked: bool) -> None:
    found = edited(lambda editor: editor.look("had the sun", "italic"), tracked)
    assert [(one.what, one.was.italic, one.now.italic) for one in found] == [("look", False, True)]
    found = edited(lambda editor: editor.look("under a net", "bold", on=False), tracked)
    assert [(one.what, one.was.bold, one.now.bold) for one in found] == [("look", True, False)]


@BOTH
def test_a_footnote_that_was_added_or_deleted(tracked: bool) -> None:
    found = edited(lambda editor: editor.add_footnote("had the sun", "A hot one."), tracked)
    assert [one.what for one in found] == ["footnote added"]
    found = edited(lambda editor: editor.delete_footnote("As the sun does"), tracked)
    assert [one.what for one in found] == ["footnote deleted"]


def test_letters_of_a_formula_that_changed_are_found() -> None:
    def changed(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(run, thing="math m") if run.thing == "math n" else run for run in runs)

    new = [replace(one, runs=changed(one.runs)) for one in PRINTED]
    assert [one.what for one in comparing.compare(PRINTED, new).found] == ["words"]


def test_a_heading_that_became_text_is_found() -> None:
    new = [Block("text", one.runs) if one.kind == "heading" else one for one in PRINTED]
    assert {one.what for one in comparing.compare(PRINTED, new).found} == {"style"}


@pytest.mark.parametrize("seed", range(4))
def test_what_word_puts_in_by_itself_is_no_change(seed: int) -> None:
    def noise(editor: WordEditor) -> None:
        word_noise.noise(editor, seed)
        word_noise.typographer(editor)
        editor.language("all summer", "kk-KZ")

    assert edited(noise, tracked=False) == []


def test_two_people_make_two_changes() -> None:
    def edit(editor: WordEditor) -> None:
        editor.replace("all summer", "all year")
        editor.by("Bob", "2026-03-05T00:00:00Z")
        editor.replace("had the sun", "had sun")

    assert [one.by.author for one in edited(edit, tracked=True)] == ["Ann Reviewer", "Bob"]


def test_a_tracked_change_that_was_accepted_is_found_untracked() -> None:
    editor = WordEditor(DOCX)
    editor.replace("all summer", "all year")
    new = [
        Block(
            one.kind,
            tuple(Run(run.text, run.look, run.thing) for run in one.runs if not run.deleted),
            one.level,
        )
        for one in body(editor.content())
    ]
    found = comparing.compare(PRINTED, new).found
    assert [(one.what, one.by) for one in found] == [("words", None)]


# Any words --------------------------------------------------------------------------------------

VOCABULARY = st.sampled_from("a rose is not red , . in summer or вы және 12 7 blue да".split())  # noqa: SIM905
WORDS = st.lists(VOCABULARY, min_size=1, max_size=5)
PARAGRAPH = st.lists(VOCABULARY, min_size=4, max_size=30)


def blocks_of(paragraphs: list[list[str]]) -> list[Block]:
    return [Block("text", (Run(" ".join(words)),)) for words in paragraphs]


@st.composite
def tracked_edits(draw) -> tuple[list[Block], list[Block]]:
    """Some paragraphs, and the same with words taken out and put in."""
    paragraphs = draw(st.lists(PARAGRAPH, min_size=1, max_size=4))
    new = []
    for words in paragraphs:
        runs = []
        for word in words:
            fate = draw(st.sampled_from(["kept"] * 6 + ["out", "in", "both"]))
            runs.append(Run(word + " ", deleted=BY if fate in ("out", "both") else None))
            if fate in ("in", "both"):
                runs.append(Run(" ".join(draw(WORDS)) + " ", inserted=BY))
        new.append(Block("text", tuple(runs)))
    old = [Block("text", (Run("".join(run.text for run in one.runs if not run.inserted)),)) for one in new]
    return old, new


@given(tracked_edits(), st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_making_all_that_was_found_gives_the_edited_text(
    made: tuple[list[Block], list[Block]], tracked: bool
) -> None:
    old, new = made
    if not tracked:
        new = [Block("text", (Run("".join(run.text for run in one.runs if not run.deleted)),)) for one in new]
    found = comparing.compare(old, new).found
    assume(
        not {one.what for one in found} & {"paragraph split", "paragraphs joined"}
    )  # of words that are all alike
    assert _made(old, found) == [same_text(one.text) for one in accepted(new)]


def _made(old: list[Block], found: tuple[Found, ...]) -> list[str]:
    """The printed paragraphs with the changes of words made, and without those that were deleted."""
    texts: list[str | None] = [one.text for one in old]
    extra: list[tuple[float, str]] = []
    for one in reversed(found):
        runs = "".join(run.text for run in (one.new.runs if one.new else one.runs))
        if one.what == "words":
            text = texts[one.old] or ""
            texts[one.old] = text[: one.start] + runs + text[one.end :]
        elif one.what == "paragraph deleted":
            texts[one.old] = None
        else:
            assert one.what == "paragraph added"
            extra.insert(0, (len(old) if one.before is None else one.before - 0.5, runs))
    numbered = [(float(n), text) for n, text in enumerate(texts) if text is not None] + extra
    return [same_text(text) for _, text in sorted(numbered, key=lambda pair: pair[0]) if text.strip()]


# Tables -----------------------------------------------------------------------------------------


def tables(edit: Callable[[WordEditor], object], tracked: bool) -> list[tuple[str, str, str, str, str]]:
    editor = WordEditor(DOCX, tracked=tracked)
    edit(editor)
    old, new = (reading.read(embedding.parts_in(one), "x").blocks for one in (DOCX, editor.content()))
    return [(one.what, one.row, one.column, one.before, one.after) for one in made_tables.compare(old, new)]


@BOTH
def test_a_cell_that_was_changed_is_named_by_row_and_column(tracked: bool) -> None:
    found = tables(lambda editor: editor.replace("10", "11"), tracked)
    assert found == [("table cell", "one", "Weight", "10", "11")]


@BOTH
def test_rows_that_were_added_and_deleted(tracked: bool) -> None:
    found = tables(lambda editor: editor.add_row("10", ("three", "30")), tracked)
    assert found == [("row added", "three", "", "", "three | 30")]
    found = tables(lambda editor: editor.delete_row("10"), tracked)
    assert found == [("row deleted", "one", "", "one | 10", "")]
