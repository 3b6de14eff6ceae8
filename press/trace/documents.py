"""What the documents of a paper call: numbers, sentences that results choose, exhibits."""

from __future__ import annotations

import difflib
from functools import cached_property
from typing import TYPE_CHECKING

from press.base import declarations
from press.base.edition import current_work, licences_in_words
from press.base.errors import InputError
from press.numbers import sentences
from press.numbers.prose import Prose
from press.numbers.sentences import Sentences

if TYPE_CHECKING:
    from press.paper import Exhibit, Paper


class Documents:
    """The functions that a paper's binding hands to its documents."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    def num(self, key: str, style: str | None = None) -> Prose:
        """Print the number of a key."""
        return Prose(self.paper.statements.num(key, style))

    def say(self, name: str) -> Prose:
        """Print a sentence of paper/sentences.yml, its branches chosen by the results."""
        return Prose(self.sentences.say(name))

    def declarations(self) -> Prose:
        """Print the statements of paper/edition.yml that are made, and the licences."""
        work = current_work()
        return Prose(declarations.as_markdown(work.declared, licences_in_words(work)))

    @cached_property
    def sentences(self) -> Sentences:
        """The sentences of the paper."""
        return sentences.read(self.paper.statements)

    def exhibit(self, label: str) -> Prose | None:
        """Make a table (returned as Markdown) or a figure (drawn for the notebook to show).

        Raises
        ------
        InputError
            When the paper has none of this label.
        """
        if (draw := self._exhibit(label).draw) is None:
            return Prose(self.table(label))
        figure = draw(self.paper.data)
        figure.stale = False  # the notebook draws it for each format; else pyplot would before, for nobody
        return None

    def table(self, label: str) -> str:
        """Return a table in Markdown; errors as in `exhibit`."""
        if (markdown := self._exhibit(label).markdown) is None:
            raise InputError(f'table("{label}"): found a figure, expected the label of a table.')
        return markdown(self.paper.statements)

    def _exhibit(self, label: str) -> Exhibit:
        if label not in self.paper.exhibits:
            near = difflib.get_close_matches(label, self.paper.exhibits, 1) or sorted(self.paper.exhibits)
            raise InputError(
                f'exhibit("{label}"): found no such table or figure of the paper, expected one as {near[0]}; '
                "one of the document's own is drawn or printed by its cell and needs no exhibit()."
            )
        return self.paper.exhibits[label]
