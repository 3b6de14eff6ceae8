"""Puts the trace into a Word file, and takes it, and the marks of numbers, out of one."""

import hashlib
import io
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lxml import etree

from press.journal.word_back.model import Block
from press.journal.word_back.word_file import reading, trace
from press.journal.word_back.word_file.trace import Trace, Traced
from press.journal.word_back.word_file.word_xml import OFFICE, RELATIONS, W
from press.render.word import rewritten

PART = "customXml/item1.xml"
PROPERTIES = "customXml/itemProps1.xml"
RELATED = "customXml/_rels/item1.xml.rels"
STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
KIND = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
MARK = "_src"
"""How the bookmarks of blocks begin; Word does not list names that begin with a stroke."""


def marked(docx: bytes, found: Trace) -> bytes:
    """Return a Word file with its trace and a bookmark around every block that has one in the trace.

    Parameters
    ----------
    docx : bytes
        The file, of whose blocks the trace tells in their order.
    found : Trace
        Its trace. Blocks in footnotes get no bookmarks: they are found by the marks of the notes.
    """
    identifier = "{" + str(uuid.uuid5(uuid.NAMESPACE_URL, trace.SPACE)).upper() + "}"
    return rewritten(
        docx,
        {
            "word/document.xml": lambda part: _mark_blocks(part, found.blocks),
            "word/footnotes.xml": _drop_number_marks,
            "word/_rels/document.xml.rels": _relate,
            "[Content_Types].xml": _name_kind,
        },
        {PART: trace.to_xml(found), PROPERTIES: _properties(identifier), RELATED: _relation()},
    )


def unmarked(docx: bytes) -> bytes:
    """Return a Word file without marks of numbers; it has no trace."""
    return rewritten(docx, {f"word/{name}.xml": _drop_number_marks for name in ("document", "footnotes")})


def trace_in(parts: Mapping[str, bytes], name: str) -> Trace | None:
    """Return the trace that a Word file brings along, whatever its part is called; None where it has none."""
    for part, content in parts.items():
        if part.startswith("customXml/") and trace.is_trace(content):
            return trace.from_xml(content, f"{name}, {part}")
    return None


def blocks_of(docx: bytes, keys: Iterable[str]) -> tuple[Block, ...]:
    """Return the blocks of a Word file with the keys of the numbers that they print.

    Parameters
    ----------
    docx : bytes
        A file that is marked by word_numbers.lua.
    keys : iterable of str
        All keys that there are.
    """
    known = {hashlib.sha1(key.encode()).hexdigest()[:16]: key for key in keys}
    return tuple(
        replace(
            block,
            runs=tuple(replace(run, key=known.get(run.key, "")) if run.key else run for run in block.runs),
        )
        for block in reading.read(parts_in(docx), "the Word file").blocks
    )


def has_trace(docx: bytes) -> bool:
    """Whether a Word file brings a trace along."""
    return trace_in(parts_in(docx), "the Word file") is not None


def parts_in(docx: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file that was made here, those that hold XML, by their names."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}


# Bookmarks --------------------------------------------------------------------------------------


def _mark_blocks(document: etree._Element, blocks: Iterable[Traced]) -> None:
    _drop_number_marks(document)
    number = max((int(one.get(W + "id", "0")) for one in document.iter(W + "bookmarkStart")), default=0)
    in_body = (one for one in blocks if not one.block.note)
    for paragraph, traced in zip(document.iter(W + "p"), in_body, strict=True):
        if traced.mark:
            number += 1
            _enclose(paragraph, traced.mark, str(number))


def _enclose(paragraph: etree._Element, mark: str, number: str) -> None:
    told = paragraph.find(W + "pPr")
    start = etree.Element(W + "bookmarkStart", {W + "id": number, W + "name": mark})
    paragraph.insert(0 if told is None else paragraph.index(told) + 1, start)
    etree.SubElement(paragraph, W + "bookmarkEnd", {W + "id": number})


def _drop_number_marks(part: etree._Element) -> None:
    starts = [
        one for one in part.iter(W + "bookmarkStart") if one.get(W + "name", "").startswith(reading.KEY_MARK)
    ]
    numbers = {one.get(W + "id") for one in starts}
    ends = [one for one in part.iter(W + "bookmarkEnd") if one.get(W + "id") in numbers]
    for mark in (*starts, *ends):
        mark.getparent().remove(mark)


# What names the part ----------------------------------------------------------------------------


def _relate(relations: etree._Element) -> None:
    told = {"Id": "rIdTrace", "Type": f"{OFFICE}/customXml", "Target": f"../{PART}"}
    etree.SubElement(relations, f"{{{RELATIONS}}}Relationship", told)


def _name_kind(types: etree._Element) -> None:
    etree.SubElement(
        types, f"{{{types.nsmap[None]}}}Override", {"PartName": f"/{PROPERTIES}", "ContentType": KIND}
    )


def _properties(identifier: str) -> bytes:
    item = etree.Element(f"{{{STORE}}}datastoreItem", {f"{{{STORE}}}itemID": identifier}, nsmap={"ds": STORE})
    schemas = etree.SubElement(item, f"{{{STORE}}}schemaRefs")
    etree.SubElement(schemas, f"{{{STORE}}}schemaRef", {f"{{{STORE}}}uri": trace.SPACE})
    return etree.tostring(item, encoding="UTF-8", xml_declaration=True, standalone=True)


def _relation() -> bytes:
    relations = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    told = {"Id": "rId1", "Type": f"{OFFICE}/customXmlProps", "Target": PROPERTIES.rpartition("/")[2]}
    etree.SubElement(relations, f"{{{RELATIONS}}}Relationship", told)
    return etree.tostring(relations, encoding="UTF-8", xml_declaration=True, standalone=True)
