"""Numbers printed in a text, and what their values decide between.

A text is Markdown in which `{inflow.program_post.p}` stands for the printed number of that key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from press.base.plain_text import markdown
from press.numbers.formatter import ABSENT, format_number, keyed, style_of
from press.numbers.keys import KEY
from press.numbers.languages import ENGLISH, localised

if TYPE_CHECKING:
    from press.numbers.results import Results

KEY_IN_BRACES = re.compile(rf"\{{({KEY})\}}")


@dataclass(frozen=True, slots=True)
class Statements:
    """Prints numbers and decides by them, from one set of results.

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
        """Print the number of a key as a Markdown span, or the text of a key as it is."""
        if key in self.results.texts:
            return markdown(self.results.texts[key])
        return keyed(key, localised(self._printed(key, style), self.language))

    def num_if_any(self, key: str) -> str:
        """Print the number of a key; a dash where the results leave it open."""
        return self.num(key) if self.results.has(key) else ABSENT

    def text(self, template: str) -> str:
        """Fill the numbers into a template."""
        return KEY_IN_BRACES.sub(lambda match: self.num(match[1]), template)

    def look_up(self, key: str) -> float | str:
        """Return the number or the text of a key; an absent number is NaN.

        Raises
        ------
        KeyError
            When the results have neither.
        """
        if key in self.results.texts:
            return self.results.texts[key]
        value = self.results.value(key)
        return nan if value is None else value

    def effect(self, term: str) -> str:
        """Decide by sign and significance of an estimate.

        Parameters
        ----------
        term
            `MODEL.TERM` of the estimate, such as `inflow.program_post`.

        Returns
        -------
        str
            "up" or "down" where p is below the level, else "none".
        """
        if not self.results.value(f"{term}.p") < self.level:
            return "none"
        return "up" if self.results.value(f"{term}.estimate") > 0 else "down"

    def sign(self, key: str) -> str:
        """Decide by the sign of a number: "positive", "negative" or "zero"."""
        value = self.results.value(key)
        return "zero" if value == 0 else "negative" if value < 0 else "positive"

    def compare(self, first: str, second: str) -> str:
        """Decide by which of two numbers is the greater, "greater" or "less" (of the first)."""
        return "less" if self.results.value(first) < self.results.value(second) else "greater"

    def are_alike(self, first: str, second: str) -> bool:
        """Whether two numbers are printed alike."""
        return self._printed(first) == self._printed(second)

    def _printed(self, key: str, style: str | None = None) -> str:
        """Return the number of a key as English prints it, without its span."""
        return format_number(self.results.value(key), style or style_of(key, self.styles))
