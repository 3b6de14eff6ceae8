"""The power of tests of a difference between groups, by adding an effect to every choice of units.

Each unit has one value, as its change between two periods. An effect is added to the values of every choice
of as many units in turn, and a test at some level is asked whether it finds it: whether it rejects, with an
estimate of the effect's sign. Nothing is drawn. For each choice there is a smallest effect above which the
test finds it, which can be computed without trying effects; power follows from all of these.
"""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from analysis.estimators.contrasts import difference, squared_influences
from analysis.estimators.inference import Array, assignments, crv1_factor

AT_ONCE = 100
"""Choices compared with all others in one step, which bounds the memory used."""


def found_by_clustered(values: Array, n_treated: int, rows: int, parameters: int, level: float) -> Array:
    """Return, for each choice of units, above which positive effect CRV1 with Student t(G-1) finds it.

    An effect leaves the residuals of a 2x2 as they are, and with them the error.

    Parameters
    ----------
    values
        One value per unit, shape (G,).
    n_treated
        How many units are treated.
    rows, parameters
        N and k of the small-sample factor G/(G-1) (N-1)/(N-k).
    level
        Level of the two-sided test.
    """
    G, pool = len(values), assignments(len(values), n_treated)
    errors = np.sqrt(crv1_factor(G, rows, parameters) * squared_influences(values, pool))
    return stdtrit(G - 1, 1 - level / 2) * errors - difference(values, pool)


def found_by_randomization(values: Array, n_treated: int, level: float) -> Array:
    """Return, for each choice of units, above which positive effect exact randomization finds it.

    With an effect d added to a choice, whose estimate without it is b, another choice of estimate b' has the
    estimate b' + c d, where c is between -1 and 1 and depends on how many units they share. Once b + d is
    positive the other choice is as large in absolute value only up to some d; the test rejects from where
    fewer choices than the level allows are as large.

    Parameters
    ----------
    values, n_treated, level
        As for `found_by_clustered`; the statistic is the estimate's absolute value.
    """
    pool = assignments(len(values), n_treated)
    estimates = difference(values, pool)
    allowed = ceil(level * len(pool)) - 1
    parts = np.split(np.arange(len(pool)), range(AT_ONCE, len(pool), AT_ONCE))
    found = [_exceeded_by(allowed, estimates, pool, part) for part in parts]
    return np.maximum(np.concatenate(found), -estimates)


def _exceeded_by(allowed: int, estimates: Array, pool: Array, part: NDArray[np.int_]) -> Array:
    """Return the effect above which at most `allowed` choices are as large as each choice of a part."""
    own, shared = estimates[part, None], difference(pool[part].T, pool).T
    shared[np.arange(len(part)), part] = 0  # a choice is always as large as itself, as is set below
    last = np.maximum((estimates - own) / (1 - shared), -(estimates + own) / (1 + shared))
    last[np.arange(len(part)), part] = np.inf
    rank = len(pool) - 1 - allowed
    return np.partition(last, rank, axis=1)[:, rank]


def share_found(found_above: Array, effect: float) -> float:
    """Return in which share of the choices a test finds an effect of this size."""
    return float(np.mean(found_above < effect))


def detectable(found_above: Array, power: float) -> float:
    """Return the effect above which a test finds it in the given share of the choices."""
    return float(np.sort(found_above)[ceil(power * len(found_above)) - 1])
