"""Estimates that are differences between groups of a contrast in each unit's own series.

In a balanced panel the 2x2 interaction, every coefficient of an event study, a pre-trend and a placebo are
all of this form: weigh a unit's years (c_g = sum_t w_t y_gt), then take the treated units' mean less the
others'. One set of weights gives the estimate, its clustered error and its exact randomization distribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from math import sqrt

import numpy as np
import pandas as pd

from analysis.estimators.inference import Array, assignments, crv1_factor, exceedance, student_verdict


@dataclass(frozen=True, slots=True)
class Series:
    """A balanced panel as a matrix.

    Attributes
    ----------
    values : ndarray, shape (G, T)
        Outcome by unit and year.
    units : tuple of str
    years : tuple of int
    """

    values: Array
    units: tuple[str, ...]
    years: tuple[int, ...]

    @classmethod
    def of(cls, frame: pd.DataFrame, outcome: str, unit: str, year: str = "year") -> Series:
        """Arrange a panel by unit and year.

        Parameters
        ----------
        frame
            One row per unit and year.
        outcome, unit, year
            Its columns.

        Raises
        ------
        ValueError
            When a unit lacks a year.
        """
        table = frame.pivot(index=unit, columns=year, values=outcome).sort_index()
        if table.isna().to_numpy().any():
            raise ValueError(f"The panel is not balanced: a {unit} lacks a year.")
        return cls(table.to_numpy(float), tuple(table.index), tuple(int(year) for year in table.columns))

    def treated(self, units: Iterable[str]) -> Array:
        """Return the assignment (0/1, shape (G,)) that treats these units."""
        return np.isin(self.units, list(units)).astype(float)

    def between(self, first: int, last: int) -> Series:
        """Return the years from `first` to `last` only."""
        kept = [first <= year <= last for year in self.years]
        return Series(self.values[:, kept], self.units, tuple(compress(self.years, kept)))

    def without(self, units: Iterable[str]) -> Series:
        """Return the panel of all units but these."""
        kept = self.treated(units) == 0
        return Series(self.values[kept], tuple(compress(self.units, kept)), self.years)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference between groups of a contrast of years.

    Attributes
    ----------
    estimate, std_error, t, p, ci_low, ci_high : float
        CRV1 with the factor of a regression on unit and year effects, the former nested in the clusters;
        Student t with G - 1 degrees of freedom.
    ri_p : float
        Exact randomization p-value on |estimate| over all assignments of as many units.
    """

    estimate: float
    std_error: float
    t: float
    p: float
    ci_low: float
    ci_high: float
    ri_p: float


def before_after(years: Iterable[int], launch: int) -> Array:
    """Weigh years for the mean from `launch` on less the mean before."""
    post = np.array([year >= launch for year in years])
    return post / post.sum() - ~post / (~post).sum()


def against_year(years: Sequence[int], year: int, reference: int) -> Array:
    """Weigh years for one year less a reference year."""
    return 1.0 * np.equal(years, year) - np.equal(years, reference)


def against_mean(years: Sequence[int], year: int, launch: int) -> Array:
    """Weigh years for one year less the mean of all years before `launch`."""
    before = np.less(years, launch)
    return np.equal(years, year) - before / before.sum()


def slope(years: Sequence[int], launch: int) -> Array:
    """Weigh years for the least-squares slope over the years before `launch`, per year."""
    time = np.array(years, dtype=float)
    centred = np.where(time < launch, time - time[time < launch].mean(), 0.0)
    return centred / (centred @ centred)


def compare(series: Series, weights: Array, treated: Array, interactions: int = 1) -> Contrast:
    """Compare a contrast between the treated units and the others.

    The error's factor counts as parameters the effects of the years and, of the regression that the contrast
    belongs to, its `interactions` with the group; the units' effects are nested in the clusters.
    """
    values = series.values @ weights
    estimate = float(difference(values, treated[None])[0])
    G, T = series.values.shape
    std_error = sqrt(crv1_factor(G, G * T, T + interactions) * squared_influences(values, treated[None])[0])
    pool = assignments(G, int(treated.sum()))
    by_student = student_verdict(estimate, std_error, G - 1)
    return Contrast(estimate, std_error, *by_student, exceedance(estimate, difference(values, pool)))


def difference(values: Array, treated: Array) -> Array:
    """Take the mean of the treated less the mean of the others, for each assignment.

    Parameters
    ----------
    values
        One value per unit, shape (G,), or several, shape (G, m).
    treated
        Assignments, shape (A, G).
    """
    counts = treated.sum(axis=1).reshape(-1, *[1] * (values.ndim - 1))
    return treated @ values / counts - (1 - treated) @ values / (treated.shape[1] - counts)


def squared_influences(values: Array, treated: Array, *, less: int = 0) -> Array:
    """Sum over units the squared deviation from their group's mean over (size - less)^2, by assignment.

    With `less` 0 it is the variance of `difference` by influences, with 1 that of the jackknife, both without
    small-sample factors.

    Parameters
    ----------
    values
        One value per unit, shape (G,).
    treated
        Assignments, shape (A, G).
    """
    sums = np.zeros(len(treated))
    for group in (treated, 1 - treated):
        size = group.sum(axis=1)
        deviations = group * (values - (group @ values / size)[:, None])
        sums += np.sum(deviations**2, axis=1) / (size - less) ** 2
    return sums


def joint_p(series: Series, weights: Array, treated: Array) -> float:
    """Randomize several contrasts at once: exact p-value on the sum of their squares.

    Parameters
    ----------
    weights
        One row of weights per contrast, shape (m, T).
    """
    values = series.values @ weights.T
    pool = difference(values, assignments(len(values), int(treated.sum())))
    return exceedance(np.sum(difference(values, treated[None])[0] ** 2), np.sum(pool**2, axis=1))
