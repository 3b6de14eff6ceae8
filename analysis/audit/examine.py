"""The audit of one table: consistency of its rows, slips, designs and cell totals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

import numpy as np

from analysis.audit.designs import PARAMETERS, Design, Search
from analysis.audit.identities import Identity, identities
from analysis.audit.printed import CellPlace, Rounded, Table
from analysis.audit.slips import Cells, Reading, readings, row_slips
from analysis.audit.statcheck import Check, checks, star_conflicts
from analysis.audit.values import Totals, totals, value_range

MOST_ROWS = 5_000
MOST_DESIGNS = 1_000
MOST_VALUED = 200
"""Designs up to which values and totals are computed under each one."""

MOST_TOTALS = 20
"""Sets of totals under one design after which their list is broken off."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A cell that had to be set aside.

    Attributes
    ----------
    cell : (int, str)
        The row's number and the column.
    printed : Rounded
        The cell as printed.
    low, high : float
        The values that all other cells leave for it.
    """

    cell: CellPlace
    printed: Rounded
    low: float
    high: float

    @property
    def correct(self) -> str | None:
        """What should have been printed, at the cell's decimals; None where the others leave a choice."""
        low, high = self.bounds
        return low if low == high else None

    @property
    def bounds(self) -> tuple[str, str]:
        """The lowest and the highest value at the decimals of the cell."""
        return tuple(f"{value:.{self.printed.decimals}f}" for value in (self.low, self.high))


@dataclass(frozen=True, slots=True)
class Case:
    """One reading of the table, followed up.

    Attributes
    ----------
    reading : Reading
        The cells set aside, and the designs.
    slips : tuple of Slip
        The values that those cells should have.
    totals : tuple of Totals or None
        For an outcome of whole numbers, the cell totals that agree, at most `MOST_TOTALS` a design; None
        where they were not asked for or there are too many designs.
    """

    reading: Reading
    slips: tuple[Slip, ...]
    totals: tuple[Totals, ...] | None


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything that a printed table gives away.

    Attributes
    ----------
    table : Table
        The table as printed.
    rows : int or None
        N, where it was given.
    most_rows : int
        Largest N searched for designs that agree with the rows; 0 where more than one error is left open.
    row_slips : tuple of tuple of (int, str)
        The smallest sets of cells without which every row agrees with itself, for a common N; empty where
        that takes more cells than are tried.
    cases : tuple of Case
        The ways to read the table; none where no design agrees.
    rows_allowed : tuple of float
        Lowest and highest N for which every row agrees with itself, `row_slips` set aside; infinite where it
        is above the bound.
    checks : tuple of Check
        The rows by statcheck's formulas.
    identities : tuple of Identity
        The inequalities of classical errors.
    star_conflicts : tuple of (int, int)
        Rows with more stars than another and surely a larger p-value.
    counts : bool
        Whether the outcome was taken to be whole numbers.
    """

    table: Table
    rows: int | None
    most_rows: int
    row_slips: tuple[Cells, ...]
    cases: tuple[Case, ...]
    rows_allowed: tuple[float, float]
    checks: tuple[Check, ...]
    identities: tuple[Identity, ...]
    star_conflicts: tuple[tuple[int, int], ...]
    counts: bool

    @property
    def classical(self) -> bool:
        """Whether the standard errors can be classical ones."""
        return bool(self.identities) and not any(identity.broken for identity in self.identities)

    @property
    def perhaps_larger(self) -> bool:
        """Whether a larger panel is not excluded where no design agrees up to the bound.

        Designs that agree once cells are set aside with which their rows agree do not count.
        """
        agrees = bool(self.cases) and len(self.cases[0].reading.aside) == len(self.row_slips[0])
        return not self.rows and bool(self.row_slips) and not agrees and np.isinf(self.rows_allowed[1])

    @property
    def designs(self) -> tuple[Design, ...]:
        """The designs of every reading."""
        return tuple(design for case in self.cases for design in case.reading.designs)

    def name(self, cell: CellPlace) -> str:
        """Return a cell in words: the row's name and the column."""
        return f"{self.table.rows[cell[0]].name}, {cell[1]}"


