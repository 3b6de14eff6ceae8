"""What the printed cells of one row leave open for its coefficient b and standard error x.

Every cell is a pair of linear bounds on b, given x, the t quantile q and the t's that belong to the printed
p:

    coefficient   low <= b <= high              ci_low    low <= b - q x <= high
    t             low x <= b <= high x          ci_high   low <= b + q x <= high
    p             t(high) x <= |b| <= t(low) x

A row agrees with itself where some x satisfies every lower bound against every upper bound.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from analysis.audit.printed import Rounded, Row
from analysis.audit.student import Blocks, Exact, Slope

LARGEST_T = Fraction(10**30)
"""Stands for the t of a p-value of 0."""

Line = tuple[Fraction, Slope]
"""A line in x: its constant and its slope."""


@dataclass(frozen=True)
class Branch:
    """The bounds on b of one row, for one sign of b where the p-value makes that a matter.

    Attributes
    ----------
    lowers, uppers : list of Line
        b lies on or above every one of `lowers`, on or below every one of `uppers`.
    error : tuple
        Lowest and highest x by the row's own printed error; 0 and infinite where none is printed.
    """

    lowers: list[Line]
    uppers: list[Line]
    error: tuple[Fraction, Fraction | float]

    def error_ranges(self, student: Blocks) -> tuple[np.ndarray, np.ndarray]:
        """Return the lowest and highest x by block of degrees of freedom; low > high where nothing agrees."""
        low, high = student.zero + float(self.error[0]), student.zero + float(self.error[1])
        for gap, slope in self._demands():
            edge = float(gap) / np.where(slope == 0, 1, slope)
            low = np.where((slope > 0) & (edge > low), edge, low)
            high = np.where((slope < 0) & (edge < high), edge, high)
            high = np.where((slope == 0) & (gap > 0), -1, high)
        return low, high

    def error_range(self) -> tuple[Fraction, Fraction | float]:
        """Return the same for one number of degrees of freedom, exactly."""
        return _narrowed(self.error, self._demands())

    def error_range_at(self, b: Fraction) -> tuple[Fraction, Fraction | float]:
        """Return the lowest and highest x that go with a coefficient, exactly; low > high where none does."""
        lowers = ((below - b, -slope) for below, slope in self.lowers)
        return _narrowed(self.error, [*lowers, *((b - above, slope) for above, slope in self.uppers)])

    def _demands(self) -> Iterator[tuple[Fraction, Slope]]:
        """Yield gaps and slopes: slope x >= gap, lest an upper line be below a lower one."""
        for (below, slope_below), (above, slope_above) in product(self.lowers, self.uppers):
            yield below - above, slope_above - slope_below


def _narrowed(span: tuple, demands: Iterable[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction | float]:
    """Return the part of a span in which slope x >= gap for every demand; its upper end is -1 for none."""
    low, high = span
    for gap, slope in demands:
        if slope > 0:
            low = max(low, gap / slope)
        elif slope < 0:
            high = min(high, gap / slope)
        elif gap > 0:
            return low, Fraction(-1)
    return low, high


def branches(row: Row, columns: Collection[str], student: Blocks | Exact, level: float) -> list[Branch]:
    """Return the bounds that some of a row's printed cells set.

    Parameters
    ----------
    columns
        The cells to use.
    student
        The degrees of freedom to compute them for.
    level
        Confidence level of the printed interval.

    Returns
    -------
    list of Branch
        One, or with a p-value two: for b >= 0 and for b <= 0. A row agrees with either.
    """
    used = {column: cell for column, cell in row.cells.items() if column in columns}
    pairs = list(_bounds(used, student, level))
    lowers, uppers = [low for low, _ in pairs], [high for _, high in pairs]
    error = used.get("std_error")
    span = (max(error.low, Fraction(0)), error.high) if error else (Fraction(0), float("inf"))
    if "p_value" not in used:
        return [Branch(lowers, uppers, span)]
    nearest = student.enclosure(used["p_value"].high)[0]
    return [
        Branch([*lowers, (Fraction(0), nearest)], uppers, span),
        Branch(lowers, [*uppers, (Fraction(0), -nearest)], span),
    ]


def _bounds(used: dict[str, Rounded], student: Blocks | Exact, level: float) -> Iterator[tuple[Line, Line]]:
    """Yield a lower and an upper line for each printed cell but the error.

    The lines of a p-value only say that |b| is not too large.
    """
    origin, flat, number = Fraction(0), student.zero, student.number
    q_low, q_high = student.enclosure(1 - Fraction(str(level)))

    def farthest(p: Rounded) -> Slope:
        return student.enclosure(p.low)[1] if p.low > 0 else flat + number(LARGEST_T)

    lines: dict[str, Callable[[Rounded], tuple[Line, Line]]] = {
        "coefficient": lambda b: ((b.low, flat), (b.high, flat)),
        "t_statistic": lambda t: ((origin, flat + number(t.low)), (origin, flat + number(t.high))),
        "p_value": lambda p: ((origin, -farthest(p)), (origin, farthest(p))),
        "ci_low": lambda low: ((low.low, q_low), (low.high, q_high)),
        "ci_high": lambda high: ((high.low, -q_high), (high.high, -q_low)),
    }
    return (lines[column](cell) for column, cell in used.items() if column in lines)
