"""Inference for few clusters: CRV1, CRV3, exact wild cluster bootstrap, exact randomization.

With sixteen clusters nothing has to be drawn: all 2^16 sign vectors of the bootstrap and all assignments of
treated clusters are enumerated, so every p-value is exact and no seed exists.

Sources: MacKinnon, Nielsen and Webb (2023), "Cluster-robust inference: A guide to empirical practice",
Journal of Econometrics 232, 272-299 (CRV1 eq. 14, CRV3 eq. 17, WCR section 5); Cameron, Gelbach and Miller
(2008), "Bootstrap-based improvements for inference with clustered errors", Review of Economics and
Statistics 90, 414-427; Fisher's exact randomization as in Young (2019), "Channeling Fisher", Quarterly
Journal of Economics 134, 557-598.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import comb, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Array = NDArray[np.floating]

TIE = 1e-9
"""Relative slack within which a statistic ties with the observed one; ties count as at least as large."""
MOST_CLUSTERS = 20
CONFIDENCE_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Design:
    """A linear model and the coefficient under test.

    Attributes
    ----------
    y : ndarray, shape (n,)
        Outcome.
    X : ndarray, shape (n, k)
        Regressors, of full column rank.
    clusters : ndarray of int, shape (n,)
        Cluster of each row, 0 to G - 1.
    term : int
        Column of X whose coefficient is tested.
    nested : int
        Effects among the regressors that are nested in the clusters, less one: they do not count as
        parameters.
    """

    y: Array
    X: Array
    clusters: NDArray[np.int_]
    term: int
    nested: int = 0

    @property
    def n_clusters(self) -> int:
        """Number of clusters, G."""
        return int(self.clusters.max()) + 1

    @property
    def factor(self) -> float:
        """CRV1's small-sample factor, nested effects not counted."""
        return crv1_factor(self.n_clusters, len(self.y), self.X.shape[1] - self.nested)

    def bread(self) -> Array:
        """Compute (X'X)^-1, shape (k, k)."""
        return np.linalg.inv(self.X.T @ self.X)

    def beta(self) -> Array:
        """Estimate the coefficients by least squares, shape (k,)."""
        return np.linalg.lstsq(self.X, self.y, rcond=None)[0]

    def by_cluster(self, rows: Array) -> Array:
        """Sum over the rows of each cluster, shape (G, ...)."""
        sums = np.zeros((self.n_clusters, *rows.shape[1:]))
        np.add.at(sums, self.clusters, rows)
        return sums


@dataclass(frozen=True, slots=True)
class Inference:
    """One method's verdict on one coefficient.

    Attributes
    ----------
    method : str
        "crv1", "crv3", "wcr" or "ri".
    estimate : float
    n, clusters : int
    std_error, t : float or None
        Absent where a method has none of its own.
    p : float or None
        Two-sided; absent, with all else but the estimate, where the method cannot be computed.
    ci_low, ci_high : float or None
        95% interval; of wcr and ri by inverting the test, infinite where no bound rejects.
    df : int or None
    """

    method: str
    estimate: float
    n: int
    clusters: int
    std_error: float | None = None
    t: float | None = None
    p: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    df: int | None = None


def crv1_factor(G: int, N: int, k: int) -> float:
    """Compute CRV1's small-sample factor G/(G-1) (N-1)/(N-k) of G clusters, N rows and k parameters.

    Effects that are nested in the clusters count together as one parameter, as in fixest and pyfixest: with
    effects of T years and of the clustered regions, k is T and the number of other regressors.
    """
    return G / (G - 1) * (N - 1) / (N - k)


def student_verdict(estimate: float, std_error: float, df: int) -> tuple[float, float, float, float]:
    """Return t, its two-sided p, and the lower and upper confidence limit by Student's t."""
    t, width = estimate / std_error, stdtrit(df, (1 + CONFIDENCE_LEVEL) / 2) * std_error
    return float(t), float(2 * stdtr(df, -abs(t))), float(estimate - width), float(estimate + width)


def crv1(design: Design) -> Inference:
    """Judge by sandwich errors, clustered with factor G/(G-1) (N-1)/(N-k), and Student t(G-1)."""
    return _student("crv1", design, *_sandwich(design))


def _sandwich(design: Design) -> tuple[float, float]:
    """Estimate the coefficient and its CRV1 error."""
    beta = design.beta()
    scores = design.by_cluster(design.X * (design.y - design.X @ beta)[:, None])
    influence = scores @ design.bread()[design.term]
    return float(beta[design.term]), sqrt(design.factor * influence @ influence)


def crv3(design: Design) -> Inference:
    """Judge by the jackknife over clusters, sqrt((G-1)/G sum (b_g - b)^2), and Student t(G-1).

    Raises
    ------
    ValueError
        When the coefficient is not identified without one of the clusters.
    """
    beta, G = design.beta()[design.term], design.n_clusters
    left_out = np.array([_beta_without(design, g) for g in range(G)])
    return _student("crv3", design, beta, sqrt((G - 1) / G * np.sum((left_out - beta) ** 2)))


