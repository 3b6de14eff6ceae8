"""Where in a source a remark can stand, as near as may be to the words that it is about.

These are guesses, the best one first: `comments` takes the first one that leaves what is printed as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from press.base.qmd_text import split
from press.journal.word_back.telling.hunks import split_lines

FENCE = re.compile(r"[\s>]*(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
DIV = re.compile(r"\s*:{3,}\s*(?P<about>.*?):*\s*$")
ITEM = re.compile(r"\s*(?:[-*+]|\(?(?:\d+|[A-Za-z#])[.)])\s+")
HEADING = re.compile(r"\s{0,3}#{1,6}\s")
NOTE = re.compile(r"\[\^[^\]]+\]:")
COMMENT = re.compile(r"\s*<!--.*-->\s*$")
WHOLE = re.compile(r"#(?:fig|tbl|lst|eq)-|\blayout\b|layout-")
"""Divs whose parts are what they are by their place: nothing can be put between these."""
CALLOUT = re.compile(r"callout-")
"""A callout takes its title from what stands first in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place for remarks.

    Attributes
    ----------
    start
        Where in the text, in characters.
    kind
        "line" for HTML comments on lines of their own, "apart" for such with an empty line behind them,
        "end" for HTML comments right behind the last word of a block, "yaml" for lines of YAML.
    indent, line_end
        What begins and ends such a line.
    """

    start: int
    kind: str
    indent: str = ""
    line_end: str = "\n"

    def text(self, remarks: Sequence[str]) -> str:
        """Return what is to be put there."""
        if self.kind == "yaml":
            return "".join(f"{self.indent}# {remark}{self.line_end}" for remark in remarks)
        marked = [f"<!-- {_without_end(remark)} -->" for remark in remarks]
        if self.kind == "end":
            return "".join(marked)
        lines = "".join(f"{self.indent}{remark}{self.line_end}" for remark in marked)
        return lines + (self.line_end if self.kind == "apart" else "")


def _without_end(remark: str) -> str:
    """Return a remark that cannot end an HTML comment: no two hyphens stand together in it."""
    return re.sub("-(?=-)", "- ", remark)


def places_in(file: str, text: str, line: int) -> Iterator[Place]:
    """Yield places for a remark on a line of a file, counted from 1; none in files of other kinds."""
    lines = split_lines(text)
    if not 1 <= line <= len(lines):
        return
    if file.endswith((".yml", ".yaml")):
        yield from _in_yaml(lines, line - 1, 0)
    elif file.endswith((".qmd", ".md")):
        parts = split(text)
        if line < parts.body_line:
            yield from _in_yaml(lines[: parts.body_line - 2], line - 1, parts.front_line - 1)
        else:
            yield from _in_markdown(lines, line - 1, parts.body_line - 1)


def _in_yaml(lines: Sequence[str], at: int, first: int) -> Iterator[Place]:
    """Yield the line itself, then those that it stands below: of a text in lines of its own, its key."""
    depth = None
    for number in range(at, first - 1, -1):
        line = lines[number] if number < len(lines) else ""
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and not line.lstrip().startswith("#") and (depth is None or indent < depth):
            depth = indent
            yield _line(lines, number, "yaml", " " * indent)


def _in_markdown(lines: Sequence[str], at: int, first: int) -> Iterator[Place]:
    begin, whole = _frame(lines, _first_words(lines, at), first)
    if not whole:
        begin = _start_of_block(lines, begin, first)
    indent = re.match(r"\s*", lines[begin].rstrip("\r\n"))[0]
    yield _line(lines, begin, "line", indent)
    yield _line(lines, begin, "apart", indent)
    if item := ITEM.match(lines[begin]):
        yield _line(lines, begin, "line", " " * len(item[0]))
        yield _line(lines, begin, "apart", " " * len(item[0]))
    if not whole:
        end = _end_of_block(lines, begin)
        yield Place(sum(map(len, lines[:end])) + len(lines[end].rstrip()), "end")


def _line(lines: Sequence[str], number: int, kind: str, indent: str) -> Place:
    """Return the place before a line; its line ends as that one does, or the first one."""
    ends = "\r\n" if (lines[number] + lines[0]).find("\r\n") >= 0 else "\n"
    return Place(sum(map(len, lines[:number])), kind, indent, ends)


def _first_words(lines: Sequence[str], at: int) -> int:
    """Return the line itself, or of an empty one or the first one of a div, the next one that says something.

    What belongs to a table, as a note does, is not to be parted from it.
    """
    while at + 1 < len(lines) and (not lines[at].strip() or DIV.match(lines[at].rstrip("\r\n"))):
        at += 1
    return at


def _frame(lines: Sequence[str], at: int, first: int) -> tuple[int, bool]:
    """Return where a remark on a line goes, and whether that is before something that is a whole.

    This is a cell, other code, or a div of which nothing can be parted.
    """
    fence, opened, divs = "", at, list[tuple[int, str]]()
    for number in range(first, at):
        line = lines[number].rstrip("\r\n")
        found = FENCE.match(line)
        if found and not fence:
            fence, opened = found["marks"], number
        elif found and found["marks"].startswith(fence) and not found["info"].strip():
            fence = ""
        elif not fence and (div := DIV.match(line)):
            if div["about"]:
                divs.append((number, div["about"]))
            elif divs:
                divs.pop()
    outer = next((number for number, about in divs if WHOLE.search(about)), None)
    if outer is not None:
        return outer, True
    return (opened, True) if fence else (at, bool(FENCE.match(lines[at])))


def _start_of_block(lines: Sequence[str], at: int, first: int) -> int:
    """Return the first line of the paragraph, item, note or heading that holds a line."""
    while at > first and not _begins(lines[at]) and not _parts(lines[at - 1]):
        at -= 1
    above = at - 1
    while above >= first and not lines[above].strip():
        above -= 1
    if above >= first and (div := DIV.match(lines[above])) and CALLOUT.search(div["about"]):
        return above
    return at


def _end_of_block(lines: Sequence[str], begin: int) -> int:
    """Return the last line of what begins at a line."""
    end = begin
    while end + 1 < len(lines) and not _parts(lines[end + 1]) and not _begins(lines[end + 1]):
        end += 1
    return end


def _begins(line: str) -> bool:
    """Whether a block begins with this line, whatever stands before it."""
    return any(pattern.match(line) for pattern in (ITEM, HEADING, NOTE))


def _parts(line: str) -> bool:
    """Whether this line ends the block before it and begins none that goes on."""
    return not line.strip() or any(
        pattern.match(line.rstrip("\r\n")) for pattern in (FENCE, DIV, HEADING, COMMENT)
    )
