"""Reads a printed table from CSV, in the ways in which tables are typed off.

The four rows are intercept, group, post and interaction, in this order, whatever the variables are called;
an intercept in the last row, where some programs print it, is put first, and a column `term` that holds
these four words may set any order. Columns are those of data/published: coefficient, std_error, t_statistic,
p_value, ci_low, ci_high; absent columns and empty cells are not printed. Cells are separated by commas,
semicolons or tabs; decimals by a point or a comma, the same throughout; thousands by a comma, a point, a
space or an apostrophe. Marks that programs print behind numbers change nothing (`marks`), and a p-value may
be a bound: "<.001", ">0.10".
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from analysis.audit.marks import without_marks
from analysis.audit.printed import COLUMNS, ROLES, Rounded, Row, Table
from press.base import input_file
from press.base.errors import InputError
from press.base.limits import TABLE_MEGABYTES
from press.base.plain_text import shortened, visible

NAMES = ("variable", "term", "name", "")
INTERCEPTS = {"intercept", "(intercept)", "interception", "const", "constant", "(constant)", "_cons", "cons"}
ABSENT = {"", "na", "n/a", "nan", "-", "–", "—", "."}
SIGNS = str.maketrans({"−": "-", "–": "-", "‐": "-", "≤": "<", "≥": ">", "’": "'"})
UNSIGNED = ("std_error", "p_value")
"""Columns in which brackets round a number mean nothing."""
DECIMAL = {".": ",", ",": "."}
"""Decimal mark -> the other mark, which then separates thousands."""


def read_table(path: Path, level: float = 0.95) -> Table:
    """Read a table.

    Parameters
    ----------
    path
        The CSV file, in UTF-8.
    level
        Confidence level of its intervals.

    Raises
    ------
    InputError
        The file, a row or a cell cannot be read; the message says which and what was expected.
    """
    records = _records(path)
    texts = [text for record in records for column in COLUMNS if (text := _bare(record.get(column))[0])]
    mark = decimal_mark(texts, path.name)
    rows = [_row(path.name, number, record, mark) for number, record in enumerate(records, start=2)]
    return Table(path.name, tuple(_ordered(rows, records)), level)


def _records(path: Path) -> list[dict[str, str]]:
    text = _text(path)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        reader.fieldnames = header = [(name or "").strip().lower() for name in reader.fieldnames or []]
        _refuse_doubles(path.name, header)
        records = [record for record in reader if any(map(_is_text, record.values()))]
    except csv.Error as error:
        raise InputError.at(path.name, f"broken cells ({error})", "a table", row=reader.line_num) from None
    _require(path.name, records, header)
    return records


def _text(path: Path) -> str:
    try:
        text = input_file.read(path, str(path), "a table as CSV", TABLE_MEGABYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(visible(f"{path}: the table cannot be read: it is not UTF-8.")) from None
    if "\0" in text:
        raise InputError.at(path.name, "binary data", "a table of text")
    return text


def _refuse_doubles(file: str, header: Sequence[str]) -> None:
    name, times = Counter(filter(None, header)).most_common(1)[0] if any(header) else ("", 0)
    if times > 1:
        raise InputError.at(file, f"{times} columns of this name", "one", row=1, column=shortened(name))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _require(file: str, records: list[dict], header: list[str]) -> None:
    if not set(COLUMNS) & set(header):
        raise InputError.at(
            file,
            f"the columns {shortened(', '.join(header)) or 'none'}",
            f"some of {', '.join(COLUMNS)}",
            row=1,
        )
    if len(records) != len(ROLES):
        raise InputError.at(file, f"{len(records)} rows below the header", f"four: {', '.join(ROLES)}")
    for number, record in enumerate(records, start=2):
        if None in record or None in record.values():
            raise InputError.at(file, "more or fewer cells than columns", f"{len(header)} cells", row=number)


def _row(file: str, number: int, record: dict[str, str], mark: str) -> Row:
    cells = {}
    for column in COLUMNS:
        text, stars = _bare(record.get(column))
        if text:
            try:
                cells[column] = _rounded(text, stars, mark, column)
            except ValueError:
                found = f"'{shortened(record[column])}'"
                raise InputError.at(file, found, "a number as printed", row=number, column=column) from None
    name = next((record[name].strip() for name in NAMES if _is_text(record.get(name))), f"row {number}")
    row = Row(visible(shortened(name)), cells)
    _require_meaning(file, number, row)
    return row


def _rounded(text: str, stars: str, mark: str, column: str) -> Rounded:
    """Return a cell's number; only a probability, which ends at 1, can be said to be above a bound."""
    number = plain_number(text, mark, in_brackets=column in UNSIGNED)
    if number.startswith(">") and column != "p_value":
        raise ValueError(f"{number!r} has no end")
    return Rounded.parse(number + stars)


