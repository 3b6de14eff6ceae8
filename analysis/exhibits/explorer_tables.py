"""The article's two specifications as tables, for the page "Try it yourself" and for readers without its script.

Every figure is printed by a callable that turns a key of the results into Markdown.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from analysis.estimates.headlines import HEADLINES, METHODS, SAMPLE_METHODS, Headline
from analysis.exhibits import article_tables
from analysis.exhibits.article_tables import Formatter, pipe_table
from analysis.study import style_of
from press.numbers.formatter import ABSENT

JUDGES = ("classical", "crv1", "ri")
STATISTICS = {
    statistic: words for statistic, words in article_tables.STATISTICS.items() if statistic != "estimate"
}
GROUPS = {"program": "Hosts", "sender": "Senders"}


def means_table(number: Formatter, keys: Collection[str], model: str, group: str) -> str:
    """Return the four means of a 2x2 design and their four differences; the last one is the coefficient."""
    style = style_of(f"{model}.{group}_post.estimate")
    mean = {
        cell: number(f"{model}.mean.{cell}", style)
        for cell in ("others_pre", "others_post", f"{group}_pre", f"{group}_post")
    }
    rows = [
        [GROUPS[group], mean[f"{group}_pre"], mean[f"{group}_post"], number(f"{model}.change.{group}")],
        ["Other regions", mean["others_pre"], mean["others_post"], number(f"{model}.post.estimate")],
        [
            "Difference",
            number(f"{model}.{group}.estimate"),
            number(f"{model}.difference.post"),
            f"**{number(f'{model}.{group}_post.estimate')}**",
        ],
    ]
    return pipe_table(("Mean of", "Before", "After", "Change"), rows, ("left", "right", "right", "right"))


def inference_table(number: Formatter, keys: Collection[str]) -> str:
    """Return the coefficients of Tables 2 and 3 by the methods that the page computes."""
    rows = [
        _row(headline, method, number, keys)
        for headline in HEADLINES
        if headline.source == "panel"
        for method in JUDGES
    ]
    header = ("Coefficient", "Method", *STATISTICS.values())
    return pipe_table(header, rows, ("left", "left", *["right"] * len(STATISTICS)))


def _row(headline: Headline, method: str, number: Formatter, keys: Collection[str]) -> list[str]:
    prefix = headline.key if method == SAMPLE_METHODS[0] else f"{headline.key}.{method}"
    name = f"{headline.short}: {number(f'{headline.key}.estimate')}" if method == JUDGES[0] else ""
    cells = (f"{prefix}.{statistic}" for statistic in STATISTICS)
    return [name, METHODS[method], *(number(key) if key in keys else ABSENT for key in cells)]


TABLES = {
    "tbl-explore-inflow": partial(means_table, model="inflow", group="program"),
    "tbl-explore-outflow": partial(means_table, model="outflow", group="sender"),
    "tbl-explore-inference": inference_table,
}
"""Every table of the page by its label."""
