"""Finishes the rendered pages: links numbers to their origins, and puts code and data beside the pages.

Without pandas and numpy, for a quick start, and the same for either engine: pages are changed by insertions,
nothing else.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from press.base import project_files
from press.base.edition import current_work
from press.base.errors import InputError
from press.base.paths import PREPARED, ROOT
from press.trace import appendix
from press.trace.page_reader import Exhibit, Page, Span, read_page
from press.web import parts, source_pages
from press.web.view import ARTICLE, View, copy, relative

SOURCE_STYLE = f"code/{source_pages.STYLE.name}"


@dataclass(frozen=True, slots=True)
class FinishedSite:
    """A rendered site.

    Attributes
    ----------
    output
        Its folder.
    known
        The origins of numbers and exhibits: origins.json.
    pages
        Its pages, by their addresses from the folder.
    printed
        The numbers of every page, those in its alternative texts included.
    own
        The files of the project, as paths from its root.
    """

    output: Path
    known: dict[str, Any]
    pages: dict[str, Page]
    printed: dict[str, list[Span]]
    own: frozenset[str]

    def lists(self, name: str, key: str) -> bool:
        """Whether a page has, or is to have, a number's row in an appendix of its own."""
        if name not in self.pages:
            return False
        page = self.pages[name]
        return appendix.anchor(key) in page.ids or (
            page.appendix is not None and any(span.key == key for span in self.printed[name])
        )


def deliver() -> None:
    """Put results.json, reproduction.json and every number's origin beside the pages that were rendered."""
    output = ROOT / os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", "_site")
    for name in ("results.json", "reproduction.json"):
        shutil.copyfile(PREPARED / name, output / name)
    finish(output)


def finish(output: Path, prepared: Path = PREPARED) -> None:
    """Finish every page in the output folder.

    Parameters
    ----------
    output
        The rendered site.
    prepared
        The folder with origins.json and the exhibits' CSVs, as `prepare` wrote them.

    Raises
    ------
    InputError
        When a page prints a number whose key the results do not hold.
    """
    texts = {
        path.relative_to(output).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(output.glob("paper/*.html"))
    }
    if not texts:
        return
    known = json.loads((prepared / "origins.json").read_text(encoding="utf-8"))
    pages = {name: read_page(text) for name, text in texts.items()}
    site = FinishedSite(
        output,
        known,
        pages,
        {name: printed_numbers(page, known["alternatives"]) for name, page in pages.items()},
        frozenset(project_files.names()),
    )
    refuse_unknown(site)
    add_origins(site, prepared)
    for name, text in texts.items():
        added = [*insertions(site, name), *parts.pieces(View(name, pages[name], output, prepared, site.own))]
        (output / name).write_text(insert(text, added), encoding="utf-8")
    say_untracked(site)
    records = (json.dumps(one, ensure_ascii=False) for one in provenance(site, current_work().commit))
    (output / "provenance.json").write_text("[\n" + ",\n".join(records) + "\n]\n", encoding="utf-8")


def say_untracked(site: FinishedSite) -> None:
    """Tell which pages come from documents that git does not track: they are published with the others."""
    if strangers := [
        source for page in site.pages if (source := page.replace(".html", ".qmd")) not in site.own
    ]:
        print(f"The site has pages of documents that git does not track: {project_files.listed(strangers)}.")


def printed_numbers(page: Page, alternatives: dict[str, list[list[str]]]) -> list[Span]:
    """Return the numbers of a page in their order, those in its alternative texts included."""
    return sorted([*page.numbers, *in_alternatives(page, alternatives)], key=lambda span: span.start)


def refuse_unknown(site: FinishedSite) -> None:
    """Stop at a number whose origin is not known."""
    for name, page in site.pages.items():
        for span in page.numbers:
            if span.key not in site.known["numbers"]:
                raise InputError(
                    f"{name}: the number {span.text} has the key {span.key}, which the results do not hold."
                )


def add_origins(site: FinishedSite, prepared: Path) -> None:
    """Put the code and the public data that numbers and exhibits come from into the site."""
    made = [origin for kind in ("numbers", "exhibits") for origin in site.known[kind].values()]
    for file in sorted({origin["file"] for origin in made}):
        page = f"code/{file}.html"
        source_pages.write_page(ROOT / file, site.output / page, file, relative(SOURCE_STYLE, page))
    copy(source_pages.STYLE, site.output / SOURCE_STYLE)
    data = {source["path"] for origin in made for source in origin["sources"]} - set(site.known["private"])
    project_files.refuse_links(ROOT, sorted(data), {*data, *site.own})
    for file in sorted(data):
        copy(ROOT / file, site.output / file)
    for name, page in site.pages.items():
        for label in page.exhibits.keys() & site.known["exhibits"].keys():
            copy(
                prepared / "exhibits" / f"{label}.csv",
                (site.output / name).parent / "exhibits" / f"{label}.csv",
            )


