"""The appendix "Where the numbers come from", and what the pages need to link every number to its origin."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis import figures, schema, tables
from analysis.numbers import spans_in
from analysis.origins import Origin, Source
from analysis.panel import AUTHORS, STANDIN
from analysis.paths import shown
from analysis.places import Place, told
from analysis.results import SIGNIFICANT_DIGITS, Results, plain

SHORT_HASH = 12
BREAK = "\N{ZERO WIDTH SPACE}"
"""Where a line may break within a key or a file's name."""
COLUMNS = ("Key", "Printed", "Unrounded", "Made by", "From", "Stands in")
WIDTHS = (22, 9, 14, 16, 16, 23)  # per cent
SMALL_TYPE = ("```{=typst}\n#[#set text(size: 6.8pt, hyphenate: false)\n#set par(justify: false, leading: 0.45em)\n"
              "#set table(inset: (x: 2pt, y: 2.2pt))\n```", "```{=typst}\n]\n```")
MAKERS = {"fig": figures.DRAW, "tbl": {"tbl-variables": tables.variables_table, "tbl-inflow": tables.did_table,
                                       "tbl-outflow": tables.did_table}}
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""With one of these at its start a spreadsheet takes a cell of text for a formula."""


def appendix(printed: Sequence[Place], results: Results, commit: str) -> str:
    """The numbers that a document prints and the files they come from, as two Markdown tables.

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
    rows = [number_row(key, results.value(key), origins[key], [p for p in printed if p.key == key]) for key in keys]
    files = sorted({source for origin in origins.values() for source in origin.sources}, key=lambda source: source.path)
    built = f" Built from commit `{commit[:SHORT_HASH]}`." if commit else ""
    opening = (f"Every number that code prints in this document, with its value to {SIGNIFICANT_DIGITS} significant "
               f"digits, the function that made it, the data that it comes from, and the places where it stands.{built}")
    before, after = SMALL_TYPE
    return "\n\n".join([opening, "::: {.provenance}", before, pipe_table(COLUMNS, rows, WIDTHS), after,
                        pipe_table(("File", "SHA-256"), [file_row(file) for file in files], (40, 60)), ":::"])


def number_row(key: str, value: float, origin: Origin, printed: Iterable[Place]) -> list[str]:
    """The appendix's row of one number; its first cell carries the anchor that pages link to."""
    printed = list(printed)
    return [
        f"[{breakable(key)}]{{#{anchor(key)}}}",
        ", ".join(dict.fromkeys(place.printed for place in printed)),
        exact(value),
        f'[{breakable(origin.function.removeprefix("analysis."))}]{{.made-by}}',
        ", ".join(f"[{breakable(name(source))}]{{.data-file}}" for source in origin.sources),
        ", ".join(dict.fromkeys(map(told, printed))),
    ]


def file_row(source: Source) -> list[str]:
    """The appendix's row of one file."""
    return [f"[{breakable(source.path)}]{{.data-file}}", f"`{source.sha256[:SHORT_HASH]}`"]


def anchor(key: str) -> str:
    """The id of a number's row in the appendix."""
    return "num-" + key.replace(".", "-")


def exact(value: float) -> str:
    """A value to 12 significant digits."""
    return str(plain(value))


def breakable(text: str) -> str:
    """Text that may be broken behind dots, underscores and strokes."""
    for sign in "._/":
        text = text.replace(sign, sign + BREAK)
    return text.replace("_", "\\_")


def name(source: Source) -> str:
    """The bare name of a file."""
    return source.path.rpartition("/")[2]


def pipe_table(headers: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> str:
    """A pipe table whose columns have the given relative widths."""
    rule = "|".join("-" * width for width in widths)
    lines = ["|".join(row) for row in (headers, *rows)]
    return "\n".join(f"|{line}|" for line in (lines[0], rule, *lines[1:]))


def for_pages(edition: Any, alternatives: dict[str, str]) -> str:
    """What the pages' links need once the documents are rendered, as JSON.

    Parameters
    ----------
    edition
        The paper's `Data`.
    alternatives
        Alternative texts by label, with keys.
    """
    results = edition.results
    numbers = {key: {"value": plain(results.value(key)), **as_json(results.origin(key))} for key in results.keys()}
    exhibits = {label: as_json(Origin.of(make)) for makers in MAKERS.values() for label, make in makers.items()}
    panel = edition.panel
    public = panel.synthetic and panel.shown_path in (shown(STANDIN), shown(AUTHORS / "template.csv"))
    document = {
        "numbers": numbers,
        "exhibits": exhibits,
        "alternatives": {label: spans_in(text) for label, text in alternatives.items()},
        "private": [] if public else [panel.shown_path],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def as_json(origin: Origin) -> dict[str, Any]:
    """An origin in the words of provenance.json."""
    return {"function": origin.function, "file": origin.file, "line": origin.line,
            "sources": [{"path": source.path, "sha256": source.sha256} for source in origin.sources]}


def exhibit_csvs(edition: Any) -> dict[str, str]:
    """The numbers of every figure and table as CSV, by label, unrounded."""
    estimates = edition.results.estimates
    frames = {label: numbers(edition) for label, numbers in figures.DATA.items()}
    frames["tbl-variables"] = pd.DataFrame(schema.variables(), columns=["variable", "description", "unit"])
    for label, model in tables.MODEL_OF_TABLE.items():
        rows = estimates[(estimates["model"] == model) & (estimates["method"] == "classical")]
        frames[label] = rows.drop(columns="clusters")
    return {label: to_csv(frame) for label, frame in frames.items()}


def to_csv(frame: pd.DataFrame) -> str:
    """A frame as CSV that no spreadsheet takes for formulas; absent values are empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        writer.writerow(csv_cell(value) for value in row)
    return text.getvalue()


def csv_cell(value: Any) -> Any:
    """A cell of a CSV: a number to 12 significant digits, text that begins like a formula with an apostrophe before it."""
    if pd.isna(value):
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_SIGNS) else value
    return plain(value)
