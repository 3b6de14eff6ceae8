"""A text that stands in a file in another writing: in lines of YAML, behind `#|`, between quotation marks."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A text, and where each of its characters stands in a file.

    Attributes
    ----------
    file : str
    text : str
    places, ends : sequence of int
        For each character where it begins and ends in the file's text. An escape is longer than one
        character, and so is a line break, which has the indentation behind it.
    """

    file: str
    text: str
    places: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the text stands in the file; an empty one at its character or the end."""
        if end > start:
            return self.places[start], self.ends[end - 1]
        if start < len(self.text):
            return self.places[start], self.places[start]
        last = self.ends[-1] if self.text else 0
        return last, last

    def part(self, start: int, end: int) -> "Written":
        """Return a stretch of it."""
        return Written(self.file, self.text[start:end], self.places[start:end], self.ends[start:end])


def whole(file: str, text: str) -> Written:
    """Return a file's text, which stands in the file as it is."""
    return Written(file, text, range(len(text)), range(1, len(text) + 1))
