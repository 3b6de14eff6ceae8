"""The numbers of the official statistics by key: against their rows, sources and print styles."""

import csv
from math import isfinite

import pytest

from analysis.estimates import official, placebos, robustness
from analysis.estimates.by_method import official_rows
from analysis.panel.load import official_panel
from analysis.study import style_of
from press.base.paths import DATA
from press.numbers.formatter import format_number


@pytest.fixture(scope="module")
def numbers():
    return official.scalars()


def test_every_number_is_a_finite_plain_number(numbers):
    assert all(type(value) in (int, float) and isfinite(value) for value in numbers.values())


@pytest.mark.parametrize(
    ("key", "style"),
    [
        ("robustness.hosts.weighted.estimate", "decimal2"),
        ("robustness.hosts.weighted.wcr_p", "p"),
        ("robustness.hosts.ri_on_t_p", "p"),
        ("robustness.hosts.weighted.n", "integer"),
        ("robustness.hosts.weighted.clusters", "integer"),
        ("robustness.senders5.count.below_ri", "integer"),
        ("robustness.hosts.choices_in_blocks", "integer"),
        ("event.hosts.2015.ri_p", "p"),
        ("event.hosts.leads_p", "p"),
        ("trend.hosts.p", "p"),
        ("placebo_groups.hosts.choices", "integer"),
        ("placebo_groups.hosts.as_large", "integer"),
        ("leave_one_out.hosts.lowest", "decimal2"),
        ("size.2012.wcr.6", "percent1"),
        ("size.assignments.6", "integer"),
        ("programme.taken_up.2021", "decimal2"),
        ("equivalence.hosts.ci_low", "decimal2"),
        ("equivalence.hosts.p", "p"),
        ("pretest.hosts.years", "decimal1"),
        ("few_treated.hosts.ferman_pinto_p", "p"),
        ("ceiling.hosts", "decimal2"),
        ("resettlement.enbek.a_year", "integer"),
    ],
)
def test_print_styles_follow_from_the_keys(numbers, key, style):
    assert style_of(key) == style
    assert format_number(numbers[key], style)


def test_counts_are_over_the_specifications_that_count(numbers):
    rows = robustness.table().query("group == 'senders5' and counted")
    assert numbers["robustness.senders5.count.all"] == len(rows) == 15
    assert numbers["robustness.senders5.count.positive"] + numbers["robustness.senders5.count.negative"] == 15
    assert numbers["robustness.senders5.count.randomized"] == 14  # Shymkent apart is no choice of regions
    assert "robustness.senders5.two_by_two_245_apart.ri_p" not in numbers
    assert {numbers[f"robustness.{group}.count.all"] for group in ("hosts", "senders3")} == {14}
    assert numbers["robustness.senders5.count.below_ri"] == sum(p < 0.05 for p in rows["ri_p"])
    assert (
        numbers["robustness.senders5.lowest"]
        <= min(rows["estimate"])
        <= max(rows["estimate"])
        <= numbers["robustness.senders5.highest"]
    )


def test_event_keys_are_the_studys_rows(numbers):
    row = placebos.event("hosts").coefficients.query("year == 2015").iloc[0]
    assert numbers["event.hosts.2015.estimate"] == row["estimate"]
    assert "event.hosts.2013.estimate" not in numbers and "event_mean.hosts.2013.estimate" in numbers


def test_the_actual_group_is_counted_among_the_placebo_groups(numbers):
    """As many are as large as the randomization p-value of the headline row says."""
    row = next(
        row for row in official_rows() if row["model"] == "official_hosts_240" and row["method"] == "ri"
    )
    assert numbers["placebo_groups.hosts.as_large"] / numbers[
        "placebo_groups.hosts.choices"
    ] == pytest.approx(row["p"])


def test_grants_over_the_hosts_population(numbers):
    hosts = placebos.members("hosts")
    with (DATA / "official/region_year.csv").open(encoding="utf-8", newline="") as file:
        people = sum(
            int(row["population"])
            for row in csv.DictReader(file)
            if row["year"] == "2021" and row["region"] in hosts
        )
    # 2,102 taken up: data/serpin
    assert numbers["programme.taken_up.2021"] == pytest.approx(1000 * 2102 / people)
    assert numbers["programme.allocated.2015"] == pytest.approx(
        1000 * 6200 / official_panel(240).query("year == 2015 and program == 1")["population"].sum()
    )
    assert numbers["programme.most"] == max(
        value
        for key, value in numbers.items()
        if key.startswith(("programme.allocated", "programme.taken_up"))
    )
