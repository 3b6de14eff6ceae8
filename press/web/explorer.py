"""The explorer of "Try it yourself".

Its data, its scripts and its styles, for the page that has a place for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from press.web.view import Piece, View, data_block

PLACE = "explore"
"""The id of the element that the script fills."""
DATA = "explore-data"
STYLES = ("charts.css", "map.css", "explore.css")
SCRIPTS = ("charts.js", "map.js", "explore_math.js", "explore_words.js", "explore.js")


def pieces(view: View) -> Iterator[Piece]:
    """Yield what the explorer's page gets in its head."""
    content = view.read("explore.json")
    if PLACE not in view.page.ids or DATA in view.page.ids or content is None:
        return
    content["outlines"] = (view.read("map.json") or {}).get("outlines")
    yield (
        view.page.head,
        "".join([*map(view.style, STYLES), data_block(content, id=DATA), "\n", *map(view.script, SCRIPTS)]),
    )
