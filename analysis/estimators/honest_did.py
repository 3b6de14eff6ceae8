"""Sensitivity of an event study to violations of parallel trends.

How far may the groups' trends have parted without the treatment before an effect can no longer be told from
none? Two restrictions: "magnitude" (no step of the differential trend after the launch exceeds M times the
largest step before) and "smoothness" (its slope changes by no more than M from one year to the next).

Source: Rambachan and Roth (2023), "A more credible approach to parallel trends", Review of Economic Studies
90(5), 2555-2591. The intervals (conditional least-favourable hybrid for magnitude, fixed length for
smoothness) are those of the Python package moderndid, which gives back the R package's Medicaid example;
diff-diff 3.13, which is better known, misses it for magnitude.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.estimators.contrasts import Series
from analysis.estimators.inference import Array, crv1_factor
from press.base.errors import InputError


@dataclass(frozen=True, slots=True)
class Moments:
    """What the sensitivity analysis knows of an event study.

    Attributes
    ----------
    coefficients : ndarray, shape (m,)
        Difference between the groups in each year but the reference, less that of the reference year.
    covariance : ndarray, shape (m, m)
        Clustered by unit, with the factor G/(G-1) (N-1)/(N-k), k counting these coefficients and the years
        (unit effects, which are nested in the clusters, not: the convention of R's fixest).
    n_before : int
        How many of the coefficients come before the reference year.
    """

    coefficients: Array
    covariance: Array
    n_before: int

    @property
    def n_after(self) -> int:
        """How many of the coefficients come after the reference year."""
        return len(self.coefficients) - self.n_before


def moments(series: Series, treated: Array, launch: int) -> Moments:
    """Estimate an event study whose reference is the year before the launch, with its covariance."""
    years = np.array(series.years)
    others = years != launch - 1
    values = series.values[:, others] - series.values[:, ~others]
    group = treated.astype(int)
    means = np.array([values[group == side].mean(axis=0) for side in (0, 1)])
    influence = (2 * group - 1)[:, None] * (values - means[group]) / np.bincount(group)[group][:, None]
    factor = crv1_factor(len(values), series.values.size, values.shape[1] + len(years))
    return Moments(means[1] - means[0], factor * influence.T @ influence, int(np.sum(years < launch - 1)))


def intervals(
    given: Moments, weights: Array, restriction: str, bounds: Sequence[float]
) -> list[tuple[float, float, float]]:
    """Compute the robust intervals of an effect by moderndid.

    Parameters
    ----------
    given
        The event study.
    weights
        Weights of its coefficients after the reference year in the effect.
    restriction
        "magnitude" or "smoothness".
    bounds
        Values of M.

    Returns
    -------
    list of tuple
        M, lower and upper end.

    Raises
    ------
    InputError
        Where moderndid is not installed.
    UserWarning
        Where an interval is wider than the grid on which it is sought.
    """
    try:
        from moderndid.didhonest import create_sensitivity_results_rm, create_sensitivity_results_sm
    except ImportError:
        raise InputError(
            "The sensitivity to trends needs the package moderndid: set up `make external`."
        ) from None
    compute, vector = {
        "magnitude": (create_sensitivity_results_rm, "m_bar_vec"),
        "smoothness": (create_sensitivity_results_sm, "m_vec"),
    }[restriction]
    with warnings.catch_warnings():
        # An interval that ends with the grid, not of itself.
        warnings.filterwarnings("error", message="CI is open")
        table = compute(
            given.coefficients,
            given.covariance,
            given.n_before,
            given.n_after,
            l_vec=weights,
            **{vector: np.array(bounds, dtype=float)},
        )
    return list(zip(bounds, table["lb"], table["ub"], strict=True))
