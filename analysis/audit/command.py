"""`python -m analysis audit FILE`: audit a printed 2x2 difference-in-differences table."""

from pathlib import Path

from analysis.audit.designs import PARAMETERS
from analysis.audit.examine import MOST_ROWS, examine
from analysis.audit.reading import read_table
from analysis.audit.report import report
from press.base.errors import InputError
from press.base.limits import MOST_ROWS as LARGEST


def run(
    file: str,
    *,
    rows: int | None = None,
    most_rows: int | None = None,
    counts: bool = False,
    level: float = 0.95,
) -> str:
    """Return the report on a table.

    Parameters
    ----------
    file
        The table as CSV, as in data/published.
    rows
        Number of rows N of the panel, if the paper says it.
    most_rows
        Bound on N where it does not; absent, `MOST_ROWS`.
    counts
        Whether the outcome counts whole units.
    level
        Confidence level of the intervals.

    Raises
    ------
    InputError
        The table cannot be read, or an option makes no sense.
    """
    if not 0 < level < 1:
        raise InputError(f"--level: found {level}, expected a share such as 0.95.")
    for name, value in (("--rows", rows), ("--most-rows", most_rows)):
        if value is not None and value <= PARAMETERS:
            raise InputError(
                f"{name}: found {value}, expected at least {PARAMETERS + 1}, one more than coefficients."
            )
        if value is not None and value > LARGEST:
            raise InputError(f"{name}: found {value}, expected at most {LARGEST}.")
    table = read_table(Path(file), level)
    return report(examine(table, rows=rows, most_rows=most_rows or MOST_ROWS, counts=counts))
