"""Quantiles of Student's t with a margin for the error of their computation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from scipy.special import stdtr, stdtrit

MARGIN = 1e-11
"""Relative; scipy's quantiles are right to about 1e-14."""

WIDENED = 1e-9
"""Relative widening of what is computed in floats, so that their rounding cannot exclude anything."""

Slope = np.ndarray | Fraction
"""A number for each block of degrees of freedom, or for a single one exactly."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Student's t for blocks of degrees of freedom, in floats.

    Attributes
    ----------
    first, last : ndarray of float
        Each block's lowest and highest degrees of freedom; the same for a single number, infinite for no end.
    number
        What makes a number of the kind that enclosures come in.
    """

    first: np.ndarray
    last: np.ndarray
    _known: dict[Fraction, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    number = float

    @property
    def zero(self) -> np.ndarray:
        """Zeros."""
        return np.zeros(len(self.first))

    def enclosure(self, tails: Fraction) -> tuple[np.ndarray, np.ndarray]:
        """Return numbers just below and above every t that leaves the probability `tails` beyond -t and t."""
        if tails >= 1:
            return self.zero, self.zero
        if tails not in self._known:
            low = -stdtrit(self.last, float(tails) / 2)
            # The quantile falls as the degrees of freedom grow: it is higher at the block's beginning.
            wide = self.first != self.last
            high = np.where(wide, -stdtrit(np.where(wide, self.first, np.nan), float(tails) / 2), low)
            self._known[tails] = low * (1 - MARGIN), high * (1 + MARGIN)
        return self._known[tails]


@dataclass(frozen=True, slots=True)
class Exact:
    """Student's t for one number of degrees of freedom, enclosed by fractions, for decisions at a border."""

    df: float
    number, zero = Fraction, Fraction(0)

    def enclosure(self, tails: Fraction) -> tuple[Fraction, Fraction]:
        """Return fractions just below and above the t that leaves the probability `tails` beyond -t and t."""
        one = np.array([float(self.df)])
        low, high = Blocks(one, one).enclosure(tails)
        return Fraction(low.item()), Fraction(high.item())


def p_range(t: Sequence[float | Fraction], df: tuple[float, float]) -> tuple[float, float]:
    """Return the lowest and highest two-sided p of the t's between some, for a range of degrees of freedom.

    A p falls with |t| and, at a given t, as the degrees of freedom grow.
    """
    low, high = min(t), max(t)
    nearest, farthest = sorted((abs(float(low)), abs(float(high))))
    nearest = 0.0 if low <= 0 <= high else nearest
    return float(2 * stdtr(df[1], -farthest)), float(2 * stdtr(df[0], -nearest))
