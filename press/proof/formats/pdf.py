"""What a PDF says: its text layer, in the order of the structure that tells readers' programs what is what.

Running heads and page numbers are no part of that structure; pictures and the marks of lists and notes are
marked as such. Each piece of text is taken by itself, on a page where nothing else stands: what is read of a
full page depends on a guess at its lines, in which digits have been lost.
"""

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from press.proof import pdf_file
from press.proof.formats.collected import Collected
from press.proof.formats.said import END_OF_FORMULA, FORMULA, SOFT_HYPHEN, Part, Passage

SKIPPED = {"Figure", "Lbl", "Artifact", "TOC", "TOCI"}
INLINE = {"Span", "Link", "Em", "Strong", "Formula", "Reference", "Quote", "Annot", "Ruby", "Sub"}
HOLDING_CODE = {
    "P", "Span", "Link", "TD", "TH", "LBody", "Caption", "H1", "H2", "H3", "H4", "H5", "H6", "Em", "Strong",
    "Note",
}  # fmt: skip
"""Elements in which code stands in the line; elsewhere each line of code is an element."""
SAME_PLACE = 1.0
"""So far apart are letters that belong together at the most [points]."""
PARTS = {"Note": Part.NOTE, "FENote": Part.NOTE, "Caption": Part.CAPTION}


class NoStructure(Exception):
    """The PDF does not tell what is what, so that nobody knows in which order it says it; or it is none."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text and where it stands on its page, from the left and from below, in points."""

    text: str
    left: float
    right: float
    height: float


@dataclass(slots=True)
class _Element:
    """An element of the structure: what it is, and its elements and pieces of text by their places in it.

    A page tells of an element what stands on that page; the places are the same on all.
    """

    kind: str
    inside: dict[int, "_Element | list[_Piece]"] = field(default_factory=dict)

    def of_kind(self, place: int, kind: str) -> "_Element":
        """Return the element at a place."""
        found = self.inside.setdefault(place, _Element(kind))
        return found if isinstance(found, _Element) else _Element(kind)


def read(content: bytes) -> tuple[Passage, ...]:
    """Return the passages of a PDF in the order of its structure.

    Raises
    ------
    NoStructure
        It has none.
    """
    whole, reading = _Element("Root"), _Reading()
    try:
        with pdf_file.opened(content) as document:
            _add_document(document, whole)
    except pdf_file.NoPdf as error:
        raise NoStructure from error
    reading.read(whole, Part.TEXT, "")
    if not reading.said.passages:
        raise NoStructure
    return reading.said.passages


def _add_document(document: pypdfium2.PdfDocument, whole: _Element) -> None:
    """Add to an element what all pages of a document have of it."""
    empty = document.new_page(100, 100)
    for index in range(len(document) - 1):
        page = document[index]
        _add_page(page, empty, whole)
        page.close()
    empty.close()


def _add_page(page: Any, empty: Any, whole: _Element) -> None:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return
    try:
        pieces = _pieces(page, empty)
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            one = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            _add(one, pieces, whole.of_kind(index, _kind(one)))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _add(handle: Any, pieces: dict[int, list[_Piece]], element: _Element) -> None:
    """Add to an element what a page has of it."""
    if element.kind in SKIPPED:
        return
    for place in range(pdfium.FPDF_StructElement_CountChildren(handle)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(handle, place):
            _add(child, pieces, element.of_kind(place, _kind(child)))
        else:
            number = pdfium.FPDF_StructElement_GetChildMarkedContentID(handle, place)
            if found := pieces.get(number):
                element.inside[place] = found


@dataclass(slots=True)
class _Reading:
    """What has been read of a document, and the piece of text before the next."""

    said: Collected = field(default_factory=Collected)
    before: _Piece = field(default_factory=lambda: _Piece("", 0, 0, 0))

    def read(self, element: _Element, part: Part, outer: str) -> None:
        """Read an element: its own pieces of text and the elements in it, in their order."""
        kind = element.kind
        if kind == "TOC" and outer != "TOC":
            self.said.drop_last()
        if kind in SKIPPED:
            return
        inner = PARTS.get(kind, part)
        block = kind not in INLINE and not (kind == "Code" and outer in HOLDING_CODE)
        if block:
            self.said.end(part)
        if kind == "Formula":
            self.said.add(FORMULA)
        for _, child in sorted(element.inside.items()):
            if isinstance(child, _Element):
                self.read(child, inner, kind)
            else:
                self._add(child)
        if kind == "Formula":
            self.said.add(END_OF_FORMULA)
        if block:
            self.said.end(inner)

    def _add(self, pieces: list[_Piece]) -> None:
        """Take pieces of text; a new line or a gap is a blank unless a hyphen parts a word there."""
        for piece in pieces:
            gap = piece.left - self.before.right
            new_line = gap < -SAME_PLACE and piece.height != self.before.height
            if (new_line or gap > SAME_PLACE) and not self.before.text.endswith(SOFT_HYPHEN):
                self.said.add(" ")
            self.said.add(piece.text)
            self.before = piece


def _pieces(page: Any, empty: Any) -> dict[int, list[_Piece]]:
    """Return the page's pieces of text by their numbers in the structure; they go from the page."""
    things = [pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page))]
    found: dict[int, list[_Piece]] = {}
    for thing in things:
        if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if (number := pdfium.FPDFPageObj_GetMarkedContentID(thing)) >= 0:
            pdfium.FPDFPage_RemoveObject(page, thing)
            found.setdefault(number, []).append(_piece(thing, empty))
    return found


def _piece(thing: Any, empty: Any) -> _Piece:
    """Read a piece of text on an empty page, and do away with it."""
    place, edges = pdfium.FS_MATRIX(), [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetMatrix(thing, place)
    pdfium.FPDFPageObj_GetBounds(thing, *edges)
    pdfium.FPDFPage_InsertObject(empty, thing)
    layer = pdfium.FPDFText_LoadPage(empty)
    try:
        size = pdfium.FPDFTextObj_GetText(thing, layer, None, 0)
        room = (ctypes.c_ushort * (size // 2 + 1))()
        pdfium.FPDFTextObj_GetText(thing, layer, room, size)
    finally:
        pdfium.FPDFText_ClosePage(layer)
        pdfium.FPDFPage_RemoveObject(empty, thing)
        pdfium.FPDFPageObj_Destroy(thing)
    return _Piece(bytes(room).decode("utf-16-le", "replace").rstrip("\0"), place.e, edges[2].value, place.f)


def _kind(element: Any) -> str:
    size = pdfium.FPDF_StructElement_GetType(element, None, 0)
    room = ctypes.create_string_buffer(size)
    pdfium.FPDF_StructElement_GetType(element, room, size)
    return room.raw.decode("utf-16-le", "replace").rstrip("\0")
