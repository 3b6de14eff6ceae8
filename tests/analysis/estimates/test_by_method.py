"""The rows by method: one estimate each, and panels that do not allow a method."""

import json

import numpy as np
import pandas as pd
import pytest

from analysis.estimates.by_method import (
    METHODS,
    TwoByTwo,
    official_models,
    official_rows,
    reasons,
    rows_by_method,
)
from analysis.estimators.did import did
from analysis.estimators.inference import Cells, ri_p, wcr_p
from analysis.panel.load import load_panel, official_panel
from analysis.results import compute
from press.base.paths import DATA
from press.numbers.results import to_json


def panel(regions_treated=3, regions=8, years=range(2011, 2017), seed=1):
    rng = np.random.default_rng(seed)
    rows = [
        (f"R{r}", year, int(r < regions_treated), int(year >= 2014), rng.normal())
        for r in range(regions)
        for year in years
    ]
    return pd.DataFrame(rows, columns=["cluster", "year", "group", "post", "y"])


def by_method(frame):
    fit = did(frame, "y", "group", model="toy")
    rows = rows_by_method(TwoByTwo("toy", "group", frame, "y"), fit.estimate[-1])
    return {row["method"]: row for row in rows}, fit


@pytest.mark.parametrize(
    "model", ["official_hosts_240", "official_hosts_245", "official_senders3_240", "official_senders5_240"]
)
def test_every_method_row_of_a_model_and_term_carries_the_same_estimate(model):
    rows = pd.DataFrame(official_rows()).query("model == @model")
    interaction = rows[rows["term"].str.endswith("_post")]
    assert list(interaction["method"]) == ["classical", *METHODS]
    assert interaction["estimate"].nunique() == 1
    assert interaction["p"].between(0, 1).all() and interaction["p"].nunique() == 5
    assert set(rows["term"]) == {
        "intercept",
        *{term.removesuffix("_post") for term in interaction["term"]},
        "post",
        *interaction["term"],
    }


def test_rows_say_what_a_method_lacks():
    rows = (
        pd.DataFrame(official_rows())
        .query("model == 'official_hosts_240' and term == 'program_post'")
        .set_index("method")
    )
    assert rows.loc[["crv1", "crv3"], "df"].eq(15).all() and rows.loc[list(METHODS), "clusters"].eq(16).all()
    assert rows.loc[["wcr", "ri"], "std_error"].isna().all() and rows.loc[["wcr", "ri"], "df"].isna().all()
    assert rows.loc[["crv1", "wcr"], "t"].nunique() == 1 and pd.isna(rows.loc["ri", "t"])


def test_the_official_models_are_the_texts_hosts_and_senders():
    models = {model.model: model for model in official_models()}
    assert {name: (len(model.frame), int(model.treated().sum())) for name, model in models.items()} == {
        "official_hosts_240": (240, 6),
        "official_hosts_245": (245, 6),
        "official_senders3_240": (240, 3),
        "official_senders5_240": (240, 5),
    }


def test_shymkents_rows_count_in_south_kazakhstan():
    """245 rows: 17 regions, but 16 clusters."""
    model = next(model for model in official_models() if model.model == "official_hosts_245")
    assert model.frame["region"].nunique() == 17 and len(model.treated()) == 16


def test_the_rows_hold_the_methods_own_verdicts():
    frame = panel()
    rows, fit = by_method(frame)
    model = TwoByTwo("toy", "group", frame, "y")
    cells = Cells.of(frame["y"].to_numpy(), frame["post"].to_numpy(), model.clusters())
    assert rows["wcr"]["p"] == wcr_p(model.design())
    assert rows["ri"]["p"] == ri_p(cells, model.treated())
    assert {row["estimate"] for row in rows.values()} == {fit.estimate[3]}


@pytest.mark.parametrize(
    ("frame", "missing", "reason"),
    [
        (panel(regions_treated=1), {"crv1", "crv3", "wcr"}, "need 2 regions in the group; there is 1"),
        (panel(regions_treated=7), {"crv1", "crv3", "wcr"}, "need 2 regions outside it; there is 1"),
        (panel(regions=21), {"wcr"}, "too many to enumerate"),
        (
            panel().assign(group=lambda f: f["group"] & (f["year"] != 2013)),
            {"ri"},
            "in some rows and not in others",
        ),
        (panel().query("cluster not in ('R5', 'R6', 'R7') or post == 1"), {"ri"}, "without rows"),
    ],
    ids=["one treated", "one other", "21 regions", "changes sides", "late regions"],
)
def test_what_a_panel_does_not_allow_is_null_beside_the_estimate_with_a_reason(frame, missing, reason):
    rows, fit = by_method(frame)
    why = reasons(TwoByTwo("toy", "group", frame, "y"))
    assert set(why) == missing and all(reason in sentence for sentence in why.values())
    for method, row in rows.items():
        assert row["estimate"] == fit.estimate[3] and row["n"] == len(frame)
        assert (row["p"] is None) == (method in missing)
        if method in missing:
            assert all(row[column] is None for column in ("std_error", "t", "ci_low", "ci_high", "df"))


def test_an_unbalanced_panel_of_few_regions_is_judged_by_all_methods():
    frame = panel(regions_treated=2, regions=5).sample(frac=0.8, random_state=3)
    rows, fit = by_method(frame)
    assert all(row["p"] is not None for row in rows.values())
    assert not reasons(
        TwoByTwo("toy", "group", official_panel(240).assign(group=lambda f: f["program"]), "net_rate")
    )


@pytest.fixture(scope="module")
def three_regions(tmp_path_factory):
    """A panel with one host, one sender and one other region."""
    path = tmp_path_factory.mktemp("panel") / "panel.csv"
    frame = pd.read_csv(DATA / "standin" / "panel.csv").query(
        "region in ('Akmola', 'Zhambyl', 'Aktobe') and year > 2011"
    )
    frame.to_csv(path, index=False)
    return compute(load_panel(path))


def test_results_of_a_panel_of_three_regions_hold_what_can_be_had(three_regions):
    assert three_regions.value("inflow.program_post.ri.p") in (1 / 3, 2 / 3, 1.0)
    assert pd.isna(three_regions.value("inflow.program_post.crv1.p"))
    assert three_regions.value("inflow.program_post.wcr.estimate") == three_regions.value(
        "inflow.program_post.estimate"
    )
    assert "mde.official_hosts_240" in three_regions.scalars
    rows = json.loads(to_json(three_regions))["estimates"]
    (row,) = (
        row
        for row in rows
        if (row["model"], row["term"], row["method"]) == ("outflow", "sender_post", "crv3")
    )
    assert row["p"] is None and row["std_error"] is None and row["clusters"] == 3


def test_results_of_the_default_panel_hold_all_methods():
    estimates = compute(load_panel(DATA / "standin" / "panel.csv")).estimates
    for model, term in (("inflow", "program_post"), ("outflow", "sender_post")):
        rows = estimates[(estimates["model"] == model) & (estimates["term"] == term)]
        assert (
            list(rows["method"]) == ["classical", *METHODS]
            and rows["p"].notna().all()
            and rows["estimate"].nunique() == 1
        )
