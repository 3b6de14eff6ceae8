"""Every number of the official statistics that is no row of a headline model, by key.

* `robustness.GROUP.SPECIFICATION.estimate|std_error|crv1_p|wcr_p|ri_p|n|clusters` and
  `robustness.GROUP.ri_on_t_p`, `ri_in_blocks_p`, `choices_in_blocks`; counts over the specifications as
  `robustness.GROUP.count.*`
* `event.GROUP.YEAR.*` against 2013 and `event_mean.GROUP.YEAR.*` against the mean before 2014, with
  `event.GROUP.leads_p`, and `trend.GROUP.*`, the linear trend before 2014
* `shymkent.sender|other.without_2018`: the five senders' 2x2 of 245 rows with Shymkent in this role,
  without Turkestan in 2018
* `placebo_launch.GROUP.YEAR.*`, `leave_one_out.GROUP.*`, `placebo_groups.GROUP.*`, `few_treated.GROUP.*`
* `programme.*` (see `power`), `ceiling.*` (`ceilings`), `resettlement.*` (`resettlement`),
  `equivalence.GROUP.*`, `pretest.GROUP.*` (`equivalence`), `size.*` (`rejection_rates`)

GROUP is hosts, senders5 or senders3.
"""

from dataclasses import asdict
from functools import cache

import numpy as np

from analysis.estimates import (
    ceilings,
    equivalence,
    placebos,
    power,
    rejection_rates,
    resettlement,
    robustness,
)
from analysis.estimators.contrasts import Contrast
from analysis.estimators.event_study import EventStudy
from analysis.estimators.inference import TIE
from analysis.study import GROUPS, SIGNIFICANCE_LEVEL
from press.numbers.origins import made_from

METHODS = ("crv1", "wcr", "ri")


@cache
def scalars() -> dict[str, float]:
    """Return the numbers of this module's keys."""
    numbers = power.programme_size() | ceilings.scalars()
    numbers |= resettlement.scalars() | rejection_rates.scalars() | shymkent_scalars()
    for group in GROUPS:
        numbers |= robustness_scalars(group) | event_scalars(group) | placebo_scalars(group)
        numbers |= equivalence.scalars(group)
    return numbers


@made_from("data/official/region_year.csv", "data/official/unemployment.csv", "data/regions.csv")
def robustness_scalars(group: str) -> dict[str, float]:
    """Return a group's specifications, counts over them, and the other randomizations of its 2x2."""
    rows = robustness.table().query("group == @group")
    columns = ("estimate", "std_error", *(f"{method}_p" for method in METHODS), "n", "clusters")
    numbers = {
        f"robustness.{group}.{row['specification']}.{column}": row[column]
        for row in rows.to_dict("records")
        for column in columns
        if not np.isnan(row[column])
    }
    counted = rows[rows["counted"]]
    counts = {
        "all": len(counted),
        "positive": (counted["estimate"] > 0).sum(),
        "negative": (counted["estimate"] < 0).sum(),
        "randomized": counted["ri_p"].notna().sum(),
    }
    counts |= {f"below_{method}": (counted[f"{method}_p"] < SIGNIFICANCE_LEVEL).sum() for method in METHODS}
    others = {
        **{f"count.{name}": int(count) for name, count in counts.items()},
        "lowest": float(rows["estimate"].min()),
        "highest": float(rows["estimate"].max()),
        **robustness.other_randomizations(group),
    }
    return numbers | {f"robustness.{group}.{name}": number for name, number in others.items()}


@made_from("data/official/region_year.csv", "data/regions.csv")
def shymkent_scalars() -> dict[str, float]:
    """Return both roles of Shymkent without the year in which it separated."""
    return {
        f"shymkent.{role}.without_2018": estimate
        for role, estimate in robustness.shymkent_without_2018().items()
    }


@made_from("data/official/region_year.csv", "data/regions.csv")
def event_scalars(group: str) -> dict[str, float]:
    """Return both event studies of a group, their leads and the trend before 2014."""
    against_year, against_mean = placebos.event(group), placebos.event(group, reference=None)
    return (
        _event(f"event.{group}", against_year)
        | _event(f"event_mean.{group}", against_mean)
        | _contrast(f"trend.{group}", against_year.trend)
    )


@made_from("data/official/region_year.csv", "data/regions.csv")
def placebo_scalars(group: str) -> dict[str, float]:
    """Return placebo launches, leaving out each region, and all other choices of regions."""
    numbers: dict[str, float] = {}
    for launch, contrast in placebos.placebo_launches(group).items():
        numbers |= _contrast(f"placebo_launch.{group}.{launch}", contrast)
    without, groups = placebos.without_each(group), placebos.placebo_groups(group)
    actual = robustness.table().query("group == @group")["estimate"].iloc[0]
    low, high = np.quantile(groups, [0.025, 0.975])
    return numbers | {
        f"leave_one_out.{group}.lowest": float(without["estimate"].min()),
        f"leave_one_out.{group}.highest": float(without["estimate"].max()),
        f"leave_one_out.{group}.most_moving": float(without.loc[without["move"].abs().idxmax(), "estimate"]),
        f"leave_one_out.{group}.lowest_ri_p": float(without["ri_p"].min()),
        f"placebo_groups.{group}.choices": len(groups),
        f"placebo_groups.{group}.as_large": int(np.sum(np.abs(groups) >= abs(actual) * (1 - TIE))),
        f"placebo_groups.{group}.low": float(low),
        f"placebo_groups.{group}.high": float(high),
        f"placebo_groups.{group}.sd": float(groups.std()),
        **{f"few_treated.{group}.{name}": p for name, p in placebos.few_treated(group).items()},
    }


def _event(prefix: str, study: EventStudy) -> dict[str, float]:
    numbers = {
        f"{prefix}.{int(row['year'])}.{name}": float(value)
        for row in study.coefficients.to_dict("records")
        for name, value in row.items()
        if name != "year"
    }
    return numbers | {f"{prefix}.leads_p": study.leads_p}


def _contrast(prefix: str, contrast: Contrast) -> dict[str, float]:
    return {f"{prefix}.{name}": float(value) for name, value in asdict(contrast).items()}
