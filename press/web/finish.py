"""Finishes the rendered pages: puts code and data beside them, and at their marks what the edition adds.

Without pandas and numpy, for a quick start, and the same for either engine: what a page holds is told by its
record (`press.trace.page_record`), and nothing of its HTML is read.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.base import project_files
from press.base.edition import current_work
from press.base.errors import InputError
from press.base.paths import NUMBERS_PAGE, PREPARED, ROOT
from press.trace.known import read as read_known
from press.trace.page_record import (
    Page,
    PrintedNumber,
    fill,
    is_unfinished,
    part,
    read_file,
    read_texts,
)
from press.trace.places import printed_numbers, row_id
from press.trace.provenance import provenance_json
from press.web import favicon, page_end, parts, search, source_pages, word_files
from press.web.source_pages import Target
from press.web.view import ARTICLE, View, copy


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
    printed: dict[str, list[PrintedNumber]]
    own: frozenset[str]


def deliver() -> None:
    """Put results.json, reproduction.json and every number's origin beside the pages that were rendered."""
    output = output_folder()
    for name in ("results.json", "reproduction.json"):
        shutil.copyfile(PREPARED / name, output / name)
    word_files.finish(output)
    finish(output, whole=bool(os.environ.get("QUARTO_PROJECT_RENDER_ALL")))


def output_folder() -> Path:
    """Return the folder with the pages that were rendered, as either engine names it."""
    return ROOT / os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", "_site")


def finish(output: Path, prepared: Path = PREPARED, *, whole: bool = True) -> None:
    """Finish every page in the output folder.

    Parameters
    ----------
    output
        The rendered site.
    prepared
        The folder with origins.json and the exhibits' CSVs, as `prepare` wrote them.
    whole
        Whether it holds all pages. Where it may hold a few, what tells of all is left as an earlier build
        made it, unless the page of all numbers is among them.

    Raises
    ------
    InputError
        When a page prints a number whose key the results do not hold.
    """
    files = {path.relative_to(output).as_posix(): path for path in sorted(output.glob("paper/*.html"))}
    pages = {name: page for name, path in files.items() if (page := read_file(path))}
    if not pages:
        return
    known = read_known(prepared)
    printed = {name: printed_numbers(page, known["alternatives"]) for name, page in pages.items()}
    site = FinishedSite(output, known, pages, printed, frozenset(project_files.names()))
    refuse_unknown(site)
    words = {name: read_texts(files[name].read_text(encoding="utf-8")) for name in pages}
    search.write(output, pages, words, printed, whole=whole)
    whole = whole or NUMBERS_PAGE in pages
    if whole:
        source_pages.write(ROOT, site.output, site.own, traced(site))
    add_data(site, prepared)
    for name in pages:
        if is_unfinished(text := files[name].read_text(encoding="utf-8")):
            view = View(name, output, prepared, pages, known, printed, site.own)
            part(files[name], fill(text, parts.pieces(view)))
    say_untracked(site)
    if whole:
        told = provenance_json(printed, known["numbers"], current_work().commit)
        (output / "provenance.json").write_text(told, encoding="utf-8")


def say_untracked(site: FinishedSite) -> None:
    """Tell which pages come from documents that git does not track: they are published with the others."""
    if strangers := [
        source for page in site.pages if (source := page.replace(".html", ".qmd")) not in site.own
    ]:
        print(f"The site has pages of documents that git does not track: {project_files.listed(strangers)}.")


def refuse_unknown(site: FinishedSite) -> None:
    """Stop at a number whose origin is not known."""
    for name, page in site.pages.items():
        for number in page.numbers:
            if number.key not in site.known["numbers"]:
                raise InputError(
                    f"{name}: the number {number.printed} has the key {number.key}, "
                    "which the results do not hold."
                )


def add_data(site: FinishedSite, prepared: Path) -> None:
    """Put the public data that numbers and exhibits come from into the site."""
    made = [origin for kind in ("numbers", "exhibits") for origin in site.known[kind].values()]
    data = {source["path"] for origin in made for source in origin["sources"]} - set(site.known["private"])
    project_files.refuse_links(ROOT, sorted(data), {*data, *site.own})
    for file in sorted(data):
        copy(ROOT / file, site.output / file)
    for name, page in site.pages.items():
        for label in page.exhibits:
            if (file := prepared / "exhibits" / f"{label}.csv").is_file():
                copy(file, (site.output / name).parent / "exhibits" / file.name)


def traced(site: FinishedSite) -> source_pages.Traced:
    """Return what the pages of code lead to: the rows of numbers, the exhibits, and the ways back."""
    places: dict[str, Target] = {}
    for name in sorted(site.pages, key=lambda name: name != ARTICLE):
        for label, exhibit in site.pages[name].exhibits.items():
            places.setdefault(label, Target(exhibit.title, name, label))
    rows, ways = {}, [Target("Article", ARTICLE)]
    if NUMBERS_PAGE in site.pages:
        keys = {number.key for printed in site.printed.values() for number in printed}
        rows = {key: Target(key, NUMBERS_PAGE, row_id(key)) for key in keys}
        ways.append(Target("Where the numbers come from", NUMBERS_PAGE))
    foot = f"<p>Code: {page_end.licence(current_work().code_licence)}</p>\n"
    icon = favicon.named() if (site.output / favicon.named()).is_file() else ""
    known = site.known
    return source_pages.Traced(known["numbers"], known["exhibits"], rows, places, ways, foot, icon)
