"""The checks of statcheck on each row: t from b/SE, p from t, limits from b, SE and the degrees of freedom.

statcheck (Nuijten, Hartgerink, van Assen, Epskamp and Wicherts 2016, doi:10.3758/s13428-015-0664-2)
recomputes the p of reported tests and allows for the rounding of the test statistic. Here every statistic is
recomputed as an interval: a cell is in conflict only if no unrounded numbers behind the other cells give it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

from analysis.audit.printed import CellPlace, Rounded, Row, Table
from analysis.audit.student import WIDENED, Exact, p_range

SIGNIFICANT = Fraction(1, 20)

Span = tuple[Fraction | float, Fraction | float]
"""Lowest and highest value."""


@dataclass(frozen=True, slots=True)
class Check:
    """A printed cell against what other cells of its row give.

    Attributes
    ----------
    cell : (int, str)
        The row's number and the column.
    printed : Rounded
        The cell as printed.
    low, high : float
        The values that the other cells leave.
    agrees : bool
        Whether one of them prints as the cell.
    reverses : bool
        Whether the cell says that the effect is significant at 5% and the others that it is not, or the
        reverse.
    """

    cell: CellPlace
    printed: Rounded
    low: float
    high: float
    agrees: bool
    reverses: bool = False


def checks(table: Table, df: tuple[float, float]) -> list[Check]:
    """Check every row by itself.

    Parameters
    ----------
    table
        The table as printed.
    df
        Lowest and highest degrees of freedom that the errors may have; (1, infinity) where nothing is known.
    """
    return [check for number, row in enumerate(table.rows) for check in _of_row(number, row, table.level, df)]


def _of_row(number: int, row: Row, level: float, df: tuple[float, float]) -> Iterator[Check]:
    b, error = row.cells.get("coefficient"), row.cells.get("std_error")
    t = row.cells.get("t_statistic")
    ratio = _quotient(b, error) if b and error and error.low > 0 else None
    if t and ratio:
        yield _check(number, "t_statistic", t, ratio)
    if (p := row.cells.get("p_value")) and (t or ratio):
        low, high = p_range((t.low, t.high) if t else ratio, df)
        yield _check(number, "p_value", p, (low * (1 - WIDENED), high * (1 + WIDENED)))
    if b and error:
        q_low, q_high = _quantiles(level, df)
        half = max(error.low, Fraction(0)) * q_low, error.high * q_high
        for column, span in (
            ("ci_low", (b.low - half[1], b.high - half[0])),
            ("ci_high", (b.low + half[0], b.high + half[1])),
        ):
            if column in row.cells:
                yield _check(number, column, row.cells[column], span)


def _check(number: int, column: str, printed: Rounded, span: Span) -> Check:
    agrees = printed.overlaps(*span)
    other_side = (printed.high < SIGNIFICANT < span[0]) or (span[1] < SIGNIFICANT < printed.low)
    reverses = column == "p_value" and not agrees and other_side
    return Check((number, column), printed, float(span[0]), float(span[1]), agrees, reverses)


def _quotient(b: Rounded, error: Rounded) -> Span:
    quotients = [x / y for x in (b.low, b.high) for y in (error.low, error.high)]
    return min(quotients), max(quotients)


def _quantiles(level: float, df: tuple[float, float]) -> tuple[Fraction, Fraction]:
    tails = 1 - Fraction(str(level))
    return Exact(df[1]).enclosure(tails)[0], Exact(df[0]).enclosure(tails)[1]


def star_conflicts(table: Table) -> list[tuple[int, int]]:
    """Return the pairs of rows of which the first has more stars and surely the larger p-value."""
    p = [row.cells.get("p_value") for row in table.rows]
    stars = [max((len(cell.stars) for cell in row.cells.values()), default=0) for row in table.rows]
    return [
        (first, second)
        for first, second in permutations(range(len(p)), 2)
        if p[first] and p[second] and stars[first] > stars[second] and p[first].low > p[second].high
    ]
