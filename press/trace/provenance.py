"""The appendix "Where the numbers come from", and what the pages need to link every number to its origin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.exhibits import article_tables, figures
from analysis.results import Results, plain
from press.base import plain_text
from press.numbers.formatter import spans_in
from press.numbers.origins import Origin, Source
from press.tables import csv_file, schema
from press.trace.appendix import COLUMNS, FILE_COLUMNS, SHORT_HASH, anchor, opening, printed_forms
from press.trace.places import Place, told

if TYPE_CHECKING:
    from analysis.results import Data

BREAK = "\N{ZERO WIDTH SPACE}"
"""Where a line may break within a key or a file's name."""
DASHES = ("-" * 24, "-" * 8 + ":", "-" * 14 + ":", "-" * 14, "-" * 16, "-" * 22)
FILE_DASHES = ("-" * 60, "-" * 40)
"""The rules below the tables' heads: shares of the width; a colon sets a column to the right."""
SMALL_TYPE = (
    "```{=typst}\n#[#set text(size: 6.8pt, hyphenate: false)\n#set par(justify: false, leading: 0.45em)\n"
    "#set table(inset: (x: 2pt, y: 2.2pt))\n```",
    "```{=typst}\n]\n```",
)
MAKERS = {
    **{figure.label: figure.draw for figure in figures.EXHIBITS},
    "tbl-variables": article_tables.variables_table,
    **dict.fromkeys(article_tables.MODEL_OF_LABEL, article_tables.did_table),
}
"""What makes each exhibit, by label."""


def html(commit: str) -> str:
    """Return the appendix of a page, to which `site` adds the tables when the page is finished."""
    return f'<p>{escape(opening(commit))}</p>\n<div class="provenance"></div>'


def markdown(printed: Sequence[Place], results: Results, commit: str) -> str:
    """Return the appendix of the formats that are no pages: numbers and files as two Markdown tables.

    Parameters
    ----------
    printed
        Where the document prints which number.
    results
        Where the numbers' values and origins are.
    commit
        The commit of the build; empty where unknown.
    """
    keys = sorted({place.key for place in printed})
    origins = {key: results.origin(key) for key in keys}
    rows = [
        number_row(key, results.value(key), origins[key], [p for p in printed if p.key == key])
        for key in keys
    ]
    files = sorted(
        {source for origin in origins.values() for source in origin.sources}, key=lambda source: source.path
    )
    before, after = SMALL_TYPE
    return "\n\n".join(
        [
            plain_text.markdown(opening(commit)),
            before,
            pipe_table(COLUMNS, DASHES, rows),
            pipe_table(FILE_COLUMNS, FILE_DASHES, map(file_row, files)),
            after,
        ]
    )


def number_row(key: str, value: float, origin: Origin, printed: Sequence[Place]) -> list[str]:
    """Return the row of one number; its first cell carries its anchor."""
    return [
        f"[{breakable(key)}]{{#{anchor(key)}}}",
        printed_forms(place.printed for place in printed),
        str(plain(value)),
        breakable(origin.function.removeprefix("analysis.")),
        ", ".join(breakable(source.path.rpartition("/")[2]) for source in origin.sources),
        ", ".join(dict.fromkeys(map(told, printed))),
    ]


def file_row(source: Source) -> list[str]:
    """Return the row of one file."""
    return [breakable(source.path), f"`{source.sha256[:SHORT_HASH]}`"]


def breakable(text: str) -> str:
    """Text that may be broken behind dots, underscores and strokes."""
    return re.sub(r"\\[._/]", lambda sign: sign[0] + BREAK, plain_text.markdown(plain_text.visible(text)))


def pipe_table(columns: Sequence[str], dashes: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a pipe table; text stands to the left unless the dashes of its column end in a colon."""
    rule = [part if part.endswith(":") else f":{part}" for part in dashes]
    return "\n".join(f"|{'|'.join(row)}|" for row in (columns, rule, *rows))


def for_pages(edition: Data, alternatives: dict[str, str]) -> str:
    """Return what the pages' links need once the documents are rendered, as JSON.

    Parameters
    ----------
    edition
        What the exhibits are made from.
    alternatives
        Alternative texts by label, with keys.
    """
    results = edition.results
    numbers = {
        key: {"value": plain(results.value(key)), **as_json(results.origin(key))} for key in results.keys()
    }
    exhibits = {label: as_json(Origin.of(make)) for label, make in MAKERS.items()}
    panel = edition.panel
    document = {
        "numbers": numbers,
        "exhibits": exhibits,
        "alternatives": {label: spans_in(text) for label, text in alternatives.items()},
        "private": [] if panel.public else [panel.shown_path],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_json(origin: Origin) -> dict[str, Any]:
    """Return an origin in the words of provenance.json."""
    return {
        "function": origin.function,
        "file": origin.file,
        "line": origin.line,
        "sources": [{"path": source.path, "sha256": source.sha256} for source in origin.sources],
    }


def exhibit_csvs(edition: Data) -> dict[str, str]:
    """Return the numbers of every figure and table as CSV, by label, unrounded."""
    estimates = edition.results.estimates
    frames = {figure.label: figure.numbers(edition) for figure in figures.EXHIBITS}
    frames["tbl-variables"] = pd.DataFrame(schema.variables(), columns=["variable", "description", "unit"])
    for label, model in article_tables.MODEL_OF_LABEL.items():
        rows = estimates[(estimates["model"] == model) & (estimates["method"] == "classical")]
        frames[label] = rows.drop(columns="clusters")
    return {label: to_csv(frame) for label, frame in frames.items()}


def to_csv(frame: pd.DataFrame) -> str:
    """Return a frame as CSV."""
    return csv_file.text(frame.columns, frame.itertuples(index=False))
