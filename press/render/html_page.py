"""HTML: pandoc's writer in our own template, then finished as a tree."""

import os
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from press.base.authors import Author
from press.base.plain_text import markdown
from press.render import matter_pages
from press.render.dates import format_date
from press.render.labels import number_of
from press.render.page import TEMPLATES, Page
from press.render.pandoc import address


def make(page: Page) -> list[str]:
    """Write the .html, its style sheets and its pictures."""
    text = page.run_pandoc(
        *("--to", "html5", "--template", address(TEMPLATES / "page.html"), "--mathml", "--section-divs"),
        *page.include_arguments(),
        *matter_pages.html_arguments(page),
        meanwhile=lambda: _html_tree().prepare_folder(page),
        **_template_values(page),
    )
    finished, warnings = _html_tree().finish_page(text, page)
    page.destination.write_bytes(finished)
    return warnings


def _html_tree() -> ModuleType:
    """Return what finishes the page, imported while pandoc runs: that takes a tenth of its time."""
    return import_module("press.render.html_tree")


def _template_values(page: Page) -> dict[str, Any]:
    """Return the values of the template's title block."""
    authors = page.authors
    affiliations = {item.number for author in authors for item in author.affiliations}
    date, labels = str(page.option("date", "")), page.labels
    return {
        "abstract-title": page.option("abstract-title", labels["section-title-abstract"]),
        "byline": [_byline(author) for author in authors],
        "own-author-heading": page.names_its_authors,
        "corresponding-label": markdown(labels.get("title-block-author-corresponding", "")),
        "with-affiliations": bool(affiliations),
        "author-heading": labels[f"title-block-author-{number_of(authors)}"],
        "affiliation-heading": labels[f"title-block-affiliation-{number_of(affiliations)}"],
        "date-heading": labels["title-block-published"],
        "keywords-heading": labels["title-block-keywords"],
        "date-text": format_date(date, str(page.option("date-format", "long")), page.language)
        if date
        else "",
        "description": str(page.option("description", "")),
        "doi": markdown(str(page.option("doi", ""))),
        "doi-address": _address(str(page.option("doi", ""))),
        "keyword-list": page.keywords,
        **_site_values(page),
        **matter_pages.html_values(page),
    }


def _site_values(page: Page) -> dict[str, str]:
    """Return the name of the site and the way to its front page; nothing for a document without a site."""
    project = page.executed.project
    title = project.metadata.get("website", {}).get("title")
    if project.type != "website" or not title:
        return {}
    front = os.path.relpath(page.executed.project.root / "index.html", page.executed.source.parent)
    return {"site-title": markdown(str(title)), "site-front": markdown(Path(front).as_posix())}


def _byline(author: Author) -> dict[str, Any]:
    return {
        "name": author.name,
        "corresponding": author.corresponding,
        "email": markdown(author.email),
        "mail-address": _address(author.email),
        "orcid": markdown(author.orcid),
        "orcid-address": _address(author.orcid),
        "url": markdown(author.url),
        "affiliations": [{"name": item.name, "url": markdown(item.url)} for item in author.affiliations],
    }


def _address(text: str) -> str:
    """Text as the part of an address: pandoc writes quotation marks into attributes as they are."""
    return markdown(quote(text, safe="/:;@!$&()*+,="))
