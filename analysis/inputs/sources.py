"""The project's own tables, each held to its schema, to the known regions and to the national totals.

The frames are shared between callers: treat them as read-only.
"""

from functools import lru_cache

import pandas as pd

from press.base.errors import InputError
from press.base.paths import shown
from press.tables import schema


@lru_cache(maxsize=1)
def load_regions() -> pd.DataFrame:
    """Return one row a region: region, kato, kind, names, cluster, roles (0/1), first_year, merged_into."""
    return _load("regions")


@lru_cache(maxsize=1)
def load_official() -> pd.DataFrame:
    """Return official statistics by region and year (BNS), a row each; units in data/README.md.

    Raises
    ------
    InputError
        When populations or balances do not sum to the national totals.
    """
    frame = _load("region_year")
    for column in ("population", "net_migration"):
        _hold_to_national(frame.groupby("year")[column].sum(), column, "region_year")
    return frame


@lru_cache(maxsize=1)
def load_national() -> pd.DataFrame:
    """Return national totals (BNS), for checks: year, population, net_migration, interregional_moves."""
    return _load("national")


@lru_cache(maxsize=1)
def load_flows() -> pd.DataFrame:
    """Return persons who moved between regions by year, origin and destination (BNS), 380 rows a year.

    Raises
    ------
    InputError
        When a year's sum is not the national number of moves, or a pair is missing.
    """
    frame = _load("flows")
    _hold_to_national(frame.groupby("year")["persons"].sum(), "interregional_moves", "flows")
    expected = len(load_regions()) * (len(load_regions()) - 1)
    for year, pairs in frame.groupby("year").size().items():
        if pairs != expected:
            file = shown(schema.table_path("flows"))
            raise InputError.at(file, f"{pairs} pairs of regions in {year}", str(expected))
    return frame


@lru_cache(maxsize=1)
def load_unemployment() -> pd.DataFrame:
    """Return unemployment rates in % by year and region of that year (BNS, indicator 8.5.2)."""
    return _load("unemployment")


@lru_cache(maxsize=1)
def load_serpin() -> pd.DataFrame:
    """Return grants and graduates of the programme, one figure and its source per row."""
    return _load("serpin")


@lru_cache(maxsize=1)
def load_resettlement() -> pd.DataFrame:
    """Return the people whom other programmes resettled, one figure and its source per row.

    Raises
    ------
    InputError
        When a row has neither persons nor families, or a period that ends before it begins.
    """
    frame = _load("resettlement")
    uncounted = frame["persons"].isna() & frame["families"].isna()
    reversed_ = (frame["first_year"] > frame["last_year"]).fillna(False)
    for broken, column, found, expected in (
        (uncounted, "persons", "neither persons nor families", "one of them"),
        (reversed_, "last_year", "a period that ends before it begins", "first_year or later"),
    ):
        if broken.any():
            row = int(broken.idxmax()) + schema.FIRST_ROW
            file = shown(schema.table_path("resettlement"))
            raise InputError.at(file, found, expected, row=row, column=column)
    return frame


@lru_cache(maxsize=1)
def load_published_text() -> pd.DataFrame:
    """Return numbers and claims of the published text, one per row."""
    return _load("published_text")


def _load(name: str) -> pd.DataFrame:
    """Return a table whose foreign keys lead somewhere."""
    frame = schema.load(name)
    for key in schema.resource(name)["schema"].get("foreignKeys", ()):
        (column,) = key["fields"]
        (target,) = key["reference"]["fields"]
        other = frame if not key["reference"]["resource"] else load_regions()
        unknown = ~frame[column].isin(other[target]) & frame[column].notna()
        if unknown.any():
            row = int(unknown.idxmax())
            raise InputError.at(
                shown(schema.table_path(name)),
                f'"{frame.at[row, column]}"',
                f"a {target} of {key['reference']['resource'] or name}",
                row=row + schema.FIRST_ROW,
                column=column,
            )
    return frame


def _hold_to_national(sums: pd.Series, column: str, table: str) -> None:
    """Compare the sums of the regional figures, by year, with the national totals that are known."""
    for year, total in load_national().set_index("year")[column].dropna().items():
        if (found := sums.get(year)) != total:
            file = shown(schema.table_path(table))
            summed = "no rows" if found is None else f"{found} as the sum"
            raise InputError.at(file, f"{summed} of {year}", f"the national {column} {total}")
    if unheld := set(sums.index) - set(load_national()["year"]):
        file = shown(schema.table_path("national"))
        raise InputError.at(file, f"no row of {min(unheld)}", f"national totals for every year of {table}")
