"""Cards that tell of a number where a reader points at it, reaches it by keyboard or taps it (`cards.js`).

What they show goes with the page, so that they need neither network nor server.
"""

from collections.abc import Iterator
from typing import Any

from press.trace.page_record import HEAD, Piece
from press.web.exhibit_links import first_line
from press.web.numbers_page import function_of
from press.web.view import View, data_block

ID = "number-cards"
POPUPS = "press/render/assets/scripts/popups.js"
SWITCH = '<button type="button" class="sources-switch" aria-pressed="false" hidden>Show sources</button>'
"""Underlines the numbers of a page; the script shows it."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield the cards' content, for a page that prints numbers."""
    if view.page.numbers:
        written = data_block(content(view), id=ID) + "\n"
        yield HEAD, written + view.style("cards.css") + view.script(POPUPS) + view.script("cards.js")


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
