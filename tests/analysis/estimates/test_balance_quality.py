"""Where the identity of population, births, deaths and balance misses, counted from the file by hand."""

import csv

import pytest

from analysis.estimates import balance_quality
from press.base.paths import DATA


@pytest.fixture(scope="module")
def numbers():
    return dict(balance_quality.scalars())


@pytest.fixture(scope="module")
def steps():
    """What each step of population leaves over, where the balance is published."""
    with (DATA / "official/region_year.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["region"], int(row["year"])): row for row in csv.DictReader(file)}
    return {
        (region, year): int(rows[region, year + 1]["population"])
        - int(row["population"])
        - int(row["births"])
        + int(row["deaths"])
        - int(row["net_migration"])
        for (region, year), row in rows.items()
        if row["net_migration_status"] == "published" and row["births"] and (region, year + 1) in rows
    }


def test_the_years_in_which_the_identity_misses_are_counted(numbers, steps):
    """2014, 2017, 2021 and 2023, up to 93,930, 952,169, 76,624 and 105: a referee's recomputation."""
    expected = {2014: (2, 93_930), 2017: (1, 952_169), 2021: (17, 76_624), 2023: (17, 105)}
    for year, (regions, most) in expected.items():
        missing = [abs(left) for (_, y), left in steps.items() if y == year and left]
        assert (len(missing), max(missing)) == (regions, most)
        assert numbers[f"quality.missed.{year}.regions"] == regions
        assert numbers[f"quality.missed.{year}.most"] == most
    assert numbers["quality.missed.years"] == len({year for (_, year), left in steps.items() if left}) == 4
    assert numbers["quality.checked.years"] == len({year for _, year in steps})


def test_turkestan_lost_most_of_its_rate_of_2018_by_the_separation(numbers):
    assert round(numbers["quality.turkestan_2018_rate"], 1) == -18.8  # 37,266 of 1,977,028
