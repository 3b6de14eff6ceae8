"""Signs that CommonMark takes for a list, a heading or a quotation, and pandoc's Markdown for text.

In pandoc's Markdown these need an empty line before them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARKER = re.compile(r"(?:([-+*])|\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+)([.)]))(?=[ \t]|$)")
INITIAL = re.compile(r"[A-Z]\.[ ](?![ ])")
"""An initial, which begins a list with two blanks behind it alone."""
HEADING = re.compile(r"#{1,6}(?=[ \t]|$)")
PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
NO_TEXT = re.compile(r":{3,}|`{3,}|~{3,}|\||<|\$\$|\[\^[^\]]+\]:")
"""What begins a line that is no paragraph's."""


UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
"""Makes a heading of a paragraph of one line."""
RULE = re.compile(r"(?:[-*_][ \t]*){3,}$")
COLON = re.compile(r":[ \t]")
TEXT, ITEM = "text", "item"


@dataclass(slots=True)
class _Reader:
    """Goes through lines.

    Attributes
    ----------
    state : str
        What the last line belongs to.
    lines : int
        How many lines its paragraph has so far.
    quoted, indented : bool
        What the paragraph is; an indented one belongs to an item, where a list needs no empty line before it.
    """

    state: str = ""
    lines: int = 0
    quoted: bool = False
    indented: bool = False

    def sign(self, prefix: str, rest: str) -> int | None:
        """Take a line; return the offset, from its first letter, of a sign that is text."""
        marker = MARKER.match(rest)
        if not rest.strip() or NO_TEXT.match(rest) or (not self.state and RULE.match(rest)):
            self.state = ""
            return None
        if self.state == TEXT and UNDERLINE.match(rest):
            self.state = TEXT if self.lines > 1 else ""
            return 0 if self.lines > 1 else None
        if COLON.match(rest) and self.lines != 1:
            self.lines += 1
            return 0
        if self.state:
            self.lines += 1
            if ">" in prefix and not self.quoted:
                return prefix.index(">") - len(prefix)
            if HEADING.match(rest):
                return 0
            if marker is None or (self.state == TEXT and not self.indented):
                return marker.end() - 1 if marker else None
        return self._begun(prefix, rest, marker)

    def _begun(self, prefix: str, rest: str, marker: re.Match[str] | None) -> int | None:
        """Begin a paragraph, a heading or an item."""
        initial = INITIAL.match(rest)
        self.quoted, self.lines = ">" in prefix, 1
        self.indented = bool(prefix.rpartition(">")[2].removeprefix(" " if self.quoted else ""))
        self.state = "" if HEADING.match(rest) else ITEM if marker and not initial else TEXT
        return 1 if initial else None


def interruptions(text: str) -> Iterator[tuple[int, int]]:
    """Yield where signs begin and end that do not end a paragraph, whatever CommonMark says."""
    at, reader = 0, _Reader()
    for line in text.splitlines(keepends=True):
        prefix = PREFIX.match(line)
        assert prefix is not None
        sign = reader.sign(prefix[0], line[prefix.end() :])
        if sign is not None:
            start = at + prefix.end() + sign
            underline = UNDERLINE.match(line, prefix.end())
            yield start, at + len(line.rstrip()) if underline else start + 1
        at += len(line)
