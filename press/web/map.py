"""A map with a slider for the years (`years.js`), before the chart of the figure that shows them all."""

from collections.abc import Iterator
from html import escape
from typing import Any

from press.trace.page_record import HEAD, Exhibit, Piece
from press.web.view import View, data_block


def pieces(view: View) -> Iterator[Piece]:
    """Yield what a page with such a figure gets."""
    prepared = view.read("map.json") or {"maps": {}}
    drawn = [view.page.exhibits[label] for label in prepared["maps"] if label in view.page.exhibits]
    for exhibit in drawn:
        yield (
            f"within:{exhibit.label}",
            place(exhibit, prepared["maps"][exhibit.label] | {"outlines": prepared["outlines"]}),
        )
    if drawn:
        yield HEAD, view.style("map.css") + view.script("map.js") + view.script("years.js")


def place(exhibit: Exhibit, spec: dict[str, Any]) -> str:
    """Return the element that the map is drawn into, with its data; hidden until a script draws it."""
    return (
        f'<div class="year-map" id="{escape(place_id(exhibit.label))}" '
        f'data-name="{escape(exhibit.title)}" hidden>'
        f"{data_block(spec)}</div>\n"
    )


def place_id(label: str) -> str:
    """Return the id of the element of a figure's map."""
    return f"map-{label}"
