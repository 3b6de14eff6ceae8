"""Figures 4 and 5: a group of regions against the others, year by year and before and after the launch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.exhibits import style
from analysis.exhibits.chart_marks import START, Spec, line, ticks
from analysis.exhibits.exhibit import Figure, remembered
from analysis.study import FIRST_POST_YEAR as LAUNCH
from press.numbers.formatter import format_number, keyed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from analysis.exhibits.exhibit import Data

OTHERS = "Others"
PERIODS = ["before", "after"]
MEANS = "Means before and after"
NOTE = "synthetic panel"
LABEL_GAP = 0.075  # of the vertical axis, so that two labels do not touch


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """A line chart of the mean of an outcome in a group of regions and in the others.

    All means weigh every region-year alike, as the regression does.

    Attributes
    ----------
    model
        The model of the results that compares the same means.
    outcome
        Column of the panel.
    member
        0/1 column of the panel: the group's regions.
    group
        The group's name.
    colour
        The group's colour.
    heading
        What the vertical axis measures.
    number_style
        Print style of a mean.
    """

    model: str
    outcome: str
    member: str
    group: str
    colour: str
    heading: str
    number_style: str

    @remembered
    def numbers(self, data: Data) -> pd.DataFrame:
        """Return the plotted means.

        Returns
        -------
        DataFrame
            One row per group and span: group, span ("year"; "before", where Post is 0, or "after"),
            first_year, last_year (that the panel has in the span), mean (in units of the outcome), rows
            (region-years in it).
        """
        panel = self._grouped(data)
        by_year = panel.assign(span="year", part=panel["year"])
        by_period = panel.assign(span=np.where(panel["post"] == 0, *PERIODS), part=0)
        means = (
            pd.concat([by_year, by_period])
            .groupby(["group", "span", "part"], as_index=False)
            .agg(
                first_year=("year", "min"),
                last_year=("year", "max"),
                mean=(self.outcome, "mean"),
                rows=(self.outcome, "size"),
            )
        )
        return means.drop(columns="part")

    def alt(self, data: Data) -> str:
        """Return the alternative text, numbers of the results with their keys."""
        frame = self.numbers(data)
        first = keyed("panel.years.first", str(frame["first_year"].min()))
        last = keyed("panel.years.last", str(frame["last_year"].max()))
        source = " Synthetic panel." if data.panel.synthetic else ""
        return (
            f"Line chart of two groups of regions, {first} to {last}, with a vertical line at the launch of "
            f"Serpin-2050 in {LAUNCH}. {self.heading}: {self._change(data, frame, self.group)}, "
            f"{self._change(data, frame, OTHERS)}. {self._range(frame)}{source}"
        )

    def draw(self, data: Data) -> Drawing:
        """Draw the yearly means on the left and the means before and after on the right."""
        frame = self.numbers(data)
        figure, (years, periods) = style.subplots(
            2.6, 2, sharey=True, gridspec_kw={"width_ratios": (2.3, 1), "wspace": 0.02}
        )
        years.set_ylim(0, 1.14 * frame["mean"].max())
        self._draw_years(years, _by_year(frame))
        self._draw_periods(periods, _by_period(frame), _spans(frame))
        style.heading(years, self.heading)
        style.heading(periods, MEANS)
        if data.panel.synthetic:
            style.foot(figure, NOTE)
        return figure

    def chart(self, frame: pd.DataFrame, data: Data) -> Spec:
        """Return the spec, from the figure's table."""
        means, spans = _by_year(frame), _spans(frame)
        years = {
            "heading": self.heading,
            "share": 1.8,
            "rules": [START],
            "ticks": ticks(means.index),
            "series": self._series(means, means.index),
        }
        periods = {
            "heading": MEANS,
            "share": 1,
            "labels": "beside",
            "ticks": [[place, span] for place, span in enumerate(spans)],
            "series": self._series(
                _by_period(frame).reset_index(drop=True), [f"mean {span}" for span in spans], labelled=True
            ),
        }
        note = {"note": NOTE} if data.panel.synthetic else {}
        return {"kind": "lines", "y": {"zero": True}, "panels": [years, periods]} | note

    @property
    def _colours(self) -> dict[str, str]:
        return {self.group: self.colour, OTHERS: style.GREY}

    def _grouped(self, data: Data) -> pd.DataFrame:
        """Return the panel, each row with the name of its group."""
        panel = data.panel.frame
        return panel.assign(group=np.where(panel[self.member] == 1, self.group, OTHERS))

    def _change(self, data: Data, frame: pd.DataFrame, group: str) -> str:
        """How a group's mean changes at the launch, in words."""
        panel = self._grouped(data)
        members = panel.loc[panel["group"] == group, "region"]
        regions = keyed("panel.regions", str(panel["region"].nunique()))
        subject = f"{group.lower()} ({members.nunique()} of {regions} regions)"
        means = _by_period(frame)[group]
        name = self.member if group == self.group else "others"
        numbers = [self._printed(mean) for mean in means]
        before, after = (
            keyed(f"{self.model}.mean.{name}_{period}", number)
            for period, number in zip(("pre", "post"), numbers, strict=True)
        )
        first, second = _spans(frame)
        if numbers[0] == numbers[1]:
            return f"{subject} stay at {before} on average ({first} and {second})"
        verb = "rise" if means["after"] > means["before"] else "fall"
        return f"{subject} {verb} from {before} on average in {first} to {after} in {second}"

    def _range(self, frame: pd.DataFrame) -> str:
        """Between which yearly means the group moves, in words."""
        years = _by_year(frame)[self.group]
        return (
            f"By year, the {self.group.lower()} range from {self._printed(years.min())} ({years.idxmin()}) "
            f"to {self._printed(years.max())} ({years.idxmax()})."
        )

    def _printed(self, mean: float) -> str:
        return format_number(mean, self.number_style)

    def _series(
        self, means: pd.DataFrame, names: Iterable[int | str], *, labelled: bool = False
    ) -> list[Spec]:
        """Return both lines of a panel of the chart; each row of means has its place as index and a name."""
        return [
            line(
                group,
                colour,
                [
                    self._point(x, mean, f"{group}, {name}", labelled)
                    for (x, mean), name in zip(means[group].items(), names, strict=True)
                ],
            )
            for group, colour in self._colours.items()
        ]

    def _point(self, x: int, mean: float, name: str, labelled: bool) -> Spec:
        """Return a point; a mean that is missing breaks the line."""
        if pd.isna(mean):
            return {"x": x, "y": None}
        label = {"label": self._printed(mean)} if labelled else {}
        return {"x": x, "y": mean, "text": f"{name}: {self._printed(mean)}"} | label

    def _draw_years(self, axes: Axes, means: pd.DataFrame) -> None:
        from matplotlib.ticker import MaxNLocator

        for group, colour in reversed(self._colours.items()):
            axes.plot(means.index, means[group], **style.line(colour))
        style.name_lines(axes, means, self._colours, 8, LABEL_GAP)
        paper = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        style.start(axes, START["text"], (START["x"], 1), (4, -2), va="top", bbox=paper)
        axes.grid(axis="y")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        axes.yaxis.set_major_formatter("{x:,g}")

    def _draw_periods(self, axes: Axes, means: pd.DataFrame, spans: list[str]) -> None:
        for group, colour in reversed(self._colours.items()):
            axes.plot([0, 1], means[group], **style.line(colour))
        for x, (side, right) in enumerate((("right", -7), ("left", 7))):
            values = means[list(self._colours)].iloc[x]
            places = style.apart(axes, *values, LABEL_GAP)
            for value, place, colour in zip(values, places, self._colours.values(), strict=True):
                style.beside(
                    axes, self._printed(value), (x, place), (right, 0), ha=side, va="center", color=colour
                )
        axes.set_xticks([0, 1], spans, fontsize=style.SMALL)
        axes.set_xlim(-0.8, 1.8)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)


