"""Figures of the text that are no estimates: grants, graduates, official balances, populations, counts.

Each function takes the frames that it reads and returns numbers by key. Shares are fractions.
"""

import pandas as pd

from analysis.inputs import published, sources
from analysis.inputs.regions import all_regions
from analysis.inputs.years import balance_years
from analysis.panel.load import Panel
from analysis.study import CITIES, FIRST_POST_YEAR as LAUNCH, MODEL_OF_TABLE
from press.numbers.origins import Traced, made_from
from press.numbers.printed import PrintedNumber

SERPIN = "data/serpin/press_figures.csv"
OFFICIAL = ("data/official/region_year.csv", "data/regions.csv")
SLIPS = "data/published/slips.csv"
PRINTED_TABLES = tuple(f"data/published/table{number}.csv" for number in MODEL_OF_TABLE)
PRINTED_TEXT = "data/published/text.csv"
ROUNDED_TO = 100  # persons: what "about 3,200 of approximately 8,900" leaves open


def facts() -> Traced:
    """Return every figure of the text that comes from the press, official statistics or published tables."""
    serpin = sources.load_serpin()
    official = by_region_of_2014(sources.load_official(), sources.load_regions())
    return (
        grants(serpin)
        | graduates(serpin)
        | obligation(serpin)
        | balance(official)
        | population(official)
        | printed_cells()
        | printed_shares()
        | misprints()
    )


@made_from(SERPIN)
def grants(serpin: pd.DataFrame) -> dict[str, float]:
    """Return the programme's grants, allocated and taken up by year of intake, and totals.

    Parameters
    ----------
    serpin
        The press figures (`sources.load_serpin`).
    """
    allocated = by_year(serpin, "grants_allocated")
    taken_up = by_year(serpin, "grants_taken_up")
    three_years = in_period(serpin, "grants_cumulative_three_years", "2014-2017")
    return {
        "grants.places.2014": by_year(serpin, "participants_total")[2014],
        "grants.places.2015": by_year(serpin, "grants_total")[2015],
        **{f"grants.allocated.{year}": number for year, number in allocated.items()},
        **{f"grants.taken_up.{year}": number for year, number in taken_up.items()},
        **{f"grants.taken_up_share.{year}": number / allocated[year] for year, number in taken_up.items()},
        "grants.allocated.total_2020_2023": sum(allocated[year] for year in range(2020, 2024)),
        "grants.allocated.total_2020_2024": sum(allocated[year] for year in range(2020, 2025)),
        "grants.three_years": three_years,
        "grants.three_years_a_year": three_years / 3,
        "grants.article_total": in_period(serpin, "grants_cumulative", "2020-2024"),
    }


@made_from(SERPIN)
def graduates(serpin: pd.DataFrame) -> dict[str, float]:
    """Return the programme's graduates and those of them in employment, by year of graduation.

    Parameters
    ----------
    serpin
        The press figures (`sources.load_serpin`).
    """
    total = by_year(serpin, "graduates")
    employed = by_year(serpin, "graduates_employed")
    return {
        **{f"graduates.{year}": number for year, number in total.items()},
        **{f"graduates.employed.{year}": number for year, number in employed.items()},
        **{f"graduates.employed_share.{year}": number / total[year] for year, number in employed.items()},
        "graduates.employed.total_2019_2021": sum(employed[year] for year in range(2019, 2022)),
        "graduates.total_2019_2020": total[2019] + total[2020],
        "graduates.total_2019_2021": total[2019] + total[2020] + total[2021],
    }


@made_from(SERPIN)
def obligation(serpin: pd.DataFrame) -> dict[str, float]:
    """Return graduates to 2020 as the article counts them, and those who left without the work owed.

    Both are round numbers; the lowest and the highest share are those that round to them allow.

    Parameters
    ----------
    serpin
        The press figures (`sources.load_serpin`).
    """
    total = in_period(serpin, "graduates_cumulative", "to 2020")
    broken = in_period(serpin, "graduates_returned", "to 2020")
    return {
        "obligation.graduates": total,
        "obligation.broken": broken,
        "obligation.broken_share": broken / total,
        "obligation.kept_share": 1 - broken / total,
        "obligation.broken_share_lowest": (broken - ROUNDED_TO / 2) / (total + ROUNDED_TO / 2),
        "obligation.broken_share_highest": (broken + ROUNDED_TO / 2) / (total - ROUNDED_TO / 2),
    }


def by_region_of_2014(official: pd.DataFrame, regions: pd.DataFrame) -> pd.DataFrame:
    """Add Shymkent's official balances and populations to South Kazakhstan's.

    Parameters
    ----------
    official, regions
        `sources.load_official` and `sources.load_regions`.

    Returns
    -------
    DataFrame
        One row per region of 2014 and year: region, year, net_migration (persons), population (persons, 1
        January), rate (net migration per 1,000 inhabitants), hosts, senders (booleans; senders are the
        text's five).
    """
    roles = regions.set_index("region")
    years = official[official["year"].between(*balance_years())]
    cluster = years["region"].map(roles["cluster"])
    frame = (
        years.assign(region=cluster)
        .groupby(["region", "year"], as_index=False)[["net_migration", "population"]]
        .sum()
    )
    return frame.assign(
        rate=1000 * frame["net_migration"] / frame["population"],
        hosts=frame["region"].map(roles["program"]) == 1,
        senders=frame["region"].map(roles["sender_text"]) == 1,
    )


