"""Links among the pages of the edition, at the top of each; and how pages name files of the site."""

from collections.abc import Iterator, Mapping
from functools import cache
from html import escape

from press.base.edition import SETTINGS, settings_of
from press.base.paths import ROOT
from press.trace.page_record import MAIN, Piece
from press.web.view import View, relative

ID = "edition-nav"


def pieces(view: View) -> Iterator[Piece]:
    """Yield the list of pages; the one that is open is marked."""
    items = "".join(
        item(view, stem, words)
        for stem, words in pages().items()
        if (ROOT / "paper" / f"{stem}.qmd").is_file()
    )
    yield MAIN, f'\n<nav id="{ID}" aria-label="Pages of this edition"><ul>{items}</ul></nav>'


@cache
def pages() -> Mapping[str, str]:
    """Return what the links say, by the document's name."""
    return settings_of(ROOT / SETTINGS)["pages"]


def item(view: View, stem: str, words: str) -> str:
    """Return one link."""
    name = f"paper/{stem}.html"
    here = ' aria-current="page"' if name == view.name else ""
    return f'<li><a href="{address(view, name)}"{here}>{escape(words)}</a></li>'


def address(view: View, name: str, anchor: str = "") -> str:
    """Return the address of a file of the site from a page, ready to stand in an attribute.

    Of a place on the same page, its anchor.
    """
    return escape(anchor if anchor and name == view.name else relative(name, view.name) + anchor)
