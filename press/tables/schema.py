"""The schema of the data (data/schema.yaml) and the check that a table keeps to it."""

import csv
import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import zip_longest
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd

from press.base import yaml_file
from press.base.errors import InputError
from press.base.paths import DATA, shown
from press.base.plain_text import is_formula, shortened

MOST = 2**63 - 1
"""The largest whole number that a column holds."""
NO_FORMULA = "text that no spreadsheet takes for a formula"
FIRST_ROW = 2  # the row of a spreadsheet below its header
DESCRIBED = ("source", "years", "gaps")


@lru_cache(maxsize=1)
def package() -> dict[str, Any]:
    """Return the whole of data/schema.yaml."""
    found = yaml_file.read(DATA / "schema.yaml")
    tables = found.get("resources")
    if not isinstance(tables, list) or not all(
        isinstance(one, dict) and isinstance(one.get("name"), str) and isinstance(one.get("path"), str)
        for one in tables
    ):
        raise InputError(
            "data/schema.yaml: found no list of tables, expected `resources`, each with a name and a path."
        )
    return found


def resource(name: str) -> dict[str, Any]:
    """Return the entry of one table, e.g. "region_year"."""
    return next(entry for entry in package()["resources"] if entry["name"] == name)


def table_path(name: str) -> Path:
    """Return the file of one table."""
    return DATA / resource(name)["path"]


