"""Tables 2 and 3 in the author's choice of two manners, from the same numbers."""

import pytest

from analysis.estimators.did import did
from analysis.exhibits import article_tables, table_manner
from analysis.exhibits.table_manner import AEA, MARKS, PUBLISHED, manner
from analysis.paper import PAPER
from analysis.study import MODEL_OF_TABLE
from press.base.edition import SETTINGS, read_yaml
from press.base.errors import InputError
from press.base.paths import ROOT
from press.numbers.formatter import spans_in, without_keys
from press.proof.reproduce import is_same


@pytest.fixture
def aea(monkeypatch):
    monkeypatch.setattr(table_manner, "manner", lambda: AEA)


def table(model):
    return article_tables.did_table(PAPER.statements, model)


def rows_of(markdown):
    lines = without_keys(markdown).splitlines()[2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_the_settings_name_one_of_the_two():
    assert read_yaml(ROOT / SETTINGS)["tables"] in MARKS
    assert manner({}) == manner({"tables": None}) == manner({"tables": "published"}) == PUBLISHED
    assert manner({"tables": "aea"}) == AEA


@pytest.mark.parametrize("wrong", ["AEA", "stata", 3, ["aea"]])
def test_another_word_is_one_clear_sentence(wrong):
    with pytest.raises(InputError) as raised:
        manner({"tables": wrong})
    expected = f"paper/edition.yml: found tables: {wrong}, expected tables: published or tables: aea."
    assert str(raised.value) == expected


def test_errors_stand_in_parentheses_below_and_panels_have_sizes_fit_and_means(aea):
    assert rows_of(table("inflow")) == [
        ("*Panel A. Difference in differences*", ""),
        ("Program × Post", "0.79"),
        ("", "(3.36)"),
        ("Program", "−0.81"),
        ("", "(2.76)"),
        ("Post", "1.79"),
        ("", "(2.05)"),
        ("Intercept", "5.35"),
        ("", "(1.69)"),
        ("Observations", "245"),
        ("*R*²", "0.007"),
        ("*Panel B. Mean outcome*", ""),
        ("Host regions, before 2014", "4.54"),
        ("Host regions, from 2014 on", "7.13"),
        ("Other regions, before 2014", "5.35"),
        ("Other regions, from 2014 on", "7.14"),
    ]


@pytest.mark.parametrize("model", MODEL_OF_TABLE.values())
def test_both_manners_print_the_same_numbers(model, monkeypatch):
    published = dict(spans_in(table(model)))
    monkeypatch.setattr(table_manner, "manner", lambda: AEA)
    other = dict(spans_in(table(model)))
    shared = published.keys() & other.keys()
    assert len(shared) == 8 and all(published[key] == other[key] for key in shared)
    assert other.keys() - shared <= PAPER.results.values.keys()


@pytest.mark.parametrize("model", MODEL_OF_TABLE.values())
def test_r_squared_is_that_of_the_regression(model):
    from statsmodels.formula.api import ols

    outcome, group = {"inflow": ("in_migration_rate", "program"), "outflow": ("out_migration", "sender")}[
        model
    ]
    frame = PAPER.data.panel.frame
    assert did(frame, outcome, group).r_squared == pytest.approx(
        ols(f"{outcome} ~ {group} * post", frame).fit().rsquared
    )
    assert PAPER.results.value(f"{model}.r_squared") == pytest.approx(did(frame, outcome, group).r_squared)


def test_marks_are_told_as_the_tables_have_them(aea):
    assert MARKS[AEA].startswith("Standard errors stand in parentheses")
    assert r"\*" not in table("outflow")


def test_what_a_table_leaves_out_is_compared_by_the_results_alone(aea):
    retold = {one.key for one in PAPER.published if one.retold}
    left_out = {one.key for one in PAPER.published if not one.retold}
    assert "inflow.program.t" in left_out and {"inflow.program.std_error", "grants.2014"} - left_out
    assert {"inflow.program.estimate", "inflow.program.std_error"} <= retold


def test_an_error_in_parentheses_is_the_number_that_it_holds():
    assert is_same("(2,986.01)", "2986.01") and not is_same("(2,986.02)", "2986.01")
