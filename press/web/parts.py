"""What the online edition adds to finished pages, the same for either engine.

Each part is a module with `pieces(view)`. A part yields what is to be inserted and where. It adds nothing
that stands in the page already, so that finishing a page twice leaves it as it was.
"""

from collections.abc import Callable, Iterator

from press.web import banner, charts, feedback, head, map, masthead, navigation, translations, widgets
from press.web.view import Piece, View

PARTS: tuple[Callable[[View], Iterator[Piece]], ...] = (
    head.pieces,
    navigation.pieces,
    banner.pieces,
    masthead.pieces,
    translations.pieces,
    map.pieces,
    charts.pieces,
    widgets.pieces,
    feedback.pieces,
)
"""In the order in which pieces for the same place follow each other."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield what all parts add to a page."""
    for part in PARTS:
        yield from part(view)
