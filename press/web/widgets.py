"""What scripts build on pages: their data, scripts and styles, for the page that has a place for each."""

from collections.abc import Iterator

from press.trace.page_record import HEAD, Piece
from press.web.view import View, data_block


def pieces(view: View) -> Iterator[Piece]:
    """Yield what the page of a widget gets in its head."""
    for widget in view.read("widgets.json") or ():
        if widget["place"] in view.page.places:
            styles, scripts = map(view.style, widget["styles"]), map(view.script, widget["scripts"])
            yield (
                HEAD,
                "".join([*styles, data_block(widget["data"], id=f"{widget['place']}-data"), "\n", *scripts]),
            )
