"""The smallest sets of printed cells that must be set aside before the rest of a table agrees with a design.

A misprint contradicts either its own row or the other rows. Rows are cheap to check, so the search first
finds how many cells they need set aside; then it looks for designs, and where there is none it tries one
cell more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from analysis.audit.designs import Design, Search
from analysis.audit.printed import Cell

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

    aside: tuple[Cell, ...]
    designs: tuple[Design, ...]
    complete: bool
    most_rows: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the search gave.

    Attributes
    ----------
    row_slips : tuple of tuple of (int, str)
        The smallest sets of cells without which every row agrees with itself, for a common N; empty where
        more than `MOST_ASIDE` would be needed.
    readings : tuple of Reading
        The smallest sets of cells without which some design agrees; empty where there is none.
    """

    row_slips: tuple[tuple[Cell, ...], ...]
    readings: tuple[Reading, ...]


def find(search: Search, most_designs: int) -> Findings:
    """Search with no cell set aside, then with as few as rows and design need.

    Parameters
    ----------
    most_designs
        Designs after which a list is broken off.
    """
    by_rows = row_slips(search)
    readings = _readings(search, by_rows, most_designs)
    if not readings and any(np.isfinite(search.errors(aside).n).any() for aside in by_rows):
        readings = _readings(search, _with_one_more(search, by_rows), most_designs)
    return Findings(by_rows, readings)


def row_slips(search: Search) -> tuple[tuple[Cell, ...], ...]:
    """Return the smallest sets of cells without which every row agrees with itself (see `Findings`)."""
    for count in range(MOST_ASIDE + 1):
        found = tuple(aside for aside in _sets_of(search, count) if len(search.errors(aside).n))
        if found:
            return found
    return ()


def _sets_of(search: Search, count: int) -> Iterator[tuple[Cell, ...]]:
    """Yield sets of `count` cells that hold of each row at least as many as that row needs."""
    needed = [fewest_aside(search, number) for number in range(4)]
    if sum(needed) <= count:
        for aside in combinations(search.table.cells, count):
            if all(sum(cell[0] == row for cell in aside) >= fewest for row, fewest in enumerate(needed)):
                yield aside


def fewest_aside(search: Search, number: int) -> int:
    """Count the cells of a row that must be set aside for it to agree with itself for some N."""
    cells = [(number, column) for column in search.table.rows[number].cells]
    for count in range(len(cells)):
        if any(search.row_agrees(number, aside).any() for aside in combinations(cells, count)):
            return count
    return len(cells)


def _with_one_more(search: Search, sets: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
    """Enlarge each set by each further cell that opens anything."""
    larger = {
        tuple(sorted({*aside, cell})): aside
        for aside in sets
        for cell in search.table.cells
        if cell not in aside
    }
    return tuple(after for after, before in larger.items() if _opens(search, before, after))


def _opens(search: Search, before: tuple[Cell, ...], after: tuple[Cell, ...]) -> bool:
    """Say whether a larger set leaves the errors any more room."""
    tight, loose = search.errors(before), search.errors(after)
    return len(tight.n) != len(loose.n) or not (
        np.array_equal(tight.low, loose.low) and np.array_equal(tight.high, loose.high)
    )


def _readings(search: Search, sets: tuple[tuple[Cell, ...], ...], most_designs: int) -> tuple[Reading, ...]:
    readings = []
    for aside in sets:
        designs = tuple(islice(search.designs(aside), most_designs + 1))
        if designs:
            complete = len(designs) <= most_designs
            readings.append(Reading(aside, designs[:most_designs], complete, search.bound(aside)))
    return tuple(readings)
