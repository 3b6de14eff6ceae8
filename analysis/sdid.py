"""Synthetic difference in differences for a block of regions that start together.

The controls are weighted so that their mean moves as the treated regions' mean did before the launch, and the years before
so that they resemble the years after; then follows a difference in differences with these weights.

Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), "Synthetic difference-in-differences", American Economic
Review 111(12), 4088-4118: algorithm 1 (estimate), 3 (jackknife) and 4 (placebo variance). Conventions of the authors'
R package synthdid where the paper is silent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.optimize import nnls

from analysis.contrasts import Series
from analysis.inference import assignments, exceedance

TIME_RIDGE = 1e-6
"""Ridge of the years' weights, in units of the noise: it only picks one solution where there are many."""
WOLFE_STOP = 1e-5
"""Frank-Wolfe stops when a step lowers the mean squared error by less than this share of the noise, squared."""
WOLFE_STEPS = 10_000
WOLFE_FIRST_STEPS = 100
WOLFE_SPARSE = 1 / 4
"""After the first steps, weights of at most this share of the largest start again from zero."""

Solver = Callable[[np.ndarray, np.ndarray, float, float], np.ndarray]
"""(A, b, ridge, noise) -> the weights on the simplex that minimize mean((A w - b)^2) + ridge^2 sum(w^2)."""


@dataclass(frozen=True, slots=True)
class SyntheticDid:
    """A synthetic difference in differences.

    Attributes
    ----------
    estimate : float
        Effect in units of the outcome, mean over the treated regions and the years after.
    unit_weights : ndarray, shape (number of controls,)
        Weights of the controls, in the order of the series; non-negative, sum 1.
    time_weights : ndarray, shape (number of years before,)
        Weights of the years before the launch; non-negative, sum 1.
    """

    estimate: float
    unit_weights: np.ndarray
    time_weights: np.ndarray


def exact(A: np.ndarray, b: np.ndarray, ridge: float, noise: float) -> np.ndarray:
    """Solve for the weights exactly, by non-negative least squares.

    On the simplex A w - b = (A - b 1')w, so that only the scale of w is left free; one more row holds the sum near one, and
    dividing by the sum gives the minimum itself, whatever that row's weight.
    """
    homogeneous = (A - A.mean(axis=0)) - (b - b.mean())[:, None]
    n = A.shape[1]
    scale = max(np.abs(homogeneous).max(), noise)
    rows = np.vstack([homogeneous, np.sqrt(len(b)) * ridge * np.eye(n), np.full((1, n), scale)])
    weights, _ = nnls(rows, np.append(np.zeros(len(rows) - 1), scale))
    return weights / weights.sum()


def frank_wolfe(A: np.ndarray, b: np.ndarray, ridge: float, noise: float) -> np.ndarray:
    """Approach the weights as synthdid does: Frank-Wolfe, small weights set to zero on the way, an early stop."""
    A, b = A - A.mean(axis=0), b - b.mean()
    least = (WOLFE_STOP * noise) ** 2
    start = np.full(A.shape[1], 1 / A.shape[1])
    first = _wolfe_steps(A, b, ridge, start, least, WOLFE_FIRST_STEPS)
    kept = np.where(first > first.max() * WOLFE_SPARSE, first, 0.0)
    return _wolfe_steps(A, b, ridge, kept / kept.sum(), least, WOLFE_STEPS)


def _wolfe_steps(A: np.ndarray, b: np.ndarray, ridge: float, weights: np.ndarray, least: float, steps: int) -> np.ndarray:
    """Steps towards the vertex of steepest descent, each as long as is best, until one gains less than `least`."""
    eta, values = len(b) * ridge**2, []
    while len(values) < steps and (len(values) < 2 or values[-2] - values[-1] > least):
        gradient = (A @ weights - b) @ A + eta * weights
        step = -weights
        step[np.argmin(gradient)] += 1
        along = A @ step
        length = -(gradient @ step) / (along @ along + eta * step @ step) if step.any() else 0.0
        weights = weights + np.clip(length, 0, 1) * step
        values.append(np.sum((A @ weights - b) ** 2) / len(b) + ridge**2 * weights @ weights)
    return weights


def sdid(series: Series, treated: np.ndarray, launch: int, solver: Solver = exact) -> SyntheticDid:
    """Estimate the effect of a launch.

    Parameters
    ----------
    series
        The balanced panel.
    treated
        Assignment of its regions, 0 or 1, shape (G,).
    launch
        First year with the programme.
    solver
        How the weights are found.
    """
    post = np.array(series.years) >= launch
    return _estimate(series.values[treated == 0], series.values[treated == 1].mean(axis=0), post, int(treated.sum()), solver)


def _estimate(controls: np.ndarray, treated: np.ndarray, post: np.ndarray, n_treated: int, solver: Solver) -> SyntheticDid:
    """The estimate from the controls' series (N0, T) and the treated regions' mean series (T,)."""
    before = controls[:, ~post]
    noise = np.diff(before, axis=1).std(ddof=1)
    units = solver(before.T, treated[~post], (n_treated * post.sum()) ** 0.25 * noise, noise)
    years = solver(before, controls[:, post].mean(axis=1), TIME_RIDGE * noise, noise)
    return SyntheticDid(_weighted(controls, treated, post, units, years), units, years)


def _weighted(controls: np.ndarray, treated: np.ndarray, post: np.ndarray, units: np.ndarray, years: np.ndarray) -> float:
    gap = treated - units @ controls
    return float(gap[post].mean() - years @ gap[~post])


def jackknife_se(series: Series, treated: np.ndarray, launch: int) -> float:
    """Standard error by leaving out one region at a time, weights kept (algorithm 3).

    Raises
    ------
    ValueError
        With a single treated region, whose variance the jackknife cannot see.
    """
    if treated.sum() < 2:
        raise ValueError("The jackknife needs two treated regions.")
    post = np.array(series.years) >= launch
    fit = sdid(series, treated, launch)
    weights = np.zeros(len(treated))
    weights[treated == 0] = fit.unit_weights
    left_out = []
    for region in range(len(treated)):
        kept = np.arange(len(treated)) != region
        controls, others = kept & (treated == 0), kept & (treated == 1)
        left_out.append(_weighted(series.values[controls], series.values[others].mean(axis=0), post,
                                  weights[controls] / weights[controls].sum(), fit.time_weights))
    return sqrt((len(treated) - 1) * np.var(left_out))


def placebo_se(series: Series, treated: np.ndarray, launch: int) -> float:
    """Standard error by every placebo group among the controls, all enumerated (algorithm 4 without drawing).

    Raises
    ------
    ValueError
        Where there are not more controls than treated regions.
    """
    if 2 * treated.sum() >= len(treated):
        raise ValueError("Placebo groups need more controls than treated regions.")
    controls = series.without(np.array(series.regions)[treated == 1])
    return float(np.std(_estimates(controls, assignments(len(controls.regions), int(treated.sum())), launch)))


def randomization_p(series: Series, treated: np.ndarray, launch: int, pool: np.ndarray | None = None) -> float:
    """Exact randomization p-value on |estimate|, weights found anew for every assignment, ties counted.

    Parameters
    ----------
    pool
        Assignments to compare with, shape (A, G); all with as many treated where absent.
    """
    pool = assignments(len(treated), int(treated.sum())) if pool is None else pool
    return exceedance(sdid(series, treated, launch).estimate, _estimates(series, pool, launch))


def _estimates(series: Series, pool: np.ndarray, launch: int) -> np.ndarray:
    """The estimate under each assignment."""
    return np.array([sdid(series, treated, launch).estimate for treated in pool])
