"""The page's Content-Security-Policy.

Nothing but the page's own files, and what its author's own source spells.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from press.render.authored_html import Spelled, address_of, runs

if TYPE_CHECKING:
    from lxml import html

OWN = {
    "default-src": ["'none'"], "script-src": ["'self'"], "style-src": ["'self'", "'unsafe-inline'"], "img-src": ["'self'", "data:"], "font-src": ["'self'"],
    "media-src": ["'self'"], "frame-src": ["'self'"], "connect-src": ["'self'"], "object-src": ["'none'"], "base-uri": ["'none'"], "form-action": ["'none'"],
}  # fmt: skip
CLOSED = {
    "default-src": ["'none'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}
AT_REST = "text/plain"


def write(document: html.HtmlElement, spelled: Spelled) -> None:
    """Put the policy first into the head.

    Press's own pages need the page's own files only. What the author's source spells beyond them, scripts
    within the page and files on the network, is let through one by one. The page is not asked: what came
    into it by another way has no word in its policy.
    """
    policy = {name: list(values) for name, values in OWN.items()}
    policy["script-src"] += [f"'sha256-{_digest(script)}'" for script in sorted(spelled.scripts)]
    for directive, hosts in sorted(spelled.hosts.items()):
        policy[directive] += sorted(hosts)
    document.find("head").insert(
        0, document.makeelement("meta", {"http-equiv": "Content-Security-Policy", "content": _text(policy)})
    )


def without_scripts(*styles: str) -> str:
    """Return the element for the head of a page that shows text only, and the styles that it has.

    `'self'`, `'unsafe-inline'`.
    """
    policy = CLOSED | ({"style-src": list(styles)} if styles else {})
    return f'<meta http-equiv="Content-Security-Policy" content="{_text(policy)}">'


def lay_to_rest(document: html.HtmlElement, spelled: Spelled) -> list[str]:
    """Make text of the scripts that nobody spelled in the source (a cell's output, a value brought them).

    Say what in the page does not run.
    """
    foreign = [script for script in document.iter("script") if runs(script) and not spelled.holds(script)]
    for script in foreign:
        script.set("type", AT_REST)
    handlers = document.xpath("//@*[starts-with(translate(name(), 'ON', 'on'), 'on')]")
    links = document.xpath(
        "//@*[starts-with(translate(normalize-space(.), 'JAVSCRIPT', 'javscript'), 'javascript:')]"
    )
    asleep = (
        [_shown(script) for script in foreign]
        + [f"{handler.attrname}=" for handler in handlers]
        + [" ".join(link.split())[:60] for link in links]
    )
    if not asleep:
        return []
    others = f" and {len(asleep) - 1} more" if len(asleep) > 1 else ""
    return [
        f"{asleep[0]}{others} stands in the page and does not run: only scripts that the document's own source spells do"
    ]


def _shown(script: html.HtmlElement) -> str:
    """Return the beginning of a script for a message."""
    address = address_of(script)
    text = f'<script src="{address}">' if address else f"<script>{script.text}"
    return " ".join(text.split())[:60]


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _text(policy: dict[str, list[str]]) -> str:
    return "; ".join(" ".join([name, *values]) for name, values in policy.items())
