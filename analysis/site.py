"""Finishes the rendered pages: links every number to its origin, and puts code, data and provenance.json beside them.

Standard library only, and the same for either engine: pages are changed by inserting links, nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from analysis import source_pages
from analysis.errors import InputError
from analysis.page_reader import Exhibit, Page, Span, read_page
from analysis.paths import PREPARED, ROOT
from analysis.version import current_version

ARTICLE = "paper/index.html"
"""The page whose appendix has the numbers that a page does not list itself."""

Insertions = list[tuple[int, str]]


def finish(output: Path, prepared: Path = PREPARED) -> None:
    """Finish every page in the output folder.

    Parameters
    ----------
    output
        The rendered site.
    prepared
        The folder with origins.json and the exhibits' CSVs, as `prepare` wrote them.
    """
    known = json.loads((prepared / "origins.json").read_text(encoding="utf-8"))
    texts = {path.relative_to(output).as_posix(): path.read_text(encoding="utf-8")
             for path in sorted(output.glob("paper/*.html"))}
    if not texts:
        return
    pages = {name: read_page(text) for name, text in texts.items()}
    add_origins(output, known)
    for name, page in pages.items():
        for label in page.exhibits.keys() & known["exhibits"].keys():
            copy(prepared / "exhibits" / f"{label}.csv", output / csv_path(name, label))
        linked = insert(texts[name], links(name, pages, known, output))
        (output / name).write_text(linked, encoding="utf-8")
    records = provenance(pages, known, current_version(ROOT).commit)
    (output / "provenance.json").write_text(json.dumps(records, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def add_origins(output: Path, known: dict[str, Any]) -> None:
    """Put the code and the public data that numbers and exhibits come from into the site."""
    for file in sorted({origin["file"] for kind in ("numbers", "exhibits") for origin in known[kind].values()}):
        source_pages.write(ROOT / file, output / code_path(file), file)
    for file in public_files(known):
        copy(ROOT / file, output / file)


def public_files(known: dict[str, Any]) -> list[str]:
    """The data files that the site shows; the authors' panel is not among them."""
    files = {source["path"] for origin in known["numbers"].values() for source in origin["sources"]}
    return sorted(files - set(known["private"]))


def insert(text: str, insertions: Iterable[tuple[int, str]]) -> str:
    """Put pieces of text into a text, each at its offset."""
    parts, last = [], 0
    for offset, piece in sorted(insertions, key=lambda pair: pair[0]):
        parts += [text[last:offset], piece]
        last = offset
    return "".join([*parts, text[last:]])


def links(name: str, pages: dict[str, Page], known: dict[str, Any], output: Path) -> Insertions:
    """What is to be put into a page: links of its numbers, of its appendix, and below its exhibits."""
    page = pages[name]
    found: Insertions = []
    for span in page.numbers:
        origin = origin_of(span, name, known)
        found += around(span, page, number_target(span.name, name, pages, origin), f"{span.name} = {origin['value']}")
    for span in page.names:
        if target := name_target(span, name, known):
            found += around(span, page, target)
    for exhibit in page.exhibits.values():
        if exhibit.label in known["exhibits"] and line_id(exhibit) not in page.ids:
            found.append((exhibit.end, exhibit_line(exhibit, name, known, output)))
    return found


def origin_of(span: Span, name: str, known: dict[str, Any]) -> dict[str, Any]:
    """What is known of a number that a page prints.

    Raises
    ------
    InputError
        When the results have no number of this key.
    """
    if span.name not in known["numbers"]:
        raise InputError(f"{name}: the number {span.text} has the key {span.name}, which the results do not hold.")
    return known["numbers"][span.name]


def around(span: Span, page: Page, target: str, title: str = "") -> Insertions:
    """A link around a span's content, unless it holds a link or stands in one."""
    if span.start in page.linked:
        return []
    told = f' title="{escape(title)}"' if title else ""
    return [(span.start, f'<a href="{escape(target)}"{told}>'), (span.end, "</a>")]


def number_target(key: str, name: str, pages: dict[str, Page], origin: dict[str, Any]) -> str:
    """Where a number leads: its row in the page's own appendix, or the article's, or else the code that made it."""
    row = "num-" + key.replace(".", "-")
    if row in pages[name].ids:
        return f"#{row}"
    if ARTICLE in pages and row in pages[ARTICLE].ids:
        return f"{relative(ARTICLE, name)}#{row}"
    return code_target(origin, name)


