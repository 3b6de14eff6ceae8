"""How the proof looks in a terminal: plain text in lines of a given width."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from press.base.paths import shown
from press.numbers.sentences import Sentences
from press.proof.proofread.branches import Row, entry_lines
from press.proof.proofread.places import Place

INDENT = 3


@dataclass(frozen=True, slots=True)
class Page:
    """Lays lines out in a width."""

    width: int

    def part(self, title: str, places: Sequence[Place], said: Sentences) -> Iterator[str]:
        """Yield the lines of a document and its places; none where it has none."""
        if not places:
            return
        yield from ("", title, "=" * min(len(title), self.width))
        for place in places:
            yield from self.place(place, said)

    def place(self, place: Place, said: Sentences) -> Iterator[str]:
        """Yield the lines of a place."""
        written = said.entries
        if place.name not in written.parts:
            yield from ("", f"line {place.line}: {place.name}, which {shown(written.file)} has not")
            return
        where = f"{shown(written.file)}, line {written.lines[place.name]}"
        yield from ("", f"line {place.line}: {place.name} ({where})")
        yield from self.wrapped(place.before, "")
        for row in entry_lines(place.name, said):
            yield from self.row(row)
        yield from self.wrapped(place.after, "")

    def row(self, row: Row) -> Iterator[str]:
        """Yield the lines of a row."""
        margin = " " * INDENT * (row.depth + 1)
        yield from self.wrapped(row.text, f"{margin}{row.label}{' ' if row.label and row.text else ''}")

    def wrapped(self, text: str, first: str) -> list[str]:
        """Return a text in lines; those below the first begin where its own words do."""
        if not text:
            return [first.rstrip()] if first else []
        return textwrap.wrap(
            text,
            max(self.width, len(first) + 20),
            initial_indent=first,
            subsequent_indent=" " * min(len(first), self.width // 3),
            break_long_words=False,
            break_on_hyphens=False,
        )
