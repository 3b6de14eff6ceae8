"""How far the official statistics reach, with rows of invented years beside those that are published."""

import csv

import pandas as pd
import pytest

from analysis.inputs import sources, years
from press.base.errors import InputError
from press.base.paths import DATA
from press.tables import schema

LOADERS = (
    sources.load_regions,
    sources.load_official,
    sources.load_national,
    sources.load_flows,
    sources.load_unemployment,
)
CACHED = (*LOADERS, years.balance_years, years.flow_years)


@pytest.fixture
def tables(monkeypatch):
    """The tables by name as in 2026, with the balance of 2024 and neither its product nor its unemployment.

    They are to be changed before they are asked for; nothing of them is kept afterwards.
    """
    load = schema.load
    ends = {"region_year": 2024, "national": 2024, "flows": 2024, "unemployment": 2023}
    changed = {name: load(name).query(f"year <= {last}").copy() for name, last in ends.items()}
    changed["region_year"].loc[changed["region_year"]["year"] == 2024, "grp_mln_kzt"] = None
    monkeypatch.setattr(schema, "load", lambda name: changed[name] if name in changed else load(name))
    for cached in CACHED:
        cached.cache_clear()
    yield changed
    for cached in CACHED:
        cached.cache_clear()


def again(frame, pattern, year, **other):
    """A table with one more year, whose rows are those of another but for some columns."""
    rows = frame[frame["year"] == pattern].assign(year=year, **other)
    return pd.concat([frame, rows], ignore_index=True)


def complete_2024(tables):
    """State what the balance of 2024 lacks."""
    official = tables["region_year"]
    official.loc[official["year"] == 2024, "grp_mln_kzt"] = 1.0
    tables["unemployment"] = again(tables["unemployment"], 2023, 2024)


def years_in(path):
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return sorted({int(row["year"]) for row in csv.DictReader(file)})


def test_the_moves_have_every_year_of_their_file():
    assert list(years.flow_years()) == years_in("official/flows.csv")


def test_a_year_without_product_or_unemployment_is_not_in_the_balance(tables):
    assert years.balance_years() == (2009, 2023)


def test_a_whole_year_joins_the_balance(tables):
    complete_2024(tables)
    assert years.balance_years() == (2009, 2024)


@pytest.mark.parametrize("gap", ["one product", "one rate"])
def test_a_year_with_one_gap_does_not(tables, gap):
    complete_2024(tables)
    if gap == "one product":
        tables["region_year"].loc[tables["region_year"]["year"].idxmax(), "grp_mln_kzt"] = None
        named = "data/official/region_year.csv: grp_mln_kzt of 2024 in 1 of 17 regions"
    else:
        tables["unemployment"] = tables["unemployment"].iloc[:-1]
        named = "data/official/unemployment.csv: the rates of 2024 in 1 of 20 regions"
    assert years.balance_years() == (2009, 2023)
    assert years.lacking(2024) == [named]


def test_what_a_year_lacks_is_named_file_by_file(tables):
    assert years.lacking(2025) == [
        "data/official/region_year.csv: the rows of 2025",
        "data/official/unemployment.csv: the rates of 2025 in 20 of 20 regions",
        "data/official/flows.csv: the matrix of 2025",
    ]


def test_the_report_names_what_has_to_be_brought_up_by_hand(tables):
    complete_2024(tables)
    text = years.report()
    assert "balance of migration 2009-2024, moves between regions to 2024." in text
    assert "unemployment.csv end with 2023, its rows with 2024" in text
    assert "honest_did.csv: computed for years to 2023" in text
    assert "lack" not in text


def test_the_report_names_nothing_else_today(tables):
    lines = years.report().splitlines()
    assert lines[1] == "For 2024 the pages still lack:"
    assert [line.split(":")[0] for line in lines[2:]] == [
        "- data/official/region_year.csv",
        "- data/official/unemployment.csv",
    ]


def test_a_mistyped_year_is_refused(tables):
    tables["unemployment"] = again(tables["unemployment"], 2023, 2024)
    tables["region_year"] = again(tables["region_year"], 2024, 2052)
    with pytest.raises(InputError, match="found no row of 2052, expected national totals for every year"):
        sources.load_official()


def test_a_year_of_the_nation_without_its_regions_is_refused(tables):
    tables["national"] = again(tables["national"], 2024, 2025)
    with pytest.raises(InputError, match="found no rows of 2025, expected the national net_migration"):
        sources.load_official()
