"""Event studies of the official net rate: a group's distance from the other regions, year by year, from two bases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style
from analysis.numbers import format_number
from analysis.panel import STUDY_YEARS
from analysis.panel_variables import FIRST_POST_YEAR as LAUNCH

if TYPE_CHECKING:
    from analysis.paper import Data

LAST_IDENTITY_YEAR = 2012
"""Last year whose balance is computed from the population identity, not published."""
BASES = {f"Base: {LAUNCH - 1}": "event", f"Base: mean before {LAUNCH}": "event_mean"}
"""The two bases in words, and what the results' keys call their studies."""
YEARS = range(STUDY_YEARS[0], STUDY_YEARS[1] + 1)
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Event:
    """The event study of one group of regions.

    Attributes
    ----------
    key
        The group in the results' keys: hosts, senders5 or senders3.
    group
        The group's name.
    colour
        The group's colour.
    """

    key: str
    group: str
    colour: str

    def numbers(self, data: Data) -> pd.DataFrame:
        """The plotted coefficients.

        Returns
        -------
        DataFrame
            One row per base and year: base (words), year, estimate (per 1,000 inhabitants, relative to the other
            regions), ci_low, ci_high (95%, CRV1), ri_p, identity (whether the year's balance comes from the population
            identity). The base year itself is there with an estimate of 0 and nothing else.
        """
        scalars = data.results.scalars
        rows = [{"base": base, "year": year} | {name: scalars.get(f"{study}.{self.key}.{year}.{name}", float("nan"))
                                                for name in ("estimate", "ci_low", "ci_high", "ri_p")}
                for base, study in BASES.items() for year in YEARS]
        frame = pd.DataFrame(rows)
        frame["estimate"] = frame["estimate"].fillna(0.0)  # the base year
        frame["identity"] = frame["year"] <= LAST_IDENTITY_YEAR
        return frame[["base", "year", "estimate", "ci_low", "ci_high", "ri_p", "identity"]]

    def alt(self, data: Data) -> str:
        """The alternative text."""
        frame = self.numbers(data)
        told = " ".join(self._told(base, frame[frame["base"] == base]) for base in BASES)
        return (f"Two charts of yearly coefficients with 95% intervals, {frame['year'].min()} to {frame['year'].max()}: net "
                f"migration per 1,000 inhabitants of the {self.group.lower()} relative to the other regions. {told}")

    def draw(self, data: Data) -> Figure:
        """Draw one chart per base."""
        frame = self.numbers(data)
        figure, axes = style.subplots(2.75, len(BASES), sharey=True, gridspec_kw={"wspace": 0.03})
        for ax, base in zip(axes, BASES, strict=True):
            self._draw_base(ax, frame[frame["base"] == base])
            style.heading(ax, base)
        first = axes[0]
        low, high = first.get_ylim()
        first.set_ylim(low, high + 0.12 * (high - low))  # room for the words above the marks
        for ax in axes:
            _mark_years(ax)
        figure.supxlabel(f"{self.group} relative to the other regions, net migration per 1,000 inhabitants",
                         x=0.995, ha="right", fontsize=style.SMALL, color=style.GREY)
        return figure

    def _told(self, base: str, rows: pd.DataFrame) -> str:
        after = rows[rows["year"] >= LAUNCH]
        lowest, highest = (after.loc[place] for place in (after["estimate"].idxmin(), after["estimate"].idxmax()))
        within = ((after["ci_low"] <= 0) & (after["ci_high"] >= 0)).sum()
        return (f"{base}: {(after['estimate'] < 0).sum()} of the {len(after)} coefficients from {LAUNCH} on are negative, the "
                f"lowest {_printed(lowest['estimate'])} ({lowest['year']}), the highest {_printed(highest['estimate'])} "
                f"({highest['year']}); {within} of {len(after)} intervals hold 0.")

    def _draw_base(self, ax: Axes, rows: pd.DataFrame) -> None:
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        ax.vlines(rows["year"], rows["ci_low"], rows["ci_high"], color=self.colour, linewidth=1.3)
        for identity, marker in ((True, {"markerfacecolor": "white"}), (False, {"markerfacecolor": self.colour})):
            some = rows[(rows["identity"] == identity) & rows["ci_low"].notna()]
            ax.plot(some["year"], some["estimate"], "o", color=self.colour, markersize=5, **marker)
        base = rows[rows["ci_low"].isna()]
        ax.plot(base["year"], base["estimate"], "D", color=style.INK, markersize=4)
        ax.grid(axis="y")


def _mark_years(ax: Axes) -> None:
    """Shade the years from the identity, and set a line where the programme starts."""
    ax.axvspan(YEARS[0] - 0.5, LAST_IDENTITY_YEAR + 0.5, color=style.PALE, alpha=0.35, linewidth=0)
    ax.axvline(LAUNCH - 0.5, color=style.INK, linewidth=0.8, linestyle=":")
    places = (((YEARS[0] + LAST_IDENTITY_YEAR) / 2, "identity", "center"), (LAUNCH - 0.3, "Serpin-2050", "left"))
    for x, words, side in places:
        ax.annotate(words, (x, 1), xycoords=("data", "axes fraction"), xytext=(0, -2), textcoords="offset points", va="top",
                    ha=side, fontsize=style.SMALL)
    ax.set_xlim(YEARS[0] - 0.6, YEARS[-1] + 0.6)
    ax.set_xticks([YEARS[0], LAUNCH - 1, 2018, YEARS[-1]])
    ax.set_xticks(list(YEARS), minor=True)


def _printed(value: float) -> str:
    return format_number(value, "signed1").replace("-", MINUS)


HOSTS = Event(key="hosts", group="Hosts", colour=style.BLUE)
SENDERS = Event(key="senders5", group="Senders", colour=style.VERMILLION)
