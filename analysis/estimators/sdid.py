"""Synthetic difference in differences for a block of units whose treatment starts together.

The controls are weighted so that their mean moves as the treated units' mean did before the launch, and the
years before so that they resemble the years after; then follows a difference in differences with these
weights.

Source: Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), "Synthetic difference-in-differences",
American Economic Review 111(12), 4088-4118: algorithm 1 (estimate), 3 (jackknife) and 4 (placebo variance).
Conventions of the authors' R package synthdid where the paper is silent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np

from analysis.estimators.contrasts import Series
from analysis.estimators.inference import Array, assignments

TIME_RIDGE = 1e-6
"""Ridge of the years' weights, in units of the noise: it only picks one solution where there are many."""
WOLFE_STOP = 1e-5
"""Frank-Wolfe stops when a step lowers the mean squared error by less than (this times the noise) squared."""
WOLFE_STEPS = 10_000
WOLFE_FIRST_STEPS = 100
WOLFE_SPARSE = 1 / 4
"""After the first steps, weights of at most this share of the largest start again from zero."""

Solver = Callable[[Array, Array, Array, Array], Array]
"""(A, b, ridge, noise) -> the w on the simplex with the least mean((A w - b - c)^2) + ridge^2 sum(w^2).

The intercept c is free.
Many problems at once: A has the shape (p, m, n), b (p, m), ridge and noise (p,), the weights w (p, n).
"""


@dataclass(frozen=True, slots=True)
class SyntheticDid:
    """A synthetic difference in differences.

    Attributes
    ----------
    estimate : float
        Effect on the scale of the outcome, mean over the treated units and the years after.
    unit_weights : ndarray, shape (number of controls,)
        Weights of the controls, in the order of the series; non-negative, sum 1.
    time_weights : ndarray, shape (number of years before,)
        Weights of the years before the launch; non-negative, sum 1.
    """

    estimate: float
    unit_weights: Array
    time_weights: Array


def exact(A: Array, b: Array, ridge: Array, noise: Array) -> Array:
    """Solve for the weights exactly, by non-negative least squares.

    On the simplex A w - b = (A - b 1')w, so that only the scale of w is left free; one more row holds the
    sum near one, and dividing by the sum gives the minimum itself, whatever that row's weight.
    """
    from scipy.optimize import nnls  # takes long to load

    p, m, n = A.shape
    rows, target = np.zeros((p, m + n + 1, n)), np.zeros((p, m + n + 1))
    rows[:, :m] = A - A.mean(axis=1, keepdims=True) - (b - b.mean(axis=1, keepdims=True))[:, :, None]
    rows[:, m:-1] = sqrt(m) * ridge[:, None, None] * np.eye(n)
    rows[:, -1] = target[:, -1:] = noise[:, None]
    weights = np.array([nnls(*problem)[0] for problem in zip(rows, target, strict=True)])
    return weights / weights.sum(axis=1, keepdims=True)


def frank_wolfe(A: Array, b: Array, ridge: Array, noise: Array) -> Array:
    """Approach the weights as synthdid does: Frank-Wolfe, with small weights reset to zero, stopped early."""
    return np.array([_wolfe(*problem) for problem in zip(A, b, ridge, noise, strict=True)])


def _wolfe(A: Array, b: Array, ridge: float, noise: float) -> Array:
    A, b = A - A.mean(axis=0), b - b.mean()
    least = (WOLFE_STOP * noise) ** 2
    start = np.full(A.shape[1], 1 / A.shape[1])
    first = _wolfe_steps(A, b, ridge, start, least, WOLFE_FIRST_STEPS)
    kept = np.where(first > first.max() * WOLFE_SPARSE, first, 0.0)
    return _wolfe_steps(A, b, ridge, kept / kept.sum(), least, WOLFE_STEPS)


