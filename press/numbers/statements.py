"""Sentences whose truth depends on a number: code picks the branch, the author writes them all.

A branch is Markdown in which `{inflow.program_post.p}` stands for the printed number of that key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from press.numbers.formatter import ABSENT, format_number, keyed, style_of
from press.numbers.languages import ENGLISH, localised

if TYPE_CHECKING:
    from press.numbers.results import Results

KEY_IN_BRACES = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\}")


@dataclass(frozen=True, slots=True)
class Statements:
    """Prints numbers and picks sentences from one set of results.

    Attributes
    ----------
    results
        Where the numbers are looked up.
    styles
        Print styles by key pattern that go before the general ones.
    language
        The language that numbers are printed for, as a tag.
    level
        The p-value below which an estimate is called significant.
    """

    results: Results
    styles: Mapping[str, str]
    language: str = ENGLISH
    level: float = 0.05

    def num(self, key: str, style: str | None = None) -> str:
        """Print the number of a key as a Markdown span."""
        return keyed(key, localised(self._printed(key, style), self.language))

    def num_if_any(self, key: str) -> str:
        """Print the number of a key; a dash where the results leave it open."""
        return self.num(key) if self.results.has(key) else ABSENT

    def text(self, template: str) -> str:
        """Fill the numbers into a template."""
        return KEY_IN_BRACES.sub(lambda match: self.num(match[1]), template)

    def effect(self, term: str, *, up: str, down: str, none: str) -> str:
        """Pick by the sign of an estimate whose p is below the level, else take `none`.

        Parameters
        ----------
        term
            `MODEL.TERM` of the estimate, such as `inflow.program_post`.
        up, down, none
            The branches: significantly positive, significantly negative, not significant.
        """
        if not self.results.value(f"{term}.p") < self.level:
            return self.text(none)
        return self.text(up if self.results.value(f"{term}.estimate") > 0 else down)

    def sign(self, key: str, *, positive: str, negative: str, zero: str | None = None) -> str:
        """Pick by the sign of a number; zero takes `zero`, or `positive` where that is absent."""
        value = self.results.value(key)
        if value == 0 and zero is not None:
            return self.text(zero)
        return self.text(negative if value < 0 else positive)

    def compare(self, first: str, second: str, *, greater: str, less: str, equal: str | None = None) -> str:
        """Pick by whether the first number is greater or less than the second.

        Numbers printed alike take `equal`.
        """
        difference = self.results.value(first) - self.results.value(second)
        if equal is not None and self._printed(first) == self._printed(second):
            return self.text(equal)
        return self.text(less if difference < 0 else greater)

    def _printed(self, key: str, style: str | None = None) -> str:
        """Return the number of a key as English prints it, without its span."""
        return format_number(self.results.value(key), style or style_of(key, self.styles))
