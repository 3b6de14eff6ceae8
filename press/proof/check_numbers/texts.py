"""What the readers hand over: pieces of text as they stand in a file, and what the documents name.

A piece keeps every line break of the source; what is no text (quotation marks of Python, `#|`, keys of
YAML) has become blanks. So a character's line can be counted, and one grammar, Markdown, is left to read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Branch:
    """That a text is printed only in one case of an estimate: `up`, `down` or `none` of `MODEL.TERM`.

    Where a condition decides and no estimate, `term` is empty.
    """

    term: str
    case: str


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text.

    Attributes
    ----------
    file, line
        Where its first character stands.
    source
        Markdown, with the line breaks of the file.
    branch
        The case in which it is printed, where code chooses.
    """

    file: Path
    line: int
    source: str
    branch: Branch | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The texts of one file.

    Attributes
    ----------
    texts
        In order.
    names
        Name of a sentence that code chooses -> keys of the results that it depends on or prints.
    places
        File and line of every line, where a document has lines of other files; else empty.
    """

    texts: list[Text]
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: tuple[tuple[Path, int], ...] = ()

    def place_of(self, file: Path, line: int) -> tuple[Path, int]:
        """Return where a line of the document was written."""
        return self.places[line - 1] if line <= len(self.places) else (file, line)


def blank(text: str, sign: str = " ") -> str:
    """Return as many blanks, or other signs, and line breaks as the text has characters and line breaks."""
    return re.sub(r"[^\n]", sign, text)
