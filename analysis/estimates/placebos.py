"""What the 2x2 of the official net rate gives where nothing happened, and how much one region can move it.

Placebo launches before 2014, leaving out one region at a time, every other choice of as many regions, and
methods that judge few treated regions by the others; all on the 240 rows that hold South Kazakhstan together.
"""

from functools import cache

import numpy as np
import pandas as pd

from analysis.estimators.contrasts import Contrast, Series, before_after, compare, difference
from analysis.estimators.event_study import EventStudy, event_study
from analysis.estimators.few_treated import conley_taber, ferman_pinto
from analysis.estimators.inference import assignments
from analysis.panel.load import official_panel
from analysis.study import FIRST_POST_YEAR, GROUPS, STUDY_YEARS


@cache
def series() -> Series:
    """Return the official net rate (per 1,000 inhabitants) by region of 2014 and year."""
    return Series.of(official_panel(240), "net_rate", "region")


@cache
def members(group: str) -> frozenset[str]:
    """Return the regions of a group of `study.GROUPS`."""
    frame = official_panel(240)
    return frozenset(frame.loc[frame[GROUPS[group]] == 1, "region"])


def event(group: str, reference: int | None = FIRST_POST_YEAR - 1) -> EventStudy:
    """Return the event study of a group; None measures against the mean of the years before 2014."""
    return event_study(series(), series().treated(members(group)), FIRST_POST_YEAR, reference=reference)


def placebo_launches(group: str) -> dict[int, Contrast]:
    """Return the 2x2 of every launch year that the years before 2014 allow, on these years alone."""
    before = series().between(STUDY_YEARS[0], FIRST_POST_YEAR - 1)
    treated = before.treated(members(group))
    return {
        launch: compare(before, before_after(before.years, launch), treated) for launch in before.years[1:]
    }


@cache
def without_each(group: str) -> pd.DataFrame:
    """Return the 2x2 without one region at a time.

    Returns
    -------
    DataFrame
        region (the one left out), estimate, crv1_p, ri_p, move (from the estimate with all regions); by
        region.
    """
    everyone = _before_after(series(), group).estimate
    left = {region: _before_after(series().without([region]), group) for region in series().units}
    rows = [(name, one.estimate, one.p, one.ri_p, one.estimate - everyone) for name, one in left.items()]
    return pd.DataFrame(rows, columns=["region", "estimate", "crv1_p", "ri_p", "move"])


def placebo_groups(group: str) -> np.ndarray:
    """Return the 2x2 estimates of all choices of as many regions, the actual one among them, sorted."""
    values = series().values @ before_after(series().years, FIRST_POST_YEAR)
    return np.sort(difference(values, assignments(len(values), len(members(group)))))


def few_treated(group: str) -> dict[str, float]:
    """Judge the 2x2 of a group by the changes of other regions, as if few were treated.

    Returns
    -------
    dict
        p-values: "conley_taber_p"; "ferman_pinto_p", with a variance by mean population.
    """
    some = series()
    people = official_panel(240).groupby("region")["population"].mean()[list(some.units)].to_numpy(float)
    changes, treated = some.values @ before_after(some.years, FIRST_POST_YEAR), some.treated(members(group))
    return {
        "conley_taber_p": conley_taber(changes, treated),
        "ferman_pinto_p": ferman_pinto(changes, treated, people),
    }


def _before_after(some: Series, group: str) -> Contrast:
    return compare(some, before_after(some.years, FIRST_POST_YEAR), some.treated(members(group)))
