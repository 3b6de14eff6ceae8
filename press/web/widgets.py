"""What scripts build on pages: their data, scripts and styles, for the page that has a place for each."""

from collections.abc import Iterator

from press.web.view import Piece, View, data_block


def pieces(view: View) -> Iterator[Piece]:
    """Yield what the page of a widget gets in its head."""
    for widget in view.read("widgets.json") or ():
        data = f"{widget['place']}-data"
        if widget["place"] in view.page.ids and data not in view.page.ids:
            styles, scripts = map(view.style, widget["styles"]), map(view.script, widget["scripts"])
            yield view.page.head, "".join([*styles, data_block(widget["data"], id=data), "\n", *scripts])
