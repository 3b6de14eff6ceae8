"""Small changes of XML trees that keep the text where it was."""

from lxml import etree
from lxml.builder import ElementMaker

MAKE = ElementMaker()
"""`MAKE("label", "1")` is `<label>1</label>`.

Hyphens and attributes through `MAKE("pub-id", {"pub-id-type": "doi"}, text)`.
"""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LINK = "{http://www.w3.org/1999/xlink}href"
MARKED = "to-be-stripped"
"""The name of elements that are about to go: lxml strips elements by their names."""


def text_of(element: etree._Element) -> str:
    """Return the text of an element with single blanks."""
    return " ".join("".join(element.itertext()).split())


def unwrap(element: etree._Element) -> None:
    """Put the content of an element in its place."""
    element.tag = MARKED
    etree.strip_tags(element.getparent(), MARKED)


def remove(element: etree._Element) -> None:
    """Take an element out, but not the text behind it."""
    element.tag = MARKED
    etree.strip_elements(element.getparent(), MARKED, with_tail=False)


def take_out(element: etree._Element) -> etree._Element:
    """Take an element out for use elsewhere; white space behind it goes with it."""
    element.tail = None
    element.getparent().remove(element)
    return element


def rename(element: etree._Element, name: str) -> etree._Element:
    """Make an element one of another name, which keeps the content and no attribute."""
    element.tag = name
    element.attrib.clear()
    return element
