"""The box of the search, beside the links among the pages.

`search_box.js` shows it; `search.js`, which fills its list, and the index come when a reader reaches it.
"""

from press.web.view import View

INDEX = "theme/search-index.js"


def box(view: View) -> str:
    """Return the box; without scripts nobody sees it."""
    return (
        f'<form class="edition-search" role="search" data-search="{view.published("search.js")}" '
        f'data-style="{view.published("search.css")}" data-index="{INDEX}">'
        '<label class="visually-hidden" for="edition-search">Search all pages and numbers</label>'
        '<input type="search" id="edition-search" autocomplete="off" spellcheck="false" '
        'placeholder="Search" maxlength="100"></form>'
    )


def files(view: View) -> str:
    """Return what the head of a page with the box links."""
    return view.style("search_box.css") + view.script("search_box.js")
