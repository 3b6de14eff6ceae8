"""Text in lines, of which some passages are put otherwise.

A passage may reach over the end of a line, as sentences do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from press.render.document import Line


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a passage begins and ends in a text, and what takes its place."""

    start: int
    end: int
    instead: str


def joined(lines: Sequence[Line]) -> str:
    """Return the text of some lines."""
    return "\n".join(line.text for line in lines)


def put(lines: Sequence[Line], passages: Sequence[Passage]) -> list[Line]:
    """Return the lines with passages put otherwise, which stand in their order and apart.

    Each comes into the line where it begins.
    """
    left, starts, offset = list(lines), [], 0
    for line in lines:
        starts.append(offset)
        offset += len(line.text) + 1
    for passage in reversed(passages):
        first = max(i for i, start in enumerate(starts) if start <= passage.start)
        last = max(i for i, start in enumerate(starts) if start <= max(passage.start, passage.end))
        text = (
            left[first].text[: passage.start - starts[first]]
            + passage.instead
            + left[last].text[passage.end - starts[last] :]
        )
        left[first : last + 1] = [replace(left[first], text=text)]
        del starts[first + 1 : last + 1]
    return left


def put_in(text: str, passages: Sequence[Passage]) -> str:
    """Return a text with passages put otherwise."""
    for passage in reversed(passages):
        text = text[: passage.start] + passage.instead + text[passage.end :]
    return text
