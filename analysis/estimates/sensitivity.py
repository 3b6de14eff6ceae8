"""Two other looks at the change of the official net rate: synthetic DiD, and bounds on its bias.

* `sdid.GROUP.estimate`, with errors by jackknife and over all placebo groups among the controls:
  `jackknife_se`, `placebo_se`, `jackknife_p`, `placebo_p` (Student t with G - 1 degrees of freedom, as for
  the other errors); `heaviest`, the largest weight of a control
* `honest.GROUP.magnitude_M.ci_low|ci_high` and `honest.GROUP.smoothness_M.*`, M with "_" for its point

GROUP is hosts or senders5.
"""

from functools import cache

from analysis.estimates import placebos
from analysis.estimates.honest_did import STUDIES, bound_key
from analysis.estimators import sdid
from analysis.estimators.inference import student_verdict
from analysis.study import FIRST_POST_YEAR
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
    for name, error in errors.items():
        _, p, *_ = student_verdict(fit.estimate, error, len(treated) - 1)
        numbers |= {f"{name}_se": error, f"{name}_p": p}
    return {f"sdid.{group}.{name}": number for name, number in numbers.items()}


def honest() -> dict[str, float]:
    """Return the kept intervals of the sensitivity analysis, which a test computes anew."""
    rows = schema.load("honest_did").query("study in @STUDIES")
    return {
        f"honest.{STUDIES[row['study']]}.{row['restriction']}_{bound_key(row['bound'])}.{end}": row[end]
        for row in rows.to_dict("records")
        for end in ("ci_low", "ci_high")
    }
