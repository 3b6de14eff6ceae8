"""What a reader's own panel is held to in the browser: rules of `analysis.panel`, as data for its scripts.

Names, limits, fields and patterns are read from where Python keeps them, so that a page cannot know others.
The sentences are the scripts' own; a test sets each beside Python's.
"""

import csv
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from analysis.estimates.article import MODELS, DidModel
from analysis.estimates.headlines import METHODS
from analysis.inputs import regions
from analysis.panel import rows as panel_rows, wide
from analysis.panel.load import INVENTED, official_panel
from analysis.study import (
    COLUMN_HEADERS,
    FIRST_POST_YEAR,
    MODEL_OF_TABLE,
    STAR_LEVEL,
    TERM_NAMES,
    style_of,
)
from press.base import limits
from press.tables import long_table, number_cells, schema, table_file, wide_table, workbook

STYLES = ("paper/theme/own_panel.css",)
SCRIPTS = (
    "analysis/exhibits/panel_text.js",
    "analysis/exhibits/panel_csv.js",
    "analysis/exhibits/panel_numbers.js",
    "analysis/exhibits/panel_regions.js",
    "analysis/exhibits/panel_wide.js",
    "analysis/exhibits/panel_notes.js",
    "analysis/exhibits/panel_file.js",
    "paper/theme/own_panel_tables.js",
    "paper/theme/own_panel.js",
)
"""What the page runs, in this order, behind the explorer's scripts, of which it uses arithmetic and words."""
JUDGES = {"crv1": METHODS["crv1"], "ri": METHODS["ri"].lower()}
"""Methods whose verdicts stand below the classical rows of a table, in words to be read after "by"."""
CAPTIONS = {
    "inflow": "Inflow: difference-in-differences of migrants arriving per 1,000 inhabitants",
    "outflow": "Outflow: difference-in-differences of the number of persons leaving a region",
}
OFFSET, PRIME, BITS = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
"""The 32-bit FNV-1a hash."""


def content() -> dict[str, Any]:
    """Return what the scripts of a reader's own panel read."""
    required = schema.required_columns()
    columns = (*required, *panel_rows.OPTIONAL)
    return {
        "limits": _limits(),
        "marks": table_file.MARKS,
        "workbooks": [list(workbook.ZIP), list(workbook.OLE)],
        "patterns": _patterns(),
        "fields": [_field(schema.variable_fields()[name]) for name in columns],
        "required": list(required),
        "keys": list(schema.key_columns()),
        "form": wide.FORM.format(", ".join(required)),
        "names": _names(),
        "regions": [
            [one.name, one.cluster, int(one.program), int(one.sender_table3), one.first_year, one.merged_into]
            for one in regions.all_regions().values()
        ],
        "published": _published(),
        "launch": FIRST_POST_YEAR,
        "invented": [_invented(path, note) for path, note in INVENTED.items() if path.exists()],
        "tables": [_table(number, model) for number, model in _models()],
        "headers": COLUMN_HEADERS,
        "stars": STAR_LEVEL,
    }


def mark_of(migrants: Iterable[tuple[Any, ...]]) -> int:
    """Return the mark by which the scripts know a panel: a hash of year, region, arrivals and departures."""
    mark = OFFSET
    for letter in "\n".join(sorted(",".join(map(str, row)) for row in migrants)).encode():
        mark = (mark ^ letter) * PRIME & BITS
    return mark


def _limits() -> dict[str, Any]:
    return {
        "megabytes": limits.PANEL_MEGABYTES,
        "rows": limits.PANEL_ROWS,
        "columns": limits.PANEL_COLUMNS,
        "letters": limits.CELL_LETTERS,
        "field": csv.field_size_limit(),
        "digits": number_cells.MOST_DIGITS,
        "whole": str(schema.MOST),
        "name": regions.LONGEST_NAME,
        "header_rows": long_table.FIRST_ROWS,
        "years": wide_table.FEWEST_YEARS,
    }


