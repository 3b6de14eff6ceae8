"""Turns a change of printed words, or of their look, into edits of the sources that print them."""

import re
from collections.abc import Callable
from dataclasses import replace

from press.journal.word_back.model import THING, Beside, Branch, Edit, Look, Match, Piece, Run
from press.journal.word_back.rewrite import normalising, respelling
from press.journal.word_back.rewrite.edits import Rewriting
from press.journal.word_back.rewrite.looks import marks_for, relooked_letters, with_own_links
from press.journal.word_back.rewrite.printed import APART, Printed, made_reason, printed_by, whole_letters
from press.journal.word_back.rewrite.strands import ATTRIBUTE, Letter, Strand
from press.journal.word_back.rewrite.word_diff import Replaced, Typed, replaced, typed


def rewritten(
    match: Match, text_of: Callable[[str], str], said: str, start: int, end: int, runs: tuple[Run, ...]
) -> Rewriting:
    """Return the edits after which the printed text says from `start` to `end` what runs say.

    Parameters
    ----------
    match : Match
        How the sources print the text.
    text_of : callable
        Returns the text of a file by its name.
    said : str
        The text that is printed now, all of it.
    start, end : int
        What of it changes; equal for an insertion.
    runs : tuple of Run
        What stands there then, words that stay among it. What is made must be among it as it is.
    """
    if match.passage.made_by:
        return Rewriting(reason=made_reason(match.passage.made_by))
    printed = printed_by(match, text_of, said)
    first, last, new = whole_letters(printed, start, end, typed(runs))
    if sum(one.text == THING for one in new) > said[start:end].count(THING):
        return Rewriting(reason="is no text: put it into the source")
    old = [place.letter for place in printed.places[first:last]]
    around = printed.places[max(0, first - 1) : last + 1]
    new = with_own_links(new, {place.letter.look.link for place in around} - {""})
    found = [Replaced(0, len(old), ())] if not new and _is_prose(old) else replaced(old, new)
    if isinstance(found, Letter):
        return Rewriting(reason=made_reason(found.made))
    moved = [
        _in_one_strand(printed, replace(one, first=one.first + first, last=one.last + first)) for one in found
    ]
    if any(place.strand == APART for one in moved for place in printed.places[one.first : one.last]):
        return Rewriting(reason="is what a list of texts in the source is joined by")
    if touched := next(filter(None, (_touched_number(printed, one) for one in moved)), None):
        return Rewriting(reason=made_reason(touched.made))
    return edited(printed, _by_strand(printed, moved), text_of)


def relooked(
    match: Match, text_of: Callable[[str], str], said: str, start: int, end: int, was: Look, now: Look
) -> Rewriting:
    """Return the edits after which the printed text looks otherwise from `start` to `end`."""
    if match.passage.made_by:
        return Rewriting(reason=made_reason(match.passage.made_by))
    printed = printed_by(match, text_of, said)
    first, last, _ = whole_letters(printed, start, end, [])
    changed: dict[int, list[Letter]] = {}
    for number, strand in enumerate(printed.strands):
        within = {place.index for place in printed.places[first:last] if place.strand == number}
        if not within:
            continue
        letters = relooked_letters(strand, min(within), max(within) + 1, was, now)
        if isinstance(letters, str):
            return Rewriting(reason=letters)
        changed[number] = letters
    return edited(printed, changed, text_of)


def _is_prose(old: list[Letter]) -> bool:
    """Whether a text to be deleted is a sentence, which may go with what is made in it."""
    text = "".join(letter.text for letter in old).strip()
    words = "".join(" " if letter.made else letter.text for letter in old).split()
    return len(words) > 2 and text.endswith((".", "!", "?", "…"))


def _in_one_strand(printed: Printed, one: Replaced) -> Replaced:
    """Return a deletion with the blank at its other end, where it lies in one source then."""
    if one.new or one.last - one.first < 2:
        return _before_joint(printed, one)
    for step in (1, -1):
        first, last = one.first + step, one.last + step
        if first < 0 or last > len(printed.places):
            continue
        gone, kept = (one.first, last - 1) if step == 1 else (last, first)
        places = printed.places[first:last]
        alike = printed.places[gone].letter.blank and printed.places[kept].letter.blank
        several = len({place.strand for place in printed.places[one.first : one.last]}) > 1
        if alike and several and len({place.strand for place in places}) == 1:
            return replace(one, first=first, last=last)
    return one


def _before_joint(printed: Printed, one: Replaced) -> Replaced:
    """Return an insertion behind a blank that is in print alone, at a text's end, before that blank."""
    at = one.first
    if at < one.last or not at or at < len(printed.places) and printed.places[at].strand != APART:
        return one
    while at and printed.places[at - 1].strand == APART and printed.places[at - 1].letter.text == " ":
        at -= 1
    if at == one.first or not one.new:
        return one
    new = one.new[:-1] if one.new[-1].text == " " else one.new
    return Replaced(at, at, (replace(new[0], text=" "), *new) if new else ())


