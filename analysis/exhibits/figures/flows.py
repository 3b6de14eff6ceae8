"""Moves from the senders to the hosts.

Their share in all moves by year, and every pair's flow in a matrix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.exhibits import style
from analysis.exhibits.chart_marks import START, Spec, drawn, line, shade, ticks
from analysis.exhibits.exhibit import Figure, remembered
from analysis.inputs.flows import merged_flows, role_of, shares
from analysis.study import FIRST_POST_YEAR as LAUNCH, SHOWN_AS
from press.base.plain_text import unexpanded
from press.numbers.formatter import format_number, keyed, span, with_minus

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from analysis.exhibits.exhibit import Data

DIRECTIONS = {"sender_host": "Senders to hosts", "host_sender": "Hosts to senders"}
DIRECTION_COLOURS = dict(zip(DIRECTIONS.values(), (style.BLUE, style.GREY), strict=True))
SHARE_HEADING = "Share of all moves between regions"
GROUPS = ["Senders", "Others", "Hosts"]
GROUP_ORDER = {"origin_group": GROUPS, "destination_group": GROUPS[::-1]}
SIDES = {"origin": "from", "destination": "to"}
"""The sides of the matrix, and what stands there before the names of groups."""
FULL_COLOUR_AT = 1.0  # natural logarithm of a ratio; stronger ones get the same colour


@remembered
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
    points = frame["year"].nunique()
    return (
        f"Line chart with {points} points per line. Share of all moves between the regions of 2014: {told}."
    )


def share_draw(data: Data) -> Drawing:
    """Draw the shares."""
    table = share_numbers(data).pivot(index="year", columns="direction", values="share")
    figure, axes = style.subplots(2.7)
    axes.set_ylim(0, 1.22 * table.max(axis=None))
    for words, colour in DIRECTION_COLOURS.items():
        axes.plot(table.index, table[words], **style.line(colour) | {"markersize": 4.5})
    for year, row in table.iterrows():
        close = 5 * (year == table.index[-1])  # the last label keeps away from the one before
        for words, colour in DIRECTION_COLOURS.items():
            side, up = ("bottom", 5) if row[words] == row.max() else ("top", -5)
            style.beside(
                axes,
                format_number(row[words], "percent1"),
                (year, row[words]),
                (close, up),
                ha="center",
                va=side,
                color=colour,
                fontsize=style.SMALL,
            )
    style.name_lines(axes, table, DIRECTION_COLOURS, 20, 0.09)
    style.start(axes, START["text"], (START["x"], 0), (4, 4), va="bottom")
    axes.set_xticks(table.index, [_year(year) for year in table.index])
    axes.yaxis.set_major_formatter(lambda x, _: f"{100 * x:.0f}%")
    axes.grid(axis="y")
    style.heading(axes, SHARE_HEADING)
    return figure


def share_chart(frame: pd.DataFrame, data: Data) -> Spec:
    """Return the spec of the shares, from their table."""
    years = sorted(frame["year"].unique(), key=lambda year: (year % 5 != 0, -year))
    panel = {
        "heading": SHARE_HEADING,
        "labels": "above",
        "rules": [START],
        "ticks": ticks(years, _year),
        "series": [
            line(words, DIRECTION_COLOURS[words], [_share_point(row) for row in rows.itertuples()])
            for words, rows in frame.groupby("direction", sort=False)
        ],
    }
    return {"kind": "lines", "y": {"zero": True, "suffix": "%"}, "panels": [panel]}


@remembered
def matrix_numbers(data: Data) -> pd.DataFrame:
    """Each pair's moves, and how they grew beyond what their origin and destination grew.

    Returns
    -------
    DataFrame
        One row per ordered pair, rows and columns in the order of the picture: origin, destination,
        origin_group, destination_group, before, after, excess (see `estimates.flows.excess`).
    """
    from analysis.estimates.flows import excess  # brings scipy

    flows, senders, hosts = _flows_and_roles(data)
    frame = excess(flows)
    for side in SIDES:
        roles = [frame[side].isin(senders), frame[side].isin(hosts)]
        frame[f"{side}_group"] = np.select(roles, ["Senders", "Hosts"], "Others")
    ordered = _by_group(frame, "origin_group", "origin", "destination_group", "destination")
    columns = [*SIDES, "origin_group", "destination_group", "before", "after", "excess"]
    return ordered.replace(dict.fromkeys(SIDES, SHOWN_AS))[columns]


def matrix_alt(data: Data) -> str:
    """Return the alternative text of the matrix, numbers of the results with their keys."""
    frame = matrix_numbers(data)
    out, back = _between(frame, "Senders", "Hosts"), _between(frame, "Hosts", "Senders")
    block, grown = frame[out], frame["excess"] > 0
    most = block.loc[block["excess"].idxmax()]
    above = keyed("gravity.pairs.block_above", str(grown[out].sum()))
    pairs = keyed("gravity.pairs.block", str(len(block)))
    return (
        f"Matrix of {len(frame)} pairs of {frame['origin'].nunique()} regions, origins in rows, destinations "
        f"in columns: by how much moves grew after {LAUNCH} beyond what their origin and destination would "
        f"suggest. From senders to hosts {above} of {pairs} pairs grew by more, the most "
        f"{unexpanded(most['origin'])} to {unexpanded(most['destination'])} ({percent(most['excess'])}); "
        f"from hosts to senders {grown[back].sum()} of {back.sum()}; of the other pairs "
        f"{grown[~out & ~back].sum()} of {(~out & ~back).sum()}."
    )


def matrix_draw(data: Data) -> Drawing:
    """Draw the matrix, the pairs from senders to hosts framed."""
    frame = matrix_numbers(data)
    figure, axes = style.subplots(5.3)
    origins, destinations = _regions(frame, "origin"), _regions(frame, "destination")
    rows, columns = _places(origins), _places(destinations)
    cells = frame.assign(
        x=frame["destination"].map(columns),
        y=frame["origin"].map(rows),
        strength=_strength(frame["excess"]),
        words=[_in_cell(growth) for growth in frame["excess"]],
        weight="normal",
    )
    style.cells(axes, cells, 0.94, 0.94)
    axes.set_yticks(rows, rows.index, fontsize=style.SMALL)
    axes.set_xticks(columns, columns.index, rotation=90, fontsize=style.SMALL)
    axes.set_ylim(rows.max() + 0.6, -0.6)
    axes.set_xlim(-0.6, columns.max() + 0.6)
    style.bare(axes, pad=2)
    block = cells[_between(cells, "Senders", "Hosts")]
    corner = (block["x"].min() - 0.52, block["y"].min() - 0.52)
    width, height = block["destination"].nunique() + 0.04, block["origin"].nunique() + 0.04
    style.frame(axes, corner, width, height)
    beside = {"xycoords": style.BESIDE, "ha": "left", "va": "center", "rotation": 270, "fontweight": "bold"}
    for group, y in rows.groupby(origins).mean().items():
        style.beside(axes, group, (1, y), (4, 0), **beside)
    above = {"xycoords": style.ABOVE, "ha": "center", "va": "bottom", "fontweight": "bold"}
    for group, x in columns.groupby(destinations).mean().items():
        style.beside(axes, group, (x, 1), (0, 3), **above)
    return figure


def matrix_chart(frame: pd.DataFrame, data: Data) -> Spec:
    """Return the spec of the matrix, from its table."""
    pairs = {(pair.origin, pair.destination): pair for pair in frame.itertuples()}
    origins, destinations = _regions(frame, "origin"), _regions(frame, "destination")
    return {
        "kind": "heat",
        "heading": f"Growth of moves after {LAUNCH} beyond what origin and destination suggest, in percent",
        "words": "{row} to {column}: {cell}",
        "columns": [{"name": name, "group": group} for name, group in destinations.items()],
        "rows": [
            {
                "name": origin,
                "group": group,
                "cells": [_cell(pairs.get((origin, destination))) for destination in destinations.index],
            }
            for origin, group in origins.items()
        ],
        "turned": True,
        "scale": _scale(),
        "frame": {"rows": _span(origins, "from senders"), "columns": _span(destinations, "to hosts")},
    }


def percent(growth: float) -> str:
    """Return a percentage with its sign; zero has none."""
    return with_minus(f"{rounded:+,d}%") if (rounded := round(100 * growth)) else f"{rounded}%"


def _flows_and_roles(data: Data) -> tuple[pd.DataFrame, frozenset[str], frozenset[str]]:
    regions = data.regions
    return merged_flows(data.flows, regions), role_of(regions, "sender_text"), role_of(regions, "program")


def _year(year: int) -> str:
    return str(year) if year % 5 == 0 else f"{year % 100:02d}"


def _share_point(row: tuple) -> Spec:
    share = format_number(row.share, "percent1")
    persons, moves = format_number(row.persons, "integer"), format_number(row.moves, "integer")
    return {
        "x": row.year,
        "y": drawn(100 * row.share),
        "label": share,
        "text": f"{row.direction}, {row.year}: {share} ({persons} of {moves} moves)",
    }


def _in_cell(growth: float) -> str:
    """Return what a printed cell holds: a number, which with three digits has no room for its plus sign."""
    words = percent(growth).removesuffix("%")
    return words if len(words) < 4 else words.removeprefix("+")


def _strength(growth: pd.Series | float) -> pd.Series | float:
    return np.log1p(growth) / FULL_COLOUR_AT


def _scale() -> list[str]:
    """Return what is printed at the ends and in the middle of the matrix's colours."""
    least, most = (percent(np.expm1(end)) for end in (-FULL_COLOUR_AT, FULL_COLOUR_AT))
    return [f"{least} and less", percent(0), f"{most} and more"]


