"""Two other looks at the change of the official net rate: synthetic DiD, and bounds on its bias.

* `sdid.GROUP.estimate`, with errors by jackknife and over all placebo groups among the controls:
  `jackknife_se`, `placebo_se`, `jackknife_p`, `placebo_p` (Student t with G - 1 degrees of freedom, as for
  the other errors); `heaviest`, the largest weight of a control; `weight_YEAR`, the weight of a year before
  the launch; `years_alone` and `units_alone`, the estimate with only the years, or only the other regions,
  weighed; `alone`, the estimate without the other group, `alone_without_cities`, also without the two cities,
  and their errors `alone_jackknife_se` and `alone_without_cities_jackknife_se`
* `honest.GROUP.magnitude_M.ci_low|ci_high` and `honest.GROUP.smoothness_M.*`, M with "_" for its point;
  `honest.last_year`, the last year of their data

GROUP is hosts or senders5.
"""

from functools import cache

import numpy as np

from analysis.estimates import placebos
from analysis.estimates.honest_did import STUDIES, bound_key
from analysis.estimators import sdid
from analysis.estimators.contrasts import Series
from analysis.estimators.inference import student_verdict
from analysis.study import CITIES, FIRST_POST_YEAR, OPPOSITE
from press.numbers.origins import made_from
from press.tables import schema


@cache
@made_from("data/official/region_year.csv", "data/derived/honest_did.csv", "data/regions.csv")
def scalars() -> dict[str, float]:
    """Return the numbers of this module's keys."""
    return {key: number for group in STUDIES.values() for key, number in synthetic(group).items()} | honest()


def synthetic(group: str) -> dict[str, float]:
    """Return the synthetic difference in differences of a group."""
    series = placebos.series()
    treated = series.treated(placebos.members(group))
    fit = sdid.sdid(series, treated, FIRST_POST_YEAR)
    errors = {
        "jackknife": sdid.jackknife_se(series, treated, FIRST_POST_YEAR),
        "placebo": sdid.placebo_se(series, treated, FIRST_POST_YEAR),
    }
    numbers = {"estimate": fit.estimate, "heaviest": float(fit.unit_weights.max())}
    numbers |= _parts(series, treated, fit)
    for name, few in _without_the_other(series, group).items():
        members = few.treated(placebos.members(group))
        numbers[name] = sdid.sdid(few, members, FIRST_POST_YEAR).estimate
        numbers[f"{name}_jackknife_se"] = sdid.jackknife_se(few, members, FIRST_POST_YEAR)
    for name, error in errors.items():
        _, p, *_ = student_verdict(fit.estimate, error, len(treated) - 1)
        numbers |= {f"{name}_se": error, f"{name}_p": p}
    return {f"sdid.{group}.{name}": number for name, number in numbers.items()}


def _parts(series: Series, treated: np.ndarray, fit: sdid.SyntheticDid) -> dict[str, float]:
    """Return the weights of the years, and the estimates with one kind of weights alone."""
    years = np.array(series.years)
    post = years >= FIRST_POST_YEAR
    alike = np.full(len(fit.unit_weights), 1 / len(fit.unit_weights))
    gaps = {
        name: series.values[treated == 1].mean(axis=0) - weights @ series.values[treated == 0]
        for name, weights in (("weighed", fit.unit_weights), ("alike", alike))
    }
    after = {name: gap[post].mean() for name, gap in gaps.items()}
    return {
        "units_alone": float(after["weighed"] - gaps["weighed"][~post].mean()),
        "years_alone": float(after["alike"] - fit.time_weights @ gaps["alike"][~post]),
        **{f"weight_{year}": float(w) for year, w in zip(years[~post], fit.time_weights, strict=True)},
    }


def _without_the_other(series: Series, group: str) -> dict[str, Series]:
    """Return the panel without the group at the other end of the moves, and without the cities as well."""
    alone = series.without(placebos.members(OPPOSITE[group]))
    return {"alone": alone, "alone_without_cities": alone.without(CITIES)}


def honest() -> dict[str, float]:
    """Return the kept intervals of the sensitivity analysis, which a test computes anew."""
    rows = schema.load("honest_did").query("study in @STUDIES")
    intervals = {
        f"honest.{STUDIES[row['study']]}.{row['restriction']}_{bound_key(row['bound'])}.{end}": row[end]
        for row in rows.to_dict("records")
        for end in ("ci_low", "ci_high")
    }
    return intervals | {"honest.last_year": int(rows["last_year"].max())}
