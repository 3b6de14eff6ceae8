"""A gravity model of flows between places by Poisson pseudo-maximum likelihood (PPML).

The flow from o to d in year t has the mean exp(b x_odt + pair_od + origin_ot + destination_dt). Frames of
flows have the columns year, origin and destination, and the flow in a column that callers name.
Source: Santos Silva and Tenreyro (2006), "The log of gravity", Review of Economics and Statistics 88,
641-658; fixed effects as in Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy
Analysis, chapter 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack
from scipy.special import xlogy

from analysis.estimators.inference import Array, Inference, assignments, exceedance, student_verdict

MOST_ITERATIONS = 50
CONVERGED = 1e-13
"""Relative change of the deviance at which the fit ends."""
COLLINEAR = 1e-9
"""Share of the terms' size that counts as nothing left."""


@dataclass(frozen=True, slots=True)
class Gravity:
    """A fitted gravity model.

    Attributes
    ----------
    frame : DataFrame
        The flows (n rows).
    beta : ndarray, shape (m,)
        Coefficients of the terms.
    mean, residual : ndarray, shape (n,)
        The fitted means, and the flows less these.
    X : ndarray, shape (n, m)
        The terms with the fixed effects partialled out, weighted by the fitted means.
    bread : ndarray, shape (m, m)
        Inverse of X' diag(mean) X.
    """

    frame: pd.DataFrame
    beta: Array
    mean: Array
    residual: Array
    X: Array
    bread: Array


def pair_term(
    frame: pd.DataFrame, origins: frozenset[str], destinations: frozenset[str], years: Iterable[int]
) -> Array:
    """Mark flows from one of the origins to one of the destinations in one of the years by 1, others by 0."""
    inside = (
        frame["origin"].isin(origins)
        & frame["destination"].isin(destinations)
        & frame["year"].isin(list(years))
    )
    return inside.to_numpy(float)


@dataclass(frozen=True, slots=True)
class Effects:
    """Fixed effects as sparse dummies, of full column rank together.

    The first year of every origin and destination goes into the pairs; in every later year one destination
    goes, for origins and destinations of a year add up to the same.

    Attributes
    ----------
    pairs : csr_array, shape (n, P)
        One column per ordered pair; each row is in one.
    years : csr_array, shape (n, q)
        Origin-years and destination-years.
    """

    pairs: csr_array
    years: csr_array

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Effects:
        """Return the dummies of a frame of flows."""
        later = frame["year"] != frame["year"].min()
        kept = later & (frame["destination"] != frame["destination"].max())
        year = frame["year"].astype(str)
        origins = _dummies((frame["origin"] + year).where(later))
        destinations = _dummies((frame["destination"] + year).where(kept))
        return cls(_dummies(_pair(frame)), hstack([origins, destinations], format="csr"))

    def fit(self, y: Array, weights: Array, terms: Array | None = None) -> tuple[Array, Array]:
        """Fit y, one or several columns, on terms and effects by weighted least squares.

        The pairs are partialled out, which only takes means, so that the equations left are few.

        Returns
        -------
        tuple
            Coefficients of the terms, and fitted values.
        """
        X = self.years if terms is None else hstack([csr_array(terms), self.years], format="csr")
        weighted, by_pair = (X.T * weights).tocsr(), (self.pairs.T * weights).tocsr()
        means, y_means = (by_pair @ X).toarray(), by_pair @ y
        totals = by_pair.sum(axis=1)
        scaled = means.T / totals
        beta = np.linalg.solve((weighted @ X).toarray() - scaled @ means, weighted @ y - scaled @ y_means)
        pair_effects = ((y_means - means @ beta).T / totals).T
        return beta[: X.shape[1] - self.years.shape[1]], self.pairs @ pair_effects + X @ beta


def _pair(frame: pd.DataFrame) -> pd.Series:
    """Name the ordered pair of each row."""
    return frame["origin"] + ">" + frame["destination"]


def _dummies(groups: pd.Series) -> csr_array:
    """Make one column per group, none for rows without a group."""
    codes, names = pd.factorize(groups, sort=True)
    rows = np.flatnonzero(codes >= 0)
    return csr_array((np.ones(len(rows)), (rows, codes[rows])), shape=(len(codes), len(names)))