def _wolfe_steps(A: Array, b: Array, ridge: float, weights: Array, least: float, steps: int) -> Array:
    """Step towards the vertex of steepest descent, as far as is best, until a step gains under `least`."""
    values: list[float] = []
    eta, error = len(b) * ridge**2, A @ weights - b
    while len(values) < steps and (len(values) < 2 or values[-2] - values[-1] > least):
        gradient = error @ A + eta * weights
        step = -weights
        step[gradient.argmin()] += 1
        along = A @ step
        curvature = float(along @ along + eta * (step @ step))
        length = min(1.0, max(0.0, -float(gradient @ step) / curvature)) if curvature > 0 else 0.0
        weights, error = weights + length * step, error + length * along
        values.append(float(error @ error / len(b) + ridge**2 * (weights @ weights)))
    return weights


def sdid(series: Series, treated: Array, launch: int, solver: Solver = exact) -> SyntheticDid:
    """Estimate the effect of a launch.

    Parameters
    ----------
    series
        The balanced panel.
    treated
        Assignment of its units, 0 or 1, shape (G,).
    launch
        First year of treatment.
    solver
        How the weights are found.
    """
    estimate, units, years = _estimates(series, treated[None], launch, solver)
    return SyntheticDid(float(estimate[0]), units[0], years[0])


def _estimates(
    series: Series, pool: Array, launch: int, solver: Solver = exact
) -> tuple[Array, Array, Array]:
    """Estimate the effect under each assignment (A, G).

    Returns
    -------
    tuple
        Estimates (A,), weights of the controls (A, N0) and of the years before (A, T0).
    """
    post = np.array(series.years) >= launch
    n_treated = int(pool[0].sum())
    controls = series.values[np.nonzero(pool == 0)[1].reshape(len(pool), -1)]
    treated = pool @ series.values / n_treated
    before = controls[:, :, ~post]
    noise = np.diff(before, axis=2).std(axis=(1, 2), ddof=1)
    units = solver(
        before.transpose(0, 2, 1), treated[:, ~post], (n_treated * post.sum()) ** 0.25 * noise, noise
    )
    years = solver(before, controls[:, :, post].mean(axis=2), TIME_RIDGE * noise, noise)
    gaps = treated - np.einsum("an,ant->at", units, controls)
    return gaps[:, post].mean(axis=1) - np.einsum("at,at->a", years, gaps[:, ~post]), units, years


def jackknife_se(series: Series, treated: Array, launch: int) -> float:
    """Compute the standard error by leaving out one unit at a time, weights kept (algorithm 3).

    Raises
    ------
    ValueError
        With a single treated unit, whose variance the jackknife cannot see.
    """
    if treated.sum() < 2:
        raise ValueError("The jackknife needs two treated units.")
    post = np.array(series.years) >= launch
    fit = sdid(series, treated, launch)
    values = series.values @ np.where(post, 1 / post.sum(), 0) - series.values[:, ~post] @ fit.time_weights
    weights = np.where(treated == 1, 1 / treated.sum(), 0)
    weights[treated == 0] = fit.unit_weights
    shares = np.where(np.eye(len(treated)) == 1, 0, weights)  # row g: without unit g
    left_out = sum(
        sign * (shares * (treated == group)) @ values / (shares * (treated == group)).sum(axis=1)
        for group, sign in ((1, 1), (0, -1))
    )
    return sqrt((len(treated) - 1) * np.var(left_out))


def placebo_se(series: Series, treated: Array, launch: int) -> float:
    """Compute the standard error over every placebo group among the controls (algorithm 4 without drawing).

    Raises
    ------
    ValueError
        Where there are not more controls than treated units.
    """
    if 2 * treated.sum() >= len(treated):
        raise ValueError("Placebo groups need more controls than treated units.")
    controls = series.without(np.array(series.units)[treated == 1])
    pool = assignments(len(controls.units), int(treated.sum()))
    return float(np.std(_estimates(controls, pool, launch)[0]))
