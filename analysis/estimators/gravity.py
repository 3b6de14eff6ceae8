"""A gravity model of moves between regions by Poisson pseudo-maximum likelihood (PPML).

Persons moving from o to d in year t have the mean exp(b x_odt + pair_od + origin_ot + destination_dt).
Source: Santos Silva and Tenreyro (2006), "The log of gravity", Review of Economics and Statistics 88,
641-658; fixed effects as in Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy
Analysis, chapter 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, hstack
from scipy.special import xlogy
from scipy.stats import t as student

from analysis.estimators.inference import CONFIDENCE_LEVEL, Inference, assignments, exceedance
from analysis.study import FIRST_POST_YEAR

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


def pair_term(
    frame: pd.DataFrame, origins: frozenset[str], destinations: frozenset[str], years: Iterable[int]
) -> np.ndarray:
    """1 where a move goes from one of the origins to one of the destinations in one of the years, else 0."""
    inside = (
        frame["origin"].isin(origins)
        & frame["destination"].isin(destinations)
        & frame["year"].isin(list(years))
    )
    return inside.to_numpy(float)


def post_years(frame: pd.DataFrame) -> list[int]:
    """Return the years of the frame from the programme's launch on."""
    return [year for year in sorted(frame["year"].unique()) if year >= FIRST_POST_YEAR]


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
        years = [
            _dummies((frame["origin"] + year).where(later)),
            _dummies((frame["destination"] + year).where(kept)),
        ]
        return cls(_dummies(frame["origin"] + ">" + frame["destination"]), hstack(years, format="csr"))

    @property
    def count(self) -> int:
        """Number of effects."""
        return self.pairs.shape[1] + self.years.shape[1]

    def fit(
        self, y: np.ndarray, weights: np.ndarray, terms: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Weighted least squares of y, one or several columns, on terms and effects.

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


def _dummies(groups: pd.Series) -> csr_array:
    """One column per group, none for rows without a group."""
    codes, names = pd.factorize(groups, sort=True)
    rows = np.flatnonzero(codes >= 0)
    return csr_array((np.ones(len(rows)), (rows, codes[rows])), shape=(len(codes), len(names)))


def ppml(frame: pd.DataFrame, terms: dict[str, np.ndarray]) -> Gravity:
    """Fit the model with the given terms, all fixed effects beside them.

    Raises
    ------
    ValueError
        When the fit does not converge, or a term is collinear with the fixed effects.
    """
    y, effects = frame["persons"].to_numpy(float), Effects.of(frame)
    D = np.column_stack(list(terms.values())) if terms else np.zeros((len(y), 0))
    _refuse_collinear(D, effects)
    beta, mean = _reweighted_least_squares(y, D, effects)
    X = D - effects.fit(D, mean)[1]
    return Gravity(
        frame,
        tuple(terms),
        beta,
        y - mean,
        X,
        np.linalg.inv(X.T @ (mean[:, None] * X)),
        D.shape[1] + effects.count,
    )


def _refuse_collinear(D: np.ndarray, effects: Effects) -> None:
    """Refuse terms that the fixed effects, or other terms, explain."""
    left = D - effects.fit(D, np.ones(len(D)))[1]
    if np.linalg.matrix_rank(left, tol=COLLINEAR * np.linalg.norm(D)) < D.shape[1]:
        raise ValueError("A term of the gravity model cannot be told from its fixed effects.")


def _reweighted_least_squares(
    y: np.ndarray, D: np.ndarray, effects: Effects
) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and means of a Poisson regression by iterated weighted least squares (Newton's method)."""
    mean, deviance = y + y.mean() / 10, np.inf
    for _ in range(MOST_ITERATIONS):
        beta, logarithm = effects.fit(np.log(mean) + (y - mean) / mean, mean, D)
        mean, before = np.exp(logarithm), deviance
        deviance = 2 * np.sum(xlogy(y, y / mean) - (y - mean))
        if abs(before - deviance) < CONVERGED * (1 + abs(deviance)):
            return beta, mean
    raise ValueError("The gravity model did not converge.")


def errors_by_pair(fit: Gravity) -> list[Inference]:
    """Sandwich errors clustered by ordered pair, one verdict per term; factor G/(G-1), Student t(G-1)."""
    pairs = (fit.frame["origin"] + ">" + fit.frame["destination"]).to_numpy()
    return _verdicts("pair", fit, _meat(fit, pairs), len(np.unique(pairs)))


def errors_two_way(fit: Gravity) -> list[Inference]:
    """Errors clustered two ways, by origin and by destination (Cameron, Gelbach and Miller 2011).

    Student t(G-1).

    Each part has its own factor G/(G-1). The factor (N-1)/(N-k), which some packages add, is left out, since
    pairs and region-years are nested in the clusters.
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
    width = student.ppf((1 + CONFIDENCE_LEVEL) / 2, clusters - 1)
    verdicts = []
    for b, v in zip(fit.beta, variance):
        se = sqrt(v)
        verdicts.append(
            Inference(
                method,
                b,
                se,
                b / se,
                2 * student.sf(abs(b / se), clusters - 1),
                b - width * se,
                b + width * se,
                len(fit.frame),
                clusters - 1,
                clusters,
            )
        )
    return verdicts


@dataclass(frozen=True, slots=True)
class Scores:
    """What the score test of any senders and hosts needs.

    The model without a term is fitted once for all of them.

    Attributes
    ----------
    names : tuple of str
        The R regions.
    score : ndarray, shape (R, R)
        Sum of each pair's residuals after the launch, origin by destination.
    information : ndarray, shape (R, R, R, R)
        Covariance of the scores of two pairs under the Poisson model.
    """

    names: tuple[str, ...]
    score: np.ndarray
    information: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Scores:
        """Fit the fixed effects alone, and sum up what they leave after the launch."""
        names, null = sorted(set(frame["origin"])), ppml(frame, {})
        R, mean = len(names), frame["persons"].to_numpy(float) - null.residual
        code = (
            frame["origin"].map(names.index).to_numpy() * R + frame["destination"].map(names.index).to_numpy()
        )
        post = np.flatnonzero(frame["year"] >= FIRST_POST_YEAR)
        pairs = csr_array((np.ones(len(post)), (post, code[post])), shape=(len(frame), R * R))
        left = pairs.toarray() - Effects.of(frame).fit(pairs.toarray(), mean)[1]
        information = (pairs.T * mean) @ left
        return cls(tuple(names), (pairs.T @ null.residual).reshape(R, R), information.reshape(R, R, R, R))

    def randomization_p(self, origins: frozenset[str], destinations: frozenset[str]) -> float:
        """Exact p-value over every choice of as many origins, and of as many destinations among the other regions.

        The statistic is the score test's, |U|/sqrt(V): U sums the residuals of the chosen pairs after the
        launch, V is its variance under the Poisson model; no choice needs a fit of its own. Ties count as at
        least as large.
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

    def _statistics(self, origins: np.ndarray, destinations: np.ndarray) -> np.ndarray:
        """|U|/sqrt(V), shape (A, B).

        Parameters
        ----------
        origins
            Sets of origins, 0 or 1, shape (A, R).
        destinations
            Sets of destinations among the regions that are no origins, in order, 0 or 1, shape (B, R -
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
