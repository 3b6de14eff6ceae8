"""What is known of the quality of the official balances, as numbers.

* `quality.census.REGION`, `quality.census.national`: by how much the census of 2021 re-based the step from
  2021 to 2022, beyond births, deaths and migration (persons)
* `quality.boundary_2014`: persons who came to Almaty city by a change of its boundary in 2014
* `quality.turkestan_2018`, `quality.shymkent_2018`: the balances of the year in which Shymkent separated
* `quality.turkestan_2018_rate`: the first of them per 1,000 inhabitants
* `quality.identity_years`: years of the study in which balances come from the population identity
* `quality.missed.YEAR.regions`, `quality.missed.YEAR.most`: in how many regions the identity misses after
  that year's balance was published, and by how many persons at most; `quality.missed.years`: in how many
  years it misses at all, of `quality.checked.years` in which it can be checked
"""

import re

import pandas as pd

from analysis.inputs import sources
from analysis.study import CITIES, SHYMKENT, STUDY_YEARS
from press.numbers.origins import made_from

CENSUS_STEP = 2021
BOUNDARY_STEP = 2014


@made_from("data/official/region_year.csv")
def scalars() -> dict[str, float]:
    """Return the numbers of this module's keys."""
    official = sources.load_official()
    step = unexplained(official)
    census = step.xs(CENSUS_STEP, level="year")
    study = official[official["year"].between(*STUDY_YEARS)]
    of_year = official.set_index(["region", "year"])
    by_year = of_year["net_migration"]
    return {
        **{f"quality.census.{region_key(region)}": float(number) for region, number in census.items()},
        "quality.census.national": float(census.sum()),
        "quality.boundary_2014": float(step[CITIES[1], BOUNDARY_STEP]),
        "quality.turkestan_2018": float(by_year["Turkestan", 2018]),
        "quality.shymkent_2018": float(by_year[SHYMKENT, 2018]),
        "quality.turkestan_2018_rate": float(
            1000 * by_year["Turkestan", 2018] / of_year["population"]["Turkestan", 2018]
        ),
        **missed(step[of_year["net_migration_status"] == "published"]),
        "quality.identity_years": int(
            study.loc[study["net_migration_status"] == "identity", "year"].nunique()
        ),
    }


def unexplained(official: pd.DataFrame) -> pd.Series:
    """Return the yearly growth of each region's population beyond births, deaths and migration, in persons.

    Parameters
    ----------
    official
        The official region-years (`sources.load_official`).

    Returns
    -------
    Series
        By region and year; absent where the next year's population, or births or deaths, are.
    """
    frame = official.sort_values(["region", "year"]).set_index(["region", "year"])
    following = frame.groupby(level="region")["population"].shift(-1)
    return following - frame["population"] - frame["births"] + frame["deaths"] - frame["net_migration"]


def missed(step: pd.Series) -> dict[str, int]:
    """Count where the identity of population, births, deaths and balance misses.

    Parameters
    ----------
    step
        Growth beyond these by region and year (`unexplained`), of the years whose balance is published.
    """
    known = step.dropna()
    misses = known[known != 0].abs().groupby(level="year").agg(["count", "max"])
    numbers = {
        "quality.checked.years": known.index.unique("year").size,
        "quality.missed.years": len(misses),
    }
    for year, row in misses.iterrows():
        numbers |= {
            f"quality.missed.{year}.regions": int(row["count"]),
            f"quality.missed.{year}.most": int(row["max"]),
        }
    return numbers


def region_key(region: str) -> str:
    """Return a region's name as part of a key."""
    return "_".join(re.findall("[a-z0-9]+", region.lower()))
