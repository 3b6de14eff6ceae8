"""Runs every estimation once and keeps what it gives in one tidy table.

Whatever the paper prints is looked up here by key:

* `MODEL.TERM.STATISTIC`, the classical row (`inflow.program_post.p`),
* `MODEL.TERM.METHOD.STATISTIC`, another method's row (`inflow.program_post.crv1.p`),
* `MODEL.n` and `MODEL.df`,
* any other key, a scalar (`inflow.mean.program_pre`, `grants.allocated.2020`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import isfinite

import pandas as pd

from analysis.audit.article import audit_scalars
from analysis.estimates import balance_quality, flows as flow_results, official, sensitivity, summaries
from analysis.estimates.by_method import TwoByTwo, official_rows, rows_by_method
from analysis.estimates.descriptive import SERPIN, design_counts, facts
from analysis.estimates.power import detectable_effects
from analysis.estimators import gravity, inference
from analysis.estimators.did import DidResult, did
from analysis.exhibits import explorer
from analysis.panel.load import Panel
from analysis.panel.variables import OUTCOMES
from analysis.validation import checks as validation, reproduction as reproduce
from press.numbers.origins import Origin, Source, Traced

COLUMNS = (
    "model",
    "term",
    "method",
    "estimate",
    "std_error",
    "t",
    "p",
    "ci_low",
    "ci_high",
    "n",
    "df",
    "clusters",
)
SIGNIFICANT_DIGITS = 12
OFFICIAL = ("data/official/region_year.csv", "data/official/flows.csv", "data/regions.csv")
"""What the official estimates are made from."""
REGIONS = "data/regions.csv"
"""The roles of the regions, which the panel's indicators follow."""


@dataclass(frozen=True, slots=True)
class DidModel:
    """A difference-in-differences model of the paper: its name, outcome and treated group."""

    name: str
    outcome: str
    group: str


