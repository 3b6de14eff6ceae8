"""Makes matplotlib's SVG smaller without changing what is seen: two decimals of a point, and no empty words.

A page carries its figures as SVG in which every letter is a shape, so that they look the same on every
machine. Matplotlib writes each letter's place as a transformation and every number with six decimals; half
of a file is that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from press.render import drawings

if TYPE_CHECKING:
    from lxml import etree

_NUMBER = re.compile(r"-?\d+\.\d+")
_COMMAND = re.compile(r"\s*([A-Za-z])\s*")
_BOX = re.compile(r"M(\S+) (\S+)L(\S+) \2L\3 (\S+)L\1 \4z")
_LETTER = re.compile(r"translate\((\S+) 0\)")
_MOVE = re.compile(r"translate\([^)]*\)")
_FILL = re.compile(r"fill: (#\w+)")
_SHAPE = re.compile(r"DejaVuSans(?:-(?P<face>Bold|Oblique|BoldOblique))?-(?P<glyph>[0-9a-f]+)")
FACES = {"": "s", "Bold": "b", "Oblique": "i", "BoldOblique": "z"}
"""How the shapes of a face of matplotlib's own font are named: by this letter and their number in it."""
_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


def slim(text: str) -> str:
    """Return a smaller picture that looks the same.

    Parameters
    ----------
    text
        SVG; what matplotlib did not make, or what holds words as words, is left as it is.

    Raises
    ------
    drawings.NotADrawing
        Matplotlib made it, and it holds more than a drawing.
    """
    if "Matplotlib v" not in text or "<text" in text:
        return text
    root = drawings.parse(text.encode(), compact=True)
    _rename(root)
    for element in root.iter():
        _shorten(element)
    _unwrap(root)
    return drawings.serialize(root).decode()


def _rename(root: etree._Element) -> None:
    """Give letters names such as s2d (`FACES`), marks and clips a0, a1 and so on, and groups none."""
    for group in root.iter(f"{_SVG}g"):
        group.attrib.pop("id", None)
    names = {
        element.get("id"): _short_name(element.get("id"), number)
        for number, element in enumerate(root.xpath("//*[@id]"))
    }
    for element in root.iter():
        if name := names.get(element.get("id")):
            element.set("id", name)
        if link := element.get(_LINK):
            element.set(_LINK, f"#{names.get(link[1:], link[1:])}")
        if clip := element.get("clip-path"):
            element.set("clip-path", f"url(#{names.get(clip[5:-1], clip[5:-1])})")


def _short_name(name: str, number: int) -> str:
    letter = _SHAPE.fullmatch(name)
    return f"{FACES[letter['face'] or '']}{letter['glyph']}" if letter else f"a{number}"


def _shorten(element: etree._Element) -> None:
    """Write an element's numbers, shape, place and colour in fewer words."""
    if shape := element.get("d"):
        commands = _COMMAND.sub(lambda command: command[1], _rounded(shape)).strip()
        element.set("d", _BOX.sub(r"M\1 \2H\3V\4H\1z", commands))
    if letter := _LETTER.fullmatch(element.get("transform", "")) if element.tag == f"{_SVG}use" else None:
        del element.attrib["transform"]
        element.set("x", f"{float(letter[1]):.0f}")  # hundredths of the type's size
    elif move := element.get("transform"):
        element.set("transform", _MOVE.sub(lambda found: _rounded(found[0]), move))
    for name in {"x", "y", "width", "height"} & set(element.keys()):
        element.set(name, _rounded(element.get(name)))
    if fill := _FILL.fullmatch(element.get("style", "")):
        del element.attrib["style"]
        element.set("fill", fill[1])


def _rounded(text: str) -> str:
    return _NUMBER.sub(lambda match: f"{float(match[0]):z.2f}".rstrip("0").rstrip("."), text)


def _unwrap(root: etree._Element) -> None:
    """Take away groups that say nothing of what they hold."""
    for group in root.xpath("//*[local-name()='g' and not(@*)]"):
        place = group.getparent().index(group)
        group.getparent()[place : place + 1] = list(group)
