"""The document as an item of CSL: what `citation:` states, else what the rest of its front matter says."""

import os
import posixpath
import re
from html import escape
from pathlib import Path
from typing import Any

from lxml import html

from press.base.authors import read_authors
from press.base.yaml12 import as_list
from press.render import pandoc
from press.render.citation_fields import CAPITALS, DATES, NAMES, OTHER_TYPES, WORDS, date_of, stated
from press.render.dates import format_date, is_date
from press.render.page import Page

MARKS = {"em": "i", "strong": "b", "sub": "sub", "sup": "sup"}
"""Elements of HTML, and the marks of CSL that say the same."""


def item(page: Page) -> dict[str, Any]:
    """Return the document as an item of CSL."""
    given = _of_front_matter(page) | {name: value for name, value in stated(page.options).items() if value}
    found: dict[str, Any] = {
        "type": OTHER_TYPES.get(given["type"], given["type"]),
        **{name: _names(given.get(name), page.options) for name in NAMES},
        **{name: date_of(given.get(name)) for name in DATES},
        **{name: _marked(given.get(name, "")) for name in WORDS},
        **{name.upper(): str(given.get(name, "")) for name in CAPITALS},
    }
    found["page"] = found["page"] or _span(given)
    found["id"] = found["id"] or found["citation-key"] or _key(found["author"], found["issued"])
    return {name: value for name, value in found.items() if value}


def _of_front_matter(page: Page) -> dict[str, Any]:
    """Return the fields that the rest of the front matter gives."""
    date = str(page.option("date", ""))
    return {
        "type": "webpage",
        "title": page.option("title", ""),
        "author": page.options.get("author", page.options.get("authors")),
        "abstract": "\n\n".join(map(str, as_list(page.option("abstract")))),
        "language": page.option("lang", "en"),
        "issued": format_date(date, "iso") if is_date(date) else None,
        "doi": page.option("doi", ""),
        "url": _address(page),
    }


def first_and_last_page(options: dict[str, Any]) -> tuple[str, str]:
    """Return the first and the last page of the citation; empty where it states none."""
    given = stated(options)
    first, _, last = str(given.get("page") or "").partition("-")
    return str(given.get("page-first") or first.strip()), str(given.get("page-last") or last.strip("- "))


def _marked(value: Any) -> str:
    """Return Markdown as CSL's text with marks: emphasis, raised and lowered letters; notes are left out."""
    text = str(value)
    if not re.search(r"[\\*_^~`$\[<&{]", text):
        return text
    tree = html.fragment_fromstring(pandoc.bare_html(text).decode() or escape(text), create_parent="div")
    for note in tree.xpath(".//*[@role='doc-noteref' or @role='doc-endnotes']"):
        note.drop_tree()
    return "\n\n".join(_marked_part(part).strip() for part in tree) or tree.text_content()


def _marked_part(element: html.HtmlElement) -> str:
    mark = MARKS.get(str(element.tag))
    inside = (element.text or "") + "".join(_marked_part(part) + (part.tail or "") for part in element)
    return f"<{mark}>{inside}</{mark}>" if mark else inside


def _names(given: Any, options: dict[str, Any]) -> list[dict[str, str]]:
    """Return people as CSL's names; who has one name only is a body."""
    people = read_authors({"author": as_list(given), "affiliations": options.get("affiliations")})
    return [
        {"family": person.family, "given": person.given}
        if person.family and person.given
        else {"literal": person.name}
        for person in people
    ]


def _span(given: dict[str, Any]) -> str:
    return " - ".join(str(given[name]) for name in ("page-first", "page-last") if given.get(name))


def _key(authors: list[dict[str, str]], issued: dict[str, Any] | None) -> str:
    """Return the key of the entry: first author and year, as Quarto makes it."""
    name = (authors[0].get("family") or authors[0].get("literal", "")) if authors else ""
    year = issued["date-parts"][0][0] if issued else ""
    return re.sub(r"\s+", "_", name).lower() + str(year) or "untitled"


def _address(page: Page) -> str:
    """Return where the page stands on the site; empty where the project has no address."""
    project = page.executed.project
    site = str((project.metadata.get("website") or {}).get("site-url") or "").rstrip("/")
    if not site:
        return ""
    folder = Path(os.path.relpath(page.executed.source.parent, project.root)).as_posix()
    name = page.executed.output_name("html")
    path = posixpath.normpath(posixpath.join(folder, name))
    return f"{site}/{path.removesuffix('index.html') if name == 'index.html' else path}"
