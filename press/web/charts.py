"""Charts in place of the figures' pictures: a place in the page, and the spec that a script draws there.

The picture stays for readers without scripts and for print.
"""

from collections.abc import Iterator
from html import escape
from typing import Any

from press.trace.page_record import HEAD, Exhibit, Piece
from press.web.view import View, data_block

OF_THEIR_OWN = frozenset({"specifications"})
"""Kinds of charts that a script and a style sheet of their own draw, named as the kind."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield what a page with figures gets."""
    specs = view.read("charts.json") or {}
    drawn = [exhibit for exhibit in view.page.exhibits.values() if exhibit.label in specs and exhibit.image]
    for exhibit in drawn:
        yield f"within:{exhibit.label}", place(exhibit, specs[exhibit.label])
    if drawn:
        yield HEAD, view.style("charts.css") + view.script("charts.js")
    for kind in sorted({specs[exhibit.label]["kind"] for exhibit in drawn} & OF_THEIR_OWN):
        yield HEAD, view.style(f"{kind}.css") + view.script(f"{kind}.js")


def place(exhibit: Exhibit, spec: dict[str, Any]) -> str:
    """Return the element that the chart is drawn into, with its spec; hidden until a script draws it."""
    return (
        f'<div class="{chart_class(spec["kind"])}" id="{escape(place_id(exhibit))}" '
        f'data-for="{escape(exhibit.label)}" data-name="{escape(exhibit.title)}" hidden>'
        f"{data_block(spec)}</div>\n"
    )


def chart_class(kind: str) -> str:
    """Return the class of the element of a chart."""
    return f"{kind}-chart" if kind in OF_THEIR_OWN else "chart"


def place_id(exhibit: Exhibit) -> str:
    """Return the id of the element of a figure's chart."""
    return f"chart-{exhibit.label}"
