"""The page's Content-Security-Policy: nothing but its own files, and what its author's own source spells."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from press.render.authored_html import Spelled, address_of, is_program

if TYPE_CHECKING:
    from lxml import html

OWN = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "media-src": ["'self'"],
    "frame-src": ["'self'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}
CLOSED = {name: OWN[name] for name in ("default-src", "object-src", "base-uri", "form-action")}


def write_policy(document: html.HtmlElement, spelled: Spelled) -> None:
    """Put the policy first into the head.

    Press's own pages need the page's own files only. What the author's source spells beyond them, scripts
    within the page and files on the network, is let through one by one. The page is not asked: what came
    into it by another way has no word in its policy.
    """
    scripts = {"script-src": [f"'sha256-{_digest(script)}'" for script in sorted(spelled.scripts)]}
    policy = {
        name: [*values, *scripts.get(name, ()), *sorted(spelled.hosts.get(name, ()))]
        for name, values in OWN.items()
    }
    document.find("head").insert(
        0, document.makeelement("meta", {"http-equiv": "Content-Security-Policy", "content": _text(policy)})
    )


def without_scripts(*styles: str, pictures: bool = False) -> str:
    """Return the head's element for a page of text.

    Parameters
    ----------
    styles
        Where its styles come from (`'self'`, `'unsafe-inline'`).
    pictures
        Whether it shows pictures of the site.
    """
    policy = CLOSED | ({"style-src": list(styles)} if styles else {})
    policy |= {"img-src": ["'self'"]} if pictures else {}
    return f'<meta http-equiv="Content-Security-Policy" content="{_text(policy)}">'


def of_one_file(script: str, style: str) -> str:
    """Return the head's element for a page that carries its script and its style, and needs nothing else."""
    own = {"script-src": [f"'sha256-{_digest(script)}'"], "style-src": [f"'sha256-{_digest(style)}'"]}
    return f'<meta http-equiv="Content-Security-Policy" content="{_text(CLOSED | own)}">'


def silence_foreign_scripts(document: html.HtmlElement, spelled: Spelled) -> list[str]:
    """Make text of the scripts that nobody spelled in the source, and say what in the page does not run.

    A cell's output or a value brought them.
    """
    silent = []
    for script in document.iter("script"):
        if is_program(script) and not spelled.holds(script):
            script.set("type", "text/plain")
            address = address_of(script)
            silent.append(f'<script src="{address}">' if address else f"<script>{script.text}")
    handlers = document.xpath("//@*[starts-with(translate(name(), 'ON', 'on'), 'on')]")
    silent += [f"{handler.attrname}=" for handler in handlers]
    silent += document.xpath(
        "//@*[starts-with(translate(normalize-space(.), 'JAVSCRIPT', 'javscript'), 'javascript:')]"
    )
    if not silent:
        return []
    others = f" and {len(silent) - 1} more" if len(silent) > 1 else ""
    return [
        f"{' '.join(silent[0].split())[:60]}{others} stands in the page and does not run: "
        "only scripts that the document's own source spells do"
    ]


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _text(policy: dict[str, list[str]]) -> str:
    return "; ".join(" ".join([name, *values]) for name, values in policy.items())
