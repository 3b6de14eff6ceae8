"""Judges whether edits of a Word file came back to where they belong in the sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from tests.press.journal.word_back.random_edits import Edited
from tests.press.journal.word_back.source_places import Key, Unit, tokens

PLACED, LISTED, LOST, MISPLACED = "in their place", "listed", "lost", "misplaced"
WIDE = re.compile(r"(?<=\S) {2,}(?=\S)")
PARTED = re.compile(r"\n[ \t]*\n")
STAR = re.compile(r"(?<!\\)\*")
LINE_MARKS = re.compile(r"(?m)^[ \t]*(?:[-+*]|\d+[.)]|\#+|>|:::+)(?=\s)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an edit, and what shows it."""

    edit: Edited
    fate: str
    shows: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """An edit that was found in the new text: which tokens of it stand for the old ones."""

    edit: Edited
    start: int
    end: int


def judge(
    old: Mapping[Key, Unit], new: Mapping[Key, Unit], edits: list[Edited], changes: list[dict]
) -> list[Verdict]:
    """Say of each edit what became of it.

    Parameters
    ----------
    old, new : mapping
        The texts of the sources before and after the patch.
    edits : list of Edited
    changes : list of dict
        What the command lists (`changes.json`).
    """
    assert list(old) == list(new), "texts of the sources came or went"
    listed = [change for change in changes if not change["edits"]]
    verdicts = []
    for key in old:
        mine = [edit for edit in edits if edit.place and edit.place.unit == key]
        verdicts += _judge_unit(old[key], new[key], mine, listed)
    for edit in [edit for edit in edits if edit.place is None]:
        verdicts.append(Verdict(edit, LISTED) if _is_listed(edit, listed) else Verdict(edit, LOST))
    edited = {edit.place.unit for edit in edits if edit.place}
    for key in [key for key in old if key not in edited and old[key].text != new[key].text]:
        _blame(verdicts, f"{old[key].file} {old[key].path}: {_unasked(old[key], new[key], [])}")
    return verdicts


def _blame(verdicts: list[Verdict], what: str) -> None:
    """Call a lost edit misplaced for something that changed where nobody edited anything."""
    lost = [number for number, verdict in enumerate(verdicts) if verdict.fate == LOST]
    assert lost, f"nobody edited anything there: {what}"
    verdicts[lost[0]] = Verdict(verdicts[lost[0]].edit, MISPLACED, what)


def _judge_unit(old: Unit, new: Unit, edits: list[Edited], listed: list[dict]) -> list[Verdict]:
    if old.text == new.text:
        return [Verdict(edit, LISTED if _is_listed(edit, listed) else LOST) for edit in edits]
    if not edits:
        return []  # whatever changed there is `_blame`d
    steps = _walk(old, new, sorted(edits, key=lambda edit: edit.place.spans[0]))
    if steps is None:
        return _apart(old, new, edits, listed)
    placed = {step.edit.number: step for step in steps}
    verdicts = []
    for edit in edits:
        if step := placed.get(edit.number):
            fault = _fault(new, step)
            verdicts.append(Verdict(edit, MISPLACED if fault else PLACED, fault))
        else:
            verdicts.append(Verdict(edit, LISTED if _is_listed(edit, listed) else LOST))
    if fault := _other_markup(old, new, [step.edit for step in steps]):
        verdicts = [Verdict(verdict.edit, MISPLACED, fault) for verdict in verdicts]
    return verdicts


def _other_markup(old: Unit, new: Unit, placed: list[Edited]) -> str:
    """What of the author's markup is no longer as it was; empty where all is."""
    if len(LINE_MARKS.findall(old.text)) != len(LINE_MARKS.findall(new.text)):
        return "other marks begin lines"
    if len(PARTED.findall(new.text)) != len(PARTED.findall(old.text)):
        return "paragraphs were parted or joined"
    stars = sum({"bold": 4, "italic": 2}.get(edit.look, 0) for edit in placed)
    if len(STAR.findall(new.text)) != len(STAR.findall(old.text)) + stars:
        return "other signs of emphasis"
    if len(WIDE.findall(new.text)) > len(WIDE.findall(old.text)):
        return "two blanks where one was"
    return "" if old.file.endswith(".yml") else _other_lines(old, new, placed)


def _other_lines(old: Unit, new: Unit, placed: list[Edited]) -> str:
    """Which lines changed in which nobody edited anything."""
    was = old.text.splitlines()
    touched: set[int] = set()
    for edit in placed:
        first, last = edit.place.spans[0][0] - 1, edit.place.spans[-1][1] + 1
        ends = [old.tokens[min(max(at, 0), len(old.tokens) - 1)].start for at in (first, last)]
        lines = [old.text.count("\n", 0, at) for at in ends]
        touched |= set(range(lines[0], lines[1] + 1))
    matcher = SequenceMatcher(None, was, new.text.splitlines(), autojunk=False)
    for kind, first, last, _, _ in matcher.get_opcodes():
        others = [number for number in range(first, last) if number not in touched]
        if kind != "equal" and others:
            return f"line {others[0] + 1} changed: {was[others[0]]!r}"
    return ""


