"""Abstracts in other languages, folded up until a reader wants one."""

from collections.abc import Iterator
from html import escape

from press.web.view import EDITION, Piece, View

PREFIX = "abstract-"
"""How the id of an abstract's box begins, before the tag of its language."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield what opens and closes, around the content of each box."""
    folded = (view.read(EDITION) or {}).get("translations", {})
    for identifier, (start, end) in view.page.translations.items():
        words = folded.get(identifier.removeprefix(PREFIX))
        if words and folded_id(identifier) not in view.page.ids:
            opening = f'<details class="translation-part" id="{escape(folded_id(identifier))}">'
            yield start, f"\n{opening}<summary>{escape(words)}</summary>"
            yield end, "</details>\n"


def folded_id(identifier: str) -> str:
    """Return the id of the element that folds a box."""
    return f"folded-{identifier}"
