"""A panel whose effects are known: deviations cancel within each of the four cells."""

from __future__ import annotations

import csv
from pathlib import Path

HOSTS = ("Akmola", "Kostanay", "North Kazakhstan", "Pavlodar", "East Kazakhstan", "Karaganda")
SENDERS = ("Zhambyl", "Kyzylorda", "Mangystau")
OTHERS = ("Aktobe", "Almaty city", "Almaty region", "Astana", "Atyrau", "Turkestan", "West Kazakhstan")
YEARS = range(2009, 2024)

POPULATION = 1_000_000
INFLOW_EFFECT = 8  # per 1,000, hosts after 2013
OUTFLOW_EFFECT = -1500  # persons, senders after 2013


def wiggle(year: int) -> int:
    """Deviations of -100 to 100 persons that sum to zero over 2009-2013, 2014-2018 and 2019-2023."""
    return 50 * ((year - 2009) % 5 - 2)


def row(year: int, region: str) -> dict[str, int | str]:
    host, sender, post = region in HOSTS, region in SENDERS, year >= 2014
    arrivals = 10_000 + 2_000 * post - 3_000 * host + 1_000 * INFLOW_EFFECT * (host and post)
    departures = 9_000 + 1_000 * post + 500 * sender + OUTFLOW_EFFECT * (sender and post)
    return {
        "year": year,
        "region": region,
        "population": POPULATION,
        "in_migration": arrivals + wiggle(year),
        "out_migration": departures + wiggle(year),
    }


def write_panel(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["year", "region", "population", "in_migration", "out_migration"])
        writer.writeheader()
        writer.writerows(row(year, region) for year in YEARS for region in (*HOSTS, *SENDERS, *OTHERS))
