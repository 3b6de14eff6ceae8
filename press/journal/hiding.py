"""Hides in a text who wrote it.

The authors' names, in whatever letters, become "Author", and sentences of funding and thanks are withheld.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from press.base.errors import InputError
from press.base.paths import shown
from press.journal.passages import Passage, joined, put, put_in
from press.journal.people import WORD, Finder, script
from press.journal.thanks import Thanks
from press.render.document import Line

LATIN, CYRILLIC = "Author", "Автор"
ADDRESSES = re.compile(r"@\w[\w:.#$%&+?<>~/-]*|\]\([^)]*\)")
"""Keys of citations and targets of links, which are no words."""
TEXTS = ("title", "abstract", "keywords", "description", "categories")
"""Options that readers see."""


@dataclass(frozen=True, slots=True)
class Hiding:
    """How texts are made anonymous.

    Attributes
    ----------
    finder
        Finds the authors.
    thanks
        Finds funding and thanks.
    scripts
        The scripts in which the authors' names are known, beside Latin and Cyrillic letters.
    may_stay
        Words that the journal's settings let pass.
    hidden
        What was hidden so far, as it stood in the text.
    """

    finder: Finder
    thanks: Thanks
    scripts: frozenset[str] = frozenset()
    may_stay: tuple[str, ...] = ()
    hidden: dict[str, None] = field(default_factory=dict)

    def lines(self, lines: Sequence[Line]) -> list[Line]:
        """Lines of Markdown."""
        place = shown(lines[0].file) if lines else ""
        left = put(lines, self._noted(joined(lines), self.thanks.passages(joined(lines), place)))
        self._refuse_strange(joined(left), place)
        return put(left, self._noted(joined(left), self._names(joined(left))))

    def text(self, text: str, place: str) -> str:
        """Return a text that is no part of the body."""
        left = put_in(text, self._noted(text, self.thanks.passages(text, place)))
        self._refuse_strange(left, place)
        return put_in(left, self._noted(left, self._names(left)))

    def options(self, options: dict[str, Any], place: str) -> dict[str, Any]:
        """Options of a document, of which readers see some."""
        return {
            name: self._values(value, f"{place}, {name}") if name in TEXTS else value
            for name, value in options.items()
        }

    def _values(self, value: Any, place: str) -> Any:
        if isinstance(value, list):
            return [self._values(one, place) for one in value]
        return self.text(value, place) if isinstance(value, str) else value

    def _names(self, text: str) -> list[Passage]:
        apart = [found.span() for found in ADDRESSES.finditer(text)]
        return [
            Passage(one.start, one.end, CYRILLIC if one.cyrillic else LATIN)
            for one in self.finder.find(text)
            if not any(start < one.end and one.start < end for start, end in apart)
            and text[one.start : one.end] not in self.may_stay
        ]

    def _noted(self, text: str, passages: list[Passage]) -> list[Passage]:
        self.hidden.update(dict.fromkeys(" ".join(text[one.start : one.end].split()) for one in passages))
        return passages

    def _refuse_strange(self, text: str, place: str) -> None:
        """Refuse words in letters in which the authors' names are not known, of which nobody can say whom they name."""
        for word in WORD.findall(text):
            if (
                len(word) > 1
                and script(word)
                and script(word) not in self.scripts
                and word not in self.may_stay
            ):
                raise InputError.at(
                    place,
                    f"{word}, of which cannot be told whether it names an author",
                    "the authors' names in these letters, or this word under may_stay, in paper/submission.yml, anonymous",
                )
