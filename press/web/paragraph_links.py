"""A link to each paragraph, which a script makes where the reader points at one (`paragraphs.js`)."""

from collections.abc import Iterator

from press.trace.page_record import HEAD, Piece
from press.web.view import View


def pieces(view: View) -> Iterator[Piece]:
    """Yield the script; it needs `edition.js`, which copies."""
    yield HEAD, view.script("paragraphs.js")
