"""How the figures that others print are printed here: with their decimals."""

from functools import cache

from analysis.study import PRINT_STYLES
from press.tables import schema

MOST_DECIMALS = 9
"""Stata's figures have more; the page shows the difference in any case."""


@cache
def print_styles() -> dict[str, str]:
    """Return the print styles of the figures that others print, with their decimals, then the study's."""
    styles = {
        f"validation.{row['check']}.{side}": f"decimal{min(decimals(row['printed']), MOST_DECIMALS)}"
        for row in schema.load("printed_elsewhere").to_dict("records")
        for side in ("ours", "printed")
    }
    return styles | PRINT_STYLES


def decimals(figure: str) -> int:
    """Count the decimals of a printed figure."""
    return len(figure.partition(".")[2])
