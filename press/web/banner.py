"""The bar at the top of every page that prints a number of the panel: it tells what panel that is."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from html import escape

from press.base.edition import SETTINGS, settings_of
from press.base.paths import ROOT
from press.trace.page_record import ALL_NUMBERS, MAIN, Piece
from press.web.navigation import address
from press.web.view import ARTICLE, EDITION, View

ID = "panel-banner"


def pieces(view: View) -> Iterator[Piece]:
    """Yield the bar."""
    edition = view.read(EDITION)
    if edition is None or not prints_any(view, edition["panel"]["keys"]):
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


def prints_any(view: View, patterns: Sequence[str]) -> bool:
    """Whether the page prints a number whose key fits a pattern; the page of all numbers prints each."""
    pages = view.printed if ALL_NUMBERS in view.page.places else [view.name]
    keys = {number.key for name in pages for number in view.printed.get(name, ())}
    return any(fnmatchcase(key, pattern) for key in keys for pattern in patterns)
