"""Leads from tables, figures and numbers of a built site to their programs, lines, outputs and data."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from press.tables import csv_file
from press.trace import known
from press.trace.page_record import Exhibit, read_file
from press.trace.written import place_of

COLUMNS = (
    "page",
    "section",
    "exhibit",
    "where",
    "key",
    "printed",
    "value",
    "program",
    "line",
    "function",
    "data",
)
"""The columns of the list of all numbers."""


@dataclass(frozen=True, slots=True)
class Row:
    """A table or figure and where it comes from.

    Attributes
    ----------
    page
        The page that shows it, from the site's folder.
    label, title
        As in the sources, and as readers see it ("Table 2").
    cell
        File and line that put it into the document: of a cell, a picture, a table or a box.
    programs
        Files and lines of the functions that draw it or make its numbers.
    outputs
        Files of the site that hold it beside the page.
    data
        The data files that its numbers come from.
    """

    page: str
    label: str
    title: str
    cell: str
    programs: tuple[str, ...]
    outputs: tuple[str, ...]
    data: tuple[str, ...]


def list_exhibits(root: Path) -> list[Row]:
    """Return every table and figure of a project built in `root`, the article's first."""
    site = root / "_site"
    records = json.loads((site / "provenance.json").read_text(encoding="utf-8"))
    makers = known.read(root / "_results", root)["exhibits"]
    return [
        describe_exhibit(root, page.relative_to(site).as_posix(), exhibit, records, makers)
        for page in sorted(site.glob("paper/*.html"), key=lambda path: (path.name != "index.html", path.name))
        if (held := read_file(page))
        for exhibit in held.exhibits.values()
    ]


def describe_exhibit(
    root: Path, page: str, exhibit: Exhibit, records: list[dict[str, Any]], makers: dict[str, Any]
) -> Row:
    """Return one table or figure and where it comes from."""
    made = [makers[exhibit.label]] if exhibit.label in makers else []
    made += [
        record
        for record in records
        if any(place["page"] == page and place["exhibit"] == exhibit.label for place in record["places"])
    ]
    return Row(
        page,
        exhibit.label,
        exhibit.title,
        source_of(root, page, exhibit.label),
        tuple(dict.fromkeys(f"{one['file']}:{one['line']}" for one in made)),
        tuple(files_beside(root / "_site", page, exhibit)),
        tuple(sorted({source["path"] for one in made for source in one["sources"]})),
    )


def source_of(root: Path, page: str, label: str) -> str:
    """Return file and line where an exhibit's label stands; the document alone where it stands nowhere."""
    document = page.replace(".html", ".qmd")
    if (place := place_of(root / document, label, root)) is None:
        return document
    file, line = place
    return f"{file.relative_to(root.resolve()).as_posix()}:{line}"


def line_at(text: str, offset: int) -> int:
    """Return the line of a place in a text, from 1."""
    return text.count("\n", 0, offset) + 1


def files_beside(site: Path, page: str, exhibit: Exhibit) -> list[str]:
    """Return the files beside the page that hold a table or figure."""
    folder = Path(page).parent
    files = [folder / "exhibits" / f"{exhibit.label}.csv"]
    if exhibit.image:
        picture = folder / unquote(exhibit.image)
        files += [picture, picture.with_suffix(".png")]
    return [file.as_posix() for file in dict.fromkeys(files) if (site / file).is_file()]


def numbers_csv(records: list[dict[str, Any]]) -> str:
    """Return every printed number as CSV: its place, its key and value, its program, its data."""
    rows = []
    for record in records:
        value = [record[name] for name in ("key", "printed", "value", "file", "line", "function")]
        for place in record["places"]:
            where = [place["page"], place["section"], place["exhibit"] or "", place["where"]]
            rows.append([*where, *value, "; ".join(data_of(record))])
    return csv_file.text(COLUMNS, rows)


def data_of(record: dict[str, Any]) -> list[str]:
    """Return the data files of a number, each once."""
    return list(dict.fromkeys(source["path"] for source in record["sources"]))


def numbers_in_text(records: list[dict[str, Any]]) -> list[tuple[str, str, str, str, str]]:
    """Return the numbers in the article's sentences: section, printed, key, program with line, data files."""
    found = dict.fromkeys(
        (
            place["section"] or place["where"],
            record["printed"],
            record["key"],
            f"{record['file']}:{record['line']}",
            ", ".join(data_of(record)),
        )
        for record in records
        for place in record["places"]
        if place["page"] == "paper/index.html" and not place["exhibit"]
    )
    return sorted(found, key=lambda one: (section_order(one[0]), one[2]))


def section_order(section: str) -> tuple[int, ...]:
    """Return the number that a section begins with, for sorting."""
    return tuple(int(part) for part in re.match(r"[\d.]*", section)[0].split(".") if part)
