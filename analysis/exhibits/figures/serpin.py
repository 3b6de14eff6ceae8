"""Figures 2 and 3: press figures about Serpin-2050, each bar a whole with the known part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits import style
from analysis.exhibits.chart_marks import Spec
from analysis.exhibits.exhibit import Figure, remembered
from press.numbers.formatter import format_number, keyed, without_keys

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from analysis.exhibits.exhibit import Data

LIGHT, DARK = "#CFE3F1", style.BLUE
BAR = 0.72  # years


@dataclass(frozen=True, slots=True)
class PartOfWhole:
    """A bar chart of yearly counts and of the part of each that has some property.

    Attributes
    ----------
    whole, part
        The two indicators in the press figures.
    key, part_key
        Keys of their numbers in the results, without the year.
    whole_word, part_word
        What the first bar calls them.
    unknown_word
        What a bar says whose part nobody has stated.
    heading
        What the bars count.
    """

    whole: str
    part: str
    key: str
    part_key: str
    whole_word: str
    part_word: str
    unknown_word: str
    heading: str

    @remembered
    def numbers(self, data: Data) -> pd.DataFrame:
        """Return the plotted numbers.

        Returns
        -------
        DataFrame
            One row per year in which the whole is known: year, whole, origin ("press" or "article"), part
            (missing where not stated), share (of the part in the whole, as a fraction).
        """
        stated = data.serpin.set_index("year").groupby("indicator")
        wholes = stated.get_group(self.whole)[["value", "origin"]].rename(columns={"value": "whole"})
        parts = stated.get_group(self.part)["value"].rename("part")
        frame = wholes.join(parts).assign(share=lambda both: both["part"] / both["whole"])
        return frame.sort_index().reset_index().astype({"year": int})

    def alt(self, data: Data) -> str:
        """Return the alternative text, numbers of the results with their keys."""
        frame = self.numbers(data)
        bars = "; ".join(self._told(row) for row in frame.itertuples())
        return f"Bar chart. {self.heading}, {frame['year'].min()} to {frame['year'].max()}. {bars}."

    def draw(self, data: Data) -> Drawing:
        """Draw the bars with their values."""
        frame = self.numbers(data)
        figure, axes = style.subplots(2.7)
        axes.bar(frame["year"], frame["whole"], width=BAR, color=LIGHT, edgecolor=DARK, linewidth=0.8)
        axes.bar(frame["year"], frame["part"], width=BAR, color=DARK)
        for row in frame.itertuples():
            self._label(axes, row, named=row.Index == 0)
        axes.set_xticks(frame["year"], [_year(row, "\n") for row in frame.itertuples()])
        axes.margins(x=0.02, y=0.16)
        axes.yaxis.set_visible(False)
        style.heading(axes, self.heading)
        style.bare(axes)
        return figure

    def chart(self, frame: pd.DataFrame, data: Data) -> Spec:
        """Return the spec, from the figure's table."""
        return {
            "kind": "bars",
            "heading": self.heading,
            "legend": [self.whole_word, self.part_word],
            "bars": [
                {
                    "name": _year(row, " "),
                    "whole": int(row.whole),
                    "over": format_number(row.whole, "integer"),
                    "part": None if pd.isna(row.part) else int(row.part),
                    "inside": self.unknown_word if pd.isna(row.part) else _part(row),
                    "text": without_keys(self._told(row)),
                }
                for row in frame.itertuples()
            ],
        }

    def _told(self, row: tuple) -> str:
        number = keyed(f"{self.key}.{row.year}", format_number(row.whole, "integer"))
        whole = f"{_year(row, ' ')}: {number} {self.whole_word}"
        if pd.isna(row.part):
            return f"{whole}, {self.unknown_word}"
        part = keyed(f"{self.part_key}.{row.year}", format_number(row.part, "integer"))
        share = keyed(f"{self.part_key}_share.{row.year}", format_number(row.share, "percent0"))
        return f"{whole}, {part} {self.part_word} ({share})"

    def _label(self, axes: Axes, row: tuple, *, named: bool) -> None:
        """Write a bar's values on it; the first bar also names what they are."""
        over = format_number(row.whole, "integer") + (f"\n{self.whole_word}" if named else "")
        style.beside(axes, over, (row.year, row.whole), (0, 3), ha="center", va="bottom")
        if pd.isna(row.part):
            inside, height = self.unknown_word.replace(" ", "\n", 1), row.whole / 2
            look = {"fontsize": style.SMALL, "color": style.INK}
        else:
            inside, height = (f"{self.part_word}\n" if named else "") + _part(row), row.part / 2
            look = {"color": "white", "linespacing": 1.1}
        axes.text(row.year, height, inside, ha="center", va="center", **look)


def _year(row: tuple, separator: str) -> str:
    """Return a bar's year, and whether its figures are the article's own."""
    return str(row.year) if row.origin == "press" else f"{row.year}{separator}(as in the article)"


def _part(row: tuple) -> str:
    return f"{format_number(row.part, 'integer')} ({format_number(row.share, 'percent0')})"


GRANTS = PartOfWhole(
    whole="grants_allocated",
    part="grants_taken_up",
    key="grants.allocated",
    part_key="grants.taken_up",
    whole_word="allocated",
    part_word="taken up",
    unknown_word="take-up not stated",
    heading="Grants by year of intake",
)
GRADUATES = PartOfWhole(
    whole="graduates",
    part="graduates_employed",
    key="graduates",
    part_key="graduates.employed",
    whole_word="graduates",
    part_word="employed",
    unknown_word="employment not stated",
    heading="Graduates by year of graduation",
)
EXHIBITS = (
    Figure("fig-grants", GRANTS.numbers, GRANTS.alt, GRANTS.draw, GRANTS.chart),
    Figure("fig-graduates", GRADUATES.numbers, GRADUATES.alt, GRADUATES.draw, GRADUATES.chart),
)
