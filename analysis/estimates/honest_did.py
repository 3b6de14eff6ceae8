"""Sensitivity of the event studies to violations of parallel trends (see `estimators.honest_did`).

The package that computes the intervals needs 600 MB of other packages, so its results are kept in
data/derived/honest_did.csv, written by `python -m analysis honest-did`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates import placebos
from analysis.estimators import honest_did
from analysis.estimators.contrasts import Series
from analysis.study import FIRST_POST_YEAR
from press.tables import schema

COLUMNS = ("study", "last_year", "restriction", "bound", "ci_low", "ci_high")
DIGITS = 6
MEDICAID_LAUNCH = 2014
STUDIES = {"official_hosts_240": "hosts", "official_senders5_240": "senders5"}
"""The models of official net migration that are examined, and their groups."""


@dataclass(frozen=True, slots=True)
class Study:
    """One sensitivity analysis: the event study, the effect in question and the bounds to try.

    Attributes
    ----------
    name : str
        "medicaid", or the model whose event study it is.
    last_year : int
        Last year of its data.
    moments : Moments
    weights : ndarray
        Weights of the coefficients after the reference year in the effect in question.
    bounds : dict
        Values of M by restriction.
    """

    name: str
    last_year: int
    moments: honest_did.Moments
    weights: np.ndarray
    bounds: dict[str, tuple[float, ...]]


def medicaid() -> Study:
    """Return the R package's example: the effect of the first year."""
    frame = schema.load("medicaid")
    series = Series.of(frame, "insured", "state")
    treated = series.treated(frame.loc[frame["expanded"] == 1, "state"])
    return Study(
        "medicaid",
        series.years[-1],
        honest_did.moments(series, treated, MEDICAID_LAUNCH),
        np.array([1.0, 0.0]),
        {"magnitude": (0.5, 1, 1.5, 2), "smoothness": (0, 0.01, 0.02, 0.03, 0.04, 0.05)},
    )


def official(model: str, group: str) -> Study:
    """Return the mean effect after the launch on official net migration per 1,000 by region of 2014."""
    series = placebos.series()
    moments = honest_did.moments(series, series.treated(placebos.members(group)), FIRST_POST_YEAR)
    return Study(
        model,
        series.years[-1],
        moments,
        np.full(moments.n_after, 1 / moments.n_after),
        {"magnitude": (0, 0.25, 0.5, 1), "smoothness": (0, 0.1, 0.2, 0.5, 1)},
    )


def studies() -> tuple[Study, ...]:
    """Return every study whose results are kept."""
    return (medicaid(), *(official(model, group) for model, group in STUDIES.items()))


def intervals(study: Study, restriction: str) -> Iterator[dict]:
    """Yield the robust intervals of one study, one row of `COLUMNS` per bound."""
    for row in honest_did.intervals(study.moments, study.weights, restriction, study.bounds[restriction]):
        yield dict(zip(COLUMNS, (study.name, study.last_year, restriction, *row), strict=True))


def bound_key(bound: float) -> str:
    """Return a bound as part of a key: 0.5 is 0_5."""
    return f"{bound:g}".replace(".", "_")


def compute() -> pd.DataFrame:
    """Compute all intervals of all studies; takes minutes."""
    return pd.DataFrame(
        [row for study in studies() for restriction in study.bounds for row in intervals(study, restriction)],
        columns=list(COLUMNS),
    )


def write_intervals() -> None:
    """Compute everything anew and keep it."""
    kept = {"index": False, "float_format": f"%.{DIGITS}g", "lineterminator": "\n"}
    compute().to_csv(schema.table_path("honest_did"), **kept)
