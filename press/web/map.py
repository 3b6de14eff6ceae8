"""A map with a slider for the years (`years.js`), before the chart of the figure that shows them all.

What draws a map, and the outlines, are scripts that are loaded when the map is near the reader's window.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from press.trace.page_record import HEAD, Exhibit, Piece
from press.web.view import View, data_block, for_script

OUTLINES = "theme/outlines.js"
FROM_THE_BEGINNING = ("width", "height", "credit")
"""What a page has to know of the outlines before they are there."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield what a page with such a figure gets."""
    prepared = view.read("map.json") or {"maps": {}}
    drawn = [view.page.exhibits[label] for label in prepared["maps"] if label in view.page.exhibits]
    for exhibit in drawn:
        about = {name: prepared["outlines"][name] for name in FROM_THE_BEGINNING}
        yield (
            f"within:{exhibit.label}",
            place(exhibit, prepared["maps"][exhibit.label] | {"outlines": about}),
        )
    if drawn:
        late = {"map": view.published("map.js"), "outlines": write_outlines(view, prepared["outlines"])}
        yield HEAD, view.style("map.css") + view.script("years.js", **late)


def write_outlines(view: View, outlines: dict[str, Any]) -> str:
    """Write the outlines beside the page, and return their address from there."""
    file = view.folder / OUTLINES
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"window.RegionOutlines = {for_script(outlines)};\n", encoding="utf-8")
    return OUTLINES


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
