"""The results that claims and roundings are held to, estimated only when the text asks for them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from press.paper import current

if TYPE_CHECKING:
    from press.numbers.results import Results


class Values:
    """The results of the panel that a build would use."""

    @cached_property
    def results(self) -> Results:
        """Every number of the paper."""
        return current().results

    def get(self, key: str) -> float | None:
        """Return the unrounded number of a key; nothing when there is none."""
        try:
            value = self.results.value(key)
        except KeyError:
            return None
        return None if value is None else float(value)

    def has(self, key: str) -> bool:
        """Whether there is a number, perhaps left open, or a text of this key."""
        return key in self.results.texts or key in self.results.values

    def of_families(self, families: set[str]) -> dict[str, float]:
        """Return the numbers whose keys begin with one of some first words."""
        return {
            key: value
            for key in self.results.all_keys()
            if key.split(".")[0] in families and (value := self.get(key)) is not None
        }

    def p(self, term: str) -> float | None:
        """Return the p-value of `MODEL.TERM` or `MODEL.TERM.METHOD`."""
        return self.get(f"{term}.p")

    def is_positive(self, term: str) -> bool:
        """Whether the estimate of a term is above zero."""
        return (estimate := self.get(f"{term}.estimate")) is not None and estimate > 0

    def interaction(self, model: str) -> str | None:
        """Return the term of a model that the paper is about: its interaction."""
        return next((term for term in self.interactions() if term.split(".")[0] == model), None)

    def interactions(self) -> list[str]:
        """Return the interaction of every model."""
        estimates = self.results.estimates
        terms = dict.fromkeys(zip(estimates["model"], estimates["term"], strict=True))
        return [f"{model}.{term}" for model, term in terms if term.endswith(current().claims.tested)]
