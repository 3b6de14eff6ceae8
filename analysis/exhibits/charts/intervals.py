"""The headline coefficients as a chart: one interval per method, in groups by coefficient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.estimates.headlines import HEADLINES, METHODS
from analysis.exhibits.charts.printing import drawn, printed
from analysis.exhibits.figures.intervals import UNITS
from analysis.study import style_of

if TYPE_CHECKING:
    from analysis.results import Data

COLOURS = {"panel": 0, "official": 1}
MARGIN = 0.04
"""Of an axis beyond the farthest interval."""


def intervals(frame: pd.DataFrame, data: Data) -> dict[str, Any]:
    """Return the spec, from the figure's table."""
    panels = [
        _panel(words, frame[frame["unit"] == unit], data.panel.synthetic) for unit, words in UNITS.items()
    ]
    return {"kind": "forest", "panels": panels}


def _panel(heading: str, part: pd.DataFrame, synthetic: bool) -> dict[str, Any]:
    low, high = _ends(part)
    groups = [_group(rows, low, high, synthetic) for _, rows in part.groupby("model", sort=False)]
    return {"heading": heading, "from": drawn(low), "to": drawn(high), "groups": groups}


def _ends(part: pd.DataFrame) -> tuple[float, float]:
    """Where the axis begins and ends: zero and every finite bound lie on it."""
    finite = part[["estimate", "ci_low", "ci_high"]].replace([np.inf, -np.inf], np.nan)
    low, high = min(0.0, np.nanmin(finite)), max(0.0, np.nanmax(finite))
    return low - MARGIN * (high - low), high + MARGIN * (high - low)


def _group(rows: pd.DataFrame, low: float, high: float, synthetic: bool) -> dict[str, Any]:
    first = rows.iloc[0]
    name = first["short"] + (" (synthetic panel)" if synthetic and first["source"] == "panel" else "")
    return {
        "name": name,
        "colour": COLOURS[first["source"]],
        "rows": [_row(row, name, low, high) for row in rows.itertuples()],
    }


def _row(row: tuple, name: str, low: float, high: float) -> dict[str, Any]:
    p = printed(row.p, "p")
    whole = {"name": METHODS[row.method], "y": drawn(row.estimate), "told": p, "strong": bool(row.p < 0.05)}
    told = f"{name}, {METHODS[row.method]}: {_printed(row, 'estimate')}"
    relation = "p" if p.startswith("<") else "p ="
    if np.isnan(row.ci_low):
        return whole | {"text": f"{told}, {relation} {p}"}
    bounds = {
        end: drawn(np.clip(value, low, high)) for end, value in (("low", row.ci_low), ("high", row.ci_high))
    }
    return (
        whole
        | bounds
        | {"text": f"{told} ({_printed(row, 'ci_low')} to {_printed(row, 'ci_high')}), {relation} {p}"}
    )


def _printed(row: tuple, statistic: str) -> str:
    """Return a statistic in the print style of the coefficient."""
    headline = next(
        headline for headline in HEADLINES if headline.model == row.model and headline.short == row.short
    )
    return printed(getattr(row, statistic), style_of(f"{headline.key}.{row.method}.{statistic}"))
