"""A way to open the page's figures at full size on narrow screens (`enlarge.js`)."""

from collections.abc import Iterator

from press.trace.page_record import HEAD, Piece
from press.web.view import View


def pieces(view: View) -> Iterator[Piece]:
    """Yield what a page with pictures gets."""
    if any(exhibit.image for exhibit in view.page.exhibits.values()):
        yield HEAD, view.style("enlarge.css") + view.script("enlarge.js")
