"""Where each character of a text in YAML stands: in five styles, with folding, indentation and escapes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from press.base.yaml12 import Scalar
from press.journal.word_back.source.written import Written

STYLES = {"": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}
HEADER = re.compile(r"[|>]([+-]?)([1-9]?)([+-]?)[ \t]*(?:#[^\n]*)?(?:\n|$)")
ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
NAMED = {
    "0": "\0", "a": "\x07", "b": "\x08", "t": "\t", "\t": "\t", "n": "\n", "v": "\x0b", "f": "\x0c",
    "r": "\r", "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
"""What a letter behind a backslash stands for."""
MOST_INDENT = 24

TO_NEXT = -1
"""In place of an end: where the next character begins."""
Letters = list[tuple[str, int, int]]
"""Characters, each with its offset and end."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a scalar says, and for each of its characters where it begins and ends in the raw text."""

    text: str
    offsets: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: its text without the break, and where it begins."""

    text: str
    start: int

    @property
    def is_empty(self) -> bool:
        """Whether it has no letters."""
        return not self.text.strip(" ")


def offsets(raw: str, style: str, parent: int = 0) -> Value:
    """Return what a scalar says, with the place of each character.

    Parameters
    ----------
    raw
        The scalar as it is written, with its quotation marks or the header of its block.
    style
        "plain", "single", "double", "literal" or "folded".
    parent
        The indentation of what holds it; it counts only for a block whose header tells an indentation.
    """
    if style in ("literal", "folded"):
        letters = _block(raw, style == "folded", parent)
    elif style == "double":
        letters = _double(raw, 1, raw.rindex('"'))
    elif style == "single":
        letters = _single(raw, 1, raw.rindex("'"))
    else:
        letters = _flow([(letter, place, place + 1) for place, letter in enumerate(raw.rstrip())])
    behind = [place for _, place, _ in letters[1:]] + ([letters[-1][1] + 1] if letters else [])
    ends = (later if end == TO_NEXT else end for (_, _, end), later in zip(letters, behind, strict=True))
    return Value(
        "".join(letter for letter, _, _ in letters), tuple(place for _, place, _ in letters), tuple(ends)
    )


def written(scalar: Scalar, holder: Written) -> Written | None:
    """Return the text of a scalar of a YAML text with its places in the file; None where they are not clear.

    Parameters
    ----------
    scalar
        Read from `holder.text`.
    holder
        The YAML text.
    """
    start = scalar.start
    raw, style = holder.text[start : scalar.end], STYLES[scalar.style]
    for parent in range(MOST_INDENT) if style in ("literal", "folded") else (0,):
        value = offsets(raw, style, parent)
        if value.text == scalar.text:
            places = [holder.places[start + place] for place in value.offsets]
            ends = [holder.ends[start + end - 1] for end in value.ends]
            return Written(holder.file, value.text, places, ends)
    return None


def _flow(letters: Letters) -> Letters:
    """Fold the lines of a scalar that is no block."""
    folded: Letters = []
    at = 0
    while at < len(letters):
        if letters[at][0] != "\n":
            folded.append(letters[at])
            at += 1
            continue
        while folded and folded[-1][0] in " \t":
            folded.pop()
        breaks = []
        while at < len(letters) and letters[at][0] in " \t\n":
            if letters[at][0] == "\n":
                breaks.append(("\n", letters[at][1], TO_NEXT))
            at += 1
        folded += breaks[1:] or [(" ", breaks[0][1], TO_NEXT)]
    return folded


def _single(raw: str, start: int, end: int) -> Letters:
    pairs = re.compile(r"''|.", re.DOTALL).finditer(raw, start, end)
    return _flow([(pair[0][0], *pair.span()) for pair in pairs])


def _double(raw: str, start: int, end: int) -> Letters:
    """Read escapes; what they stand for is never folded."""
    letters: Letters = []
    run: Letters = []
    at = start
    while at < end:
        escape = ESCAPE.match(raw, at, end)
        if escape is None:
            run.append((raw[at], at, at + 1))
            at += 1
            continue
        joined = escape[4] == "\n"
        letters += _flow(run)
        run = []
        if joined:
            at = _behind_break(raw, escape.end(), end, letters)
        else:
            code = escape[1] or escape[2] or escape[3]
            said = chr(int(code, 16)) if code else NAMED.get(escape[4], escape[4])
            letters.append((said, *escape.span()))
            at = escape.end()
    return letters + _flow(run)


def _behind_break(raw: str, at: int, end: int, letters: Letters) -> int:
    """Return where the text goes on behind an escaped line break; empty lines behind it are line breaks."""
    while at < end and raw[at] in " \t\n":
        if raw[at] == "\n":
            letters.append(("\n", at, TO_NEXT))
        at += 1
    return at


def _block(raw: str, folded: bool, parent: int) -> Letters:
    header = HEADER.match(raw)
    if header is None:
        return []
    chomping = header[1] or header[3]
    lines = list(_lines(raw, header.end()))
    indent = parent + int(header[2]) if header[2] else _indent(lines)
    content = list(_content(lines, indent))
    body, breaks = _without_last_breaks(content)
    letters = _folded(body) if folded else _joined(body)
    kept = {"-": 0, "": 1 if body else 0, "+": len(breaks)}[chomping]
    return letters + [("\n", place, TO_NEXT) for place in breaks[:kept]]


def _lines(raw: str, start: int) -> Iterator[Line]:
    while start < len(raw):
        end = raw.find("\n", start)
        end = len(raw) if end < 0 else end
        yield Line(raw[start:end], start)
        start = end + 1


def _indent(lines: list[Line]) -> int:
    """Return the indentation of the first line that has letters, or of the longest empty one."""
    for line in lines:
        if not line.is_empty:
            return len(line.text) - len(line.text.lstrip(" "))
    return max((len(line.text) for line in lines), default=0)


def _content(lines: list[Line], indent: int) -> Iterator[Line]:
    """Yield the lines without their indentation, until one that stands further left."""
    for line in lines:
        if not line.is_empty and len(line.text) - len(line.text.lstrip(" ")) < indent:
            return
        yield Line(line.text[indent:], line.start + min(indent, len(line.text)))


def _without_last_breaks(lines: list[Line]) -> tuple[list[Line], list[int]]:
    """Return the lines to the last that has letters, and the places of the breaks behind it."""
    last = len(lines)
    while last and not lines[last - 1].text:
        last -= 1
    ends = [line.start + len(line.text) for line in lines]
    return lines[:last], ends[max(last - 1, 0) :] if last else ends


def _letters(line: Line) -> Letters:
    return [(letter, place, place + 1) for place, letter in enumerate(line.text, line.start)]


def _joined(lines: list[Line]) -> Letters:
    letters: Letters = []
    for number, line in enumerate(lines):
        if number:
            letters.append(("\n", lines[number - 1].start + len(lines[number - 1].text), TO_NEXT))
        letters += _letters(line)
    return letters


def _folded(lines: list[Line]) -> Letters:
    """Join lines by blanks; empty lines are line breaks, and those around more indented lines stay."""
    letters: Letters = []
    before: Line | None = None
    breaks: list[int] = []
    for line in lines:
        if not line.text:
            breaks.append(line.start)
            continue
        if before is None:
            letters += [("\n", place, TO_NEXT) for place in breaks]
        else:
            end = before.start + len(before.text)
            if before.text[0] in " \t" or line.text[0] in " \t":
                letters += [("\n", place, TO_NEXT) for place in (end, *breaks)]
            else:
                letters += [("\n", place, TO_NEXT) for place in breaks] or [(" ", end, TO_NEXT)]
        letters += _letters(line)
        before, breaks = line, []
    return letters