def examine(
    table: Table,
    *,
    rows: int | None = None,
    most_rows: int = MOST_ROWS,
    most_designs: int = MOST_DESIGNS,
    counts: bool = False,
) -> Audit:
    """Audit a table.

    Parameters
    ----------
    table
        The table as printed.
    rows
        Number of rows N of the panel, where it is known.
    most_rows
        Bound on N where it is not.
    most_designs
        Designs after which a list is broken off.
    counts
        Whether the outcome counts whole units, so that every cell's total is a whole number.
    """
    search = Search(table, most_rows, rows)
    by_rows = row_slips(search)
    found = (_case(search, reading, counts) for reading in readings(search, by_rows, most_designs))
    cases = tuple(case for case in found if case.reading.designs)
    searched = search.bound(by_rows[0]) if by_rows else rows or most_rows
    if rows and not by_rows:  # the rows may want another N
        search = Search(table, most_rows)
        by_rows = row_slips(search)
    allowed = _allowed(search, by_rows)
    return Audit(
        table,
        rows,
        searched,
        by_rows,
        cases,
        allowed,
        tuple(checks(table, tuple(n - PARAMETERS for n in _rows_of(cases) or allowed))),
        _identities(search, by_rows),
        tuple(star_conflicts(table)),
        counts,
    )


def _allowed(search: Search, by_rows: tuple[Cells, ...]) -> tuple[float, float]:
    """Return the lowest and highest N for which the rows agree with themselves; of all N where none does."""
    sizes = np.concatenate([search.errors(aside).n for aside in by_rows] or [search.n])
    return float(sizes.min()), float(sizes.max())


def _identities(search: Search, by_rows: tuple[Cells, ...]) -> tuple[Identity, ...]:
    """Return the inequalities of classical errors, for the set of slips that breaks the fewest."""
    found = [identities(search.errors(aside)) for aside in by_rows]
    return min(found, key=lambda each: sum(identity.broken for identity in each), default=())


def _rows_of(cases: tuple[Case, ...]) -> tuple[int, int] | None:
    """Return the lowest and highest N of all designs, where the list of them is complete."""
    if not cases or not all(case.reading.complete for case in cases):
        return None
    sizes = [design.n for case in cases for design in case.reading.designs]
    return min(sizes), max(sizes)


def _case(search: Search, reading: Reading, counts: bool) -> Case:
    """Follow a reading up: whole totals if asked for, and the values of the cells set aside."""
    designs, found = reading.designs, None
    if counts and reading.complete and len(designs) <= MOST_VALUED:
        sets = {
            design: list(islice(totals(search, design, reading.aside), MOST_TOTALS)) for design in designs
        }
        reading = replace(reading, designs=tuple(design for design, some in sets.items() if some))
        found = tuple(chain.from_iterable(sets.values()))
        broken_off = any(len(some) == MOST_TOTALS for some in sets.values())
        designs = reading.designs if broken_off else tuple(each.design for each in found)
    return Case(reading, tuple(_slip(search, reading, designs, cell) for cell in reading.aside), found)


def _slip(search: Search, reading: Reading, designs: Sequence[Design], cell: CellPlace) -> Slip:
    number, column = cell
    printed, used = search.table.cell(cell), search.used(number, reading.aside)
    if not reading.complete or len(designs) > MOST_VALUED:
        return Slip(cell, printed, *_value_from_row(search, reading, cell))
    ranges = [value_range(search.table, design, number, used, column) for design in designs]
    if not ranges or None in ranges:
        return Slip(cell, printed, -np.inf, np.inf)
    return Slip(cell, printed, min(low for low, _ in ranges), max(high for _, high in ranges))


def _value_from_row(search: Search, reading: Reading, cell: CellPlace) -> tuple[float, float]:
    """Return what the cell's own row leaves for it, whatever the design."""
    number, column = cell
    errors = search.errors(reading.aside)
    if column == "std_error":
        return float(errors.low[number].min()) ** 0.5, float(errors.high[number].max()) ** 0.5
    if any(other[0] == number for other in reading.aside if other != cell):
        return -np.inf, np.inf
    df = float(errors.n.min()) - PARAMETERS, float(errors.n.max()) - PARAMETERS
    return next(
        ((check.low, check.high) for check in checks(search.table, df) if check.cell == cell),
        (-np.inf, np.inf),
    )
