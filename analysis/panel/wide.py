"""The panel from sheets of one series each, as the bureau of statistics writes them.

Sheet name and title say which series a sheet holds; regions stand in rows, years in columns.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.inputs.regions import Region, UnknownRegion, is_national, resolve_all
from analysis.panel.notes import spans
from press.base.errors import InputError
from press.base.plain_text import shortened
from press.tables import schema, wide_table
from press.tables.table_file import Sheet, Source
from press.tables.wide_table import Cell, WideTable

FLOWS = {
    "in_migration": r"прибы|arriv|\bin[\s_-]?migra|\bin-?flow|келген|келуш",
    "out_migration": r"выбы|depart|\bout[\s_-]?migra|\bout-?flow|кеткен|кетуш",
}
BALANCE = r"сальдо|баланс|balance|\bnet\b|айырым"
MIGRATION = r"миграц|migration|көші"
PEOPLE = r"числен|населен|population|inhabitants|халық|халқ|тұрғын"
MULTIPLE = r"тыс|мың|thousand|млн|million"
SCALED = MULTIPLE + r"|\b10{2,}\b|\b1[\s,.]000\b|%|процент|percent|‰|промилле|коэфф|rates?\b"
"""A unit that is not one person."""
UNKNOWN = {"…", "...", "..", "…."}
"""What offices write where nothing is known."""
FORM = "one table with the columns {}, one row per region and year"


@dataclass(frozen=True, slots=True)
class Series:
    """A series of the panel: its sheet, and its cells by region and year."""

    table: WideTable
    cells: dict[tuple[str, int], tuple[str, Cell]]
    totals: tuple[str, ...]


def long_form(found: Source) -> Sheet | None:
    """Put the series of a file's sheets together; nothing where no sheet has years as columns.

    Raises
    ------
    InputError
        When a series is missing or there twice, its unit is not one person, or a row is no region.
    """
    tables = [table for grid in found.shown if (table := wide_table.find(grid, found.file))]
    if not tables:
        return None
    named = [(name, table) for table in tables if (name := series_name(table))]
    wanted = [name for name in schema.required_columns() if name not in schema.key_columns()]
    _refuse_others(found, wanted, named, tables)
    for _, table in named:
        refuse_units(_sheet(found.file, table), (table.sheet, *table.above), SCALED)
    series = {name: _series(found.file, table) for name, table in named}
    read = [grid for grid in found.shown if any(grid.name == table.sheet for _, table in named)]
    return _together(found, series, wanted, found.unread(read))


def series_name(table: WideTable) -> str:
    """Return the variable that a sheet's name and title tell; nothing where that is none or several."""
    told = {name for text in (table.sheet, " ".join(table.above)) if (name := _told_by(text)) is not None}
    return told.pop() if len(told) == 1 else ""


def _told_by(text: str) -> str | None:
    """Return the variable that a text names, nothing where several or a balance, None where none."""
    flows = [name for name, words in FLOWS.items() if _says(words, text)]
    if len(flows) > 1 or _says(BALANCE, text):
        return ""
    if flows:
        return flows[0]
    return "population" if _says(PEOPLE, text) and not _says(MIGRATION, text) else None


def _says(words: str, text: str) -> bool:
    return re.search(words, text, re.IGNORECASE) is not None


def _refuse_others(
    found: Source, wanted: list[str], named: list[tuple[str, WideTable]], tables: list[WideTable]
) -> None:
    """Refuse a file in which a series is missing, or there twice."""
    names = [name for name, _ in named]
    form = FORM.format(", ".join(schema.required_columns()))
    for name in wanted:
        sheets = [_quoted(table) for one, table in named if one == name]
        if len(sheets) > 1:
            raise InputError.at(
                found.file, f"{name} in {len(sheets)} sheets ({' and '.join(sheets)})", "one of them"
            )
    missing = [name for name in wanted if name not in names]
    if missing:
        told = ", ".join(
            f"{_quoted(table)}: {series_name(table) or 'no series of the panel'}" for table in tables
        )
        hidden = [f'"{shortened(grid.name)}"' for grid in found.grids if grid.state != "visible"]
        told += f"; hidden: {', '.join(hidden)}" if hidden else ""
        what = f"years in columns ({told}), but none of {' and none of '.join(missing)}"
        raise InputError.at(
            found.file, what, f"a sheet of each series, named by it or with a title, or {form}"
        )


