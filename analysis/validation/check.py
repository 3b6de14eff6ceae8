"""A check: a figure of ours beside one that is known, with a tolerance that was fixed beforehand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """A figure of ours beside the known one.

    Attributes
    ----------
    key : str
        `validation.KEY.ours` and so on in the results.
    group : str
        "printed" (by others), "trends" (printed by others, ours kept as data), "identity" (two ways to one
        figure) or "simulated" (data with a known truth).
    what : str
        What is estimated, in words.
    known, ours : float
        The printed or true figure, or the one that the second way gives; and ours.
    tolerance : float
        How far ours may be off, in absolute value.
    source, address : str
        Who prints the known figure, or how it came about; empty address where nobody prints it.
    """

    key: str
    group: str
    what: str
    known: float
    ours: float
    tolerance: float
    source: str
    address: str = ""

    @property
    def difference(self) -> float:
        """Ours less the known figure."""
        return self.ours - self.known

    @property
    def holds(self) -> bool:
        """Whether the difference is within the tolerance (and a figure at all)."""
        return abs(self.difference) <= self.tolerance
