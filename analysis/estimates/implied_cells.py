"""What a printed difference-in-differences table with classical errors implies about the data behind it.

In a saturated 2x2 model every coefficient is a difference of cell means, and its standard error is s
sqrt(sum of 1/n over the cells that it compares), s being the standard deviation of the residuals. The
confidence limits are the coefficient -/+ the t quantile times the error. With the cell sizes n, the printed
digits therefore leave narrow ranges for the means and for s.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

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
    """Cell means and spread behind a printed table (slips corrected), given its cell sizes.

    Parameters
    ----------
    sizes : ndarray of shape (4,)
        Rows in each cell, in the order of `DidResult.cells`.
    whole_totals : bool
        The outcome counts persons, so that each cell's total is a whole number.
    """
    df = int(sizes.sum()) - 4
    factors = np.sqrt(np.linalg.inv(MEANS_FROM_TERMS) ** 2 @ (1 / sizes))
    quantile = student.ppf(0.975, df)
    terms = _middle_terms(table, factors * np.mean(_sd_from_widths(table, factors, quantile)), quantile)
    means = MEANS_FROM_TERMS @ terms
    if whole_totals:
        means = np.rint(means * sizes) / sizes
        terms = np.linalg.solve(MEANS_FROM_TERMS, means)
    low, high = _sd_given_terms(table, factors, quantile, terms)
    return Implied(means, (df * low**2, df * high**2))


def _middle_terms(table: PublishedTable, errors: np.ndarray, quantile: float) -> np.ndarray:
    """Return the middle of the coefficients that agree with the printed ones, their t and their limits, given their errors."""
    middles = []
    for term, error in zip(table.terms, errors):
        b, t, lower, upper = (
            table.correct(term, c) for c in ("coefficient", "t_statistic", "ci_low", "ci_high")
        )
        half = quantile * error
        ranges = [
            (b.low, b.high),
            (t.low * error, t.high * error),
            (lower.low + half, lower.high + half),
            (upper.low - half, upper.high - half),
        ]
        middles.append(np.mean(_overlap(ranges)))
    return np.array(middles)


def _sd_from_widths(table: PublishedTable, factors: np.ndarray, quantile: float) -> tuple[float, float]:
    """Range of s that agrees with the printed errors and the widths of the intervals."""
    ranges = []
    for term, factor in zip(table.terms, factors):
        error, lower, upper = (table.correct(term, c) for c in ("std_error", "ci_low", "ci_high"))
        width = 2 * quantile * factor
        ranges.append((error.low / factor, error.high / factor))
        ranges.append(((upper.low - lower.high) / width, (upper.high - lower.low) / width))
    return _overlap(ranges)


def _sd_given_terms(
    table: PublishedTable, factors: np.ndarray, quantile: float, terms: np.ndarray
) -> tuple[float, float]:
    """Range of s that agrees with the printed errors, t and limits, given the coefficients."""
    ranges = []
    for term, factor, b in zip(table.terms, factors, terms):
        error, t, lower, upper = (
            table.correct(term, c) for c in ("std_error", "t_statistic", "ci_low", "ci_high")
        )
        half = quantile * factor
        ranges.append((error.low / factor, error.high / factor))
        ranges.append(((b - lower.high) / half, (b - lower.low) / half))
        ranges.append(((upper.low - b) / half, (upper.high - b) / half))
        ranges.append(tuple(sorted((b / t.low / factor, b / t.high / factor))))
    return _overlap(ranges)


def _overlap(ranges: list[tuple[float, float]]) -> tuple[float, float]:
    return max(low for low, _ in ranges), min(high for _, high in ranges)
