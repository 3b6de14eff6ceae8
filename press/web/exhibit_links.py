"""The line below every table and figure that leads to its code, its numbers and its pictures."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from press.trace.page_record import Exhibit, Piece
from press.web.view import View


def pieces(view: View) -> Iterator[Piece]:
    """Yield a line for each exhibit that the paper knows."""
    for label, exhibit in view.page.exhibits.items():
        if origin := view.known["exhibits"].get(label):
            yield f"below:{label}", line(view, exhibit, origin)


def line(view: View, exhibit: Exhibit, origin: dict[str, Any]) -> str:
    """Return the line of an exhibit that `origin` made."""
    links = [f'<a href="{escape(view.address(first_line(origin)) or "")}">Code</a>']
    if (view.folder / "exhibits" / f"{exhibit.label}.csv").is_file():
        links.append(f'<a href="exhibits/{escape(exhibit.label)}.csv">Data (CSV)</a>')
    pictures = pictures_of(exhibit, view.folder)
    if shown := ", ".join(f'<a href="{escape(picture)}">{kind}</a>' for kind, picture in pictures):
        links.append(f"Image ({shown})")
    return (
        f'\n<nav class="exhibit-links" id="origin-{escape(exhibit.label)}" '
        f'aria-label="Origin of {escape(exhibit.title)}">{" · ".join(links)}</nav>'
    )


def first_line(origin: dict[str, Any]) -> str:
    """Return file and line of the function that an origin names."""
    return f"{origin['file']}#L{origin['line']}"


def pictures_of(exhibit: Exhibit, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the kinds and addresses of an exhibit's pictures that exist."""
    for kind in ("SVG", "PNG") if exhibit.image else ():
        picture = exhibit.image.rpartition(".")[0] + f".{kind.lower()}"
        if (folder / picture).is_file():
            yield kind, picture
