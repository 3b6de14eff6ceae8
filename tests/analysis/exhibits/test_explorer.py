"""What the page "Try it yourself" computes with, and its static tables."""

from __future__ import annotations

import json
from dataclasses import replace
from math import comb

import numpy as np
import pandas as pd
import pytest

from analysis.estimates.article import MODELS, group_scalars
from analysis.estimators.did import did
from analysis.exhibits import explorer, explorer_tables
from analysis.panel.load import load_panel, official_panel
from analysis.paper import PAPER, data
from analysis.study import FIRST_POST_YEAR
from press.numbers.formatter import spans_in
from press.numbers.results import STATISTICS


@pytest.fixture(scope="module")
def panel():
    return data().panel


@pytest.fixture
def private(panel):
    """An authors' panel: other numbers under another name."""
    frame = panel.frame.assign(
        in_migration=panel.frame["in_migration"] + 7, out_migration=panel.frame["out_migration"] + 7
    )
    return replace(panel, name="authors", shown_path="panel.csv", synthetic=False, frame=frame)


def frame_of(content, outcome):
    """The rows of an outcome as a frame with names of regions."""
    found = next(one for one in content["outcomes"] if one["id"] == outcome)
    frame = pd.DataFrame(found["rows"], columns=["region", "year", "value"])
    return frame.assign(region=[content["regions"][number]["name"] for number in frame["region"]])


@pytest.mark.parametrize(
    ("outcome", "column"), [("inflow", "in_migration_rate"), ("outflow", "out_migration")]
)
def test_rows_are_those_of_the_panel_to_the_last_bit(panel, outcome, column):
    rows = frame_of(json.loads(json.dumps(explorer.content(panel), allow_nan=False)), outcome)
    expected = panel.frame.sort_values(["year", "region"])
    assert list(rows["year"]) == list(expected["year"]) and list(rows["region"]) == list(expected["cluster"])
    assert np.array_equal(rows["value"], expected[column].astype(float))


@pytest.mark.parametrize(("outcome", "layout"), [("net240", 240), ("net245", 245)])
def test_net_rates_are_the_official_ones(panel, outcome, layout):
    rows, expected = frame_of(explorer.content(panel), outcome), official_panel(layout)
    assert len(rows) == layout
    assert np.array_equal(rows["value"], expected["net_rate"]) and list(rows["region"]) == list(
        expected["cluster"]
    )


def test_shymkent_belongs_to_the_region_that_it_was_split_from(panel):
    content = explorer.content(panel)
    names = [region["name"] for region in content["regions"]]
    assert len(names) == 16 and "Shymkent city" not in names
    rows = frame_of(content, "net245")
    assert (rows[rows["region"] == "Turkestan"].groupby("year").size() == [1] * 10 + [2] * 5).all()


def test_presets_are_the_groups_of_the_models(panel):
    """The first two treat regions of the official models, the others those of the panel's own indicators."""
    named = {region["id"]: region["name"] for region in explorer.content(panel)["regions"]}
    groups = [{named[name] for name in preset["treated"]} for preset in explorer.presets(panel)]
    official = official_panel(240)
    expected = [
        official.loc[official["program"] == 1, "cluster"],
        official.loc[official["sender_text"] == 1, "cluster"],
        panel.frame.loc[panel.frame["program"] == 1, "cluster"],
        panel.frame.loc[panel.frame["sender"] == 1, "cluster"],
    ]
    assert groups == [set(clusters) for clusters in expected]
    assert all(
        preset["launch"] == FIRST_POST_YEAR and not preset["without"] for preset in explorer.presets(panel)
    )


def test_official_statistics_come_first(panel):
    """Before invented counts, among outcomes and settings; the page starts with the first setting."""
    content = explorer.content(panel)
    assert [outcome["id"] for outcome in content["outcomes"]] == ["net240", "net245", "inflow", "outflow"]
    assert [one["outcome"] for one in content["presets"]] == ["net240", "net240", "inflow", "outflow"]
    assert "six hosts" in content["presets"][0]["label"] and len(content["presets"][0]["treated"]) == 6


