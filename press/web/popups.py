"""What opens cards beside links, for the parts that show some; pages that press renders bring it."""

from collections.abc import Iterator

from press.trace.page_record import HEAD, Piece
from press.web.view import View

POPUPS = "press/render/assets/scripts/popups.js"


def pieces(view: View) -> Iterator[Piece]:
    """Yield the look of cards, and what lets scripts wait for `popups.js`."""
    yield HEAD, view.style("cards.css") + view.script("with_popups.js", popups=view.published(POPUPS))