MODELS = (
    DidModel("inflow", OUTCOMES["program"], group="program"),
    DidModel("outflow", OUTCOMES["sender"], group="sender"),
)


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was estimated from one panel.

    Attributes
    ----------
    panel
        The panel that the estimates come from.
    estimates
        One row per model, term and method, with the columns `COLUMNS`.
    scalars
        Every other number of the paper, by key.
    estimated
        What made the rows of a model and method.
    """

    panel: Panel
    estimates: pd.DataFrame
    scalars: dict[str, float]
    estimated: dict[tuple[str, str], Origin] = field(default_factory=dict)

    def value(self, key: str) -> float:
        """Look a number up by its key.

        Raises
        ------
        KeyError
            When nothing in the results has this key.
        """
        if key in self.scalars:
            return self.scalars[key]
        model, term, method, statistic = self._parts(key)
        rows = self.estimates[self.estimates["model"] == model]
        if statistic not in ("n", "df"):
            rows = rows[(rows["term"] == term) & (rows["method"] == method)]
        if rows.empty or statistic not in COLUMNS[3:]:
            raise KeyError(f"The results have no number {key!r}.")
        return rows[statistic].iloc[0]

    def origin(self, key: str) -> Origin:
        """Return what made the number of a key.

        Raises
        ------
        KeyError
            When the number was added without its origin (see `origins.made_from`).
        """
        if key in self.scalars:
            return self.scalars.origins[key]
        model, _, method, _ = self._parts(key)
        return next(
            origin for (name, by), origin in self.estimated.items() if name == model and by == (method or by)
        )

    @staticmethod
    def _parts(key: str) -> tuple[str, str, str, str]:
        """Split a key into model, term, method and statistic; what it does not name is empty or classical."""
        match key.split("."):
            case [model, term, method, statistic]:
                return model, term, method, statistic
            case [model, term, statistic]:
                return model, term, "classical", statistic
            case [model, statistic]:
                return model, "", "", statistic
        return "", "", "", ""

    @staticmethod
    def _method_part(method: str) -> str:
        """How a key names a method: not at all for the classical one."""
        return "" if method == "classical" else f"{method}."

    def keys(self) -> list[str]:
        """Every key of a number that is there, classical rows in their short form."""
        statistics = [c for c in COLUMNS[3:] if c not in ("n", "df", "clusters")]
        terms = [
            f"{row['model']}.{row['term']}.{self._method_part(row['method'])}{statistic}"
            for row in self.estimates.to_dict("records")
            for statistic in statistics
            if not pd.isna(row[statistic])
        ]
        sizes = [f"{model}.{size}" for model in self.estimates["model"].unique() for size in ("n", "df")]
        return [*terms, *sizes, *self.scalars]


@dataclass(frozen=True, slots=True)
class Data:
    """What the exhibits are made from: the panel, the results, and the official and press figures."""

    panel: Panel
    results: Results
    official: pd.DataFrame
    flows: pd.DataFrame
    serpin: pd.DataFrame
    regions: pd.DataFrame


def compute(panel: Panel) -> Results:
    """Estimate every model of the paper from a panel.

    Raises
    ------
    InputError
        When one of the four groups of a model has no observation.
    """
    fits = [did(panel.frame, model.outcome, model.group, model=model.name) for model in MODELS]
    rows = [row for fit in fits for row in fit.rows()]
    judged = [
        row
        for fit in fits
        for row in rows_by_method(TwoByTwo(fit.model, fit.group, panel.frame, fit.outcome), fit.estimate[-1])
    ]
    official_estimates = [*official_rows(), *flow_results.rows()]
    rows += [*judged, *official_estimates]
    sources = (Source(panel.shown_path, panel.sha256), Source.of(REGIONS))
    fitted = Origin.of(did, sources)
    scalars = Traced(panel_scalars(panel), Origin.of(panel_scalars, sources))
    for fit in fits:
        scalars |= Traced(cell_scalars(fit), fitted)
    counted = Origin.of(design_counts, (*sources, Source.of(SERPIN)))
    scalars |= facts() | audit_scalars() | Traced(design_counts(panel), counted)
    scalars |= official.scalars() | sensitivity.scalars() | balance_quality.scalars() | validation.scalars()
    scalars |= Traced(explorer.scalars(panel, fits, judged), Origin.of(explorer.scalars, sources))
    of_rows = (*sources, *map(Source.of, OFFICIAL))
    scalars |= Traced(detectable_effects(rows), Origin.of(detectable_effects, of_rows))
    scalars |= Traced(flow_results.scalars(rows), Origin.of(flow_results.scalars, of_rows))
    scalars |= Traced(summaries.scalars(rows, scalars), Origin.of(summaries.scalars, of_rows))
    estimated = {(fit.model, fit.method): fitted for fit in fits}
    estimated |= row_origins(judged, sources) | row_origins(
        official_estimates, tuple(map(Source.of, OFFICIAL))
    )
    results = Results(panel, pd.DataFrame(rows, columns=list(COLUMNS)), scalars, estimated)
    compared = Origin.of(reproduce.scalars, (*sources, *map(Source.of, reproduce.FILES)))
    return replace(results, scalars=scalars | Traced(reproduce.scalars(results.value), compared))


def row_origins(rows: list[dict], sources: tuple[Source, ...]) -> dict[tuple[str, str], Origin]:
    """Return the origin of the rows of each model and method."""
    return {(row["model"], row["method"]): Origin.of(_function_of(row), sources) for row in rows}


def _function_of(row: dict) -> Callable:
    """Return what computes a row.

    Of the flows the gravity model's functions, else those of the 2x2 design.
    """
    of_flows = {
        "pair": gravity.errors_by_pair,
        "two_way": gravity.errors_two_way,
        "ri": gravity.Scores.randomization_p,
    }
    of_panels = {
        "classical": did,
        "crv1": inference.crv1,
        "crv3": inference.crv3,
        "wcr": inference.wcr,
        "ri": inference.ri,
    }
    return (of_flows if row["model"].startswith("gravity") else of_panels)[row["method"]]


def panel_scalars(panel: Panel) -> dict[str, float]:
    """Return the size of a panel and the years that it covers, by key."""
    frame = panel.frame
    return {
        "panel.rows": len(frame),
        "panel.regions": int(frame["region"].nunique()),
        "panel.clusters": int(frame["cluster"].nunique()),
        "panel.years.first": int(frame["year"].min()),
        "panel.years.last": int(frame["year"].max()),
    }


def cell_scalars(fit: DidResult) -> dict[str, float]:
    """Sizes and means of the four cells of a fit, and its residual standard deviation, by key."""
    sizes = {f"{fit.model}.cells.{cell}": size for cell, size in zip(fit.cells, fit.cell_sizes)}
    means = {f"{fit.model}.mean.{cell}": mean for cell, mean in zip(fit.cells, fit.cell_means)}
    return sizes | means | {f"{fit.model}.residual_sd": fit.residual_sd}


def to_json(results: Results) -> str:
    """Return the results as `results.json`: 12 significant digits, null for what is absent."""
    panel = results.panel
    document = {
        "panel": {
            "name": panel.name,
            "path": panel.shown_path,
            "sha256": panel.sha256,
            "rows": len(panel.frame),
            "regions": sorted(panel.frame["region"].unique()),
            "years": sorted(int(year) for year in panel.frame["year"].unique()),
        },
        "estimates": [
            {column: plain(row[column]) for column in COLUMNS} for row in results.estimates.to_dict("records")
        ],
        "scalars": {key: plain(value) for key, value in results.scalars.items()},
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: object) -> object:
    """Return a value as JSON knows it: whole numbers whole, floats rounded, absent ones null."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)
    if not isfinite(number):
        return None
    return (
        int(number)
        if number.is_integer() and abs(number) < 1e15
        else float(f"{number:.{SIGNIFICANT_DIGITS}g}")
    )
