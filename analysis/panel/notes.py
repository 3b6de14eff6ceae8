"""What a user should know about a panel file that was read, a sentence for each thing out of the ordinary."""

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
        Year and region of the 245 region-years taken for those of the published tables.
    """
    return (
        *(visible(sentence) for sentence in sheet.left_out),
        *_coverage(given, article),
        *_divided_regions(given),
        *_given_columns(sheet, given),
        *_unused_columns(sheet, given),
    )


def spans(frame: pd.DataFrame) -> str:
    """List region-years in short: "Akmola 2009-2011, 2015; Atyrau 2010"."""
    return "; ".join(f"{region} {_ranges(years)}" for region, years in frame.groupby("region")["year"])


def _ranges(years: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _coverage(given: pd.DataFrame, article: pd.DataFrame) -> Iterable[str]:
    """Set the region-years beside those taken for those of the published tables."""
    in_study, behind = (
        given["year"].isin(article["year"]),
        f"the {len(article)} region-years taken for those of the published",
    )
    if not in_study.all():
        study, others = _ranges(article["year"].unique()), _ranges(given.loc[~in_study, "year"].unique())
        yield f"Years outside the study's {study} are used as well: {others}."
    absent = _without(article, given)
    if not absent.empty:
        yield f"{len(absent)} of {behind} tables are absent: {spans(absent)}."
    beyond = _without(given[in_study & given["region"].isin(article["region"])], article)
    if not beyond.empty:
        yield f"Used besides {behind} tables: {spans(beyond)}."


def _without(frame: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return the region-years of a frame that the other has not."""
    keys = ["year", "region"]
    return frame[~pd.MultiIndex.from_frame(frame[keys]).isin(pd.MultiIndex.from_frame(other[keys]))]


def _divided_regions(given: pd.DataFrame) -> Iterable[str]:
    """Name the regions that were split off, and those used before they stood alone."""
    parents = {name: all_regions()[name].merged_into for name in sorted(given["region"].unique())}
    parts = [f"{name} ({parent})" for name, parent in parents.items() if parent]
    if parts:
        yield f"Split off in 2022, with the role and cluster of the region in brackets: {', '.join(parts)}."
    first = given["region"].map({name: region.first_year for name, region in all_regions().items()})
    early = given[given["year"] < first]
    if not early.empty:
        yield f"Used although the region did not yet stand alone: {spans(early)}."


def _given_columns(sheet: Sheet, given: pd.DataFrame) -> Iterable[str]:
    derived = with_roles(with_rate(given[list(required_columns())]))
    for column in (name for name in panel_rows.OPTIONAL if name in given):
        rate = column == "in_migration_rate"
        rounding = sheet.cells[column].map(number_cells.rounding) if rate else 0
        other = given[(given[column] - derived[column]).abs() > 1e-9 + rounding]
        if other.empty:
            yield f"{column} is used as given; it agrees with the derived one."
        else:
            rows = f"{len(other)} of {len(given)} rows: {spans(other)}"
            yield f"{column} is used as given; it differs from the derived one in {rows}."


def _unused_columns(sheet: Sheet, given: pd.DataFrame) -> Iterable[str]:
    unused = [column for column in sheet.cells if column not in given]
    if unused:
        yield f"Columns that are not used: {', '.join(visible(shortened(name)) for name in unused)}."
