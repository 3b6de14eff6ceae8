"""What the programme's grants could do to a comparison of groups at most.

Were every grant of the year with the most of them a person who left a sender for a host, registered and
stayed, and would not have moved otherwise, each host would gain and each sender lose that many persons per
1,000 inhabitants. A comparison of one group with all other regions counts both.
"""

from functools import cache

import numpy as np

from analysis.estimates.descriptive import grants_stated
from analysis.estimators.contrasts import difference
from analysis.inputs import sources
from analysis.panel.load import official_panel
from analysis.study import GROUPS
from press.numbers.origins import made_from


@cache
def net_ceiling(group: str) -> float:
    """Return by how much grants could change a group's net rate relative to all other regions, per 1,000.

    The grants are those of the largest year. Every host gains the same rate, and each of the five senders of
    the text loses the same; of the other regions' mean, they count among these with their number.

    Parameters
    ----------
    group
        One of `study.GROUPS`.
    """
    year, grants = most_grants()
    frame = official_panel(240).query("year == @year")
    people = frame["population"]
    rates = sum(
        sign * 1000 * grants / people[frame[role] == 1].sum() * (frame[role] == 1).to_numpy(float)
        for role, sign in ((GROUPS["hosts"], 1), (GROUPS["senders5"], -1))
    )
    return float(difference(np.asarray(rates), frame[GROUPS[group]].to_numpy(float)[None])[0])


def most_grants() -> tuple[int, int]:
    """Return the year with the most grants allocated, and how many they are."""
    allocated = grants_stated(sources.load_serpin())["allocated"]
    year = max(allocated, key=allocated.__getitem__)
    return year, allocated[year]


@made_from("data/serpin/press_figures.csv", "data/official/region_year.csv", "data/regions.csv")
def scalars() -> dict[str, float]:
    """Return the ceilings as `ceiling.GROUP`."""
    return {f"ceiling.{group}": net_ceiling(group) for group in GROUPS}
