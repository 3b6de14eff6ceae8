"""The page around pandoc's text.

Head, contents, other formats, appendix, notes, and what makes tables and pictures accessible.
"""

from __future__ import annotations

import copy
import re

from lxml import html
from lxml.builder import E

from press.render.dates import format_date
from press.render.document import Executed
from press.render.page import Page

OTHER_FORMATS = (("typst", "Typst"), ("docx", "MS Word"))
PEOPLE_LINKS = {"quarto-title-author-email": "E-mail to", "quarto-title-author-orcid": "ORCID of"}
DESCRIPTION_LENGTH = 300


def finish(document: html.HtmlElement, page: Page) -> None:
    """Complete the page in place."""
    main = document.get_element_by_id("quarto-document-content")
    _name_links_of_people(main)
    _gather_appendix(main, page)
    _finish_notes(main)
    _finish_tables(main)
    _finish_pictures(main)
    _finish_equations(main)
    _finish_listings(main)
    _write_head(document, main, page)
    _add_sidebar(main, page)


def _name_links_of_people(main: html.HtmlElement) -> None:
    """Say whose the links are that show as signs."""
    for name, words in PEOPLE_LINKS.items():
        for link in _by_class(main, name):
            link.set("aria-label", f"{words} {_text(link.getparent())}")


def _gather_appendix(main: html.HtmlElement, page: Page) -> None:
    """Move sections marked `.appendix`, a list of references that the author did not place, and the notes to the end."""
    appendix = E.div(id="quarto-appendix")
    for section in [part for part in _by_class(main, "appendix") if part.tag == "section"]:
        _move(section, appendix)
        heading = section.find("h1")
        if heading is not None:
            heading.tag = "h2"
    references = main.xpath(".//*[@id='refs']")
    if references and not re.search(r"\{[^}]*#refs\b", page.executed.markdown(page.format)):
        section = E.section(
            E.h2("References", {"class": "quarto-appendix-heading"}),
            id="quarto-bibliography",
            role="doc-bibliography",
        )
        _move(references[0], section)
        appendix.append(section)
    for notes in main.xpath(".//section[@role='doc-endnotes']"):
        _move(notes, appendix)
    if len(appendix):
        main.append(appendix)


def _finish_notes(main: html.HtmlElement) -> None:
    for notes in main.xpath(".//section[@role='doc-endnotes']"):
        rule = notes.find("hr")
        if rule is not None:
            notes.remove(rule)
        notes.insert(0, E.h2("Footnotes", {"class": "quarto-appendix-heading"}))
    for link in main.xpath(".//a[@role='doc-backlink']"):
        link.set("aria-label", "Back to the text")


def _finish_tables(main: html.HtmlElement) -> None:
    """Let wide tables scroll in a box of their own; tell header cells from empty corners."""
    for cell in main.xpath(".//thead//th"):
        if len(cell) == 0 and not (cell.text or "").strip():
            cell.tag = "td"
        else:
            cell.set("scope", "col")
    for cell in main.xpath(".//tbody//th"):
        cell.set("scope", "row")
    for table in main.xpath(".//table"):
        _box(table, "table-box", _float_name(table, "Table"))


def _box(element: html.HtmlElement, name: str, label: str) -> None:
    """Set an element in a box that scrolls, by keyboard too, where the element is wider."""
    box = E.div({"class": name, "role": "group", "tabindex": "0", "aria-label": label})
    box.tail, element.tail = element.tail, None
    element.getparent().replace(element, box)
    box.append(element)


def _float_name(element: html.HtmlElement, default: str) -> str:
    for figure in element.iterancestors("figure"):
        for caption in figure.iterchildren("figcaption"):
            return _text(caption).split(":")[0]
    return default


def _finish_pictures(main: html.HtmlElement) -> None:
    """Let the pictures of figures scroll in a box of their own.

    On small screens they stay wide enough to be read.
    """
    for image in main.iter("img"):
        if image.get("alt") is None:
            image.set("alt", "")
    for image in main.xpath(".//figure//img"):
        around = image.getparent()
        alone = around.tag == "p" and len(around) == 1 and not _text(around)
        _box(around if alone else image, "picture-box", _float_name(image, "Figure"))


def _finish_listings(main: html.HtmlElement) -> None:
    """Let long lines of code scroll by keyboard."""
    for listing in main.iter("pre"):
        listing.set("tabindex", "0")


def _finish_equations(main: html.HtmlElement) -> None:
    """Let long formulas scroll, and set the number at the right margin.

    It leaves the formula for an attribute that the style prints.
    """
    for formula in main.xpath(".//*[local-name()='math'][@display='inline']"):
        _keep_stop(formula)
    for formula in main.xpath(".//*[local-name()='math'][@display='block']"):
        formula.set("tabindex", "0")
    for box in _by_class(main, "equation"):
        row = box.xpath(".//*[local-name()='semantics']/*[local-name()='mrow']")
        number = re.search(r"\\qquad\s*\(([^)]*)\)\s*$", "".join(box.itertext()))
        if row and number and _drop_number(row[0]):
            box.set("data-number", f"({number[1]})")


