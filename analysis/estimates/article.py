"""The article's two models, from the panel: arrivals (Table 2) and departures (Table 3).

Numbers, by key:

* `panel.*`, the panel's size and years
* `MODEL.cells.CELL`, `MODEL.mean.CELL` and `MODEL.residual_sd`, the four cells of a model
* `MODEL.r_squared`, the share of the outcome's variance that the four means explain
* `MODEL.change.GROUP`, how the group's mean changed; `MODEL.difference.post`, by how much its mean exceeds
  the others' after the launch
* `MODEL.choices` and `MODEL.as_large`, how many choices of regions randomization compares, and how many of
  them give a coefficient at least as large
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import comb

import pandas as pd

from analysis.estimates.by_method import TwoByTwo, rows_by_method
from analysis.estimators.did import DidResult, did
from analysis.panel.load import Panel
from analysis.panel.variables import OUTCOMES
from press.numbers.origins import Origin, Source, Traced
from press.numbers.results import made

REGIONS = "data/regions.csv"
"""The roles of the regions, which the panel's indicators follow."""


@dataclass(frozen=True, slots=True)
class DidModel:
    """A difference-in-differences model of the article: its name, outcome and treated group."""

    name: str
    outcome: str
    group: str


MODELS = (
    DidModel("inflow", OUTCOMES["program"], group="program"),
    DidModel("outflow", OUTCOMES["sender"], group="sender"),
)


@dataclass(frozen=True, slots=True)
class ArticleEstimates:
    """Both models on one panel.

    Attributes
    ----------
    rows
        Rows of the results: classical for every term, the other methods for the interaction.
    scalars
        The panel and the four cells of each model, by key.
    changes
        How groups changed, and how many choices of regions do as much, by key.
    sources
        The files that both come from.
    """

    rows: list[dict]
    scalars: Traced
    changes: Traced
    sources: tuple[Source, ...]


def sources_of(panel: Panel) -> tuple[Source, ...]:
    """Return the files that estimates on a panel come from."""
    return Source(panel.shown_path, panel.sha256), Source.of(REGIONS)


def article_estimates(panel: Panel) -> ArticleEstimates:
    """Estimate Tables 2 and 3, and judge both coefficients by every method.

    Raises
    ------
    InputError
        When one of the four groups of a model has no observation.
    """
    sources = sources_of(panel)
    fits = [did(panel.frame, model.outcome, model.group, model=model.name) for model in MODELS]
    judged = [
        row
        for fit in fits
        for row in rows_by_method(TwoByTwo(fit.model, fit.group, panel.frame, fit.outcome), fit.estimate[-1])
    ]
    scalars = Traced(panel_scalars(panel), Origin.of(panel_scalars, sources))
    for fit in fits:
        scalars |= Traced(cell_scalars(fit), Origin.of(did, sources))
    rows = [*(row for fit in fits for row in made(did, fit.rows())), *judged]
    changes = Traced(group_scalars(panel, fits, judged), Origin.of(group_scalars, sources))
    return ArticleEstimates(rows, scalars, changes, sources)


def panel_scalars(panel: Panel) -> dict[str, float]:
    """Count a panel's rows, regions and clusters, and name its first and last year, by key."""
    frame = panel.frame
    return {
        "panel.rows": len(frame),
        "panel.regions": int(frame["region"].nunique()),
        "panel.clusters": int(frame["cluster"].nunique()),
        "panel.years.first": int(frame["year"].min()),
        "panel.years.last": int(frame["year"].max()),
    }


def cell_scalars(fit: DidResult) -> dict[str, float]:
    """Return sizes and means of the cells of a fit, its residual standard deviation and its R², by key."""
    sizes = {f"{fit.model}.cells.{cell}": size for cell, size in zip(fit.cells, fit.cell_sizes, strict=True)}
    means = {f"{fit.model}.mean.{cell}": mean for cell, mean in zip(fit.cells, fit.cell_means, strict=True)}
    spread = {f"{fit.model}.residual_sd": fit.residual_sd, f"{fit.model}.r_squared": fit.r_squared}
    return sizes | means | spread


def group_scalars(panel: Panel, fits: Iterable[DidResult], judged: Iterable[Mapping]) -> dict[str, float]:
    """Return how groups changed, and how many choices of regions do as much, by key.

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
    """Count the choices of as many regions as the group has."""
    return comb(frame["cluster"].nunique(), frame.loc[frame[group] == 1, "cluster"].nunique())
