"""Which years the official statistics cover, read off the files, and what a year still lacks.

The balance of migration has a year when every file that the specifications need has it whole, so that all of
them end with the same year. The moves have every year whose matrix is there.
"""

from collections.abc import Iterator
from functools import cache

from analysis.inputs import sources
from analysis.study import STUDY_YEARS
from press.base.paths import shown
from press.tables import schema

NEEDED = ("grp_mln_kzt",)
"""Columns of the official region-years that may have gaps, and that the specifications need."""
DATED = ("region_year", "national", "flows", "unemployment")
"""The tables of the bureau, whose years the schema describes."""
KEPT = "honest_did"
"""The table of results that are computed by hand, since they take programs that are not always there."""


@cache
def balance_years() -> tuple[int, int]:
    """Return the first and the last year of the balance.

    It begins with the study and ends with the last year up to which all is whole, not before the study ends.
    """
    first, last = STUDY_YEARS
    known = set(sources.load_official()["year"])
    while last + 1 in known and not any(_gaps(last + 1)):
        last += 1
    return first, last


@cache
def flow_years() -> tuple[int, ...]:
    """Return the years of the moves between regions."""
    return tuple(sorted(sources.load_flows()["year"].unique().tolist()))


def report() -> str:
    """Say in lines how far the official statistics reach, and what is lacking for more, file by file."""
    first, last = balance_years()
    begun = int(max(sources.load_official()["year"].max(), flow_years()[-1]))
    reach = f"balance of migration {first}-{last}, moves between regions to {flow_years()[-1]}"
    lines = [f"Official statistics: {reach}."]
    for year in range(last + 1, begun + 1):
        lines += [f"For {year} the pages still lack:", *(f"- {gap}." for gap in lacking(year))]
    return "\n".join([*lines, *(f"- {stale}." for stale in _stale(last))])


def lacking(year: int) -> list[str]:
    """Name what the files lack of a year, one phrase a file and column."""
    flows = [] if year in flow_years() else [f"{_file('flows')}: the matrix of {year}"]
    return [*_gaps(year), *flows]


def _gaps(year: int) -> Iterator[str]:
    """Name what the balance of a year needs and does not have."""
    official, unemployment = sources.load_official(), sources.load_unemployment()
    rows = official[official["year"] == year]
    if rows.empty:
        yield f"{_file('region_year')}: the rows of {year}"
    for column in NEEDED:
        if gaps := int(rows[column].isna().sum()):
            yield f"{_file('region_year')}: {column} of {year} in {gaps} of {len(rows)} regions"
    known = set(unemployment["region"])
    if absent := known - set(unemployment.loc[unemployment["year"] == year, "region"]):
        yield f"{_file('unemployment')}: the rates of {year} in {len(absent)} of {len(known)} regions"


def _stale(last: int) -> Iterator[str]:
    """Name what has to be brought up to the rows by hand."""
    for table in DATED:
        described = int(schema.resource(table)["years"][-4:])
        newest = int(schema.load(table)["year"].max())
        if described < newest:
            file = f"the years of {_file(table)} end with {described}"
            yield f"data/schema.yaml: {file}, its rows with {newest}"
    kept = int(schema.load(KEPT)["last_year"].max())
    if kept < last:
        yield f"{_file(KEPT)}: computed for years to {kept}; `python -m analysis honest-did` computes it anew"


def _file(table: str) -> str:
    return shown(schema.table_path(table))
