"""A Word file as a package of parts: what is in the zip, its relationships and types of content."""

from __future__ import annotations

import io
import posixpath
import zipfile
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
XML = "http://www.w3.org/XML/1998/namespace"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = {"w": W, "r": R, "m": M, "mc": MC, "w14": W14, "w15": W15}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def tag(name: str) -> str:
    """`w:p` as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def element(name: str, /, **attributes: str) -> etree._Element:
    """A new element whose attributes are of the same namespace."""
    prefix = name.partition(":")[0]
    new = etree.Element(tag(name), nsmap={prefix: NAMES[prefix]})
    for key, value in attributes.items():
        new.set(tag(f"{prefix}:{key}"), value)
    return new


class WordPackage:
    """The parts of a Word file; those asked for as XML are written back as they are then."""

    def __init__(self, source: bytes | Path) -> None:
        content = source if isinstance(source, bytes) else source.read_bytes()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self._trees: dict[str, etree._Element] = {}

    def xml(self, name: str) -> etree._Element:
        """The root of a part; what is done to it is saved."""
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self.parts[name], PARSER)
        return self._trees[name]

    def has(self, name: str) -> bool:
        return name in self.parts

    def add(self, name: str, root: etree._Element, content_type: str, relation: str) -> etree._Element:
        """Add a part of the document, with its type and its relationship; one that is there is kept."""
        if not self.has(name):
            self.parts[name] = b""
            self._trees[name] = root
            types = self.xml("[Content_Types].xml")
            override = etree.SubElement(types, f"{{{PACKAGE}/content-types}}Override")
            override.set("PartName", f"/{name}")
            override.set("ContentType", content_type)
            self.relate("word/document.xml", relation, posixpath.relpath(name, "word"))
        return self.xml(name)

    def relate(self, part: str, kind: str, target: str, outside: bool = False) -> str:
        """Add a relationship of a part.

        Its identifier.
        """
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        if not self.has(rels):
            self.parts[rels] = b""
            self._trees[rels] = etree.Element(
                f"{{{PACKAGE}/relationships}}Relationships", nsmap={None: f"{PACKAGE}/relationships"}
            )
        root = self.xml(rels)
        taken = {relation.get("Id") for relation in root}
        identifier = next(f"rId{number}" for number in range(1, 10**6) if f"rId{number}" not in taken)
        relation = etree.SubElement(root, f"{{{PACKAGE}/relationships}}Relationship")
        relation.set("Id", identifier)
        relation.set("Type", kind)
        relation.set("Target", target)
        if outside:
            relation.set("TargetMode", "External")
        return identifier

    def remove(self, begins: str) -> None:
        """Remove all parts whose name begins so, with their types and the relationships to them."""
        gone = [name for name in self.parts if name.startswith(begins)]
        for name in gone:
            self.parts.pop(name)
            self._trees.pop(name, None)
        types = self.xml("[Content_Types].xml")
        for override in list(types):
            if (override.get("PartName") or "").lstrip("/") in gone:
                types.remove(override)
        for rels in [name for name in self.parts if name.endswith(".rels")]:
            root = self.xml(rels)
            base = posixpath.dirname(posixpath.dirname(rels))
            for relation in list(root):
                if relation.get("TargetMode") == "External":
                    continue
                if posixpath.normpath(posixpath.join(base, relation.get("Target", ""))).lstrip("/") in gone:
                    root.remove(relation)

    def content(self) -> bytes:
        """The file as it is now."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in self.parts:
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), self._bytes(name))
        return buffer.getvalue()

    def _bytes(self, name: str) -> bytes:
        if name not in self._trees:
            return self.parts[name]
        return etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
