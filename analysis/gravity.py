"""A gravity model of moves between regions by Poisson pseudo-maximum likelihood (PPML).

Persons moving from o to d in year t have the mean exp(b x_odt + pair_od + origin_ot + destination_dt). Source: Santos Silva
and Tenreyro (2006), "The log of gravity", Review of Economics and Statistics 88, 641-658; fixed effects as in Yotov,
Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy Analysis, chapter 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd
from scipy.special import xlogy
from scipy.stats import t as student

from analysis.inference import LEVEL, TIE, Inference, assignments

FIRST_POST_YEAR = 2014
MOST_ITERATIONS = 50
CONVERGED = 1e-13
"""Relative change of the deviance at which the fit ends."""


@dataclass(frozen=True, slots=True)
class Gravity:
    """A fitted gravity model.

    Attributes
    ----------
    frame : DataFrame
        The flows: year, origin, destination, persons (n rows).
    terms : tuple of str
    beta : ndarray, shape (m,)
        Coefficients of the terms.
    residual : ndarray, shape (n,)
        Persons less their fitted mean.
    X : ndarray, shape (n, m)
        The terms with the fixed effects partialled out, weighted by the fitted means.
    bread : ndarray, shape (m, m)
        Inverse of X' diag(mean) X.
    parameters : int
        Terms and fixed effects together.
    """

    frame: pd.DataFrame
    terms: tuple[str, ...]
    beta: np.ndarray
    residual: np.ndarray
    X: np.ndarray
    bread: np.ndarray
    parameters: int


def pair_term(frame: pd.DataFrame, origins: frozenset[str], destinations: frozenset[str], years: Iterable[int]) -> np.ndarray:
    """1 where a move goes from one of the origins to one of the destinations in one of the years, else 0."""
    inside = frame["origin"].isin(origins) & frame["destination"].isin(destinations) & frame["year"].isin(list(years))
    return inside.to_numpy(float)


def post_years(frame: pd.DataFrame) -> list[int]:
    """The years of the frame from the programme's launch on."""
    return [year for year in sorted(frame["year"].unique()) if year >= FIRST_POST_YEAR]


def fixed_effects(frame: pd.DataFrame) -> np.ndarray:
    """Dummies of pairs, origin-years and destination-years, of full column rank.

    The first year of every origin and destination goes into the pairs; in every later year one destination goes, for
    origins and destinations of a year add up to the same.
    """
    first, last = frame["year"].min(), frame["destination"].max()
    later = frame["year"] != first
    pairs = pd.get_dummies(frame["origin"] + ">" + frame["destination"], dtype=float)
    origins = pd.get_dummies((frame["origin"] + frame["year"].astype(str)).where(later), dtype=float)
    kept = later & (frame["destination"] != last)
    destinations = pd.get_dummies((frame["destination"] + frame["year"].astype(str)).where(kept), dtype=float)
    return np.hstack([pairs.to_numpy(), origins.to_numpy(), destinations.to_numpy()])


def ppml(frame: pd.DataFrame, terms: dict[str, np.ndarray]) -> Gravity:
    """Fit the model with the given terms, all fixed effects beside them.

    Raises
    ------
    ValueError
        When the fit does not converge, or a term is collinear with the fixed effects.
    """
    y, effects = frame["persons"].to_numpy(float), fixed_effects(frame)
    D = np.column_stack(list(terms.values())) if terms else np.zeros((len(y), 0))
    beta, mean = _reweighted_least_squares(y, np.hstack([D, effects]))
    X = D - effects @ _weighted_fit(effects, mean, D)
    information = X.T @ (mean[:, None] * X)
    if D.shape[1] and np.linalg.cond(information) > 1e10:
        raise ValueError("A term of the gravity model cannot be told from its fixed effects.")
    return Gravity(frame, tuple(terms), beta[: D.shape[1]], y - mean, X, np.linalg.inv(information), D.shape[1] + effects.shape[1])


