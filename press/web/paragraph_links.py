"""A link to each paragraph, which a script makes where the reader points at one (`paragraphs.js`)."""

from collections.abc import Iterator

from press.trace.page_record import ALL_NUMBERS, HEAD, Piece
from press.web.view import View


def pieces(view: View) -> Iterator[Piece]:
    """Yield style and script, which needs `edition.js`, for a page that is more than a list of numbers."""
    if ALL_NUMBERS not in view.page.places:
        yield HEAD, view.style("paragraphs.css") + view.script("paragraphs.js")
