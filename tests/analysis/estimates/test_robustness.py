"""Specifications of the official net rate against independent regressions, simulated effects and loops."""

import csv
from dataclasses import replace
from itertools import combinations
from math import log

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats

from analysis.estimates import robustness
from analysis.estimates.robustness import SPECIFICATIONS, prepare
from analysis.estimators.did import did
from analysis.estimators.inference import TIE, crv3
from analysis.inputs.controls import lagged_product, lagged_unemployment
from analysis.panel.load import official_panel
from analysis.study import GROUPS
from press.base.paths import DATA

BY_NAME = {specification.name: specification for specification in SPECIFICATIONS}
TWO_WAY = "net_rate ~ x + C(region) + C(year)"


@pytest.fixture(scope="module")
def table():
    return robustness.table().set_index(["group", "specification"])


def regression(frame, group="hosts", formula=TWO_WAY, **options):
    """Least squares with dummies through statsmodels' formulas, clustered by region of 2014."""
    frame = frame.assign(x=frame[GROUPS[group]] * frame["post"])
    model = smf.wls(formula, frame, weights=options["weights"]) if options else smf.ols(formula, frame)
    return model.fit(cov_type="cluster", cov_kwds={"groups": pd.factorize(frame["cluster"])[0]})


def agrees(row, fit):
    """Set a row beside statsmodels, which counts every dummy; here regions, nested, count once."""
    assert row["estimate"] == pytest.approx(fit.params["x"], rel=1e-7)
    regions = sum(name.startswith("C(region)") for name in fit.params.index)
    n, k = fit.nobs, len(fit.params)
    assert row["std_error"] == pytest.approx(fit.bse["x"] * np.sqrt((n - k) / (n - (k - regions))), rel=1e-7)
    assert row["n"] == n


@pytest.mark.parametrize("group", GROUPS)
def test_two_way_demeaning_gives_what_dummies_give(table, group):
    """In a balanced panel the coefficient is that of the doubly demeaned outcome."""
    frame = official_panel(240)
    agrees(table.loc[group, "two_way_240"], regression(frame, group))
    x = frame[GROUPS[group]] * frame["post"]

    def demeaned(v):
        return (
            v
            - v.groupby(frame["region"]).transform("mean")
            - v.groupby(frame["year"]).transform("mean")
            + v.mean()
        )

    slope = (demeaned(x) @ demeaned(frame["net_rate"])) / (demeaned(x) @ demeaned(x))
    assert table.loc[(group, "two_way_240"), "estimate"] == pytest.approx(slope, rel=1e-9)


@pytest.mark.parametrize("group", GROUPS)
def test_the_balanced_2x2_is_the_two_way_estimate_and_the_classical_ones(table, group):
    frame = official_panel(240)
    assert table.loc[(group, "two_by_two_240"), "estimate"] == pytest.approx(
        table.loc[(group, "two_way_240"), "estimate"], rel=1e-9
    )
    for layout in (240, 245):
        rows = official_panel(layout)
        whole = rows.groupby("cluster")[GROUPS[group]].transform("max")  # Shymkent goes with South Kazakhstan
        fit = did(rows.assign(whole=whole), "net_rate", "whole")
        assert table.loc[(group, f"two_by_two_{layout}"), "estimate"] == pytest.approx(
            fit.estimate[3], rel=1e-9
        )
    assert table.loc[(group, "two_by_two_240"), "wcr_p"] == pytest.approx(
        table.loc[(group, "two_way_240"), "wcr_p"]
    )
    assert len(frame) == table.loc[(group, "two_way_240"), "n"]


@pytest.mark.parametrize("group", ["hosts", "senders5"])
def test_other_columns_are_the_regressions_that_they_name(table, group):
    frame = official_panel(240)
    agrees(table.loc[group, "weighted"], regression(frame, group, weights=frame["population"]))
    article = official_panel(245)
    whole = article.groupby("cluster")[GROUPS[group]].transform("max")  # Shymkent goes with South Kazakhstan
    agrees(table.loc[group, "two_way_245"], regression(article.assign(**{GROUPS[group]: whole}), group))
    no_cities = frame[~frame["region"].isin(["Astana city", "Almaty city"])]
    agrees(table.loc[group, "without_cities"], regression(no_cities, group))
    agrees(table.loc[group, "without_2015_2016"], regression(frame.query("year not in (2015, 2016)"), group))


