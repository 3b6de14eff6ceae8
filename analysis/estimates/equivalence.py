"""Whether the change of the net rate is shown to be small, and what a test of trends before could have seen.

* `equivalence.GROUP.ci_low|ci_high`: the 90% interval of the change after the launch (CRV1)
* `equivalence.GROUP.p`: of the two one-sided tests that the change is at least as large as the most that the
  grants could change (`ceilings.net_ceiling`)
* `pretest.GROUP.conspicuous`: from which slope a year on a trend before the launch is larger than those of
  95% of all choices of as many regions
* `pretest.GROUP.years`: years between the middle of the years before and of those after; with these the
  slope that the group had before, continued, would make `pretest.GROUP.continued`

GROUP is hosts, senders5 or senders3.
"""

import numpy as np
from scipy.special import stdtr, stdtrit

from analysis.estimates import placebos
from analysis.estimates.ceilings import net_ceiling
from analysis.estimates.robustness import SPECIFICATIONS, prepare
from analysis.estimators.contrasts import difference, slope
from analysis.estimators.inference import Inference, assignments, crv1
from analysis.study import FIRST_POST_YEAR, SIGNIFICANCE_LEVEL
from press.numbers.origins import made_from


@made_from("data/official/region_year.csv", "data/serpin/press_figures.csv", "data/regions.csv")
def scalars(group: str) -> dict[str, float]:
    """Return the numbers of this module's keys for a group of `study.GROUPS`."""
    change, ceiling = crv1(prepare(SPECIFICATIONS[0], group).design()), abs(net_ceiling(group))
    low, high = one_sided_interval(change)
    return {
        f"equivalence.{group}.ci_low": low,
        f"equivalence.{group}.ci_high": high,
        f"equivalence.{group}.p": equivalence_p(change, ceiling),
        **{f"pretest.{group}.{name}": number for name, number in pretest(group).items()},
    }


def one_sided_interval(change: Inference) -> tuple[float, float]:
    """Return the interval from which both one-sided tests at 5% follow: by Student's t, of 90%."""
    width = stdtrit(change.df, 1 - SIGNIFICANCE_LEVEL) * change.std_error
    return float(change.estimate - width), float(change.estimate + width)


def equivalence_p(change: Inference, ceiling: float) -> float:
    """Test whether an effect is smaller than a ceiling in absolute value.

    It is the larger p of two one-sided tests, that the effect is at most -ceiling and that it is at least
    ceiling. Source: Schuirmann (1987), "A comparison of the two one-sided tests procedure and the power
    approach", Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680.
    """
    return float(stdtr(change.df, (abs(change.estimate) - ceiling) / change.std_error))


def pretest(group: str) -> dict[str, float]:
    """Return what a test of linear trends before the launch by randomization could have seen."""
    series = placebos.series()
    years, treated = np.array(series.years), series.treated(placebos.members(group))
    slopes = series.values @ slope(series.years, FIRST_POST_YEAR)
    every = np.abs(difference(slopes, assignments(len(treated), int(treated.sum()))))
    apart = float(years[years >= FIRST_POST_YEAR].mean() - years[years < FIRST_POST_YEAR].mean())
    return {
        "conspicuous": float(np.quantile(every, 1 - SIGNIFICANCE_LEVEL)),
        "years": apart,
        "continued": apart * float(difference(slopes, treated[None])[0]),
    }
