"""Event studies of the official net rate.

A group's distance from the other regions, year by year, from two bases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.exhibits import style
from analysis.exhibits.chart_marks import COLOURS, START, Spec, drawn, ticks
from analysis.exhibits.exhibit import Figure, remembered
from analysis.panel.load import official_panel
from analysis.study import FIRST_POST_YEAR as LAUNCH, STUDY_YEARS, style_of
from press.numbers.formatter import format_number, keyed, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from analysis.exhibits.exhibit import Data

LAST_IDENTITY_YEAR = 2012
"""Last year whose balance is computed from the population identity, not published."""
IDENTITY = {"from": STUDY_YEARS[0] - 0.5, "to": LAST_IDENTITY_YEAR + 0.5, "text": "identity"}
"""The band over the years from the identity."""
RULE = START | {"text": "Serpin-2050"}
BASES = {f"Base: {LAUNCH - 1}": LAUNCH - 1, f"Base: mean before {LAUNCH}": None}
STUDIES = dict(zip(BASES, ("event", "event_mean"), strict=True))
"""What the results call the event study of a base."""
INTERVAL = ["estimate", "ci_low", "ci_high"]


@dataclass(frozen=True, slots=True)
class Event:
    """The event study of one group of regions.

    Attributes
    ----------
    member
        0/1 column of the official panel: the group's regions.
    group
        The group's name.
    key
        What the results call the group.
    colour
        The group's colour.
    """

    member: str
    group: str
    key: str
    colour: str

    @remembered
    def numbers(self, data: Data) -> pd.DataFrame:
        """Return the plotted coefficients.

        Returns
        -------
        DataFrame
            One row per base and year: base (words), year, estimate (per 1,000 inhabitants, relative to the
            other regions), ci_low, ci_high (95%, CRV1), ri_p, identity (whether the year's balance comes
            from the population identity). The base year itself is there with an estimate of 0 and nothing
            else.
        """
        from analysis.estimators.contrasts import Series  # brings scipy
        from analysis.estimators.event_study import event_study

        panel = official_panel(240)
        series = Series.of(panel, "net_rate", "region")
        treated = series.treated(panel.loc[panel[self.member] == 1, "region"])
        parts = []
        for base, reference in BASES.items():
            rows = event_study(series, treated, LAUNCH, reference=reference).coefficients
            if reference:
                rows = pd.concat([rows, pd.DataFrame([{"year": reference, "estimate": 0.0}])])
            parts.append(rows.sort_values("year").assign(base=base))
        frame = pd.concat(parts, ignore_index=True)
        frame["identity"] = frame["year"] <= LAST_IDENTITY_YEAR
        return frame[["base", "year", *INTERVAL, "ri_p", "identity"]]

    def alt(self, data: Data) -> str:
        """Return the alternative text, numbers of the results with their keys."""
        frame = self.numbers(data)
        told = " ".join(self._told(base, frame[frame["base"] == base]) for base in BASES)
        return (
            f"Two charts of yearly coefficients with 95% intervals, {frame['year'].min()} to "
            f"{frame['year'].max()}: net migration per 1,000 inhabitants of the {self.group.lower()} "
            f"relative to the other regions. {told}"
        )

    def draw(self, data: Data) -> Drawing:
        """Draw one chart per base."""
        frame = self.numbers(data)
        figure, axes = style.subplots(2.75, len(BASES), sharey=True, gridspec_kw={"wspace": 0.03})
        for ax, base in zip(axes, BASES, strict=True):
            self._draw_base(ax, frame[frame["base"] == base])
            style.heading(ax, base)
        low, high = axes[0].get_ylim()
        axes[0].set_ylim(low, high + 0.12 * (high - low))  # room for the words above the marks
        for ax in axes:
            _mark_years(ax, sorted(frame["year"].unique()))
        style.foot(figure, self._heading)
        return figure

    def chart(self, frame: pd.DataFrame, data: Data) -> Spec:
        """Return the spec, from the figure's table."""
        panels = [self._panel(base, frame[frame["base"] == base]) for base in BASES]
        return {"kind": "lines", "panels": panels, "heading": self._heading}

    @property
    def _heading(self) -> str:
        return f"{self.group} relative to the other regions, net migration per 1,000 inhabitants"

    def _key(self, base: str, year: int, statistic: str) -> str:
        return f"{STUDIES[base]}.{self.key}.{year}.{statistic}"

    def _told(self, base: str, rows: pd.DataFrame) -> str:
        after = rows[rows["year"] >= LAUNCH]
        extremes = after.loc[[after["estimate"].idxmin(), after["estimate"].idxmax()]]
        lowest, highest = (self._estimate(base, row) for row in extremes.itertuples())
        within = ((after["ci_low"] <= 0) & (after["ci_high"] >= 0)).sum()
        negative = keyed(f"{STUDIES[base]}_negative.{self.key}", str((after["estimate"] < 0).sum()))
        years = keyed("event_negative.years", str(len(after)))
        return (
            f"{base}: {negative} of the {years} coefficients from {LAUNCH} on are negative, the lowest "
            f"{lowest}, the highest {highest}; {within} of {len(after)} intervals hold zero."
        )

    def _estimate(self, base: str, row: tuple) -> str:
        key = self._key(base, row.year, "estimate")
        return f"{span(key, row.estimate, style_of(key))} ({row.year})"

    def _draw_base(self, ax: Axes, rows: pd.DataFrame) -> None:
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.vlines(rows["year"], rows["ci_low"], rows["ci_high"], color=self.colour, linewidth=1.3)
        for identity, fill in ((True, "white"), (False, self.colour)):
            some = rows[(rows["identity"] == identity) & rows["ci_low"].notna()]
            ax.plot(
                some["year"], some["estimate"], "o", color=self.colour, markersize=5, markerfacecolor=fill
            )
        base = rows[rows["ci_low"].isna()]
        ax.plot(base["year"], base["estimate"], "D", color=style.INK, markersize=4)
        ax.grid(axis="y")

    def _panel(self, base: str, rows: pd.DataFrame) -> Spec:
        named = [rows["year"].min(), rows["year"].max(), LAUNCH - 1]
        rest = rows.loc[~rows["year"].isin(named), "year"]
        series = {
            "name": base,
            "colour": COLOURS.index(self.colour),
            "bare": True,
            "points": [self._point(base, row) for row in rows.itertuples()],
        }
        return {
            "heading": base,
            "ticks": ticks(named) + ticks(rest, lambda year: ""),
            "rules": [{"y": 0}, RULE],
            "bands": [IDENTITY],
            "series": [series],
        }

    def _point(self, base: str, row: tuple) -> Spec:
        point = {"x": row.year, "y": drawn(row.estimate)}
        if pd.isna(row.ci_low):
            return point | {
                "look": "base",
                "text": f"{row.year}: the base, {format_number(row.estimate, 'integer')}",
            }
        estimate, low, high = (
            format_number(getattr(row, statistic), style_of(self._key(base, row.year, statistic)))
            for statistic in INTERVAL
        )
        look, source = ({"look": "hollow"}, ", from the identity") if row.identity else ({}, "")
        ends = {"low": drawn(row.ci_low), "high": drawn(row.ci_high)}
        return point | ends | look | {"text": f"{row.year}: {estimate} ({low} to {high}){source}"}


