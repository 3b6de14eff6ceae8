"""What the documents of a paper call.

Numbers, sentences chosen by them, exhibits, and the appendix of their origins.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from press.base.checkout import current_version
from press.base.paths import ROOT
from press.numbers.prose import ByFormat, Prose
from press.numbers.variables import variables
from press.trace import outline, places, provenance

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

    def numbers_appendix(self, document: str, namespace: Mapping[str, Any]) -> ByFormat:
        """Tell where the numbers of a document come from.

        Parameters
        ----------
        document
            Its path from the project's root.
        namespace
            The names that its cells have defined: `globals()`.
        """
        print_spot = places.printer(namespace, variables(self.paper), self.table)
        printed = places.places(outline.read(document), print_spot)
        commit = current_version(ROOT).commit
        return ByFormat(provenance.markdown(printed, self.paper.results, commit), provenance.html(commit))
