"""Cell totals of a whole-number outcome.

Where the outcome counts something, each cell's total is a whole number T and its mean T/n. The coefficients
are differences of such means, so few of the numbers that round to the printed ones are possible. It is the
idea of the GRIM test (Brown and Heathers 2017, doi:10.1177/1948550616673876) carried to a table of
regression coefficients.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from analysis.audit.designs import PARAMETERS, Design, Search, reciprocals
from analysis.audit.printed import Cell
from analysis.audit.rows import branches
from analysis.audit.student import WIDENED, Exact
from analysis.audit.values import value_range


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

    @property
    def coefficients(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """The unrounded coefficients: differences of the cells' means."""
        a, b, c, d = (Fraction(total, size) for total, size in zip(self.sums, self.design.sizes))
        return a, b - a, c - a, d - c - b + a


def totals(search: Search, design: Design, aside: Collection[Cell] = ()) -> Iterator[Totals]:
    """Yield the cell totals, all whole, that agree with every printed cell but those set aside.

    None where a row leaves its coefficient without an end.
    """
    used = [search.used(number, aside) for number in range(PARAMETERS)]
    ranges = [
        value_range(search.table, design, number, used[number], "coefficient") for number in range(PARAMETERS)
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
        coefficient = Fraction(total, size) - base
        variance = _variance(search, used[number], design, number, coefficient)
        if variance is not None:
            yield from _continued(search, used, ranges, Design(design.sizes, variance), (*sums, total))


def _base(sums: tuple[int, ...], sizes: tuple[int, ...]) -> Fraction:
    """Return what is to be taken off the next cell's mean to make it a coefficient."""
    means = [Fraction(total, size) for total, size in zip(sums, sizes)]
    if len(means) < 3:
        return means[0] if means else Fraction(0)
    return means[2] + means[1] - means[0]


def _variance(
    search: Search, columns: frozenset[str], design: Design, number: int, coefficient: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Return the residual variances, of those of the design, that a row leaves open once its coefficient is known."""
    found = branches(search.table.rows[number], columns, Exact(design.df), search.table.level)
    x_low, x_high = found[0 if coefficient >= 0 else -1].error_range_at(coefficient)
    if x_low > x_high:
        return None
    factor = reciprocals(design.sizes)[number]
    low, high = max(design.variance[0], x_low**2 / factor), min(design.variance[1], x_high**2 / factor)
    return (low, high) if low <= high else None
