"""HTML: pandoc's writer in our own template, framed by contents and links, with its style sheets and pictures beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from lxml import html

from . import html_frame
from .authors import Author
from .dates import format_date
from .page import TEMPLATES, Page, copy, escape_markdown

ASSETS = Path(__file__).parent / "assets"
STYLE = ASSETS / "press.css"
FONTS = sorted([*(ASSETS / "fonts").glob("*.woff2"), ASSETS / "fonts" / "OFL.txt"])


def make(page: Page) -> list[str]:
    """Write the .html, its style sheets and its pictures."""
    arguments = ["--to", "html5", "--template", str(TEMPLATES / "page.html"), "--mathml", "--section-divs", "--wrap", "none"]
    text = page.pandoc(*arguments, *page.includes(), **_front(page))
    document = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    html_frame.finish(document, page)
    _link_styles(document, page)
    _publish_pictures(document, page)
    if page.executed.project.type == "website":
        _resolve_links(document, page)
    page.destination.write_bytes(html.tostring(document, encoding="utf-8", doctype="<!DOCTYPE html>") + b"\n")
    return []


def _front(page: Page) -> dict[str, Any]:
    """The values of the template's title block."""
    authors = page.authors
    affiliations = {item.number for author in authors for item in author.affiliations}
    date = str(page.option("date", ""))
    return {
        "abstract-title": page.option("abstract-title", "Abstract"),
        "byline": [_byline(author) for author in authors],
        "with-affiliations": bool(affiliations),
        "author-heading": "Authors" if len(authors) > 1 else "Author",
        "affiliation-heading": "Affiliations" if len(affiliations) > 1 else "Affiliation",
        "date-text": format_date(date, str(page.option("date-format", "long"))) if date else "",
        "description": str(page.option("description", "")),
        "doi": escape_markdown(str(page.option("doi", ""))),
        "keyword-list": page.keywords,
    }


def _byline(author: Author) -> dict[str, Any]:
    return {
        "name": author.name, "email": escape_markdown(author.email), "orcid": escape_markdown(author.orcid),
        "url": escape_markdown(author.url), "affiliations": [{"name": item.name, "url": escape_markdown(item.url)} for item in author.affiliations],
    }


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