def test_clusters_of_each_column(table):
    clusters = table.loc["hosts", "clusters"]
    fewer = {"without_cities": 14, "astana_with_akmola": 15, "alone": 11, "alone_without_cities": 9}
    assert clusters[list(fewer)].to_dict() == fewer
    assert (clusters.drop(list(fewer)) == 16).all()


def test_astana_with_akmola_adds_persons_up():
    with (DATA / "official/region_year.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["year"] == "2016" and row["region"] in ("Akmola", "Astana city")
        ]
    merged = robustness.astana_with_akmola().query("year == 2016 and region == 'Akmola'").iloc[0]
    assert merged["net_migration"] == sum(int(row["net_migration"]) for row in rows) == 76_314 - 15_219
    assert merged["net_rate"] == pytest.approx(1000 * 61_095 / sum(int(row["population"]) for row in rows))
    assert merged["program"] == 1
    assert "Astana city" not in set(robustness.astana_with_akmola()["region"])


def test_controls_enter_with_a_lag_and_both_regions_of_south_kazakhstan(table):
    with (DATA / "official/region_year.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    south = [row for row in rows if row["year"] == "2019" and row["region"] in ("Turkestan", "Shymkent city")]
    expected = log(
        sum(float(row["grp_mln_kzt"]) for row in south) / sum(int(row["population"]) for row in south)
    )
    product = lagged_product().set_index(["year", "cluster"])["log_product"]
    assert product[2020, "Turkestan"] == pytest.approx(expected, rel=1e-12)
    frame = official_panel(240).merge(lagged_product(), on=["year", "cluster"])
    agrees(table.loc["hosts", "product"], regression(frame, formula=f"{TWO_WAY} + log_product"))
    frame = frame.merge(lagged_unemployment(), on=["year", "cluster"])
    agrees(
        table.loc["hosts", "product_unemployment"],
        regression(frame, formula=f"{TWO_WAY} + log_product + unemployment"),
    )
    assert set(frame["year"]) == set(range(2011, 2024))


def test_regions_divided_in_2022_are_bounded_by_their_parts():
    """BNS 8.5.2, 2022.

    Abai 5.0 and East Kazakhstan 4.7, Zhetysu 5.1 and Almaty region 4.7, Ulytau 4.3 and Karaganda 4.4.
    """
    rates = {
        parts: lagged_unemployment(parts).set_index(["year", "cluster"])["unemployment"]
        for parts in ("mean", "old", "new")
    }
    for region, old, new in (
        ("East Kazakhstan", 4.7, 5.0),
        ("Almaty region", 4.7, 5.1),
        ("Karaganda", 4.4, 4.3),
    ):
        given = [rates[parts][2023, region] for parts in ("old", "new", "mean")]
        assert given == pytest.approx([old, new, (old + new) / 2])
    assert (rates["old"] == rates["new"]).groupby("year").all()[range(2011, 2023)].all()


def test_south_kazakhstans_unemployment_is_weighted_by_population():
    """Turkestan 5.2, Shymkent 5.0 in 2022 (BNS 8.5.2)."""
    people = official_panel(245).query("year == 2022").set_index("region")["population"]
    expected = (5.2 * people["Turkestan"] + 5.0 * people["Shymkent city"]) / (
        people["Turkestan"] + people["Shymkent city"]
    )
    assert lagged_unemployment().set_index(["year", "cluster"])["unemployment"][
        2023, "Turkestan"
    ] == pytest.approx(expected)


@pytest.mark.parametrize("name", ["weighted", "product_unemployment", "two_way_245", "own_trend"])
def test_randomization_with_weights_and_controls_refits_the_regression_for_each_choice(name):
    """By Frisch, Waugh and Lovell, against a regression for each of twenty assignments."""
    model = prepare(BY_NAME[name], "senders3")
    rng = np.random.default_rng(2)
    pool = np.array(
        [np.isin(np.arange(16), rng.choice(16, 3, replace=False)) for _ in range(20)], dtype=float
    )
    expected = [replace(model, treated=chosen).design().beta()[0] for chosen in pool]
    np.testing.assert_allclose(model.estimates(pool), expected, rtol=1e-8)


def test_randomization_p_of_the_weighted_model_is_the_count_over_all_560(table):
    model = prepare(BY_NAME["weighted"], "senders3")
    every = []
    for chosen in combinations(range(16), 3):
        x = model.after[:, list(chosen)].sum(axis=1)
        every.append(np.linalg.lstsq(np.column_stack([x, model.others]), model.y, rcond=None)[0][0])
    actual = table.loc[("senders3", "weighted"), "estimate"]
    assert table.loc[("senders3", "weighted"), "ri_p"] == np.mean(np.abs(every) >= abs(actual) * (1 - TIE))


def test_blocks_are_the_regions_that_lost_people_before_2014():
    frame = official_panel(240)
    lost = frame.query("year < 2014").groupby("region")["net_migration"].sum() < 0
    assert robustness.losing_regions(frame).tolist() == lost.sort_index().astype(float).tolist()
    hosts = robustness.other_randomizations("hosts")
    assert lost[list(frame.query("program == 1")["region"].unique())].all()
    assert hosts["choices_in_blocks"] == 462  # six of the eleven that lost people, as all hosts did
    losers = sorted(lost.index[lost])
    change = frame.groupby(["region", "post"])["net_rate"].mean().unstack()
    change = change[1] - change[0]

    def estimate(chosen):
        return change[list(chosen)].mean() - change.drop(list(chosen)).mean()

    actual = estimate(frame.query("program == 1")["region"].unique())
    assert hosts["ri_in_blocks_p"] == pytest.approx(
        np.mean([abs(estimate(c)) >= abs(actual) * (1 - TIE) for c in combinations(losers, 6)])
    )


def test_a_simulated_effect_is_recovered_by_every_specification():
    """An effect of 5 added to the hosts' rate after 2014 moves every estimate by exactly 5."""
    for specification in SPECIFICATIONS:
        model = prepare(specification, "hosts")
        before = (
            model.estimates(model.treated[None])[0] if specification.two_way else model.design().beta()[0]
        )
        moved = replace(model, y=model.y + 5 * model.after @ model.treated)
        after = moved.estimates(model.treated[None])[0] if specification.two_way else moved.design().beta()[0]
        assert after - before == pytest.approx(5, abs=1e-8), specification.name


def test_classical_intervals_cover_at_their_level_when_errors_are_independent():
    """1,000 draws of our layout with independent errors.

    The 95% interval covers in 95% +- 3 standard errors (2.1%).
    """
    rng = np.random.default_rng(20_140)
    frame = official_panel(240)[["program", "post"]]
    covered = 0
    for _ in range(1000):
        frame = frame.assign(
            y=2.0 * frame["program"] * frame["post"] + frame["post"] + rng.normal(size=len(frame))
        )
        fit = did(frame, "y", "program")
        covered += fit.ci_low[3] < 2.0 < fit.ci_high[3]
    assert 0.929 < covered / 1000 < 0.971


def test_every_p_is_a_share_and_specifications_have_one_row_per_group(table):
    assert len(table) == 3 * (len(BY_NAME) - 1) + 1 and table.index.is_unique
    assert table[["crv1_p", "wcr_p"]].apply(lambda column: column.between(0, 1)).all().all()
    without = table.index[table["ri_p"].isna()]
    assert table["ri_p"].dropna().between(0, 1).all()
    assert list(without) == [("senders5", "two_by_two_245_apart")]
    assert set(table.loc["hosts"].index[table.loc["hosts", "sensitivity"]]) == {
        "product",
        "product_unemployment",
        "product_unemployment_old",
        "product_unemployment_new",
    }


@pytest.mark.parametrize(
    ("group", "name", "estimate", "ri_p"),
    [
        ("hosts", "alone", -0.96, 0.695),
        ("hosts", "alone_without_cities", -0.56, None),
        ("senders5", "alone", -4.16, 0.254),
    ],
)
def test_without_the_other_group_an_independent_recomputation_gives_the_same(
    table, group, name, estimate, ri_p
):
    """An independent recomputation by a referee; the cities apart, it gives no p."""
    row = table.loc[(group, name)]
    assert round(row["estimate"], 2) == estimate
    assert ri_p is None or round(row["ri_p"], 3) == ri_p


def test_without_the_senders_the_others_of_the_hosts_are_five_regions():
    """The mean change of the hosts less that of the regions that are neither hosts nor named as senders."""
    change = official_panel(240).groupby(["region", "post"])["net_rate"].mean().unstack()
    change = change[1] - change[0]
    hosts = change[sorted({r for r in official_panel(240).query("program == 1")["region"]})]
    others = change[["Aktobe", "Almaty city", "Astana city", "Atyrau", "West Kazakhstan"]]
    found = robustness.table().query("group == 'hosts' and specification == 'alone'")["estimate"].item()
    assert found == pytest.approx(hosts.mean() - others.mean(), rel=1e-9)
    choices = [
        combination
        for combination in combinations(range(11), 6)
        if abs(
            np.r_[hosts, others][list(combination)].mean()
            - np.delete(np.r_[hosts, others], combination).mean()
        )
        >= abs(found) * (1 - TIE)
    ]
    ri_p = robustness.table().query("group == 'hosts' and specification == 'alone'")["ri_p"].item()
    assert ri_p == pytest.approx(len(choices) / 462)


@pytest.mark.parametrize(
    ("group", "estimate", "p_all_counted"), [("hosts", -0.24, 0.88), ("senders5", -3.95, 0.050)]
)
def test_with_a_trend_of_the_group_an_independent_recomputation_gives_the_same(
    table, group, estimate, p_all_counted
):
    """A referee's p counts the effects of regions, which here count once (.043 for the senders)."""
    row = table.loc[(group, "own_trend")]
    assert round(row["estimate"], 2) == estimate
    all_counted = row["std_error"] * np.sqrt((240 - 17) / (240 - 32))
    p = 2 * stats.t.sf(abs(row["estimate"]) / all_counted, 15)
    assert p == pytest.approx(p_all_counted, abs=6e-4 if group == "senders5" else 5e-3)
    frame = official_panel(240).assign(time=lambda f: f["year"] * f[GROUPS[group]])
    agrees(row, regression(frame, group, formula=f"{TWO_WAY} + time"))


def test_shymkent_apart_is_the_2x2_of_the_regions_named(table):
    """The estimate, its error and all p-values: an independent recomputation by a referee."""
    row = table.loc[("senders5", "two_by_two_245_apart")]
    assert [round(row[name], 2) for name in ("estimate", "std_error")] == [-4.80, 2.00]
    assert [round(row[name], 3) for name in ("crv1_p", "wcr_p")] == [0.030, 0.046]
    assert round(crv3(prepare(BY_NAME["two_by_two_245_apart"], "senders5").design()).p, 3) == 0.047
    fit = did(official_panel(245), "net_rate", "sender_text")
    assert row["estimate"] == pytest.approx(fit.estimate[3], rel=1e-9)
    assert round(table.loc[("senders5", "two_by_two_245"), "estimate"], 2) == -3.46


def test_both_roles_of_shymkent_without_the_year_of_the_separation():
    frame = official_panel(245).query("not (region == 'Turkestan' and year == 2018)")
    apart = did(frame, "net_rate", "sender_text").estimate[3]
    whole = did(
        frame.assign(whole=frame.groupby("cluster")["sender_text"].transform("max")), "net_rate", "whole"
    ).estimate[3]
    assert robustness.shymkent_without_2018() == pytest.approx({"sender": whole, "other": apart}, rel=1e-9)


def test_two_way_errors_do_not_count_effects_nested_in_the_clusters(table):
    """1.91: an independent recomputation by a referee, and fixest's convention."""
    assert round(table.loc[("hosts", "two_way_240"), "std_error"], 2) == 1.91
    assert round(table.loc[("hosts", "two_by_two_240"), "std_error"], 2) == 1.86


def test_labels_tell_the_role_of_shymkent_and_the_group_left_out(table):
    assert table.loc[("senders5", "two_by_two_245"), "label"].endswith("Shymkent a sender")
    assert "Shymkent" not in table.loc[("hosts", "two_by_two_245"), "label"]
    assert table.loc[("hosts", "alone"), "label"] == "Without the five senders among the others"
    assert table.loc[("senders3", "alone"), "label"] == "Without the hosts among the others"
    assert not table["label"].str.contains("[{}]").any()
