"""What each estimate of the official net rate assumes, read off its specification and its rows.

An assumption is a pair of words: what is chosen ("Years"), and the choice ("from 2009"). The specification
curve draws a dot for each.
"""

import pandas as pd

from analysis.estimates.robustness import SHYMKENT_A_SENDER, Specification, official_with_controls
from analysis.study import CITIES, SHYMKENT

Assumption = tuple[str, str]

CONTROLS = {"log_product": "lagged product per head", "unemployment": "lagged unemployment"}
REGIONS, DONORS, YEARS, ESTIMATOR, WEIGHTS, HELD = (
    "Regions",
    "Compared with",
    "Years",
    "Estimator",
    "Weights",
    "Controls",
)
SUBJECTS = (REGIONS, DONORS, YEARS, ESTIMATOR, WEIGHTS, HELD)
"""What is chosen, in the order of the figure."""


def of_specification(specification: Specification, group: str) -> list[Assumption]:
    """Return the assumptions of a specification of `robustness` for a group of `study.GROUPS`."""
    shymkent = "sender" if group in SHYMKENT_A_SENDER and not specification.apart else "control"
    effects = "region and year effects" if specification.two_way else "2×2 of means"
    return [
        *of_rows(specification.rows(), shymkent),
        (DONORS, donors(specification.alone)),
        (ESTIMATOR, effects),
        *([(ESTIMATOR, "with a linear trend of the group")] if specification.trend else []),
        (WEIGHTS, "by population" if specification.weighted else "all regions alike"),
        *((HELD, CONTROLS[control]) for control in specification.controls),
    ]


def of_synthetic(*, alone: bool = False, cities: bool = True) -> list[Assumption]:
    """Return the assumptions of a synthetic difference in differences.

    Parameters
    ----------
    alone
        Whether it does without the other group.
    cities
        Whether it has the two cities.
    """
    frame = official_with_controls()
    return [
        *of_rows(frame if cities else frame.query("region not in @CITIES")),
        (DONORS, donors(alone)),
        (ESTIMATOR, "synthetic DiD"),
        (WEIGHTS, "fitted to the years before"),
    ]


def donors(alone: bool) -> str:
    """Say with whom a group is compared, `alone` without the other group that the programme concerns."""
    return "neither hosts nor senders" if alone else "all other regions"


def of_rows(frame: pd.DataFrame, shymkent: str = "control") -> list[Assumption]:
    """Return what rows assume: of which regions they are, Shymkent in a role, and of which years."""
    years = range(frame["year"].min(), frame["year"].max() + 1)
    left_out = [str(year) for year in years if year not in set(frame["year"])]
    return [
        (REGIONS, _regions(set(frame["region"]), shymkent)),
        (YEARS, f"from {years[0]}"),
        *([(YEARS, f"without {' and '.join(left_out)}")] if left_out else []),
    ]


def _regions(regions: set[str], shymkent: str) -> str:
    if SHYMKENT in regions:
        return f"Shymkent by itself, a {shymkent}"
    if not regions & set(CITIES):
        return "without the two cities"
    return "those of 2014" if CITIES[0] in regions else "Astana in Akmola"
