"""Moves on a map that does not change, added up here by the csv module alone."""

import csv
from collections import Counter

import pytest

from analysis.inputs.flows import merged_flows, region_map, role_of, shares
from analysis.inputs.sources import load_flows, load_regions
from press.base.paths import DATA

MERGED = {"Abai": "East Kazakhstan", "Zhetysu": "Almaty region", "Ulytau": "Karaganda"}
SENDERS = {"Almaty region", "Turkestan", "Zhambyl", "Kyzylorda", "Mangystau"}
HOSTS = {"Akmola", "Kostanay", "North Kazakhstan", "Pavlodar", "East Kazakhstan", "Karaganda"}


def moves(shymkent="Turkestan"):
    """Persons by year, origin and destination among the merged regions."""
    counted = Counter()
    with (DATA / "official/flows.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ends = [
                MERGED.get(row[end], row[end]).replace("Shymkent city", shymkent)
                for end in ("origin", "destination")
            ]
            if ends[0] != ends[1]:
                counted[int(row["year"]), *ends] += int(row["persons"])
    return counted


@pytest.fixture(scope="module")
def merged():
    return merged_flows(load_flows(), load_regions())


def test_sixteen_regions_keep_every_move_between_them(merged):
    expected = moves()
    assert {(row.year, row.origin, row.destination): row.persons for row in merged.itertuples()} == expected
    totals = merged.groupby("year")["persons"].sum()
    assert totals[2010] == 171_671  # departures to other regions in 2010 (BNS), sixteen regions
    assert len(merged) == 6 * 16 * 15 and merged["origin"].nunique() == 16


def test_seventeen_and_twenty_regions():
    regions, flows = load_regions(), load_flows()
    seventeen = merged_flows(flows, regions, 17)
    assert {(row.year, row.origin, row.destination): row.persons for row in seventeen.itertuples()} == moves(
        "Shymkent city"
    )
    twenty = merged_flows(flows, regions, 20)
    assert twenty["persons"].sum() == flows["persons"].sum() and len(twenty) == 6 * 20 * 19
    with pytest.raises(ValueError, match="no layout of 18"):
        region_map(regions, 18)


def test_roles_follow_the_map():
    regions = load_regions()
    assert role_of(regions, "sender_text") == SENDERS
    assert role_of(regions, "program") == HOSTS
    assert role_of(regions, "sender_table3") == {"Zhambyl", "Kyzylorda", "Mangystau"}
    assert role_of(regions, "program", 20) == HOSTS | {"Abai", "Ulytau"}


def test_shares_of_moves_from_senders_to_hosts(merged):
    counted = moves()
    table = shares(merged, frozenset(SENDERS), frozenset(HOSTS)).set_index("year")
    for year in (2010, 2015, 2024):
        total = sum(n for (y, _, _), n in counted.items() if y == year)
        out = sum(n for (y, o, d), n in counted.items() if y == year and o in SENDERS and d in HOSTS)
        back = sum(n for (y, o, d), n in counted.items() if y == year and o in HOSTS and d in SENDERS)
        row = table.loc[year]
        assert (row["moves"], row["sender_host"], row["host_sender"]) == (total, out, back)
        assert row["sender_host_share"] == pytest.approx(out / total)
        assert row["host_sender_share"] == pytest.approx(back / total)
