"""Every value that the published article prints and that is computed here too.

Read from data/published: Tables 2 and 3 cell by cell, the numbers of its text and figures, and the sample
that its tables imply.
"""

from functools import lru_cache

from analysis.inputs.published import STATISTICS, Slip, load_table
from analysis.study import COLUMN_HEADERS, MODEL_OF_TABLE, SIGNIFICANCE_LEVEL, STAR_LEVEL
from press.numbers.comparison import PANEL, SLIP, PublishedValue
from press.numbers.printed import PrintedNumber
from press.tables import schema

TEXT = "data/published/text.csv"
FILES = ("data/published/table2.csv", "data/published/table3.csv", "data/published/slips.csv", TEXT)
RESTS_ON = {
    "inflow": PANEL,
    "outflow": PANEL,
    "panel": PANEL,
    "study": "study",
    "obligation": "article",
    "graduates": "article",
    "grants": "press",
}
"""What the number of a key rests on, by the key's first part: the panel, constants of the study, figures of
graduates that are known from the article only, or the press."""
PARTS = ("Table 2", "Table 3", "text", "figures", "sample")


@lru_cache
def published_values() -> tuple[PublishedValue, ...]:
    """Every value of the article that is computed here too.

    Tables 2 and 3, the text, the figures, the implied sample.
    """
    return (*table_values(2), *table_values(3), *text_values())


def table_values(number: int) -> list[PublishedValue]:
    """Table 2 or 3, cell by cell."""
    table = load_table(number)
    slips = {(slip.term, slip.column): slip for slip in table.slips}
    return [
        table_value(number, term, column, printed, slips.get((term, column)))
        for (term, column), printed in table.cells.items()
    ]


def table_value(
    number: int, term: str, column: str, printed: PrintedNumber, slip: Slip | None
) -> PublishedValue:
    """One cell of a table."""
    statistic = STATISTICS[column]
    row = f"{MODEL_OF_TABLE[number]}.{term}"
    return PublishedValue(
        part=f"Table {number}",
        place=f"Table {number}",
        what=f"{load_table(number).variables[term]}, {COLUMN_HEADERS[statistic]}",
        printed=cell_text(printed),
        key=f"{row}.{statistic}",
        tolerance="estimate",
        starred_by=f"{row}.p" if statistic == "p" else "",
        level=STAR_LEVEL,
        file=f"data/published/table{number}.csv",
        known=SLIP if slip else "",
        correct=cell_text(slip.correct) if slip else "",
        reason=slip.reason if slip else "",
        rests_on=PANEL,
    )


def cell_text(printed: PrintedNumber) -> str:
    """Return a cell as the tables print it: thousands commas from five digits on, stars behind."""
    return f"{printed.value:{',' if abs(printed.value) >= 10_000 else ''}.{printed.decimals}f}{printed.stars}"


def text_values() -> list[PublishedValue]:
    """Return the values of data/published/text.csv."""
    columns = ("part", "place", "what", "printed", "key", "tolerance", "known", "correct", "reason")
    rows = schema.load("published_text").fillna("").to_dict("records")
    return [
        PublishedValue(
            **{column: row[column] for column in columns},
            level=SIGNIFICANCE_LEVEL,
            file=TEXT,
            rests_on=RESTS_ON.get(row["key"].partition(".")[0], ""),
        )
        for row in rows
    ]
