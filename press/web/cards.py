"""Cards that tell of a number where a reader points at it, reaches it by keyboard or taps it (`cards.js`).

What they show is a script of the page, loaded when a reader first asks: so a page from the disk has it too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from press.trace.page_record import HEAD, Piece
from press.web.exhibit_links import first_line
from press.web.numbers_page import function_of
from press.web.view import View, for_script

FOLDER = "cards"
"""Beside the page: a script for each page."""
SWITCH = '<button type="button" class="sources-switch" aria-pressed="false" hidden>Show sources</button>'
"""Underlines the numbers of a page; the script shows it."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield the script of the cards, for a page that prints numbers."""
    if view.page.numbers:
        yield HEAD, view.script("cards.js", cards=write(view))


def write(view: View) -> str:
    """Write what the page's cards say, and return its address from the page."""
    file = view.folder / FOLDER / f"{Path(view.name).stem}.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"window.numberCards = {for_script(content(view))};\n", encoding="utf-8")
    return f"{FOLDER}/{file.name}"


def content(view: View) -> dict[str, Any]:
    """Return what the cards of a page say: files and functions with their addresses, and both by key."""
    files: dict[tuple[str, str | None], int] = {}
    functions: dict[tuple[str, str | None], int] = {}
    numbers = {}
    for key in sorted({number.key for number in view.page.numbers}):
        origin = view.known["numbers"][key]
        function = (function_of(origin), view.address(first_line(origin)))
        named = [(source["path"], view.address(source["path"])) for source in origin["sources"]]
        numbers[key] = [
            origin["value"],
            functions.setdefault(function, len(functions)),
            [files.setdefault(file, len(files)) for file in named],
        ]
    return {"files": list(files), "functions": list(functions), "numbers": numbers}
