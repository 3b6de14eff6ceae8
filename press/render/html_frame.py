"""The page around pandoc's text: head, contents, other formats, appendix, notes, and what eases access."""

import copy
import re
from collections.abc import Iterator

from lxml import etree, html
from lxml.builder import E

from press.base.markdown_text import plain
from press.render import margin_entries, other_formats
from press.render.dates import format_date
from press.render.page import Page

PEOPLE_LINKS = {"quarto-title-author-email": "E-mail to", "quarto-title-author-orcid": "ORCID of"}
DESCRIPTION_LENGTH = 300


def complete(document: html.HtmlElement, page: Page) -> None:
    """Complete the page in place."""
    main = document.get_element_by_id("quarto-document-content")
    _name_links_of_people(main)
    if page.option("citation-location") == "margin":
        margin_entries.move_entries(main)
    _gather_appendix(main, page)
    _finish_notes(main, page.labels["section-title-footnotes"])
    _finish_tables(main)
    _finish_pictures(main)
    _finish_equations(main)
    for wide in main.xpath(".//pre|.//*[local-name()='math'][@display='block']"):
        wide.set("tabindex", "0")  # so that it scrolls by keyboard
    _write_head(document, main, page)
    _add_sidebar(main, page)
    _drop_empty_title(main)


def _drop_empty_title(main: html.HtmlElement) -> None:
    """Take out a title block in which nothing stands."""
    block = main.get_element_by_id("title-block-header")
    if not _words_of(block):
        block.drop_tree()


def _name_links_of_people(main: html.HtmlElement) -> None:
    """Say whose the links are that show as signs."""
    for name, words in PEOPLE_LINKS.items():
        for link in main.find_class(name):
            link.set("aria-label", f"{words} {_words_of(link.getparent())}")


def _gather_appendix(main: html.HtmlElement, page: Page) -> None:
    """Move to the end sections marked `.appendix`, references unless the author placed them, and notes."""
    appendix = E.div(id="quarto-appendix")
    for section in main.find_class("appendix"):
        if section.tag == "section":
            _move(section, appendix)
            if (heading := section.find("h1")) is not None:
                heading.tag = "h2"
    references = main.xpath(".//*[@id='refs']")
    if references and not re.search(r"\{[^}]*#refs\b", page.executed.markdown(page.format)):
        appendix.append(
            E.section(
                E.h2(page.labels["section-title-references"], {"class": "quarto-appendix-heading"}),
                id="quarto-bibliography",
                role="doc-bibliography",
            )
        )
        _move(references[0], appendix[-1])
    for notes in main.xpath(".//section[@role='doc-endnotes']"):
        _move(notes, appendix)
    for matter in main.xpath("./section[contains(@class, 'quarto-appendix-contents')]"):
        _move(matter, appendix)
    if len(appendix):
        main.append(appendix)


def _number_notes(main: html.HtmlElement) -> None:
    """Give notes the numbers of their order: pandoc counts those of the front matter in another order."""
    calls = main.xpath(".//a[@role='doc-noteref']")
    notes = [main.get_element_by_id(call.get("href")[1:]) for call in calls]
    if [call.get("href") for call in calls] == [f"#fn{number}" for number in range(1, len(calls) + 1)]:
        return
    for number, (call, note) in enumerate(zip(calls, notes, strict=True), 1):
        call.set("href", f"#fn{number}")
        call.set("id", f"fnref{number}")
        call.find("sup").text = str(number)
        note.set("id", f"fn{number}")
        for link in note.xpath(".//a[@role='doc-backlink']"):
            link.set("href", f"#fnref{number}")
        note.getparent().append(note)


def _finish_notes(main: html.HtmlElement, title: str) -> None:
    _number_notes(main)
    for notes in main.xpath(".//section[@role='doc-endnotes']"):
        if (rule := notes.find("hr")) is not None:
            notes.remove(rule)
        notes.insert(0, E.h2(title, {"class": "quarto-appendix-heading"}))
    for link in main.xpath(".//a[@role='doc-backlink']"):
        link.set("aria-label", "Back to the text")
        link.text = None  # the style shows an arrow, which the name need not hold


def _finish_tables(main: html.HtmlElement) -> None:
    """Let wide tables scroll in a box of their own; tell header cells from empty corners."""
    for cell in main.xpath(".//thead//th"):
        if len(cell) == 0 and not (cell.text or "").strip():
            cell.tag = "td"
        else:
            cell.set("scope", "col")
    for cell in main.xpath(".//tbody//th"):
        cell.set("scope", "row")
    for columns in main.xpath(".//colgroup[not(@*)][not(col/@*[name() != 'style'])]"):
        columns.drop_tree()  # widths of Markdown's columns, which the style leaves to the cells
    for table in main.xpath(".//table"):
        _put_in_box(table, "table-box", _float_name(table, "Table"))


def _put_in_box(element: html.HtmlElement, name: str, label: str) -> None:
    """Set an element in a box that scrolls, by keyboard too, where the element is wider."""
    box = E.div({"class": name, "role": "group", "tabindex": "0", "aria-label": label})
    box.tail, element.tail = element.tail, None
    element.getparent().replace(element, box)
    box.append(element)


def _float_name(element: html.HtmlElement, default: str) -> str:
    figures = element.iterancestors("figure")
    captions = (caption for figure in figures for caption in figure.iterchildren("figcaption"))
    return next((_words_of(caption).split(":")[0] for caption in captions), default)


def _finish_pictures(main: html.HtmlElement) -> None:
    """Let figures' pictures, which stay wide enough on small screens, scroll in a box of their own."""
    for image in main.iter("img"):
        image.set("alt", image.get("alt", ""))
    for image in main.xpath(".//figure//img"):
        around = image.getparent()
        alone = around.tag == "p" and len(around) == 1 and not _words_of(around)
        _put_in_box(around if alone else image, "picture-box", _float_name(image, "Figure"))


