"""What the direct flows say beside the two headline models of moves between senders and hosts.

Rows of the results, term `sender_host_post` unless said otherwise:

* `gravity_without_2024`: the last year left out
* `gravity_17`, `gravity_20`: Shymkent by itself; the regions of today. Shymkent is no sender there, but is
  one in `gravity_17_shymkent` and `gravity_20_shymkent`
* `gravity_yearly`: one term per year after 2010, `sender_host_YEAR`

Scalars: `flows.YEAR.*` (persons and shares of each direction) and `gravity.*` (what the coefficient amounts
to).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from math import exp, expm1, log1p

import numpy as np
import pandas as pd

from analysis.estimates.by_method import gravity_row
from analysis.estimates.descriptive import by_year
from analysis.estimators import gravity
from analysis.estimators.inference import Inference
from analysis.inputs import flows, sources
from analysis.study import FIRST_POST_YEAR, LAST_FLOW_YEAR, SIGNIFICANCE_LEVEL

TERM = "sender_host_post"
FINER_LAYOUTS = (17, 20)
"""Layouts with more regions than 2014 had. They are not randomized.

Parts of one region would count as several.
"""
SHYMKENT = "Shymkent city"


def rows() -> list[dict]:
    """Rows of the results for every variant of the gravity model."""
    variants = [
        row for layout in FINER_LAYOUTS for shymkent in (False, True) for row in _finer_rows(layout, shymkent)
    ]
    return [*_without_last_rows(), *variants, *_yearly_rows()]


@cache
def merged(layout: int = 16) -> tuple[pd.DataFrame, frozenset[str], frozenset[str]]:
    """Return the flows of a layout, its senders (as the text names them) and its hosts."""
    regions = sources.load_regions()
    return (
        flows.merged_flows(sources.load_flows(), regions, layout),
        flows.role_of(regions, "sender_text", layout),
        flows.role_of(regions, "program", layout),
    )


def _without_last_rows() -> list[dict]:
    """Return the headline model without the last year, whose total stands out."""
    frame, senders, hosts = merged()
    frame = frame[frame["year"] < LAST_FLOW_YEAR].reset_index(drop=True)
    fit, scores = _fit(frame, senders, hosts), gravity.Scores.of(frame)
    by_chance = Inference(
        "ri",
        float(fit.beta[0]),
        None,
        None,
        scores.randomization_p(senders, hosts),
        None,
        None,
        len(frame),
        None,
        len(scores.names),
    )
    return [gravity_row("gravity_without_2024", TERM, verdict) for verdict in (*_errors(fit), by_chance)]


def _finer_rows(layout: int, shymkent: bool) -> list[dict]:
    """Return the headline model on more regions than those of 2014, with Shymkent among the senders or not."""
    frame, senders, hosts = merged(layout)
    fit = _fit(frame, senders | {SHYMKENT} if shymkent else senders, hosts)
    return [
        gravity_row(f"gravity_{layout}" + "_shymkent" * shymkent, TERM, verdict) for verdict in _errors(fit)
    ]


def _fit(frame: pd.DataFrame, senders: frozenset[str], hosts: frozenset[str]) -> gravity.Gravity:
    return gravity.ppml(frame, {TERM: gravity.pair_term(frame, senders, hosts, gravity.post_years(frame))})


def _errors(fit: gravity.Gravity) -> list[Inference]:
    return [*gravity.errors_by_pair(fit), *gravity.errors_two_way(fit)]


def _yearly_rows() -> list[dict]:
    """Every year against the first."""
    frame, senders, hosts = merged()
    terms = {
        f"sender_host_{year}": gravity.pair_term(frame, senders, hosts, [year])
        for year in gravity.post_years(frame)
    }
    fit = gravity.ppml(frame, terms)
    return [
        gravity_row("gravity_yearly", term, verdict)
        for verdicts in (gravity.errors_by_pair(fit), gravity.errors_two_way(fit))
        for term, verdict in zip(terms, verdicts, strict=True)
    ]


def scalars(estimates: Iterable[Mapping]) -> dict[str, float]:
    """Return the raw flows by year, and what the coefficient of the headline model amounts to.

    Parameters
    ----------
    estimates
        Rows of the results, `gravity_senders5` among them.
    """
    given = list(estimates)
    estimate = next(row["estimate"] for row in given if row["model"] == "gravity_senders5")
    frame, senders, hosts = merged()
    yearly = flows.shares(frame, senders, hosts)
    names = {
        "moves": "moves",
        "sender_host": "sender_host",
        "host_sender": "host_sender",
        "sender_host_share": "sender_host_share",
        "host_sender_share": "host_sender_share",
    }
    numbers = {
        f"flows.{row['year']:.0f}.{name}": row[column]
        for row in yearly.to_dict("records")
        for name, column in names.items()
    }
    numbers |= {
        f"flows.{year}.{name}": share
        for year, shares in _margins(frame, senders, hosts).items()
        for name, share in shares.items()
    }
    after = yearly[yearly["year"] >= FIRST_POST_YEAR]
    return (
        numbers
        | _pair_counts(frame, senders, hosts)
        | {
            "flows.years.first": int(yearly["year"].min()),
            "flows.years.last": int(yearly["year"].max()),
            "flows.after.sender_host": float(after["sender_host"].mean()),
            "flows.after.sender_host_share": float(after["sender_host"].sum() / after["moves"].sum()),
            "flows.after.host_sender_share": float(after["host_sender"].sum() / after["moves"].sum()),
            "flows.zero_pairs": int((frame["persons"] == 0).sum()),
            **_programme(yearly.set_index("year")["sender_host"]),
            **_counts(given),
            "gravity.percent": expm1(estimate),
            "gravity.extra_persons": float(after["sender_host"].mean() * (1 - exp(-estimate))),
        }
    )


def _margins(
    frame: pd.DataFrame, senders: frozenset[str], hosts: frozenset[str]
) -> dict[int, dict[str, float]]:
    """Each year's shares of all moves that left a sender for anywhere, and that reached a host from anywhere."""

    def share(inside: pd.Series) -> pd.Series:
        return (
            frame["persons"].where(inside, 0).groupby(frame["year"]).sum()
            / frame.groupby("year")["persons"].sum()
        )

    both = pd.DataFrame(
        {
            "from_senders_share": share(frame["origin"].isin(senders)),
            "to_hosts_share": share(frame["destination"].isin(hosts)),
        }
    )
    return both.to_dict("index")


