"""The line below every table and figure that leads to its code or its place, its numbers and its pictures."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from press.base.paths import ROOT, shown
from press.trace.page_record import Exhibit, Piece
from press.trace.written import place_of
from press.web.view import View


def pieces(view: View) -> Iterator[Piece]:
    """Yield a line for each exhibit, the paper's and the author's own."""
    for label, exhibit in view.page.exhibits.items():
        if made := line(view, exhibit, view.known["exhibits"].get(label)):
            yield f"below:{label}", made


def line(view: View, exhibit: Exhibit, origin: dict[str, Any] | None) -> str:
    """Return the line of an exhibit that `origin` made, or the author; empty where nothing can be told."""
    links = (
        [f'<a href="{escape(view.address(first_line(origin)) or "")}">Code</a>']
        if origin
        else own_place(view, exhibit.label)
    )
    if (view.folder / "exhibits" / f"{exhibit.label}.csv").is_file():
        links.append(f'<a href="exhibits/{escape(exhibit.label)}.csv">Data (CSV)</a>')
    pictures = pictures_of(exhibit, view.folder)
    if kinds := ", ".join(f'<a href="{escape(picture)}">{kind}</a>' for kind, picture in pictures):
        links.append(f"Image ({kinds})")
    return (
        ""
        if not links
        else (
            f'\n<nav class="exhibit-links" id="origin-{escape(exhibit.label)}" '
            f'aria-label="Origin of {escape(exhibit.title)}">{" · ".join(links)}</nav>'
        )
    )


def first_line(origin: dict[str, Any]) -> str:
    """Return file and line of the function that an origin names."""
    return f"{origin['file']}#L{origin['line']}"


def own_place(view: View, label: str) -> list[str]:
    """Say where the author wrote an exhibit of his own."""
    if (place := place_of(ROOT / view.name.replace(".html", ".qmd"), label, ROOT)) is None:
        return []
    return [f"Source: {escape(shown(place[0]))}, line {place[1]}"]


def pictures_of(exhibit: Exhibit, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the kinds and addresses of an exhibit's pictures that exist."""
    stem, _, ending = exhibit.image.rpartition(".")
    for kind in dict.fromkeys(("SVG", "PNG", ending.upper())) if stem else ():
        picture = exhibit.image if kind == ending.upper() else f"{stem}.{kind.lower()}"
        if (folder / unquote(picture)).is_file():
            yield kind, picture
