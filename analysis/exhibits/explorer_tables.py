"""The article's two specifications as tables, for the page "Try it yourself", also without its script.

Every figure is printed by its key.
"""

from functools import partial

from analysis.estimates.headlines import HEADLINES, METHODS, SAMPLE_METHODS, Headline
from analysis.exhibits.exhibit import Table
from analysis.study import COLUMN_HEADERS, style_of
from press.numbers.statements import Statements
from press.tables.pipe_table import pipe_table

JUDGES = ("classical", "crv1", "ri")
JUDGES_OF_INVENTED = ("classical",)
"""What judges coefficients of an invented panel: the errors that it was calibrated to."""
STATISTICS = {statistic: words for statistic, words in COLUMN_HEADERS.items() if statistic != "estimate"}
GROUPS = {"program": "Hosts", "sender": "Senders"}


def means_table(statements: Statements, model: str, group: str) -> str:
    """Return the four means of a 2x2 design and their four differences; the last one is the coefficient."""
    style = style_of(f"{model}.{group}_post.estimate")
    mean = {
        cell: statements.num(f"{model}.mean.{cell}", style)
        for cell in ("others_pre", "others_post", f"{group}_pre", f"{group}_post")
    }
    rows = [
        [
            GROUPS[group],
            mean[f"{group}_pre"],
            mean[f"{group}_post"],
            statements.num(f"{model}.change.{group}"),
        ],
        ["Other regions", mean["others_pre"], mean["others_post"], statements.num(f"{model}.post.estimate")],
        [
            "Difference",
            statements.num(f"{model}.{group}.estimate"),
            statements.num(f"{model}.difference.post"),
            f"**{statements.num(f'{model}.{group}_post.estimate')}**",
        ],
    ]
    return pipe_table(("Mean of", "Before", "After", "Change"), rows)


def inference_table(statements: Statements) -> str:
    """Return the coefficients of Tables 2 and 3 by the methods that the page computes."""
    judges = JUDGES_OF_INVENTED if statements.results.panel.synthetic else JUDGES
    rows = [
        _row(headline, method, statements)
        for headline in HEADLINES
        if headline.source == "panel"
        for method in judges
    ]
    return pipe_table(("Coefficient", "Method", *STATISTICS.values()), rows, "llr")


def _row(headline: Headline, method: str, statements: Statements) -> list[str]:
    prefix = headline.key if method == SAMPLE_METHODS[0] else f"{headline.key}.{method}"
    name = f"{headline.short}: {statements.num(f'{headline.key}.estimate')}" if method == JUDGES[0] else ""
    cells = (f"{prefix}.{statistic}" for statistic in STATISTICS)
    return [name, METHODS[method], *(statements.num_if_any(key) for key in cells)]


EXHIBITS = (
    Table("tbl-explore-inflow", partial(means_table, model="inflow", group="program")),
    Table("tbl-explore-outflow", partial(means_table, model="outflow", group="sender")),
    Table("tbl-explore-inference", inference_table),
)