def _require_meaning(file: str, number: int, row: Row) -> None:
    """Refuse rows that print too little, negative errors, and p-values above 1."""
    has_error = "std_error" in row.cells or {"ci_low", "ci_high"} <= set(row.cells)
    if not has_error and not {"coefficient", "t_statistic"} <= set(row.cells):
        raise InputError.at(
            file,
            "no standard error",
            "std_error, or ci_low and ci_high, or coefficient and t_statistic",
            row=number,
        )
    error, p = row.cells.get("std_error"), row.cells.get("p_value")
    if error and error.high <= 0:
        raise InputError.at(file, shortened(error.text), "a positive number", row=number, column="std_error")
    if p and not (p.low <= 1 and p.high > 0):
        raise InputError.at(file, shortened(p.text), "a probability", row=number, column="p_value")


def _bare(cell: str | None) -> tuple[str, str]:
    """Return a cell without spaces and marks and with plain signs, and its stars; empty without a number."""
    text, stars = without_marks((cell or "").translate(SIGNS))
    text = re.sub(r"\s", "", text)
    return ("", "") if text.lower() in ABSENT else (text, stars)


def decimal_mark(texts: list[str], file: str) -> str:
    """Return the decimal mark of a table, from the cells that leave no doubt; a point where none does.

    Raises
    ------
    InputError
        Some cells have a decimal point and some a decimal comma.
    """
    found = {mark: text for text in texts for mark in DECIMAL if _is_decimal(mark, text.rstrip(")]"))}
    if len(found) > 1:
        marks = " and ".join(f"'{shortened(found[mark])}'" for mark in DECIMAL)
        raise InputError.at(file, marks, "one decimal mark throughout")
    return next(iter(found), ".")


def _is_decimal(mark: str, text: str) -> bool:
    """Say whether a mark must be the decimal one: it stands last, once, and could not part thousands."""
    head, found, tail = text.rpartition(mark)
    stands_last = found and mark not in head and DECIMAL[mark] not in tail
    digits, decimals = re.sub(r"\D", "", head), re.match(r"\d*", tail)[0]
    parts_thousands = len(decimals) == 3 and len(digits) <= 3 and digits not in ("", "0")
    return bool(stands_last) and (DECIMAL[mark] in head or not parts_thousands)


def plain_number(text: str, mark: str, *, in_brackets: bool = False) -> str:
    """Return a number with a decimal point and nothing that parts thousands.

    Parameters
    ----------
    text
        The cell without spaces and marks.
    mark
        The table's decimal mark.
    in_brackets
        Whether brackets round the number mean nothing, as they do round standard errors.
    """
    if in_brackets:
        text = re.sub(r"^[(\[](.*)[)\]]$", r"\1", text)
    text = re.sub("^[pP]?=?", "", text).replace("'", "")
    whole, found, decimals = text.partition(mark)
    if DECIMAL[mark] in whole:
        if not re.fullmatch(rf"[<>+-]*\d{{1,3}}(\{DECIMAL[mark]}\d{{3}})+", whole):
            raise ValueError(f"{text!r} is no number")
        whole = whole.replace(DECIMAL[mark], "")
    return f"{whole}.{decimals}" if found else whole


def _ordered(rows: list[Row], records: list[dict[str, str]]) -> list[Row]:
    """Return the rows in the order of `ROLES`."""
    terms = [(record.get("term") or "").strip().lower() for record in records]
    if set(terms) == set(ROLES):
        return [rows[terms.index(role)] for role in ROLES]
    if rows[-1].name.lower() in INTERCEPTS and rows[0].name.lower() not in INTERCEPTS:
        return [rows[-1], *rows[:-1]]
    return rows
