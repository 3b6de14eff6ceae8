"""Event study of a launch year: one coefficient per year, tests of the leads, and the linear pre-trend."""

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from analysis.estimators.contrasts import (
    Contrast,
    Series,
    against_mean,
    against_year,
    compare,
    joint_p,
    slope,
)
from analysis.estimators.inference import Array


@dataclass(frozen=True, slots=True)
class EventStudy:
    """An event study around one launch year.

    Attributes
    ----------
    coefficients : DataFrame
        year, estimate, std_error, t, p, ci_low, ci_high, ri_p; without the reference year where one is the
        base.
    leads_p : float
        Exact randomization p-value of all coefficients before the launch at once (sum of squares).
    trend : Contrast
        Difference between the groups' linear slopes before the launch, per year.
    """

    coefficients: pd.DataFrame
    leads_p: float
    trend: Contrast


def event_study(series: Series, treated: Array, launch: int, *, reference: int | None) -> EventStudy:
    """Estimate the yearly differences between treated and other units.

    Parameters
    ----------
    series
        The balanced panel.
    treated
        Assignment of its units, 0 or 1, shape (G,).
    launch
        First year of treatment.
    reference
        The base year, as a rule the one before the launch; None for the mean of all years before it.

    Notes
    -----
    In a balanced panel these are the coefficients of a regression on unit effects, year effects and the
    treated units' years. With the mean as base the leads add up to zero.
    """

    def weights(year: int) -> Array:
        if reference is None:
            return against_mean(series.years, year, launch)
        return against_year(series.years, year, reference)

    years = [year for year in series.years if year != reference]
    leads = np.array([weights(year) for year in years if year < launch])
    return EventStudy(
        pd.DataFrame(
            [
                {"year": year, **asdict(compare(series, weights(year), treated, len(series.years) - 1))}
                for year in years
            ]
        ),
        joint_p(series, leads, treated),
        compare(series, slope(series.years, launch), treated),
    )
