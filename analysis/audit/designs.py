"""CellPlace sizes behind a saturated 2x2 table with classical errors.

With residual variance s2 and n00, n10, n01, n11 rows in the four cells, the squared standard errors are

    intercept    s2 (1/n00)              post         s2 (1/n00 + 1/n01)
    group        s2 (1/n00 + 1/n10)      interaction  s2 (1/n00 + 1/n10 + 1/n01 + 1/n11)

so that four intervals of errors are four intervals of s2, one per sum of reciprocals, and a design agrees
with the table where they have a point in common. The number of rows sets the degrees of freedom, N - 4, and
with them the t quantile that turns printed intervals and p-values into errors. All N up to a bound are
searched: floats, widened outwards, leave candidates, and exact fractions decide.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

import numpy as np

from analysis.audit.printed import CellPlace, Table
from analysis.audit.rows import branches
from analysis.audit.student import WIDENED, Blocks, Exact

PARAMETERS = 4
COMPARED = ([0], [0, 1], [0, 2], [0, 1, 2, 3])
"""The cells whose reciprocal sizes make up each squared error."""
PIECE = 200_000
"""Candidates that are expanded at a time."""

MOST_ROWS_OPEN = 300
"""Bound on N where the printed cells leave one of the four standard errors without an upper end."""


Sizes = tuple[int, int, int, int]
Pair = tuple[np.ndarray, np.ndarray]
"""Lowest and highest numbers."""


@dataclass(frozen=True, slots=True)
class Design:
    """CellPlace sizes that agree with a table, and the residual variances that do.

    Attributes
    ----------
    sizes : tuple of int
        Rows in the cells n00 (others before), n10 (group before), n01 (others after), n11 (group after).
    variance : tuple of Fraction
        Lowest and highest residual variance s2.
    """

    sizes: Sizes
    variance: tuple[Fraction, Fraction]

    @property
    def n(self) -> int:
        """Rows of the panel."""
        return sum(self.sizes)

    @property
    def df(self) -> int:
        """Residual degrees of freedom."""
        return self.n - PARAMETERS

    @property
    def residual_sd(self) -> tuple[float, float]:
        """Lowest and highest residual standard deviation s."""
        return float(self.variance[0]) ** 0.5, float(self.variance[1]) ** 0.5


def reciprocals(sizes: Sizes) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Return the squared standard errors of the four coefficients over s2."""
    a, b, c, d = (Fraction(1, size) for size in sizes)
    return a, a + b, a + c, a + b + c + d


