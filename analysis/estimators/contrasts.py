"""Estimates that are differences between groups of a contrast in each region's own series.

In a balanced panel the 2x2 interaction, every coefficient of an event study, a pre-trend and a placebo are
all of this form: weigh a region's years (c_g = sum_t w_t y_gt), then take the treated regions' mean less the
others'. One set of weights gives the estimate, its clustered error and its exact randomization distribution.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analysis.estimators.inference import CONFIDENCE_LEVEL, assignments, exceedance


@dataclass(frozen=True, slots=True)
class Series:
    """A balanced panel as a matrix.

    Attributes
    ----------
    values : ndarray, shape (G, T)
        Outcome by region and year.
    regions : tuple of str
    years : tuple of int
    """

    values: np.ndarray
    regions: tuple[str, ...]
    years: tuple[int, ...]

    @classmethod
    def of(cls, frame: pd.DataFrame, outcome: str) -> Series:
        """Arrange a panel by region and year.

        Raises
        ------
        ValueError
            When a region lacks a year.
        """
        table = frame.pivot(index="region", columns="year", values=outcome).sort_index()
        if table.isna().to_numpy().any():
            raise ValueError("The panel is not balanced: a region lacks a year.")
        return cls(table.to_numpy(float), tuple(table.index), tuple(int(year) for year in table.columns))

    def treated(self, regions: Iterable[str]) -> np.ndarray:
        """Return the assignment (0/1, shape (G,)) that treats these regions."""
        return np.isin(self.regions, list(regions)).astype(float)

    def between(self, first: int, last: int) -> Series:
        """Return the years from `first` to `last` only."""
        kept = [number for number, year in enumerate(self.years) if first <= year <= last]
        return Series(self.values[:, kept], self.regions, tuple(self.years[number] for number in kept))

    def without(self, regions: Iterable[str]) -> Series:
        """All regions but these."""
        left_out = set(regions)
        kept = [number for number, region in enumerate(self.regions) if region not in left_out]
        return Series(self.values[kept], tuple(self.regions[number] for number in kept), self.years)


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference between groups of a contrast of years.

    Attributes
    ----------
    estimate, std_error, t, p, ci_low, ci_high : float
        CRV1 with the factor of a regression on region and year effects, Student t with G - 1 degrees of
        freedom.
    ri_p : float
        Exact randomization p-value on |estimate| over all assignments of as many regions.
    """

    estimate: float
    std_error: float
    t: float
    p: float
    ci_low: float
    ci_high: float
    ri_p: float


def before_after(years: Iterable[int], launch: int) -> np.ndarray:
    """Weights of the mean from `launch` on less the mean before."""
    post = np.array([year >= launch for year in years])
    return post / post.sum() - ~post / (~post).sum()


def against_year(years: tuple[int, ...], year: int, reference: int) -> np.ndarray:
    """Weights of one year less a reference year."""
    years = np.array(years)
    return (years == year).astype(float) - (years == reference)


def against_mean(years: tuple[int, ...], year: int, launch: int) -> np.ndarray:
    """Weights of one year less the mean of all years before `launch`."""
    years = np.array(years)
    return (years == year) - (years < launch) / np.sum(years < launch)


def slope(years: tuple[int, ...], launch: int) -> np.ndarray:
    """Weights of the least-squares slope over the years before `launch`, per year."""
    years = np.array(years, dtype=float)
    centred = np.where(years < launch, years - years[years < launch].mean(), 0.0)
    return centred / (centred @ centred)


def compare(series: Series, weights: np.ndarray, treated: np.ndarray) -> Contrast:
    """Compare a contrast between the treated regions and the others."""
    values = series.values @ weights
    estimate = difference(values, treated[None])[0]
    std_error = sqrt(_factor(series) * _variance(values, treated))
    df = len(values) - 1
    width = student.ppf((1 + CONFIDENCE_LEVEL) / 2, df) * std_error
    t = estimate / std_error
    pool = assignments(len(values), int(treated.sum()))
    return Contrast(
        estimate,
        std_error,
        t,
        2 * student.sf(abs(t), df),
        estimate - width,
        estimate + width,
        exceedance(estimate, difference(values, pool)),
    )


def difference(values: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """Mean of the treated less mean of the others, for each assignment.

    Parameters
    ----------
    values
        One value per region, shape (G,), or several, shape (G, m).
    treated
        Assignments, shape (A, G).
    """
    counts = treated.sum(axis=1).reshape(-1, *[1] * (values.ndim - 1))
    return treated @ values / counts - (1 - treated) @ values / (treated.shape[1] - counts)


def joint_p(series: Series, weights: np.ndarray, treated: np.ndarray) -> float:
    """Exact randomization p-value of several contrasts at once, on the sum of their squares.

    Parameters
    ----------
    weights
        One row of weights per contrast, shape (m, T).
    """
    values = series.values @ weights.T
    pool = difference(values, assignments(len(values), int(treated.sum())))
    return exceedance(np.sum(difference(values, treated[None])[0] ** 2), np.sum(pool**2, axis=1))


def _variance(values: np.ndarray, treated: np.ndarray) -> float:
    """Sum over regions of the squared influence on the difference of means."""
    parts = [values[treated == group] for group in (1, 0)]
    return sum(np.sum((part - part.mean()) ** 2) / len(part) ** 2 for part in parts)


def _factor(series: Series) -> float:
    """G/(G-1) (N-1)/(N-k) with k the parameters of region and year effects and one interaction."""
    G, T = series.values.shape
    return G / (G - 1) * (G * T - 1) / (G * T - (G + T))
