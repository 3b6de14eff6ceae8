"""Accepts or rejects every tracked change of a Word file as the standard has it; tells what it says then."""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DOCUMENT, FOOTNOTES = "word/document.xml", "word/footnotes.xml"
Paragraph = tuple[str, str, tuple[tuple[str, str], ...]]
"""Properties, list, and stretches of text with their looks."""


@dataclass
class File:
    """The parts of a Word file."""

    parts: dict[str, bytes]

    @classmethod
    def of(cls, docx: bytes) -> File:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            return cls({name: archive.read(name) for name in archive.namelist()})

    def tree(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    def target(self, part: str, name: str) -> str:
        folder, file = posixpath.split(part)
        for one in etree.fromstring(self.parts[f"{folder}/_rels/{file}.rels"]):
            if one.get("Id") == name:
                if one.get("TargetMode") == "External":
                    return one.get("Target")
                content = self.parts[posixpath.normpath(posixpath.join(folder, one.get("Target")))]
                return hashlib.sha256(content).hexdigest()[:12]
        raise AssertionError(f"{part} has no relationship {name}")


def plain(element: etree._Element) -> str:
    """An element as text that is the same for what means the same."""
    named = sorted((name.split("}")[-1], said) for name, said in element.attrib.items())
    below = sorted(plain(child) for child in element if isinstance(child.tag, str))
    return f"{element.tag.split('}')[-1]}{named}{below}"


def plainly(text: str) -> str:
    """Text with one kind of blanks and quotation marks: other ones are no change."""
    return re.sub(r"\s+", " ", text.translate(str.maketrans("“”„‘’«»", '"""\'\'""')))


def unwrap(element: etree._Element) -> None:
    parent, place = element.getparent(), element.getparent().index(element)
    parent[place : place + 1] = list(element)


def resolve(root: etree._Element, accept: bool) -> None:
    """Accept or reject every change below an element."""
    kept, lost = ("ins", "del") if accept else ("del", "ins")
    for mark in list(root.iter(W + kept, W + lost)):
        holder = mark.getparent()
        if holder is None or holder.tag == W + "rPr":
            continue
        if holder.tag == W + "trPr":
            row = holder.getparent()
            holder.remove(mark) if mark.tag == W + kept else row.getparent().remove(row)
        elif mark.tag == W + kept:
            unwrap(mark)
        else:
            holder.remove(mark)
    for table in list(root.iter(W + "tbl")):
        if table.find(W + "tr") is None:
            table.getparent().remove(table)
    for text in root.iter(W + "delText", W + "delInstrText"):
        text.tag = W + ("t" if text.tag == W + "delText" else "instrText")
    for change in list(root.iter(W + "rPrChange", W + "pPrChange")):
        resolve_look(change, accept)
    for mark in list(root.iter(W + kept, W + lost)):
        paragraph = mark.getparent().getparent().getparent()
        assert paragraph.tag == W + "p"
        mark.getparent().remove(mark) if mark.tag == W + kept else join_with_next(paragraph)


def resolve_look(change: etree._Element, accept: bool) -> None:
    """Let properties be the new ones, or those that they were."""
    properties = change.getparent()
    if not accept:
        for one in list(properties):
            if one.tag not in (W + "rPr", W + "sectPr", change.tag):
                properties.remove(one)
        properties[:0] = list(change[0])
    properties.remove(change)


def join_with_next(paragraph: etree._Element) -> None:
    """Take away the end of a paragraph: what it says begins the next one."""
    content = [one for one in paragraph if one.tag != W + "pPr"]
    following = next((one for one in paragraph.itersiblings() if one.tag in (W + "p", W + "tbl")), None)
    if following is not None and following.tag == W + "p":
        place = 0 if following.find(W + "pPr") is None else 1
        following[place:place] = content
        paragraph.getparent().remove(paragraph)
    else:
        assert not any(child.tag == W + "r" for child in content), "text before a table lost its end"
        paragraph.getparent().remove(paragraph)


@dataclass
class Saying:
    """Tells what a Word file says, all of its changes accepted or rejected."""

    file: File
    accept: bool = True

    def blocks(self) -> list[object]:
        body = self.file.tree(DOCUMENT).find(W + "body")
        resolve(body, self.accept)
        self.notes = {}
        if FOOTNOTES in self.file.parts:
            notes = self.file.tree(FOOTNOTES)
            resolve(notes, self.accept)
            self.notes = {note.get(W + "id"): note for note in notes}
        return self.below(body, DOCUMENT)

    def below(self, holder: etree._Element, part: str) -> list[object]:
        found: list[object] = []
        for child in holder:
            if child.tag == W + "p":
                found.append(self.paragraph(child, part))
            elif child.tag == W + "tbl":
                found.append(
                    [
                        [self.below(cell, part) for cell in row.findall(W + "tc")]
                        for row in child.findall(W + "tr")
                    ]
                )
        return found

    def paragraph(self, element: etree._Element, part: str) -> Paragraph:
        properties = element.find(W + "pPr")
        style = ""
        if properties is not None:
            style = str(
                sorted(
                    plain(one) for one in properties if one.tag not in (W + "rPr", W + "numPr", W + "sectPr")
                )
            )
        stretches: list[tuple[str, str]] = []
        for text, look in self.runs(element, part):
            if stretches and stretches[-1][1] == look:
                stretches[-1] = (plainly(stretches[-1][0] + text), look)
            elif text:
                stretches.append((plainly(text), look))
        return style if style != "[]" else "", self.listed(properties), tuple(stretches)

    def listed(self, properties: etree._Element | None) -> str:
        number = None if properties is None else properties.find(f"{W}numPr/{W}numId")
        if number is None:
            return ""
        numbering = self.file.tree("word/numbering.xml")
        one = numbering.xpath(f"w:num[@w:numId='{number.get(W + 'val')}']", namespaces={"w": W[1:-1]})[0]
        kind = one.find(W + "abstractNumId").get(W + "val")
        forms = numbering.xpath(
            f"w:abstractNum[@w:abstractNumId='{kind}']//w:numFmt/@w:val", namespaces={"w": W[1:-1]}
        )
        level = properties.find(f"{W}numPr/{W}ilvl").get(W + "val")
        return f"{forms[int(level)]} {level}"

    def runs(self, holder: etree._Element, part: str, link: str = "") -> list[tuple[str, str]]:
        found = []
        for child in holder:
            if child.tag == W + "hyperlink":
                where = child.get(W + "anchor") or self.file.target(part, child.get(R + "id"))
                found += self.runs(child, part, where)
            elif child.tag in (M + "oMath", M + "oMathPara"):
                found.append((f"<{''.join(child.itertext())}>", "math"))
            elif child.tag == W + "r":
                look = child.find(W + "rPr")
                words = [] if look is None else sorted(map(plain, look))
                found += [(self.thing(one, part), f"{words or ''}{link}") for one in child]
        return found

    def thing(self, one: etree._Element, part: str) -> str:
        if one.tag == W + "t":
            return one.text or ""
        if one.tag == W + "footnoteReference":
            return f"<note {self.below(self.notes[one.get(W + 'id')], FOOTNOTES)}>"
        if one.tag == W + "drawing":
            shown = [
                self.file.target(part, said)
                for element in one.iter()
                for name, said in element.items()
                if name.startswith(R)
            ]
            return f"<picture {shown}>"
        if one.tag in (W + "rPr", W + "commentReference"):
            return ""
        return f"<{one.tag.split('}')[1]}>"


def said(docx: bytes, accept: bool = True) -> list[object]:
    """What a Word file says, all of its changes accepted, or rejected."""
    return Saying(File.of(docx), accept).blocks()


def bookmarks(docx: bytes) -> dict[str, str]:
    """The words that each bookmark of a Word file holds, all changes accepted."""
    file, found = File.of(docx), {}
    for part in (one for one in (DOCUMENT, FOOTNOTES) if one in file.parts):
        root = file.tree(part)
        resolve(root, accept=True)
        names: dict[str, str] = {}
        for element in root.iter():
            if element.tag == W + "bookmarkStart":
                assert element.get(W + "name") not in found
                names[element.get(W + "id")] = element.get(W + "name")
                found[element.get(W + "name")] = ""
            elif element.tag == W + "bookmarkEnd":
                names.pop(element.get(W + "id"))
            elif element.tag == W + "t":
                found |= {name: plainly(found[name] + (element.text or "")) for name in names.values()}
    return found


ANYTHING = ""
ORDERS = {
    "pPr": (
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
        "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "spacing", "ind",
        "contextualSpacing", "jc", "textAlignment", "outlineLvl", "rPr", "sectPr", "pPrChange",
    ),
    "rPr": (
        "ins", "del", "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "color",
        "sz", "szCs", "highlight", "u", "shd", "vertAlign", "lang", "rPrChange",
    ),
    "tr": ("tblPrEx", "trPr", "tc"),
    "tc": ("tcPr", "p", "tbl", "bookmarkStart", "bookmarkEnd"),
    "p": ("pPr", ANYTHING),
    "r": ("rPr", ANYTHING),
}  # fmt: skip
"""Children in the order of the standard (ECMA-376, part 1)."""
HOLDERS_OF_INSERTIONS = {"p", "hyperlink", "rPr", "trPr"}
IN_RUNS = {"r", "oMath", "oMathPara", "bookmarkStart", "bookmarkEnd", "sdt"}


def faults(docx: bytes) -> list[str]:
    """What Word would not take: doubled identifiers, marks where none may be, wrong orders, lost parts."""
    file = File.of(docx)
    elements = [one for part in (DOCUMENT, FOOTNOTES) for one in file.tree(part).iter()]
    marks = [one for one in elements if one.tag in (W + "ins", W + "del")]
    numbered = [
        one.get(W + "id")
        for one in elements
        if one in marks or name_of(one) in ("rPrChange", "pPrChange", "bookmarkStart")
    ]
    drawings = [one.get("id") for one in elements if name_of(one) in ("docPr", "cNvPr")]
    for part in (DOCUMENT, FOOTNOTES):
        for element in file.tree(part).iter():
            for name, to in element.attrib.items():
                if name.startswith(R):
                    file.target(part, to)
    return [
        *(fault for mark in marks for fault in faults_of_mark(mark)),
        *(fault for element in elements for fault in wrong_order(element)),
        *(f"identifier {one} twice" for one in set(numbered) if numbered.count(one) > 1),
        *(f"drawing {one} twice" for one in set(drawings) if drawings.count(one) > 1),
        *(
            "text in the wrong form"
            for one in elements
            if one.tag in (W + "t", W + "delText")
            and (one.tag == W + "delText") != (one.getparent().getparent().tag == W + "del")
        ),
    ]


def name_of(element: etree._Element) -> str:
    return element.tag.split("}")[-1]


def faults_of_mark(mark: etree._Element) -> list[str]:
    """Where a mark stands, and what stands in it, that may not."""
    name, parent = name_of(mark), name_of(mark.getparent())
    found = [] if parent in HOLDERS_OF_INSERTIONS else [f"{name} in {parent}"]
    found += [f"{one} in {name}" for one in {name_of(child) for child in mark} - IN_RUNS]
    return found if mark.get(W + "author") and mark.get(W + "id") else [*found, f"{name} of nobody"]


def wrong_order(element: etree._Element) -> list[str]:
    """Children of an element that stand in another order than the standard's."""
    name, children = name_of(element), [name_of(child) for child in element]
    if name not in ORDERS or not element.tag.startswith(W):
        return []
    order = ORDERS[name]
    if order[-1] == ANYTHING:
        return [f"{order[0]} in {name} is not the first"] if order[0] in children[1:] else []
    places = [order.index(child) if child in order else -1 for child in children]
    if name == "tc":
        places = [min(place, 1) for place in places]
    return [f"{name}: {children}"] if -1 in places or places != sorted(places) else []