def ppml(frame: pd.DataFrame, outcome: str, *terms: Array) -> Gravity:
    """Fit the model with the given terms, all fixed effects beside them.

    Parameters
    ----------
    frame
        The flows: year, origin, destination, one row per year and ordered pair.
    outcome
        The column that holds the flow.
    terms
        One value per row each.

    Raises
    ------
    ValueError
        When the fit does not converge, or a term is collinear with the fixed effects.
    """
    y, effects = frame[outcome].to_numpy(float), Effects.of(frame)
    D = np.column_stack(terms) if terms else np.zeros((len(y), 0))
    _refuse_collinear(D, effects)
    beta, mean = _reweighted_least_squares(y, D, effects)
    X = D - effects.fit(D, mean)[1]
    bread = np.linalg.inv(X.T @ (mean[:, None] * X))
    return Gravity(frame, beta, mean, y - mean, X, bread)


def _refuse_collinear(D: Array, effects: Effects) -> None:
    """Refuse terms that the fixed effects, or other terms, explain."""
    left = D - effects.fit(D, np.ones(len(D)))[1]
    if np.linalg.matrix_rank(left, tol=COLLINEAR * np.linalg.norm(D)) < D.shape[1]:
        raise ValueError("A term of the gravity model cannot be told from its fixed effects.")


def _reweighted_least_squares(y: Array, D: Array, effects: Effects) -> tuple[Array, Array]:
    """Fit a Poisson regression by iterated weighted least squares; return its coefficients and means."""
    mean, deviance = y + y.mean() / 10, np.inf
    for _ in range(MOST_ITERATIONS):
        beta, logarithm = effects.fit(np.log(mean) + (y - mean) / mean, mean, D)
        mean, before = np.exp(logarithm), deviance
        deviance = 2 * np.sum(xlogy(y, y / mean) - (y - mean))
        if abs(before - deviance) < CONVERGED * (1 + abs(deviance)):
            return beta, mean
    raise ValueError("The gravity model did not converge.")


def errors_by_pair(fit: Gravity) -> list[Inference]:
    """Judge each term by errors clustered by ordered pair, with the factor G/(G-1), and Student t(G-1)."""
    pairs = _pair(fit.frame)
    return _verdicts("pair", fit, _meat(fit, pairs), pairs.nunique())


def errors_two_way(fit: Gravity) -> list[Inference]:
    """Judge each term by errors clustered two ways, by origin and by destination, and Student t(G-1).

    See Cameron, Gelbach and Miller (2011). Each part has its own factor G/(G-1). The factor (N-1)/(N-k),
    which some packages add, is left out, since pairs and origin-years are nested in the clusters.
    """
    origin, destination = fit.frame["origin"], fit.frame["destination"]
    meat = _meat(fit, origin) + _meat(fit, destination) - _meat(fit, _pair(fit.frame))
    return _verdicts("two_way", fit, meat, min(origin.nunique(), destination.nunique()))


def errors_dyadic(fit: Gravity) -> list[Inference]:
    """Judge each term by dyadic-robust errors, with the factor G/(G-1) of G places, and Student t(G-1).

    Any two flows that have a place in common may be correlated, be it as origin or as destination. See
    Aronow, Samii and Assenova (2015), "Cluster-robust variance estimation for dyadic data", Political
    Analysis 23, 564-577. The sum over places of the flows that touch one counts flows between the same two
    places twice, so that these are taken off once.
    """
    origin, destination = fit.frame["origin"], fit.frame["destination"]
    names = sorted({*origin, *destination})
    places = np.zeros((len(names), fit.X.shape[1]))
    for ends in (origin, destination):
        np.add.at(places, ends.map(names.index), _scores(fit))
    either_way = np.where(origin < destination, _pair(fit.frame), destination + ">" + origin)
    meat = places.T @ places - _squared(fit, pd.Series(either_way))
    G = len(names)
    return _verdicts("dyadic", fit, G / (G - 1) * meat, G)


def _scores(fit: Gravity) -> Array:
    """Return each flow's score, shape (n, m)."""
    return fit.X * fit.residual[:, None]