def _mark_years(ax: Axes, years: list[int]) -> None:
    """Shade the years from the identity, and set a line where the programme starts."""
    first, last = IDENTITY["from"], IDENTITY["to"]
    ax.axvspan(first, last, color=style.PALE, alpha=0.35, linewidth=0)
    style.beside(
        ax,
        IDENTITY["text"],
        ((first + last) / 2, 1),
        (0, -2),
        xycoords=style.ABOVE,
        va="top",
        ha="center",
        fontsize=style.SMALL,
    )
    style.start(ax, RULE["text"], (LAUNCH - 0.3, 1), (0, -2), va="top", ha="left")
    ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    ax.set_xticks([years[0], LAUNCH - 1, (LAUNCH - 1 + years[-1]) // 2, years[-1]])
    ax.set_xticks(years, minor=True)


HOSTS = Event(member="program", group="Hosts", key="hosts", colour=style.BLUE)
SENDERS = Event(member="sender_text", group="Senders", key="senders5", colour=style.VERMILLION)
EXHIBITS = (
    Figure("fig-event", HOSTS.numbers, HOSTS.alt, HOSTS.draw, HOSTS.chart),
    Figure("fig-event-senders", SENDERS.numbers, SENDERS.alt, SENDERS.draw, SENDERS.chart),
)
