"""What the direct flows say beside the two headline models of moves between senders and hosts.

Rows of the results, term `sender_host_post` unless said otherwise:

* `gravity_without_YEAR`: the last year left out
* `gravity_17`, `gravity_20`: Shymkent by itself; the regions of today. Shymkent is no sender there, but is
  one in `gravity_17_shymkent` and `gravity_20_shymkent`
* `gravity_yearly`: one term per year after 2010, `sender_host_YEAR`

Scalars:

* `flows.YEAR.*`: persons and shares of each direction; those of the last year also as `flows.last.*`
* `gravity.*`: what the coefficients amount to (`gravity.excess.YEAR` in persons), how the variants agree
  (`gravity.count.*`), how far one region matters (`gravity.without_one.*`), how many rows are left without
  the last year (`gravity.without_last.n`); `gravity.yearly.*` sums up the yearly ones
* `programme_flow.*`: by how much grants would have raised the moves, in log points
"""

from collections.abc import Iterable, Mapping
from datetime import MAXYEAR
from functools import cache
from itertools import cycle
from math import exp, expm1, log1p

import numpy as np
import pandas as pd

from analysis.estimates.by_method import as_row
from analysis.estimates.descriptive import grants_stated
from analysis.estimators import gravity
from analysis.estimators.inference import Inference
from analysis.inputs import flows, sources
from analysis.study import FIRST_POST_YEAR, SHYMKENT, SIGNIFICANCE_LEVEL

TERM = "sender_host_post"
YEARS_AFTER = range(FIRST_POST_YEAR, MAXYEAR)
DIRECTIONS = ("moves", "sender_host", "host_sender", "sender_host_share", "host_sender_share")
MARGINS = ("from_senders_share", "to_hosts_share")
FINER_LAYOUTS = (17, 20)
"""Layouts of more regions than in 2014; not randomized, since parts of a region would count as several."""
JUDGES = {
    "pair": gravity.errors_by_pair,
    "two_way": gravity.errors_two_way,
    "dyadic": gravity.errors_dyadic,
    "ri": gravity.Scores.randomization_p,
}
"""What judges the gravity model, by method."""


@cache
def rows() -> tuple[dict, ...]:
    """Return the rows of the results for the headline models and every variant of the first."""
    frame, senders, hosts = merged()
    scores = _scores(frame)
    last = frame["year"].max()
    without_last = frame[frame["year"] < last].reset_index(drop=True)
    found = [
        *_judged("gravity_senders5", TERM, frame, senders, hosts, scores),
        *_judged("gravity_return", "host_sender_post", frame, hosts, senders, scores),
        *_judged(f"gravity_without_{last}", TERM, without_last, senders, hosts, _scores(without_last)),
    ]
    for layout in FINER_LAYOUTS:
        frame, senders, hosts = merged(layout)
        found += _judged(f"gravity_{layout}", TERM, frame, senders, hosts)
        found += _judged(f"gravity_{layout}_shymkent", TERM, frame, senders | {SHYMKENT}, hosts)
    return (*found, *_yearly_rows())


@cache
def merged(layout: int = 16) -> tuple[pd.DataFrame, frozenset[str], frozenset[str]]:
    """Return the flows of a layout, its senders (as the text names them) and its hosts."""
    regions = sources.load_regions()
    return (
        flows.merged_flows(sources.load_flows(), regions, layout),
        flows.role_of(regions, "sender_text", layout),
        flows.role_of(regions, "program", layout),
    )


def _judged(
    model: str,
    term: str,
    frame: pd.DataFrame,
    origins: frozenset[str],
    destinations: frozenset[str],
    scores: gravity.Scores | None = None,
) -> list[dict]:
    """Judge the moves after the launch by clustered errors and, with the scores, by randomization."""
    fit = gravity.ppml(frame, "persons", gravity.pair_term(frame, origins, destinations, YEARS_AFTER))
    verdicts = _verdicts(fit)
    if scores:
        p = scores.randomization_p(origins, destinations)
        verdicts.append(Inference("ri", float(fit.beta[0]), len(frame), len(scores.names), p=p))
    return [as_row(model, term, verdict, JUDGES[verdict.method]) for verdict in verdicts]


