"""What makes a Word file of pandoc's one that Word's users expect.

Captions are numbered by fields, and references to them are fields too, so that both follow when an exhibit is
added or moved; heads of tables have a style of their own and repeat; lines are numbered; a language is set.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from copy import deepcopy

from lxml import etree
from lxml.builder import ElementMaker

from press.render.word import Finisher, rewritten
from press.render.word_tables import W, lay_out_tables

MAKE = ElementMaker(namespace=W[1:-1])
NAMES = {"w": W[1:-1]}
PRESERVED = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
RESTYLED = {
    "//w:tr[w:trPr/w:tblHeader]//w:pStyle": "TableHeader",
    "//w:pPr[w:numPr]/w:pStyle[@w:val = 'Compact']": "ListParagraph",
}
"""Where pandoc does not set the style that Word's users expect, and which that is.

Rows that repeat on every page, and items of lists, which pandoc sets as it sets the cells of tables.
"""
BEFORE_NOTE = (
    "//w:tbl[following-sibling::*[not(self::w:bookmarkStart or self::w:bookmarkEnd)][1]"
    "[w:pPr/w:pStyle/@w:val = 'Note']]/w:tr[last()]//w:pStyle[not(following-sibling::*[1][self::w:keepNext])]"
)
"""The paragraphs in the last row of a table that a note follows."""
CAPTIONS = ("TableCaption", "ImageCaption")
LABEL = re.compile(r"([^\W\d][\w .-]*)[\s\u00a0](\d+)(\W?)")
"""What a caption begins with, in any language: "Figure 2:"."""
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


def body_of(docx: bytes) -> etree._Element:
    """Return the body of a Word file, whose children are its paragraphs and tables."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read("word/document.xml")).find(W + "body")


def style_of(paragraph: etree._Element) -> str:
    """Return the style's identifier; empty for the ordinary one."""
    return "" if (found := paragraph.find(f"{W}pPr/{W}pStyle")) is None else found.get(W + "val")


def text_of(element: etree._Element) -> str:
    """Return what Word shows of an element."""
    return "".join(part.text or "" for part in element.iter(W + "t"))


def numbered_captions(body: etree._Element, style: str) -> dict[int, etree._Element]:
    """Return the captions of a style that have a number, by their numbers; those of parts have none."""
    found = {}
    for paragraph in body.iter(W + "p"):
        code = paragraph.find(f".//{W}instrText")
        if style_of(paragraph) == style and code is not None and code.text.split()[0] == "SEQ":
            found[len(found) + 1] = paragraph
    return found


def _finish_document(document: etree._Element, *, numbered: bool) -> None:
    lay_out_tables(document)
    for path, name in RESTYLED.items():
        for style in document.xpath(path, namespaces=NAMES):
            style.set(W + "val", name)
    for style in document.xpath(BEFORE_NOTE, namespaces=NAMES):  # the row stays on the page of the note
        style.addnext(MAKE.keepNext())
    names = _number_captions(document)
    for link in list(document.iter(W + "hyperlink")):
        if (name := names.get(link.get(W + "anchor"))) and LABEL.fullmatch(text_of(link)):
            _replace(link, _field(link.find(f"{W}r/{W}rPr"), f" REF {name} \\h ", text_of(link)))
    for section in document.iter(W + "sectPr"):
        _number_lines(section, numbered=numbered)


def _number_captions(document: etree._Element) -> dict[str, str]:
    """Let fields number the captions; return the bookmarks at their labels by the exhibits' identifiers."""
    names: dict[str, str] = {}
    for paragraph in document.iter(W + "p"):
        if style_of(paragraph) not in CAPTIONS:
            continue
        run = next((run for run in paragraph.iter(W + "r") if text_of(run)), None)
        # the bookmark that was opened last before a caption names its exhibit
        mark = next(paragraph.itersiblings(W + "bookmarkStart", preceding=True), None)
        if run is not None and mark is not None and (found := LABEL.fullmatch(text_of(run))):
            identifier = mark.get(W + "name")
            names[identifier] = "_Ref_" + identifier.replace("-", "_")
            _number_caption(run, found, names[identifier], FIRST_BOOKMARK + len(names))
    return names


def _number_caption(run: etree._Element, label: re.Match[str], name: str, number: int) -> None:
    kind, count, colon = label.groups()
    look = run.find(W + "rPr")
    parts = [
        MAKE.bookmarkStart({W + "id": str(number), W + "name": name}),
        _run(look, _text(f"{kind}\u00a0")),
        *_field(look, f" SEQ {kind.replace(' ', '_')} \\* ARABIC ", count),
        MAKE.bookmarkEnd({W + "id": str(number)}),
        *([_run(look, _text(colon))] if colon else []),
    ]
    _replace(run, parts)


def _replace(element: etree._Element, parts: Iterable[etree._Element]) -> None:
    for part in parts:
        element.addprevious(part)
    element.getparent().remove(element)


def _field(look: etree._Element | None, code: str, shown: str) -> list[etree._Element]:
    """Return the runs of a field and of what it shows until it is brought up to date."""
    begin, separate, end = (
        _run(look, MAKE.fldChar({W + "fldCharType": kind})) for kind in ("begin", "separate", "end")
    )
    return [begin, _run(look, MAKE.instrText(PRESERVED, code)), separate, _run(look, _text(shown)), end]


def _run(look: etree._Element | None, content: etree._Element) -> etree._Element:
    return MAKE.r(content) if look is None else MAKE.r(deepcopy(look), content)


def _text(text: str) -> etree._Element:
    return MAKE.t(PRESERVED, text)


def _number_lines(section: etree._Element, *, numbered: bool) -> None:
    """Let lines be numbered from the first page to the last, or not; the schema wants that behind margins."""
    etree.strip_elements(section, W + "lnNumType")
    if numbered:
        section.find(W + "pgMar").addnext(MAKE.lnNumType({W + "countBy": "1", W + "restart": "continuous"}))


def _set_language(part: etree._Element) -> None:
    for language in (*part.iter(W + "lang"), *part.iter(W + "themeFontLang")):
        language.set(W + "val", LANGUAGE)