def _walk(old: Unit, new: Unit, edits: list[Edited]) -> list[_Step] | None:
    """The edits that were made in a text, if these and no others were; None if anything else differs."""
    was, now = old.words, new.words

    def onward(number: int, before: int, after: int) -> list[_Step] | None:
        if number == len(edits):
            return [] if was[before:] == now[after:] else None
        edit = edits[number]
        typed = [token.word for token in tokens(edit.new)]
        for start, end in edit.place.spans:
            size = start - before
            if was[before:start] != now[after : after + size]:
                continue
            step = _Step(edit, after + size, after + size + len(typed))
            if now[step.start : step.end] != typed or (edit.look and not _stands_out(new, step)):
                continue
            rest = onward(number + 1, end, step.end)
            if rest is not None:
                return [step, *rest]
        return onward(number + 1, before, after)

    return onward(0, 0, 0)


def _stands_out(unit: Unit, step: _Step) -> bool:
    """Whether signs of emphasis stand around the tokens of an edit."""
    first, last = step.start, step.end
    left = unit.text[unit.tokens[first - 1].end if first else 0 : unit.tokens[first].start]
    right_end = unit.tokens[last].start if last < len(unit.tokens) else len(unit.text)
    return "*" in left and "*" in unit.text[unit.tokens[last - 1].end : right_end]


def _fault(unit: Unit, step: _Step) -> str:
    """What is wrong with the words around an edit, blanks included; empty where nothing is."""
    if step.edit.says and step.start and step.end < len(unit.tokens):
        written = unit.text[unit.tokens[step.start - 1].start : unit.tokens[step.end].end]
        if _bare(written) != _bare(step.edit.says):
            return f"{written!r} and not {step.edit.says!r}"
    return ""


def _bare(words: str) -> str:
    """Words with single blanks, without emphasis and escapes, quotation marks and dashes alike."""
    plain = re.sub(r"[*\\]", "", words)
    pieces, end = [], 0
    for token in tokens(plain):
        pieces += [" " if re.search(r"\s", plain[end : token.start]) else "", token.word]
        end = token.end
    return "".join(pieces).strip()


def _apart(old: Unit, new: Unit, edits: list[Edited], listed: list[dict]) -> list[Verdict]:
    """Judge edits one by one where something else in their text differs too."""
    verdicts = []
    for edit in edits:
        if _is_there(old, new, edit):
            verdicts.append(Verdict(edit, PLACED))
        elif _is_listed(edit, listed):
            verdicts.append(Verdict(edit, LISTED))
        else:
            verdicts.append(Verdict(edit, MISPLACED, "not there"))
    for at, what in _unasked(old, new, [one.edit for one in verdicts if one.fate != LISTED]):
        nearest = min(range(len(edits)), key=lambda number: abs(edits[number].place.spans[0][0] - at))
        verdicts[nearest] = Verdict(edits[nearest], MISPLACED, what)
    if all(verdict.fate != MISPLACED for verdict in verdicts) and verdicts:
        verdicts[0] = Verdict(verdicts[0].edit, MISPLACED, f"something else differs in {old.file} {old.path}")
    return verdicts


def _is_there(old: Unit, new: Unit, edit: Edited) -> bool:
    """Whether the words of an edit stand between its old neighbours anywhere."""
    typed = [token.word for token in tokens(edit.new)]
    for start, end in edit.place.spans:
        left = old.words[max(0, start - 3) : start]
        wanted = [*left, *typed, *old.words[end : end + 3]]
        for at in range(len(new.words) - len(wanted) + 1):
            step = _Step(edit, at + len(left), at + len(left) + len(typed))
            if new.words[at : at + len(wanted)] == wanted and (not edit.look or _stands_out(new, step)):
                return True
    return False


def _unasked(old: Unit, new: Unit, edits: list[Edited]) -> list[tuple[int, str]]:
    """What differs where nobody edited anything: at which token, and how."""
    found = []
    for kind, first, last, begin, end in SequenceMatcher(
        None, old.words, new.words, autojunk=False
    ).get_opcodes():
        asked = any(
            start - 4 <= last and first <= stop + 4 for edit in edits for start, stop in edit.place.spans
        )
        if kind != "equal" and not asked:
            was, now = " ".join(old.words[first:last]), " ".join(new.words[begin:end])
            found.append((first, f"{was!r} became {now!r} behind {' '.join(old.words[first - 4 : first])!r}"))
    return found


def _is_listed(edit: Edited, listed: list[dict]) -> bool:
    """Whether the list has an edit: by its date if it was tracked, else by its words."""
    if edit.tracked:
        return any(change["date"] == edit.date and change["author"] == edit.author for change in listed)
    before, after = _differing(edit)
    return any(
        _holds(change["before"], before) and _holds(change["after"], after)
        for change in listed
        if not change["tracked"] or not change["date"]
    )


def _differing(edit: Edited) -> tuple[list[str], list[str]]:
    """The tokens that an edit took away and those that it brought, without what both begin and end with."""
    before, after = ([token.word for token in tokens(words)] for words in (edit.old, edit.new))
    if edit.look:
        return before, after
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return before, after


def _holds(said: str, words: list[str]) -> bool:
    has = [token.word for token in tokens(said)]
    return not words or any(has[at : at + len(words)] == words for at in range(len(has)))
