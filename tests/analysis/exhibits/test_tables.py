"""Tables 1-3: the digits as published, and Markdown that pandoc turns into the tables we mean."""

from __future__ import annotations

import json
import re

import pandas as pd
import pypandoc
import pytest

from analysis.estimators.did import did
from analysis.exhibits import article_tables
from analysis.inputs.published import STATISTICS, load_table
from analysis.panel.load import STANDIN, load_panel
from analysis.study import COLUMN_HEADERS, MODEL_OF_TABLE, PRINT_STYLES
from press.numbers.languages import as_typed
from press.numbers.results import COLUMNS, Dataset, Results
from press.numbers.statements import Statements
from press.tables import schema
from press.tables.pipe_table import SPAN


def published_rows(number: int) -> list[dict]:
    """The rows of a regression whose every number is what the (corrected) published table prints."""
    table = load_table(number)
    return [
        {"model": MODEL_OF_TABLE[number], "term": term, "method": "classical"}
        | {statistic: table.correct(term, column).value for column, statistic in STATISTICS.items()}
        for term in table.terms
    ]


def statements(rows: list[dict], *, synthetic: bool = True) -> Statements:
    """The paper's way of printing, over these rows alone."""
    about = Dataset("a panel", "panel.csv", "0" * 64, 245, (), (), synthetic=synthetic)
    sizes = {"panel.regions": 16, "panel.years.first": 2009, "panel.years.last": 2023}
    return Statements(Results(about, pd.DataFrame(rows, columns=list(COLUMNS)), sizes), PRINT_STYLES)


def did_table(rows: list[dict]) -> str:
    return article_tables.did_table(statements(rows), rows[0]["model"])


def cells(markdown: str) -> list[list[str]]:
    """The visible text of a pipe table, header first, marks of weight left in."""
    header, _, *rows = markdown.splitlines()
    return [
        [SPAN.sub(r"\1", cell).strip() for cell in line.strip("|").split("|")] for line in [header, *rows]
    ]


def pandoc_table(markdown: str) -> list:
    """The content of the one table that pandoc reads: [attr, caption, columns, head, bodies, foot]."""
    blocks = json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))["blocks"]
    assert [block["t"] for block in blocks] == ["Table"]
    return blocks[0]["c"]


@pytest.mark.parametrize("number", MODEL_OF_TABLE)
def test_the_stand_in_gives_the_published_digits(number):
    outcome, group = {2: ("in_migration_rate", "program"), 3: ("out_migration", "sender")}[number]
    rows, published = (
        did(load_panel(STANDIN).frame, outcome, group, model=MODEL_OF_TABLE[number]).rows(),
        load_table(number),
    )
    header, *body = cells(did_table(rows))
    assert header == [
        "Variable",
        "Coefficient",
        "Std. Error",
        "t-Statistic",
        "p-Value",
        "95% CI (Min)",
        "95% CI (Max)",
    ]
    for term, (_, *printed) in zip(published.terms, body, strict=True):
        bare = [as_typed(re.sub(r"[*\\\\,]", "", cell)) for cell in printed]
        correct = (published.correct(term, column) for column in STATISTICS)
        assert bare == [f"{number.value:.{number.decimals}f}" for number in correct]


@pytest.mark.parametrize("number", MODEL_OF_TABLE)
def test_stars_stand_where_the_published_tables_have_them(number, monkeypatch):
    rows, published = published_rows(number), load_table(number)
    p_column = list(COLUMN_HEADERS).index("p") + 1
    _, *starred = cells(did_table(rows))
    monkeypatch.setattr(article_tables, "MARK_STARS", False)
    _, *plain = cells(did_table(rows))
    for term, row, bare in zip(published.terms, starred, plain, strict=True):
        stars = published.cells[term, "p_value"].stars
        assert row[p_column] == bare[p_column] + stars.replace("*", r"\*")


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (2, ["Intercept", "Program", "Post", "Program × Post"]),
        (3, ["Intercept", "Sender", "Post", "Sender × Post"]),
    ],
)
def test_rows_are_named_and_only_the_interaction_is_bold(number, names):
    rows = published_rows(number)
    _, *body = cells(did_table(rows))
    assert [row[0] for row in body] == names
    bold = {(i, j) for i, row in enumerate(body) for j, cell in enumerate(row) if cell.startswith("**")}
    assert bold == {(3, 1)}


def test_star_level_is_exclusive_and_small_p_prints_as_below():
    rows = published_rows(2)
    for row, p in zip(rows, (0.01, 0.0099, 0.0004, 0.0005), strict=True):
        row["p"] = p
    _, *body = cells(did_table(rows))
    assert [row[4] for row in body] == ["0.010", r"0.010\*\*", r"<0.001\*\*", r"0.001\*\*"]


def test_every_number_is_a_span_that_names_its_key():
    rows = published_rows(3)
    markdown = did_table(rows)
    for row in rows:
        for statistic in COLUMN_HEADERS:
            assert f'{{.num data-key="outflow.{row["term"]}.{statistic}"}}' in markdown


def test_pandoc_reads_stars_alignment_and_widths_of_visible_text():
    rows = published_rows(3)
    _, _, columns, _, bodies, _ = pandoc_table(did_table(rows))
    assert [align["t"] for align, _ in columns] == ["AlignLeft", *["AlignRight"] * 6]
    widths = [width["c"] for _, width in columns]
    assert sum(widths) == pytest.approx(1, abs=0.01)
    assert max(widths) < 2 * min(widths)  # with the spans, the source has columns of 14 to 57 characters
    first_row = json.dumps(bodies[0][3][0], ensure_ascii=False)
    assert '"**"' in first_row  # literal asterisks
    assert "Strong" not in first_row


def test_variables_table_gives_name_description_and_unit(monkeypatch):
    variables = [
        ("in_migration", "Persons who moved into the region", "persons a year"),
        ("Program × Post", "Product of Program and Post", "0 or 1"),
    ]
    monkeypatch.setattr(schema, "variables", lambda: variables)
    assert cells(article_tables.variables_table()) == [
        ["Variable", "Description", "Unit"],
        ["`in_migration`", "Persons who moved into the region", "persons a year"],
        ["`Program` × `Post`", "Product of Program and Post", "0 or 1"],
    ]
    columns = pandoc_table(article_tables.variables_table())[2]
    assert [align["t"] for align, _ in columns] == ["AlignLeft"] * 3
