"""The look of the figures: one width, one type size, colours that survive colour blindness and grey print.

matplotlib takes long to load; that waits until something is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.study import FIRST_POST_YEAR as LAUNCH
from press.base import figure_fonts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 6.5  # inches: the text width of the PDF, so that type sizes are true there

# Okabe and Ito's palette, and greys.
BLUE = "#0072B2"
VERMILLION = "#D55E00"
INK = "#222222"
GREY = "#6E6E6E"
PALE = "#D9D9D9"

SMALL = 8.0
TEXT = 9.5

ABOVE = ("data", "axes fraction")
BESIDE = ("axes fraction", "data")
"""Places (matplotlib's `xycoords`) at an edge of the axes."""
START = LAUNCH - 0.5
"""Where the programme starts on an axis of years."""

figure_fonts.keep_to_packages()
RC = {
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": TEXT,
    "axes.labelsize": TEXT,
    "axes.titlesize": TEXT,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "grid.color": PALE,
    "grid.linewidth": 0.6,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.pad_inches": 0.0,
    "text.parse_math": False,  # a dollar sign in the data is a dollar sign
    "svg.fonttype": "path",
    "svg.hashsalt": "serpin",  # the same figure, the same file
}


def use() -> None:
    """Set the paper's style for all that is drawn from now on."""
    import matplotlib.pyplot as plt

    plt.rcParams.update(RC)


def subplots(height: float, columns: int = 1, rows: int = 1, **options: Any) -> tuple[Figure, Any]:
    """Open a figure of the paper's width, with the paper's style set.

    Parameters
    ----------
    height
        Inches.
    columns, rows
        Number of axes, side by side and one below the other.
    options
        For `pyplot.subplots`.
    """
    import matplotlib.pyplot as plt
    from matplotlib.patches import Rectangle

    use()
    figure, axes = plt.subplots(rows, columns, figsize=(WIDTH, height), layout="constrained", **options)
    # Notebooks crop figures to their ink; a frame without ink keeps all of them equally wide.
    figure.add_artist(Rectangle((0, 0), 1, 1, transform=figure.transFigure, fill=False, linewidth=0))
    return figure, axes


def diverging(strength: pd.Series) -> np.ndarray:
    """Colours (red, green, blue, opacity) of values from -1 (orange) over 0 (white) to 1 (purple).

    Stronger ones have those of the ends.
    """
    from matplotlib import colormaps

    return colormaps["PuOr"](0.5 + strength.clip(-1, 1) / 2)


def ink_on(colours: np.ndarray) -> list[str]:
    """Return the colour of type that reads better on each colour."""
    return ["white" if brightness < 0.5 else INK for brightness in colours[:, :3] @ (0.299, 0.587, 0.114)]


def frame(axes: Axes, corner: tuple[float, float], width: float, height: float) -> None:
    """Draw a frame around a part of the axes."""
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle(corner, width, height, fill=False, edgecolor=INK, linewidth=1.6))


def heading(axes: Axes, text: str) -> None:
    """Say above the axes, from its left edge, what the vertical axis measures."""
    axes.set_title(text, loc="left", color=GREY, pad=8)


def foot(figure: Figure, text: str) -> None:
    """Write a small line below the axes, at the right."""
    figure.supxlabel(text, x=0.995, ha="right", fontsize=SMALL, color=GREY)


def beside(
    axes: Axes, words: str, place: tuple[float, float], away: tuple[float, float], **look: Any
) -> None:
    """Write words some points away (to the right, upwards) from a place."""
    axes.annotate(words, place, xytext=away, textcoords="offset points", **look)


def start(axes: Axes, words: str, place: tuple[float, float], away: tuple[float, float], **look: Any) -> None:
    """Set a dotted line where the programme starts, and write words at a height of the axes."""
    axes.axvline(START, color=INK, linewidth=0.8, linestyle=":")
    beside(axes, words, place, away, xycoords=ABOVE, fontsize=SMALL, **look)


def bare(axes: Axes, **ticks: Any) -> None:
    """Take away the frame and the ticks, where every value is printed anyway."""
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, **ticks)


def line(colour: str) -> dict[str, Any]:
    """Return the look of a line: filled circles, or, in grey, hollow squares on dashes."""
    if colour != GREY:
        return {"color": colour, "linewidth": 1.8, "marker": "o", "markersize": 4.5}
    squares = {"marker": "s", "markersize": 4, "markerfacecolor": "white"}
    return {"color": GREY, "linewidth": 1.2, "linestyle": (0, (4, 2))} | squares


def name_lines(axes: Axes, lines: pd.DataFrame, colours: Mapping[str, str], right: float, gap: float) -> None:
    """Name two lines beside their last points.

    Parameters
    ----------
    lines
        Their values, a column for each.
    colours
        By name.
    right
        Points between a line and its name.
    gap
        Between the names, as a share of the vertical axis.
    """
    ends = [lines[name].dropna().iloc[-1] for name in colours]
    for (name, colour), place in zip(colours.items(), apart(axes, *ends, gap), strict=True):
        beside(
            axes,
            name,
            (lines.index[-1], place),
            (right, 0),
            va="center",
            color=colour,
            fontweight="bold",
            annotation_clip=False,
        )


def apart(axes: Axes, first: float, second: float, gap: float) -> tuple[float, float]:
    """Move two label positions away from each other until a share of the vertical axis is between them."""
    missing = max(0.0, gap * axes.get_ylim()[1] - abs(first - second)) / 2
    return (first + missing, second - missing) if first >= second else (first - missing, second + missing)


def cells(axes: Axes, frame: pd.DataFrame, width: float, height: float) -> None:
    """Draw the cells of a heat map, with no part in the layout, since they lie within the axes.

    Parameters
    ----------
    frame
        One row per cell: x, y (its middle), strength (that colours it, see `diverging`), words (in it),
        weight (of its type).
    width, height
        Of a cell.
    """
    colours = diverging(frame["strength"])
    bars = axes.bar(frame["x"], height, width=width, bottom=frame["y"] - height / 2, color=colours)
    for bar in bars:
        bar.set_in_layout(False)
    for cell, ink in zip(frame.itertuples(), ink_on(colours), strict=True):
        axes.text(
            cell.x,
            cell.y,
            cell.words,
            ha="center",
            va="center_baseline",
            fontsize=SMALL,
            fontweight=cell.weight,
            color=ink,
            in_layout=False,
        )