def _beta_without(design: Design, cluster: int) -> float:
    kept = design.clusters != cluster
    X = design.X[kept]
    X = X[:, used] if not (used := np.any(X != 0, axis=0)).all() else X
    if not used[design.term] or np.linalg.matrix_rank(X) < X.shape[1]:
        raise ValueError(f"The coefficient is not identified without cluster {cluster}.")
    beta = np.linalg.lstsq(X, design.y[kept], rcond=None)[0]
    return beta[np.count_nonzero(used[: design.term])]


def _student(method: str, design: Design, estimate: float, std_error: float) -> Inference:
    G = design.n_clusters
    by_student = student_verdict(estimate, std_error, G - 1)
    return Inference(method, float(estimate), len(design.y), G, std_error, *by_student, G - 1)


@cache
def sign_vectors(n_clusters: int) -> Array:
    """Enumerate half of all sign vectors, shape (2^(G-1), G): a vector and its negative give the same |t|.

    Raises
    ------
    ValueError
        With more than `MOST_CLUSTERS` clusters, too many to enumerate.
    """
    if n_clusters > MOST_CLUSTERS:
        raise ValueError(f"{n_clusters} clusters are too many to enumerate; at most {MOST_CLUSTERS} are.")
    codes = np.arange(2 ** (n_clusters - 1), dtype=np.uint32)
    return 1.0 - 2.0 * ((codes[:, None] >> np.arange(n_clusters, dtype=np.uint32)) & 1)


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """The restricted wild cluster bootstrap of one coefficient, under every sign vector and any null.

    The bootstrap's coefficient is linear, its clustered variance quadratic in the signs; and the restricted
    residuals are linear in the null. So a few matrix products give the t statistics of all sign vectors
    under all nulls.

    Attributes
    ----------
    estimate, std_error : float
        The coefficient and its CRV1 error.
    numerators : ndarray, shape (S, 2)
        Per sign vector n0 and n1: the bootstrap's coefficient less the null is n0 - null n1.
    variances : ndarray, shape (S, 3)
        Per sign vector v0, v1 and v2: its squared CRV1 error is v0 - 2 null v1 + null^2 v2.
    """

    estimate: float
    std_error: float
    numerators: Array
    variances: Array

    @classmethod
    def of(cls, design: Design) -> Bootstrap:
        """Run the bootstrap of a design's coefficient."""
        X, bread, j = design.X, design.bread(), design.term
        others = np.delete(X, j, axis=1)
        both = np.column_stack([design.y, X[:, j]])
        residuals = both - others @ np.linalg.lstsq(others, both, rcond=None)[0]
        gram = design.by_cluster(X[:, :, None] * X[:, None, :])  # (G, k, k): X_g'X_g
        signs = sign_vectors(design.n_clusters)
        (n0, s0), (n1, s1) = (
            _scores(design.by_cluster(X * u[:, None]) @ bread, bread[j], gram, j, signs) for u in residuals.T
        )
        squares = [np.einsum("sg,sg->s", a, b) for a, b in ((s0, s0), (s0, s1), (s1, s1))]
        return cls(
            *_sandwich(design),
            np.column_stack([n0, n1]),
            design.factor * np.column_stack(squares),
        )

    def p(self, null: float = 0.0) -> float:
        """Return the share of sign vectors with |t*| >= |t| where the coefficient is `null`, ties counted.

        A sign vector that leaves no variance, hence a t that is infinite or undefined, counts too.
        """
        observed = ((self.estimate - null) / self.std_error) ** 2
        squared = (self.numerators[:, 0] - null * self.numerators[:, 1]) ** 2
        variance = self.variances @ np.array([1.0, -2.0 * null, null**2])
        return float(np.mean(squared >= observed * variance * (1 - TIE)))


def _scores(restricted: Array, bread: Array, gram: Array, term: int, signs: Array) -> tuple[Array, Array]:
    """Return the coefficient (S,), and the clusters' influences on it (S, G), of every sign vector.

    Parameters
    ----------
    restricted
        The clusters' scores of the restricted residuals times (X'X)^-1, shape (G, k).
    bread
        The tested coefficient's row of (X'X)^-1.
    """
    influences = np.diag(restricted[:, term]) - np.einsum("a,gab,hb->gh", bread, gram, restricted)
    return signs @ restricted[:, term], signs @ influences.T


def wcr_p(design: Design, null: float = 0.0) -> float:
    """Compute the exact p-value of the restricted wild cluster bootstrap of beta_term = null."""
    return Bootstrap.of(design).p(null)


def wcr(design: Design) -> Inference:
    """Judge by the exact restricted wild cluster bootstrap, its interval by inverting the test."""
    bootstrap, n, G = Bootstrap.of(design), len(design.y), design.n_clusters
    b, se = bootstrap.estimate, bootstrap.std_error
    low, high = _invert(bootstrap.p, b, se)
    return Inference("wcr", b, n, G, t=b / se, p=bootstrap.p(), ci_low=low, ci_high=high)


