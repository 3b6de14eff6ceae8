"""Tables 2 and 3 of the published article, each number as the interval that its rounding leaves open."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from press.base.errors import InputError
from press.base.paths import DATA, shown
from press.numbers.printed import PrintedNumber

DIRECTORY = DATA / "published"
SLIPS = "slips.csv"
TERMS = {
    2: ("intercept", "program", "post", "program_post"),
    3: ("intercept", "sender", "post", "sender_post"),
}
"""The terms of each table's model, in the order of its rows."""
FIRST_ROW = 2
"""The first row below the header, as a spreadsheet counts."""

STATISTICS = {
    "coefficient": "estimate",
    "std_error": "std_error",
    "t_statistic": "t",
    "p_value": "p",
    "ci_low": "ci_low",
    "ci_high": "ci_high",
}
"""Columns of the printed tables -> the same statistics in `DidResult.rows()`."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A misprint: what the table prints, what its own other numbers imply, and why."""

    table: int
    term: str
    column: str
    printed: PrintedNumber
    correct: PrintedNumber
    reason: str


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """One published table.

    Attributes
    ----------
    number : int
        2 or 3.
    variables : dict[str, str]
        Term -> the variable's name as printed, in the order of the rows.
    cells : dict[tuple[str, str], PrintedNumber]
        (term, column) -> the number as printed, slips included.
    slips : tuple[Slip, ...]
        The table's misprints.
    """

    number: int
    variables: dict[str, str]
    cells: dict[tuple[str, str], PrintedNumber]
    slips: tuple[Slip, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms in the order of the rows."""
        return tuple(self.variables)

    def printed(self, term: str, column: str) -> PrintedNumber:
        """Return the number as printed."""
        return self.cells[term, column]

    def correct(self, term: str, column: str) -> PrintedNumber:
        """Return the number as it should have been printed: the printed one, save for the slips."""
        corrected = {(slip.term, slip.column): slip.correct for slip in self.slips}
        return corrected.get((term, column), self.cells[term, column])

    def disagreements(self, rows: list[dict]) -> list[tuple[str, str]]:
        """Return the (term, column) pairs in which estimates differ from the corrected table.

        Parameters
        ----------
        rows : list of dict
            `DidResult.rows()` of the same model.
        """
        by_term = {row["term"]: row for row in rows}
        return [
            (term, column)
            for term, column in self.cells
            if not self.correct(term, column).agrees(by_term[term][STATISTICS[column]])
        ]


@lru_cache
def load_table(number: int) -> PublishedTable:
    """Read Table 2 or 3 of the article, from data/published.

    Raises
    ------
    InputError
        A row is missing or not the model's, a cell is no number, or a misprint stands in no cell.
    """
    name = f"table{number}.csv"
    records = _read(name)
    for row, record in enumerate(records, FIRST_ROW):
        _expect(record["term"], TERMS[number], name, row, "term")
    if absent := [term for term in TERMS[number] if term not in {record["term"] for record in records}]:
        raise InputError.at(shown(DIRECTORY / name), "no row with this term", absent[0])
    return PublishedTable(
        number=number,
        variables={record["term"]: record["variable"] for record in records},
        cells={
            (record["term"], column): _printed(record, column, name, row)
            for row, record in enumerate(records, FIRST_ROW)
            for column in STATISTICS
        },
        slips=tuple(slip for slip in load_slips() if slip.table == number),
    )


@lru_cache
def load_slips() -> tuple[Slip, ...]:
    """Return the known misprints of both tables, from data/published/slips.csv.

    Raises
    ------
    InputError
        One names no cell of a table, or a number in it is none.
    """
    return tuple(_slip(record, row) for row, record in enumerate(_read(SLIPS), FIRST_ROW))


def _slip(record: dict[str, str], row: int) -> Slip:
    _expect(record["table"], map(str, TERMS), SLIPS, row, "table")
    table = int(record["table"])
    _expect(record["term"], TERMS[table], SLIPS, row, "term")
    _expect(record["column"], STATISTICS, SLIPS, row, "column")
    return Slip(
        table,
        record["term"],
        record["column"],
        _printed(record, "printed", SLIPS, row),
        _printed(record, "correct", SLIPS, row),
        record["reason"],
    )


def _expect(found: str, known: Iterable[str], name: str, row: int, column: str) -> None:
    """Refuse a word that is none of those known."""
    if found not in (words := tuple(known)):
        raise InputError.at(shown(DIRECTORY / name), repr(found), " or ".join(words), row=row, column=column)


def _printed(record: dict[str, str], column: str, name: str, row: int) -> PrintedNumber:
    try:
        return PrintedNumber.parse(record[column])
    except (ValueError, ArithmeticError):
        raise InputError.at(
            shown(DIRECTORY / name), repr(record[column]), "a number as printed", row=row, column=column
        ) from None


def _read(name: str) -> list[dict[str, str]]:
    with (DIRECTORY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
