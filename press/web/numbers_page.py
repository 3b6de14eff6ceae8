"""The page of all numbers: a row for each that any page prints, and where it comes from.

It is a plain table, by page and section of the first place; `numbers.js` adds a box that filters it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from press.base.edition import SHORT_HASH, science
from press.base.paths import NUMBERS_PAGE
from press.trace.page_record import HEAD, NUMBERS, Piece, PrintedNumber, Section
from press.trace.places import NO_BREAK, in_words, row_id
from press.web.exhibit_links import first_line
from press.web.navigation import name_of, pages
from press.web.view import View, relative

COLUMNS = ("Number", "Printed", "Unrounded", "Made by", "From", "Stands in")
FILE_COLUMNS = ("File", "SHA-256")
FILTER = (
    '<form class="number-filter" role="search" hidden><label for="number-filter">Filter</label> '
    '<input type="search" id="number-filter" autocomplete="off" spellcheck="false" '
    'placeholder="a key, a value, a file, a section"> <output for="number-filter"></output></form>\n'
)


@dataclass(frozen=True, slots=True)
class Row:
    """One number: its key, where it stands first, and every place, each with the page that has it."""

    key: str
    page: str
    section: Section | None
    places: tuple[tuple[str, PrintedNumber], ...]


def pieces(view: View) -> Iterator[Piece]:
    """Yield the tables, for the page that has a place for them."""
    if view.name == NUMBERS_PAGE:
        yield NUMBERS, FILTER + tables(view)
        yield HEAD, view.style("numbers.css") + view.script("numbers.js")


def rows_of(printed: Mapping[str, Sequence[PrintedNumber]]) -> list[Row]:
    """Return a row for each number, in the order of the pages, of their sections, and of the first places."""
    places: dict[str, list[tuple[str, PrintedNumber]]] = {}
    begins: dict[tuple[str, Section | None], int] = {}
    for page in in_order(printed):
        for number in printed[page]:
            places.setdefault(number.key, []).append((page, number))
            begins.setdefault((page, number.section), len(begins))
    rows = [Row(key, found[0][0], found[0][1].section, tuple(found)) for key, found in places.items()]
    return sorted(rows, key=lambda row: begins[row.page, row.section])


def in_order(printed: Mapping[str, Any]) -> list[str]:
    """Return the pages in the order in which the edition lists them."""
    listed = [f"paper/{stem}.html" for stem in pages()]
    return sorted(printed, key=lambda page: (listed.index(page) if page in listed else len(listed), page))


def title_of(page: str, view: View) -> str:
    """Return what the edition calls a page."""
    return name_of(page, view.pages[page])


def tables(view: View) -> str:
    """Return a table for each page, links among them, and the table of the data files."""
    rows = rows_of(view.printed)
    by_page = {page: list(found) for page, found in groupby(rows, key=lambda row: row.page)}
    links = "".join(
        f'<li><a href="#{section_id(page)}">{escape(title_of(page, view))}</a> ({len(found):,})</li>'
        for page, found in by_page.items()
    )
    pages_told = f"{len(by_page)} page{'s' if len(by_page) != 1 else ''}"
    told = (
        f'<p class="numbers-told">{len(rows):,} numbers on {pages_told}:</p>\n'
        f'<ul class="numbers-pages">{links}<li><a href="#data-files">Data files</a></li></ul>\n'
    )
    parts = [table_of_page(page, found, view) for page, found in by_page.items()]
    return told + "".join(parts) + table_of_files(rows, view)


def section_id(page: str) -> str:
    """Return the id of the part with a page's numbers."""
    return "numbers-" + page.rpartition("/")[2].removesuffix(".html")


def table_of_page(page: str, rows: Sequence[Row], view: View) -> str:
    """Return the part with the numbers that stand first on a page, by its sections."""
    title = escape(title_of(page, view))
    groups = "".join(
        group(page, section, list(found), view)
        for section, found in groupby(rows, key=lambda row: row.section)
    )
    return (
        f'<section id="{section_id(page)}" class="numbers-of-page">\n<h2>{title}</h2>\n'
        f'<table role="table">\n{caption(f"Numbers of the page {title}")}{head(COLUMNS)}{groups}'
        f"</table></section>\n"
    )