def _meat(fit: Gravity, groups: pd.Series) -> Array:
    return groups.nunique() / (groups.nunique() - 1) * _squared(fit, groups)


def _squared(fit: Gravity, groups: pd.Series) -> Array:
    """Sum the outer products of the groups' scores, shape (m, m)."""
    codes, names = pd.factorize(groups)
    scores = np.zeros((len(names), fit.X.shape[1]))
    np.add.at(scores, codes, _scores(fit))
    return scores.T @ scores


def _verdicts(method: str, fit: Gravity, meat: Array, clusters: int) -> list[Inference]:
    n, df = len(fit.frame), clusters - 1
    errors = np.sqrt(np.diag(fit.bread @ meat @ fit.bread))
    return [
        Inference(method, b, n, clusters, se, *student_verdict(b, se, df), df)
        for b, se in zip(fit.beta.tolist(), errors.tolist(), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the score test of any origins and destinations needs, from the model without a term.

    Attributes
    ----------
    names : tuple of str
        The R places.
    score : ndarray, shape (R, R)
        Sum of each pair's residuals from the launch on, origin by destination.
    information : ndarray, shape (R, R, R, R)
        Covariance of the scores of two pairs under the Poisson model.
    """

    names: tuple[str, ...]
    score: Array
    information: Array

    @classmethod
    def of(cls, frame: pd.DataFrame, outcome: str, launch: int) -> Scores:
        """Fit the fixed effects alone, and sum up what they leave from the launch on.

        Parameters
        ----------
        frame, outcome
            As for `ppml`.
        launch
            First year of treatment.
        """
        names, null = sorted(set(frame["origin"])), ppml(frame, outcome)
        R = len(names)
        code = (frame["origin"].map(names.index) * R + frame["destination"].map(names.index)).to_numpy()
        post = np.flatnonzero(frame["year"] >= launch)
        pairs = csr_array((np.ones(len(post)), (post, code[post])), shape=(len(frame), R * R))
        left = pairs.toarray() - Effects.of(frame).fit(pairs.toarray(), null.mean)[1]
        information = (pairs.T * null.mean) @ left
        return cls(tuple(names), (pairs.T @ null.residual).reshape(R, R), information.reshape(R, R, R, R))

    def randomization_p(self, origins: frozenset[str], destinations: frozenset[str]) -> float:
        """Compute the exact p-value over every choice of as many origins and destinations.

        Destinations are chosen among the places that are no origins. The statistic is the score test's,
        |U|/sqrt(V): U sums the residuals of the chosen pairs from the launch on, V is its variance under the
        Poisson model; no choice needs a fit of its own. Ties count as at least as large.
        """
        origin, destination = (
            np.array([name in chosen for name in self.names], dtype=float)
            for chosen in (origins, destinations)
        )
        observed = self._statistics(origin[None], destination[None, origin == 0])
        pool = (
            assignments(len(self.names), len(origins)),
            assignments(len(self.names) - len(origins), len(destinations)),
        )
        return exceedance(observed[0, 0], self._statistics(*pool))

    def _statistics(self, origins: Array, destinations: Array) -> Array:
        """Compute |U|/sqrt(V), shape (A, B).

        Parameters
        ----------
        origins
            Sets of origins, 0 or 1, shape (A, R).
        destinations
            Sets of destinations among the places that are no origins, in order, 0 or 1, shape (B, R -
            origins).
        """
        A, R = origins.shape
        others = np.nonzero(origins == 0)[1].reshape(A, -1)
        products = (origins[:, :, None] * origins[:, None, :]).reshape(A, R * R)
        between = (products @ self.information.transpose(0, 2, 1, 3).reshape(R * R, R * R)).reshape(A, R, R)
        between = between[np.arange(A)[:, None, None], others[:, :, None], others[:, None, :]]
        pairs = destinations[:, :, None] * destinations[:, None, :]
        variance = between.reshape(A, -1) @ pairs.reshape(len(destinations), -1).T
        score = np.take_along_axis(origins @ self.score, others, axis=1) @ destinations.T
        return np.abs(score) / np.sqrt(variance)
