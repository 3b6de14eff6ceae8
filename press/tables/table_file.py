"""Reads a table from a CSV file or an Excel workbook as text, without guessing what the cells mean."""

import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from press.base import input_file
from press.base.errors import InputError
from press.base.limits import CELL_LETTERS, PANEL_COLUMNS, PANEL_MEGABYTES, PANEL_ROWS
from press.base.plain_text import shortened
from press.tables import workbook
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
    """

    file: str
    sha256: str
    form: str
    header_row: int
    cells: pd.DataFrame


def read(path: Path, file: str) -> Sheet:
    """Read a table.

    Parameters
    ----------
    path
        A .csv file (UTF-8; commas or semicolons between columns), or an .xlsx or .xls workbook, of which the
        first sheet that holds anything is read.
    file
        The file as the user named it, for errors.

    Raises
    ------
    InputError
        When the file is absent, empty or not such a table, or two columns have one name.
    """
    data = _bytes(path, file)
    grid, form = _csv(data, file) if path.suffix.lower() == ".csv" else workbook.read(data, file)
    grid = [[_bare(cell) for cell in cells] for cells in grid]
    filled = [(number, cells) for number, cells in enumerate(grid, start=1) if any(cells)]
    if not filled:
        raise InputError.at(file, "no row", "a header and rows below it")
    _check_size(filled, file)
    (header_row, header), *body = filled
    columns = _columns(header, header_row, file)
    rows = [_fitted(cells, len(columns), number, file) for number, cells in body]
    frame = pd.DataFrame(rows, [number for number, _ in body], columns, dtype=object)
    return Sheet(
        file,
        hashlib.sha256(data).hexdigest(),
        form,
        header_row,
        frame.loc[:, [bool(name) for name in columns]],
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
        row = data.count(b"\n", 0, error.start) + 1
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
    header = next((line for line in text.splitlines() if line.strip()), "")
    signs = Counter(re.sub(r'"[^"]*"', "", header))
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


def _columns(header: list[str], row: int, file: str) -> list[str]:
    """Return the headers in lower case with underscores, without the empty ones at the end."""
    while not header[-1]:
        header = header[:-1]
    columns = [re.sub(r"[\s-]+", "_", name.lower()) for name in header]
    doubled = [name for name, count in Counter(columns).items() if name and count > 1]
    if doubled:
        raise InputError.at(
            file,
            f"{columns.count(doubled[0])} columns of this name",
            "one",
            row=row,
            column=shortened(doubled[0]),
        )
    return columns


def _fitted(cells: list[str], width: int, row: int, file: str) -> list[str]:
    """Return the cells of a row, as many as there are columns; missing ones at the end are empty."""
    if any(cells[width:]):
        filled = max(i for i, cell in enumerate(cells, start=1) if cell)
        raise InputError.at(file, f"{filled} cells", f"{width}, as in the header", row=row)
    return [*cells[:width], *[""] * (width - len(cells))]
