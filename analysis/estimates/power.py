"""What each design could have seen, beside what the programme could move at most.

* `mde.MODEL` and `mde.ri.MODEL`: the effect that clustered errors, and randomization, find in four of five
  choices of as many regions (see `estimators.added_effects`), per 1,000
* `power.MODEL.crv1` and `power.MODEL.ri`: in which share of the choices they find the most that grants could
  do (`ceilings.net_ceiling`)
* `mde.gravity_senders5`: the same for the moves from senders to hosts, in log points, by a formula, since a
  gravity model cannot be fitted for two million choices
* `programme.*`: grants per 1,000 inhabitants
"""

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.estimates import placebos
from analysis.estimates.ceilings import net_ceiling
from analysis.estimates.descriptive import grants_stated
from analysis.estimators import added_effects
from analysis.estimators.contrasts import before_after
from analysis.estimators.inference import CONFIDENCE_LEVEL
from analysis.inputs import sources
from analysis.panel.load import official_panel
from analysis.study import FIRST_POST_YEAR, SIGNIFICANCE_LEVEL
from press.numbers.origins import made_from

POWER = 0.8
MODELS = {"official_hosts_240": "hosts", "official_senders5_240": "senders5"}
"""The 2x2 models of the net rate whose power is counted, and their groups."""
PARAMETERS = 4
"""Coefficients of a 2x2."""
FLOW = ("gravity_senders5", "sender_host_post", "two_way")
"""Model, term and method of the moves from senders to hosts."""


@cache
def found_above(group: str) -> dict[str, np.ndarray]:
    """Return, by method, above which effect each choice of as many regions as the group has is found.

    Effects have the sign of what grants could do to the group.
    """
    series, size = placebos.series(), len(placebos.members(group))
    changes = np.sign(net_ceiling(group)) * (series.values @ before_after(series.years, FIRST_POST_YEAR))
    return {
        "crv1": added_effects.found_by_clustered(
            changes, size, series.values.size, PARAMETERS, SIGNIFICANCE_LEVEL
        ),
        "ri": added_effects.found_by_randomization(changes, size, SIGNIFICANCE_LEVEL),
    }


@made_from("data/official/region_year.csv", "data/serpin/press_figures.csv", "data/regions.csv")
def enumerated() -> dict[str, float]:
    """Return the detectable effects of the net rate, and the power against the most that grants could do."""
    numbers = {}
    for model, group in MODELS.items():
        found, most = found_above(group), abs(net_ceiling(group))
        numbers |= {
            f"mde.{model}": added_effects.detectable(found["crv1"], POWER),
            f"mde.ri.{model}": added_effects.detectable(found["ri"], POWER),
            **{
                f"power.{model}.{method}": added_effects.share_found(above, most)
                for method, above in found.items()
            },
        }
    return numbers


def detectable_flow(rows: Iterable[Mapping]) -> dict[str, float]:
    """Return the effect on moves from senders to hosts that a two-sided test at 5% finds with 80% power.

    It is (t(.975) + t(.80)) times the two-way clustered error, the multiple of Bloom (1995), "Minimum
    detectable effects", Evaluation Review 19, 547-556, with Student's t of its degrees of freedom.

    Parameters
    ----------
    rows
        Rows of the results, those of the gravity model among them.
    """
    (row,) = [row for row in rows if (row["model"], row["term"], row["method"]) == FLOW]
    quantiles = stdtrit(row["df"], (1 + CONFIDENCE_LEVEL) / 2) + stdtrit(row["df"], POWER)
    return {f"mde.{row['model']}": float(quantiles * row["std_error"])}


@made_from("data/serpin/press_figures.csv", "data/official/region_year.csv", "data/regions.csv")
def programme_size() -> dict[str, float]:
    """Return the grants of a year per 1,000 inhabitants of the host regions.

    Were every grant a person who would otherwise not have come, and who registers, the hosts' yearly rate
    would be higher by `programme.taken_up.YEAR` or `programme.allocated.YEAR`; `programme.most` is the
    largest of all.
    """
    population = _hosts_population()
    rates = {
        f"programme.{name}.{year}": float(1000 * number / population[year])
        for name, by_year in grants_stated(sources.load_serpin()).items()
        for year, number in by_year.items()
        if year in population
    }
    return rates | {"programme.most": max(rates.values())}


def _hosts_population() -> pd.Series:
    """Return the inhabitants of the host regions on 1 January, by year."""
    frame = official_panel(240)
    return frame[frame["program"] == 1].groupby("year")["population"].sum()
