"""Text in lines, of which some passages are put otherwise.

A passage may reach over the end of a line, as sentences do.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from press.render.document import Line


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a passage begins and ends in a text, and what takes its place."""

    start: int
    end: int
    instead: str


def text_of_lines(lines: Sequence[Line]) -> str:
    """Return the text of some lines."""
    return "\n".join(line.text for line in lines)


def replace_passages(lines: Sequence[Line], passages: Sequence[Passage]) -> list[Line]:
    """Return the lines with passages put otherwise, which stand in their order and apart.

    Each comes into the line where it begins.
    """
    left = list(lines)
    starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
    for passage in reversed(passages):
        first, last = (bisect_right(starts, place) - 1 for place in (passage.start, passage.end))
        before = left[first].text[: passage.start - starts[first]]
        after = left[last].text[passage.end - starts[last] :]
        left[first : last + 1] = [replace(left[first], text=before + passage.instead + after)]
    return left
