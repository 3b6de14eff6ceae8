"""Writes changed letters back: the shortest edits after which a source spells them."""

import re
from dataclasses import dataclass, replace

from press.journal.word_back.model import Edit
from press.journal.word_back.rewrite import yaml_words
from press.journal.word_back.rewrite.edits import apply, shortest
from press.journal.word_back.rewrite.markdown_words import (
    KEY,
    Habits,
    Place,
    at_line_start,
    habits,
    means_something,
    written,
)
from press.journal.word_back.rewrite.normalising import RAISED
from press.journal.word_back.rewrite.strands import Letter, Strand

NEW_LINE = re.compile(r"\n[ \t]*(?:> ?)*[ \t]*$")
RISKY = frozenset("\\*_~^$<@[]`#|&")
"""Signs that stand for themselves among certain neighbours only."""
APART = "<!-- -->"
"""Stands between marks that would be others side by side; prints nothing."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the new text: kept (with its place), or new; `letters` are new ones to be escaped."""

    raw: str
    start: int = -1
    letter: Letter | None = None
    letters: tuple[Letter, ...] = ()
    touched: bool = False


def edits(strand: Strand, letters: list[Letter]) -> tuple[Edit, ...]:
    """Return the edits after which a strand has these letters in place of its own."""
    parts = _spelled(strand, _parts(strand, letters))
    found, at, text = [], strand.start, ""
    for part in [*parts, _Part("", strand.end)]:
        if part.start < 0:
            text += part.raw
            continue
        if text or part.start != at:
            found.append(shortest(strand.source, Edit(strand.file, at, part.start, text)))
        at, text = part.start + len(part.raw), ""
    return _as_yaml(strand, tuple(edit for edit in found if edit.text or edit.end > edit.start))


def _parts(strand: Strand, letters: list[Letter]) -> list[_Part]:
    """Return letters and marks in order; new letters of the same marks are one part."""
    own = {letter.start: index for index, letter in enumerate(strand.letters)}
    parts: list[_Part] = []
    before: Letter | None = None
    index = 0
    while index < len(letters):
        letter = letters[index]
        gap, together = _gap(strand, own, before, letter)
        parts.append(gap)
        if not letter.new:
            follows = index + 1 < len(letters) and _gap(strand, own, letter, letters[index + 1])[1]
            last = index + 1 == len(letters) and letter is strand.letters[-1]
            touched = not (together and (follows or last))
            parts.append(
                _Part(strand.source[letter.start : letter.end], letter.start, letter, touched=touched)
            )
            before, index = letter, index + 1
            continue
        same = index
        while same < len(letters) and letters[same].new and letters[same].marks == letter.marks:
            same += 1
        parts.append(_Part("", letters=tuple(letters[index:same])))
        before, index = letters[same - 1], same
    return [*parts, _gap(strand, own, before, None)[0]]


def _gap(
    strand: Strand, own: dict[int, int], before: Letter | None, after: Letter | None
) -> tuple[_Part, bool]:
    """Return the marks between two letters, and whether they stand there already."""
    first = -1 if before is None else own.get(before.start, -2)
    last = len(strand.letters) if after is None else own.get(after.start, -2)
    if first != -2 and last == first + 1 and _as_before(strand, before) and _as_before(strand, after):
        start = strand.start if before is None else before.end
        end = strand.end if after is None else after.start
        return _Part(strand.source[start:end], start), True
    one, other = before.marks if before else (), after.marks if after else ()
    same = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a is not b),
                min(len(one), len(other)))  # fmt: skip
    text = "".join(mark.close for mark in reversed(one[same:])) + "".join(mark.open for mark in other[same:])
    if after is None and strand.style == "markdown":
        text += _rest(strand)
    return _Part(text), False


def _rest(strand: Strand) -> str:
    """Return what stands behind the last mark of a passage: attributes of a heading, comments, blanks."""
    end = strand.letters[-1].end if strand.letters else strand.start
    rest = strand.source[end : strand.end]
    closes = "".join(mark.close for mark in reversed(strand.letters[-1].marks)) if strand.letters else ""
    return rest.removeprefix(closes)


def _as_before(strand: Strand, letter: Letter | None) -> bool:
    if letter is None:
        return True
    return any(letter.start == own.start and letter.marks == own.marks for own in _at(strand, letter.start))


def _at(strand: Strand, start: int) -> list[Letter]:
    low, high = 0, len(strand.letters)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if strand.letters[middle].start < start else (low, middle)
    return [letter for letter in strand.letters[low : low + 2] if letter.start == start]