def caption(words: str) -> str:
    """Return the caption of a table, which its heading says to those who see."""
    return f'<caption class="visually-hidden">{words}</caption>\n'


def head(columns: Sequence[str]) -> str:
    """Return the head of a table; roles keep what a narrow screen's layout would lose."""
    cells = "".join(f'<th role="columnheader" scope="col">{column}</th>' for column in columns)
    return f'<thead role="rowgroup"><tr role="row">{cells}</tr></thead>\n'


def group(page: str, section: Section | None, rows: Sequence[Row], view: View) -> str:
    """Return the rows of one section."""
    words = escape(section.heading) if section else "Title and abstract"
    address = relative(page, view.name) + (f"#{section.id}" if section else "")
    return (
        f'<tbody role="rowgroup"><tr role="row" class="numbers-section"><th role="rowheader" '
        f'scope="rowgroup" colspan="{len(COLUMNS)}"><a href="{escape(address)}">{words}</a></th></tr>\n'
        f"{''.join(row_of(row, view) for row in rows)}</tbody>\n"
    )


def row_of(row: Row, view: View) -> str:
    """Return one number."""
    origin = view.known["numbers"][row.key]
    cells = (
        re.sub(r"([._])(?=\w)", r"\1<wbr>", escape(row.key)),
        escape(printed_forms(number for _, number in row.places)),
        escape(str(origin["value"])),
        link(function_of(origin), view.address(first_line(origin))),
        ", ".join(file_of(source, view) for source in origin["sources"]),
        ", ".join(places_of(row, view)),
    )
    written = "".join(f'<td role="cell">{cell}</td>' for cell in cells)
    return f'<tr role="row" id="{escape(row_id(row.key))}">{written}</tr>\n'


def printed_forms(numbers: Iterable[PrintedNumber]) -> str:
    """Tell how a number is printed: each form once, and in one piece."""
    return ", ".join(dict.fromkeys(number.printed.replace(" ", NO_BREAK) for number in numbers))


def function_of(origin: Mapping[str, Any]) -> str:
    """Return the function that made a number, from the science's own folder."""
    return origin["function"].removeprefix(f"{science()}.")


def file_of(source: Mapping[str, str], view: View) -> str:
    """Return a data file with the beginning of its checksum."""
    name = link(source["path"].rpartition("/")[2], view.address(source["path"]))
    return f"{name} {escape(source['sha256'][:SHORT_HASH])}"


def places_of(row: Row, view: View) -> Iterator[str]:
    """Yield the places of a number, each word once, with the page's name where that is another."""
    told: set[tuple[str, str]] = set()
    for page, number in row.places:
        words = in_words(number, view.pages[page])
        if (page, words) not in told:
            told.add((page, words))
            of_page = "" if page == row.page else f"{title_of(page, view)}: "
            yield link(of_page + words, f"{relative(page, view.name)}#{number.id}")


def table_of_files(rows: Sequence[Row], view: View) -> str:
    """Return the table of the data files that the numbers come from, with their whole checksums."""
    sources = [source for row in rows for source in view.known["numbers"][row.key]["sources"]]
    found = sorted({source["path"]: source["sha256"] for source in sources}.items())
    body = "".join(
        f'<tr role="row"><td role="cell">{link(path, view.address(path))}</td>'
        f'<td role="cell"><code>{escape(digest)}</code></td></tr>\n'
        for path, digest in found
    )
    return (
        '<section id="data-files" class="numbers-of-page">\n<h2>Data files</h2>\n'
        f'<table role="table">\n{caption("Data files")}{head(FILE_COLUMNS)}'
        f'<tbody role="rowgroup">{body}</tbody></table></section>\n'
    )


def link(text: str, address: str | None) -> str:
    """Return a link, or the text alone where there is nothing to lead to."""
    return f'<a href="{escape(address)}">{escape(text)}</a>' if address else escape(text)