@dataclass(frozen=True)
class Errors:
    """Squared standard errors that the rows leave open, by number of rows N of the panel.

    Attributes
    ----------
    n : ndarray of float
        The N for which every row agrees with itself; a last infinite one stands for all above the bound.
    low, high : ndarray of float, shape (4, len(n))
        Lowest and highest squared error of each coefficient, widened outwards.
    """

    n: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def cell_variances(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the lowest and highest s2/n00, s2/n10, s2/n01 and s2/n11, of shape (4, len(n))."""
        low, high = self.low, self.high
        least = [low[0], low[1] - high[0], low[2] - high[0], low[3] + low[0] - high[1] - high[2]]
        most = [high[0], high[1] - low[0], high[2] - low[0], high[3] + high[0] - low[1] - low[2]]
        return np.array(least), np.array(most)


class Search:
    """Looks for the designs that agree with a table; keeps what it has computed about the rows.

    Parameters
    ----------
    table : Table
        The table as printed.
    most_rows : int
        Bound on the number of rows N of the panel, at least 5.
    rows : int or None
        N, where it is known.
    """

    def __init__(self, table: Table, most_rows: int, rows: int | None = None):
        self.table = table
        self.n = np.array([rows]) if rows else np.append(np.arange(PARAMETERS + 1, most_rows + 1), np.inf)
        last = (self.n - PARAMETERS).astype(float)
        self._student = Blocks(np.where(np.isfinite(last), last, most_rows + 1 - PARAMETERS), last)
        self._errors_of_row = lru_cache(maxsize=None)(self._errors_of_row)
        self._exact_errors_of_row = lru_cache(maxsize=None)(self._exact_errors_of_row)

    def used(self, number: int, aside: Collection[CellPlace]) -> frozenset[str]:
        """Return the printed columns of a row without the cells set aside."""
        return frozenset(column for column in self.table.rows[number].cells if (number, column) not in aside)

    def row_agrees(self, number: int, aside: Collection[CellPlace] = ()) -> np.ndarray:
        """Say by `n` whether a row agrees with itself, without the cells set aside."""
        low, high = self._errors_of_row(number, self.used(number, aside))
        return low <= high

    def errors(self, aside: Collection[CellPlace] = (), most: float = np.inf) -> Errors:
        """Return the squared errors that the rows leave open for N up to a bound, without some cells."""
        ranges = [self._errors_of_row(number, self.used(number, aside)) for number in range(4)]
        low, high = np.array(ranges).swapaxes(0, 1)
        kept = (low <= high).all(axis=0) & (self.n <= most)
        return Errors(self.n[kept], low[:, kept], high[:, kept])

    def designs(self, aside: Collection[CellPlace] = ()) -> Iterator[Design]:
        """Yield the designs that agree with every printed cell but those set aside.

        They ascend by N, n00, n10 and n01. There are none where the cells leave more than one standard error
        open.
        """
        for sizes in _candidates(self.errors(aside, self.bound(aside))):
            if (variance := self.variance(sizes, aside)) is not None:
                yield Design(sizes, variance)

    def bound(self, aside: Collection[CellPlace] = ()) -> int:
        """Return the largest N that is searched without the cells set aside; 0 where too much is open."""
        left_open = np.isinf(self.errors(aside).high).any(axis=1).sum()
        most = int(self.n[np.isfinite(self.n)].max())
        if left_open > 1:
            return 0
        return min(most, MOST_ROWS_OPEN) if left_open and len(self.n) > 1 else most

    def variance(self, sizes: Sizes, aside: Collection[CellPlace] = ()) -> tuple[Fraction, Fraction] | None:
        """Return the lowest and highest residual variance with which a design agrees, exactly.

        None where it does not.
        """
        factors, n = reciprocals(sizes), sum(sizes)
        by_row = [self._exact_errors_of_row(number, self.used(number, aside), n) for number in range(4)]
        agreeing = []
        for ranges in product(*by_row):
            low = max(squared[0] / factor for squared, factor in zip(ranges, factors, strict=True))
            high = min(squared[1] / factor for squared, factor in zip(ranges, factors, strict=True))
            if low <= high:
                agreeing.append((low, high))
        return (min(low for low, _ in agreeing), max(high for _, high in agreeing)) if agreeing else None

    def _errors_of_row(self, number: int, columns: frozenset[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the lowest and highest squared error of a row by `n`, in floats and widened."""
        found = branches(self.table.rows[number], columns, self._student, self.table.level)
        low, high = np.array([branch.error_ranges(self._student) for branch in found]).swapaxes(0, 1)
        low, high = low * (1 - WIDENED), high * (1 + WIDENED)
        agrees = low <= high
        return np.where(agrees, low**2, np.inf).min(axis=0), np.where(agrees, high**2, -1.0).max(axis=0)

    def _exact_errors_of_row(
        self, number: int, columns: frozenset[str], n: int
    ) -> list[tuple[Fraction, Fraction]]:
        """Return the lowest and highest squared error of a row for one N, by sign of the coefficient."""
        found = branches(self.table.rows[number], columns, Exact(n - PARAMETERS), self.table.level)
        ranges = [branch.error_range() for branch in found]
        return [(low**2, high**2) for low, high in ranges if low <= high]


# Candidates, in floats


def _candidates(errors: Errors) -> Iterator[Sizes]:
    """Yield sizes that may agree, in ascending order of N."""
    first, last = _shares(errors)
    low = np.maximum(np.floor(errors.n * first), 1)
    high = np.minimum(np.ceil(errors.n * last), errors.n - 3)
    index = np.arange(len(errors.n))
    s2 = np.zeros(len(index)), np.full(len(index), np.inf)
    yield from _expanded(errors, index, np.zeros((len(index), 0)), s2, low, high)


def _shares(errors: Errors) -> tuple[np.ndarray, np.ndarray]:
    """Return the lowest and highest share of n00 in N: 1 over its mean's variance, of the sum of all four."""
    with np.errstate(divide="ignore", invalid="ignore"):
        high, low = (np.where(variances > 0, 1 / variances, np.inf) for variances in errors.cell_variances())
        first = low[0] / (low[0] + high[1:].sum(axis=0))
        last = high[0] / (high[0] + low[1:].sum(axis=0))
    return np.nan_to_num(first, nan=0.0), np.nan_to_num(last, nan=1.0)


def _expanded(
    errors: Errors, index: np.ndarray, known: np.ndarray, s2: Pair, low: np.ndarray, high: np.ndarray
) -> Iterator[Sizes]:
    """Give each candidate every next size from `low` to `high`, a piece at a time, and go on to the next.

    Parameters
    ----------
    index : ndarray of int
        Each candidate's place in `errors`.
    known : ndarray of shape (candidates, sizes so far)
        The sizes n00, n10, ... that are chosen.
    s2 : pair of ndarray
        Lowest and highest residual variance that they leave.
    low, high : ndarray
        Range of the next size, whole numbers.
    """
    count = np.maximum(high - low + 1, 0).astype(np.int64)
    ends = np.cumsum(count)
    start = 0
    while start < len(count):
        before = ends[start - 1] if start else 0
        stop = max(int(np.searchsorted(ends, before + PIECE, side="right")), start + 1)
        rows = np.repeat(np.arange(start, stop), count[start:stop])
        step = np.arange(len(rows)) - (ends - count)[rows] + before
        sizes = np.column_stack([known[rows], low[rows] + step])
        yield from _narrowed(errors, index[rows], sizes, (s2[0][rows], s2[1][rows]))
        start = stop


def _narrowed(errors: Errors, index: np.ndarray, known: np.ndarray, s2: Pair) -> Iterator[Sizes]:
    """Drop the candidates that no residual variance is left for, and choose the next size for the others."""
    place = known.shape[1] - 1
    factor = (1 / known[:, COMPARED[place]]).sum(axis=1)
    s2_low = np.maximum(s2[0], errors.low[place, index] / factor * (1 - WIDENED))
    s2_high = np.minimum(s2[1], errors.high[place, index] / factor * (1 + WIDENED))
    kept = s2_low <= s2_high
    index, known, s2 = index[kept], known[kept], (s2_low[kept], s2_high[kept])
    if place == 3:
        yield from map(tuple, known.astype(int).tolist())
    else:
        yield from _expanded(errors, index, known, s2, *_next_range(errors, index, known, s2))


def _next_range(errors: Errors, index: np.ndarray, known: np.ndarray, s2: Pair) -> Pair:
    """Return the range of the next size.

    Of n10 and n01, the error of group or post gives s2 (1/n00 + 1/n), hence 1/n; n11 is what is left of N.
    """
    place, rest = known.shape[1], errors.n[index] - known.sum(axis=1)
    if place == 3:
        return rest, np.where(rest >= 1, rest, 0)
    with np.errstate(divide="ignore"):
        least = errors.low[place, index] / s2[1] - 1 / known[:, 0]
        most = errors.high[place, index] / s2[0] - 1 / known[:, 0]
        low = np.where(most > 0, np.ceil(1 / most * (1 - 1e-7)), np.inf)
        high = np.where(least > 0, np.floor(1 / least * (1 + 1e-7)), np.inf)
    room = rest - (PARAMETERS - 1 - place)
    return np.minimum(np.maximum(low, 1), room + 1), np.minimum(high, room)
