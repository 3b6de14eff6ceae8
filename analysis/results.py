"""Runs every estimation once and keeps what they give in one place.

What no panel changes is computed in parts, so that two processes can share it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from analysis.audit.article import audit_scalars
from analysis.estimates import balance_quality, flows, official, patterns, sensitivity, summaries
from analysis.estimates.article import ArticleEstimates, article_estimates
from analysis.estimates.by_method import official_rows
from analysis.estimates.descriptive import SERPIN, design_counts, facts
from analysis.estimates.power import detectable_flow, enumerated
from analysis.inputs import sources
from analysis.inputs.published_values import FILES, published_values
from analysis.panel.load import Panel
from analysis.validation import checks
from press.numbers import comparison
from press.numbers.origins import Origin, Source, Traced
from press.numbers.results import COLUMNS, Dataset, Results, origins_of_rows

OFFICIAL = ("data/official/region_year.csv", "data/official/flows.csv", "data/regions.csv")
"""What the official estimates are made from."""
PartOf = Callable[[str], Results]
"""Returns a part of `PARTS` by its name."""


def compute(panel: Panel, part: PartOf = lambda name: PARTS[name]()) -> Results:
    """Estimate every model of the paper from a panel, then compare with the published article.

    Parameters
    ----------
    panel
    part
        Returns what no panel changes; computes it unless another one is given.

    Raises
    ------
    InputError
        When one of the four groups of a model has no observation.
    """
    article = article_estimates(panel)
    results = compared(joined(panel, article, [part(name) for name in PARTS]), article.sources)
    of_estimates = Traced(patterns.of_estimates(results.values), _official(patterns.of_estimates))
    of_panel = Traced(patterns.of_panel(panel), Origin.of(patterns.of_panel, article.sources))
    return replace(results, texts=results.texts | of_estimates | of_panel)


def joined(panel: Panel, article: ArticleEstimates, parts: Iterable[Results]) -> Results:
    """Join the estimates on a panel with what no panel changes, and sum up all of them."""
    rows, scalars = list(article.rows), article.scalars
    estimated = origins_of_rows(article.rows, article.sources)
    for one in parts:
        rows += one.estimates.to_dict("records")
        scalars |= one.scalars
        estimated |= one.estimated
    of_design = (*article.sources, Source.of(SERPIN))
    scalars |= article.changes | Traced(design_counts(panel), Origin.of(design_counts, of_design))
    scalars |= Traced(summaries.scalars(rows, scalars), _official(summaries.scalars))
    return Results(described(panel), pd.DataFrame(rows, columns=list(COLUMNS)), scalars, estimated)


def _official(function: Callable, *others: str) -> Origin:
    """Return the origin of what a function makes from official estimates, and from other files."""
    return Origin.of(function, map(Source.of, (*OFFICIAL, *others)))


def official_part() -> Results:
    """Estimate from the official statistics of regions and the press, and audit article and estimators."""
    scalars = (
        facts()
        | audit_scalars()
        | official.scalars()
        | sensitivity.scalars()
        | balance_quality.scalars()
        | checks.scalars()
    )
    return _part(official_rows(), scalars)


def flows_part() -> Results:
    """Estimate from the direct flows between regions."""
    rows = flows.rows()
    detectable = Traced(detectable_flow(rows), _official(detectable_flow))
    return _part(rows, detectable | Traced(flows.scalars(rows), _official(flows.scalars, SERPIN)))


def power_part() -> Results:
    """Count what the designs find over all choices of regions."""
    return _part((), enumerated())


def _part(rows: Sequence[Mapping], scalars: Traced) -> Results:
    frame, made_from = pd.DataFrame(rows, columns=list(COLUMNS)), map(Source.of, OFFICIAL)
    return Results(official_data(), frame, scalars, origins_of_rows(rows, made_from))


PARTS: Mapping[str, Callable[[], Results]] = {
    "official": official_part,
    "flows": flows_part,
    "power": power_part,
}
"""What no panel changes, by name; the last takes about as long as the first."""


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
    about = _dataset(panel.name, Source(panel.shown_path, panel.sha256), panel.frame)
    return replace(about, synthetic=panel.synthetic, public=panel.public)


def official_data() -> Dataset:
    """Return what results say of the official statistics."""
    return _dataset("official", Source.of(OFFICIAL[0]), sources.load_official())


def _dataset(name: str, file: Source, frame: pd.DataFrame) -> Dataset:
    regions, years = (tuple(sorted(frame[column].unique().tolist())) for column in ("region", "year"))
    return Dataset(name, file.path, file.sha256, len(frame), regions, years)
