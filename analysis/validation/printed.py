"""Our figures for the data sets of which others print results; one per row of data/external/printed.csv."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis.estimators.contrasts import Series
from analysis.estimators.did import DidResult, did
from analysis.estimators.inference import Design, crv1
from analysis.estimators.sdid import exact, frank_wolfe, placebo_se, sdid
from press.tables import schema

PROPOSITION_99 = 1989  # the first year with the tax
LENDING = 1931  # the first July after the sixth district began to lend


@cache
def compute() -> dict[str, float]:
    """Our figure for every check, by its key."""
    return {**grunfeld(), **incinerator(), **injury(), **banks(), **smoking(), **medicaid()}


def grunfeld() -> dict[str, float]:
    """Investment on market value and capital stock, errors clustered by firm.

    Numbers in Stata's single precision.
    """
    constant, value, capital = (crv1(grunfeld_design(term)) for term in range(3))
    return {
        "grunfeld_value_se": value.std_error,
        "grunfeld_capital_se": capital.std_error,
        "grunfeld_constant_se": constant.std_error,
        "grunfeld_capital_p": capital.p,
    }


def grunfeld_design(term: int) -> Design:
    """Return the regression of investment on a constant, market value and capital stock, with one of the three under test."""
    frame = schema.load("grunfeld")
    numbers = frame[["investment", "market_value", "capital_stock"]].to_numpy(np.float32).astype(float)
    X = np.column_stack([np.ones(len(numbers)), numbers[:, 1:]])
    return Design(numbers[:, 0], X, pd.factorize(frame["firm"])[0], term)


def incinerator() -> dict[str, float]:
    """House prices near the incinerator against others, after against before."""
    return _with_error(
        "incinerator", did(schema.load("incinerator"), "price", "near_incinerator", post="after")
    )


def injury() -> dict[str, float]:
    """Logarithm of the weeks on compensation, high earners against others, after against before."""
    counted = schema.load("injury")
    claims = counted.loc[counted.index.repeat(counted["claims"])]
    fit = did(claims.assign(log_weeks=np.log(claims["weeks"])), "log_weeks", "high_earner", post="after")
    return _with_error("injury", fit) | {"injury_n": fit.n}


def banks() -> dict[str, float]:
    """Banks of the sixth district against the eighth, after against before."""
    frame = schema.load("banks").melt("year", value_name="banks", var_name="district")
    frame["sixth"] = (frame["district"] == "district_6").astype(int)
    frame["after"] = (frame["year"] >= LENDING).astype(int)
    return _with_error("banks", did(frame, "banks", "sixth", post="after"))


def smoking() -> dict[str, float]:
    """California against 38 states.

    Synthetic difference in differences by the R package's algorithm, and the plain one.
    """
    series, california = california_series()
    frame = schema.load("smoking")
    frame = frame.assign(
        california=(frame["state"] == "California").astype(int),
        after=(frame["year"] >= PROPOSITION_99).astype(int),
    )
    return {
        "smoking_sdid": sdid(series, california, PROPOSITION_99, frank_wolfe).estimate,
        "smoking_did": did(frame, "packs", "california", post="after").estimate[-1],
    }


def beside() -> dict[str, float]:
    """Figures that the text mentions beside the checks.

    California with exact weights, and its placebo error.
    """
    series, california = california_series()
    return {
        "validation.beside.smoking_exact": sdid(series, california, PROPOSITION_99, exact).estimate,
        "validation.beside.smoking_placebo_se": placebo_se(series, california, PROPOSITION_99),
    }


def california_series() -> tuple[Series, np.ndarray]:
    """Return the states' series and the assignment that treats California."""
    series = Series.of(schema.load("smoking"), "packs", "state")
    return series, series.treated(["California"])


def medicaid() -> dict[str, float]:
    """Bounds of the robust intervals, as kept in data/derived/honest_did.csv."""
    kept = schema.load("honest_did")
    rows = kept[kept["study"] == "medicaid"].to_dict("records")
    return {
        f"medicaid_{row['restriction']}_{_key(row['bound'])}_{side}": row[f"ci_{side}"]
        for row in rows
        for side in ("low", "high")
    }


def _key(bound: float) -> str:
    """Return a bound as part of a key: 0.5 is 0_5."""
    return f"{bound:g}".replace(".", "_")


def _with_error(key: str, fit: DidResult) -> dict[str, float]:
    """Return the interaction's estimate and standard error."""
    return {key: fit.estimate[-1], f"{key}_se": fit.std_error[-1]}
