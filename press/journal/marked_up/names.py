"""Names of Word's XML, and elements as values: two that mean the same are equal."""

from collections.abc import Iterable

from lxml import etree

from press.render.word_pictures import OFFICE
from press.render.word_tables import W

R = f"{{{OFFICE}}}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
BLANKS_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
TEXTS = {W + "t", W + "delText", W + "instrText", M + "t"}
"""Elements whose blanks count."""

Value = tuple[str, tuple[tuple[str, str], ...], str, tuple["Value", ...]]  # type: ignore[misc]
"""Tag, attributes, text and children of an element."""


def value_of(element: etree._Element | None, without: Iterable[str] = ()) -> Value | None:
    """Return an element as a value: blanks between its children and marks of editing sessions are nothing.

    Parameters
    ----------
    element
        None gives None, as does one that says nothing.
    without
        Tags of children to be left out.
    """
    if element is None:
        return None
    children = [child for child in element if isinstance(child.tag, str) and child.tag not in set(without)]
    text = element.text or ""
    kept = text if text.strip() or element.tag in TEXTS else ""
    named = sorted(
        (str(name), str(said))
        for name, said in element.attrib.items()
        if not str(name).startswith(W + "rsid")
    )
    below = tuple(value for child in children if (value := value_of(child)) is not None)
    if element.tag in (W + "rPr", W + "pPr"):
        below = tuple(sorted(below, key=repr))
    return (str(element.tag), tuple(named), kept, below)


def has_content(element: etree._Element | None) -> bool:
    """Whether properties say anything."""
    return element is not None and len(element) > 0
