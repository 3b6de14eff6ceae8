"""Charts over years: a group of regions against the others, event studies, shares of moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.exhibits.charts.printing import drawn, printed
from analysis.exhibits.figures import comparison, event
from analysis.study import FIRST_POST_YEAR as LAUNCH, style_of

if TYPE_CHECKING:
    from analysis.results import Data

GREY, BLUE, VERMILLION = 0, 1, 2
START = {"x": LAUNCH - 0.5, "text": f"Serpin-2050 starts ({LAUNCH})"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The chart of a group's means against those of the others.

    Attributes
    ----------
    figure
        The figure: its words and print style.
    colour
        The group's colour.
    """

    figure: comparison.Comparison
    colour: int

    def __call__(self, frame: pd.DataFrame, data: Data) -> dict[str, Any]:
        """Return the spec, from the figure's table."""
        years = {
            "heading": self.figure.heading,
            "share": 1.8,
            "rules": [START],
            "ticks": _year_ticks(frame["first_year"]),
            "series": [self._series(group, self._yearly(frame, group)) for group in self._groups],
        }
        periods = {
            "heading": "Means before and after",
            "share": 1,
            "labels": "beside",
            "ticks": [[place, self._span(frame, span)] for place, span in enumerate(comparison.PERIODS)],
            "series": [self._series(group, self._means(frame, group)) for group in self._groups],
        }
        note = {"note": "synthetic panel"} if data.panel.synthetic else {}
        return {"kind": "lines", "y": {"zero": True}, "panels": [years, periods]} | note

    @property
    def _groups(self) -> tuple[str, str]:
        return self.figure.group, comparison.OTHERS

    def _series(self, group: str, points: list[dict[str, Any]]) -> dict[str, Any]:
        look = {"colour": self.colour} if group == self.figure.group else {"colour": GREY, "dashed": True}
        return {"name": group} | look | {"points": points}

    def _yearly(self, frame: pd.DataFrame, group: str) -> list[dict[str, Any]]:
        """Return a point per year of the panel; a year that the group does not have breaks its line."""
        means = frame[(frame["group"] == group) & (frame["span"] == "year")].set_index("first_year")["mean"]
        years = frame.loc[frame["span"] == "year", "first_year"]
        return [
            self._point(year, means.get(year), f"{group}, {year}")
            for year in range(years.min(), years.max() + 1)
        ]

    def _means(self, frame: pd.DataFrame, group: str) -> list[dict[str, Any]]:
        means = frame[(frame["group"] == group) & (frame["span"] != "year")].set_index("span")["mean"]
        points = [
            self._point(place, means.get(span), f"{group}, mean {self._span(frame, span)}")
            for place, span in enumerate(comparison.PERIODS)
        ]
        return [
            point | ({} if point["y"] is None else {"label": self._printed(point["y"])}) for point in points
        ]

    def _point(self, x: int, mean: float | None, name: str) -> dict[str, Any]:
        if mean is None:
            return {"x": x, "y": None}
        return {"x": x, "y": mean, "text": f"{name}: {self._printed(mean)}"}

    def _span(self, frame: pd.DataFrame, span: str) -> str:
        rows = frame[frame["span"] == span]
        return f"{rows['first_year'].min()}–{rows['last_year'].max() % 100:02d}"

    def _printed(self, mean: float) -> str:
        return printed(mean, self.figure.number_style)


@dataclass(frozen=True, slots=True)
class Event:
    """The chart of an event study, one part per base.

    Attributes
    ----------
    figure
        The figure: its group.
    colour
        The group's colour.
    """

    figure: event.Event
    colour: int

    def __call__(self, frame: pd.DataFrame, data: Data) -> dict[str, Any]:
        """Return the spec, from the figure's table."""
        panels = [self._panel(base, frame[frame["base"] == base]) for base in event.BASES]
        return {
            "kind": "lines",
            "panels": panels,
            "heading": f"{self.figure.group} relative to the other regions, net migration per 1,000 inhabitants",
        }

    def _panel(self, base: str, rows: pd.DataFrame) -> dict[str, Any]:
        series = {
            "name": base,
            "colour": self.colour,
            "bare": True,
            "points": [self._point(base, row) for row in rows.itertuples()],
        }
        band = {"from": rows["year"].min() - 0.5, "to": event.LAST_IDENTITY_YEAR + 0.5, "text": "identity"}
        rules = [{"y": 0}, {"x": LAUNCH - 0.5, "text": "Serpin-2050"}]
        return {
            "heading": base,
            "ticks": _event_ticks(rows["year"]),
            "rules": rules,
            "bands": [band],
            "series": [series],
        }

    def _point(self, base: str, row: tuple) -> dict[str, Any]:
        point = {"x": row.year, "y": drawn(row.estimate)}
        if pd.isna(row.ci_low):
            return point | {"look": "base", "text": f"{row.year}: the base, 0"}
        low, high = drawn(row.ci_low), drawn(row.ci_high)
        text = (
            f"{row.year}: {self._printed(base, row, 'estimate')} ({self._printed(base, row, 'ci_low')} to "
            f"{self._printed(base, row, 'ci_high')})"
        )
        identity = (
            {"look": "hollow", "text": f"{text}, from the identity"} if row.identity else {"text": text}
        )
        return point | {"low": low, "high": high} | identity

    def _printed(self, base: str, row: tuple, statistic: str) -> str:
        key = f"{event.STUDIES[base]}.{self.figure.key}.{row.year}.{statistic}"
        return printed(getattr(row, statistic), style_of(key))


def shares(frame: pd.DataFrame, data: Data) -> dict[str, Any]:
    """Return the shares of the two directions in all moves between the regions, from the figure's table."""
    looks = ({"colour": BLUE}, {"colour": GREY, "dashed": True})
    series = [
        {"name": direction} | look | {"points": [_share_point(row) for row in rows.itertuples()]}
        for (direction, rows), look in zip(frame.groupby("direction", sort=False), looks, strict=True)
    ]
    years = sorted(frame["year"].unique(), key=lambda year: (year % 5 != 0, -year))
    ticks = [[int(year), str(year) if year % 5 == 0 else f"{year % 100:02d}"] for year in years]
    panel = {
        "heading": "Share of all moves between regions",
        "labels": "above",
        "rules": [START],
        "ticks": ticks,
        "series": series,
    }
    return {"kind": "lines", "y": {"zero": True, "suffix": "%"}, "panels": [panel]}


def _share_point(row: tuple) -> dict[str, Any]:
    share = printed(row.share, "percent1")
    return {
        "x": row.year,
        "y": drawn(100 * row.share),
        "label": share,
        "text": f"{row.direction}, {row.year}: {share} ({printed(row.persons, 'integer')} of {printed(row.moves, 'integer')} moves)",
    }


def _event_ticks(years: pd.Series) -> list[list[Any]]:
    """Return a tick for every year; the first, the last and the one before the launch are named."""
    named = [int(years.min()), int(years.max()), LAUNCH - 1]
    rest = [int(year) for year in years if year not in named]
    return [[year, str(year)] for year in named] + [[year, ""] for year in rest]


def _year_ticks(years: pd.Series) -> list[list[Any]]:
    return [[year, str(year)] for year in range(int(years.min()), int(years.max()) + 1)]


INFLOW = Comparison(comparison.INFLOW, BLUE)
OUTFLOW = Comparison(comparison.OUTFLOW, VERMILLION)
HOSTS = Event(event.HOSTS, BLUE)
SENDERS = Event(event.SENDERS, VERMILLION)
