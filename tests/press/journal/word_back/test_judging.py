"""The judge of random edits, held to edits that are put into the sources by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.copies import ROOT
from tests.press.journal.word_back import small_word_files as small
from tests.press.journal.word_back.judging import LISTED, LOST, MISPLACED, PLACED, judge
from tests.press.journal.word_back.random_edits import Edited, perform, plan
from tests.press.journal.word_back.source_places import Key, Unit, locate, read_units, tokens
from tests.press.journal.word_back.word_reading import plain_text

PROSE = """\
Long ago the gardener of *this* house put six plants under a net, and six into the sun.[^one] Nobody
knows why. What came of it [@fisher1935] can be read below: the [shaded]{.quoted} plants bore less
fruit than the others, `{python} num("x")` grams a plant, and their leaves were larger.

## What the neighbours said

"We told you so", said the neighbours, whose plants had never seen a net. Still they came to look,
year after year, and in the end some of them bought nets - green ones, as it happens.

[^one]: The sun shone for most of that summer, as old people in the village well remember.
"""
KEY: Key = ("text.qmd", ())


@pytest.fixture(scope="module")
def units() -> dict[Key, Unit]:
    return {KEY: Unit("text.qmd", (), PROSE)}


@pytest.fixture(scope="module")
def edits(units: dict[Key, Unit]) -> list[Edited]:
    shown = PROSE.replace("[@fisher1935]", "(Fisher, 1935)").replace("[shaded]{.quoted}", "shaded")
    return plan(small.make(shown.replace('`{python} num("x")`', "7.5")), units, seed=3, count=12)


def written(units: dict[Key, Unit], edits: list[Edited]) -> dict[Key, Unit]:
    """The sources with edits in their places, as an author would type them."""
    new = dict(units)
    for edit in sorted(
        (edit for edit in edits if edit.place), key=lambda edit: edit.place.spans, reverse=True
    ):
        unit = new[edit.place.unit]
        start, end = _where(units[edit.place.unit], edit)
        typed = {"bold": f"**{edit.old}**", "italic": f"*{edit.old}*"}.get(edit.look, edit.new)
        new[edit.place.unit] = replace(unit, text=unit.text[:start] + typed + unit.text[end:])
    return new


def _where(unit: Unit, edit: Edited) -> tuple[int, int]:
    first, last = edit.place.spans[0]
    if first == last:
        at = unit.tokens[first - 1].end if edit.new[0] == " " else unit.tokens[first].start
        return at, at
    start, end = unit.tokens[first].start, unit.tokens[last - 1].end
    lead, tail = len(edit.old) - len(edit.old.lstrip()), len(edit.old) - len(edit.old.rstrip())
    return start - lead, end + tail


def fates(verdicts: list) -> list[str]:
    return sorted({verdict.fate for verdict in verdicts})


def test_edits_put_where_they_belong_are_in_their_place(units, edits) -> None:
    placed = [edit for edit in edits if edit.place]
    assert len(placed) > 8
    assert fates(judge(units, written(units, placed), placed, [])) == [PLACED]


def test_an_edit_that_is_nowhere_is_lost_unless_it_is_listed(units, edits) -> None:
    placed = [edit for edit in edits if edit.place]
    for left_out in placed:
        others = [edit for edit in placed if edit is not left_out]
        new = written(units, others)
        entry = {"before": left_out.old, "after": left_out.new, "tracked": left_out.tracked, "edits": []}
        entry |= {"date": left_out.date if left_out.tracked else "", "author": left_out.author}
        for listed, fate in (([], LOST), ([entry], LISTED)):
            verdicts = judge(units, new, placed, listed)
            assert {verdict.edit.number: verdict.fate for verdict in verdicts}[left_out.number] == fate
            assert sum(verdict.fate == PLACED for verdict in verdicts) == len(others)


def test_an_edit_in_another_place_is_misplaced(units, edits) -> None:
    placed = [edit for edit in edits if edit.place]
    inserted = next(edit for edit in placed if not edit.old)
    first = inserted.place.spans[0][0]
    for elsewhere in (first - 2, first + 2):
        moved = replace(inserted, place=replace(inserted.place, spans=((elsewhere, elsewhere),)))
        verdicts = judge(units, written(units, [moved]), [inserted], [])
        assert fates(verdicts) == [MISPLACED]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nobody\nknows", "Nobody knew"),
        ("[@fisher1935] ", ""),
        ("fruit than", "- fruit than"),
        ("house put", "houseput"),
        ("of *this* house", "of this house"),
        ("\n\n## What", "\n## What"),
        ("old people", "old  people"),
        ("Still they", "Still  they\n\n- "),
    ],
)
def test_what_nobody_asked_for_is_noticed(units, edits, old: str, new: str) -> None:
    placed = [edit for edit in edits if edit.place]
    done = written(units, placed)[KEY]
    assert old in done.text, "an edit stands there: choose another seed"
    spoilt = {KEY: replace(done, text=done.text.replace(old, new))}
    assert MISPLACED in fates(judge(units, spoilt, placed, []))


def test_the_word_file_says_what_was_planned(units, edits) -> None:
    shown = small.make(PROSE.replace('`{python} num("x")`', "7.5").replace("[@fisher1935]", "(Fisher, 1935)"))
    docx = perform(shown, edits)
    said = "\n".join(plain_text(docx))
    for edit in edits:
        assert not edit.new or edit.new.strip() in said
    tracked_only = perform(shown, [edit for edit in edits if edit.tracked])
    assert plain_text(tracked_only, accepted=False) == plain_text(shown)


def test_words_are_found_in_the_branch_that_was_printed() -> None:
    units = read_units(ROOT)
    shown = "migration cannot be told from chance; moves from senders to hosts are 48% above"
    words = [token.word for token in tokens(f"In official statistics the change in the hosts’ net {shown}")]
    first = words.index("chance")
    place = locate(units, words, first, first + 1)
    assert place.unit[0] == "paper/sentences.yml" and place.unit[1][0] == "official_in_short"
    assert locate(units, ["Table", "2", "0.79"], 1, 2) is None
