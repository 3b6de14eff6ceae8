"""What the online edition adds to pages, the same for either engine.

Each part is a module with `pieces(view)`. A part yields what comes to which place of a page
(`press.trace.page_record`).
"""

from collections.abc import Callable, Iterator

from press.trace.page_record import Piece
from press.web import (
    banner,
    cards,
    charts,
    enlarge,
    exhibit_links,
    favicon,
    feedback,
    glossary,
    head,
    map,
    masthead,
    navigation,
    numbers_page,
    page_end,
    paragraph_links,
    popups,
    symbols,
    translations,
    widgets,
)
from press.web.view import View

PARTS: tuple[Callable[[View], Iterator[Piece]], ...] = (
    head.pieces,
    favicon.pieces,
    navigation.pieces,
    banner.pieces,
    masthead.pieces,
    popups.pieces,
    cards.pieces,
    glossary.pieces,
    symbols.pieces,
    numbers_page.pieces,
    exhibit_links.pieces,
    translations.pieces,
    map.pieces,
    charts.pieces,
    enlarge.pieces,
    widgets.pieces,
    feedback.pieces,
    paragraph_links.pieces,
    page_end.pieces,
)
"""In the order in which pieces for the same place follow each other."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield what all parts add to a page."""
    for part in PARTS:
        yield from part(view)
