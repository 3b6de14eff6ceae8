"""Finds the line of the source that printed what two formats say otherwise."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from press.proof.formats.said import Passage, tokens_of
from press.render.document import Line

_DIV = re.compile(r"\s*(:{3,})\s*(.*?)\s*:*\s*$")
_RAW = re.compile(r"\s*(`{3,}|~{3,})\s*\{=\w+\}")
_IN_LINE = re.compile(r"\.content-(?:visible|hidden)|`\{=\w+\}|when-format|unless-format")
WEIGHT = 3  # a word of the difference itself counts as much as so many words around it


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the source.

    Attributes
    ----------
    file, line
        Where it stands.
    of_one_format
        Whether the author meant it for some formats only.
    share
        Which share of the passage's words stands there and in the lines around it.
    """

    file: Path
    line: int
    of_one_format: bool
    share: float


@dataclass(frozen=True)
class Source:
    """Lines of a source in which passages are looked for."""

    lines: Sequence[Line]

    @cached_property
    def words(self) -> list[frozenset[str]]:
        """The words and numbers of each line."""
        return [_words_of(line.text) for line in self.lines]

    @cached_property
    def of_one_format(self) -> set[int]:
        """The numbers of the lines that the author means for some formats only."""
        return _of_one_format(self.lines)

    def find(self, run: Iterable[str], passage: Iterable[str]) -> Place | None:
        """Return the line with the most of some words and of those around them; None of an empty source."""
        words, around = set(run), set(passage)
        best, most, share = None, -1.0, 0.0
        for index, here in enumerate(self.words):
            near = len(around & here.union(*self.words[max(index - 2, 0) : index + 3]))
            if (score := WEIGHT * len(words & here) + near + len(around & here) / 100) > most:
                best, most, share = index, score, near / max(len(around), 1)
        if best is None:
            return None
        line = self.lines[best]
        return Place(line.file, line.number, best in self.of_one_format, share)


@lru_cache(maxsize=10_000)
def _words_of(line: str) -> frozenset[str]:
    return frozenset(token.text for token in tokens_of([Passage(line)]))


def _of_one_format(lines: Sequence[Line]) -> set[int]:
    """Return the numbers of lines in conditional blocks, in raw ones, and of those with conditional words."""
    found, divs, raw = set[int](), list[bool](), ""
    for index, line in enumerate(lines):
        if raw:
            found.add(index)
            if line.text.strip().startswith(raw):
                raw = ""
        elif opened := _RAW.match(line.text):
            raw = opened[1]
            found.add(index)
        elif div := _DIV.match(line.text):
            if div[2]:
                divs.append(bool(_IN_LINE.search(div[2])))
            elif divs:
                divs.pop()
        if any(divs) or _IN_LINE.search(line.text):
            found.add(index)
    return found
