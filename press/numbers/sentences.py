"""Says the sentences of paper/sentences.yml: chooses the branches and fills in the numbers.

In documents `say("NAME")` prints one, in captions and front matter `{{< var sentence.NAME >}}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from press.base.errors import InputError
from press.base.paths import ROOT, shown
from press.base.plain_text import visible
from press.numbers import entries
from press.numbers.conditions import ConditionError
from press.numbers.entries import ELSE, Choice, Entries, Part, Said, Several
from press.numbers.statements import KEY_IN_BRACES, Statements

FILE = ROOT / "paper" / "sentences.yml"
INSERTED = re.compile(r"\{sentence\.(\w+)\}")
"""Another entry within a text."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a file, said by some results.

    Attributes
    ----------
    statements
        Prints numbers and decides by them.
    entries
        The sentences.
    """

    statements: Statements
    entries: Entries

    def say(self, name: str) -> str:
        """Return a sentence: Markdown, whose numbers carry their keys.

        Raises
        ------
        InputError
            When there is none of this name, it names an unknown number, or lacks the branch that is chosen.
        """
        if name not in self.entries.parts:
            raise InputError(
                visible(f"{shown(self.entries.file)} has no entry {name}, which is to be printed.")
            )
        return self.fill(name, self.entries.parts[name])

    def all(self) -> dict[str, str]:
        """Say every sentence, by name."""
        return {name: self.say(name) for name in self.entries.parts}

    def fill(self, name: str, part: Part, within: tuple[str, ...] = ()) -> str:
        """Return a part of an entry; `within` are the entries that it is inserted into."""
        filled = (self._text(name, said, within) for said in self.chosen(name, part))
        return " ".join(filter(None, filled))

    def chosen(self, name: str, part: Part) -> Iterator[Said]:
        """Yield the texts that are chosen of a part, in order."""
        match part:
            case Said():
                yield part
            case Several():
                for one in part.parts:
                    yield from self.chosen(name, one)
            case Choice():
                yield from self.chosen(name, part.branches[self.branch(name, part)])

    def branch(self, name: str, choice: Choice) -> str:
        """Return the name of the branch that is chosen."""
        try:
            found = self._decide(choice)
        except (KeyError, ConditionError) as error:
            raise self.entries.slip(choice.line, name, str(error.args[0]).rstrip(".")) from None
        if found not in choice.branches:
            raise self.entries.slip(
                choice.line, name, f"found no branch {found}, which {choice.about} chooses, expected one"
            )
        return found

    def _decide(self, choice: Choice) -> str:
        """Return what decides in a word; `else` where no branch is named so."""
        statements, asked, branches = self.statements, choice.asked, choice.branches
        match choice.by:
            case "effect":
                return statements.effect(*asked)
            case "sign":
                sign = statements.sign(*asked)
                return sign if sign in branches else "positive"
            case "compare":
                alike = "equal" in branches and statements.are_alike(*asked)
                return "equal" if alike else statements.compare(*asked)
            case "panel":
                return "synthetic" if statements.results.panel.synthetic else "authors"
        return self._condition(choice)

    def _condition(self, choice: Choice) -> str:
        assert choice.condition
        value = choice.condition.value(self.statements.look_up, self.statements.level)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if not isinstance(value, str):
            raise ConditionError(f"{choice.condition.text}: found a number, expected a text or a comparison")
        return value if value in choice.branches or ELSE not in choice.branches else ELSE

    def _text(self, name: str, said: Said, within: tuple[str, ...]) -> str:
        """Fill numbers and other entries into a text."""

        def filled(match: re.Match[str]) -> str:
            try:
                if (inserted := INSERTED.fullmatch(match[0])) is None:
                    return self.statements.num(match[1])
                return self._insert(inserted[1], (*within, name))
            except KeyError as error:
                line = said.line_of(match[0], self.entries.source)
                raise self.entries.slip(line, name, str(error.args[0]).rstrip(".")) from None

        return KEY_IN_BRACES.sub(filled, said.text)

    def _insert(self, name: str, within: tuple[str, ...]) -> str:
        """Say an entry within others; a KeyError where that cannot be."""
        if name in within:
            raise KeyError(f"found {{sentence.{name}}}, which holds this entry itself, expected another")
        if name not in self.entries.parts:
            raise KeyError(f"found {{sentence.{name}}}, expected the name of an entry of this file")
        return self.fill(name, self.entries.parts[name], within)


def read(statements: Statements, file: Path = FILE) -> Sentences:
    """Read the sentences of a file; one that is not there holds none.

    Raises
    ------
    InputError
        When it cannot be understood, with file and line.
    """
    return Sentences(statements, entries.read(file))
