"""Charts in place of the figures' pictures: a place in the page, and the spec that a script draws there.

The picture stays for readers without scripts and for print. It is loaded when it is shown, which spares
those who see the chart the picture.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from press.trace.page_reader import Exhibit
from press.web.view import Piece, View, data_block


def pieces(view: View) -> Iterator[Piece]:
    """Yield what a page with figures gets."""
    specs = view.read("charts.json") or {}
    drawn = [
        exhibit
        for exhibit in view.page.exhibits.values()
        if exhibit.label in specs and exhibit.image and place_id(exhibit) not in view.page.ids
    ]
    for exhibit in drawn:
        yield exhibit.start, place(exhibit, specs[exhibit.label])
        yield exhibit.image_start + len("<img"), ' loading="lazy"'
    if drawn:
        yield view.page.head, view.style("charts.css") + view.script("charts.js")


def place(exhibit: Exhibit, spec: dict[str, Any]) -> str:
    """Return the element that the chart is drawn into, with its spec; hidden until a script draws it."""
    return (
        f'<div class="chart" id="{escape(place_id(exhibit))}" data-for="{escape(exhibit.label)}" '
        f'data-name="{escape(exhibit.title)}" hidden>'
        f"{data_block(spec)}</div>\n"
    )


def place_id(exhibit: Exhibit) -> str:
    """Return the id of the element of a figure's chart."""
    return f"chart-{exhibit.label}"