def refuse_units(place: str, texts: Iterable[str], words: str = MULTIPLE) -> None:
    """Refuse a table above which a unit stands that is not one person.

    Parameters
    ----------
    place
        File and sheet.
    texts
        What stands above the table.
    words
        The units, as a pattern.

    Raises
    ------
    InputError
        With the unit and the text.
    """
    for text in texts:
        if unit := re.search(words, text, re.IGNORECASE):
            raise InputError.at(place, f'"{unit[0]}" in "{shortened(text)}"', "counts of single persons")


def _quoted(table: WideTable) -> str:
    return f'"{shortened(table.sheet)}"' if table.sheet else "the table"


def _sheet(file: str, table: WideTable) -> str:
    return f'{file}, sheet "{shortened(table.sheet)}"' if table.sheet else file


def _series(file: str, table: WideTable) -> Series:
    """Return the cells of a sheet by region and year."""
    regions = resolve_all(label.text for label, _ in table.cases)
    cells: dict[tuple[str, int], tuple[str, Cell]] = {}
    first: dict[str, Cell] = {}
    totals = []
    for label, by_year in table.cases:
        place, region = f"{_sheet(file, table)}, cell {label.address}", regions[label.text]
        if label.fault:
            raise InputError.at(place, *label.fault)
        if is_national(label.text):
            totals.append(label.text)
            continue
        name = _region(place, label, region)
        if name in first:
            what = f'"{shortened(label.text)}" again, which stands in {first[name].address}'
            raise InputError.at(place, what, "one row per region")
        first[name] = label
        cells |= {(name, year): (label.text, cell) for year, cell in by_year.items()}
    return Series(table, cells, tuple(totals))


def _region(place: str, label: Cell, region: Region | UnknownRegion) -> str:
    if isinstance(region, UnknownRegion):
        raise InputError.at(
            place, f'"{shortened(label.text)}"' if label.text else "an empty cell", region.expected
        )
    return region.name


def _together(found: Source, series: dict[str, Series], wanted: list[str], unread: list[str]) -> Sheet:
    """Return the long form of the series, with the place of each cell."""
    keys = sorted({key for one in series.values() for key in one.cells}, key=lambda key: (key[1], key[0]))
    rows, places, faults, unknown = [], {}, {}, []
    for region, year in keys:
        cells = {name: series[name].cells.get((region, year), ("", Cell("", ""))) for name in wanted}
        texts = [cell.text for _, cell in cells.values()]
        if not any(texts) or UNKNOWN & set(texts):
            unknown.append((region, year))
            continue
        number = len(rows) + 1
        typed = next(label for label, _ in cells.values() if label)
        rows.append([str(year), typed, *texts])
        for name, (_, cell) in cells.items():
            places[number, name] = _place(found.file, series[name].table, region, year, cell)
            if cell.fault:
                faults[number, name] = InputError.at(places[number, name], *cell.fault)
        places |= {(number, name): places[number, wanted[0]] for name in schema.key_columns()}
    columns = [*schema.key_columns(), *wanted]
    frame = pd.DataFrame(rows, range(1, len(rows) + 1), columns, dtype=object)
    form = f"{found.form}, one series per sheet, years in columns"
    left_out = (*unread, *_told(series), *_unknown(unknown))
    return Sheet(found.file, found.sha256, form, 1, frame, tuple(left_out), faults, places)


def _place(file: str, table: WideTable, region: str, year: int, cell: Cell) -> str:
    where = f"cell {cell.address}" if cell.address else f"{region}, {year}"
    return f"{_sheet(file, table)}, {where}"


def _told(series: dict[str, Series]) -> Iterable[str]:
    """Say which sheet each series comes from, and what of the sheet was left out."""
    for name, one in series.items():
        title = f', "{shortened(" ".join(one.table.above))}"' if one.table.above else ""
        yield f'{name} is read from the sheet "{shortened(one.table.sheet)}"{title}.'
        yield from one.table.left_out
        if one.totals:
            yield f'Sheet "{shortened(one.table.sheet)}": totals, left out: {", ".join(one.totals)}.'


def _unknown(keys: list[tuple[str, int]]) -> Iterable[str]:
    if keys:
        listed = spans(pd.DataFrame(keys, columns=["region", "year"]))
        yield f'Left out, since a series says "…" or nothing: {listed}.'
