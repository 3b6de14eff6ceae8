"""Moves from the senders to the hosts.

Their share in all moves by year, and every pair's flow in a matrix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.estimates.flows import excess
from analysis.exhibits import style
from analysis.inputs.flows import merged_flows, role_of, shares
from analysis.study import FIRST_POST_YEAR as LAUNCH, SHOWN_AS
from press.base.plain_text import unexpanded
from press.numbers.formatter import format_number, keyed, span
from press.numbers.languages import MINUS

if TYPE_CHECKING:
    from analysis.results import Data

DIRECTIONS = {"sender_host": "Senders to hosts", "host_sender": "Hosts to senders"}
GROUPS = ("Senders", "Others", "Hosts")
FULL_COLOUR_AT = 1.0  # natural logarithm of a ratio; stronger ones get the same colour


def share_numbers(data: Data) -> pd.DataFrame:
    """Return the shares of the two directions in all moves between the 16 regions.

    Returns
    -------
    DataFrame
        One row per year and direction: year, direction (words), persons, moves (all between regions), share
        (fraction).
    """
    frame = shares(*_flows_and_roles(data))
    parts = [
        frame[["year", "moves"]].assign(direction=words, persons=frame[key], share=frame[f"{key}_share"])
        for key, words in DIRECTIONS.items()
    ]
    return pd.concat(parts, ignore_index=True)[["year", "direction", "persons", "moves", "share"]]


def share_alt(data: Data) -> str:
    """Return the alternative text of the shares, numbers of the results with their keys."""
    frame = share_numbers(data)
    told = "; ".join(
        f"{words.lower()} "
        + ", ".join(
            f"{span(f'flows.{row.year}.{name}_share', row.share, 'percent1')} in {row.year}"
            for row in frame[frame["direction"] == words].itertuples()
        )
        for name, words in DIRECTIONS.items()
    )
    return f"Line chart with six points per line. Share of all moves between the regions of 2014: {told}."


def share_draw(data: Data) -> Figure:
    """Draw the shares."""
    frame = share_numbers(data)
    figure, axes = style.subplots(2.7)
    axes.set_ylim(0, 1.22 * frame["share"].max())
    looks = {
        "Senders to hosts": {"color": style.BLUE, "marker": "o", "linewidth": 1.8},
        "Hosts to senders": {
            "color": style.GREY,
            "marker": "s",
            "linewidth": 1.2,
            "linestyle": (0, (4, 2)),
            "markerfacecolor": "white",
        },
    }
    table = frame.pivot(index="year", columns="direction", values="share")
    for words, look in looks.items():
        axes.plot(table.index, table[words], markersize=4.5, **look)
    for year, row in table.iterrows():
        for words, look in looks.items():
            upper = row[words] == row.max()
            axes.annotate(
                format_number(row[words], "percent1"),
                (year, row[words]),
                ha="center",
                color=look["color"],
                va="bottom" if upper else "top",
                xytext=(0, 5 if upper else -5),
                textcoords="offset points",
                fontsize=style.SMALL,
            )
    last = table.iloc[-1]
    places = style.apart(*(last[words] for words in looks), 0.09 * axes.get_ylim()[1])
    for (words, look), place in zip(looks.items(), places, strict=True):
        axes.annotate(
            words,
            (table.index[-1], place),
            xytext=(20, 0),
            textcoords="offset points",
            va="center",
            color=look["color"],
            fontweight="bold",
            annotation_clip=False,
        )
    axes.axvline(LAUNCH - 0.5, color=style.INK, linewidth=0.8, linestyle=":")
    axes.annotate(
        f"Serpin-2050 starts ({LAUNCH})",
        (LAUNCH - 0.5, 0),
        xycoords=("data", "axes fraction"),
        xytext=(4, 4),
        textcoords="offset points",
        va="bottom",
        fontsize=style.SMALL,
    )
    axes.set_xticks(
        table.index, [str(year) if year % 5 == 0 else f"{year % 100:02d}" for year in table.index]
    )
    axes.yaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f}%")
    axes.grid(axis="y")
    style.heading(axes, "Share of all moves between regions")
    return figure


def matrix_numbers(data: Data) -> pd.DataFrame:
    """Each pair's moves, and how they grew beyond what their origin and destination grew.

    Returns
    -------
    DataFrame
        One row per ordered pair, rows and columns in the order of the picture: origin, destination,
        origin_group, destination_group, before, after, excess (see `flow_results.excess`).
    """
    flows, senders, hosts = _flows_and_roles(data)
    frame = excess(flows)
    for end in ("origin", "destination"):
        frame[f"{end}_group"] = [_group(region, senders, hosts) for region in frame[end]]
    rank = {"origin_group": list(GROUPS), "destination_group": list(GROUPS)[::-1]}
    ordered = frame.sort_values(
        ["origin_group", "origin", "destination_group", "destination"],
        ignore_index=True,
        key=lambda column: column.map(rank[column.name].index) if column.name in rank else column,
    )
    ordered = ordered.replace({"origin": SHOWN_AS, "destination": SHOWN_AS})
    return ordered[
        ["origin", "destination", "origin_group", "destination_group", "before", "after", "excess"]
    ]


def matrix_alt(data: Data) -> str:
    """Return the alternative text of the matrix, numbers of the results with their keys."""
    frame = matrix_numbers(data)
    block = _block(frame, "Senders", "Hosts")
    back = _block(frame, "Hosts", "Senders")
    most = block.loc[block["excess"].idxmax()]
    above = keyed("gravity.pairs.block_above", str((block["excess"] > 0).sum()))
    pairs = keyed("gravity.pairs.block", str(len(block)))
    return (
        f"Matrix of {len(frame)} pairs of {frame['origin'].nunique()} regions, origins in rows, destinations in columns: by "
        f"how much moves grew after {LAUNCH} beyond what their origin and destination would suggest. From senders to hosts "
        f"{above} of {pairs} pairs grew by more, the most {unexpanded(most['origin'])} to "
        f"{unexpanded(most['destination'])} ({percent(most['excess'])}); from hosts to senders {(back['excess'] > 0).sum()} of "
        f"{len(back)}; of the other pairs {_share_above(frame)}."
    )


def matrix_draw(data: Data) -> Figure:
    """Draw the matrix, the pairs from senders to hosts framed."""
    frame = matrix_numbers(data)
    figure, axes = style.subplots(5.3)
    rows, columns = (_places(frame, end) for end in ("origin", "destination"))
    x, y = frame["destination"].map(columns), frame["origin"].map(rows)
    colours = style.diverging(np.log1p(frame["excess"]) / FULL_COLOUR_AT)
    axes.bar(x, 0.94, width=0.94, bottom=y - 0.47, color=colours)
    for column, row, above, ink in zip(x, y, frame["excess"], style.ink_on(colours), strict=True):
        axes.text(
            column,
            row,
            percent(above).removesuffix("%"),
            ha="center",
            va="center_baseline",
            fontsize=style.SMALL,
            color=ink,
        )
    block = _block(frame, "Senders", "Hosts")
    left, top = block["destination"].map(columns).min(), block["origin"].map(rows).min()
    axes.add_patch(
        Rectangle(
            (left - 0.52, top - 0.52),
            block["destination"].nunique() + 0.04,
            block["origin"].nunique() + 0.04,
            fill=False,
            edgecolor=style.INK,
            linewidth=1.6,
        )
    )
    _label_matrix(axes, frame, rows, columns)
    return figure


def _flows_and_roles(data: Data) -> tuple[pd.DataFrame, frozenset[str], frozenset[str]]:
    regions = data.regions
    return merged_flows(data.flows, regions), role_of(regions, "sender_text"), role_of(regions, "program")


def _group(region: str, senders: frozenset[str], hosts: frozenset[str]) -> str:
    return "Senders" if region in senders else "Hosts" if region in hosts else "Others"


def _block(frame: pd.DataFrame, origins: str, destinations: str) -> pd.DataFrame:
    return frame[(frame["origin_group"] == origins) & (frame["destination_group"] == destinations)]


def _share_above(frame: pd.DataFrame) -> str:
    """How many pairs outside the two blocks grew by more, in words."""
    ends = frame["origin_group"] + frame["destination_group"]
    rest = frame[~ends.isin(["SendersHosts", "HostsSenders"])]
    return f"{(rest['excess'] > 0).sum()} of {len(rest)}"


def percent(excess: float) -> str:
    """Return a percentage with its sign; zero has none."""
    rounded = round(100 * excess)
    return f"{rounded:+d}%".replace("-", MINUS) if rounded else f"{rounded}%"


def _places(frame: pd.DataFrame, end: str) -> dict[str, float]:
    """Places of the regions along one side, with a gap between groups."""
    rows = (
        frame.drop_duplicates(end)
        if end == "origin"
        else frame.sort_values(
            ["destination_group", "destination"],
            key=lambda column: (
                column.map(list(GROUPS)[::-1].index) if column.name == "destination_group" else column
            ),
        ).drop_duplicates(end)
    )
    groups = rows[f"{end}_group"].tolist()
    gaps = np.cumsum([0, *(a != b for a, b in zip(groups, groups[1:]))])
    return {region: i + 0.35 * gap for i, (region, gap) in enumerate(zip(rows[end], gaps, strict=True))}


def _label_matrix(axes: Axes, frame: pd.DataFrame, rows: dict[str, float], columns: dict[str, float]) -> None:
    axes.set_yticks(list(rows.values()), list(rows), fontsize=style.SMALL)
    axes.set_xticks(list(columns.values()), list(columns), rotation=90, fontsize=style.SMALL)
    axes.set_ylim(max(rows.values()) + 0.6, -0.6)
    axes.set_xlim(-0.6, max(columns.values()) + 0.6)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, pad=2)
    for end, places in (("origin", rows), ("destination", columns)):
        for group, regions in frame.groupby(f"{end}_group")[end]:
            middle = np.mean([places[region] for region in regions.unique()])
            if end == "destination":
                axes.annotate(
                    f"to {group.lower()}",
                    (middle, 1),
                    xycoords=("data", "axes fraction"),
                    xytext=(0, 3),
                    textcoords="offset points",
                    ha="center",
                    va="bottom",
                    fontweight="bold",
                )
            else:
                axes.annotate(
                    f"from {group.lower()}",
                    (1, middle),
                    xycoords=("axes fraction", "data"),
                    xytext=(4, 0),
                    textcoords="offset points",
                    ha="left",
                    va="center",
                    rotation=270,
                    fontweight="bold",
                )
