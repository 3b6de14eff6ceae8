"""Finds in a sheet the table with a header above and a row for each case, and what stands around it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from press.base.errors import InputError
from press.base.plain_text import shortened
from press.tables.grid import Grid, Place, address, letters, ranges

FIRST_ROWS = 50
"""Rows among which the header is looked for."""
NOTE = re.compile(
    r"\s*([*†‡]|\(?\d{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹]|.*:\s|.*:$|source|note|источник|прим|дереккөз|ескерт)", re.I
)


@dataclass(frozen=True, slots=True)
class LongTable:
    """A table of a sheet.

    Attributes
    ----------
    header_row
        Its number in the sheet.
    columns
        Each column's header, in lower case with underscores; "" where there is none.
    rows
        Number and cells of each row, as many cells as columns.
    faults
        Cells that cannot be read in one way, by row and column's header: what was found and expected, and
        the name of the cell.
    left_out
        What of the sheet was not read, a sentence each.
    above
        The texts above the header.
    """

    header_row: int
    columns: list[str]
    rows: list[tuple[int, list[str]]]
    faults: dict[tuple[int, str], tuple[str, str, str]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


def header_name(text: str) -> str:
    """Return a header as columns are called: in lower case, with underscores."""
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def header_row(grid: Grid, wanted: Sequence[str]) -> tuple[int, bool]:
    """Return the row of the header, and whether it holds every column that is wanted.

    It is the first row that holds them all; else the one that holds most of them, if two or more; else the
    first that holds anything.
    """
    rows = grid.rows()
    counts = [
        (len(set(wanted) & set(map(header_name, cells))), number) for number, cells in rows[:FIRST_ROWS]
    ]
    most = max((count for count, _ in counts), default=0)
    if most < 2 or not wanted:
        return rows[0][0], not wanted
    return next(number for count, number in counts if count == most), most == len(set(wanted))


def find(grid: Grid, wanted: Sequence[str], keys: Sequence[str], file: str) -> LongTable:
    """Read the table of a sheet.

    Parameters
    ----------
    grid
        The sheet; it holds something.
    wanted
        Columns by which the header is known; without any it is the first row that holds anything.
    keys
        Columns that say what a row is of: a cell merged downwards holds for each of its rows.
    file
        The file as the user named it, for errors.

    Raises
    ------
    InputError
        When two columns have one name, or a row holds more cells than the header.
    """
    top, _ = header_row(grid, wanted)
    cells = dict(grid.rows())
    columns = _columns(cells.pop(top), top, grid, file)
    above = {number: row for number, row in cells.items() if number < top}
    below = {number: row for number, row in cells.items() if number > top}
    notes = _notes(below) if wanted else {}
    merged = _merged(grid, file)
    rows = []
    for number, row in below.items():
        if number in notes:
            continue
        row = [
            merged_text(grid, merged, number, column, row) if header in keys else row[column - 1]
            for column, header in enumerate(columns, start=1)
            if column <= len(row)
        ] + row[len(columns) :]
        rows.append((number, _fitted(row, len(columns), number, file)))
    faults = _faults(grid, columns, top, rows, merged, keys)
    left_out = tuple(_left_out(grid, above, notes, rows, columns))
    return LongTable(
        top, columns, rows, faults, left_out, tuple(cell for row in above.values() for cell in row if cell)
    )


def _columns(header: list[str], row: int, grid: Grid, file: str) -> list[str]:
    """Return the headers without the empty ones at the end; a hidden column gives way to a shown one."""
    while not header[-1]:
        header = header[:-1]
    columns = [header_name(name) for name in header]
    shown = {name for place, name in enumerate(columns, start=1) if place not in grid.hidden_columns}
    columns = [
        "" if place in grid.hidden_columns and name in shown else name
        for place, name in enumerate(columns, start=1)
    ]
    doubled = [name for name, count in Counter(columns).items() if name and count > 1]
    if doubled:
        found = f"{columns.count(doubled[0])} columns of this name"
        raise InputError.at(file, found, "one", row=row, column=shortened(doubled[0]))
    return columns


def _fitted(cells: list[str], width: int, row: int, file: str) -> list[str]:
    """Return the cells of a row, as many as there are columns; missing ones at the end are empty."""
    if any(cells[width:]):
        filled = max(i for i, cell in enumerate(cells, start=1) if cell)
        raise InputError.at(file, f"{filled} cells", f"{width}, as in the header", row=row)
    return [*cells[:width], *[""] * (width - len(cells))]


def _notes(below: dict[int, list[str]]) -> dict[int, list[str]]:
    """Return the rows at the end that hold a sentence in one cell and nothing else."""
    notes: dict[int, list[str]] = {}
    numbers = sorted(below)
    while numbers:
        *numbers, last = numbers
        texts = [cell for cell in below[last] if cell]
        apart = bool(numbers) and (numbers[-1] < last - 1)
        if len(texts) != 1 or not re.search(r"[^\W\d]", texts[0]):
            break
        if not (NOTE.match(texts[0]) or apart):
            break
        notes[last] = below[last]
    return notes


def _merged(grid: Grid, file: str) -> dict[Place, Place]:
    """Return for each cell below or beside the first of a merged range that first cell."""
    rows, columns = len(grid.cells), max(map(len, grid.cells), default=0)
    inside = [
        (first, range(first[0], min(last[0], rows) + 1), range(first[1], min(last[1], columns) + 1))
        for first, last in grid.merged
    ]
    if sum(len(down) * len(across) for _, down, across in inside) > rows * columns:
        raise InputError.at(file, "merged cells that lie over each other", "each cell in one merged range")
    return {
        (row, column): first
        for first, down, across in inside
        for row in down
        for column in across
        if (row, column) != first
    }


def merged_text(grid: Grid, merged: dict[Place, Place], row: int, column: int, cells: list[str]) -> str:
    """Return a cell, or where it is merged with one above it in its column that one."""
    first = merged.get((row, column), (row, column))
    return grid.cells[first[0] - 1][first[1] - 1] if first[1] == column else cells[column - 1]


def _faults(
    grid: Grid,
    columns: list[str],
    top: int,
    rows: list[tuple[int, list[str]]],
    merged: dict[Place, Place],
    keys: Sequence[str],
) -> dict[tuple[int, str], tuple[str, str, str]]:
    """Return what cannot be read in one way, by row and column's header."""
    names = {column: name for column, name in enumerate(columns, start=1) if name}
    numbers = [number for number, _ in rows]
    inside = {*numbers, top}
    hidden = [number for number in numbers if number in grid.hidden_rows]
    found: dict[Place, tuple[str, str]] = {
        place: fault for place, fault in grid.faults.items() if place[0] in inside and place[1] in names
    }
    for here, first in merged.items():
        if here[0] in inside and here[1] in names:
            if names[here[1]] in keys and first[1] == here[1]:
                found |= {here: grid.faults[first]} if first in grid.faults else {}
            else:
                found[here] = (f"a cell merged with {address(*first)}", "a cell of its own")
    for number in hidden:
        what = (f"a hidden row (hidden: {ranges(hidden)})", "rows that are shown: show or delete them")
        found |= {(number, column): what for column in names}
    faults = {
        (row, names[column]): (*fault, f"cell {address(row, column)}")
        for (row, column), fault in found.items()
    }
    expected = "one that is shown: show it, or delete it"
    return faults | {
        (top, name): ("a hidden column", expected, f"column {letters(column)}")
        for column, name in names.items()
        if column in grid.hidden_columns
    }


def _left_out(
    grid: Grid,
    above: dict[int, list[str]],
    notes: dict[int, list[str]],
    rows: list[tuple[int, list[str]]],
    columns: list[str],
) -> list[str]:
    """Return what was not read of the sheet, a sentence each."""
    numbers = {number for number, _ in rows}
    marks = [
        f'{address(row, column)} "{shortened(mark)}"'
        for (row, column), mark in sorted(grid.marks.items())
        if row in numbers and column <= len(columns)
    ]
    sentences = [
        f"{where} the table, left out: row {number}, {_quoted(row)}."
        for where, found in (("Above", above), ("Below", notes))
        for number, row in sorted(found.items())
    ]
    return [*sentences, *([f"Raised marks of notes, left out: {', '.join(marks)}."] if marks else [])]


def _quoted(row: list[str]) -> str:
    return shortened(f'"{" ".join(filter(None, row))}"')
