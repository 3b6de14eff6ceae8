"""Figures 2 and 3 as charts: a bar per year, with the known part of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.exhibits.charts.printing import printed
from analysis.exhibits.figures import serpin

if TYPE_CHECKING:
    from analysis.results import Data


@dataclass(frozen=True, slots=True)
class Bars:
    """The chart of one figure.

    Attributes
    ----------
    figure
        The figure: its words.
    """

    figure: serpin.PartOfWhole

    def __call__(self, frame: pd.DataFrame, data: Data) -> dict[str, Any]:
        """Return the spec, from the figure's table."""
        return {
            "kind": "bars",
            "heading": self.figure.heading,
            "legend": [self.figure.whole_word, self.figure.part_word],
            "bars": [self._bar(row) for row in frame.itertuples()],
        }

    def _bar(self, row: tuple) -> dict[str, Any]:
        name = str(row.year) if row.origin == "press" else f"{row.year} (as in the article)"
        whole = printed(row.whole, "integer")
        bar = {"name": name, "whole": int(row.whole), "over": whole}
        if pd.isna(row.part):
            return bar | {
                "part": None,
                "inside": self.figure.unknown_word,
                "text": f"{name}: {whole} {self.figure.whole_word}, {self.figure.unknown_word}",
            }
        part, share = printed(row.part, "integer"), printed(row.share, "percent0")
        return bar | {
            "part": int(row.part),
            "inside": f"{part} ({share})",
            "text": f"{name}: {whole} {self.figure.whole_word}, {part} {self.figure.part_word} ({share})",
        }


GRANTS = Bars(serpin.GRANTS)
GRADUATES = Bars(serpin.GRADUATES)
