"""What is read off the rows of a specification, on rows made by hand."""

import pandas as pd
import pytest

from analysis.estimates.assumptions import of_rows

HOSTS, SENDERS, OTHERS = ["Akmola"], ["Zhambyl"], ["Astana city", "Almaty city", "Atyrau"]


def rows(regions, years):
    """A row per region and year, with both groups."""
    frame = pd.DataFrame([(region, year) for region in regions for year in years], columns=["region", "year"])
    return frame.assign(
        program=frame["region"].isin(HOSTS).astype(int), sender_text=frame["region"].isin(SENDERS).astype(int)
    )


@pytest.mark.parametrize(
    ("regions", "years", "expected"),
    [
        (
            [*HOSTS, *SENDERS, *OTHERS],
            range(2009, 2024),
            ["those of 2014", "all other regions", "from 2009"],
        ),
        (
            [*HOSTS, *SENDERS, "Atyrau"],
            range(2010, 2024),
            ["without the two cities", "all other regions", "from 2010"],
        ),
        (
            [*HOSTS, *SENDERS, "Almaty city"],
            range(2009, 2025),
            ["Astana in Akmola", "all other regions", "from 2009"],
        ),
        (
            [*HOSTS, *OTHERS, "Shymkent city"],
            [2009, 2010, 2011, 2014],
            [
                "Shymkent by itself from 2019",
                "neither hosts nor senders",
                "from 2009",
                "without 2012 and 2013",
            ],
        ),
    ],
)
def test_rows_say_what_they_assume(regions, years, expected):
    assert [choice for _, choice in of_rows(rows(regions, years), "hosts")] == expected


def test_a_group_s_own_column_decides_nothing():
    """Senders are compared with the hosts as well, unless these are left out."""
    years = range(2009, 2024)
    assert ("Compared with", "all other regions") in of_rows(rows([*HOSTS, *SENDERS], years), "senders5")
    alone = of_rows(rows([*SENDERS, *OTHERS], years), "senders5")
    assert ("Compared with", "neither hosts nor senders") in alone