def _touched_number(printed: Printed, one: Replaced) -> Letter | None:
    """Return the number that new digits would lengthen."""
    text = "".join(letter.text for letter in one.new)
    before = printed.places[one.first - 1].letter if one.first else None
    after = printed.places[one.last].letter if one.last < len(printed.places) else None
    if before and before.made.startswith("number") and re.match(r"[.,]?\d", text):
        return before
    if after and after.made.startswith("number") and re.search(r"\d[.,]?$", text):
        return after
    return None


def _by_strand(printed: Printed, found: list[Replaced]) -> dict[int, list[Letter]]:
    """Return the new letters of each strand that changes."""
    letters = {number: list(strand.letters) for number, strand in enumerate(printed.strands)}
    changed: set[int] = set()
    for one in reversed(found):
        groups: dict[int, list[int]] = {}
        for place in printed.places[one.first : one.last]:
            groups.setdefault(place.strand, []).append(place.index)
        if not groups:
            number, at = _where(printed, one)
            groups = {number: []}
        for order, (number, indices) in enumerate(groups.items()):
            new = one.new if order == 0 else ()
            first, last = (min(indices), max(indices) + 1) if indices else (at, at)
            _replace(printed.strands[number], letters[number], first, last, new)
            changed.add(number)
    return {number: letters[number] for number in sorted(changed)}


def _where(printed: Printed, one: Replaced) -> tuple[int, int]:
    """Return strand and letter before which new text goes that stands between two letters."""
    before = printed.places[one.first - 1] if one.first else None
    after = printed.places[one.first] if one.first < len(printed.places) else None
    before = None if before and before.strand == APART else before
    after = None if after and after.strand == APART else after
    behind = (before.strand, before.index + 1) if before else None
    ahead = (after.strand, after.index) if after else None
    if before is None or after is None or before.strand == after.strand:
        return behind or ahead or (0, 0)
    if one.new[0].text.isalnum() and before.letter.text.isalnum() and not before.letter.made:
        return before.strand, before.index + 1
    if one.new[-1].text.isalnum() and after.letter.text.isalnum() and not after.letter.made:
        return after.strand, after.index
    return (after.strand, after.index) if after.strand == 0 else (before.strand, before.index + 1)


def _replace(strand: Strand, letters: list[Letter], first: int, last: int, new: tuple[Typed, ...]) -> None:
    """Put new text in place of some letters, within the marks that fit its look."""
    if not new and letters[last : last + 1] == [*strand.letters[last : last + 1]]:
        first, last = normalising.keeping_line_ends(strand, first, last)
    old = letters[first:last]
    kept = [letter for letter in old if letter.fixed or letter.made and not letter.text]
    before = letters[first - 1] if first else None
    after = letters[last] if last < len(letters) else None
    letters[first:last] = [*marks_for(strand, new, before, old, after), *kept]


def edited(printed: Printed, changed: dict[int, list[Letter]], text_of: Callable[[str], str]) -> Rewriting:
    """Return the edits of all strands, or why one of them cannot be made."""
    edits: list[Edit] = []
    beside: list[Beside] = []
    for number, letters in changed.items():
        strand, branch = printed.strands[number], printed.branches[number]
        letters = normalising.normalised(strand, letters)
        if reason := _reason(strand, letters, branch):
            return Rewriting(reason=reason)
        made = [edit for edit in respelling.edits(strand, letters) if edit not in edits]
        if strand.style == ATTRIBUTE and any(re.search(r"[\\\"]", edit.text) for edit in made):
            return Rewriting(reason="stands among the attributes of a block: change it in the source")
        edits += made
        if branch and made:
            beside += _beside(branch, text_of)
    return Rewriting(tuple(sorted(edits, key=lambda edit: (edit.file, edit.start))), "", tuple(beside))


def _reason(strand: Strand, letters: list[Letter], branch: tuple[Piece, Branch] | None) -> str:
    """Return why letters cannot be written; empty where they can."""
    text = "".join(letter.text for letter in letters if letter.new)
    if not any(letter.text.strip() for letter in letters):
        made = branch[0].made_by if branch else ""
        return made_reason(made) if made else "would leave nothing: take it out in the source"
    if branch and re.search("[{}]", text):
        return "has braces, which a sentence that results choose cannot say"
    if "\n" in text and (strand.style != "markdown" or strand.kind in ("heading", "cell")):
        return "has a line break, which cannot stand here"
    if any(letter.text == "`" and letter.new and _coded(letter, strand) for letter in letters):
        return "has a backtick, which cannot stand in code"
    return ""


def _coded(letter: Letter, strand: Strand) -> bool:
    kept = {id(mark) for one in strand.letters for mark in one.marks}
    return any(mark.verbatim and id(mark) in kept for mark in letter.marks)


def _beside(chosen: tuple[Piece, Branch], text_of: Callable[[str], str]) -> list[Beside]:
    piece, printed = chosen
    return [
        Beside(branch.name, branch.file, branch.line, _text(branch, text_of(branch.file)))
        for branch in piece.branches
        if (branch.name, branch.line) != (printed.name, printed.line)
    ]


def _text(branch: Branch, source: str) -> str:
    return "".join(
        piece.text if piece.text is not None else source[piece.start : piece.end] for piece in branch.pieces
    )
