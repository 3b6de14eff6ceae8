"""What the documents of a paper call: numbers, sentences chosen by them, exhibits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from press.numbers.prose import Prose

if TYPE_CHECKING:
    from press.paper import Paper


class Documents:
    """The functions that a paper's binding hands to its documents."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    def num(self, key: str, style: str | None = None) -> Prose:
        """Print the number of a key."""
        return Prose(self.paper.statements.num(key, style))

    def text(self, template: str) -> Prose:
        """Fill the numbers into a template."""
        return Prose(self.paper.statements.text(template))

    def effect(self, term: str, *, up: str, down: str, none: str) -> Prose:
        """Pick a sentence by sign and significance of an estimate (see `Statements.effect`)."""
        return Prose(self.paper.statements.effect(term, up=up, down=down, none=none))

    def sign(self, key: str, *, positive: str, negative: str, zero: str | None = None) -> Prose:
        """Pick a sentence by the sign of a number (see `Statements.sign`)."""
        return Prose(self.paper.statements.sign(key, positive=positive, negative=negative, zero=zero))

    def compare(self, first: str, second: str, *, greater: str, less: str, equal: str | None = None) -> Prose:
        """Pick a sentence by which of two numbers is greater (see `Statements.compare`)."""
        return Prose(self.paper.statements.compare(first, second, greater=greater, less=less, equal=equal))

    def exhibit(self, label: str) -> Prose | None:
        """Make a table (returned as Markdown) or a figure (drawn for the notebook to show)."""
        if (draw := self.paper.exhibits[label].draw) is None:
            return Prose(self.table(label))
        draw(self.paper.data)
        return None

    def table(self, label: str) -> str:
        """Return a table in Markdown."""
        return self.paper.exhibits[label].markdown(self.paper.statements)
