"""What deleted text brings along from the old file: links, pictures, styles, lists."""

import copy
import hashlib
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from press.journal.marked_up.names import DRAWING, PICTURE, R, W, value_of
from press.journal.marked_up.styles import STYLE_LINKS, STYLES
from press.journal.marked_up.word_package import WordPackage

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
STYLED = {W + "pStyle": "paragraph", W + "rStyle": "character", W + "tblStyle": "table"}
SECTIONS = (W + "sectPr", W + "pPrChange")
"""Properties of a paragraph that belong to a section, or to changes of another time."""


@dataclass(slots=True)
class Targets:
    """What the relationships of one part lead to.

    Attributes
    ----------
    package : WordPackage
    part : str
        The part's name.
    """

    package: WordPackage
    part: str

    def relation(self, name: str) -> etree._Element | None:
        """Return a relationship by its name."""
        relations = self.package.relations(self.part)
        return next((one for one in relations.iter(RELATION) if one.get("Id") == name), None)

    def file(self, name: str) -> str:
        """Return the name of the part that a relationship leads to; empty where it leads out of the file."""
        found = self.relation(name)
        if found is None or found.get("TargetMode") == "External":
            return ""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.part), found.get("Target", "")))

    def meaning(self, name: str) -> str:
        """Return what a relationship means: an address, or a digest of a part."""
        if file := self.file(name):
            return hashlib.sha256(self.package.parts.get(file, b"")).hexdigest()
        found = self.relation(name)
        return "" if found is None else str(found.get("Target"))


