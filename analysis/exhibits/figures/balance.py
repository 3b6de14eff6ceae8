"""Figure 1: the official net migration rate of every region and year, a heat map that reads as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.estimates.descriptive import by_region_of_2014
from analysis.exhibits import style
from analysis.exhibits.chart_marks import Spec, shade
from analysis.exhibits.exhibit import Figure, remembered
from analysis.study import FIRST_POST_YEAR as LAUNCH, SHOWN_AS
from press.base.plain_text import unexpanded
from press.numbers.formatter import format_number, keyed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from analysis.exhibits.exhibit import Data

GROUPS = ("Hosts", "Senders", "Others")
PERIODS = ["before", "after"]
KEYED_GROUPS = ("hosts", "senders")  # whose means are numbers of the results (`descriptive.balance`)
MEASURE = "Net migration per 1,000 inhabitants"
HEADING = f"{MEASURE}: losses in orange, gains in purple and bold"
FULL_COLOUR_AT = 20.0  # per 1,000; stronger rates get the same colour
MEAN_WIDTH = 1.5  # of a mean's cell; a year's is 1 wide


@remembered
def numbers(data: Data) -> pd.DataFrame:
    """Net migration by region and year, on the geography of 2014.

    Returns
    -------
    DataFrame
        One row per region of 2014 and year: region, group ("Hosts", "Senders" as the text names them,
        "Others"), year, period ("before" 2014 or "after"), net_migration (persons, arrivals minus
        departures), population (persons, 1 January), rate (net migration per 1,000 inhabitants). Regions
        stand by group and, within it, from the greatest mean rate to the smallest.
    """
    frame = by_region_of_2014(data.official, data.regions).replace({"region": SHOWN_AS})
    rank = np.select([frame["hosts"], frame["senders"]], [0, 1], 2)
    frame["group"] = np.take(GROUPS, rank)
    frame["period"] = np.where(frame["year"] < LAUNCH, *PERIODS)
    return frame.assign(rank=rank, mean=frame.groupby("region")["rate"].transform("mean")).sort_values(
        ["rank", "mean", "region", "year"], ascending=[True, False, True, True], ignore_index=True
    )[["region", "group", "year", "period", "net_migration", "population", "rate"]]


def alt(data: Data) -> str:
    """Return the alternative text of Figure 1, numbers of the results with their keys."""
    frame = numbers(data)
    hosts = frame[frame["group"] == "Hosts"]
    means = frame.groupby("region")["rate"].mean()
    first = keyed("balance.first_year", str(frame["year"].min()))
    last = keyed("balance.last_year", str(frame["year"].max()))
    groups = "; ".join(_group_sentence(frame[frame["group"] == group]) for group in GROUPS)
    return (
        f"Heat map with a number in every cell: official net migration per 1,000 inhabitants of {len(means)} "
        f"regions, yearly from {first} to {last}. Mean yearly rates: {groups}. The hosts lose people in "
        f"{(hosts['rate'] < 0).sum()} of {len(hosts)} region-years; {unexpanded(means.idxmax())} has the "
        f"highest mean of all regions ({format_number(means.max(), 'signed1')}), "
        f"{unexpanded(means.idxmin())} the lowest ({format_number(means.min(), 'signed1')})."
    )


def draw(data: Data) -> Drawing:
    """Draw Figure 1."""
    frame = numbers(data)
    figure, axes = style.subplots(4.9)
    x, y = _column_places(frame), _row_places(frame)
    means = frame.groupby(["region", "period"], as_index=False)["rate"].mean()
    for part, column, width in ((frame, "year", 1.0), (means, "period", MEAN_WIDTH)):
        cells = part.assign(
            x=part[column].map(x),
            y=part["region"].map(y),
            strength=part["rate"] / FULL_COLOUR_AT,
            words=[format_number(rate, "decimal0") for rate in part["rate"]],
            weight=np.where(part["rate"].round() > 0, "bold", "normal"),
        )
        style.cells(axes, cells, width - 0.05, 0.92)
    _label(axes, frame, x, y)
    figure.suptitle(HEADING, x=0.004, ha="left", fontsize=style.TEXT, color=style.GREY)
    return figure


def chart(frame: pd.DataFrame, data: Data) -> Spec:
    """Return the spec of Figure 1, from its table."""
    return {
        "kind": "heat",
        "heading": HEADING,
        "words": "{row}, {column}: {cell}",
        "told": ["{} per 1,000", " ({} persons)"],
        "columns": _columns(frame),
        "rows": [
            {"name": region, "group": part["group"].iloc[0], "cells": _cells(part)}
            for region, part in frame.groupby("region", sort=False)
        ],
    }


def _group_sentence(group: pd.DataFrame) -> str:
    name = group["group"].iloc[0].lower()
    means = group.groupby("period")["rate"].mean()[PERIODS]
    before, after = (format_number(mean, "signed1") for mean in means)
    if name in KEYED_GROUPS:
        before, after = keyed(f"balance.{name}.pre_mean", before), keyed(f"balance.{name}.post_mean", after)
    return f"{group['region'].nunique()} {name} {before} before {LAUNCH}, {after} from then on"


def _column_places(frame: pd.DataFrame) -> dict[int | str, float]:
    """Horizontal places of the years and the two means, with room at the launch and before the means."""
    years = sorted(frame["year"].unique())
    places = {year: i + 0.35 * (year >= LAUNCH) for i, year in enumerate(years)}
    return places | {period: len(years) + 0.35 + (i + 0.5) * MEAN_WIDTH for i, period in enumerate(PERIODS)}


def _row_places(frame: pd.DataFrame) -> dict[str, float]:
    """Vertical places of the regions (downwards), with a free row above each group."""
    rows = frame.drop_duplicates("region")
    return {row.region: i + 1 + GROUPS.index(row.group) for i, row in enumerate(rows.itertuples())}


def _label(axes: Axes, frame: pd.DataFrame, x: dict[int | str, float], y: dict[str, float]) -> None:
    """Write years and periods above their columns, regions beside their rows, groups in bold above them."""
    names = [("mean\n" if "wide" in column else "") + column["name"] for column in _columns(frame)]
    axes.set_xticks(list(x.values()), names, fontsize=style.SMALL)
    axes.xaxis.tick_top()
    axes.set_xlim(-0.55, max(x.values()) + MEAN_WIDTH / 2 + 0.05)
    axes.set_yticks(list(y.values()), list(y))
    for group, rows in frame.groupby("group"):
        style.beside(
            axes,
            group,
            (0, rows["region"].map(y).min() - 1),
            (-2, 0),
            xycoords=style.BESIDE,
            ha="right",
            va="center",
            fontweight="bold",
        )
    axes.set_ylim(max(y.values()) + 0.5, -0.4)
    style.bare(axes, pad=2)


def _columns(frame: pd.DataFrame) -> list[Spec]:
    """Return the columns: years, of which the first of each period has four digits, and periods."""
    spans = frame.groupby("period")["year"].agg(["min", "max"]).loc[PERIODS].values
    years = [
        {
            "name": str(year) if year in spans[:, 0] else f"{year % 100:02d}",
            "told": str(year),
            "group": f"before {LAUNCH}" if year < LAUNCH else f"{LAUNCH} and later",
        }
        for year in sorted(frame["year"].unique())
    ]
    return years + [
        {
            "name": f"{first % 100:02d}–{last % 100:02d}",
            "told": f"mean {first}–{last}",
            "group": "mean",
            "wide": True,
        }
        for first, last in spans
    ]


def _cells(part: pd.DataFrame) -> list[list[Any]]:
    persons = [format_number(count, "integer") for count in part["net_migration"]]
    return [*map(_cell, part["rate"], persons), *map(_cell, part.groupby("period")["rate"].mean()[PERIODS])]


def _cell(rate: float, *persons: str) -> list[Any]:
    shown = format_number(rate, "decimal0"), format_number(rate, "signed1")
    return [shade(rate / FULL_COLOUR_AT), *shown, *persons]


EXHIBITS = (Figure("fig-balance", numbers, alt, draw, chart),)