def _counts(estimates: Iterable[Mapping]) -> dict[str, int]:
    """How many variants of the model have a positive sign, and how many fall below 0.05 by each method."""
    rows = pd.DataFrame(
        [row for row in estimates if row["model"].startswith("gravity_") and row["term"] == TERM]
    )
    by_pair = rows[rows["method"] == "pair"]
    counts = {
        "all": len(by_pair),
        "positive": (by_pair["estimate"] > 0).sum(),
        "negative": (by_pair["estimate"] < 0).sum(),
        "randomized": (rows["method"] == "ri").sum(),
    }
    counts |= {
        f"below_{method}": ((rows["method"] == method) & (rows["p"] < SIGNIFICANCE_LEVEL)).sum()
        for method in ("pair", "two_way", "ri")
    }
    return {f"gravity.count.{name}": int(count) for name, count in counts.items()}


def _programme(moves: pd.Series) -> dict[str, float]:
    """By how many log points grants would have raised a year's moves from senders to hosts.

    As `programme_flow.taken_up.YEAR` and `programme_flow.allocated.YEAR`, were every grant one registered
    move that would not have been made without it.

    Parameters
    ----------
    moves
        Persons who moved from senders to hosts, by year.
    """
    serpin = sources.load_serpin()
    stated = {("taken_up", year): number for year, number in by_year(serpin, "grants_taken_up").items()}
    for indicator in ("grants_total", "grants_allocated"):
        stated |= {("allocated", year): number for year, number in by_year(serpin, indicator).items()}
    return {
        f"programme_flow.{name}.{year}": -log1p(-number / moves[year])
        for (name, year), number in stated.items()
        if year in moves.index
    }


def _pair_counts(frame: pd.DataFrame, senders: frozenset[str], hosts: frozenset[str]) -> dict[str, float]:
    """How many pairs grew by more than origin and destination suggest, from senders to hosts and elsewhere."""
    frame = excess(frame)
    inside = frame["origin"].isin(senders) & frame["destination"].isin(hosts)
    above = frame["excess"] > 0
    return {
        "gravity.pairs.block": int(inside.sum()),
        "gravity.pairs.block_above": int((inside & above).sum()),
        "gravity.pairs.rest": int((~inside).sum()),
        "gravity.pairs.rest_above": int((~inside & above).sum()),
    }


def excess(frame: pd.DataFrame) -> pd.DataFrame:
    """Each pair's growth beyond that of its origin and destination.

    Returns
    -------
    DataFrame
        One row per ordered pair: origin, destination, before, after (persons, sums over years), excess:
        (after / fitted after) / (before / fitted before) - 1, the fit being the gravity model with pair,
        origin-year and destination-year effects alone.
    """
    fitted = frame["persons"] - gravity.ppml(frame, {}).residual
    period = np.where(frame["year"] < FIRST_POST_YEAR, "before", "after")
    sums = (
        frame.assign(fitted=fitted, period=period)
        .groupby(["origin", "destination", "period"])[["persons", "fitted"]]
        .sum()
    )
    ratio = (sums["persons"] / sums["fitted"]).unstack()
    return (
        sums["persons"]
        .unstack()[["before", "after"]]
        .assign(excess=ratio["after"] / ratio["before"] - 1)
        .reset_index()
    )
