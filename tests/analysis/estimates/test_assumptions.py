"""What is read off the rows of a specification, on rows made by hand."""

import pandas as pd
import pytest

from analysis.estimates.assumptions import of_rows, of_specification, of_synthetic
from analysis.estimates.robustness import SPECIFICATIONS
from analysis.study import GROUPS

CITIES = ["Astana city", "Almaty city"]


def rows(regions, years):
    """A row per region and year."""
    return pd.DataFrame([(region, year) for region in regions for year in years], columns=["region", "year"])


@pytest.mark.parametrize(
    ("regions", "years", "expected"),
    [
        (["Akmola", *CITIES], range(2009, 2024), ["those of 2014", "from 2009"]),
        (["Akmola", "Atyrau"], range(2010, 2024), ["without the two cities", "from 2010"]),
        (["Akmola", "Almaty city"], range(2009, 2025), ["Astana in Akmola", "from 2009"]),
        (
            ["Akmola", *CITIES, "Shymkent city"],
            [2009, 2010, 2011, 2014],
            ["Shymkent by itself, a sender", "from 2009", "without 2012 and 2013"],
        ),
    ],
)
def test_rows_say_what_they_assume(regions, years, expected):
    assert [choice for _, choice in of_rows(rows(regions, years), "sender")] == expected


@pytest.mark.parametrize("specification", SPECIFICATIONS, ids=lambda one: one.name)
def test_every_specification_says_regions_donors_years_estimator_and_weights(specification):
    for group in set(specification.groups) & set(GROUPS):
        subjects = [subject for subject, _ in of_specification(specification, group)]
        assert {"Regions", "Compared with", "Years", "Estimator", "Weights"} <= set(subjects)
        assert subjects.count("Controls") == len(specification.controls)


def test_specifications_that_are_counted_differ_in_what_they_assume():
    for group in GROUPS:
        counted = [one for one in SPECIFICATIONS if one.counted and group in one.groups]
        assumed = {frozenset(of_specification(one, group)) for one in counted}
        assert len(assumed) == len(counted)


def test_the_synthetic_estimates_differ_in_donors_and_cities():
    assert ("Compared with", "all other regions") in of_synthetic()
    few = of_synthetic(alone=True, cities=False)
    assert ("Compared with", "neither hosts nor senders") in few
    assert ("Regions", "without the two cities") in few