def test_rows_of_a_private_panel_stay_out(private):
    """No outcome of its own, none of its numbers, and a sentence that says so."""
    content = explorer.content(private)
    assert [outcome["id"] for outcome in content["outcomes"]] == ["net240", "net245"]
    assert {preset["outcome"] for preset in content["presets"]} == {"net240"}
    assert "authors' panel" in content["note"] and "not public" in content["note"]
    text = json.dumps(content)
    assert not any(f", {float(value)}]" in text for value in private.frame["out_migration"])
    assert not any(f", {value}]" in text for value in private.frame["in_migration_rate"])


def test_a_copy_of_the_stand_in_under_another_name_is_private(panel, tmp_path):
    """What a user names is never published, whatever it holds."""
    copy = tmp_path / "mine.csv"
    copy.write_text(
        panel.frame[["year", "region", "population", "in_migration", "out_migration"]].to_csv(index=False)
    )
    mine = load_panel(copy)
    assert mine.synthetic and not mine.public and load_panel().public
    assert explorer.content(mine)["note"]


def test_differences_are_those_of_the_means():
    value = data().results.value
    for model in MODELS:
        before, after = (value(f"{model.name}.mean.{model.group}_{period}") for period in ("pre", "post"))
        assert value(f"{model.name}.change.{model.group}") == pytest.approx(after - before, rel=1e-12)
        others = value(f"{model.name}.mean.others_post")
        assert value(f"{model.name}.difference.post") == pytest.approx(after - others, rel=1e-9)


@pytest.mark.parametrize(
    ("model", "term", "treated"), [("inflow", "program_post", 6), ("outflow", "sender_post", 3)]
)
def test_choices_are_those_of_the_exact_p_value(model, term, treated):
    value = data().results.value
    assert value(f"{model}.choices") == comb(16, treated)
    assert value(f"{model}.as_large") / value(f"{model}.choices") == pytest.approx(
        value(f"{model}.{term}.ri.p"), rel=1e-12
    )


def test_counts_are_left_out_where_randomization_has_no_verdict(panel):
    fit = did(panel.frame, "in_migration_rate", "program", model="inflow")
    numbers = group_scalars(panel, [fit], [{"model": "inflow", "method": "ri", "p": None}])
    assert set(numbers) == {"inflow.change.program", "inflow.difference.post"}


def with_a_real_panel(results):
    return replace(PAPER.statements, results=replace(results, panel=replace(results.panel, synthetic=False)))


@pytest.mark.parametrize("table", explorer_tables.EXHIBITS, ids=lambda table: table.label)
def test_every_figure_of_a_table_has_a_key_of_the_results(table):
    printed = spans_in(table.markdown(PAPER.statements))
    assert len(printed) >= 9 and all(data().results.has(key) for key, _ in printed)


def test_the_stand_in_is_judged_by_the_errors_that_it_was_calibrated_to():
    """Clustered errors and randomization of invented counts mean nothing; of a real panel they are shown."""
    invented, real = (
        explorer_tables.inference_table(statements)
        for statements in (PAPER.statements, with_a_real_panel(data().results))
    )
    assert invented.count("Classical") == real.count("Classical") == 2
    assert [table.count(method) for method in ("CRV1", "Randomization") for table in (invented, real)] == [
        0,
        2,
        0,
        2,
    ]


def test_an_absent_statistic_is_a_dash():
    results = data().results
    estimates = results.estimates.copy()
    estimates.loc[estimates["method"] == "crv1", list(STATISTICS)] = np.nan
    table = explorer_tables.inference_table(with_a_real_panel(replace(results, estimates=estimates)))
    row = next(line for line in table.splitlines() if "CRV1" in line)
    assert row.count("–") == 5
