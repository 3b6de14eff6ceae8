"""`python -m analysis audit FILE`: audit a printed 2x2 difference-in-differences table."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.audit.examine import MOST_ROWS, examine
from analysis.audit.reading import read_table
from analysis.audit.report import report
from analysis.errors import InputError


def main(arguments: list[str]) -> None:
    """Print the report.

    Raises
    ------
    InputError
        The table cannot be read.
    """
    options = _parser().parse_args(arguments)
    if not 0 < options.level < 1:
        raise InputError(f"--level: found {options.level}, expected a share such as 0.95.")
    for name, value in (("--rows", options.rows), ("--most-rows", options.most_rows)):
        if value is not None and value < 5:
            raise InputError(f"{name}: found {value}, expected at least 5, one row more than there are coefficients.")
    table = read_table(Path(options.file), options.level)
    print(report(examine(table, rows=options.rows, most_rows=options.most_rows, counts=options.counts)), end="")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis audit", description=__doc__)
    parser.add_argument("file", metavar="FILE", help="the table as CSV, as in data/published")
    parser.add_argument("--rows", type=int, help="number of rows N of the panel, if the paper says it")
    parser.add_argument("--most-rows", type=int, default=MOST_ROWS, help="search N up to this (default: %(default)s)")
    parser.add_argument("--counts", action="store_true", help="the outcome counts whole units")
    parser.add_argument("--level", type=float, default=0.95, help="level of the intervals (default: %(default)s)")
    return parser
