"""Every headline coefficient with one interval and p-value per method of inference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.estimates.headlines import FLOW_METHODS, HEADLINES, METHODS
from analysis.exhibits import style
from analysis.study import SIGNIFICANCE_LEVEL, style_of
from press.numbers.formatter import format_number, span
from press.numbers.languages import MINUS

if TYPE_CHECKING:
    from analysis.results import Data

UNITS = {
    "per 1,000": "Per 1,000 inhabitants",
    "persons": "Persons per region and year",
    "log points": "Log points of the flow",
}
SOURCE_COLOURS = {"official": style.BLUE, "panel": style.GREY}
ROW = 0.146  # inches
HEADING = 0.62  # of an axes without rows, inches
GAP = 0.7  # rows between two coefficients


def numbers(data: Data) -> pd.DataFrame:
    """Return the plotted intervals.

    Returns
    -------
    DataFrame
        One row per coefficient and method that has a p-value: model, short, unit, source, method, estimate,
        ci_low, ci_high (absent where a method gives none, infinite where no bound is rejected), p.
    """
    rows = data.results.estimates.set_index(["model", "term", "method"])
    parts = []
    for headline in HEADLINES:
        for method in headline.methods:
            row = rows.loc[(headline.model, headline.term, method)]
            parts.append(
                {
                    "model": headline.model,
                    "short": headline.short,
                    "unit": headline.unit,
                    "source": headline.source,
                    "method": method,
                }
                | {name: row[name] for name in ("estimate", "ci_low", "ci_high", "p")}
            )
    frame = pd.DataFrame(parts)
    frame[["estimate", "ci_low", "ci_high", "p"]] = frame[["estimate", "ci_low", "ci_high", "p"]].astype(
        float
    )
    return frame[frame["p"].notna()].reset_index(drop=True)


def alt(data: Data) -> str:
    """Return the alternative text, numbers of the results with their keys."""
    frame = numbers(data)
    told = "; ".join(_told(short, rows) for short, rows in frame.groupby("short", sort=False))
    return (
        f"Chart of {frame['model'].nunique()} coefficients, each with one 95% interval and p-value per method. Methods with "
        f"p below {SIGNIFICANCE_LEVEL}: {told}."
    )


def draw(data: Data) -> Figure:
    """Draw one axes per unit, one line per method, its name and p-value at the right."""
    frame = numbers(data)
    parts = {unit: frame[frame["unit"] == unit] for unit in UNITS}
    heights = [ROW * (len(part) + GAP * (part["model"].nunique() - 1)) for part in parts.values()]
    figure, axes = style.subplots(
        sum(heights) + HEADING * len(parts), rows=len(parts), gridspec_kw={"height_ratios": heights}
    )
    for ax, (unit, part) in zip(axes, parts.items(), strict=True):
        _draw_unit(ax, part, data.panel.synthetic)
        style.heading(ax, UNITS[unit])
    return figure


def _told(short: str, rows: pd.DataFrame) -> str:
    below = rows.loc[rows["p"] < SIGNIFICANCE_LEVEL, "method"]
    which = (
        ", ".join(
            METHODS[method].lower() if method[0] != "c" or method == "classical" else METHODS[method]
            for method in below
        )
        or "none"
    )
    headline = next(headline for headline in HEADLINES if headline.short == short)
    method = f".{FLOW_METHODS[0]}" if headline.methods == FLOW_METHODS else ""
    key = f"{headline.key}{method}.estimate"
    return f"{short.lower()} ({span(key, rows['estimate'].iloc[0], style_of(key))}) {which}"


def _draw_unit(ax: Axes, part: pd.DataFrame, synthetic: bool) -> None:
    models = list(dict.fromkeys(part["model"]))
    places = [number + GAP * models.index(model) for number, model in enumerate(part["model"])]
    finite = part[["ci_low", "ci_high"]].replace([np.inf, -np.inf], np.nan)
    low, high = min(0, np.nanmin(finite)), max(0, np.nanmax(finite))
    margin = 0.04 * (high - low)
    ax.set_xlim(low - margin, high + margin)
    ax.axvline(0, color=style.INK, linewidth=0.8)
    for place, row in zip(places, part.itertuples(), strict=True):
        colour = SOURCE_COLOURS[row.source]
        if not np.isnan(row.ci_low):
            ax.plot(
                np.clip([row.ci_low, row.ci_high], low - margin, high + margin),
                [place] * 2,
                color=colour,
                linewidth=1.6,
                solid_capstyle="butt",
            )
        ax.plot(row.estimate, place, "o", color=colour, markersize=4)
        words = f"{METHODS[row.method]}  {format_number(row.p, 'p').replace('<', '< ')}"
        ax.annotate(
            words,
            (1, place),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL,
            fontweight="bold" if row.p < SIGNIFICANCE_LEVEL else "normal",
        )
    _label_models(ax, part, places, synthetic)
    ax.set_ylim(max(places) + 0.7, -0.7)
    ax.grid(axis="x")
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:,g}".replace("-", MINUS))


def _label_models(ax: Axes, part: pd.DataFrame, places: list[float], synthetic: bool) -> None:
    """Each coefficient's name beside the middle of its lines."""
    by_model = part.assign(place=places).groupby("model", sort=False)
    marks = by_model.agg(place=("place", "mean"), short=("short", "first"), source=("source", "first"))
    names = [
        row.short + ("\n(synthetic panel)" if synthetic and row.source == "panel" else "")
        for row in marks.itertuples()
    ]
    ax.set_yticks(marks["place"], names, fontsize=style.SMALL)
    ax.tick_params(axis="y", length=0)
