"""Figures on which two ways of computing must agree, on the official panel and on Grunfeld's."""

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd

from analysis.estimators.contrasts import Series, before_after, compare
from analysis.estimators.did import did
from analysis.estimators.inference import TIE, Cells, Design, assignments, crv1, ri_p, wcr_p
from analysis.estimators.sdid import sdid
from analysis.panel.load import official_panel
from analysis.study import FIRST_POST_YEAR
from analysis.validation.check import Check
from analysis.validation.printed import grunfeld_design

TOLERANCE = 1e-9
CAPITAL = 2  # the column of the capital stock in Grunfeld's regression
ADDED = 5.0
"""Effect that is added to the hosts' years after the launch, per 1,000 inhabitants."""


def checks() -> tuple[Check, ...]:
    """Check every figure against the other way to it."""
    return (*official_identities(), *enumerations())


@cache
def hosts() -> pd.DataFrame:
    """Return the official panel of 240 region-years, sorted by region and year."""
    return official_panel(240).sort_values(["region", "year"], ignore_index=True)


def official_identities() -> Iterator[Check]:
    """Check estimate and clustered error of a balanced difference in differences on official rates."""
    frame = hosts()
    series = Series.of(frame, "net_rate", "region")
    treated = series.treated(frame.loc[frame["program"] == 1, "region"])
    interaction = did(frame, "net_rate", "program").estimate[-1]
    mean = frame.groupby(["program", "post"])["net_rate"].mean()
    yield _identity(
        "difference_of_differences",
        "Interaction of the 2 × 2 regression",
        interaction,
        (mean[1, 1] - mean[1, 0]) - (mean[0, 1] - mean[0, 0]),
        "difference of differences of cell means",
    )
    with_dummies = _with_dummies(frame)
    by_dummies = with_dummies.beta()[with_dummies.term]
    yield _identity(
        "demeaning",
        "Two-way fixed effects by demeaning",
        _demeaned_slope(frame),
        by_dummies,
        "regression on all dummies",
    )
    yield _identity(
        "fixed_effects",
        "Interaction of the 2 × 2 regression",
        interaction,
        by_dummies,
        "two-way fixed effects",
    )
    yield _identity(
        "equal_weights",
        "Synthetic DiD with equal weights",
        sdid(series, treated, FIRST_POST_YEAR, lambda A, *_: np.full(A.shape[::2], 1 / A.shape[2])).estimate,
        interaction,
        "interaction of the 2 × 2 regression",
    )
    more = frame.assign(net_rate=frame["net_rate"] + ADDED * frame["program_post"])
    yield _identity(
        "added_effect",
        "Interaction after an effect was added",
        did(more, "net_rate", "program").estimate[-1],
        interaction + ADDED,
        "interaction before, plus the effect",
    )
    yield _identity(
        "clustered_contrast",
        "Clustered error from regions’ contrasts",
        compare(series, before_after(series.years, FIRST_POST_YEAR), treated).std_error,
        crv1(with_dummies).std_error,
        "sandwich of the regression on dummies",
    )


def enumerations() -> Iterator[Check]:
    """Check the bootstrap's t, and exact p-values against counting refits one by one."""
    design = grunfeld_design(CAPITAL)
    t = crv1(design).t
    yield _identity(
        "bootstrap_t",
        "t, ten firms",
        t,
        _bootstrap_t(design, np.ones(design.n_clusters)),
        "bootstrap sample with positive signs",
    )
    codes = np.arange(2**design.n_clusters)
    signs = 1.0 - 2.0 * (codes[:, None] >> np.arange(design.n_clusters) & 1)
    refits = np.array([_bootstrap_t(design, vector) for vector in signs])
    yield _identity(
        "bootstrap_p",
        "Exact bootstrap p, ten firms",
        wcr_p(design),
        np.mean(np.abs(refits) >= abs(t) * (1 - TIE)),
        "a regression for each sign vector",
    )
    frame = hosts()
    clusters = pd.factorize(frame["region"])[0]
    y, post = frame["net_rate"].to_numpy(), frame["post"].to_numpy()
    senders = frame.groupby("region")["sender"].max().to_numpy(float)
    pool = assignments(len(senders), int(senders.sum()))
    fits = np.array([_interaction(y, post, group[clusters]) for group in pool])
    observed = _interaction(y, post, senders[clusters])
    yield _identity(
        "randomization_p",
        "Exact randomization p, three senders",
        ri_p(Cells.of(y, post, clusters), senders),
        np.mean(np.abs(fits) >= abs(observed) * (1 - TIE)),
        "a regression for each assignment",
    )


def _identity(key: str, what: str, ours: float, other: float, way: str) -> Check:
    return Check(key, "identity", what, other, ours, TOLERANCE, way)


def _with_dummies(frame: pd.DataFrame) -> Design:
    """Return the two-way fixed effects regression of the official net rate with every dummy written out."""
    region, year = pd.factorize(frame["region"])[0], pd.factorize(frame["year"])[0]
    X = np.column_stack(
        [np.eye(region.max() + 1)[region], np.eye(year.max() + 1)[year][:, 1:], frame["program_post"]]
    )
    return Design(frame["net_rate"].to_numpy(), X, region, X.shape[1] - 1, nested=region.max())


def _demeaned_slope(frame: pd.DataFrame) -> float:
    columns = frame[["net_rate", "program_post"]]
    by_region, by_year = (columns.groupby(frame[name]).transform("mean") for name in ("region", "year"))
    within = columns - by_region - by_year + columns.mean()
    y, x = within["net_rate"], within["program_post"]
    return float(y @ x / (x @ x))


def _bootstrap_t(design: Design, signs: np.ndarray) -> float:
    """Compute t of one bootstrap sample: residuals under the null times the clusters' signs, refitted."""
    others = np.delete(design.X, design.term, axis=1)
    fitted = others @ np.linalg.lstsq(others, design.y, rcond=None)[0]
    sample = fitted + signs[design.clusters] * (design.y - fitted)
    return crv1(Design(sample, design.X, design.clusters, design.term)).t


def _interaction(y: np.ndarray, post: np.ndarray, group: np.ndarray) -> float:
    X = np.column_stack([np.ones_like(y), group, post, group * post])
    return np.linalg.lstsq(X, y, rcond=None)[0][3]
