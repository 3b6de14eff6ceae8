"""What the page "Try it yourself" computes with.

The region-years of public panels, and the settings at which it starts.

Rows of an authors' panel never leave the machine on which a page is built. With such a panel the page offers
the official net rate alone, says why, and shows the article's own specifications as tables.

Numbers, by key: `MODEL.change.GROUP`, how the group's mean changed; `MODEL.difference.post`, by how much its
mean exceeds the others' after the launch; `MODEL.choices` and `MODEL.as_large`, how many choices of regions
randomization compares, and how many of them give a coefficient at least as large.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import comb
from typing import Any

import pandas as pd

from analysis.estimates.balance_quality import region_key
from analysis.estimators.did import DidResult
from analysis.inputs.regions import Region, all_regions
from analysis.panel.load import Panel, official_panel
from analysis.study import FIRST_POST_YEAR, STUDY_YEARS, style_of

PRIVATE = (
    "Arrivals and departures of this build come from the authors' panel. Its rows are not public and are not in this page, "
    "so the two cannot be chosen here; the tables below have their results."
)
SYNTHETIC = "Synthetic stand-in panel: invented counts, no evidence about migration."
OFFICIAL = "Official statistics: arrivals minus departures, per 1,000 inhabitants."


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome that readers can choose.

    Attributes
    ----------
    id, label
        Its name in links, and in words.
    unit
        What its numbers count.
    source
        Where they come from, in a sentence.
    synthetic
        Whether they are invented.
    model
        The model of the results whose print styles it shares, with its interaction: "outflow.sender_post".
    column
        The panel's column.
    """

    id: str
    label: str
    unit: str
    source: str
    synthetic: bool
    model: str
    column: str

    def styles(self) -> dict[str, str]:
        """How the page prints estimates (errors and means likewise) and t statistics."""
        return {"number": style_of(f"{self.model}.estimate"), "t": style_of(f"{self.model}.t")}


ARRIVALS = Outcome(
    "inflow",
    "Arrivals per 1,000 inhabitants (synthetic)",
    "per 1,000",
    SYNTHETIC,
    True,
    "inflow.program_post",
    "in_migration_rate",
)
DEPARTURES = Outcome(
    "outflow",
    "Departures, persons (synthetic)",
    "persons",
    SYNTHETIC,
    True,
    "outflow.sender_post",
    "out_migration",
)
NET_ARTICLE = Outcome(
    "net245",
    "Net migration per 1,000 (official; Shymkent by itself from 2019)",
    "per 1,000",
    OFFICIAL,
    False,
    "official_hosts_245.program_post",
    "net_rate",
)
NET_TOGETHER = Outcome(
    "net240",
    "Net migration per 1,000 (official; Shymkent with Turkestan)",
    "per 1,000",
    OFFICIAL,
    False,
    "official_hosts_240.program_post",
    "net_rate",
)


def to_json(panel: Panel) -> str:
    """`explore.json`: outcomes with their region-years, regions, years, and settings to start from.

    Every digit kept.
    """
    return json.dumps(content(panel), ensure_ascii=False, allow_nan=False) + "\n"


def content(panel: Panel) -> dict[str, Any]:
    """Return what the page's script reads.

    Regions are those of 2014; a row is the number of its region, its year and the outcome.
    """
    frames = frames_of(panel)
    names = sorted(frames[NET_TOGETHER]["cluster"].unique())
    outcomes = [
        asdict(outcome) | {"styles": outcome.styles(), "rows": rows(frame, outcome, names)}
        for outcome, frame in frames.items()
    ]
    return {
        "years": list(STUDY_YEARS),
        "regions": [
            {"id": region_key(name), "name": name, "kato": all_regions()[name].kato} for name in names
        ],
        "outcomes": outcomes,
        "presets": list(presets(panel)),
        "note": "" if panel.public else PRIVATE,
    }


def frames_of(panel: Panel) -> dict[Outcome, pd.DataFrame]:
    """Return the region-years of each outcome that may be published."""
    own = {ARRIVALS: panel.frame, DEPARTURES: panel.frame} if panel.public else {}
    return own | {NET_ARTICLE: official_panel(245), NET_TOGETHER: official_panel(240)}


def rows(frame: pd.DataFrame, outcome: Outcome, names: Sequence[str]) -> list[list[float]]:
    """Region's number, year and outcome of each region-year, by year and region."""
    numbers = {name: number for number, name in enumerate(names)}
    ordered = frame.sort_values(["year", "region"])
    return [
        [numbers[cluster], int(year), float(value)]
        for cluster, year, value in zip(
            ordered["cluster"], ordered["year"], ordered[outcome.column], strict=True
        )
    ]


def presets(panel: Panel) -> Iterable[dict[str, Any]]:
    """Yield settings with names; the first is where the page starts."""
    if panel.public:
        yield preset("Table 2: arrivals, six hosts", ARRIVALS, lambda region: region.program)
        yield preset("Table 3: departures, three senders", DEPARTURES, lambda region: region.sender_table3)
    yield preset("Official: net rate, six hosts", NET_TOGETHER, lambda region: region.program)
    yield preset("Official: net rate, five senders", NET_TOGETHER, lambda region: region.sender_text)


def preset(label: str, outcome: Outcome, treated: Callable[[Region], bool]) -> dict[str, Any]:
    """Return a setting over all years and regions, the treated ones picked by their role."""
    first, last = STUDY_YEARS
    return {
        "label": label,
        "outcome": outcome.id,
        "treated": [region_key(region.name) for region in standing(treated)],
        "without": [],
        "launch": FIRST_POST_YEAR,
        "first": first,
        "last": last,
    }


def standing(has_role: Callable[[Region], bool]) -> list[Region]:
    """Return the regions of 2014 that have a role, in alphabetical order."""
    own = (region for region in all_regions().values() if region.cluster == region.name)
    return sorted(filter(has_role, own), key=lambda region: region.name)


def scalars(panel: Panel, fits: Iterable[DidResult], judged: Iterable[Mapping]) -> dict[str, float]:
    """Return the numbers of this module's keys.

    Parameters
    ----------
    fits
        The 2x2 models of the panel.
    judged
        Their rows by method; without a p-value of randomization its two counts are left out.
    """
    p_values = {row["model"]: row["p"] for row in judged if row["method"] == "ri"}
    numbers: dict[str, float] = {}
    for fit in fits:
        _, group, post, both = fit.estimate
        numbers |= {
            f"{fit.model}.change.{fit.group}": post + both,
            f"{fit.model}.difference.post": group + both,
        }
        if p_values[fit.model] is not None:
            choices = choices_of(panel.frame, fit.group)
            numbers |= {
                f"{fit.model}.choices": choices,
                f"{fit.model}.as_large": round(p_values[fit.model] * choices),
            }
    return numbers


def choices_of(frame: pd.DataFrame, group: str) -> int:
    """How many choices of as many regions there are as the group has."""
    return comb(frame["cluster"].nunique(), frame.loc[frame[group] == 1, "cluster"].nunique())
