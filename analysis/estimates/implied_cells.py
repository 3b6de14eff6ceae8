"""What a printed difference-in-differences table with classical errors implies about the data behind it.

In a saturated 2x2 model every coefficient is a difference of cell means, and its standard error is s
sqrt(sum of 1/n over the cells that it compares), s being the standard deviation of the residuals. The
confidence limits are the coefficient -/+ the t quantile times the error. With the cell sizes n, the printed
digits therefore leave narrow ranges for the means and for s.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from analysis.inputs.published import PublishedTable

MEANS_FROM_TERMS = np.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]])
"""Cells in the order of `DidResult.cells`, terms in the order of the tables."""


@dataclass(frozen=True, slots=True)
class Implied:
    """Cell means and spread that agree with a printed table.

    Attributes
    ----------
    means : ndarray of shape (4,)
        Means of the cells, in the order of `DidResult.cells`, from the middle of the coefficients' ranges.
    squares : tuple of float
        Lowest and highest sum of squares about these means; lowest > highest where nothing agrees.
    """

    means: np.ndarray
    squares: tuple[float, float]


def implied(table: PublishedTable, sizes: np.ndarray, *, whole_totals: bool = False) -> Implied:
    """Find the cell means and the spread behind a printed table (slips corrected), given its cell sizes.

    Parameters
    ----------
    sizes : ndarray of shape (4,)
        Rows in each cell, in the order of `DidResult.cells`.
    whole_totals : bool
        The outcome counts persons, so that each cell's total is a whole number.
    """
    df = int(sizes.sum()) - 4
    factors = np.sqrt(np.linalg.inv(MEANS_FROM_TERMS) ** 2 @ (1 / sizes))
    quantile = stdtrit(df, 0.975)
    terms = _middle_terms(table, factors * np.mean(_sd_from_widths(table, factors, quantile)), quantile)
    means = MEANS_FROM_TERMS @ terms
    if whole_totals:
        means = np.rint(means * sizes) / sizes
        terms = np.linalg.solve(MEANS_FROM_TERMS, means)
    low, high = _sd_given_terms(table, factors, quantile, terms)
    return Implied(means, (df * low**2, df * high**2))


def _column(table: PublishedTable, column: str) -> np.ndarray:
    """Return the lowest and the highest value that each printed cell of a column leaves, shape (2, 4)."""
    cells = [table.correct(term, column) for term in table.terms]
    return np.array([[cell.low for cell in cells], [cell.high for cell in cells]])


def _middle_terms(table: PublishedTable, errors: np.ndarray, quantile: float) -> np.ndarray:
    """Return the middle of the coefficients that agree with all that is printed of them."""
    b, t, lower, upper = (_column(table, c) for c in ("coefficient", "t_statistic", "ci_low", "ci_high"))
    half = quantile * errors
    low, high = np.array([b, t * errors, lower + half, upper - half]).swapaxes(0, 1)
    return np.mean([low.max(axis=0), high.min(axis=0)], axis=0)


def _sd_from_widths(table: PublishedTable, factors: np.ndarray, quantile: float) -> tuple[float, float]:
    """Return the range of s that agrees with the printed errors and the widths of the intervals."""
    error, lower, upper = (_column(table, c) for c in ("std_error", "ci_low", "ci_high"))
    return _overlap(error / factors, (upper - lower[::-1]) / (2 * quantile * factors))


def _sd_given_terms(
    table: PublishedTable, factors: np.ndarray, quantile: float, b: np.ndarray
) -> tuple[float, float]:
    """Return the range of s that agrees with the printed errors, t and limits, given the coefficients."""
    error, t, lower, upper = (_column(table, c) for c in ("std_error", "t_statistic", "ci_low", "ci_high"))
    half = quantile * factors
    by_t = np.sort(b / t / factors, axis=0)
    return _overlap(error / factors, (b - lower[::-1]) / half, (upper - b) / half, by_t)


def _overlap(*ranges: np.ndarray) -> tuple[float, float]:
    """Return the highest of the low ends and the lowest of the high ends, each range of shape (2, 4)."""
    low, high = np.concatenate(ranges, axis=1)
    return float(low.max()), float(high.min())
