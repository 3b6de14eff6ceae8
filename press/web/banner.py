"""The bar at the top of every page that tells which panel the page was built from."""

from collections.abc import Iterator
from html import escape

from press.base.edition import SETTINGS, settings_of
from press.base.paths import ROOT
from press.trace.page_record import MAIN, Piece
from press.web.navigation import address
from press.web.view import ARTICLE, EDITION, View

ID = "panel-banner"


def pieces(view: View) -> Iterator[Piece]:
    """Yield the bar."""
    edition = view.read(EDITION)
    if edition is None:
        return
    words = edition["panel"]["bars"].get(view.name, edition["panel"]["bar"])
    kind = " is-synthetic" if edition["panel"]["synthetic"] else ""
    section = settings_of(ROOT / SETTINGS)["data_section"]
    link = f' <a href="{address(view, ARTICLE, f"#{section}")}">What this means</a>' if section else ""
    yield (
        MAIN,
        (
            f'\n<div id="{ID}" class="panel-banner{kind}" role="note" aria-label="Data of this build">'
            f"<p>{escape(words)}{link}</p></div>"
        ),
    )
