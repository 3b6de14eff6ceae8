"""The appendix "Where the numbers come from", and what the pages need to link every number to its origin."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from html import escape

from press.base import plain_text
from press.base.edition import SHORT_HASH, science
from press.numbers.formatter import spans_in
from press.numbers.origins import Origin, Source
from press.numbers.results import Results, plain
from press.numbers.variables import alternatives
from press.paper import Paper
from press.tables import csv_file
from press.tables.pipe_table import pipe_table
from press.trace.appendix import COLUMNS, FILE_COLUMNS, anchor, opening, printed_forms
from press.trace.places import Place, place_in_words

BREAK = "\N{ZERO WIDTH SPACE}"
"""Where a line may break within a key or a file's name."""
WIDTHS = (24, 8, 14, 14, 16, 22)
FILE_WIDTHS = (60, 40)
"""Shares of the width that the columns of the two tables have."""
SMALL_TYPE = (
    "```{=typst}\n#[#set text(size: 6.8pt, hyphenate: false)\n#set par(justify: false, leading: 0.45em)\n"
    "#set table(inset: (x: 2pt, y: 2.2pt))\n```",
    "```{=typst}\n]\n```",
)


def html(commit: str) -> str:
    """Return the appendix of a page, to which `press.web.finish` adds the tables."""
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
            pipe_table(COLUMNS, rows, "lrrl", WIDTHS),
            pipe_table(FILE_COLUMNS, map(file_row, files), "l", FILE_WIDTHS),
            after,
        ]
    )


def number_row(key: str, value: float, origin: Origin, printed: Sequence[Place]) -> list[str]:
    """Return the row of one number; its first cell carries its anchor."""
    return [
        f"[{breakable(key)}]{{#{anchor(key)}}}",
        printed_forms(place.printed for place in printed),
        str(plain(value)),
        breakable(origin.function.removeprefix(f"{science()}.")),
        ", ".join(breakable(source.path.rpartition("/")[2]) for source in origin.sources),
        ", ".join(dict.fromkeys(map(place_in_words, printed))),
    ]


def file_row(source: Source) -> list[str]:
    """Return the row of one file."""
    return [breakable(source.path), f"`{source.sha256[:SHORT_HASH]}`"]


def breakable(text: str) -> str:
    """Let text break behind dots, underscores and strokes."""
    return re.sub(r"\\[._/]", lambda sign: sign[0] + BREAK, plain_text.markdown(plain_text.visible(text)))


def for_pages(paper: Paper) -> str:
    """Return what the pages' links need once the documents are rendered, as JSON."""
    results = paper.results
    document = {
        "numbers": {
            key: {"value": plain(results.value(key)), **asdict(results.origin(key))}
            for key in results.all_keys()
        },
        "exhibits": {
            label: asdict(Origin.of(exhibit.made_by))
            for label, exhibit in paper.exhibits.items()
            if exhibit.numbers
        },
        "alternatives": {f"fig-{name}": spans_in(text) for name, text in alternatives(paper).items()},
        "private": [] if results.panel.public else [results.panel.path],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def exhibit_csvs(paper: Paper) -> dict[str, str]:
    """Return the numbers of every exhibit that readers get as a file, as CSV by label, unrounded."""
    return {
        label: csv_file.of_frame(exhibit.numbers(paper.data))
        for label, exhibit in paper.exhibits.items()
        if exhibit.numbers
    }
