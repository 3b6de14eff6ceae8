"""Figures 4 and 5: a group of regions against the others, year by year and before against after the launch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, StrMethodFormatter

from analysis.exhibits import style
from analysis.study import FIRST_POST_YEAR as LAUNCH
from press.numbers.formatter import format_number, keyed

if TYPE_CHECKING:
    from analysis.results import Data

OTHERS = "Others"
PERIODS = ["before", "after"]
LABEL_GAP = 0.075  # of the vertical axis, so that two labels do not touch


@dataclass(frozen=True, slots=True)
class Comparison:
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
        by_period = panel.assign(span=np.where(panel["post"] == 0, "before", "after"), part=0)
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

    def draw(self, data: Data) -> Figure:
        """Draw the yearly means on the left and the means before and after on the right."""
        frame = self.numbers(data)
        figure, (years, periods) = style.subplots(
            2.6, 2, sharey=True, gridspec_kw={"width_ratios": (2.3, 1), "wspace": 0.02}
        )
        years.set_ylim(0, 1.14 * frame["mean"].max())
        self._draw_years(years, frame)
        self._draw_periods(periods, frame)
        style.heading(years, self.heading)
        style.heading(periods, "Means before and after")
        if data.panel.synthetic:
            figure.supxlabel("synthetic panel", x=0.995, ha="right", fontsize=style.SMALL, color=style.GREY)
        return figure

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
        means = self._period_means(frame, group)
        name = self.member if group == self.group else "others"
        printed = [self._printed(means[span]) for span in PERIODS]
        before, after = (
            keyed(f"{self.model}.mean.{name}_{period}", number)
            for period, number in zip(("pre", "post"), printed, strict=True)
        )
        first, second = self._period_labels(frame)
        if printed[0] == printed[1]:
            return f"{subject} stay at {before} on average ({first} and {second})"
        verb = "rise" if means["after"] > means["before"] else "fall"
        return f"{subject} {verb} from {before} on average in {first} to {after} in {second}"

    def _range(self, frame: pd.DataFrame) -> str:
        """Between which yearly means the group moves, in words."""
        years = frame[(frame["group"] == self.group) & (frame["span"] == "year")].set_index("first_year")[
            "mean"
        ]
        return (
            f"By year, the {self.group.lower()} range from {self._printed(years.min())} ({years.idxmin()}) to "
            f"{self._printed(years.max())} ({years.idxmax()})."
        )

    def _period_means(self, frame: pd.DataFrame, group: str) -> pd.Series:
        chosen = frame[(frame["group"] == group) & (frame["span"] != "year")]
        return chosen.set_index("span")["mean"].reindex(PERIODS)

    def _printed(self, value: float) -> str:
        return format_number(value, self.number_style)

    def _line(self, group: str) -> dict:
        """How a group's line looks: filled circles for the group, hollow squares on dashes for the others."""
        if group == self.group:
            return {"color": self.colour, "linewidth": 1.8, "marker": "o", "markersize": 4.5}
        return {
            "color": style.GREY,
            "linewidth": 1.2,
            "linestyle": (0, (4, 2)),
            "marker": "s",
            "markersize": 4,
            "markerfacecolor": "white",
        }

    def _draw_years(self, axes: Axes, frame: pd.DataFrame) -> None:
        by_year = frame[frame["span"] == "year"].pivot(index="first_year", columns="group", values="mean")
        by_year = by_year.reindex(
            range(by_year.index.min(), by_year.index.max() + 1)
        )  # a missing year breaks the line
        for group in (OTHERS, self.group):
            axes.plot(by_year.index, by_year[group], **self._line(group))
        ends = [by_year[group].dropna().iloc[-1] for group in (self.group, OTHERS)]
        for group, place in zip((self.group, OTHERS), style.apart(*ends, self._gap(axes)), strict=True):
            axes.annotate(
                group,
                (by_year.index.max(), place),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                color=self._line(group)["color"],
                fontweight="bold",
                annotation_clip=False,
            )
        axes.axvline(LAUNCH - 0.5, color=style.INK, linewidth=0.8, linestyle=":")
        axes.annotate(
            f"Serpin-2050 starts ({LAUNCH})",
            (LAUNCH - 0.5, 1),
            xycoords=("data", "axes fraction"),
            xytext=(4, -2),
            textcoords="offset points",
            va="top",
            fontsize=style.SMALL,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )
        axes.grid(axis="y")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,g}"))

    def _draw_periods(self, axes: Axes, frame: pd.DataFrame) -> None:
        means = {group: self._period_means(frame, group) for group in (self.group, OTHERS)}
        for group in (OTHERS, self.group):
            axes.plot([0, 1], means[group], **self._line(group))
        for x, (span, side, offset) in enumerate(zip(PERIODS, ("right", "left"), (-7, 7), strict=True)):
            values = [means[group][span] for group in means]
            for group, value, place in zip(means, values, style.apart(*values, self._gap(axes)), strict=True):
                axes.annotate(
                    self._printed(value),
                    (x, place),
                    xytext=(offset, 0),
                    textcoords="offset points",
                    ha=side,
                    va="center",
                    color=self._line(group)["color"],
                )
        axes.set_xticks([0, 1], self._period_labels(frame), fontsize=style.SMALL)
        axes.set_xlim(-0.8, 1.8)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)

    def _period_labels(self, frame: pd.DataFrame) -> list[str]:
        spans = frame.groupby("span").agg(first=("first_year", "min"), last=("last_year", "max"))
        return [f"{spans.loc[span, 'first']}–{spans.loc[span, 'last'] % 100:02d}" for span in PERIODS]

    def _gap(self, axes: Axes) -> float:
        return LABEL_GAP * axes.get_ylim()[1]


INFLOW = Comparison(
    model="inflow",
    outcome="in_migration_rate",
    member="program",
    group="Hosts",
    colour=style.BLUE,
    heading="Arrivals per 1,000 inhabitants, mean of regional rates",
    number_style="decimal2",
)
OUTFLOW = Comparison(
    model="outflow",
    outcome="out_migration",
    member="sender",
    group="Senders",
    colour=style.VERMILLION,
    heading="Persons leaving a region in a year, mean of regions",
    number_style="integer",
)