def _verdicts(fit: gravity.Gravity) -> list[Inference]:
    """Judge each term by pair, two ways and by dyads."""
    return [*gravity.errors_by_pair(fit), *gravity.errors_two_way(fit), *gravity.errors_dyadic(fit)]


def _scores(frame: pd.DataFrame) -> gravity.Scores:
    return gravity.Scores.of(frame, "persons", FIRST_POST_YEAR)


def _yearly_rows() -> list[dict]:
    """Set every year against the first."""
    frame, senders, hosts = merged()
    years = [year for year in frame["year"].unique() if year in YEARS_AFTER]
    terms = [gravity.pair_term(frame, senders, hosts, [year]) for year in years]
    fit = gravity.ppml(frame, "persons", *terms)
    return [
        as_row("gravity_yearly", f"sender_host_{year}", verdict, JUDGES[verdict.method])
        for year, verdict in zip(cycle(years), _verdicts(fit), strict=False)
    ]


@cache
def without_each() -> pd.DataFrame:
    """Return the headline model without one region at a time.

    Returns
    -------
    DataFrame
        region (the one left out), estimate, two_way_p; by region.
    """
    frame, senders, hosts = merged()
    rows = []
    for region in sorted(set(frame["origin"])):
        left = frame[(frame["origin"] != region) & (frame["destination"] != region)].reset_index(drop=True)
        fit = gravity.ppml(left, "persons", gravity.pair_term(left, senders, hosts, YEARS_AFTER))
        (verdict,) = gravity.errors_two_way(fit)
        rows.append((region, verdict.estimate, verdict.p))
    return pd.DataFrame(rows, columns=["region", "estimate", "two_way_p"])


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
    yearly = flows.shares(frame, senders, hosts).set_index("year")
    numbers = {
        f"flows.{year}.{name}": row[name]
        for names in (DIRECTIONS, MARGINS)
        for year, row in yearly.to_dict("index").items()
        for name in names
    }
    last = int(yearly.index.max())
    numbers |= {f"flows.last.{name}": numbers[f"flows.{last}.{name}"] for name in (*DIRECTIONS, *MARGINS)}
    after = yearly.loc[FIRST_POST_YEAR:]
    return (
        numbers
        | _pair_counts(frame, senders, hosts)
        | {
            "flows.years.first": int(yearly.index.min()),
            "flows.years.last": last,
            "flows.years.count": len(yearly),
            "flows.years.count_after": len(after),
            "flows.after.sender_host": float(after["sender_host"].mean()),
            "flows.after.sender_host_share": float(after["sender_host"].sum() / after["moves"].sum()),
            "flows.after.host_sender_share": float(after["host_sender"].sum() / after["moves"].sum()),
            "flows.zero_pairs": int((frame["persons"] == 0).sum()),
            **_programme(yearly["sender_host"]),
            **_ceilings(yearly["sender_host"]),
            **_counts(given),
            **_excess_moves(given, yearly["sender_host"]),
            **_without_one(),
            **_without_last(),
            **_yearly_range(given),
            "gravity.percent": expm1(estimate),
            "gravity.extra_persons": float(after["sender_host"].mean() * (1 - exp(-estimate))),
        }
    )


def _counts(estimates: Iterable[Mapping]) -> dict[str, float]:
    """Count the variants of the model by sign, and those that fall below 0.05 by each method.

    `gravity.not_below.lowest_p` and `highest_p` are over the variants that do not by two-way errors; over all
    where there are none.
    """
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
        for method in JUDGES
    }
    counts["not_below_two_way"] = counts["all"] - counts["below_two_way"]
    p = rows.loc[rows["method"] == "two_way", "p"]
    missed = p[p >= SIGNIFICANCE_LEVEL] if counts["not_below_two_way"] else p
    return {f"gravity.count.{name}": int(count) for name, count in counts.items()} | {
        "gravity.not_below.lowest_p": float(missed.min()),
        "gravity.not_below.highest_p": float(missed.max()),
    }