def _keep_stop(formula: html.HtmlElement) -> None:
    """Keep a formula in the text and the stop behind it on one line."""
    stops = re.match(r"[.,;:!?)\]]+", formula.tail or "")
    if stops:
        whole = E.span({"class": "whole"})
        whole.tail, formula.tail = formula.tail[stops.end() :], stops[0]
        formula.getparent().replace(formula, whole)
        whole.append(formula)


def _drop_number(row: html.HtmlElement) -> bool:
    """Take the space and the bracketed number off the end of a formula."""
    spaces = [child for child in row if child.tag == "mspace"]
    if not spaces:
        return False
    for child in [*spaces[-1].itersiblings()]:
        row.remove(child)
    row.remove(spaces[-1])
    return True


def _write_head(document: html.HtmlElement, main: html.HtmlElement, page: Page) -> None:
    head, title = document.find("head"), page.options.get("pagetitle") or _text(_first(main, "title"))
    site = page.executed.project.metadata.get("website", {}).get("title")
    head.find("title").text = f"{title} – {site}" if site and site != title else title
    abstract = " ".join(_text(part) for part in main.xpath(".//*[@class='abstract']/p"))
    described = {
        "author": [author.name for author in page.authors],
        "dcterms.date": [format_date(str(page.options["date"]), "iso")] if page.option("date") else [],
        "keywords": [", ".join(page.keywords)] if page.keywords else [],
        "description": [text] if (text := str(page.option("description", "")) or _shorten(abstract)) else [],
    }
    for name, values in described.items():
        for value in values:
            head.find("title").addprevious(E.meta(name=name, content=value))


def _shorten(text: str) -> str:
    return text if len(text) <= DESCRIPTION_LENGTH else text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"


def _add_sidebar(main: html.HtmlElement, page: Page) -> None:
    """Put contents and links to the other formats behind the title.

    On wide screens the style sets them beside the text.
    """
    parts = [
        part
        for part in (_contents(main, page), _other_formats(page.executed, page.format))
        if part is not None
    ]
    if parts:
        main.get_element_by_id("title-block-header").addnext(E.div(E.div(*parts), id="quarto-margin-sidebar"))


def _contents(main: html.HtmlElement, page: Page) -> html.HtmlElement | None:
    if not page.option("toc", False):
        return None
    depth = int(page.option("toc-depth", 3))
    items = _outline(main, depth)
    title = str(page.option("toc-title", "Table of contents"))
    if not len(items):
        return None
    folded = E.details(E.summary(title), items)
    return E.nav(
        E.h2(title, id="toc-title"), folded, {"id": "TOC", "role": "doc-toc", "aria-labelledby": "toc-title"}
    )


def _outline(parent: html.HtmlElement, depth: int) -> html.HtmlElement:
    """Nested list of the sections below an element."""
    items = E.ul()
    for section in _sections(parent):
        heading = next((child for child in section if re.fullmatch("h[1-6]", str(child.tag))), None)
        if (
            heading is None
            or section.get("role") == "doc-endnotes"
            or "unlisted" in section.get("class", "").split()
        ):
            continue
        link = copy.deepcopy(heading)
        link.tag, link.tail = "a", None
        link.attrib.clear()
        link.set("href", "#" + (section.get("id") or heading.get("id") or ""))
        for inner in link.xpath(".//a|.//*[@role='doc-noteref']"):
            inner.drop_tag()
        item = E.li(link)
        below = _outline(section, depth - 1) if depth > 1 else E.ul()
        if len(below):
            item.append(below)
        items.append(item)
    return items


def _sections(parent: html.HtmlElement) -> list[html.HtmlElement]:
    return [
        section
        for section in parent.iter("section")
        if next(section.iterancestors("section", "main")) is parent
    ]


def _other_formats(executed: Executed, format: str) -> html.HtmlElement | None:
    links = [
        E.li(E.a(label, href=executed.output_name(name)))
        for name, label in OTHER_FORMATS
        if name in executed.formats and name != format
    ]
    if not links:
        return None
    return E.nav(
        E.h2("Other Formats", id="formats-title"),
        E.ul(*links),
        {"class": "quarto-alternate-formats", "aria-labelledby": "formats-title"},
    )


def _by_class(parent: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return parent.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")


def _first(parent: html.HtmlElement, name: str) -> html.HtmlElement:
    return _by_class(parent, name)[0]


def _move(element: html.HtmlElement, target: html.HtmlElement) -> None:
    """Append an element elsewhere without the text that follows it."""
    tail, element.tail = element.tail, None
    parent, before = element.getparent(), element.getprevious()
    if tail and tail.strip():
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    target.append(element)


def _text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())