def name_target(span: Span, name: str, known: dict[str, Any]) -> str | None:
    """Where the name of a function or a data file in the appendix leads; nowhere for a file that is not public."""
    if span.name == "made-by":
        origins = [*known["numbers"].values(), *known["exhibits"].values()]
        made = next((origin for origin in origins if origin["function"] == f"analysis.{span.text}"), None)
        return made and code_target(made, name)
    file = next((path for path in public_files(known) if span.text in (path, path.rpartition("/")[2])), None)
    return file and relative(file, name)


def exhibit_line(exhibit: Exhibit, name: str, known: dict[str, Any], output: Path) -> str:
    """The line below a table or figure that leads to its code, its numbers and its pictures."""
    code = code_target(known["exhibits"][exhibit.label], name)
    parts = [f'<a href="{escape(code)}">Code</a>', f'<a href="{relative(csv_path(name, exhibit.label), name)}">Data (CSV)</a>']
    if pictures := ", ".join(f'<a href="{escape(file)}">{kind}</a>' for kind, file in pictures_of(exhibit, name, output)):
        parts.append(f"Image ({pictures})")
    label = f"Origin of {exhibit.title.replace(chr(0xA0), ' ')}"
    return f'\n<nav class="exhibit-links" id="{line_id(exhibit)}" aria-label="{escape(label)}">{" · ".join(parts)}</nav>'


def pictures_of(exhibit: Exhibit, name: str, output: Path) -> Iterator[tuple[str, str]]:
    """The kinds and addresses of an exhibit's pictures that exist."""
    folder = (output / name).parent
    for kind in ("SVG", "PNG") if exhibit.image else ():
        address = exhibit.image.rpartition(".")[0] + f".{kind.lower()}"
        if (folder / address).is_file():
            yield kind, address


def provenance(pages: dict[str, Page], known: dict[str, Any], commit: str) -> list[dict[str, Any]]:
    """One record for each number and way of printing it, with every place where the pages print it."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for name, page in pages.items():
        for key, printed, place in [*placed_numbers(name, page), *placed_alternatives(name, page, known)]:
            origin = known["numbers"][key]
            record = records.setdefault((key, printed), {
                "key": key, "printed": printed, "value": origin["value"], "function": origin["function"],
                "file": origin["file"], "line": origin["line"], "sources": origin["sources"], "commit": commit,
                "places": []})
            record["places"].append(place)
    return [records[pair] for pair in sorted(records)]


def placed_numbers(name: str, page: Page) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Key, printed form and place of every number in a page."""
    for span in page.numbers:
        place = {"page": name, "section": span.section, "where": span.where, "exhibit": span.exhibit}
        if span.where == "table cell":
            place |= {"row": span.row, "column": span.column}
        yield span.name, span.text, place


def placed_alternatives(name: str, page: Page, known: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The same for the numbers in alternative texts, as far as the pictures have these texts."""
    for label, exhibit in page.exhibits.items():
        behind = 0
        for key, printed in known["alternatives"].get(label, ()):
            start = exhibit.alternative.find(printed, behind)
            if start >= 0:
                behind = start + len(printed)
                yield key, printed, {"page": name, "section": exhibit.section, "where": "alt text", "exhibit": label}


def code_path(file: str) -> str:
    """Where the site keeps the page of a source file."""
    return f"code/{file}.html"


def code_target(origin: dict[str, Any], name: str) -> str:
    """The address of a function's first line, from a page."""
    return f"{relative(code_path(origin['file']), name)}#L{origin['line']}"


def csv_path(name: str, label: str) -> str:
    """Where the site keeps the numbers of a page's exhibit."""
    return f"{name.rpartition('/')[0]}/exhibits/{label}.csv"


def line_id(exhibit: Exhibit) -> str:
    return f"origin-{exhibit.label}"


def relative(file: str, name: str) -> str:
    """The address of one file of the site from another."""
    return os.path.relpath(file, os.path.dirname(name)).replace(os.sep, "/")


def copy(source: Path, target: Path) -> None:
    """Copy a file, making folders."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