def fields(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns of a resource, each with its source, years and gaps (its own or the resource's)."""
    inherited = {word: table[word] for word in DESCRIBED if word in table}
    return [inherited | field for field in table["schema"]["fields"]]


def variables() -> list[tuple[str, str, str]]:
    """List name, description and unit of each variable that the models use, in the schema's order."""
    return [
        (field.get("title", field["name"]), field["description"], field.get("unit", ""))
        for field in variable_fields().values()
    ]


def variable_fields() -> dict[str, dict[str, Any]]:
    """Return the variables by column: those that a file must hold, then the derived ones."""
    required = {field["name"]: field for field in resource(package()["variables_of"])["schema"]["fields"]}
    return {entry["name"]: required.get(entry["name"], {}) | entry for entry in package()["variables"]}


def key_columns() -> tuple[str, ...]:
    """Return the columns that tell the rows of a file of the variables apart."""
    return tuple(resource(package()["variables_of"])["schema"]["primaryKey"])


def required_columns() -> tuple[str, ...]:
    """Return the columns that every file of the variables must hold."""
    return tuple(field["name"] for field in resource(package()["variables_of"])["schema"]["fields"])


def load(name: str) -> pd.DataFrame:
    """Read one of the project's own tables and hold it to its schema.

    Parameters
    ----------
    name
        The resource's name in data/schema.yaml.

    Returns
    -------
    DataFrame
        The columns in the file's order; whole numbers as int64 (Int64 where gaps are allowed), other numbers
        as float64, text as str; gaps are missing values.

    Raises
    ------
    InputError
        At the first cell that the schema does not allow.
    """
    table = resource(name)
    path = table_path(name)
    text = pd.read_csv(
        path, dtype=str, keep_default_na=False, na_values=package()["missingValues"], encoding="utf-8"
    )
    text.index += FIRST_ROW
    _refuse_formulas(table)
    checked = check(text, table["schema"]["fields"], shown(path), unique=table["schema"]["primaryKey"])
    return checked.reset_index(drop=True)


def refuse_formulas() -> None:
    """Refuse a table of data/ that holds a cell which a spreadsheet would compute.

    Raises
    ------
    InputError
        At the first such cell.
    """
    for table in package()["resources"]:
        _refuse_formulas(table)


def _refuse_formulas(table: dict[str, Any]) -> None:
    """Refuse a cell that a spreadsheet would compute: tables are published as they are, and opened."""
    path, names = table_path(table["name"]), [field["name"] for field in table["schema"]["fields"]]
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row, cells in enumerate(csv.reader(file), 1):
            for column, cell in zip_longest(names, cells, fillvalue=""):
                if cell and not cell[0].isalnum() and is_formula(cell):
                    found = f'"{shortened(cell)}"'
                    raise InputError.at(shown(path), found, NO_FORMULA, row=row, column=column)


def check(
    frame: pd.DataFrame,
    fields: list[dict[str, Any]],
    file: str,
    *,
    unique: list[str] | None = None,
    error: Callable[..., InputError] | None = None,
) -> pd.DataFrame:
    """Hold a table to its fields, and turn its columns into their types.

    Parameters
    ----------
    frame
        The table; its index holds the rows as a spreadsheet numbers them.
    fields
        The columns that it must have, in order, in the vocabulary of Table Schema.
    file
        The file as an error should name it.
    unique
        Columns that together tell rows apart.
    error
        Makes the sentence on a cell from found, expected, row and column; by default one that names the file.

    Raises
    ------
    InputError
        At the first place that is not as the fields say: the topmost row, there the leftmost column.
    """
    names = [field["name"] for field in fields]
    if list(frame.columns) != names:
        raise InputError.at(file, f"the columns {', '.join(frame.columns)}", f"{', '.join(names)}", row=1)
    columns = {field["name"]: _values(frame[field["name"]], field) for field in fields}
    faults = [
        (row, place)
        for place, values in enumerate(columns.values())
        for row, value in enumerate(values)
        if value is _FAULT
    ]
    repeats = [(row, len(names), column) for row, column in _repeats(columns, fields, unique)]
    if first := min([*faults, *repeats], default=None):
        raise _input_error(first, frame, fields, error or partial(InputError.at, file))
    return pd.DataFrame(
        {
            field["name"]: pd.Series(columns[field["name"]], frame.index, dtype=_type(field))
            for field in fields
        }
    )


def expectation(field: dict[str, Any]) -> str:
    """Return what a cell of the field should hold, in words."""
    limits = field.get("constraints", {})
    if "enum" in limits:
        return " or ".join(str(value) for value in limits["enum"])
    words = {"integer": "a whole number", "number": "a number", "year": "a year", "string": "text"}[
        field["type"]
    ]
    if "minimum" in limits and "maximum" in limits:
        words += f" from {limits['minimum']} to {limits['maximum']}"
    elif "minimum" in limits:
        words += f" of at least {limits['minimum']}"
    return words + (f" of the form {limits['pattern']}" if "pattern" in limits else "")


def _values(column: pd.Series, field: dict[str, Any]) -> list[Any]:
    """Return what the cells of a column say, None for gaps, `_FAULT` for what the field does not allow."""
    limits = field.get("constraints", {})
    read, gap = READERS[field["type"]], _FAULT if limits.get("required", False) else None
    tests = [test(limits[word]) for word, test in TESTS.items() if word in limits]

    def said(cell: Any) -> Any:
        try:
            value = read(cell)
        except (ValueError, OverflowError):
            return _FAULT
        return value if all(holds(value) for holds in tests) else _FAULT

    return [gap if empty else said(cell) for cell, empty in zip(column, column.isna(), strict=True)]


def _whole(cell: Any) -> int:
    """Read a whole number: digits, perhaps a minus before them, and no more than columns can hold."""
    if isinstance(cell, str) and not (cell.isascii() and cell.removeprefix("-").isdecimal()):
        raise ValueError
    if (whole := int(cell)) != (whole if isinstance(cell, str) else cell) or abs(whole) > MOST:
        raise ValueError
    return whole


def _number(cell: Any) -> float:
    """Read a finite number."""
    if not isfinite(number := float(cell)):
        raise ValueError
    return number


READERS: dict[str, Callable[[Any], Any]] = {
    "integer": _whole,
    "year": _whole,
    "number": _number,
    "string": str,
}
"""Read a cell by the type of its field."""
TESTS: dict[str, Callable[[Any], Callable[[Any], bool]]] = {
    "minimum": lambda least: lambda value: value >= least,
    "maximum": lambda most: lambda value: value <= most,
    "enum": lambda allowed: lambda value: value in allowed,
    "pattern": lambda pattern: lambda value: re.fullmatch(pattern, value) is not None,
}
"""By constraint, what it asks of a value."""
_FAULT = object()


def _type(field: dict[str, Any]) -> str:
    whole = "int64" if field.get("constraints", {}).get("required", False) else "Int64"
    return {"integer": whole, "year": whole, "number": "float64", "string": "str"}[field["type"]]


def _repeats(
    columns: dict[str, list[Any]], fields: list[dict[str, Any]], unique: list[str] | None
) -> Iterator[tuple[int, str]]:
    """Yield the rows that repeat an earlier one where none may, each with the column that says so."""
    alone = [[field["name"]] for field in fields if field.get("constraints", {}).get("unique", False)]
    for names in [*alone, unique] if unique else alone:
        seen = set()
        for row, key in enumerate(zip(*(columns[name] for name in names), strict=True)):
            if key in seen:
                yield row, names[0]
            seen.add(key)


def _input_error(
    fault: tuple[Any, ...],
    frame: pd.DataFrame,
    fields: list[dict[str, Any]],
    error: Callable[..., InputError],
) -> InputError:
    """Return a fault in a sentence: a cell's row and column by their places, or a repeated row's."""
    row, (place, *repeated) = int(frame.index[fault[0]]), fault[1:]
    if repeated:
        return error("a row that repeats another", "each row once", row=row, column=repeated[0])
    field = fields[place]
    found = frame.iat[fault[0], place]
    shown_value = "an empty cell" if pd.isna(found) else f'"{shortened(str(found))}"'
    return error(shown_value, expectation(field), row=row, column=field["name"])
