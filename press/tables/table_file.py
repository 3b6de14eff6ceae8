"""Reads a table from a CSV file or an Excel workbook as text, without guessing what the cells mean."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from press.base import input_file
from press.base.errors import InputError
from press.base.limits import CELL_LETTERS, PANEL_COLUMNS, PANEL_MEGABYTES, PANEL_ROWS
from press.base.plain_text import shortened
from press.tables import long_table, workbook
from press.tables.grid import Grid
from press.tables.workbook import OLE, ZIP

SUFFIXES = (".csv", ".xlsx", ".xls")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MARKS = "\ufeff\u200b\u200e\u200f\u2060"
"""Marks of byte order, direction and no width: they are not seen and change nothing at the end of a cell."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text.

    Attributes
    ----------
    file
        The file as the user named it.
    sha256
        Digest of the file's bytes.
    form
        How it is written, in words: format, encoding, separator or sheet.
    header_row
        The row of the header as a spreadsheet numbers it.
    cells
        The text of the rows that hold anything. The columns are the headers in lower case with underscores
        (columns without a header are left out), the index is the rows' numbers in the spreadsheet.
    left_out
        What of the file was not read, a sentence each.
    faults
        Cells that cannot be read in one way, by row and column: the error that says so.
    places
        Where each cell stands, for a table that was put together of several: the file with sheet and cell.
    above
        The texts above the table.
    """

    file: str
    sha256: str
    form: str
    header_row: int
    cells: pd.DataFrame
    left_out: tuple[str, ...] = ()
    faults: dict[tuple[int, str], InputError] = field(default_factory=dict)
    places: dict[tuple[int, str], str] = field(default_factory=dict)
    above: tuple[str, ...] = ()

    def error(self, found: object, expected: str, *, row: int, column: str) -> InputError:
        """Return the sentence on a cell."""
        if place := self.places.get((row, column)):
            return InputError.at(place, found, expected)
        return InputError.at(self.file, found, expected, row=row, column=column)

    def refuse_faults(self, columns: Sequence[str]) -> None:
        """Refuse the first cell of some columns that cannot be read in one way.

        Raises
        ------
        InputError
            With sheet and cell.
        """
        order = {name: place for place, name in enumerate(columns)}
        found = [(row, order[name], name) for row, name in self.faults if name in order]
        if found:
            row, _, name = min(found)
            raise self.faults[row, name]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that may hold a table: its sheets, of which those that are hidden are without cells."""

    file: str
    sha256: str
    form: str
    grids: tuple[Grid, ...]

    @property
    def shown(self) -> list[Grid]:
        """The sheets that are shown and hold anything."""
        return [grid for grid in self.grids if grid.state == "visible" and grid.filled]

    def unread(self, read: Sequence[Grid]) -> list[str]:
        """Say in a sentence each which sheets were not read, and which are hidden."""
        sentences = []
        for state, what in (
            ("visible", "Sheets that were not read"),
            ("hidden", "Hidden sheets, left out"),
            ("very hidden", "Sheets that only Excel's editor of macros shows, left out"),
        ):
            names = [f'"{shortened(grid.name)}"' for grid in self.grids if _left(grid, state, read)]
            sentences += [f"{what}: {', '.join(names)}."] if names else []
        return sentences


def _left(grid: Grid, state: str, read: Sequence[Grid]) -> bool:
    used = any(grid is one for one in read)
    return grid.state == state and not used and (grid.filled or state != "visible")


def read(path: Path, file: str, wanted: Sequence[str] = (), keys: Sequence[str] = ()) -> Sheet:
    """Read a table with a header and a row for each case.

    Parameters
    ----------
    path
        A .csv file (UTF-8; commas or semicolons between columns), or an .xlsx or .xls workbook.
    file
        The file as the user named it, for errors.
    wanted
        Columns by which the table is known: in a workbook the sheet that has them is read. Without any, the
        table begins at the first row that holds anything, in the first sheet that is shown and does.
    keys
        Columns that say what a row is of: a cell merged downwards holds for each of its rows.

    Raises
    ------
    InputError
        When the file is absent, empty or not such a table, two columns have one name, or two sheets would do.
    """
    return long_form(source(path, file), wanted, keys)


def source(path: Path, file: str) -> Source:
    """Read a file's sheets.

    Raises
    ------
    InputError
        When the file is absent, empty or no table, or nothing that is shown holds anything.
    """
    data = _bytes(path, file)
    if path.suffix.lower() == ".csv":
        cells, form = _csv(data, file)
        grids: tuple[Grid, ...] = (Grid("", cells),)
    else:
        grids, form = workbook.read(data, file), "Excel workbook"
    grids = tuple(
        replace(grid, cells=[[_bare(cell) for cell in row] for row in grid.cells]) for grid in grids
    )
    found = Source(file, hashlib.sha256(data).hexdigest(), form, grids)
    if not found.shown:
        hidden = any(grid.state != "visible" for grid in grids)
        what = "no row in a sheet that is shown" if hidden else "no row"
        raise InputError.at(file, what, "a header and rows below it")
    for grid in found.shown:
        _check_size(grid.rows(), file)
    return found


