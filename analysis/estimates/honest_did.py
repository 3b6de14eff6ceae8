"""Sensitivity of an event study to violations of parallel trends.

How far may the groups' trends have parted without the programme before an effect can no longer be told from
none? Two restrictions: "magnitude" (no step of the differential trend after the launch exceeds M times the
largest step before) and "smoothness" (its slope changes by no more than M from one year to the next).

Source: Rambachan and Roth (2023), "A more credible approach to parallel trends", Review of Economic Studies
90(5), 2555-2591. The intervals (conditional least-favourable hybrid for magnitude, fixed length for
smoothness) are those of the Python package moderndid, which gives back the R package's Medicaid example;
diff-diff 3.13, which is better known, misses it for magnitude. moderndid needs 600 MB of other packages, so
its results are kept in data/derived/honest_did.csv.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimators.contrasts import Series
from analysis.panel.load import official_panel
from analysis.study import FIRST_POST_YEAR
from press.base.errors import InputError
from press.tables import schema

COLUMNS = ("study", "restriction", "bound", "ci_low", "ci_high")
DIGITS = 6
MEDICAID_LAUNCH = 2014


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

    coefficients: np.ndarray
    covariance: np.ndarray
    n_before: int

    @property
    def n_after(self) -> int:
        """How many of the coefficients come after the reference year."""
        return len(self.coefficients) - self.n_before


@dataclass(frozen=True, slots=True)
class Study:
    """One sensitivity analysis: the event study, the effect in question and the bounds to try.

    Attributes
    ----------
    name : str
        "medicaid", or the model whose event study it is.
    moments : Moments
    weights : ndarray
        Weights of the coefficients after the reference year in the effect in question.
    bounds : dict
        Values of M by restriction.
    """

    name: str
    moments: Moments
    weights: np.ndarray
    bounds: dict[str, tuple[float, ...]]


def moments(series: Series, treated: np.ndarray, launch: int) -> Moments:
    """Coefficients and covariance of an event study whose reference is the year before the launch."""
    years = np.array(series.years)
    others = years != launch - 1
    values = series.values[:, others] - series.values[:, ~others]
    influence = np.zeros_like(values)
    means = {}
    for group, sign in ((1, 1), (0, -1)):
        rows = treated == group
        means[group] = values[rows].mean(axis=0)
        influence[rows] = sign * (values[rows] - means[group]) / rows.sum()
    G, N, k = len(values), series.values.size, values.shape[1] + len(years)
    factor = G / (G - 1) * (N - 1) / (N - k)
    return Moments(means[1] - means[0], factor * influence.T @ influence, int(np.sum(years < launch - 1)))


def medicaid() -> Study:
    """Return the R package's example: the effect of the first year."""
    frame = schema.load("medicaid").rename(columns={"state": "region"})
    series = Series.of(frame, "insured")
    study = moments(series, series.treated(frame.loc[frame["expanded"] == 1, "region"]), MEDICAID_LAUNCH)
    return Study(
        "medicaid",
        study,
        np.array([1.0, 0.0]),
        {"magnitude": (0.5, 1, 1.5, 2), "smoothness": (0, 0.01, 0.02, 0.03, 0.04, 0.05)},
    )


def official(model: str, group: str) -> Study:
    """Official net migration per 1,000 in 240 region-years: the mean effect after the launch."""
    frame = official_panel(240)
    series = Series.of(frame, "net_rate")
    study = moments(series, series.treated(frame.loc[frame[group] == 1, "region"]), FIRST_POST_YEAR)
    return Study(
        model,
        study,
        np.full(study.n_after, 1 / study.n_after),
        {"magnitude": (0, 0.25, 0.5, 1), "smoothness": (0, 0.1, 0.2, 0.5, 1)},
    )


def studies() -> tuple[Study, ...]:
    """Every study whose results are kept."""
    return (
        medicaid(),
        official("official_hosts_240", "program"),
        official("official_senders5_240", "sender_text"),
    )


def intervals(study: Study, restriction: str) -> Iterator[dict]:
    """Robust intervals of one study, computed by moderndid; one row of `COLUMNS` per bound.

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
    compute, bounds = {
        "magnitude": (create_sensitivity_results_rm, "m_bar_vec"),
        "smoothness": (create_sensitivity_results_sm, "m_vec"),
    }[restriction]
    given = study.moments
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "error", message="CI is open"
        )  # an interval that ends with the grid, not of itself
        table = compute(
            given.coefficients,
            given.covariance,
            given.n_before,
            given.n_after,
            l_vec=study.weights,
            **{bounds: np.array(study.bounds[restriction], dtype=float)},
        )
    for bound, low, high in zip(study.bounds[restriction], table["lb"], table["ub"], strict=True):
        yield dict(zip(COLUMNS, (study.name, restriction, bound, low, high), strict=True))


def compute() -> pd.DataFrame:
    """All intervals of all studies; takes minutes."""
    return pd.DataFrame(
        [row for study in studies() for restriction in study.bounds for row in intervals(study, restriction)],
        columns=list(COLUMNS),
    )


def write() -> None:
    """Compute everything anew and keep it."""
    path = schema.table_path("honest_did")
    path.parent.mkdir(exist_ok=True)
    compute().to_csv(path, index=False, float_format=f"%.{DIGITS}g", lineterminator="\n")