def _spelled(strand: Strand, parts: list[_Part]) -> list[_Part]:
    """Return parts with new letters as the source spells them, and kept ones that need it escaped."""
    how = habits(strand.source) if strand.style == "markdown" else replace_apostrophe(habits(strand.source))
    said, done, escape, near = "", [], -1, False
    bent = _bent_quotes(strand, parts)
    for index, part in enumerate(parts):
        starts = _starts_line(said, strand)
        after = "".join(
            one.raw or "".join(letter.text for letter in one.letters) for one in parts[index + 1 : index + 40]
        ).partition("\n")[0]
        if part.letters:
            text = "".join(letter.text for letter in part.letters)
            at = at_line_start(text + after) if starts else escape - len(said)
            place = Place(said, after, at, strand.kind, _indent(strand))
            raw = _typed(part.letters[0], text, place, how)
            if starts and at >= len(text):
                escape = len(said) + len(raw) + at - len(text)
            part = _Part(yaml_words.escaped(raw, strand.style))
        elif part.letter and id(part.letter) in bent:
            part = _Part(part.letter.text)
        elif part.letter and (part.touched or len(said) == escape):
            place = Place(said, after)
            if (
                part.touched
                and starts
                and not part.letter.made
                and (at := at_line_start(part.raw + after)) >= 0
            ):
                escape = len(said) + at
            raw = _kept(part.letter, part.raw, place, len(said) == escape)
            part = part if raw == part.raw else _Part(yaml_words.escaped(raw, strand.style))
        elif part.start < 0:
            part = _Part(part.raw)
        if (part.start < 0 or part.touched or near) and _clash(said, part.raw):
            done.append(_Part(APART))
            said += APART
        said += part.raw
        near = part.start < 0 or part.touched or near and not part.raw.strip()
        done.append(part)
    return done


def _bent_quotes(strand: Strand, parts: list[_Part]) -> set[int]:
    """Return the straight quotation marks to be written curly, for something changed beside their pair."""
    left = {part.letter.start: part for part in parts if part.letter}
    bent: set[int] = set()
    opened: list[Letter] = []
    for letter in strand.letters:
        if letter.text in ("“", "‘") and strand.source[letter.start : letter.end] in ('"', "'"):
            opened.append(letter)
        elif letter.text in ("”", "’") and opened and _pair(strand, opened[-1], letter):
            pair = [left.get(one.start) for one in (opened.pop(), letter)]
            if any(part is None or part.touched for part in pair):
                bent |= {id(part.letter) for part in pair if part}
    return bent | {
        id(part.letter)
        for part in parts
        if part.letter and part.touched and part.raw == '"' and part.letter.text in ("“", "”")
    }


def _pair(strand: Strand, one: Letter, other: Letter) -> bool:
    raws = {strand.source[letter.start : letter.end] for letter in (one, other)}
    return len(raws) == 1 and (one.text, other.text) in (("“", "”"), ("‘", "’"))


def _typed(letter: Letter, text: str, place: Place, how: Habits) -> str:
    """Return new text as Markdown; pandoc reads what is raised or lowered twice."""
    if _verbatim(letter):
        return text
    raw = written(text, place, how)
    raised = any(mark.field in RAISED for mark in letter.marks)
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\\\\\\\1", raw).replace("\\ ", "\u00a0") if raised else raw


def replace_apostrophe(how: Habits) -> Habits:
    """Return habits for YAML, where straight quotation marks would mean something else."""
    return replace(how, straight=False, apostrophe="’")


def _kept(letter: Letter, raw: str, place: Place, escape: bool) -> str:
    """Return how a letter of the source is spelled among new neighbours."""
    if letter.made or letter.fixed or len(letter.text) != 1 or _verbatim(letter):
        return raw
    if raw in ("--", "---", "...") and raw[0] in (place.before[-1:], place.after[:1]):
        return letter.text
    if raw == "'":
        inside = place.before[-1:].isalpha() and place.after[:1].isalpha()
        return raw if inside else letter.text
    meant = len(raw) == 1 and means_something(raw, place.before[-1:], place.after[:1], place, 0)
    return "\\" + raw if raw in RISKY or escape or meant else raw


def _clash(said: str, raw: str) -> bool:
    """Whether marks would become others behind what stands before them."""
    first = raw[:1]
    if first == "[":
        return said.endswith("]") or KEY.search(said.rstrip(" *~^")) is not None
    if first == "@" or raw.startswith("-@"):
        return said[-1:].isalnum() or said[-1:] in (".", "*", "_")
    if first.isalnum():
        return KEY.search(said) is not None or first.isdigit() and said.endswith("$") and said[-2:] != "\\$"
    if first in ("~", "$"):
        return KEY.search(said) is not None
    return first == "`" == said[-1:] and said[-2:] != "\\`"


def _verbatim(letter: Letter) -> bool:
    return any(mark.verbatim for mark in letter.marks)


def _starts_line(said: str, strand: Strand) -> bool:
    if strand.kind in ("heading", "cell"):
        return False
    return not said.strip() or strand.style in ("markdown", "literal") and bool(NEW_LINE.search(said))


def _indent(strand: Strand) -> str:
    """Return what lines of a passage begin with, from its second line on."""
    lines = strand.source[: strand.end][strand.start :].split("\n")
    if len(lines) > 1:
        return re.match(r"[ \t]*(?:> ?)*[ \t]*", lines[1])[0]  # type: ignore[index]
    head = strand.source[strand.source.rfind("\n", 0, strand.start) + 1 : strand.start]
    if head.lstrip().startswith("[^"):
        return "    "
    return re.sub(r"[^>\s]", " ", head)


def _as_yaml(strand: Strand, made: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Return edits of a plain scalar as one that quotes it, where it would say something else."""
    if strand.style != "plain" or not made:
        return made
    after = apply(strand.source, made)
    text = after[strand.start : len(after) - len(strand.source) + strand.end]
    if yaml_words.says(after, strand.start, text):
        return made
    return (Edit(strand.file, strand.start, strand.end, yaml_words.quoted(text)),)