@made_from(*OFFICIAL)
def balance(official: pd.DataFrame) -> dict[str, float]:
    """Return the official balance of migration: mean yearly rates per 1,000, and totals in persons.

    Parameters
    ----------
    official
        As `by_region_of_2014` returns it.
    """
    cities = official["region"].isin(CITIES)
    hosts, others = official[official["hosts"]], ~official["hosts"] & ~official["senders"]
    return {
        "balance.first_year": int(official["year"].min()),
        "balance.last_year": int(official["year"].max()),
        "balance.years": int(official["year"].nunique()),
        **mean_rates(official, "hosts"),
        **mean_rates(official, "senders"),
        "balance.hosts.years_of_loss": int((hosts.groupby("year")["net_migration"].sum() < 0).sum()),
        "balance.cities.total": int(official.loc[cities, "net_migration"].sum()),
        "balance.others.total": int(official.loc[others, "net_migration"].sum()),
        "balance.mangystau.total": int(
            official.loc[official["region"] == "Mangystau", "net_migration"].sum()
        ),
    }


def mean_rates(official: pd.DataFrame, group: str) -> dict[str, float]:
    """Return a group's mean rate over regions and years, before the launch and from then on."""
    members = official[official[group]]
    rates = members.groupby(members["year"] >= LAUNCH)["rate"].mean()
    return {
        f"balance.{group}.pre_mean": float(rates[False]),
        f"balance.{group}.post_mean": float(rates[True]),
    }


@made_from(*OFFICIAL)
def population(official: pd.DataFrame) -> dict[str, float]:
    """Return the host regions' share in the population, at the launch and in the last year.

    Parameters
    ----------
    official
        As `by_region_of_2014` returns it.
    """
    national = official.groupby("year")["population"].sum()
    hosts = official[official["hosts"]].groupby("year")["population"].sum()
    share, last = hosts / national, int(national.index.max())
    return {
        **{f"population.hosts.share_{year}": float(share[year]) for year in (LAUNCH, last)},
        "population.hosts.share_last": float(share[last]),
    }


@made_from(*PRINTED_TABLES)
def printed_cells() -> dict[str, float]:
    """Return coefficient and p-value of each interaction as the published tables print them."""
    return {
        f"published.{model}.{term}.{published.STATISTICS[column]}": cell.value
        for number, model in MODEL_OF_TABLE.items()
        for (term, column), cell in published.load_table(number).cells.items()
        if term.endswith("_post") and column in ("coefficient", "p_value")
    }


@made_from(PRINTED_TEXT)
def printed_shares() -> dict[str, float]:
    """Return the share of those who left without the work owed, as the published text prints it."""
    printed = sources.load_published_text().set_index("id")["printed"]
    return {"published.obligation.broken_share": PrintedNumber.first_in(printed["returned-share"]).value}


@made_from(SLIPS)
def misprints() -> dict[str, float]:
    """Return what the published tables should have printed where they misprint."""
    statistics = published.STATISTICS
    return {
        f"published.{MODEL_OF_TABLE[slip.table]}.{slip.term}.{statistics[slip.column]}": slip.correct.value
        for slip in published.load_slips()
    }


def by_year(serpin: pd.DataFrame, indicator: str) -> dict[int, int]:
    """Return the values of one indicator that belong to a single year."""
    rows = serpin[(serpin["indicator"] == indicator) & serpin["year"].notna()]
    return {int(year): int(value) for year, value in zip(rows["year"], rows["value"], strict=True)}


def grants_stated(serpin: pd.DataFrame) -> dict[str, dict[int, int]]:
    """Return the grants taken up, and those allocated (or stated as the total), by year."""
    allocated = by_year(serpin, "grants_total") | by_year(serpin, "grants_allocated")
    return {"taken_up": by_year(serpin, "grants_taken_up"), "allocated": allocated}


def in_period(serpin: pd.DataFrame, indicator: str, period: str) -> int:
    """Return the one value of an indicator for a period as the source words it."""
    return int(serpin.loc[(serpin["indicator"] == indicator) & (serpin["period"] == period), "value"].item())


def design_counts(panel: Panel) -> dict[str, int]:
    """Count hosts and senders, and the years that the programme's figures cover.

    Parameters
    ----------
    panel
        The panel: its Program, Sender and Post tell the groups, which are counted as regions of 2014.
    """
    frame, serpin = panel.frame, sources.load_serpin()
    return {
        "study.hosts": int(frame.loc[frame["program"] == 1, "cluster"].nunique()),
        "study.hosts_today": sum(region.program == 1 for region in all_regions().values()),
        "study.senders": int(frame.loc[frame["sender"] == 1, "cluster"].nunique()),
        "study.senders_named": len(
            {region.cluster for region in all_regions().values() if region.sender_text}
        ),
        "study.launch_year": int(frame.loc[frame["post"] == 1, "year"].min()),
        **years_known(serpin, "grants_allocated", "study.grants"),
        **years_known(serpin, "graduates", "study.graduates"),
    }


def years_known(serpin: pd.DataFrame, indicator: str, prefix: str) -> dict[str, int]:
    """Return the first year, last year and number of years for which a figure of the programme is known."""
    known = by_year(serpin, indicator)
    years = {"first_year": min(known), "last_year": max(known), "years": len(known)}
    return {f"{prefix}.{name}": number for name, number in years.items()}
