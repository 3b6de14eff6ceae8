"""Markdown parsed by pandoc with the place of every word; many short texts in one run."""

import json
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from press.base.errors import InputError
from press.base.limits import BYTES_PER_SECOND, CONVERSION_SECONDS, PANDOC_MEMORY
from press.base.markdown_text import program
from press.journal.word_back.source.masks import Masked
from press.journal.word_back.source.written import Written
from press.render.pandoc import BOUNDED

READER = (
    "commonmark_x+sourcepos-emoji-alerts-yaml_metadata_block-implicit_header_references-gfm_auto_identifiers"
)
LEAD = "\U0010fffd "
"""Begins what must be one paragraph, whatever sign its text begins with."""
FENCE = ":" * 40
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
    tabbed : frozenset of int
        The lines, from 0, that hold tabs.
    """

    text: str
    starts: tuple[int, ...]
    first: int = 1
    lead: int = 0
    tabbed: frozenset[int] = frozenset()

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a place that pandoc names."""
        row = line - self.first
        if not 0 <= row < len(self.starts):
            return 0 if row < 0 else len(self.text)
        letters = column - 1 - (0 if row else self.lead)
        start = self.starts[row]
        if row in self.tabbed:
            letters = _letters(
                self.text[start : self.starts[row + 1] if row + 1 < len(self.starts) else None], letters
            )
        return min(start + max(letters, 0), len(self.text))

    def span(self, places: str) -> tuple[int, int] | None:
        """Return the stretch that pandoc's `data-pos` names; None where it names none."""
        if not places:
            return None
        first, _, last = places.rpartition("-")
        line, _, column = first.partition("-")[0].partition(":")
        end_line, _, behind = last.partition(":")
        return self.offset(int(line), int(column)), self.offset(int(end_line), int(behind))


def lines_of(text: str, first: int = 1, lead: int = 0) -> Lines:
    """Return the lines of a text."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines[:-1]), initial=0)
    tabbed = frozenset(row for row, line in enumerate(lines) if "\t" in line)
    return Lines(text, tuple(starts), first, lead, tabbed)


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
    """Return the blocks of Markdown; an InputError where pandoc finds no end to it."""
    seconds = CONVERSION_SECONDS + len(text) // BYTES_PER_SECOND
    bounded = (*BOUNDED, str(seconds), program(), "+RTS", *PANDOC_MEMORY, "-RTS")
    done = subprocess.run(
        [*bounded, "--sandbox", "--from", READER, "--to", "json"],
        input=text.replace("\r", " "), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise InputError(
            "The sources of the Word file hold Markdown that pandoc cannot read in time: look for brackets "
            "or marks without end."
        )
    return json.loads(done.stdout)["blocks"]