def _by_year(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the means by year and group, with a gap for a year that the panel does not have."""
    means = frame[frame["span"] == "year"].pivot(index="first_year", columns="group", values="mean")
    return means.reindex(range(means.index.min(), means.index.max() + 1))


def _by_period(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the means by period and group."""
    return frame[frame["span"] != "year"].pivot(index="span", columns="group", values="mean").reindex(PERIODS)


def _spans(frame: pd.DataFrame) -> list[str]:
    """Return the years of both periods in words."""
    spans = frame.groupby("span").agg(first=("first_year", "min"), last=("last_year", "max")).loc[PERIODS]
    return [f"{first}–{last % 100:02d}" for first, last in spans.values]


INFLOW = GroupComparison(
    model="inflow",
    outcome="in_migration_rate",
    member="program",
    group="Hosts",
    colour=style.BLUE,
    heading="Arrivals per 1,000 inhabitants, mean of regional rates",
    number_style="decimal2",
)
OUTFLOW = GroupComparison(
    model="outflow",
    outcome="out_migration",
    member="sender",
    group="Senders",
    colour=style.VERMILLION,
    heading="Persons leaving a region in a year, mean of regions",
    number_style="integer",
)
EXHIBITS = (
    Figure("fig-inflow", INFLOW.numbers, INFLOW.alt, INFLOW.draw, INFLOW.chart),
    Figure("fig-outflow", OUTFLOW.numbers, OUTFLOW.alt, OUTFLOW.draw, OUTFLOW.chart),
)
