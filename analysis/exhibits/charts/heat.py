"""Figure 1 and the matrix of moves as charts: tables whose cells are shaded by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.exhibits.charts.printing import printed
from analysis.exhibits.figures import balance as rates, flows
from analysis.study import FIRST_POST_YEAR as LAUNCH

if TYPE_CHECKING:
    from analysis.results import Data


def balance(frame: pd.DataFrame, data: Data) -> dict[str, Any]:
    """Return the official net migration rate of every region and year, and its means before and after the launch."""
    rows = [
        {"name": region, "group": part["group"].iloc[0], "cells": _yearly_cells(part) + _mean_cells(part)}
        for region, part in frame.groupby("region", sort=False)
    ]
    return {
        "kind": "heat",
        "heading": "Net migration per 1,000 inhabitants: losses in orange, gains in purple and bold",
        "words": "{row}, {column}: {cell}",
        "columns": _year_columns(frame) + _mean_columns(frame),
        "rows": rows,
    }


def matrix(frame: pd.DataFrame, data: Data) -> dict[str, Any]:
    """Each pair's growth of moves beyond what its origin and destination would suggest."""
    rank = list(flows.GROUPS)[::-1].index
    ends = frame.drop_duplicates("destination")[["destination", "destination_group"]].sort_values(
        ["destination_group", "destination"],
        key=lambda column: column.map(rank) if column.name == "destination_group" else column,
    )
    columns = [
        {"name": row.destination, "group": f"to {row.destination_group.lower()}"} for row in ends.itertuples()
    ]
    rows = [
        {
            "name": origin,
            "group": f"from {part['origin_group'].iloc[0].lower()}",
            "cells": _pair_cells(part, ends),
        }
        for origin, part in frame.groupby("origin", sort=False)
    ]
    return {
        "kind": "heat",
        "heading": f"Growth of moves after {LAUNCH} beyond what origin and destination suggest, in percent",
        "words": "{row} to {column}: {cell}",
        "columns": columns,
        "rows": rows,
        "turned": True,
        "frame": {"rows": _span(rows, "from senders"), "columns": _span(columns, "to hosts")},
    }


def _year_columns(frame: pd.DataFrame) -> list[dict[str, Any]]:
    years = sorted(frame["year"].unique())
    return [
        {
            "name": str(year) if year in (years[0], LAUNCH) else f"{year % 100:02d}",
            "told": str(year),
            "group": f"before {LAUNCH}" if year < LAUNCH else f"{LAUNCH} and later",
        }
        for year in years
    ]


def _mean_columns(frame: pd.DataFrame) -> list[dict[str, Any]]:
    spans = frame.groupby("period")["year"].agg(["min", "max"]).loc[list(rates.PERIODS)]
    return [
        {
            "name": f"{row.min % 100:02d}–{row.max % 100:02d}",
            "told": f"mean {row.min}–{row.max}",
            "group": "mean",
            "wide": True,
        }
        for row in spans.rename_axis(None).itertuples()
    ]


def _yearly_cells(part: pd.DataFrame) -> list[list[Any]]:
    return [
        _rate_cell(row.rate, f" ({printed(row.net_migration, 'integer')} persons)")
        for row in part.itertuples()
    ]


def _mean_cells(part: pd.DataFrame) -> list[list[Any]]:
    return [_rate_cell(rate, "") for rate in part.groupby("period")["rate"].mean()[list(rates.PERIODS)]]


def _rate_cell(rate: float, more: str) -> list[Any]:
    return [
        _shade(rate / rates.FULL_COLOUR_AT),
        printed(rate, "decimal0"),
        f"{printed(rate, 'signed1')} per 1,000{more}",
    ]


def _pair_cells(part: pd.DataFrame, ends: pd.DataFrame) -> list[list[Any]]:
    by_end = part.set_index("destination")
    return [
        _pair_cell(by_end.loc[end]) if end in by_end.index else [None, "", ""] for end in ends["destination"]
    ]


def _pair_cell(pair: pd.Series) -> list[Any]:
    percent = flows.percent(pair["excess"])
    before, after = printed(pair["before"], "integer"), printed(pair["after"], "integer")
    return [
        _shade(np.log1p(pair["excess"]) / flows.FULL_COLOUR_AT),
        percent.removesuffix("%"),
        f"{percent} ({before} moves before {LAUNCH}, {after} after)",
    ]


def _shade(share: float) -> float:
    return round(float(np.clip(share, -1, 1)), 2)


def _span(members: list[dict[str, Any]], group: str) -> list[int]:
    """Return the first and last place of a group."""
    places = [place for place, member in enumerate(members) if member["group"] == group]
    return [places[0], places[-1]]
