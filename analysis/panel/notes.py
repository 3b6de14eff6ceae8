"""What a user should know about a panel file that was read.

One sentence for each thing that is not as usual.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.inputs.regions import all_regions
from analysis.panel import rows as panel_rows
from analysis.panel.variables import with_rate, with_roles
from press.base.plain_text import shortened, visible
from press.tables import number_cells
from press.tables.schema import required_columns
from press.tables.table_file import Sheet


def about(sheet: Sheet, given: pd.DataFrame, article: pd.DataFrame) -> tuple[str, ...]:
    """Collect the notes on a panel.

    Parameters
    ----------
    sheet
        The file's text.
    given
        The file's figures (`panel_rows.figures`).
    article
        Year and region of the 245 region-years behind the published tables.
    """
    return (
        *_years(given, article),
        *_absent(given, article),
        *_beyond(given, article),
        *_split_off(given),
        *_before_their_time(given),
        *_given_columns(sheet, given),
        *_unused_columns(sheet, given),
    )


def spans(frame: pd.DataFrame) -> str:
    """Region-years in short: "Akmola 2009-2011, 2015; Atyrau 2010"."""
    return "; ".join(f"{region} {_ranges(years)}" for region, years in frame.groupby("region")["year"])


def _ranges(years: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _years(given: pd.DataFrame, article: pd.DataFrame) -> Iterable[str]:
    outside = given[~given["year"].isin(article["year"])]
    if not outside.empty:
        study = _ranges(article["year"].unique())
        yield f"Years outside the study's {study} are used as well: {_ranges(outside['year'].unique())}."


def _absent(given: pd.DataFrame, article: pd.DataFrame) -> Iterable[str]:
    absent = _without(article, given)
    if not absent.empty:
        yield f"{len(absent)} of the {len(article)} region-years behind the published tables are absent: {spans(absent)}."


def _beyond(given: pd.DataFrame, article: pd.DataFrame) -> Iterable[str]:
    known = given[given["year"].isin(article["year"]) & given["region"].isin(article["region"])]
    beyond = _without(known, article)
    if not beyond.empty:
        yield f"Used besides the {len(article)} region-years behind the published tables: {spans(beyond)}."


def _without(frame: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the region-years of a frame that the other has not."""
    keys = ["year", "region"]
    return frame[~pd.MultiIndex.from_frame(frame[keys]).isin(pd.MultiIndex.from_frame(other[keys]))]


def _split_off(given: pd.DataFrame) -> Iterable[str]:
    parents = {name: all_regions()[name].merged_into for name in sorted(given["region"].unique())}
    parts = [f"{name} ({parent})" for name, parent in parents.items() if parent]
    if parts:
        yield f"Split off in 2022, with the role and cluster of the region in brackets: {', '.join(parts)}."


def _before_their_time(given: pd.DataFrame) -> Iterable[str]:
    first = given["region"].map({name: region.first_year for name, region in all_regions().items()})
    early = given[given["year"] < first]
    if not early.empty:
        yield f"Used although the region did not yet stand alone: {spans(early)}."


def _given_columns(sheet: Sheet, given: pd.DataFrame) -> Iterable[str]:
    derived = with_roles(with_rate(given[list(required_columns())]))
    for column in panel_rows.OPTIONAL:
        if column not in given:
            continue
        allowed = 1e-9
        if column == "in_migration_rate":
            allowed += sheet.cells[column].map(number_cells.rounding)
        other = given[(given[column] - derived[column]).abs() > allowed]
        if other.empty:
            yield f"{column} is used as given; it agrees with the derived one."
        else:
            yield f"{column} is used as given; it differs from the derived one in {len(other)} of {len(given)} rows: {spans(other)}."


def _unused_columns(sheet: Sheet, given: pd.DataFrame) -> Iterable[str]:
    unused = [column for column in sheet.cells if column not in given]
    if unused:
        yield f"Columns that are not used: {', '.join(visible(shortened(name)) for name in unused)}."
