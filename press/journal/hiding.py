"""Hides in a text who wrote it: names become "Author", sentences of funding and thanks are withheld."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from press.base.errors import InputError
from press.base.paths import shown
from press.journal.passages import Passage, replace_passages, text_of_lines
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
    """Makes texts anonymous.

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

    def hide_in_lines(self, lines: Sequence[Line]) -> list[Line]:
        """Return lines of Markdown that tell nothing."""
        return self._hide(lines, shown(lines[0].file) if lines else "")

    def hide_in_text(self, text: str, place: str) -> str:
        """Return a text that is no part of the body and tells nothing."""
        return text_of_lines(self._hide([Line(text, Path(), 1)], place))

    def _hide(self, lines: Sequence[Line], place: str) -> list[Line]:
        text = text_of_lines(lines)
        left = replace_passages(lines, self._note_hidden(text, self.thanks.passages(text, place)))
        text = text_of_lines(left)
        self._refuse_strange(text, place)
        return replace_passages(left, self._note_hidden(text, self._names_in(text)))

    def hide_in_options(self, options: dict[str, Any], place: str) -> dict[str, Any]:
        """Return the options of a document, of which those that readers see tell nothing."""
        return {
            name: self._hide_in_value(value, f"{place}, {name}") if name in TEXTS else value
            for name, value in options.items()
        }

    def _hide_in_value(self, value: Any, place: str) -> Any:
        if isinstance(value, list):
            return [self._hide_in_value(one, place) for one in value]
        return self.hide_in_text(value, place) if isinstance(value, str) else value

    def _names_in(self, text: str) -> list[Passage]:
        apart = [found.span() for found in ADDRESSES.finditer(text)]
        return [
            Passage(one.start, one.end, CYRILLIC if one.cyrillic else LATIN)
            for one in self.finder.find(text)
            if not any(start < one.end and one.start < end for start, end in apart)
            and text[one.start : one.end] not in self.may_stay
        ]

    def _note_hidden(self, text: str, passages: list[Passage]) -> list[Passage]:
        self.hidden.update(dict.fromkeys(" ".join(text[one.start : one.end].split()) for one in passages))
        return passages

    def _refuse_strange(self, text: str, place: str) -> None:
        """Refuse words in letters in which no author's name is known: nobody can say whom they name."""
        for word in WORD.findall(text):
            known = script(word) in ("", *self.scripts) or word in self.may_stay
            if len(word) > 1 and not known:
                raise InputError.at(
                    place,
                    f"{word}, of which cannot be told whether it names an author",
                    "the authors' names in these letters, or this word under may_stay, "
                    "in paper/submission.yml, anonymous",
                )
