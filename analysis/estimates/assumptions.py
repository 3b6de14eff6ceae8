"""What each estimate of the official net rate assumes, read off its specification and its rows.

An assumption is a pair of words: what is chosen ("Years"), and the choice ("from 2009"). The specification
curve draws a dot for each.
"""

import pandas as pd

from analysis.estimates.robustness import Specification
from analysis.panel.load import official_panel
from analysis.study import CITIES

Assumption = tuple[str, str]

OTHER_GROUP = {"hosts": "sender_text", "senders5": "program", "senders3": "program"}
"""For each group, the column of the other group that the programme concerns."""
CONTROLS = {"log_product": "lagged product per head", "unemployment": "lagged unemployment"}
SHYMKENT = "Shymkent city"
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
    effects = "region and year effects" if specification.two_way else "2×2 of means"
    return [
        *of_rows(specification.rows(), group),
        (ESTIMATOR, effects),
        (WEIGHTS, "by population" if specification.weighted else "all regions alike"),
        *((HELD, CONTROLS[control]) for control in specification.controls),
    ]


def of_synthetic(group: str) -> list[Assumption]:
    """Return the assumptions of the synthetic difference in differences of a group."""
    chosen = [(ESTIMATOR, "synthetic DiD"), (WEIGHTS, "fitted to the years before")]
    return [*of_rows(official_panel(240), group), *chosen]


def of_rows(frame: pd.DataFrame, group: str) -> list[Assumption]:
    """Return what rows assume: of which regions they are, with whom they compare a group, in which years."""
    regions = set(frame["region"])
    alone = frame[OTHER_GROUP[group]].max() == 0
    years = range(frame["year"].min(), frame["year"].max() + 1)
    left_out = [str(year) for year in years if year not in set(frame["year"])]
    return [
        (REGIONS, _regions(regions)),
        (DONORS, "neither hosts nor senders" if alone else "all other regions"),
        (YEARS, f"from {years[0]}"),
        *([(YEARS, f"without {' and '.join(left_out)}")] if left_out else []),
    ]


def _regions(regions: set[str]) -> str:
    if SHYMKENT in regions:
        return f"{SHYMKENT.removesuffix(' city')} by itself from 2019"
    if not regions & set(CITIES):
        return "without the two cities"
    return "those of 2014" if CITIES[0] in regions else "Astana in Akmola"
