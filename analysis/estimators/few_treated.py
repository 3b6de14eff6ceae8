"""Inference for few treated units from the changes of the others, without a draw.

Both methods take the treated units' changes, apart from the effect, for independent draws from those that
others had. The distribution of the estimate under no effect is then a sum of independent variables, each
with as many values as there are changes to draw from; it is computed on a fine grid by Fourier transforms.

Sources: Conley and Taber (2011), "Inference with 'difference in differences' with a small number of policy
changes", Review of Economics and Statistics 93, 113-125; Ferman and Pinto (2019), "Inference in
differences-in-differences with few treated groups and heteroskedasticity", Review of Economics and Statistics
101, 452-467.
"""

from collections.abc import Iterable

import numpy as np

from analysis.estimators.contrasts import difference
from analysis.estimators.inference import TIE, Array

GRID = 2**16
"""Points of the grid, from minus to plus the largest sum that there can be."""


def conley_taber(changes: Array, treated: Array) -> float:
    """Compute the p-value of a difference in differences from the changes of the units not treated.

    Each treated unit's change is taken for one of the others', all alike likely, and the others' mean for
    known: both need many units that were not treated, whose changes vary as those of the treated would.

    Parameters
    ----------
    changes
        Each unit's mean after the launch less its mean before, shape (G,).
    treated
        0 or 1, shape (G,).
    """
    estimate = float(difference(changes, treated[None])[0])
    others = changes[treated == 0] - changes[treated == 0].mean()
    return share_as_large(estimate, [others / treated.sum()] * int(treated.sum()))


def ferman_pinto(changes: Array, treated: Array, sizes: Array) -> float:
    """Compute the p-value where the variance of a unit's change depends on its size.

    The squared deviations of the units from their group's mean change are regressed on 1 and on 1 over the
    size; the deviations over the fitted standard deviations are what every unit draws from, times its own.

    Parameters
    ----------
    changes, treated
        As for `conley_taber`.
    sizes
        The units' sizes, shape (G,).

    Raises
    ------
    ValueError
        When a fitted variance is not positive.
    """
    counts = np.bincount(treated.astype(int))
    means = np.bincount(treated.astype(int), changes) / counts
    deviations = changes - means[treated.astype(int)]
    X = np.column_stack([np.ones_like(sizes), 1 / sizes])
    variances = X @ np.linalg.lstsq(X, deviations**2, rcond=None)[0]
    if not (variances > 0).all():
        raise ValueError("The variance fitted to the sizes of units is not positive for each of them.")
    spread = np.sqrt(variances)
    shares = spread * (treated / counts[1] - (1 - treated) / counts[0])
    estimate = float(difference(changes, treated[None])[0])
    return share_as_large(estimate, np.outer(shares, deviations / spread))


def share_as_large(observed: float, variables: Iterable[Array]) -> float:
    """Return the probability that a sum of independent variables is at least as large, in absolute value.

    Parameters
    ----------
    observed
        The value to reach.
    variables
        The values of each variable, all alike likely.
    """
    given = [np.asarray(values, dtype=float) for values in variables]
    reach = sum(np.abs(values).max() for values in given)
    step = 2 * reach / (GRID // 2)
    transform = np.prod([np.fft.rfft(_on_grid(values, step)) for values in given], axis=0)
    sums = np.fft.fftfreq(GRID, 1 / GRID) * step
    masses = np.fft.irfft(transform, GRID)
    return float(masses[np.abs(sums) >= abs(observed) * (1 - TIE)].sum())


def _on_grid(values: Array, step: float) -> Array:
    """Lay equal masses on a circular grid, each divided between its two neighbours so that its mean stays."""
    place = values / step
    low = np.floor(place).astype(int)
    masses = np.zeros(GRID)
    np.add.at(masses, low % GRID, 1 - (place - low))
    np.add.at(masses, (low + 1) % GRID, place - low)
    return masses / len(values)