def insert(text: str, pieces: Iterable[tuple[int, str]]) -> str:
    """Put pieces into a text, each at its offset."""
    parts, last = [], 0
    for offset, piece in sorted(pieces, key=lambda pair: pair[0]):
        parts += [text[last:offset], piece]
        last = offset
    return "".join([*parts, text[last:]])


def insertions(site: FinishedSite, name: str) -> Iterator[tuple[int, str]]:
    """Yield what a page gets: links around numbers, lines below exhibits, the tables of its appendix."""
    page, numbers = site.pages[name], site.known["numbers"]
    for span in page.numbers:
        if span.start not in page.linked:
            told = escape(f"{span.key} = {numbers[span.key]['value']}")
            yield span.start, f'<a href="{escape(target(site, name, span.key))}" title="{told}">'
            yield span.end, "</a>"
    for exhibit in page.exhibits.values():
        if exhibit.label in site.known["exhibits"] and line_id(exhibit) not in page.ids:
            yield exhibit.end, exhibit_line(site, name, exhibit)
    if page.appendix is not None:
        yield (
            page.appendix,
            appendix.html_tables(page, site.printed[name], numbers, partial(address, site, name)),
        )


def target(site: FinishedSite, name: str, key: str) -> str:
    """Tell where a number leads.

    To its row in the page's own appendix, or in the article's, or else to the code that made it.
    """
    if site.lists(name, key):
        return f"#{appendix.anchor(key)}"
    if site.lists(ARTICLE, key):
        return f"{relative(ARTICLE, name)}#{appendix.anchor(key)}"
    return address(site, name, first_line(site.known["numbers"][key]))


def address(site: FinishedSite, name: str, file: str) -> str | None:
    """Return the address of a file of the project from a page: of code, the page that shows it.

    None where it is not public.
    """
    path, mark, line = file.partition("#")
    if path.endswith(".py"):
        path = f"code/{path}.html"
    return None if path in site.known["private"] else relative(path, name) + mark + line


def first_line(origin: dict[str, Any]) -> str:
    """Return file and line of the function that an origin names."""
    return f"{origin['file']}#L{origin['line']}"


def exhibit_line(site: FinishedSite, name: str, exhibit: Exhibit) -> str:
    """Return the line below a table or figure that leads to its code, its numbers and its pictures."""
    code = address(site, name, first_line(site.known["exhibits"][exhibit.label]))
    links = [
        f'<a href="{escape(code)}">Code</a>',
        f'<a href="exhibits/{escape(exhibit.label)}.csv">Data (CSV)</a>',
    ]
    pictures = pictures_of(exhibit, (site.output / name).parent)
    if shown := ", ".join(f'<a href="{escape(picture)}">{kind}</a>' for kind, picture in pictures):
        links.append(f"Image ({shown})")
    return (
        f'\n<nav class="exhibit-links" id="{escape(line_id(exhibit))}" '
        f'aria-label="Origin of {escape(exhibit.title)}">{" · ".join(links)}</nav>'
    )


def pictures_of(exhibit: Exhibit, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the kinds and addresses of an exhibit's pictures that exist."""
    for kind in ("SVG", "PNG") if exhibit.image else ():
        picture = exhibit.image.rpartition(".")[0] + f".{kind.lower()}"
        if (folder / picture).is_file():
            yield kind, picture


def provenance(site: FinishedSite, commit: str) -> list[dict[str, Any]]:
    """Return a record for each number and way of printing it, with every place where the pages print it."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for name in site.pages:
        for span in site.printed[name]:
            told = {"key": span.key, "printed": span.text, **site.known["numbers"][span.key]}
            record = records.setdefault((span.key, span.text), told | {"commit": commit, "places": []})
            record["places"].append(place(name, span))
    return [records[pair] for pair in sorted(records)]


def place(name: str, span: Span) -> dict[str, Any]:
    """Return a place in the words of provenance.json."""
    where = {"page": name, "section": span.section, "where": span.where, "exhibit": span.exhibit}
    return where | ({"row": span.row, "column": span.column} if span.where == "table cell" else {})


def in_alternatives(page: Page, alternatives: dict[str, list[list[str]]]) -> Iterator[Span]:
    """Yield the numbers in a page's alternative texts, each where the picture is that has the text."""
    for label, exhibit in page.exhibits.items():
        behind = 0
        for key, printed in alternatives.get(label, ()):
            if (start := exhibit.alternative.find(printed, behind)) >= 0:
                behind, at = start + len(printed), exhibit.image_start
                yield Span(key, printed, at, at, "alt text", exhibit.section, exhibit=label)


def line_id(exhibit: Exhibit) -> str:
    """Return the id of the line below an exhibit."""
    return f"origin-{exhibit.label}"
