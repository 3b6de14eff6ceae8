"""Power, ceilings and excess moves: against an independent recomputation by a referee, and by hand."""

import csv
from math import exp, isfinite, log

import pytest
from scipy import stats

from analysis.estimates import ceilings, flows, power, resettlement
from analysis.estimators.added_effects import share_found
from analysis.inputs.years import flow_years
from analysis.panel.load import official_panel
from analysis.study import style_of
from press.base.paths import DATA


@pytest.fixture(scope="module")
def flow_numbers():
    return flows.scalars(flows.rows())


def test_the_power_of_the_hosts_net_rate_is_that_of_a_referees_enumeration():
    """An independent recomputation by a referee: 5.58 is found in 63 % and 58 %; 80 % needs 6.7 and 7.0."""
    found, numbers = power.found_above("hosts"), power.enumerated()
    assert len(found["crv1"]) == len(found["ri"]) == 8008
    assert share_found(found["crv1"], 5.58) == pytest.approx(0.63, abs=0.005)
    assert share_found(found["ri"], 5.58) == pytest.approx(0.58, abs=0.005)
    assert numbers["mde.official_hosts_240"] == pytest.approx(6.7, abs=0.05)
    assert numbers["mde.ri.official_hosts_240"] == pytest.approx(7.0, abs=0.05)
    assert numbers["power.official_hosts_240.crv1"] == share_found(
        found["crv1"], ceilings.net_ceiling("hosts")
    )


def test_the_numbers_are_finite_and_have_their_print_styles():
    numbers = power.enumerated()
    assert all(type(value) is float and isfinite(value) for value in numbers.values())
    assert style_of("mde.ri.official_hosts_240") == "decimal2"
    assert style_of("power.official_hosts_240.crv1") == "percent0"
    assert {"mde.ri.official_hosts_240", "power.official_hosts_240.crv1"} <= numbers.keys()


def test_the_senders_are_asked_for_losses():
    """The least loss that a test can find is that of the choice which loses most of itself."""
    found = power.found_above("senders5")
    assert len(found["ri"]) == 4368
    assert power.enumerated()["power.official_senders5_240.ri"] == share_found(
        found["ri"], -ceilings.net_ceiling("senders5")
    )


@pytest.mark.parametrize(("group", "ceiling"), [("hosts", 1.52), ("senders5", -1.46)])
def test_ceilings_count_the_other_group_among_the_controls(group, ceiling):
    """An independent recomputation by a referee; and by hand, from the 6,200 grants of 2015."""
    assert ceilings.net_ceiling(group) == pytest.approx(ceiling, abs=0.005)
    people = official_panel(240).query("year == 2015")
    gain = 6_200_000 / people.query("program == 1")["population"].sum()
    loss = 6_200_000 / people.query("sender_text == 1")["population"].sum()
    by_hand = {"hosts": gain + 5 / 10 * loss, "senders5": -loss - 6 / 11 * gain}
    assert ceilings.net_ceiling(group) == pytest.approx(by_hand[group], rel=1e-12)
    assert ceilings.scalars()[f"ceiling.{group}"] == ceilings.net_ceiling(group)


def test_the_largest_year_of_grants_is_2015():
    assert ceilings.most_grants() == (2015, 6200)


def test_the_detectable_flow_has_80_percent_power():
    """A referee has .502; a noncentral t of it exceeds the critical value in about 80 of 100 samples."""
    effect = power.detectable_flow(flows.rows())["mde.gravity_senders5"]
    assert effect == pytest.approx(0.502, abs=0.0005)
    (error,) = (
        row["std_error"]
        for row in flows.rows()
        if (row["model"], row["method"]) == ("gravity_senders5", "two_way")
    )
    assert stats.nct.sf(stats.t.ppf(0.975, 15), 15, effect / error) == pytest.approx(0.8, abs=0.02)


def test_what_grants_could_do_to_the_flow(flow_numbers):
    """An independent recomputation by a referee: .48 as a mean of the years, .39 for all of them."""
    assert flow_numbers["programme_flow.mean"] == pytest.approx(0.48, abs=0.005)
    assert flow_numbers["programme_flow.pooled"] == pytest.approx(0.39, abs=0.005)
    grants = {2015: 6200, 2020: 5107, 2021: 5656, 2023: 3653, 2024: 3903}  # data/serpin
    moves = {year: flow_numbers[f"flows.{year}.sender_host"] for year in flow_years()[1:]}
    assert flow_numbers["programme_flow.pooled"] == pytest.approx(
        log(sum(moves.values()) / (sum(moves.values()) - sum(grants.values())))
    )


@pytest.mark.parametrize(
    ("year", "excess"), [(2015, 2151), (2020, 3584), (2021, 3660), (2023, 6469), (2024, 8294)]
)
def test_excess_moves_are_those_of_the_yearly_coefficients(flow_numbers, year, excess):
    """An independent recomputation by a referee."""
    assert flow_numbers[f"gravity.excess.{year}"] == pytest.approx(excess, abs=1)
    (coefficient,) = (
        row["estimate"]
        for row in flows.rows()
        if (row["term"], row["method"]) == (f"sender_host_{year}", "two_way")
    )
    moves = flow_numbers[f"flows.{year}.sender_host"]
    assert flow_numbers[f"gravity.excess.{year}"] == pytest.approx(moves - moves / exp(coefficient))


def test_dyadic_errors_and_leaving_out_a_region_as_a_referee_has_them(flow_numbers):
    """An independent recomputation by a referee: error .155, p .024; from .273 to .519 without one region."""
    (row,) = (row for row in flows.rows() if (row["model"], row["method"]) == ("gravity_senders5", "dyadic"))
    assert row["std_error"] == pytest.approx(0.155, abs=0.0005)
    assert row["p"] == pytest.approx(0.024, abs=0.0005)
    assert flow_numbers["gravity.without_one.lowest"] == pytest.approx(0.273, abs=0.0005)
    assert flow_numbers["gravity.without_one.highest"] == pytest.approx(0.519, abs=0.0005)
    assert len(flows.without_each()) == 16


def test_variants_that_are_not_significant_two_ways_are_counted(flow_numbers):
    """An independent recomputation by a referee: 3 of 6, p .077 with 20 regions and Shymkent a sender."""
    assert flow_numbers["gravity.count.all"] == 6
    assert flow_numbers["gravity.count.not_below_two_way"] == 3
    assert flow_numbers["gravity.not_below.lowest_p"] == pytest.approx(0.077, abs=0.0005)
    assert flow_numbers["gravity.not_below.highest_p"] == max(
        row["p"]
        for row in flows.rows()
        if row["method"] == "two_way" and row["model"].startswith("gravity_") and row["term"] == flows.TERM
    )


def test_people_resettled_have_keys_where_persons_are_stated():
    numbers = resettlement.scalars()
    with (DATA / "resettlement/press_figures.csv").open(encoding="utf-8", newline="") as file:
        stated = {row["figure"]: int(row["persons"]) for row in csv.DictReader(file) if row["persons"]}
    assert {key: numbers[f"resettlement.{key}.persons"] for key in stated} == stated
    assert numbers["resettlement.enbek.a_year"] == 32_000 / 5
    assert [key for key in numbers if key.endswith("a_year")] == ["resettlement.enbek.a_year"]
    assert numbers["resettlement.voluntary.returned"] == 3_600
