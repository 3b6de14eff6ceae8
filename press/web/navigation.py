"""Links among the pages of the edition, and the search, on top of each; and how pages name files."""

from collections.abc import Iterator, Mapping
from functools import cache
from html import escape

from press.base.edition import SETTINGS, settings_of
from press.base.paths import ROOT
from press.trace.page_record import HEAD, MAIN, Page, Piece
from press.web import search_box
from press.web.view import View, relative

ID = "edition-nav"


def pieces(view: View) -> Iterator[Piece]:
    """Yield the list of pages, of which the one that is open is marked, and the search."""
    items = "".join(
        item(view, stem, words)
        for stem, words in pages().items()
        if (ROOT / "paper" / f"{stem}.qmd").is_file()
    )
    yield (
        MAIN,
        f'\n<nav id="{ID}" aria-label="Pages of this edition"><ul>{items}</ul>{search_box.box(view)}</nav>',
    )
    yield HEAD, search_box.files(view)


@cache
def pages() -> Mapping[str, str]:
    """Return what the links say, by the document's name."""
    return settings_of(ROOT / SETTINGS)["pages"]


def name_of(page: str, record: Page) -> str:
    """Return what the edition calls a page, by its address."""
    return pages().get(page.removeprefix("paper/").removesuffix(".html")) or record.title or page


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
