"""Checks of our estimators: against print, against algebra, and against effects that were put in by hand.

The page "Validation" prints them all; `tests/analysis/estimators/test_external_*.py` and
`tests/analysis/validation/test_validation.py` hold them.
"""

from collections.abc import Iterator
from functools import cache
from math import isnan

from analysis.validation import identities, printed, simulated
from analysis.validation.check import Check
from analysis.validation.styles import decimals
from press.base.errors import InputError
from press.numbers.origins import made_from
from press.tables import schema

GROUPS = ("printed", "trends", "identity", "simulated")
TRENDS = "medicaid_"


@cache
def checks() -> tuple[Check, ...]:
    """Run every check, in the order of `GROUPS`."""
    return (*printed_checks(), *identities.checks(), *simulated.checks())


def printed_checks() -> Iterator[Check]:
    """Yield one check of each row of data/external/printed.csv.

    Where no tolerance is stated, half a unit of the last printed digit is allowed.

    Raises
    ------
    InputError
        A row names a check for which nothing here computes a figure.
    """
    ours, file = printed.compute(), "data/external/printed.csv"
    for number, row in enumerate(schema.load("printed_elsewhere").to_dict("records"), schema.FIRST_ROW):
        key, figure = row["check"], row["printed"]
        if key not in ours:
            expected = f"one of the checks {', '.join(ours)}"
            raise InputError.at(file, repr(key), expected, row=number, column="check")
        yield Check(
            key,
            "trends" if key.startswith(TRENDS) else "printed",
            row["what"],
            float(figure.replace(",", "")),
            ours[key],
            0.5 * 10 ** -decimals(figure) if isnan(row["tolerance"]) else row["tolerance"],
            row["source"],
            row["address"],
        )


def group(name: str) -> tuple[Check, ...]:
    """Return the checks of one group."""
    return tuple(check for check in checks() if check.group == name)


@made_from(
    "data/external/banks.csv",
    "data/external/grunfeld.csv",
    "data/external/incinerator.csv",
    "data/external/injury.csv",
    "data/external/medicaid.csv",
    "data/external/printed.csv",
    "data/external/smoking.csv",
)
def scalars() -> dict[str, float]:
    """Return what the results keep of the checks, by key, and counts by group and of all."""
    figures = {
        f"validation.{check.key}.{name}": figure
        for check in checks()
        for name, figure in (
            ("ours", check.ours),
            ("printed", check.known),
            ("difference", check.difference),
            ("tolerance", check.tolerance),
        )
    }
    members = {name: group(name) for name in GROUPS} | {"all": checks()}
    counts = {
        f"validation.{word}.{name}": number
        for name, some in members.items()
        for word, number in (("count", len(some)), ("held", sum(check.holds for check in some)))
    }
    return figures | counts | printed.beside() | simulated.beside()
