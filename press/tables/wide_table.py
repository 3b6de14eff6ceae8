"""Reads a sheet of one series as statistical offices write it: cases in rows, years in columns.

Above the years stand title and unit, below the last case the notes; "…" says that nothing is known.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from press.base.errors import InputError
from press.base.plain_text import shortened
from press.tables.grid import Grid, address, letters, ranges
from press.tables.long_table import FIRST_ROWS

YEAR = re.compile(
    r"((?:19|20)\d\d)(?:\.0)?\s*(?:-?\s*(?:г|гг|год|года|ж|жыл|жылы|year)\.?)?\s*(?:[*†‡]+|(?<=\D)\d\))?",
    re.IGNORECASE,
)
"""A year, its word, and the mark of a note."""
FEWEST_YEARS = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a wide table: its text, its name in the sheet, and why it cannot be read, if so."""

    text: str
    address: str
    fault: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class WideTable:
    """One series.

    Attributes
    ----------
    sheet
        The sheet's name.
    above
        The texts above the table: title, unit.
    years
        Where each year stands in the header.
    cases
        The label of each row that holds a figure or a sign for none, with its cell, and its cells by year.
    left_out
        What of the sheet was not read, a sentence each.
    """

    sheet: str
    above: tuple[str, ...]
    years: dict[int, str]
    cases: tuple[tuple[Cell, dict[int, Cell]], ...]
    left_out: tuple[str, ...] = ()


def year_of(text: str) -> int | None:
    """Return the year that a header's cell names."""
    match = YEAR.fullmatch(text.strip())
    return int(match[1]) if match else None


def header_row(grid: Grid) -> int | None:
    """Return the row with the years, where a sheet has one."""
    for number, cells in grid.rows()[:FIRST_ROWS]:
        years = [year_of(cell) for cell in cells if cell]
        if len([year for year in years if year]) >= max(FEWEST_YEARS, len(years) / 2):
            return number
    return None


def find(grid: Grid, file: str) -> WideTable | None:
    """Read the series of a sheet; nothing where no row holds years.

    Raises
    ------
    InputError
        When a year stands twice, a figure under no year, or a row or column of the table is hidden.
    """
    top = header_row(grid)
    if top is None:
        return None
    place = f'{file}, sheet "{shortened(grid.name)}"' if grid.name else file
    rows = dict(grid.rows())
    columns = _year_columns(grid, rows[top], top, place)
    label = _label_column(grid, rows, top, min(columns.values()))
    cases, texts = [], []
    for number in (number for number in rows if number > top):
        cells = {year: _cell(grid, rows[number], number, column) for year, column in columns.items()}
        name = _cell(grid, rows[number], number, label)
        if any(cell.text for cell in cells.values()):
            _refuse_hidden(grid, number, place)
            _refuse_unnamed(rows[top], rows[number], number, columns.values(), place)
            cases.append((name, cells))
        else:
            texts.append(number)
    above = tuple(cell for number in rows if number < top for cell in rows[number] if cell)
    others = [
        f'{letters(column)} "{shortened(cell)}"'
        for column, cell in enumerate(rows[top], start=1)
        if cell and column not in columns.values() and column != label
    ]
    left_out = _left_out(grid, rows, texts, others)
    named = {year: address(top, column) for year, column in columns.items()}
    return WideTable(grid.name, above, named, tuple(cases), left_out)


def _year_columns(grid: Grid, header: list[str], row: int, place: str) -> dict[int, int]:
    """Return the column of each year."""
    columns: dict[int, int] = {}
    for column, cell in enumerate(header, start=1):
        if (year := year_of(cell)) is None:
            continue
        if column in grid.hidden_columns:
            raise InputError.at(
                f"{place}, column {letters(column)}",
                f"a hidden column ({year})",
                "one that is shown: show or delete it",
            )
        if year in columns:
            what = f"{year} again, which stands in {address(row, columns[year])}"
            raise InputError.at(f"{place}, cell {address(row, column)}", what, "each year once")
        columns[year] = column
    return columns


def _label_column(grid: Grid, rows: dict[int, list[str]], top: int, first_year: int) -> int:
    """Return the column of the labels: the first before the years that holds words, else column A."""
    for column in range(1, first_year):
        texts = [cells[column - 1] for number, cells in rows.items() if number > top and column <= len(cells)]
        wordy = [text for text in texts if re.search(r"[^\W\d_]{2}", text)]
        if column not in grid.hidden_columns and 2 * len(wordy) > len([text for text in texts if text]):
            return column
    return 1


def _cell(grid: Grid, cells: list[str], row: int, column: int) -> Cell:
    text = cells[column - 1] if column <= len(cells) else ""
    return Cell(text, address(row, column), grid.faults.get((row, column)))


def _refuse_hidden(grid: Grid, row: int, place: str) -> None:
    if row in grid.hidden_rows:
        raise InputError.at(f"{place}, row {row}", "a hidden row", "one that is shown: show or delete it")


def _refuse_unnamed(
    header: list[str], cells: list[str], row: int, years: Collection[int], place: str
) -> None:
    """Refuse a figure under no year: the header has parts, or a year is written in another way."""
    for column, cell in enumerate(cells[min(years) - 1 :], start=min(years)):
        above = header[column - 1] if column <= len(header) else ""
        if cell and column not in years and (not above or column < max(years)):
            what = f'"{shortened(cell)}" in a column ' + (
                f'"{shortened(above)}"' if above else "without a year"
            )
            raise InputError.at(f"{place}, cell {address(row, column)}", what, "one column for each year")


def _left_out(grid: Grid, rows: dict[int, list[str]], texts: list[int], others: list[str]) -> tuple[str, ...]:
    """Return what was not read of the sheet, a sentence each."""
    where = f'Sheet "{shortened(grid.name)}"'
    marks = [f'{address(*at)} "{shortened(mark)}"' for at, mark in sorted(grid.marks.items())]
    words = [shortened(f'"{" ".join(filter(None, rows[number]))}"') for number in texts]
    return tuple(
        f"{where}: {what}: {found}."
        for what, found in (
            (f"rows without figures, left out (row {ranges(texts)})" if texts else "", ", ".join(words)),
            ("columns that are no year, left out", ", ".join(others)),
            ("raised marks of notes, left out", ", ".join(marks)),
        )
        if found
    )
