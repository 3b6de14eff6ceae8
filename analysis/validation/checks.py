"""Checks of our estimators: against print, against algebra, and against effects that were put in by hand.

Every check sets a figure of ours beside one that is known, with a tolerance that was fixed beforehand. The
page "Validation" prints them all; `tests/analysis/estimators/test_external_*.py` and
`tests/analysis/validation/test_validation.py` hold them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import isnan

from analysis.study import PRINT_STYLES
from analysis.validation import (
    identities as validation_identities,
    printed as validation_printed,
    simulated as validation_simulated,
)
from press.base.errors import InputError
from press.numbers.origins import made_from
from press.tables import schema

GROUPS = ("printed", "trends", "identity", "simulated")
TRENDS = "medicaid_"
MOST_DECIMALS = 9
"""Stata's figures have more; the page shows the difference in any case."""


@dataclass(frozen=True, slots=True)
class Check:
    """A figure of ours beside the known one.

    Attributes
    ----------
    key : str
        `validation.KEY.ours` and so on in the results.
    group : str
        "printed" (by others), "trends" (printed by others, ours kept as data), "identity" (two ways to one
        figure) or "simulated" (data with a known truth).
    what : str
        What is estimated, in words.
    known, ours : float
        The printed or true figure, or the one that the second way gives; and ours.
    tolerance : float
        How far ours may be off, in absolute value.
    source, address : str
        Who prints the known figure, or how it came about; empty address where nobody prints it.
    """

    key: str
    group: str
    what: str
    known: float
    ours: float
    tolerance: float
    source: str
    address: str = ""

    @property
    def difference(self) -> float:
        """Ours less the known figure."""
        return self.ours - self.known

    @property
    def holds(self) -> bool:
        """Whether the difference is within the tolerance (and a figure at all)."""
        return abs(self.difference) <= self.tolerance


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order of `GROUPS`."""
    return (*printed_checks(), *identities(), *simulated())


def printed_checks() -> tuple[Check, ...]:
    """One check per row of data/external/printed.csv.

    Raises
    ------
    InputError
        A row names a check for which nothing here computes a figure.
    """
    ours, rows = validation_printed.compute(), schema.load("printed_elsewhere").to_dict("records")
    for number, row in enumerate(rows, 2):
        if row["check"] not in ours:
            raise InputError.at(
                "data/external/printed.csv",
                repr(row["check"]),
                f"one of the checks {', '.join(ours)}",
                row=number,
                column="check",
            )
    return tuple(printed_check(row, ours[row["check"]]) for row in rows)


def printed_check(row: dict, ours: float) -> Check:
    """Return a check against one printed figure.

    Without a tolerance of its own, half a unit of its last digit.
    """
    text = row["printed"]
    tolerance = 0.5 * 10 ** -decimals(text) if isnan(row["tolerance"]) else row["tolerance"]
    group = "trends" if row["check"].startswith(TRENDS) else "printed"
    return Check(
        row["check"],
        group,
        row["what"],
        float(text.replace(",", "")),
        ours,
        tolerance,
        row["source"],
        row["address"],
    )


def identities() -> tuple[Check, ...]:
    """Return checks of one figure computed in two ways."""
    return tuple(
        Check(two.key, "identity", two.what, two.other, two.ours, validation_identities.TOLERANCE, two.way)
        for two in validation_identities.compute()
    )


def simulated() -> tuple[Check, ...]:
    """Return checks against a truth that was put into simulated data."""
    return tuple(
        Check(known.key, "simulated", known.what, known.truth, known.ours, known.tolerance, known.how)
        for known in validation_simulated.compute()
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
    numbers: dict[str, float] = {}
    for check in checks():
        numbers |= {
            f"validation.{check.key}.ours": check.ours,
            f"validation.{check.key}.printed": check.known,
            f"validation.{check.key}.difference": check.difference,
            f"validation.{check.key}.tolerance": check.tolerance,
        }
    for name in GROUPS:
        numbers |= _counts(name, group(name))
    return numbers | _counts("all", checks()) | validation_printed.beside() | validation_simulated.beside()


def _counts(name: str, members: Iterable[Check]) -> dict[str, float]:
    members = tuple(members)
    return {
        f"validation.count.{name}": len(members),
        f"validation.held.{name}": sum(check.holds for check in members),
    }


@cache
def print_styles() -> dict[str, str]:
    """Return the study's print styles, before them those of the figures that others print.

    They keep their decimals.
    """
    styles: dict[str, str] = {}
    for row in schema.load("printed_elsewhere").to_dict("records"):
        style = f"decimal{min(decimals(row['printed']), MOST_DECIMALS)}"
        styles |= {f"validation.{row['check']}.{side}": style for side in ("ours", "printed")}
    return styles | PRINT_STYLES


def decimals(printed: str) -> int:
    """Decimals of a printed figure."""
    return len(printed.partition(".")[2])
