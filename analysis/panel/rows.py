"""From the text of a panel file to checked figures, one row per region and year."""

from typing import Any

import pandas as pd

from analysis.inputs.regions import UnknownRegion, resolve_all
from press.base.errors import InputError
from press.base.plain_text import shortened
from press.tables import number_cells, schema
from press.tables.table_file import Sheet

OPTIONAL = ("in_migration_rate", "program", "post", "sender")
READERS = {
    "integer": number_cells.whole_number,
    "year": number_cells.whole_number,
    "number": number_cells.number,
}


def figures(sheet: Sheet) -> pd.DataFrame:
    """Check a panel file and turn it into figures.

    Returns
    -------
    DataFrame
        The required columns and those of `OPTIONAL` that the file gives, regions under their English names;
        the index holds the rows as a spreadsheet numbers them.

    Raises
    ------
    InputError
        At the first row that cannot be used.
    """
    columns = used_columns(sheet)
    sheet.refuse_faults(columns)
    fields = [schema.variable_fields()[column] for column in columns]
    text = sheet.cells[list(columns)]
    regions = resolve_all(text["region"])
    rows = [
        [_value(text.at[row, field["name"]], field, regions, sheet, row) for field in fields]
        for row in text.index
    ]
    frame = schema.check(pd.DataFrame(rows, text.index, columns), fields, sheet.file, error=sheet.error)
    _check_doubles(frame, text["region"], sheet)
    _check_flows(frame, sheet)
    return frame


def used_columns(sheet: Sheet) -> tuple[str, ...]:
    """Return the columns of a file that are read: the required ones, then those of `OPTIONAL` that it gives.

    Raises
    ------
    InputError
        When a required column is missing, or there is no row below the header.
    """
    required = schema.required_columns()
    missing = [column for column in required if column not in sheet.cells]
    if missing:
        found = f"no column {' and no column '.join(missing)}"
        raise InputError.at(sheet.file, found, f"the columns {', '.join(required)}", row=sheet.header_row)
    if sheet.cells.empty:
        raise InputError.at(sheet.file, "a header without rows below it", "one row per region and year")
    return (*required, *(column for column in OPTIONAL if column in sheet.cells))


def _value(
    text: str, field: dict[str, Any], regions: dict[str, Any], sheet: Sheet, row: int
) -> int | float | str:
    """Return what a cell says: a number, or for a region its English name."""
    try:
        if field["name"] != "region":
            return READERS[field["type"]](text)
        if isinstance(region := regions[text], UnknownRegion):
            raise region
        return region.name
    except UnknownRegion as error:
        expected = error.expected
    except ValueError as error:
        expected = schema.expectation(field) + str(error)
    raise sheet.error(number_cells.described(text), expected, row=row, column=field["name"])


def _check_doubles(frame: pd.DataFrame, typed: pd.Series, sheet: Sheet) -> None:
    """Refuse a second row of one region and year, also under another spelling."""
    for row in frame.index[frame.duplicated(["year", "region"])]:
        year, region = frame.loc[row, ["year", "region"]]
        first = frame.index[(frame["year"] == year) & (frame["region"] == region)][0]
        alias = f' as "{shortened(typed[first])}"' if typed[row] != typed[first] else ""
        found = f'"{shortened(typed[row])}" in {year}, which row {first} holds already{alias}'
        raise sheet.error(found, "one row per region and year", row=row, column="region")


def _check_flows(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Refuse more migrants than inhabitants."""
    for column in ("in_migration", "out_migration"):
        for row in frame.index[frame[column] > frame["population"]]:
            found = f"{frame.at[row, column]} migrants in a population of {frame.at[row, 'population']}"
            raise sheet.error(found, "no more migrants than inhabitants", row=row, column=column)
