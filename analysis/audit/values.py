"""What the printed cells leave open under a design: unrounded values, and whole totals of the cells.

Values are for reports, computed in floats. Where the outcome counts something, each cell's total is a whole
number T and its mean T/n. The coefficients are differences of such means, so few of the numbers that round to
the printed ones are possible. It is the idea of the GRIM test (Brown and Heathers 2017,
doi:10.1177/1948550616673876) carried to a table of regression coefficients.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from math import ceil, floor

from analysis.audit.designs import PARAMETERS, Design, Search, reciprocals
from analysis.audit.printed import CellPlace, Table
from analysis.audit.rows import Branch, branches
from analysis.audit.student import WIDENED, Exact, p_range

Point = tuple[float, float]
"""A coefficient and its standard error."""


def value_range(
    table: Table, design: Design, number: int, columns: Collection[str], column: str
) -> tuple[float, float] | None:
    """Return the lowest and highest value of a statistic that goes with a row's printed cells and a design.

    Parameters
    ----------
    number
        The row, 0 to 3.
    columns
        The printed cells of the row to use.
    column
        The statistic: the name of a column of printed tables.

    Returns
    -------
    tuple or None
        None where the cells leave no end.
    """
    if not (points := list(_corners(table, design, number, columns))):
        return None
    q = float(Exact(design.df).enclosure(1 - Fraction(str(table.level)))[0])
    if column == "p_value":
        return p_range([b / x for b, x in points], (design.df, design.df))
    statistic = {
        "coefficient": lambda b, x: b,
        "std_error": lambda b, x: x,
        "t_statistic": lambda b, x: b / x,
        "ci_low": lambda b, x: b - q * x,
        "ci_high": lambda b, x: b + q * x,
    }[column]
    values = [statistic(*point) for point in points]
    return min(values), max(values)


def _corners(table: Table, design: Design, number: int, columns: Collection[str]) -> Iterator[Point]:
    """Yield the corners of the region of coefficient and error; every statistic here is extreme at one."""
    factor = float(reciprocals(design.sizes)[number])
    span = tuple((float(s2) * factor) ** 0.5 for s2 in design.variance)
    for branch in branches(table.rows[number], columns, Exact(design.df), table.level):
        low, high = branch.error_range()
        low, high = max(float(low), span[0]), min(float(high), span[1])
        if not branch.lowers or not branch.uppers or low > high * (1 + 1e-12):
            continue
        for x in {low, high, *_bends(branch, low, high)}:
            yield max(float(alpha) + float(slope) * x for alpha, slope in branch.lowers), x
            yield min(float(alpha) + float(slope) * x for alpha, slope in branch.uppers), x


def _bends(branch: Branch, low: float, high: float) -> Iterator[float]:
    """Yield the errors between `low` and `high` at which another line takes over as the bound."""
    for (alpha, slope), (other_alpha, other_slope) in chain(
        combinations(branch.lowers, 2), combinations(branch.uppers, 2)
    ):
        if slope != other_slope and low < (x := float((other_alpha - alpha) / (slope - other_slope))) < high:
            yield x


@dataclass(frozen=True, slots=True)
class Totals:
    """Whole cell totals that agree with a table under a design.

    Attributes
    ----------
    sums : tuple of int
        Sum of the outcome in each cell, in the order of `Design.sizes`.
    design : Design
        The design, its variances narrowed to those that agree with these totals.
    """

    sums: tuple[int, int, int, int]
    design: Design


def totals(search: Search, design: Design, aside: Collection[CellPlace] = ()) -> Iterator[Totals]:
    """Yield the cell totals, all whole, that agree with every printed cell but those set aside.

    There are none where a row leaves its coefficient without an end.
    """
    used = [search.used(number, aside) for number in range(PARAMETERS)]
    ranges = [
        value_range(search.table, design, number, columns, "coefficient")
        for number, columns in enumerate(used)
    ]
    if None not in ranges:
        yield from _continued(search, used, ranges, design, ())


def _continued(
    search: Search, used: list, ranges: list, design: Design, sums: tuple[int, ...]
) -> Iterator[Totals]:
    """Give every next cell the totals that its row's coefficient allows."""
    if len(sums) == PARAMETERS:
        yield Totals(sums, design)
        return
    number = len(sums)
    size, base = design.sizes[number], _base(sums, design.sizes)
    low, high = ranges[number]
    slack = WIDENED * max(abs(low), abs(high), abs(float(base)), 1.0)
    for total in range(
        ceil((float(base) + low - slack) * size), floor((float(base) + high + slack) * size) + 1
    ):
        variance = _variance(search, used[number], design, number, Fraction(total, size) - base)
        if variance is not None:
            yield from _continued(search, used, ranges, Design(design.sizes, variance), (*sums, total))


def _base(sums: tuple[int, ...], sizes: tuple[int, ...]) -> Fraction:
    """Return what is to be taken off the next cell's mean to make it a coefficient."""
    means = [Fraction(total, size) for total, size in zip(sums, sizes, strict=False)]
    return means[2] + means[1] - means[0] if len(means) == 3 else means[0] if means else Fraction(0)


def _variance(
    search: Search, columns: frozenset[str], design: Design, number: int, coefficient: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Return which of the design's residual variances a row leaves open once its coefficient is known."""
    found = branches(search.table.rows[number], columns, Exact(design.df), search.table.level)
    x_low, x_high = found[0 if coefficient >= 0 else -1].error_range_at(coefficient)
    if x_low > x_high:
        return None
    factor = reciprocals(design.sizes)[number]
    low, high = max(design.variance[0], x_low**2 / factor), min(design.variance[1], x_high**2 / factor)
    return (low, high) if low <= high else None
