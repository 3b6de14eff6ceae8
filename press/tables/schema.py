"""The schema of the data (data/schema.yaml) and the check that a table keeps to it, done by pandera."""

import csv
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from press.base import yaml_file
from press.base.errors import InputError
from press.base.paths import DATA, shown
from press.base.plain_text import is_formula, shortened

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
    frame: pd.DataFrame, fields: list[dict[str, Any]], file: str, *, unique: list[str] | None = None
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

    Raises
    ------
    InputError
        At the first place that is not as the fields say.
    """
    schema = pa.DataFrameSchema(
        {field["name"]: _column(field) for field in fields},
        strict=True,
        ordered=True,
        unique=unique,
        report_duplicates="exclude_first",
    )
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        raise _input_error(errors.failure_cases, frame, fields, file) from None


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


def _column(field: dict[str, Any]) -> pa.Column:
    limits = field.get("constraints", {})
    required = limits.get("required", False)
    whole = "int64" if required else "Int64"
    types = {"integer": whole, "year": whole, "number": "float64", "string": "str"}
    makers = {"minimum": pa.Check.ge, "maximum": pa.Check.le, "enum": pa.Check.isin}
    checks = [make(limits[word]) for word, make in makers.items() if word in limits]
    if "pattern" in limits:
        checks.append(pa.Check.str_matches(f"^(?:{limits['pattern']})$"))
    return pa.Column(
        types[field["type"]],
        checks,
        nullable=not required,
        coerce=True,
        unique=limits.get("unique", False),
        report_duplicates="exclude_first",
    )


def _input_error(
    failures: pd.DataFrame, frame: pd.DataFrame, fields: list[dict[str, Any]], file: str
) -> InputError:
    """Return the first failure in a sentence: of the table's form if that fails, else of its topmost cell."""
    names = [field["name"] for field in fields]
    if list(frame.columns) != names:
        return InputError.at(file, f"the columns {', '.join(frame.columns)}", f"{', '.join(names)}", row=1)
    cells = failures.dropna(subset=["index"]).sort_values("index", kind="stable")
    first = cells.iloc[0]
    row, column = int(first["index"]), str(first["column"])
    if first["check"] in ("multiple_fields_uniqueness", "field_uniqueness"):
        return InputError.at(file, "a row that repeats another", "each row once", row=row, column=column)
    found = frame.at[row, column]
    shown_value = "an empty cell" if pd.isna(found) else f'"{shortened(str(found))}"'
    return InputError.at(file, shown_value, expectation(fields[names.index(column)]), row=row, column=column)
