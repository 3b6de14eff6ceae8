"""Puts changed letters in order: single blanks, no marks around nothing, marks that pandoc reads as marks."""

from dataclasses import replace
from itertools import pairwise

from press.journal.word_back.rewrite.marks import Mark, shared
from press.journal.word_back.rewrite.strands import Letter, Strand

RAISED = ("superscript", "subscript")
"""Looks whose marks hold no blank."""


class _Places:
    """Where letters stood in their strand: what was changed is not where it stood."""

    def __init__(self, strand: Strand) -> None:
        self.own = {id(letter): index for index, letter in enumerate(strand.letters)}
        self.source = strand.source

    def together(self, one: Letter | None, other: Letter | None) -> bool:
        """Whether two letters stood side by side in the same marks as now."""
        return one is None or other is None or self.own.get(id(one), -9) + 1 == self.own.get(id(other), -9)

    def ends_line(self, letter: Letter) -> bool:
        return not letter.new and "\n" in self.source[letter.start : letter.end]


def normalised(strand: Strand, letters: list[Letter]) -> list[Letter]:
    """Return letters such that their Markdown prints them."""
    places = _Places(strand)
    letters = _without_empty_marks(strand, _single_blanks(places, letters))
    letters = _blanks_outside(places, letters)
    return _with_stars(places, _joined(places, letters))


def keeping_line_ends(strand: Strand, first: int, last: int) -> tuple[int, int]:
    """Return which letters to delete in place of some, so that the end of a line stays."""
    letters, ends_line = strand.letters, _Places(strand).ends_line
    if not 0 < first < last < len(letters):
        return first, last
    if letters[first - 1].blank and letters[last - 1].blank and ends_line(letters[last - 1]):
        return first - 1, last - 1
    if letters[last].blank and letters[first].blank and ends_line(letters[first]):
        return first + 1, last + 1
    return first, last


def _single_blanks(places: _Places, letters: list[Letter]) -> list[Letter]:
    kept: list[Letter] = []
    for letter in letters:
        before = kept[-1] if kept else None
        if letter.blank and before is not None and before.blank and not places.together(before, letter):
            if before.new or places.ends_line(letter):
                kept[-1] = letter
            continue
        if (
            letter.text == "\n"
            and before is not None
            and before.blank
            and not places.together(before, letter)
        ):
            kept.pop()
        elif letter.blank and before is not None and before.text == "\n" and letter.new:
            continue
        kept.append(letter)
    return _trimmed(places, kept)


def _trimmed(places: _Places, letters: list[Letter]) -> list[Letter]:
    """Take away the blanks that came to the beginning or the end."""
    first, last = 0, len(letters)
    while first < last and letters[first].blank and places.own.get(id(letters[first])) != 0:
        first += 1
    while last > first and letters[last - 1].blank:
        if places.own.get(id(letters[last - 1])) == len(places.own) - 1:
            break
        last -= 1
    return letters[first:last]


def _without_empty_marks(strand: Strand, letters: list[Letter]) -> list[Letter]:
    """Take away the marks that hold no letters any more; those that never held any stay."""
    held = {id(mark) for letter in strand.letters if letter.prints for mark in letter.marks}
    used = {id(mark) for letter in letters if letter.prints for mark in letter.marks}
    used |= {id(mark) for letter in letters for mark in letter.marks} - held
    return [
        letter
        if all(id(mark) in used for mark in letter.marks)
        else replace(letter, marks=tuple(mark for mark in letter.marks if id(mark) in used))
        for letter in letters
    ]


def _blanks_outside(places: _Places, letters: list[Letter]) -> list[Letter]:
    """Move blanks at the border of marks out of them."""
    found: list[Letter] = []
    for index, letter in enumerate(letters):
        before = found[-1] if found else None
        after = letters[index + 1] if index + 1 < len(letters) else None
        known = places.together(before, letter) and places.together(letter, after) and not letter.new
        if letter.blank and letter.marks and not (known and id(letter) in places.own):
            around = shared(before.marks if before else (), after.marks if after else ())
            kept = tuple(mark for mark in around if mark in letter.marks and mark.field not in RAISED)
            if kept != letter.marks:
                letter = replace(letter, marks=kept)
        found.append(letter)
    return found


def _joined(places: _Places, letters: list[Letter]) -> list[Letter]:
    """Make one of two equal marks that came together."""
    for index in range(1, len(letters)):
        one, other = letters[index - 1], letters[index]
        if places.together(one, other):
            continue
        for mark, twin in zip(one.marks, other.marks, strict=False):
            if mark is twin:
                continue
            if not _alike(mark, twin):
                break
            letters = _unified(letters, mark, twin)
    return letters


def _alike(mark: Mark, twin: Mark) -> bool:
    if mark.field and mark.field == twin.field:
        return mark.value == twin.value and (mark.field != "code" or mark.open == twin.open)
    return bool(mark.field) and (mark.open, mark.close) == (twin.open, twin.close)


def _unified(letters: list[Letter], mark: Mark, twin: Mark) -> list[Letter]:
    return [_with(letter, twin, mark) for letter in letters]


def _with(letter: Letter, old: Mark, new: Mark) -> Letter:
    if not any(mark is old for mark in letter.marks):
        return letter
    return replace(letter, marks=tuple(new if mark is old else mark for mark in letter.marks))


def _with_stars(places: _Places, letters: list[Letter]) -> list[Letter]:
    """Write `*` for `_` where something came to stand right beside it."""
    for one, other in list(pairwise(letters)):
        if places.together(one, other):
            continue
        beside = one.text.strip() and other.text.strip()
        depth = len(shared(one.marks, other.marks))
        for mark in (*one.marks[depth:], *other.marks[depth:]):
            inside = one if mark in one.marks else other
            if mark.open.startswith("_") and (beside or inside.made):
                stars = Mark(
                    mark.open.replace("_", "*"), mark.close.replace("_", "*"), mark.field, mark.value
                )
                letters = _unified(letters, stars, mark)
    return letters
