"""A Word file as its parts: trees that can be changed, packed the same for the same parts."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from press.journal.word_back.word_file.word_xml import parsed
from press.render.word import rewritten

TYPES = "[Content_Types].xml"
NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(slots=True)
class WordPackage:
    """The parts of a Word file by name; those that were looked at are trees."""

    parts: dict[str, bytes]
    _trees: dict[str, etree._Element] = field(default_factory=dict)

    def tree(self, name: str) -> etree._Element | None:
        """Return a part as a tree; None where the file has no such part."""
        if name not in self._trees and name in self.parts:
            self._trees[name] = parsed(self.parts[name], name)
        return self._trees.get(name)

    def trees(self) -> Iterator[etree._Element]:
        """Yield the parts that hold text."""
        for name in sorted(self.parts):
            if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1:
                tree = self.tree(name)
                assert tree is not None
                yield tree

    def relations(self, part: str) -> etree._Element:
        """Return what a part leads to; none where nothing is said."""
        folder, name = posixpath.split(part)
        file = f"{folder}/_rels/{name}.rels"
        if self.tree(file) is None:
            self._trees[file] = etree.fromstring(NO_RELATIONS)
        return self._trees[file]

    def add(self, name: str, tree: etree._Element) -> None:
        """Add a part."""
        self._trees[name] = tree

    def name_kind(self, part: str, kind: str) -> None:
        """Say of what kind a part is."""
        types = self.tree(TYPES)
        assert types is not None
        tag = types.tag.replace("Types", "Override")
        if all(one.get("PartName") != f"/{part}" for one in types.iter(tag)):
            etree.SubElement(types, tag, {"PartName": f"/{part}", "ContentType": kind})

    def kind_of(self, part: str) -> str:
        """Return of what kind a part is: by its name, else by the ending of that."""
        types = self.tree(TYPES)
        assert types is not None
        told = {one.get("PartName") or one.get("Extension"): one.get("ContentType", "") for one in types}
        ending = part.rpartition(".")[2]
        return str(told.get(f"/{part}") or told.get(ending) or f"image/{ending}")

    def packed(self) -> bytes:
        """Return the file."""
        empty = io.BytesIO()
        with zipfile.ZipFile(empty, "w"):
            pass
        trees = {
            name: etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
            for name, tree in self._trees.items()
            if name in self.parts or len(tree)
        }
        return rewritten(empty.getvalue(), {}, self.parts | trees)


def opened(docx: bytes) -> WordPackage:
    """Return a Word file as its parts."""
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        return WordPackage({name: file.read(name) for name in file.namelist() if not name.endswith("/")})