def _invert(p_of: Callable[[float], float], estimate: float, step: float) -> tuple[float, float]:
    """Find where p falls to 1 - CONFIDENCE_LEVEL either side; infinite where 50 steps do not get there."""
    return _bound(p_of, estimate, -step), _bound(p_of, estimate, step)


def _bound(p_of: Callable[[float], float], estimate: float, step: float) -> float:
    from scipy.optimize import brentq  # takes long to load

    reach = 1.0
    while p_of(estimate + reach * step) > 1 - CONFIDENCE_LEVEL:
        reach *= 2
        if reach > 50:
            return float(np.copysign(np.inf, step))
    return brentq(
        lambda null: p_of(null) - (1 - CONFIDENCE_LEVEL) or 1e-12,
        estimate,
        estimate + reach * step,
        xtol=abs(step) * 1e-4,
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """Sums of the outcome by cluster before and after, from which every assignment's 2x2 estimate follows.

    Attributes
    ----------
    sums, sizes : ndarray, shape (G, 2)
        Outcome's sum and number of rows of each cluster, before (column 0) and after.
    """

    sums: Array
    sizes: Array

    @classmethod
    def of(cls, y: Array, post: NDArray[np.int_], clusters: NDArray[np.int_]) -> Cells:
        """Sum an outcome by cluster and period."""
        sums, sizes = np.zeros((clusters.max() + 1, 2)), np.zeros((clusters.max() + 1, 2))
        np.add.at(sums, (clusters, post), y)
        np.add.at(sizes, (clusters, post), 1.0)
        return cls(sums, sizes)

    def estimates(self, treated: Array) -> Array:
        """Return the 2x2 estimate of each assignment (A, G); not a number where a group has no rows."""
        with np.errstate(invalid="ignore"):
            means = [(group @ self.sums) / (group @ self.sizes) for group in (treated, 1 - treated)]
        own, others = (np.diff(mean, axis=1)[:, 0] for mean in means)
        return own - others

    def t_statistics(self, treated: Array) -> Array:
        """Divide each assignment's estimate by its CRV1 error, up to the constant small-sample factor."""
        variance = np.zeros(len(treated))
        for group in (treated, 1 - treated):
            totals = group @ self.sizes
            means = (group @ self.sums) / totals
            deviations = (self.sums[None] - means[:, None] * self.sizes[None]) / totals[:, None]
            variance += np.sum(group * (deviations[:, :, 1] - deviations[:, :, 0]) ** 2, axis=1)
        return self.estimates(treated) / np.sqrt(variance)


@cache
def assignments(n_clusters: int, n_treated: int) -> Array:
    """Enumerate every choice of treated clusters, shape (C(G, k), G), 0 or 1."""
    chosen = np.array(list(combinations(range(n_clusters), n_treated)), dtype=int)
    treated = np.zeros((comb(n_clusters, n_treated), n_clusters))
    treated[np.arange(len(chosen))[:, None], chosen] = 1
    return treated


def assignments_within(block: Array, treated: Array) -> Array:
    """Enumerate the assignments with as many treated inside a block and outside it as the actual one has.

    Parameters
    ----------
    block, treated
        0 or 1, shape (G,).
    """
    pool = assignments(len(block), int(treated.sum()))
    return pool[pool @ block == treated @ block]


def exceedance(observed: float, others: Array) -> float:
    """Return the share of statistics at least as large as the observed one in absolute value."""
    return float(np.mean(np.abs(others) >= abs(observed) * (1 - TIE)))


def ri_p(cells: Cells, treated: Array, pool: Array | None = None, on_t: bool = False) -> float:
    """Compute the exact randomization p-value of the 2x2 estimate.

    Parameters
    ----------
    cells
        The outcome's sums.
    treated
        The actual assignment, 0 or 1, shape (G,).
    pool
        The assignments to compare with, shape (A, G); all with as many treated where absent.
    on_t
        Compare t statistics instead of estimates.
    """
    pool = assignments(len(treated), int(treated.sum())) if pool is None else pool
    statistic = cells.t_statistics if on_t else cells.estimates
    return exceedance(statistic(treated[None])[0], statistic(pool))


def ri(y: Array, post: NDArray[np.int_], clusters: NDArray[np.int_], treated: Array) -> Inference:
    """Judge by exact randomization on |b| over all assignments of as many clusters, inverted for limits.

    Raises
    ------
    ValueError
        When some assignment leaves a group without rows before or after.
    """
    cells = Cells.of(y, post, clusters)
    pool = assignments(len(treated), int(treated.sum()))
    estimate = float(cells.estimates(treated[None])[0])
    placebo, shift = cells.estimates(pool), Cells.of(post * treated[clusters], post, clusters).estimates(pool)
    if not np.isfinite(placebo).all():
        raise ValueError("Some choice of clusters leaves a group without rows before or after.")

    def p_of(null: float) -> float:
        return exceedance(estimate - null, placebo - null * shift)

    low, high = _invert(p_of, estimate, float(np.std(placebo)))
    return Inference("ri", estimate, len(y), len(treated), p=p_of(0.0), ci_low=low, ci_high=high)