def holds(found: Source, wanted: Sequence[str]) -> bool:
    """Say whether some sheet has a header with all columns that are wanted."""
    return any(long_table.header_row(grid, wanted)[1] for grid in found.shown)


def long_form(found: Source, wanted: Sequence[str] = (), keys: Sequence[str] = ()) -> Sheet:
    """Read the table of a file that has a header and a row for each case.

    Raises
    ------
    InputError
        As `read`.
    """
    fitting = [grid for grid in found.shown if long_table.header_row(grid, wanted)[1]] if wanted else []
    if len(fitting) > 1:
        names = " and ".join(f'"{shortened(grid.name)}"' for grid in fitting)
        what = f"{len(fitting)} sheets that each hold such a table ({names})"
        raise InputError.at(found.file, what, "one: hide or delete the others")
    grid = (fitting or found.shown)[0]
    table = long_table.find(grid, wanted, keys, found.file)
    frame = pd.DataFrame(
        [cells for _, cells in table.rows], [number for number, _ in table.rows], table.columns, dtype=object
    )
    within = f'{found.file}, sheet "{shortened(grid.name)}"' if grid.name else found.file
    return Sheet(
        found.file,
        found.sha256,
        f'{found.form}, sheet "{grid.name}"' if grid.name else found.form,
        table.header_row,
        frame.loc[:, [bool(name) for name in table.columns]],
        (*found.unread([grid]), *table.left_out),
        {
            (row, column): InputError.at(f"{within}, {cell}", what, expected, row=row, column=column)
            for (row, column), (what, expected, cell) in table.faults.items()
        },
        above=table.above,
    )


def _bytes(path: Path, file: str) -> bytes:
    if path.suffix.lower() not in SUFFIXES:
        raise InputError.at(file, f'the file type "{path.suffix}"', f"one of {', '.join(SUFFIXES)}")
    data = input_file.read(path, file, "the panel", PANEL_MEGABYTES)
    if not data.removeprefix(BYTE_ORDER_MARK).strip():
        raise InputError.at(file, "an empty file", "a header and rows below it")
    return data


def _csv(data: bytes, file: str) -> tuple[list[list[str]], str]:
    """Return the cells of a CSV file and its form."""
    if data.startswith((ZIP, OLE)):
        raise InputError.at(file, "an Excel workbook", "text, or the ending .xlsx or .xls in the file's name")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1  # its bytes are those behind the mark
        raise InputError.at(
            file, "letters that are not in UTF-8", 'UTF-8 (in Excel: save as "CSV UTF-8")', row=row
        ) from None
    if "\0" in text:
        raise InputError.at(file, "binary data", "a table of text")
    separator = _separator(text, file)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True
    )
    try:
        grid = list(reader)
    except csv.Error as error:
        endless = "field limit" in str(error)
        found = "a cell without end" if endless else f"broken quotation marks ({error})"
        raise InputError.at(file, found, "a table", row=reader.line_num) from None
    mark = " with byte order mark" if data.startswith(BYTE_ORDER_MARK) else ""
    return grid, f"CSV, UTF-8{mark}, {'semicolons' if separator == ';' else 'commas'} between columns"


def _separator(text: str, file: str) -> str:
    bare = (re.sub(r'"[^"]*"', "", line) for line in text.splitlines())
    signs = Counter(next((line for line in bare if re.search("[,;]", line)), ""))
    separator = max(",;", key=lambda sign: signs[sign])
    if not signs[separator]:
        raise InputError.at(file, "one column", "a table with commas or semicolons between its columns")
    return separator


def _check_size(rows: list[tuple[int, list[str]]], file: str) -> None:
    """Refuse more rows, columns or letters than `press.base.limits` allows."""
    if len(rows) > PANEL_ROWS:
        raise InputError.at(file, f"{len(rows)} rows", f"at most {PANEL_ROWS}")
    for number, cells in rows:
        if len(cells) > PANEL_COLUMNS:
            raise InputError.at(file, f"{len(cells)} columns", f"at most {PANEL_COLUMNS}", row=number)
        if any(len(cell) > CELL_LETTERS for cell in cells):
            raise InputError.at(file, f"a cell of more than {CELL_LETTERS} letters", "a table", row=number)


def _bare(cell: str) -> str:
    """Return a cell without blanks and unseen marks at its ends."""
    while (bare := cell.strip().strip(MARKS)) != cell:
        cell = bare
    return cell
