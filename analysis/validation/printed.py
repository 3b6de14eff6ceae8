"""Our figures for the data sets of which others print results; one per row of data/external/printed.csv."""

from functools import cache

import numpy as np
import pandas as pd

from analysis.estimates.honest_did import bound_key
from analysis.estimators.contrasts import Series
from analysis.estimators.did import DidResult, did
from analysis.estimators.inference import Design, crv1
from analysis.estimators.sdid import exact, frank_wolfe, placebo_se, sdid
from press.tables import schema

PROPOSITION_99 = 1989  # the first year with the tax
LENDING = 1931  # the first July after the sixth district began to lend


@cache
def compute() -> dict[str, float]:
    """Compute our figure for every check, by its key."""
    return {**grunfeld(), **incinerator(), **injury(), **banks(), **smoking(), **medicaid()}


def grunfeld() -> dict[str, float]:
    """Regress investment on market value and capital stock, clustered by firm, in single precision."""
    constant, value, capital = (crv1(grunfeld_design(term)) for term in range(3))
    return {
        "grunfeld_value_se": value.std_error,
        "grunfeld_capital_se": capital.std_error,
        "grunfeld_constant_se": constant.std_error,
        "grunfeld_capital_p": capital.p,
    }


def grunfeld_design(term: int) -> Design:
    """Return the regression of investment with a constant, market value or capital stock under test."""
    frame = schema.load("grunfeld")
    numbers = frame[["investment", "market_value", "capital_stock"]].to_numpy(np.float32).astype(float)
    X = np.column_stack([np.ones(len(numbers)), numbers[:, 1:]])
    return Design(numbers[:, 0], X, pd.factorize(frame["firm"])[0], term)


def incinerator() -> dict[str, float]:
    """Compare house prices near the incinerator with others, after with before."""
    return _with_error(
        "incinerator", did(schema.load("incinerator"), "price", "near_incinerator", post="after")
    )


def injury() -> dict[str, float]:
    """Compare the log of weeks on compensation of high earners with others', after with before."""
    counted = schema.load("injury")
    claims = counted.loc[counted.index.repeat(counted["claims"])]
    fit = did(claims.assign(log_weeks=np.log(claims["weeks"])), "log_weeks", "high_earner", post="after")
    return _with_error("injury", fit) | {"injury_n": fit.n}


def banks() -> dict[str, float]:
    """Compare the banks of the sixth district with those of the eighth, after with before."""
    frame = schema.load("banks").melt("year", value_name="banks", var_name="district")
    frame["sixth"] = (frame["district"] == "district_6").astype(int)
    frame["after"] = (frame["year"] >= LENDING).astype(int)
    return _with_error("banks", did(frame, "banks", "sixth", post="after"))


def smoking() -> dict[str, float]:
    """Compare California with 38 states: synthetic difference in differences as in R, and the plain one."""
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
    """Return what the text mentions besides: California with exact weights, and its placebo error."""
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
    """Return the bounds of the robust intervals, as kept in data/derived/honest_did.csv."""
    kept = schema.load("honest_did")
    rows = kept[kept["study"] == "medicaid"].to_dict("records")
    return {
        f"medicaid_{row['restriction']}_{bound_key(row['bound'])}_{side}": row[f"ci_{side}"]
        for row in rows
        for side in ("low", "high")
    }


def _with_error(key: str, fit: DidResult) -> dict[str, float]:
    """Return the interaction's estimate and standard error."""
    return {key: fit.estimate[-1], f"{key}_se": fit.std_error[-1]}
