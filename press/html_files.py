"""Puts what an HTML page needs beside it: style sheets, fonts, pictures, local files that it links."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote, unquote

from lxml import html

from .page import Page, copy

ASSETS = Path(__file__).parent / "assets"
STYLE = ASSETS / "press.css"
FONTS = sorted([*(ASSETS / "fonts").glob("*.woff2"), ASSETS / "fonts" / "OFL.txt"])


def publish(document: html.HtmlElement, page: Page) -> None:
    """Put everything in place, and let the page's links lead there."""
    _link_styles(document, page)
    _publish_pictures(document, page)
    if page.executed.project.type == "website":
        _resolve_links(document, page)


def _link_styles(document: html.HtmlElement, page: Page) -> None:
    """Link press's style and then the author's, which therefore wins."""
    files = page.option("css", [])
    files = files if isinstance(files, list) else [files]
    links = [_publish_style(page), *(page.publish(page.need(str(file), "css")) for file in files)]
    head = document.find("head")
    title = head.find("title")
    for link in reversed(links):
        title.addnext(html.Element("link", rel="stylesheet", href=quote(link)))


def _publish_style(page: Page) -> str:
    """Copy press.css and its fonts to the site's `site_libs` or, without a site, to the page's own files."""
    if page.executed.project.type == "website":
        libraries = os.path.join(os.path.relpath(page.executed.root, page.executed.source.parent), "site_libs")
    else:
        libraries = f"{page.destination.stem}_files/libs"
    link = os.path.normpath(os.path.join(libraries, "press", STYLE.name))
    for file in (STYLE, *FONTS):
        copy(file, page.destination.parent / os.path.dirname(link) / file.relative_to(ASSETS))
    return Path(link).as_posix()


def _publish_pictures(document: html.HtmlElement, page: Page) -> None:
    for image in document.iter("img"):
        file = page.find(unquote(image.get("src", "")))
        if file:
            image.set("src", quote(page.publish(file)))


def _resolve_links(document: html.HtmlElement, page: Page) -> None:
    """Let links to other documents of a site lead to their pages, and put local files that are linked beside the page."""
    for link in document.iter("a"):
        name, mark, part = link.get("href", "").partition("#")
        file = page.find(unquote(name)) if name and ":" not in name else None
        if file and file.suffix == ".qmd":
            link.set("href", name.removesuffix("qmd") + "html" + mark + part)
        elif file and file.is_relative_to(page.executed.root):
            page.publish(file)
