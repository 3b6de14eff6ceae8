"""What the page "Try it yourself" computes with: region-years of public panels, and settings to start from.

Rows of an authors' panel never leave the machine on which a page is built. With such a panel the page offers
the official net rate alone, says why, and shows the article's own specifications as tables.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from analysis.estimates.balance_quality import region_key
from analysis.inputs.regions import Region, all_regions
from analysis.inputs.years import balance_years
from analysis.panel.load import Panel, official_panel
from analysis.study import FIRST_POST_YEAR, STUDY_YEARS, style_of

STYLES = ("charts.css", "map.css", "paper/theme/explore.css")
SCRIPTS = (
    "charts.js",
    "map.js",
    "analysis/exhibits/explore_math.js",
    "paper/theme/explore_words.js",
    "paper/theme/explore.js",
)
"""What the page runs, in this order; a bare name is a file of press's own theme."""
PRIVATE = (
    "Arrivals and departures of this build come from the authors' panel. "
    "Its rows are not public and are not in this page, "
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
        "years": [STUDY_YEARS[0], max(STUDY_YEARS[1], balance_years()[1])],
        "regions": [
            {"id": region_key(name), "name": name, "kato": all_regions()[name].kato} for name in names
        ],
        "outcomes": outcomes,
        "presets": list(presets(panel)),
        "note": "" if panel.public else PRIVATE,
    }


def frames_of(panel: Panel) -> dict[Outcome, pd.DataFrame]:
    """Return the region-years of each outcome that may be published, official ones first."""
    own = {ARRIVALS: panel.frame, DEPARTURES: panel.frame} if panel.public else {}
    return {NET_TOGETHER: official_panel(240), NET_ARTICLE: official_panel(245)} | own


def rows(frame: pd.DataFrame, outcome: Outcome, names: Sequence[str]) -> list[list[float]]:
    """Return region's number, year and outcome of each region-year, by year and region."""
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
    yield preset("Official: net rate, six hosts", NET_TOGETHER, lambda region: region.program)
    yield preset("Official: net rate, five senders", NET_TOGETHER, lambda region: region.sender_text)
    if panel.public:
        yield preset("Table 2: arrivals, six hosts", ARRIVALS, lambda region: region.program)
        yield preset("Table 3: departures, three senders", DEPARTURES, lambda region: region.sender_table3)


def preset(label: str, outcome: Outcome, treated: Callable[[Region], bool]) -> dict[str, Any]:
    """Return a setting over all years and regions of an outcome, the treated ones picked by their role."""
    first, last = balance_years() if outcome is NET_TOGETHER else STUDY_YEARS
    return {
        "label": label,
        "outcome": outcome.id,
        "treated": [region_key(region.name) for region in regions_with(treated)],
        "without": [],
        "launch": FIRST_POST_YEAR,
        "first": first,
        "last": last,
    }


def regions_with(has_role: Callable[[Region], bool]) -> list[Region]:
    """Return the regions of 2014 that have a role, in alphabetical order."""
    own = (region for region in all_regions().values() if region.cluster == region.name)
    return sorted(filter(has_role, own), key=lambda region: region.name)
