"""Abstracts in other languages, folded up until a reader wants one."""

from collections.abc import Iterator
from html import escape

from press.trace.page_record import Piece
from press.web.view import EDITION, View

PREFIX = "abstract-"
"""How the id of an abstract's box begins, before the tag of its language."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield what opens and closes, around the content of each box."""
    folded = (view.read(EDITION) or {}).get("translations", {})
    for identifier in view.page.translations:
        if words := folded.get(identifier.removeprefix(PREFIX)):
            opening = f'<details class="translation-part" id="{escape(folded_id(identifier))}">'
            yield f"fold:{identifier}", f"\n{opening}<summary>{escape(words)}</summary>"
            yield f"unfold:{identifier}", "</details>\n"


def folded_id(identifier: str) -> str:
    """Return the id of the element that folds a box."""
    return f"folded-{identifier}"
