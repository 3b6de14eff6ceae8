"""What each page ends with: licences, how to cite, the pages before and behind it, and the way to its top."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from press.base import citation
from press.base.edition import Licence, Work, current_work
from press.base.paths import ROOT
from press.trace.page_record import END, Piece
from press.web.navigation import address, pages
from press.web.view import ARTICLE, View

ID = "page-end"
TOP = "#quarto-document-content"
"""The place to which either engine's skip link leads: all of the text."""
CITATIONS = "#cite"
"""The place of the article's masthead that has every form of the citation."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield the end of the page."""
    work = current_work()
    lines = "".join(f"<p>{line}</p>\n" for line in (licences(work), cited(view, work)))
    named = f'id="{ID}" aria-label="Licence, citation and other pages"'
    yield END, f"<nav {named}>\n{lines}<ul>{ways(view)}</ul>\n</nav>\n"


def licences(work: Work) -> str:
    """Say what text, data and code are licensed under; the compilation of the data goes with the text."""
    text, code = licence(work.text_licence), licence(work.code_licence)
    if work.text_licence == work.code_licence:
        return f"Text, data and code: {text}"
    return f"Text and data: {text} · Code: {code}"


def licence(one: Licence) -> str:
    """Return the link to a licence."""
    return f'<a rel="license" href="{escape(one.url)}">{escape(one.name)}</a>'


def cited(view: View, work: Work) -> str:
    """Say in a line how to cite, and lead to all forms."""
    forms = f'<a href="{address(view, ARTICLE, CITATIONS)}">All forms of the citation</a>'
    return f"Cite as: {escape(citation.in_short(work))} {forms}"


def ways(view: View) -> str:
    """Return the links to the page before, to the top, and to the page behind."""
    before, behind = neighbours(view.name)
    return "".join(
        (
            way(view, before, "prev"),
            f'<li class="to-top"><a href="{TOP}">Top of the page</a></li>',
            way(view, behind, "next"),
        )
    )


def neighbours(name: str) -> tuple[str, str]:
    """Return the documents before and behind that of a page; empty where there is none."""
    stems = [stem for stem in pages() if (ROOT / "paper" / f"{stem}.qmd").is_file()]
    here = name.removeprefix("paper/").removesuffix(".html")
    before = next((one for one, other in pairwise(stems) if other == here), "")
    behind = next((other for one, other in pairwise(stems) if one == here), "")
    return before, behind


def way(view: View, stem: str, relation: str) -> str:
    """Return a link to a neighbouring page; nothing where there is none."""
    if not stem:
        return ""
    told = "Previous page: " if relation == "prev" else "Next page: "
    return (
        f'<li class="to-{relation}"><a rel="{relation}" href="{address(view, f"paper/{stem}.html")}">'
        f'<span class="visually-hidden">{told}</span>{escape(pages()[stem])}</a></li>'
    )
