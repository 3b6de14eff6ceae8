"""The one writer of the CSV files that readers take along.

A spreadsheet that opens one runs nothing: text that it would take for a formula has an apostrophe before it,
as OWASP advises (`plain_text.csv_text`). Numbers stay numbers, negative ones and those with stars too. The
tables of data/ are published as they are; `schema.refuse_formulas` holds them to the same rule.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any

import pandas as pd

from press.base.plain_text import csv_text
from press.numbers.results import plain


def text(header: Iterable[str], rows: Iterable[Iterable[Any]], line_end: str = "\n") -> str:
    """Return a table as the text of a CSV file."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=line_end)
    writer.writerow(map(cell, header))
    writer.writerows(map(cell, row) for row in rows)
    return written.getvalue()


def of_frame(frame: pd.DataFrame) -> str:
    """Return a frame as the text of a CSV file."""
    return text(frame.columns, frame.itertuples(index=False))


def cell(value: Any) -> Any:
    """Return a cell: a number to 12 significant digits, text that no spreadsheet runs, else nothing."""
    if pd.isna(value):
        return ""
    return csv_text(value) if isinstance(value, str) else plain(value)
