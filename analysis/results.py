"""Runs every estimation once and keeps what they give in one place."""

from dataclasses import replace

import pandas as pd

from analysis.audit.article import audit_scalars
from analysis.estimates import balance_quality, flows, official, patterns, sensitivity, summaries
from analysis.estimates.article import article_estimates
from analysis.estimates.by_method import official_rows
from analysis.estimates.descriptive import SERPIN, design_counts, facts
from analysis.estimates.power import detectable_flow
from analysis.inputs.published_values import FILES, published_values
from analysis.panel.load import Panel
from analysis.validation import checks
from press.numbers import comparison
from press.numbers.origins import Origin, Source, Traced
from press.numbers.results import COLUMNS, Dataset, Results, origins_of_rows

OFFICIAL = ("data/official/region_year.csv", "data/official/flows.csv", "data/regions.csv")
"""What the official estimates are made from."""


def compute(panel: Panel) -> Results:
    """Estimate every model of the paper from a panel, then compare with the published article.

    Raises
    ------
    InputError
        When one of the four groups of a model has no observation.
    """
    article = article_estimates(panel)
    official_estimates = [*official_rows(), *flows.rows()]
    rows = [*article.rows, *official_estimates]
    of_official = tuple(map(Source.of, OFFICIAL))
    of_rows = (*article.sources, *of_official)
    scalars = (
        article.scalars
        | facts()
        | audit_scalars()
        | Traced(design_counts(panel), Origin.of(design_counts, (*article.sources, Source.of(SERPIN))))
        | official.scalars()
        | sensitivity.scalars()
        | balance_quality.scalars()
        | checks.scalars()
        | article.changes
        | Traced(detectable_flow(official_estimates), Origin.of(detectable_flow, of_official))
        | Traced(flows.scalars(rows), Origin.of(flows.scalars, of_rows))
    )
    scalars |= Traced(summaries.scalars(rows, scalars), Origin.of(summaries.scalars, of_rows))
    estimated = origins_of_rows(article.rows, article.sources)
    estimated |= origins_of_rows(official_estimates, of_official)
    results = compared(
        Results(described(panel), pd.DataFrame(rows, columns=list(COLUMNS)), scalars, estimated),
        article.sources,
    )
    of_estimates = Traced(patterns.of_estimates(results.values), Origin.of(patterns.of_estimates, of_rows))
    of_panel = Traced(patterns.of_panel(panel), Origin.of(patterns.of_panel, article.sources))
    return replace(results, texts=results.texts | of_estimates | of_panel)


def compared(results: Results, sources: tuple[Source, ...]) -> Results:
    """Add how many values of the published article the results agree with, and what that is called."""
    found = comparison.compare_all(published_values(), results.value)
    made_from = (*sources, *map(Source.of, FILES))
    tally = Traced(comparison.tally_by_key(found), Origin.of(comparison.tally_by_key, made_from))
    grade, reason = comparison.classification(found, synthetic=results.panel.synthetic)
    words = {"reproduction.grade": grade, "reproduction.reason": reason}
    return replace(
        results,
        scalars=results.scalars | tally,
        texts=results.texts | Traced(words, Origin.of(comparison.classification, made_from)),
    )


def described(panel: Panel) -> Dataset:
    """Return what results say of a panel."""
    frame = panel.frame
    return Dataset(
        name=panel.name,
        path=panel.shown_path,
        sha256=panel.sha256,
        rows=len(frame),
        regions=tuple(sorted(frame["region"].unique())),
        years=tuple(sorted(int(year) for year in frame["year"].unique())),
        synthetic=panel.synthetic,
        public=panel.public,
    )
