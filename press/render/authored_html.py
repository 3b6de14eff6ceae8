"""What an author's own source spells of scripts and of files elsewhere, before values are put into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from press.render import pandoc

if TYPE_CHECKING:
    from lxml import html

    from press.render.document import Executed
    from press.render.page import Page

LOADED = {  # element -> attribute with an address, directive
    "script": ("src", "script-src"),
    "link": ("href", "style-src"),
    "img": ("src", "img-src"),
    "iframe": ("src", "frame-src"),
    "video": ("src", "media-src"),
    "audio": ("src", "media-src"),
    "source": ("src", "media-src"),
}
HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d+)?")
_ASKS = re.compile(rf"<\s*(?:{'|'.join(LOADED)})\b", re.IGNORECASE)
_LINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class Spelled:
    """What a source spells.

    Attributes
    ----------
    scripts : set of str
        The texts of scripts within the page.
    files : set of str
        The addresses of script files.
    hosts : dict of str to set of str
        The places on the network that elements load from, by the policy's directive.
    """

    scripts: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    hosts: dict[str, set[str]] = field(default_factory=dict)

    def holds(self, script: html.HtmlElement) -> bool:
        """Whether a script of the page is one of these."""
        address = address_of(script)
        return address in self.files if address else (script.text or "") in self.scripts


def spelled_by_author(page: Page) -> Spelled:
    """Return what the source of a page spells; what its cells and its inline code give is no part of that."""
    found, body = Spelled(), page.executed.prose
    for text in filter(_ASKS.search, page.included_as_spelled()):
        _collect_spelled(text.encode(), found)
    if _ASKS.search(body):
        _collect_spelled(pandoc.bare_html(body), found)
    return found


def material_of(executed: Executed, format: str) -> list[Any]:
    """Return all that `spelled_by_author` looks at, for what must know whether it has changed."""
    return [executed.prose if _ASKS.search(executed.prose) else "", executed.stated.get(format)]


def is_program(script: html.HtmlElement) -> bool:
    """Whether an element of this name is more than a block of data."""
    kind = (script.get("type") or "").strip().lower()
    return kind != "text/plain" and "json" not in kind


def address_of(script: html.HtmlElement) -> str:
    """Return where a script lies (inline drawings have other words for it); empty where it is in the page."""
    return next(filter(None, (script.get(name) for name in ("src", "href", "xlink:href", _LINK))), "").strip()


def _collect_spelled(text: bytes, found: Spelled) -> None:
    from lxml import html

    document = html.document_fromstring(b"<body>" + text, parser=html.HTMLParser(encoding="utf-8"))
    for script in filter(is_program, document.iter("script")):
        if address := address_of(script):
            found.files.add(address)
        elif script.text:
            found.scripts.add(script.text)
    for element in document.iter(*LOADED):
        attribute, directive = LOADED[element.tag]
        url = urlsplit(element.get(attribute, ""))
        loads = element.tag != "link" or element.get("rel") == "stylesheet"
        if loads and HOST.fullmatch(url.netloc):
            found.hosts.setdefault(directive, set()).add(f"{url.scheme or 'https'}://{url.netloc}")
