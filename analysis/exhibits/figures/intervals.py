"""Every headline coefficient with one interval and p-value per method of inference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.estimates.headlines import FLOW_METHODS, HEADLINES, METHODS, judged
from analysis.exhibits import style
from analysis.exhibits.chart_marks import COLOURS, Spec, drawn
from analysis.exhibits.exhibit import Figure, remembered
from analysis.study import SIGNIFICANCE_LEVEL, style_of
from press.numbers.formatter import format_number, span, with_minus

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from analysis.exhibits.exhibit import Data

UNITS = {
    "per 1,000": "Per 1,000 inhabitants",
    "persons": "Persons per region and year",
    "log points": "Log points of the flow",
}
HEADLINE_OF = {headline.model: headline for headline in HEADLINES}
SOURCE_COLOURS = {"official": style.BLUE, "panel": style.GREY}
INTERVAL = ["estimate", "ci_low", "ci_high"]
ROW = 0.146  # inches
HEADING = 0.62  # of an axes without rows, inches
GAP = 0.7  # rows between two coefficients
MARGIN = 0.04  # of an axis beyond the farthest interval


@remembered
def numbers(data: Data) -> pd.DataFrame:
    """Return the plotted intervals, without the coefficients of an invented panel.

    Returns
    -------
    DataFrame
        One row per coefficient and method that has a p-value: model, short, unit, source, method, estimate,
        ci_low, ci_high (absent where a method gives none, infinite where no bound is rejected), p.
    """
    rows = data.results.estimates.set_index(["model", "term", "method"])[[*INTERVAL, "p"]].astype(float)
    parts = [
        {
            "model": headline.model,
            "short": headline.short,
            "unit": headline.unit,
            "source": headline.source,
            "method": method,
            **rows.loc[(headline.model, headline.term, method)],
        }
        for headline in judged(synthetic=data.panel.synthetic)
        for method in headline.methods
    ]
    return pd.DataFrame(parts).dropna(subset="p", ignore_index=True)


def alt(data: Data) -> str:
    """Return the alternative text, numbers of the results with their keys."""
    frame = numbers(data)
    told = "; ".join(_told(model, rows) for model, rows in frame.groupby("model", sort=False))
    return (
        f"Chart of {frame['model'].nunique()} coefficients, each with one 95% interval and p-value per "
        f"method. Methods with p below {SIGNIFICANCE_LEVEL}: {told}."
    )


def draw(data: Data) -> Drawing:
    """Draw one axes per unit, one line per method, its name and p-value at the right."""
    frame = numbers(data)
    parts = _by_unit(frame)
    heights = [ROW * (len(part) + GAP * (part["model"].nunique() - 1)) for part in parts.values()]
    figure, axes = style.subplots(
        sum(heights) + HEADING * len(parts), rows=len(parts), gridspec_kw={"height_ratios": heights}
    )
    for ax, (unit, part) in zip(axes, parts.items(), strict=True):
        _draw_unit(ax, part)
        style.heading(ax, UNITS[unit])
    return figure


def chart(frame: pd.DataFrame, data: Data) -> Spec:
    """Return the spec, from the figure's table."""
    panels = [_panel(UNITS[unit], part) for unit, part in _by_unit(frame).items()]
    return {"kind": "forest", "panels": panels}


def _by_unit(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the intervals of each unit that has any."""
    return {unit: part for unit in UNITS if len(part := frame[frame["unit"] == unit])}


def _told(model: str, rows: pd.DataFrame) -> str:
    headline = HEADLINE_OF[model]
    below = rows.loc[rows["p"] < SIGNIFICANCE_LEVEL, "method"]
    which = ", ".join(
        METHODS[method].lower() if method[0] != "c" or method == "classical" else METHODS[method]
        for method in below
    )
    method = f".{FLOW_METHODS[0]}" if headline.methods == FLOW_METHODS else ""
    key = f"{headline.key}{method}.estimate"
    estimate = span(key, rows["estimate"].iloc[0], style_of(key))
    return f"{headline.short.lower()} ({estimate}) {which or 'none'}"


def _ends(part: pd.DataFrame) -> tuple[float, float]:
    """Where the axis begins and ends: zero and every finite bound lie on it."""
    finite = part[INTERVAL].replace([np.inf, -np.inf], np.nan)
    low, high = min(0.0, np.nanmin(finite)), max(0.0, np.nanmax(finite))
    return low - MARGIN * (high - low), high + MARGIN * (high - low)


def _draw_unit(ax: Axes, part: pd.DataFrame) -> None:
    models = list(dict.fromkeys(part["model"]))
    part = part.assign(
        place=[number + GAP * models.index(model) for number, model in enumerate(part["model"])]
    )
    ends = _ends(part)
    ax.set_xlim(ends)
    ax.axvline(0, color=style.INK, linewidth=0.8)
    for row in part.itertuples():
        _draw_row(ax, row, ends)
    middles = part.groupby("model", sort=False)["place"].mean()
    ax.set_yticks(middles, [HEADLINE_OF[model].short for model in models], fontsize=style.SMALL)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(part["place"].max() + 0.7, -0.7)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_formatter(lambda x, _: with_minus(f"{x:,g}"))


def _draw_row(ax: Axes, row: tuple, ends: tuple[float, float]) -> None:
    colour = SOURCE_COLOURS[row.source]
    if not np.isnan(row.ci_low):
        bounds = np.clip([row.ci_low, row.ci_high], *ends)
        ax.plot(bounds, [row.place] * 2, color=colour, linewidth=1.6, solid_capstyle="butt")
    ax.plot(row.estimate, row.place, "o", color=colour, markersize=4)
    style.beside(
        ax,
        f"{METHODS[row.method]}  {format_number(row.p, 'p').replace('<', '< ')}",
        (1, row.place),
        (4, 0),
        xycoords=style.BESIDE,
        va="center",
        fontsize=style.SMALL,
        fontweight="bold" if row.p < SIGNIFICANCE_LEVEL else "normal",
    )


def _panel(heading: str, part: pd.DataFrame) -> Spec:
    ends = _ends(part)
    groups = []
    for model, rows in part.groupby("model", sort=False):
        name = HEADLINE_OF[model].short
        colour = COLOURS.index(SOURCE_COLOURS[HEADLINE_OF[model].source])
        points = [_row(row, name, ends) for row in rows.itertuples()]
        groups.append({"name": name, "colour": colour, "rows": points})
    return {"heading": heading, "from": drawn(ends[0]), "to": drawn(ends[1]), "groups": groups}


def _row(row: tuple, name: str, ends: tuple[float, float]) -> Spec:
    prefix = f"{HEADLINE_OF[row.model].key}.{row.method}"
    estimate, low, high = (
        format_number(getattr(row, statistic), style_of(f"{prefix}.{statistic}")) for statistic in INTERVAL
    )
    p = format_number(row.p, "p")
    bounds, interval = {}, ""
    if not np.isnan(row.ci_low):
        bounds = {"low": drawn(np.clip(row.ci_low, *ends)), "high": drawn(np.clip(row.ci_high, *ends))}
        interval = f" ({low} to {high})"
    relation = "p" if p.startswith("<") else "p ="
    return {
        "name": METHODS[row.method],
        "y": drawn(row.estimate),
        "told": p,
        "strong": bool(row.p < SIGNIFICANCE_LEVEL),
        **bounds,
        "text": f"{name}, {METHODS[row.method]}: {estimate}{interval}, {relation} {p}",
    }


EXHIBITS = (Figure("fig-intervals", numbers, alt, draw, chart),)
