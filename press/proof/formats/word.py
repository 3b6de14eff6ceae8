"""What a Word file says."""

import io
import zipfile

from lxml import etree

from press.proof.formats.collected import Collected
from press.proof.formats.said import END_OF_FORMULA, FORMULA, Part, Passage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = {
    W + "pPr",
    W + "rPr",
    W + "tblPr",
    W + "drawing",
    W + "pict",
    W + "instrText",
    W + "del",
    COMPATIBLE,
}
STYLES = {
    "Title": Part.TITLE,
    "Subtitle": Part.TITLE,
    "Author": Part.BYLINE,
    "Affiliation": Part.BYLINE,
    "Keywords": Part.BYLINE,
    "Date": Part.BYLINE,
    "AbstractTitle": Part.BYLINE,
    "Abstract": Part.ABSTRACT,
    "ImageCaption": Part.CAPTION,
    "TableCaption": Part.CAPTION,
    "Caption": Part.CAPTION,
    "Bibliography": Part.REFERENCES,
}


def read(content: bytes) -> tuple[Passage, ...]:
    """Return the passages of the document in reading order, then those of its notes."""
    said = Collected()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        document = etree.fromstring(packed.read("word/document.xml"))
        _read(document, Part.TEXT, said)
        if "word/footnotes.xml" in packed.namelist():
            notes = {note.get(W + "id"): note for note in etree.fromstring(packed.read("word/footnotes.xml"))}
            for mark in document.iter(W + "footnoteReference"):
                if (note := notes.get(mark.get(W + "id"))) is not None:
                    _read(note, Part.NOTE, said)
    return said.passages


def _read(element: etree._Element, part: Part, said: Collected) -> None:
    tag = element.tag
    if tag in SKIPPED or not isinstance(tag, str) or _is_contents(element):
        return
    if tag == M + "oMath":
        said.add(FORMULA + "".join(text.text or "" for text in element.iter(M + "t")) + END_OF_FORMULA)
    elif tag == W + "t":
        said.add(element.text or "")
    elif tag in (W + "tab", W + "br", W + "cr"):
        said.add("\n")
    elif tag == W + "noBreakHyphen":
        said.add("-")
    else:
        inner = _part_of(element) or part if tag == W + "p" and part is Part.TEXT else part
        for child in element:
            _read(child, inner, said)
        if tag == W + "p":
            said.end(inner)


def _is_contents(element: etree._Element) -> bool:
    """Whether an element is the table of contents, whose entries stand in the text again."""
    return element.tag == W + "sdt" and bool(element.findall(f"{W}sdtPr/{W}docPartObj"))


def _part_of(paragraph: etree._Element) -> Part | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if style is None else STYLES.get(style.get(W + "val"))
