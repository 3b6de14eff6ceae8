"""What the documents use: exhibits, numbers, and sentences that depend on them.

The panel is read and everything is estimated once per process, when first asked for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from IPython.display import Markdown

from analysis.exhibits import article_tables, explorer_tables, figures, official_tables, validation_tables
from analysis.inputs import sources
from analysis.panel import labels as panel_labels
from analysis.panel.load import load_publishable_panel
from analysis.results import Data, compute
from analysis.validation import checks as validation
from analysis.variables import variables
from analysis.wording import official_page, research_questions
from press.base.checkout import current_version
from press.base.paths import ROOT
from press.numbers.statements import Statements
from press.tables import schema
from press.trace import outline, places, provenance

STARS = True
"""Whether Tables 2 and 3 mark significance with stars, and their notes explain them."""

TABLES = official_tables.TABLES | validation_tables.TABLES | explorer_tables.TABLES
"""The tables of the pages beside the article, by label."""


class Prose(Markdown):
    """Markdown that can also be put into a longer text.

    What it is given is always the text itself: IPython's own class reads the file or asks the network where
    a text names one.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.data = text

    def __str__(self) -> str:
        return self.data


class Appendix(Prose):
    """Markdown for all formats but HTML, which has its own."""

    def __init__(self, markdown: str, html: str) -> None:
        super().__init__(markdown)
        self.html = html

    def _repr_html_(self) -> str:
        return self.html


@cache
def data() -> Data:
    """Load and estimate everything, once."""
    panel = load_publishable_panel()
    return Data(
        panel,
        compute(panel),
        sources.load_official(),
        sources.load_flows(),
        sources.load_serpin(),
        sources.load_regions(),
    )


@cache
def statements() -> Statements:
    """Return the statements about this panel's results."""
    return Statements(data().results, validation.print_styles())


def num(key: str, style: str | None = None) -> Prose:
    """Print the number of a key."""
    return Prose(statements().num(key, style))


def text(template: str) -> Prose:
    """Fill the numbers into a template."""
    return Prose(statements().text(template))


def effect(term: str, *, up: str, down: str, none: str) -> Prose:
    """Pick a sentence by sign and significance of an estimate (see `Statements.effect`)."""
    return Prose(statements().effect(term, up=up, down=down, none=none))


def sign(key: str, *, positive: str, negative: str, zero: str | None = None) -> Prose:
    """Pick a sentence by the sign of a number (see `Statements.sign`)."""
    return Prose(statements().sign(key, positive=positive, negative=negative, zero=zero))


def compare(first: str, second: str, *, greater: str, less: str, equal: str | None = None) -> Prose:
    """Pick a sentence by which of two numbers is greater (see `Statements.compare`)."""
    return Prose(statements().compare(first, second, greater=greater, less=less, equal=equal))


def answer(name: str) -> Prose:
    """Return the sentences of `answers` by this name, chosen from the results."""
    return Prose(statements().text(getattr(research_questions, name)(data().results.value)))


def finding(name: str) -> Prose:
    """Return the sentences of `findings` by this name, chosen from the results."""
    return Prose(statements().text(getattr(official_page, name)(data().results.value)))


def banner() -> Prose:
    """Return the sentences that tell which panel the page was built from."""
    return Prose(panel_labels.banner(data().panel))


def exhibit(label: str) -> Prose | None:
    """Make a table (returned as Markdown) or a figure (drawn for the notebook to show)."""
    if label.startswith("fig-"):
        {figure.label: figure for figure in figures.EXHIBITS}[label].draw(data())
        return None
    return Prose(table(label))


def table(label: str) -> str:
    """Return a table of the paper in Markdown."""
    if label == "tbl-variables":
        return article_tables.variables_table(schema.variables())
    if label not in article_tables.MODEL_OF_LABEL:
        return TABLES[label](statements().num, set(data().results.keys()))
    estimates = data().results.estimates
    model = estimates[estimates["model"] == article_tables.MODEL_OF_LABEL[label]]
    rows = model[model["method"] == "classical"].to_dict("records")
    return article_tables.did_table(rows, statements().num, stars=STARS)


def note(label: str) -> Prose:
    """Return the note below a table of estimates."""
    return Prose(
        article_tables.did_note(
            article_tables.MODEL_OF_LABEL[label], statements().num, data().panel, stars=STARS
        )
    )


def numbers_appendix(document: str, namespace: dict[str, Any]) -> Appendix:
    """Return the appendix that tells where the numbers of a document come from.

    Parameters
    ----------
    document
        Its path from the project's root.
    namespace
        The names that its cells have defined: `globals()`.
    """
    print_spot = places.printer(namespace, variables(data(), statements()), table)
    printed = places.places(outline.read(document), print_spot)
    commit = current_version(ROOT).commit
    return Appendix(provenance.markdown(printed, data().results, commit), provenance.html(commit))
