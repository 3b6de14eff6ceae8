"""The project's own tables, each held to its schema, to the known regions and to the national totals.

The frames are shared between callers: treat them as read-only.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from press.base.errors import InputError
from press.base.paths import shown
from press.tables import schema


@lru_cache(maxsize=1)
def load_regions() -> pd.DataFrame:
    """Return the regions: region, kato, kind, names, cluster, roles (0/1), first_year, merged_into.

    One row each.
    """
    return _load("regions")


@lru_cache(maxsize=1)
def load_official() -> pd.DataFrame:
    """Official statistics by region and year (BNS), 263 rows; units in data/README.md.

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
    """National totals (BNS), for checks: year, population, net_migration, interregional_moves."""
    return _load("national")


@lru_cache(maxsize=1)
def load_flows() -> pd.DataFrame:
    """Persons who moved between regions by year, origin and destination (BNS), 6 x 380 rows.

    Raises
    ------
    InputError
        When a year's sum is not the national number of moves, or a pair is missing.
    """
    frame = _load("flows")
    _hold_to_national(frame.groupby("year")["persons"].sum(), "interregional_moves", "flows")
    regions = len(load_regions())
    for year, pairs in frame.groupby("year").size().items():
        if pairs != regions * (regions - 1):
            file = shown(schema.table_path("flows"))
            raise InputError.at(file, f"{pairs} pairs of regions in {year}", str(regions * (regions - 1)))
    return frame


@lru_cache(maxsize=1)
def load_unemployment() -> pd.DataFrame:
    """Unemployment rates in % by year and region in the geography of each year (BNS, indicator 8.5.2)."""
    return _load("unemployment")


@lru_cache(maxsize=1)
def load_serpin() -> pd.DataFrame:
    """Grants and graduates of the programme, one figure and its source per row."""
    return _load("serpin")


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
    known = load_national().set_index("year")[column].dropna()
    for year, total in known.items():
        if sums.get(year) != total:
            file = shown(schema.table_path(table))
            raise InputError.at(
                file, f"{sums.get(year)} as the sum of {year}", f"the national {column} {total}"
            )