def _reweighted_least_squares(y: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and means of a Poisson regression by iterated weighted least squares (Newton's method)."""
    mean, deviance = y + y.mean() / 10, np.inf
    for _ in range(MOST_ITERATIONS):
        beta = _weighted_fit(X, mean, np.log(mean) + (y - mean) / mean)
        mean, before = np.exp(X @ beta), deviance
        deviance = 2 * np.sum(xlogy(y, y / mean) - (y - mean))
        if abs(before - deviance) < CONVERGED * (1 + abs(deviance)):
            return beta, mean
    raise ValueError("The gravity model did not converge.")


def _weighted_fit(X: np.ndarray, weights: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weighted least squares of y, one or several columns, on X by the normal equations."""
    weighted = X.T * weights
    return np.linalg.solve(weighted @ X, weighted @ y)


def errors_by_pair(fit: Gravity) -> list[Inference]:
    """Sandwich errors clustered by ordered pair, one verdict per term; factor G/(G-1), Student t(G-1)."""
    pairs = (fit.frame["origin"] + ">" + fit.frame["destination"]).to_numpy()
    return _verdicts("pair", fit, _meat(fit, pairs), len(np.unique(pairs)))


def errors_two_way(fit: Gravity) -> list[Inference]:
    """Errors clustered two ways, by origin and by destination (Cameron, Gelbach and Miller 2011); Student t(G-1).

    Each part has its own factor G/(G-1). The factor (N-1)/(N-k), which some packages add, is left out, since pairs and
    region-years are nested in the clusters.
    """
    origin, destination = fit.frame["origin"].to_numpy(), fit.frame["destination"].to_numpy()
    pairs = origin + ">" + destination
    meat = _meat(fit, origin) + _meat(fit, destination) - _meat(fit, pairs)
    return _verdicts("two_way", fit, meat, min(len(np.unique(origin)), len(np.unique(destination))))


def _meat(fit: Gravity, groups: np.ndarray) -> np.ndarray:
    codes, names = pd.factorize(groups)
    scores = np.zeros((len(names), fit.X.shape[1]))
    np.add.at(scores, codes, fit.X * fit.residual[:, None])
    return len(names) / (len(names) - 1) * scores.T @ scores


def _verdicts(method: str, fit: Gravity, meat: np.ndarray, clusters: int) -> list[Inference]:
    variance = np.diag(fit.bread @ meat @ fit.bread)
    width = student.ppf((1 + LEVEL) / 2, clusters - 1)
    verdicts = []
    for b, v in zip(fit.beta, variance):
        se = sqrt(v)
        verdicts.append(Inference(method, b, se, b / se, 2 * student.sf(abs(b / se), clusters - 1), b - width * se,
                                  b + width * se, len(fit.frame), clusters - 1, clusters))
    return verdicts


def randomization_p(frame: pd.DataFrame, senders: frozenset[str], hosts: frozenset[str]) -> float:
    """Exact p-value over every choice of as many senders, and of as many hosts among the other regions.

    The statistic is the score test's, |U|/sqrt(V): the model without the term is fitted once, U is the sum of its residuals
    over the chosen pairs and years and V its variance under the Poisson model; no assignment needs a fit of its own.
    Ties count as at least as large.
    """
    names = sorted(set(frame["origin"]))
    U, V = _score_parts(ppml(frame, {}), names)
    sender, host = (np.array([name in chosen for name in names], dtype=float) for chosen in (senders, hosts))
    observed = _statistics(U, V, sender, host[None, sender == 0])[0]
    pool = assignments(len(names) - len(senders), len(hosts))
    larger = sum(np.count_nonzero(_statistics(U, V, chosen, pool) >= observed * (1 - TIE))
                 for chosen in assignments(len(names), len(senders)))
    return larger / (len(assignments(len(names), len(senders))) * len(pool))


def _score_parts(null: Gravity, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Sums of residuals after the launch by pair (R, R); information between pairs (R, R, R, R)."""
    frame, R = null.frame, len(names)
    mean = frame["persons"].to_numpy(float) - null.residual
    code = frame["origin"].map(names.index).to_numpy() * R + frame["destination"].map(names.index).to_numpy()
    post = (frame["year"] >= FIRST_POST_YEAR).to_numpy()
    D = np.zeros((len(frame), R * R))
    D[np.flatnonzero(post), code[post]] = 1.0
    effects, root = fixed_effects(frame), np.sqrt(mean)[:, None]
    weighted = root * D
    basis = np.linalg.qr(root * effects)[0]
    left = basis.T @ weighted
    information = weighted.T @ weighted - left.T @ left
    return (D.T @ null.residual).reshape(R, R), information.reshape(R, R, R, R)


def _statistics(U: np.ndarray, V: np.ndarray, senders: np.ndarray, hosts: np.ndarray) -> np.ndarray:
    """|U|/sqrt(V) for one set of senders (0/1, shape (R,)) and sets of hosts among the others (0/1, shape (A, R - senders))."""
    chosen, others = np.flatnonzero(senders), np.flatnonzero(senders == 0)
    score = hosts @ U[np.ix_(chosen, others)].sum(axis=0)
    between = V[np.ix_(chosen, others, chosen, others)].sum(axis=(0, 2))
    return np.abs(score) / np.sqrt(np.sum(hosts @ between * hosts, axis=1))