def _excess_moves(estimates: Iterable[Mapping], moves: pd.Series) -> dict[str, float]:
    """Return the persons by which each year's moves from senders to hosts exceed those of 2010's pattern.

    Parameters
    ----------
    moves
        Persons who moved from senders to hosts, by year.
    """
    return {
        f"gravity.excess.{year}": float(moves[year] * -expm1(-row["estimate"]))
        for row in estimates
        if row["model"] == "gravity_yearly" and row["method"] == "pair"
        for year in [int(row["term"].rpartition("_")[2])]
    }


def _without_last() -> dict[str, int]:
    """Return how many pairs and years are left where the last year is left out."""
    years = merged()[0]["year"]
    return {"gravity.without_last.n": int((years < years.max()).sum())}


def _without_one() -> dict[str, float]:
    """Return how far the headline coefficient and its two-way p-value move without one region."""
    table = without_each()
    return {
        "gravity.without_one.lowest": float(table["estimate"].min()),
        "gravity.without_one.highest": float(table["estimate"].max()),
        "gravity.without_one.highest_p": float(table["two_way_p"].max()),
        "gravity.without_one.not_below": int((table["two_way_p"] >= SIGNIFICANCE_LEVEL).sum()),
    }


def _yearly_range(estimates: Iterable[Mapping]) -> dict[str, float]:
    """Return the first, last, lowest and highest coefficient of the model with a term per year."""
    rows = (row for row in estimates if row["model"] == "gravity_yearly" and row["method"] == "two_way")
    by_year = {row["term"]: row["estimate"] for row in rows}
    ordered = [by_year[term] for term in sorted(by_year)]
    ends = {"first": ordered[0], "last": ordered[-1], "lowest": min(ordered), "highest": max(ordered)}
    return {f"gravity.yearly.{name}": float(number) for name, number in ends.items()}


def _programme(moves: pd.Series) -> dict[str, float]:
    """Return by how many log points grants would have raised a year's moves from senders to hosts.

    As `programme_flow.taken_up.YEAR` and `programme_flow.allocated.YEAR`, were every grant one registered
    move that would not have been made without it.

    Parameters
    ----------
    moves
        Persons who moved from senders to hosts, by year.
    """
    return {
        f"programme_flow.{name}.{year}": -log1p(-number / moves[year])
        for name, by_year in grants_stated(sources.load_serpin()).items()
        for year, number in by_year.items()
        if year in moves.index
    }


def _ceilings(moves: pd.Series) -> dict[str, float]:
    """Return the log points that grants allocated make at most, over the years with both figures.

    `programme_flow.mean` is the mean over years, `programme_flow.pooled` that of all their grants beside all
    their moves, which is nearer to what one coefficient for all years sees.
    """
    allocated = grants_stated(sources.load_serpin())["allocated"]
    grants = pd.Series({year: number for year, number in allocated.items() if year in moves.index})
    at_most = -np.log1p(-grants / moves[grants.index])
    return {
        "programme_flow.mean": float(at_most.mean()),
        "programme_flow.pooled": -log1p(-float(grants.sum() / moves[grants.index].sum())),
    }


def _pair_counts(frame: pd.DataFrame, senders: frozenset[str], hosts: frozenset[str]) -> dict[str, float]:
    """Count the pairs that grew by more than origin and destination suggest, to hosts and elsewhere."""
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
    """Return each pair's growth beyond that of its origin and destination.

    Returns
    -------
    DataFrame
        One row per ordered pair: origin, destination, before, after (persons, sums over years), excess:
        (after / fitted after) / (before / fitted before) - 1, the fit being the gravity model with pair,
        origin-year and destination-year effects alone.
    """
    period = np.where(frame["year"] < FIRST_POST_YEAR, "before", "after")
    sums = (
        frame.assign(fitted=gravity.ppml(frame, "persons").mean, period=period)
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
