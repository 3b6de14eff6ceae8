"""The XML of Word files: its names, and a parser that trusts nobody."""

from lxml import etree

from press.base.errors import InputError

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
W, R = f"{{{WORD}}}", f"{{{OFFICE}}}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": OFFICE.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": M[1:-1].encode(),
}
"""What Word calls the same in a "strict" file -> what it is called in all others."""


def parsed(part: bytes, name: str) -> etree._Element:
    """Return the tree of a part; no entity is expanded, no file or address opened.

    Raises
    ------
    InputError
        It is no XML, it declares entities, or it is nested beyond reason.
    """
    for strict, usual in STRICT.items():
        part = part.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).splitlines()[0][:120]
        raise InputError(
            f"{name}: found XML that cannot be read ({reason}), expected a part of a Word file."
        ) from None
    if tree.getroottree().docinfo.doctype:
        raise InputError(
            f"{name}: found a declaration of entities, expected none, as in every file of Word's."
        )
    return tree


def on(element: etree._Element | None) -> bool:
    """Whether a switch such as `w:b` is there and not turned off."""
    return element is not None and element.get(W + "val", "1") not in ("0", "false", "off")


def value(element: etree._Element | None, name: str, default: str = "") -> str:
    """Return the `w:val` of a child; a default where there is none."""
    found = None if element is None else element.find(W + name)
    return default if found is None else found.get(W + "val", default)
