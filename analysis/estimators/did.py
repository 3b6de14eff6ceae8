"""Difference in differences: two groups, before and after, by saturated ordinary least squares."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.estimators.inference import CONFIDENCE_LEVEL, Array
from press.base.errors import InputError


@dataclass(frozen=True, slots=True)
class DidResult:
    """Estimates of outcome = b0 + b1 group + b2 post + b3 group x post + error.

    Attributes
    ----------
    model, outcome, group : str
        The model's name ("inflow"), the outcome's column and the group's 0/1 column.
    method : str
        How the errors were computed: "classical" (homoskedastic, Student t).
    terms : tuple of str
        "intercept", the group, "post" and the interaction ("program_post"); estimates stand in this order.
    estimate, std_error, t, p, ci_low, ci_high : tuple of float
        One number per term; p is two-sided. Estimates, errors and bounds are in units of the outcome.
    n, df : int
        Rows, and residual degrees of freedom (n - 4).
    clusters : int or None
        Number of clusters, for methods that cluster.
    cells : tuple of str
        "others_pre", "{group}_pre", "others_post", "{group}_post".
    cell_sizes, cell_means : tuple
        Rows and mean outcome of each cell, in the order of `cells`.
    residual_sd : float
        Standard deviation of the residuals, sqrt(SSR / df).
    """

    model: str
    outcome: str
    group: str
    method: str
    terms: tuple[str, ...]
    estimate: tuple[float, ...]
    std_error: tuple[float, ...]
    t: tuple[float, ...]
    p: tuple[float, ...]
    ci_low: tuple[float, ...]
    ci_high: tuple[float, ...]
    n: int
    df: int
    clusters: int | None
    cells: tuple[str, ...]
    cell_sizes: tuple[int, ...]
    cell_means: tuple[float, ...]
    residual_sd: float

    @property
    def r_squared(self) -> float:
        """The share of the outcome's variance that the four cell means explain."""
        sizes, means = np.array(self.cell_sizes), np.array(self.cell_means)
        explained = float(sizes @ (means - sizes @ means / self.n) ** 2)
        return explained / (explained + self.residual_sd**2 * self.df)

    def rows(self) -> list[dict[str, Any]]:
        """Return one tidy row per term: model, term, method, estimate ... clusters."""
        return [
            {
                "model": self.model,
                "term": term,
                "method": self.method,
                "estimate": self.estimate[i],
                "std_error": self.std_error[i],
                "t": self.t[i],
                "p": self.p[i],
                "ci_low": self.ci_low[i],
                "ci_high": self.ci_high[i],
                "n": self.n,
                "df": self.df,
                "clusters": self.clusters,
            }
            for i, term in enumerate(self.terms)
        ]


def did(
    frame: pd.DataFrame,
    outcome: str,
    group: str,
    *,
    post: str = "post",
    model: str = "",
    level: float = CONFIDENCE_LEVEL,
) -> DidResult:
    """Estimate a 2x2 difference in differences with classical standard errors.

    Parameters
    ----------
    frame : DataFrame
        One row per unit and period, with the columns named below.
    outcome, group, post : str
        Columns: a number; 1 for the group of interest, else 0; 1 from the start of treatment on, else 0.
    model : str
        Name carried into the result.
    level : float
        Confidence level of the intervals.

    Raises
    ------
    InputError
        A value is missing or not finite, an indicator is not 0/1, one of the four cells has no row, or no
        row is left to estimate the variance from.
    """
    from statsmodels.regression.linear_model import OLS  # takes long to load

    y, treated, after = _finite(frame, outcome), _indicator(frame, group), _indicator(frame, post)
    cells = ("others_pre", f"{group}_pre", "others_post", f"{group}_post")
    members = [(treated == g) & (after == a) for a in (0, 1) for g in (0, 1)]
    sizes = tuple(int(rows.sum()) for rows in members)
    _require_rows(model or outcome, cells, sizes)

    fit = OLS(y, np.column_stack([np.ones_like(y), treated, after, treated * after])).fit()
    ci_low, ci_high = fit.conf_int(alpha=1 - level).T
    return DidResult(
        model=model,
        outcome=outcome,
        group=group,
        method="classical",
        terms=("intercept", group, post, f"{group}_{post}"),
        estimate=tuple(fit.params.tolist()),
        std_error=tuple(fit.bse.tolist()),
        t=tuple(fit.tvalues.tolist()),
        p=tuple(fit.pvalues.tolist()),
        ci_low=tuple(ci_low.tolist()),
        ci_high=tuple(ci_high.tolist()),
        n=int(fit.nobs),
        df=int(fit.df_resid),
        clusters=None,
        cells=cells,
        cell_sizes=sizes,
        cell_means=tuple(float(y[rows].mean()) for rows in members),
        residual_sd=float(np.sqrt(fit.mse_resid)),
    )


def _finite(frame: pd.DataFrame, column: str) -> Array:
    values = frame[column].to_numpy(dtype=float)
    if not np.isfinite(values).all():
        raise InputError(f"Column {column}: {np.sum(~np.isfinite(values))} values are missing or infinite.")
    return values


def _indicator(frame: pd.DataFrame, column: str) -> Array:
    values = _finite(frame, column)
    if not np.isin(values, (0, 1)).all():
        raise InputError(f"Column {column}: expected 0 or 1 in every row.")
    return values


def _require_rows(model: str, cells: tuple[str, ...], sizes: tuple[int, ...]) -> None:
    if 0 in sizes:
        raise InputError(
            f"Model {model}: no row in the group {cells[sizes.index(0)]}; "
            "a difference in differences needs all four."
        )
    if sum(sizes) <= len(cells):
        raise InputError(f"Model {model}: {sum(sizes)} rows leave none to estimate the variance from.")
