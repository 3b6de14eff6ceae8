"""Figure 1: the official net migration rate of every region and year, a heat map that reads as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.estimates.descriptive import by_region_of_2014
from analysis.exhibits import style
from analysis.study import FIRST_POST_YEAR as LAUNCH, SHOWN_AS
from press.base.plain_text import unexpanded
from press.numbers.formatter import format_number, keyed
from press.numbers.languages import MINUS

if TYPE_CHECKING:
    from analysis.results import Data

GROUPS = ("Hosts", "Senders", "Others")
PERIODS = ("before", "after")
KEYED_GROUPS = ("hosts", "senders")  # whose means are numbers of the results (`facts.balance`)
FULL_COLOUR_AT = 20.0  # per 1,000; stronger rates get the same colour
MEAN_WIDTH = 1.5  # of a mean's cell; a year's is 1 wide


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
    order = frame.assign(rank=rank, mean=frame.groupby("region")["rate"].transform("mean")).sort_values(
        ["rank", "mean", "region", "year"], ascending=[True, False, True, True], ignore_index=True
    )
    return order[["region", "group", "year", "period", "net_migration", "population", "rate"]]


def alt(data: Data) -> str:
    """Return the alternative text of Figure 1, numbers of the results with their keys."""
    frame = numbers(data)
    hosts = frame[frame["group"] == "Hosts"]
    means = frame.groupby("region")["rate"].mean()
    first = keyed("balance.first_year", str(frame["year"].min()))
    last = keyed("balance.last_year", str(frame["year"].max()))
    groups = "; ".join(_group_sentence(frame[frame["group"] == group]) for group in GROUPS)
    return (
        f"Heat map with a number in every cell: official net migration per 1,000 inhabitants of {len(means)} regions, "
        f"yearly from {first} to {last}. Mean yearly rates: {groups}. "
        f"The hosts lose people in {(hosts['rate'] < 0).sum()} of {len(hosts)} region-years; {unexpanded(means.idxmax())} has the "
        f"highest mean of all regions ({_rate(means.max())}), {unexpanded(means.idxmin())} the lowest ({_rate(means.min())})."
    )


def draw(data: Data) -> Figure:
    """Draw Figure 1."""
    frame = numbers(data)
    figure, axes = style.subplots(4.9)
    x, y = _column_places(frame), _row_places(frame)
    by_year = frame[["region", "year", "rate"]].rename(columns={"year": "column"})
    by_period = (
        frame.groupby(["region", "period"], as_index=False)["rate"]
        .mean()
        .rename(columns={"period": "column"})
    )
    for cells, width in ((by_year, 1.0), (by_period, MEAN_WIDTH)):
        _draw_cells(axes, cells["column"].map(x), cells["region"].map(y), cells["rate"], width)
    _label_columns(axes, x)
    _label_rows(axes, frame, y)
    figure.suptitle(
        "Net migration per 1,000 inhabitants: losses in orange, gains in purple and bold",
        x=0.004,
        ha="left",
        fontsize=style.TEXT,
        color=style.GREY,
    )
    return figure


def _group_sentence(group: pd.DataFrame) -> str:
    name = group["group"].iloc[0].lower()
    before, after = group.groupby("period")["rate"].mean().reindex(PERIODS).map(_rate)
    if name in KEYED_GROUPS:
        before, after = keyed(f"balance.{name}.pre_mean", before), keyed(f"balance.{name}.post_mean", after)
    return f"{group['region'].nunique()} {name} {before} before {LAUNCH}, {after} from then on"


def _rate(value: float) -> str:
    return format_number(value, "signed1").replace("-", MINUS)


def _column_places(frame: pd.DataFrame) -> dict[int | str, float]:
    """Horizontal places of the years and of the two mean columns, with room at the launch and before the means."""
    years = sorted(frame["year"].unique())
    places = {year: i + 0.35 * (year >= LAUNCH) for i, year in enumerate(years)}
    return places | {period: len(years) + 0.35 + (i + 0.5) * MEAN_WIDTH for i, period in enumerate(PERIODS)}


def _row_places(frame: pd.DataFrame) -> dict[str, float]:
    """Vertical places of the regions (downwards), with a free row above each group."""
    rows = frame.drop_duplicates("region")
    return {row.region: i + 1 + GROUPS.index(row.group) for i, row in enumerate(rows.itertuples())}


def _draw_cells(axes: Axes, x: pd.Series, y: pd.Series, rates: pd.Series, width: float) -> None:
    colours = style.diverging(rates / FULL_COLOUR_AT)
    axes.bar(x, 0.92, width=width - 0.05, bottom=y - 0.46, color=colours)
    for column, row, rate, ink in zip(x, y, rates, style.ink_on(colours), strict=True):
        printed = format_number(rate, "decimal0")
        axes.text(
            column,
            row,
            printed.replace("-", MINUS),
            ha="center",
            va="center_baseline",
            fontsize=style.SMALL,
            fontweight="bold" if float(printed) > 0 else "normal",
            color=ink,
        )


def _label_columns(axes: Axes, places: dict[int | str, float]) -> None:
    """Two digits for a year, four for the first one of each period.

    The periods of the means by their years.
    """
    years = [key for key in places if key not in PERIODS]
    labels = [str(year) if year in (years[0], LAUNCH) else f"{year % 100:02d}" for year in years]
    spans = ((years[0], LAUNCH - 1), (LAUNCH, years[-1]))
    means = [f"mean\n{first % 100:02d}–{last % 100:02d}" for first, last in spans]
    axes.set_xticks(list(places.values()), labels + means, fontsize=style.SMALL)
    axes.xaxis.tick_top()
    axes.set_xlim(-0.55, max(places.values()) + MEAN_WIDTH / 2 + 0.05)


def _label_rows(axes: Axes, frame: pd.DataFrame, places: dict[str, float]) -> None:
    """Regions beside their rows, the groups' names in bold above them."""
    axes.set_yticks(list(places.values()), list(places))
    for group, rows in frame.groupby("group"):
        axes.annotate(
            group,
            (0, rows["region"].map(places).min() - 1),
            xycoords=axes.get_yaxis_transform(),
            xytext=(-2, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontweight="bold",
        )
    axes.set_ylim(max(places.values()) + 0.5, -0.4)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=2)
