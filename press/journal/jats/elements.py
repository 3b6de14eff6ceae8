"""Small changes of XML trees that keep the text where it was."""

from __future__ import annotations

from lxml import etree
from lxml.builder import ElementMaker

MAKE = ElementMaker()
"""`MAKE("label", "1")` is `<label>1</label>`.

Hyphens and attributes through `MAKE("pub-id", {"pub-id-type": "doi"}, text)`.
"""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LINK = "{http://www.w3.org/1999/xlink}href"


def words(element: etree._Element) -> str:
    """Return the text of an element with single blanks."""
    return " ".join("".join(element.itertext()).split())


def unwrap(element: etree._Element) -> None:
    """Put the content of an element in its place."""
    parent, place = element.getparent(), element.getparent().index(element)
    children = list(element)
    add_text(parent, place, element.text)
    if children:
        children[-1].tail = (children[-1].tail or "") + (element.tail or "")
    else:
        add_text(parent, place, element.tail)
    element.tail = None
    parent[place : place + 1] = children


def remove(element: etree._Element) -> None:
    """Take an element out, but not the text behind it."""
    parent = element.getparent()
    add_text(parent, parent.index(element), element.tail)
    element.tail = None
    parent.remove(element)


def add_text(parent: etree._Element, place: int, text: str | None) -> None:
    """Add text before the child at a place."""
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (text or "")
    else:
        parent.text = (parent.text or "") + (text or "")


def take(element: etree._Element) -> etree._Element:
    """Take an element out for use elsewhere; white space behind it goes with it."""
    element.tail = None
    element.getparent().remove(element)
    return element


def move_content(source: etree._Element, target: etree._Element) -> etree._Element:
    """Append the content of one element to another, which is returned."""
    if len(target):
        target[-1].tail = (target[-1].tail or "") + (source.text or "")
    else:
        target.text = (target.text or "") + (source.text or "")
    target.extend(list(source))
    return target
