"""The text of a .qmd in its two parts: the front matter between fences of ---, and the body below it."""

from typing import NamedTuple


class Parts(NamedTuple):
    """The parts of a document, each with the number of its first line in the file."""

    front: str
    front_line: int
    body: str
    body_line: int


def split(text: str) -> Parts:
    """Part front matter and body; without front matter, or where it never ends, all is body."""
    first, *lines = text.split("\n")
    ends = (number for number, line in enumerate(lines) if line.rstrip() in ("---", "..."))
    if first.rstrip() != "---" or (end := next(ends, None)) is None:
        return Parts("", 1, text, 1)
    return Parts("\n".join(lines[:end]), 2, "\n".join(lines[end + 1 :]), end + 3)
