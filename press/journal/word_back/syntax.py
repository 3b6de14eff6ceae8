"""Markdown parsed by pandoc with the place of every word; many short texts in one run."""

import json
import re
import subprocess
from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from press.base.markdown_text import program
from press.journal.word_back.masks import Masked
from press.journal.word_back.written import Written

READER = (
    "commonmark_x+sourcepos-emoji-alerts-yaml_metadata_block-implicit_header_references-gfm_auto_identifiers"
)
LEAD = "\U0010fffd "
"""Begins what must be one paragraph, whatever sign its text begins with."""
FENCE = ":" * 40
PLACES = re.compile(r"(\d+):(\d+)-(?:.*-)?(\d+):(\d+)$", re.DOTALL)
TAB = 4
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lines:
    """Finds places given as line and column.

    Attributes
    ----------
    text : str
    starts : tuple of int
        Where each line of the text begins.
    first : int
        The line of what pandoc read on which the text begins, from 1.
    lead : int
        How many letters stand before it there.
    """

    text: str
    starts: tuple[int, ...]
    first: int = 1
    lead: int = 0

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place that pandoc names."""
        row = line - self.first
        if not 0 <= row < len(self.starts):
            return 0 if row < 0 else len(self.text)
        start = self.starts[row]
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        letters = column - 1 - (0 if row else self.lead)
        if "\t" in self.text[start:end]:
            letters = _letters(self.text[start:end], letters)
        return min(max(start + letters, start), end)

    def span(self, places: str) -> tuple[int, int] | None:
        """Return the stretch that pandoc's `data-pos` names; None where it names none."""
        found = PLACES.search(places)
        if found is None:
            return None
        first, column, last, behind = map(int, found.groups())
        return self.offset(first, column), self.offset(last, behind)

    def line(self, offset: int) -> int:
        """Return the line of an offset, from 0."""
        return bisect_right(self.starts, offset) - 1


def lines_of(text: str, first: int = 1, lead: int = 0) -> Lines:
    """Return the lines of a text."""
    lengths = (len(line) + 1 for line in text.split("\n")[:-1])
    return Lines(text, tuple(accumulate(lengths, initial=0)), first, lead)


def _letters(line: str, columns: int) -> int:
    """Return how many letters fill so many columns, where tabs stand."""
    column = 0
    for count, letter in enumerate(line):
        if column >= columns:
            return count
        column += TAB - column % TAB if letter == "\t" else 1
    return len(line)


@dataclass(frozen=True, slots=True)
class Source:
    """Markdown to be parsed; `inline` where it is one paragraph whatever it looks like."""

    written: Written
    masked: Masked
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """Markdown with its blocks."""

    source: Source
    blocks: list[Node]
    lines: Lines


def parse(bodies: Sequence[Source], fragments: Sequence[Source]) -> tuple[list[Parsed], list[Parsed]]:
    """Parse documents, each in a run of its own, and short texts in one run for all, side by side."""
    joined, firsts = _joined(fragments)
    texts = [body.masked.text for body in bodies] + ([joined] if fragments else [])
    with ThreadPoolExecutor(max_workers=4) as pool:
        trees = list(pool.map(_blocks, texts))
    documents = [
        Parsed(body, blocks, lines_of(body.masked.text)) for body, blocks in zip(bodies, trees, strict=False)
    ]
    found = (
        {block["c"][0][0]: block["c"][1] for block in trees[-1] if block["t"] == "Div"} if fragments else {}
    )
    short = [
        Parsed(
            fragment,
            found.get(f"text-{number}", []),
            lines_of(fragment.masked.text, first, len(LEAD) if fragment.inline else 0),
        )
        for number, (fragment, first) in enumerate(zip(fragments, firsts, strict=True))
    ]
    return documents, short


def _joined(fragments: Sequence[Source]) -> tuple[str, list[int]]:
    """Return one text with every fragment in a division, and the line on which each begins."""
    parts, firsts, line = [], [], 1
    for number, fragment in enumerate(fragments):
        text = (LEAD if fragment.inline else "") + fragment.masked.text
        part = f"{FENCE} {{#text-{number}}}\n{text}\n{FENCE}\n\n"
        firsts.append(line + 1)
        parts.append(part)
        line += part.count("\n")
    return "".join(parts), firsts


def _blocks(text: str) -> list[Node]:
    made = subprocess.run(
        [program(), "--sandbox", "--from", READER, "--to", "json"],
        input=text, capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    return json.loads(made)["blocks"]