def _patterns() -> dict[str, dict[str, str]]:
    """Return Python's patterns and their flags; `panel_text.js` says them in JavaScript's way."""
    ignoring = partial(re.compile, flags=re.IGNORECASE)
    found = {
        "number": number_cells.NUMBER,
        "whole": number_cells.WHOLE,
        "thousands": number_cells.THOUSANDS,
        "infinite": number_cells.INFINITE,
        "space": re.compile(number_cells.SPACE),
        "note": long_table.NOTE,
        "year": wide_table.YEAR,
        "balance": ignoring(wide.BALANCE),
        "migration": ignoring(wide.MIGRATION),
        "people": ignoring(wide.PEOPLE),
        "multiple": ignoring(wide.MULTIPLE),
        **{name: ignoring(words) for name, words in wide.FLOWS.items()},
    }
    return {name: {"source": one.pattern, "flags": _flags(one)} for name, one in found.items()}


def _flags(pattern: re.Pattern[str]) -> str:
    return ("i" if pattern.flags & re.IGNORECASE else "") + ("a" if pattern.flags & re.ASCII else "")


def _field(field: dict[str, Any]) -> dict[str, Any]:
    """Return a column: how it is read, between what limits, and what is expected of it in words."""
    held = field.get("constraints", {})
    return {
        "name": field["name"],
        "reader": "region" if field["type"] == "string" else panel_rows.READERS[field["type"]].__name__,
        "minimum": held.get("minimum"),
        "maximum": held.get("maximum"),
        "enum": held.get("enum"),
        "expected": schema.expectation(field),
    }


def _names() -> dict[str, Any]:
    """Return the names of regions, and how names are compared."""
    number = {name: place for place, name in enumerate(regions.all_regions())}
    return {
        "known": [[typed, number[region]] for typed, region in regions.known_names()],
        "region_words": sorted(regions.REGION_WORDS),
        "city_words": sorted(regions.CITY_WORDS),
        "linking_words": sorted(regions.LINKING_WORDS),
        "plain_letters": {chr(letter): chr(plain) for letter, plain in regions.PLAIN_LETTERS.items()},
        "national": sorted(regions.NATIONAL),
        "a_region": regions.A_REGION,
        "likeness": regions.LIKENESS,
        "kinds": [one.kind for one in regions.all_regions().values()],
    }


def _published() -> dict[str, list[int]]:
    """Return the years of each region among the region-years taken for those of the published tables."""
    by_region = official_panel().groupby("region")["year"]
    return {str(region): sorted(map(int, years)) for region, years in by_region}


def _invented(path: Path, note: str) -> dict[str, Any]:
    with path.open(encoding="utf-8", newline="") as file:
        migrants = [
            (row["year"], row["region"], row["in_migration"], row["out_migration"])
            for row in csv.DictReader(file)
        ]
    return {"rows": len(migrants), "mark": mark_of(migrants), "note": note}


def _models() -> Iterable[tuple[int, DidModel]]:
    """Yield the published tables' numbers with their models."""
    named = {model.name: model for model in MODELS}
    return ((number, named[name]) for number, name in MODEL_OF_TABLE.items())


def _table(number: int, model: DidModel) -> dict[str, Any]:
    """Return what a table is of, and how its numbers are printed."""
    terms = ("intercept", model.group, "post", f"{model.group}_post")
    return {
        "number": number,
        "model": model.name,
        "group": model.group,
        "outcome": model.outcome,
        "caption": CAPTIONS[model.name],
        "terms": [
            {"term": term, "name": TERM_NAMES[term], "styles": _styles(f"{model.name}.{term}")}
            for term in terms
        ],
        "judges": [
            {
                "method": method,
                "name": name,
                "styles": _styles(f"{model.name}.{terms[-1]}.{method}"),
            }
            for method, name in JUDGES.items()
        ],
    }


def _styles(prefix: str) -> dict[str, str]:
    return {statistic: style_of(f"{prefix}.{statistic}") for statistic in COLUMN_HEADERS}