def _finish_equations(main: html.HtmlElement) -> None:
    """Keep stops with their formulas, and make of numbers attributes that the style prints at the margin."""
    for formula in main.xpath(".//*[local-name()='math'][@display='inline']"):
        _keep_stop(formula)
    for box in main.find_class("equation"):
        row = box.xpath(".//*[local-name()='semantics']/*[local-name()='mrow']")
        number = re.search(r"\\qquad\s*\(([^)]*)\)\s*$", "".join(box.itertext()))
        if row and number and _drop_number(row[0]):
            box.set("data-number", f"({number[1]})")


def _keep_stop(formula: html.HtmlElement) -> None:
    """Keep a formula in the text and the stop behind it on one line."""
    if stops := re.match(r"[.,;:!?)\]]+", formula.tail or ""):
        whole = E.span({"class": "whole"})
        whole.tail, formula.tail = formula.tail[stops.end() :], stops[0]
        formula.getparent().replace(formula, whole)
        whole.append(formula)


def _drop_number(row: html.HtmlElement) -> bool:
    """Take the space and the bracketed number off the end of a formula; whether there is a space."""
    if spaces := [place for place, child in enumerate(row) if child.tag == "mspace"]:
        del row[spaces[-1] :]
    return bool(spaces)


def _write_head(document: html.HtmlElement, main: html.HtmlElement, page: Page) -> None:
    given = plain(str(page.option("pagetitle", "")))
    title = given or _name_of(main, page)
    site = page.executed.project.metadata.get("website", {}).get("title")
    tag = document.find("head/title")
    tag.text = f"{title} – {site}" if site and site != title else title
    abstract = " ".join(
        _words_of(part) for part in main.xpath(".//*[@class='abstract']/*[not(@class='block-title')]")
    )
    described = {
        "author": [plain(author.name) for author in page.authors],
        "dcterms.date": [format_date(str(page.options["date"]), "iso")] if page.option("date") else [],
        "keywords": [", ".join(map(plain, page.keywords))] if page.keywords else [],
        "description": [text]
        if (text := plain(str(page.option("description", ""))) or _shorten(abstract))
        else [],
    }
    for name, values in described.items():
        for value in values:
            tag.addprevious(E.meta(name=name, content=value))


def _name_of(main: html.HtmlElement, page: Page) -> str:
    """Return the page's title; without one its first heading, or else its file's name."""
    headings = main.xpath(".//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]")
    own = (_words_of(heading) for heading in headings if "quarto-appendix-heading" not in heading.classes)
    return next(filter(None, own), page.executed.source.stem)


def _shorten(text: str) -> str:
    return text if len(text) <= DESCRIPTION_LENGTH else text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"


def _add_sidebar(main: html.HtmlElement, page: Page) -> None:
    """Put contents and links to other formats behind the title; wide screens show them beside the text."""
    if parts := [*_contents(main, page), *_other_formats(page)]:
        behind = main.get_element_by_id("title-block-header")
        while (after := behind.getnext()) is not None and after.tag is etree.Comment:
            behind = after  # a comment there marks a place that belongs to the title
        behind.addnext(E.div(E.div(*parts), id="quarto-margin-sidebar"))


def _contents(main: html.HtmlElement, page: Page) -> Iterator[html.HtmlElement]:
    title = str(page.option("toc-title", page.labels["toc-title-document"]))
    items = _outline(main, int(page.option("toc-depth", 3))) if page.option("toc") else ()
    if len(items):
        yield E.nav(
            E.h2(title, id="toc-title"),
            E.details(E.summary(title), items),
            {"id": "TOC", "role": "doc-toc", "aria-labelledby": "toc-title"},
        )


def _outline(parent: html.HtmlElement, depth: int) -> html.HtmlElement:
    """Return the nested list of the sections below an element."""
    items = E.ul()
    for section in parent.iter("section"):
        headings = [child for child in section if re.fullmatch("h[1-6]", str(child.tag))]
        if (
            headings
            and next(section.iterancestors("section", "main")) is parent
            and section.get("role") != "doc-endnotes"
            and "unlisted" not in section.classes
        ):
            link = copy.deepcopy(headings[0])
            link.tag, link.tail = "a", None
            link.attrib.clear()
            link.set("href", "#" + (section.get("id") or headings[0].get("id") or ""))
            for inner in link.xpath(".//a|.//*[@role='doc-noteref']"):
                inner.drop_tag()
            below = _outline(section, depth - 1) if depth > 1 else ()
            items.append(E.li(link, below) if len(below) else E.li(link))
    return items


def _other_formats(page: Page) -> Iterator[html.HtmlElement]:
    links = [
        E.li(E.a(link.text, {"href": link.href} | ({"download": link.download} if link.download else {})))
        for link in other_formats.links(page)
    ]
    if links:
        yield E.nav(
            E.h2(page.labels["related-formats-title"], id="formats-title"),
            E.ul(*links),
            {"class": "quarto-alternate-formats", "aria-labelledby": "formats-title"},
        )


def _move(element: html.HtmlElement, target: html.HtmlElement) -> None:
    """Append an element elsewhere; the text that follows it stays, unless it is blank."""
    if not (element.tail or "").strip():
        element.tail = None
    element.drop_tree()
    target.append(element)


def _words_of(element: html.HtmlElement) -> str:
    """Return the words of an element without the numbers of notes; of a formula, what the author typed."""
    said = element.xpath(
        ".//text()[not(ancestor::*[@role='doc-noteref']) and (ancestor::annotation or not(ancestor::math))]"
    )
    return " ".join("".join(said).split())
