"""The text of a .qmd in its two parts: the front matter between fences of ---, and the body below it."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

FRONT = "#front-matter"
"""What a build adds to the name of a file of which it saw the front matter read alone."""
READ_FRONT = "press.read_front_matter"
"""The event that tells it so; the opening of the file follows."""


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


def read_front(file: Path) -> Parts:
    """Return the parts of a file for those who use its front matter alone.

    In a build, cells and commands that read it so need not run again where the body has changed.
    """
    sys.audit(READ_FRONT, os.fspath(file))
    return split(file.read_text(encoding="utf-8"))
