"""What charts of the online edition share: numbers, colours, marks (specs: `press/web/theme/charts.js`).

Every number that a chart shows is text from the one formatter, so that it says what the paper prints.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from analysis.exhibits import style
from analysis.study import FIRST_POST_YEAR as LAUNCH

Spec = dict[str, Any]
"""A spec, or a part of one."""
COLOURS = (style.GREY, style.BLUE, style.VERMILLION)
"""Colours of the drawings, in the order of their numbers in `press/web/theme/charts.css`."""
START = {"x": style.START, "text": f"Serpin-2050 starts ({LAUNCH})"}
"""The rule where the programme starts."""
DRAWN = 6
"""Significant digits of a number that only places a mark."""


def drawn(value: float) -> float:
    """Return a number that places a mark, without digits that no eye can see."""
    return float(f"{value:.{DRAWN}g}")


def shade(strength: float) -> float:
    """Return the shade of a cell; stronger values than 1 have that of 1."""
    return round(float(np.clip(strength, -1, 1)), 2)


def line(name: str, colour: str, points: list[Spec]) -> Spec:
    """Return a series of points; as in print, the grey line is dashed."""
    dashed = {"dashed": True} if colour == style.GREY else {}
    return {"name": name, "colour": COLOURS.index(colour)} | dashed | {"points": points}


def ticks(years: Iterable[int], words: Callable[[int], str] = str) -> list[list[Any]]:
    """Return a tick for every year; of ticks that touch, a chart shows the words of the first."""
    return [[int(year), words(year)] for year in years]
