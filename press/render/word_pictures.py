"""Pictures in Word: an alternative text, and the drawing beside the pixels that older programs show."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The name under which Word looks for a picture's SVG."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A drawing, the part of the file that it becomes, and the name of the relation to it."""

    svg: bytes
    part: str
    relation: str


def vectors(docx: bytes, drawing: Callable[[str], bytes | None]) -> dict[str, Vector]:
    """Return the drawings of a file's pictures, by the relations to the pictures' pixels.

    Parameters
    ----------
    docx : bytes
        The file as pandoc made it: a picture's description is the path under which it was found.
    drawing : callable
        Gives the SVG of a picture by this path, or None.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as packed:
        document = etree.fromstring(packed.read("word/document.xml"))
    found = {}
    for picture in document.iter(PICTURE + "pic"):
        path, relation = picture.find(f".//{PICTURE}cNvPr").get("descr", ""), _pixels(picture)
        if relation and (svg := drawing(path)):
            found[relation] = Vector(svg, f"word/media/{relation}.svg", f"{relation}-svg")
    return found


def describe(document: etree._Element) -> None:
    """Give the picture itself its description, where pandoc puts the file's path."""
    for drawing in document.iter(DRAWING + "inline"):
        described = drawing.find(DRAWING + "docPr")
        for picture in drawing.iter(PICTURE + "cNvPr"):
            picture.set("descr", described.get("descr", ""))


def refer(document: etree._Element, vectors: dict[str, Vector]) -> None:
    """Name the drawing beside the pixels."""
    for picture in document.iter(PICTURE + "pic"):
        if vector := vectors.get(_pixels(picture)):
            listed = etree.SubElement(picture.find(f".//{MAIN}blip"), MAIN + "extLst")
            entry = etree.SubElement(listed, MAIN + "ext", uri=EXTENSION)
            etree.SubElement(
                entry, f"{{{SVG}}}svgBlip", {f"{{{OFFICE}}}embed": vector.relation}, nsmap={"asvg": SVG}
            )


def relate(relations: etree._Element, vectors: dict[str, Vector]) -> None:
    """Enter the drawings among the document's relations."""
    for vector in vectors.values():
        told = {"Id": vector.relation, "Type": f"{OFFICE}/image", "Target": vector.part.removeprefix("word/")}
        etree.SubElement(relations, relations[0].tag, told)


def name_kind(types: etree._Element, vectors: dict[str, Vector]) -> None:
    """Say what files that end in .svg are."""
    default = f"{{{types.nsmap[None]}}}Default"
    if vectors and not any(entry.get("Extension") == "svg" for entry in types.iter(default)):
        types.insert(0, etree.Element(default, Extension="svg", ContentType="image/svg+xml"))


def _pixels(picture: etree._Element) -> str:
    """Return the relation to a picture's pixels; empty where it has none."""
    return str(picture.find(f".//{MAIN}blip").get(f"{{{OFFICE}}}embed", ""))