@dataclass(slots=True)
class Carrier:
    """Brings what deleted text needs into the new file.

    Attributes
    ----------
    old, new : WordPackage
    ids : dict
        The highest number given so far to drawings.
    lists : dict
        The list of the new file that a list of the old one is.
    """

    old: WordPackage
    new: WordPackage
    lists: dict[str, str] = field(default_factory=dict)
    drawings: int = 0
    relations: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the highest number of a drawing."""
        ids = [
            int(one.get("id", "0"))
            for part in self.new.trees()
            for one in part.iter(DRAWING + "docPr", PICTURE + "cNvPr")
            if one.get("id", "").isdigit()
        ]
        self.drawings = max(ids, default=0)

    def carried(
        self, element: etree._Element, part: str, without: Iterable[str] = SECTIONS
    ) -> etree._Element:
        """Return a copy of an element of a part of the old file that can stand in the new one.

        Parameters
        ----------
        without
            Tags of children to be left out.
        """
        copied = copy.deepcopy(element)
        copied.tail = None
        for one in [child for child in copied if child.tag in set(without)]:
            copied.remove(one)
        for one in copied.iter():
            if not isinstance(one.tag, str):
                continue
            for name, said in one.attrib.items():
                if str(name).startswith(R):
                    one.set(name, self._relation(str(said), part))
            if one.tag in (DRAWING + "docPr", PICTURE + "cNvPr"):
                self.drawings += 1
                one.set("id", str(self.drawings))
            elif one.tag in STYLED:
                self._style(one.get(W + "val", ""))
            elif one.tag == W + "numId":
                one.set(W + "val", self._list(one.get(W + "val", "")))
        return copied

    def _relation(self, name: str, part: str) -> str:
        """Return the name in the new file of a relationship of the old one, which is added if need be."""
        if (part, name) in self.relations:
            return self.relations[part, name]
        targets = Targets(self.old, part)
        found = targets.relation(name)
        relations = self.new.relations(part)
        taken = {one.get("Id") for one in relations}
        given = next(f"old{number}" for number in range(1, len(taken) + 2) if f"old{number}" not in taken)
        if found is not None:
            added = copy.deepcopy(found)
            added.set("Id", given)
            if file := targets.file(name):
                added.set("Target", posixpath.relpath(self._file(file), posixpath.dirname(part)))
            relations.append(added)
        self.relations[part, name] = given
        return given

    def _file(self, file: str) -> str:
        """Put a part of the old file among those of the new one; return its name there."""
        folder, name = posixpath.split(file)
        given = f"{folder}/old-{name}"
        self.new.parts[given] = self.old.parts.get(file, b"")
        self.new.name_kind(given, self.old.kind_of(file))
        return given

    def _style(self, name: str) -> None:
        """Add a style of the old file, and those it builds on, that the new one lacks."""
        styles, known = self.new.tree(STYLES), self.old.tree(STYLES)
        if styles is None or known is None or by_id(styles, name) is not None:
            return
        if (style := by_id(known, name)) is not None:
            styles.append(added := copy.deepcopy(style))
            added.attrib.pop(W + "default", None)
            for link in (one for tag in STYLE_LINKS for one in added.iter(tag)):
                self._style(link.get(W + "val", ""))

    def same_list(self, old: etree._Element, new: etree._Element) -> None:
        """Remember that items of two paragraphs are of one list."""
        before, after = (one.find(f"{W}pPr/{W}numPr/{W}numId") for one in (old, new))
        if before is not None and after is not None:
            numbers = before.get(W + "val", ""), after.get(W + "val", "")
            if look_of_list(self.old, numbers[0]) == look_of_list(self.new, numbers[1]):
                self.lists.setdefault(*numbers)

    def _list(self, number: str) -> str:
        """Return the new file's list that a list of the old one is; one is added if need be."""
        if number not in self.lists:
            self.lists[number] = self._added_list(number)
        return self.lists[number]

    def _added_list(self, number: str) -> str:
        numbering, known = self.new.tree("word/numbering.xml"), self.old.tree("word/numbering.xml")
        number_before = None if known is None else numbered(known, "num", "numId", number)
        if numbering is None or known is None or number_before is None:
            return "0"  # no list
        added = copy.deepcopy(number_before)
        given = next_number(numbering, "num", "numId")
        added.set(W + "numId", given)
        link = added.find(W + "abstractNumId")
        link.set(W + "val", self._kind_of_list(link.get(W + "val", ""), numbering, known))
        last = numbering.findall(W + "num")[-1:]
        last[0].addnext(added) if last else numbering.append(added)
        return given

    def _kind_of_list(self, number: str, numbering: etree._Element, known: etree._Element) -> str:
        """Return the new file's kind of list that is like one of the old file."""
        kind = numbered(known, "abstractNum", "abstractNumId", number)
        for one in numbering.findall(W + "abstractNum"):
            if levels(one) == levels(kind):
                return str(one.get(W + "abstractNumId"))
        added = copy.deepcopy(kind)
        given = next_number(numbering, "abstractNum", "abstractNumId")
        added.set(W + "abstractNumId", given)
        for name in ("nsid", "tmpl"):
            for one in added.findall(W + name):
                added.remove(one)
        numbering.insert(len(numbering.findall(W + "abstractNum")), added)
        return given


def by_id(styles: etree._Element, name: str) -> etree._Element | None:
    """Return a style by its identifier."""
    return next((one for one in styles.iter(W + "style") if one.get(W + "styleId") == name), None)


def numbered(numbering: etree._Element, tag: str, attribute: str, number: str) -> etree._Element | None:
    """Return a list or a kind of list by its number."""
    return next((one for one in numbering.findall(W + tag) if one.get(W + attribute) == number), None)


def next_number(numbering: etree._Element, tag: str, attribute: str) -> str:
    """Return a number that no list, or no kind of list, has."""
    taken = [int(one.get(W + attribute, "0")) for one in numbering.findall(W + tag)]
    return str(max(taken, default=0) + 1)


def levels(kind: etree._Element | None) -> object:
    """Return what a kind of list looks like."""
    return None if kind is None else [value_of(level) for level in kind.findall(W + "lvl")]


def look_of_list(package: WordPackage, number: str) -> object:
    """Return what a list looks like, whatever its number."""
    numbering = package.tree("word/numbering.xml")
    found = None if numbering is None else numbered(numbering, "num", "numId", number)
    if numbering is None or found is None:
        return None
    kind = found.find(W + "abstractNumId")
    return levels(numbered(numbering, "abstractNum", "abstractNumId", kind.get(W + "val", "")))
