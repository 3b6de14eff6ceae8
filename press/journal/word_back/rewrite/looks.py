"""Which marks letters stand in: those of new text, and those of text that is to look otherwise."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from press.journal.word_back.model import PLAIN, Look
from press.journal.word_back.rewrite.marks import ORDER, Mark, look_of, new_mark, shared
from press.journal.word_back.rewrite.strands import Letter, Strand
from press.journal.word_back.rewrite.word_diff import Typed

INNERMOST = ("superscript", "subscript", "code")
"""Looks whose marks stand inside all others."""


def marks_for(
    strand: Strand, new: Iterable[Typed], before: Letter | None, old: list[Letter], after: Letter | None
) -> list[Letter]:
    """Return new letters within marks: those of the letters they replace or stand beside, where these fit."""
    letters: list[Letter] = []
    base = base_look(strand)
    for look, run in groupby(new, key=lambda one: one.look):
        text = "".join(one.text for one in run)
        marks = _marks(text, look, base, letters[-1] if letters else before, old, after)
        letters += _outside_code(text, [Letter(letter, marks, look=look) for letter in text])
    return letters


def _outside_code(text: str, letters: list[Letter]) -> list[Letter]:
    """Return letters with the blanks at their ends outside of code, which would lose them."""
    first, last = len(text) - len(text.lstrip(" ")), len(text.rstrip(" "))
    return [
        letter
        if first <= at < last
        else replace(letter, marks=tuple(mark for mark in letter.marks if not mark.verbatim))
        for at, letter in enumerate(letters)
    ]


def with_own_links(new: list[Typed], links: set[str]) -> list[Typed]:
    """Return new letters whose links into the project have the addresses that the source gives them.

    A Word file has `https://…/numbers.html` or a bookmark where the source has `numbers.qmd` or `#sec-x`.
    """
    inner = {link for link in links if "://" not in link}
    found = []
    for one in new:
        link = one.look.link
        if link and link not in links:
            own = [mine for mine in inner if _stem(mine) == _stem(link)] or list(
                inner if "://" not in link else ()
            )
            if len(own) == 1:
                one = replace(one, look=replace(one.look, link=own[0]))
        found.append(one)
    return found


def _stem(link: str) -> str:
    """Return the name of what a link leads to, without folder, ending and place within."""
    return link.partition("#")[0].rpartition("/")[2].rpartition(".")[0]


def base_look(strand: Strand) -> Look:
    """Return how a strand's letters look without marks of their own."""
    first = next((letter for letter in strand.letters if letter.text and not letter.made), None)
    if first is None:
        return PLAIN
    plain = {mark.field: getattr(PLAIN, mark.field) for mark in first.marks if mark.field}
    return replace(first.look, **plain)


def _marks(
    text: str, look: Look, base: Look, before: Letter | None, old: list[Letter], after: Letter | None
) -> tuple[Mark, ...]:
    one, other = before.marks if before else (), after.marks if after else ()
    candidates = [letter.marks for letter in old if not letter.fixed]
    candidates += [one] if before and before.text[-1:].isalnum() and text[0].isalnum() else []
    candidates += [other] if after and after.text[:1].isalnum() and text[-1].isalnum() else []
    candidates += [shared(one, other), one, other]
    for marks in candidates:
        if look_of(marks, base) == look and not _address(marks):
            return marks
    if not look.language:
        for marks in candidates:
            if replace(look_of(marks, base), language="") == look and not _address(marks):
                return marks
    return _new_marks(text, look, base, candidates)


def _address(marks: tuple[Mark, ...]) -> bool:
    """Whether letters within marks are the address of a link."""
    return any(mark.open == "<" for mark in marks)


def _new_marks(text: str, look: Look, base: Look, candidates: list[tuple[Mark, ...]]) -> tuple[Mark, ...]:
    """Return the marks of a candidate that fit, and new ones for the rest of the look."""
    best: tuple[Mark, ...] = ()
    for marks in candidates:
        fitting: list[Mark] = []
        for mark in marks:
            if mark.open == "<" or (mark.field and getattr(look, mark.field) != mark.value):
                break
            fitting.append(mark)
        if sum(bool(mark.field) for mark in fitting) > sum(bool(mark.field) for mark in best):
            best = tuple(fitting)
    has = look_of(best, base)
    missing = [
        field for field in ORDER if getattr(look, field) != getattr(has, field) and getattr(look, field)
    ]
    return (*best, *(new_mark(field, getattr(look, field), text) for field in missing))


def relooked_letters(strand: Strand, first: int, last: int, was: Look, now: Look) -> list[Letter] | str:
    """Return letters of which some look otherwise, or why they cannot."""
    letters = list(strand.letters)
    while first < last and letters[first].blank:
        first += 1
    while last > first and letters[last - 1].blank:
        last -= 1
    if first == last:
        return "has no letters"
    fields = [field for field in ORDER if getattr(was, field) != getattr(now, field)]
    if set(fields) & {*INNERMOST} and any(letter.made for letter in letters[first:last]):
        return "holds what is made, which cannot be raised, lowered or set as code"
    for field in fields:
        stretch = letters[first:last]
        if old := getattr(was, field):
            changed = [_without(letter, field, old) for letter in stretch]
            if all(a is b for a, b in zip(changed, stretch, strict=True)):
                return "has no marks in the source that make it look so"
            stretch = changed
        if new := getattr(now, field):
            stretch = _within(stretch, field, new)
        if field == "code":
            stretch = [
                Letter(letter.text, letter.marks, look=letter.look) for letter in stretch if letter.text
            ]
        letters[first:last] = stretch
    return letters


def _without(letter: Letter, field: str, value: str | bool) -> Letter:
    kept = tuple(mark for mark in letter.marks if not (mark.field == field and mark.open != "<"))
    if kept == letter.marks:
        return letter
    return replace(letter, marks=kept, look=replace(letter.look, **{field: getattr(PLAIN, field)}))


def _within(stretch: list[Letter], field: str, value: str | bool) -> list[Letter]:
    """Return letters within a new pair of marks, as far outside as may be."""
    around = stretch[0].marks
    for letter in stretch:
        around = shared(around, letter.marks)
    mark = new_mark(field, value, "".join(letter.text for letter in stretch))
    depth = len(around)
    if field in INNERMOST:
        return [
            replace(letter, marks=(*letter.marks, mark), look=replace(letter.look, **{field: value}))
            if letter.text and not (letter.blank and _between_marks(stretch, index))
            else letter
            for index, letter in enumerate(stretch)
        ]
    return [
        replace(
            letter,
            marks=(*letter.marks[:depth], mark, *letter.marks[depth:]),
            look=replace(letter.look, **{field: value}),
        )
        if letter.text or letter.made
        else letter
        for letter in stretch
    ]


def _between_marks(stretch: list[Letter], index: int) -> bool:
    """Whether marks begin or end beside a letter."""
    return any(letter.marks != stretch[index].marks for letter in stretch[max(0, index - 1) : index + 2])
