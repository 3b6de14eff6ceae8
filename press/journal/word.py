"""What makes a Word file of pandoc's one that Word's users expect.

Captions are numbered by fields and references to them are fields too, so that both follow when an exhibit is
added or moved; pictures carry their alternative text where Word shows it; heads of tables have a style of
their own and repeat; lines are numbered; the language is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from press.render.word import Finisher, W, lay_out_tables, rewritten

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CAPTIONS = {"TableCaption": "Table", "ImageCaption": "Figure"}
LABEL = re.compile(r"(Table|Figure)[\s\u00a0](\d+)(:?)")
LANGUAGE = "en-GB"
FIRST_BOOKMARK = 100_000
"""The number of the first bookmark; pandoc's own are smaller."""


def finish(docx: bytes, *, numbered: bool) -> bytes:
    """Finish a Word file that press wrote; `numbered` asks for numbers beside the lines."""
    finishers: dict[str, Finisher] = {
        "word/document.xml": lambda part: _finish_document(part, numbered=numbered),
        "word/styles.xml": _set_language,
        "word/settings.xml": _set_language,
    }
    return rewritten(docx, finishers)


def style_of(paragraph: etree._Element) -> str:
    """Return the style's identifier; empty for the ordinary one."""
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(W + "val")


def text_of(element: etree._Element) -> str:
    """Return what Word shows of an element."""
    return "".join(part.text or "" for part in element.iter(W + "t"))


def _finish_document(document: etree._Element, *, numbered: bool) -> None:
    lay_out_tables(document)
    for table in document.iter(W + "tbl"):
        _style_head(table)
        _keep_with_note(table)
    for paragraph in document.iter(W + "p"):
        _style_list(paragraph)
    names = _number_captions(document)
    for link in list(document.iter(W + "hyperlink")):
        if (name := names.get(link.get(W + "anchor"))) and LABEL.fullmatch(text_of(link)):
            _refer(link, name)
    for picture in document.iter(DRAWING + "docPr"):
        picture.set("descr", picture.attrib.pop("title", "") or picture.get("descr", ""))
    for section in document.iter(W + "sectPr"):
        _number_lines(section, numbered=numbered)


def _style_head(table: etree._Element) -> None:
    """Give the paragraphs of the rows that repeat on every page the style of a table's head."""
    for row in table.findall(W + "tr"):
        if row.find(f"{W}trPr/{W}tblHeader") is not None:
            for style in row.iter(W + "pStyle"):
                style.set(W + "val", "TableHeader")


def _keep_with_note(table: etree._Element) -> None:
    """Keep the last row on the page where the note begins."""
    following = next((part for part in table.itersiblings() if not part.tag.startswith(W + "bookmark")), None)
    last = table.findall(W + "tr")[-1]
    if following is not None and style_of(following) == "Note":
        for style in last.iter(W + "pStyle"):
            if style.getnext() is None or style.getnext().tag != W + "keepNext":
                style.addnext(etree.Element(W + "keepNext"))


def _style_list(paragraph: etree._Element) -> None:
    """Give the items of lists the style of lists: pandoc sets them as it sets the cells of tables."""
    if style_of(paragraph) == "Compact" and paragraph.find(f"{W}pPr/{W}numPr") is not None:
        paragraph.find(f"{W}pPr/{W}pStyle").set(W + "val", "ListParagraph")


def _number_captions(document: etree._Element) -> dict[str, str]:
    """Let fields number the captions.

    Return the names of the bookmarks at the labels by the identifier of the exhibit.
    """
    names: dict[str, str] = {}
    for paragraph in document.iter(W + "p"):
        if style_of(paragraph) not in CAPTIONS:
            continue
        run = next(run for run in paragraph.iter(W + "r") if text_of(run))
        if found := LABEL.fullmatch(text_of(run)):
            identifier = _identifier(paragraph)
            names[identifier] = "_Ref_" + identifier.replace("-", "_")
            _number_caption(run, found, names[identifier], FIRST_BOOKMARK + len(names))
    return names


def _identifier(paragraph: etree._Element) -> str:
    """Return the identifier of the exhibit to which a caption belongs.

    Of the bookmark that was opened last before it.
    """
    return next(
        before.get(W + "name") for before in paragraph.itersiblings(W + "bookmarkStart", preceding=True)
    )


def _number_caption(run: etree._Element, label: re.Match[str], name: str, number: int) -> None:
    kind, count, colon = label.groups()
    look = run.find(W + "rPr")
    made = [
        etree.Element(W + "bookmarkStart", {W + "id": str(number), W + "name": name}),
        _run(look, f"{kind}\u00a0"),
        *_field(look, f" SEQ {kind} \\* ARABIC ", count),
        etree.Element(W + "bookmarkEnd", {W + "id": str(number)}),
        *([_run(look, colon)] if colon else []),
    ]
    for part in made:
        run.addprevious(part)
    run.getparent().remove(run)


def _refer(link: etree._Element, name: str) -> None:
    """Let a field tell the number, and lead there, in the place of a link."""
    look = link.find(f"{W}r/{W}rPr")
    for part in _field(look, f" REF {name} \\h ", text_of(link)):
        link.addprevious(part)
    if link.tail:
        link.getprevious().tail = link.tail
    link.getparent().remove(link)


def _field(look: etree._Element | None, code: str, shown: str) -> Iterator[etree._Element]:
    """Yield a field and what it shows until it is brought up to date."""
    for part in ("begin", code, "separate", shown, "end"):
        if part is shown:
            yield _run(look, shown)
            continue
        run = _run(look, "")
        if part is code:
            instruction = etree.SubElement(run, W + "instrText", {XML_SPACE: "preserve"})
            instruction.text = code
        else:
            etree.SubElement(run, W + "fldChar", {W + "fldCharType": part})
        yield run


def _run(look: etree._Element | None, text: str) -> etree._Element:
    run = etree.Element(W + "r")
    if look is not None:
        run.append(deepcopy(look))
    if text:
        etree.SubElement(run, W + "t", {XML_SPACE: "preserve"}).text = text
    return run


def _number_lines(section: etree._Element, *, numbered: bool) -> None:
    """Number the lines from the first page to the last (behind the margins, as the schema orders them), or none."""
    for old in section.findall(W + "lnNumType"):
        section.remove(old)
    if numbered:
        section.find(W + "pgMar").addnext(
            etree.Element(W + "lnNumType", {W + "countBy": "1", W + "restart": "continuous"})
        )


def _set_language(part: etree._Element) -> None:
    for language in (*part.iter(W + "lang"), *part.iter(W + "themeFontLang")):
        language.set(W + "val", LANGUAGE)