def _by_group(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Sort by columns, groups as they follow one another along the matrix."""
    return frame.sort_values(
        list(columns),
        ignore_index=True,
        key=lambda column: (
            column.map(GROUP_ORDER[column.name].index) if column.name in GROUP_ORDER else column
        ),
    )


def _between(frame: pd.DataFrame, origins: str, destinations: str) -> pd.Series:
    """Whether a pair leads from one group to the other."""
    return (frame["origin_group"] == origins) & (frame["destination_group"] == destinations)


def _regions(frame: pd.DataFrame, side: str) -> pd.Series:
    """Return, by region along one side of the matrix, what stands there for its group ("from senders")."""
    ordered = _by_group(frame.drop_duplicates(side), f"{side}_group", side)
    return f"{SIDES[side]} " + ordered.set_index(side)[f"{side}_group"].str.lower()


def _places(groups: pd.Series) -> pd.Series:
    """Places of the regions along one side, with a gap between groups."""
    return np.arange(len(groups)) + 0.35 * ((groups != groups.shift()).cumsum() - 1)


def _cell(pair: tuple | None) -> list[Any]:
    if pair is None:
        return [None, "", ""]
    grown = percent(pair.excess)
    before, after = format_number(pair.before, "integer"), format_number(pair.after, "integer")
    told = f"{grown} ({before} moves before {LAUNCH}, {after} after)"
    return [shade(_strength(pair.excess)), grown.removesuffix("%"), told]


def _span(groups: pd.Series, group: str) -> list[int]:
    """Return the first and last place of a group."""
    return np.flatnonzero(groups == group)[[0, -1]].tolist()


EXHIBITS = (
    Figure("fig-shares", share_numbers, share_alt, share_draw, share_chart),
    Figure("fig-matrix", matrix_numbers, matrix_alt, matrix_draw, matrix_chart),
)
