"""The smallest sets of printed cells that must be set aside before the rest of a table agrees with a design.

A misprint contradicts either its own row or the other rows. Rows are cheap to check, so the search first
finds how many cells they need set aside; then it looks for designs, and where there is none it tries one
cell more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from analysis.audit.designs import Design, Search
from analysis.audit.printed import CellPlace

Cells = tuple[CellPlace, ...]

MOST_ASIDE = 3
"""Cells that a table may have set aside by its rows; with more, it is no table of this kind."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a table: the cells set aside and the designs that agree with all others.

    Attributes
    ----------
    aside : tuple of (int, str)
        Cells set aside.
    designs : tuple of Design
        The designs that agree, in ascending order of N; the first ones if there are too many.
    complete : bool
        Whether `designs` holds every one up to the bound on N.
    most_rows : int
        That bound.
    """

    aside: tuple[CellPlace, ...]
    designs: tuple[Design, ...]
    complete: bool
    most_rows: int


def readings(search: Search, by_rows: tuple[Cells, ...], most_designs: int) -> tuple[Reading, ...]:
    """Return the readings with the smallest sets of cells aside, those that rows need or one cell more.

    Parameters
    ----------
    by_rows
        The sets that the rows need (`row_slips`).
    most_designs
        Designs after which a list is broken off.
    """
    found = _readings(search, by_rows, most_designs)
    if not found and any(np.isfinite(search.errors(aside).n).any() for aside in by_rows):
        return _readings(search, _with_one_more(search, by_rows), most_designs)
    return found


def row_slips(search: Search) -> tuple[Cells, ...]:
    """Return the smallest sets of cells without which every row agrees with itself, for a common N.

    There are none where more than `MOST_ASIDE` cells would be needed.
    """
    by_count = (
        tuple(aside for aside in _sets_of(search, count) if len(search.errors(aside).n))
        for count in range(MOST_ASIDE + 1)
    )
    return next(filter(None, by_count), ())


def _sets_of(search: Search, count: int) -> Iterator[Cells]:
    """Yield sets of `count` cells that hold of each row at least as many as that row needs."""
    needed = [fewest_aside(search, number) for number in range(4)]
    if sum(needed) <= count:
        for aside in combinations(search.table.cells, count):
            if all(sum(cell[0] == row for cell in aside) >= fewest for row, fewest in enumerate(needed)):
                yield aside


def fewest_aside(search: Search, number: int) -> int:
    """Count the cells of a row that must be set aside for it to agree with itself for some N."""
    cells = [(number, column) for column in search.table.rows[number].cells]
    sets = (aside for count in range(len(cells)) for aside in combinations(cells, count))
    return next((len(aside) for aside in sets if search.row_agrees(number, aside).any()), len(cells))


def _with_one_more(search: Search, sets: tuple[Cells, ...]) -> tuple[Cells, ...]:
    """Enlarge each set by each further cell that opens anything."""
    larger = {
        tuple(sorted({*aside, cell})): aside
        for aside in sets
        for cell in search.table.cells
        if cell not in aside
    }
    return tuple(after for after, before in larger.items() if _opens(search, before, after))


def _opens(search: Search, before: Cells, after: Cells) -> bool:
    """Say whether a larger set leaves the errors any more room."""
    tight, loose = search.errors(before), search.errors(after)
    return len(tight.n) != len(loose.n) or not (
        np.array_equal(tight.low, loose.low) and np.array_equal(tight.high, loose.high)
    )


def _readings(search: Search, sets: tuple[Cells, ...], most_designs: int) -> tuple[Reading, ...]:
    found = []
    for aside in sets:
        if designs := tuple(islice(search.designs(aside), most_designs + 1)):
            complete = len(designs) <= most_designs
            found.append(Reading(aside, designs[:most_designs], complete, search.bound(aside)))
    return tuple(found)
