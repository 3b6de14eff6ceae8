"""Unrounded values that the printed cells of a row leave open under a design.

For reports, computed in floats.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import combinations

from analysis.audit.designs import Design, reciprocals
from analysis.audit.printed import Table
from analysis.audit.rows import Branch, branches
from analysis.audit.student import Exact, two_sided_p

Point = tuple[float, float]
"""A coefficient and its standard error."""


def value_range(
    table: Table, design: Design, number: int, columns: Collection[str], column: str
) -> tuple[float, float] | None:
    """Lowest and highest value of a statistic that goes with a row's printed cells and a design.

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
    points = list(_corners(table, design, number, columns))
    if not points:
        return None
    q = float(Exact(design.df).enclosure(1 - Fraction(str(table.level)))[0])
    if column == "p_value":
        return _p_range([b / x for b, x in points], design.df)
    statistic = {
        "coefficient": lambda b, x: b,
        "std_error": lambda b, x: x,
        "t_statistic": lambda b, x: b / x,
        "ci_low": lambda b, x: b - q * x,
        "ci_high": lambda b, x: b + q * x,
    }[column]
    values = [statistic(*point) for point in points]
    return min(values), max(values)


def _p_range(ts: list[float], df: int) -> tuple[float, float]:
    nearest = 0.0 if min(ts) <= 0 <= max(ts) else min(map(abs, ts))
    return two_sided_p(max(map(abs, ts)), df), two_sided_p(nearest, df)


def _corners(table: Table, design: Design, number: int, columns: Collection[str]) -> Iterator[Point]:
    """Corners of the region of coefficient and error; every statistic here is extreme at one of them."""
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
    """Errors between `low` and `high` at which another line takes over as the bound."""
    for side in (branch.lowers, branch.uppers):
        for (alpha, slope), (other_alpha, other_slope) in combinations(side, 2):
            if slope != other_slope:
                x = float((other_alpha - alpha) / (slope - other_slope))
                if low < x < high:
                    yield x
