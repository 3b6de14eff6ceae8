"""The page's Content-Security-Policy: nothing but the page's own files, and what its author wrote into it."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import html
from lxml.builder import E

OWN = {
    "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'", "'unsafe-inline'"], "img-src": ["'self'", "data:"], "font-src": ["'self'"],
    "media-src": ["'self'"], "frame-src": ["'self'"], "connect-src": ["'self'"], "base-uri": ["'none'"], "form-action": ["'none'"],
}  # fmt: skip
LOADED = {      # element -> attribute with an address, directive
    "script": ("src", "script-src"), "link": ("href", "style-src"), "img": ("src", "img-src"), "iframe": ("src", "frame-src"), "video": ("src", "media-src"),
    "audio": ("src", "media-src"), "source": ("src", "media-src"),
}  # fmt: skip
DATA = ("json", "importmap", "speculationrules", "text/plain")      # kinds of script elements that do not run


def write(document: html.HtmlElement) -> None:
    """Put the policy first into the head.

    Press's own pages need the page's own files only. Scripts within the page and files on the network can come from its author alone
    (`include-in-header`, raw HTML); they are let through one by one, so that nothing that was written is lost.
    """
    policy = {name: list(values) for name, values in OWN.items()}
    for directive, values in _written(document).items():
        policy[directive] += sorted(values)
    text = "; ".join(" ".join([name, *values]) for name, values in policy.items())
    document.find("head").insert(0, E.meta({"http-equiv": "Content-Security-Policy", "content": text}))


def _written(document: html.HtmlElement) -> dict[str, set[str]]:
    """What a page asks for beyond its own files, by directive."""
    found: dict[str, set[str]] = defaultdict(set)
    for element in document.iter(*LOADED):
        attribute, directive = LOADED[element.tag]
        address = urlsplit(element.get(attribute, ""))
        if address.netloc and not (element.tag == "link" and element.get("rel") != "stylesheet"):
            found[directive].add(f"{address.scheme or 'https'}://{address.netloc}")
    for script in _inline_scripts(document):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        found["script-src"].add(f"'sha256-{digest}'")
    return found


def _inline_scripts(document: html.HtmlElement) -> Iterator[str]:
    for script in document.iter("script"):
        if not script.get("src") and script.text and not any(kind in script.get("type", "") for kind in DATA):
            yield script.text
