"""What a JATS file says."""

from lxml import etree

from press.proof.formats.collected import Collected
from press.proof.formats.said import END_OF_FORMULA, FORMULA, Part, Passage

SKIPPED = {
    "graphic", "inline-graphic", "media", "alt-text", "long-desc", "tex-math", "ref-list", "object-id", "col",
    "colgroup",
}  # fmt: skip
INLINE = {
    "bold", "italic", "sub", "sup", "monospace", "xref", "ext-link", "sc", "strike", "underline", "overline",
    "styled-content", "named-content", "email", "uri", "inline-formula", "roman", "sans-serif",
    "alternatives", "break", "abbrev", "milestone-start", "milestone-end",
}  # fmt: skip
PARTS = {"caption": Part.CAPTION, "fn": Part.NOTE, "abstract": Part.ABSTRACT}


def read(content: bytes) -> tuple[Passage, ...]:
    """Return the passages of an article: title and abstract, the text, the notes."""
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    article, said = etree.fromstring(content, parser), Collected()
    for title in article.xpath("front//title-group/article-title | front//title-group/subtitle"):
        _read(title, Part.TITLE, said)
    for abstract in article.xpath("front//abstract"):
        _read(abstract, Part.ABSTRACT, said)
    for part in article.xpath("body | back"):
        _read(part, Part.TEXT, said)
    return said.passages


def _read(element: etree._Element, part: Part, said: Collected) -> None:
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if not name or name in SKIPPED or _is_mark(element, name):
        return
    if name == "math":
        said.add(FORMULA + "".join(element.itertext()) + END_OF_FORMULA)
        return
    inner, block = PARTS.get(name, part), name not in INLINE
    if block:
        said.end(part)
    said.add("\n" if name == "break" else element.text or "")
    for child in element:
        _read(child, inner, said)
        said.add(child.tail or "")
    if block:
        said.end(inner)


def _is_mark(element: etree._Element, name: str) -> bool:
    """Whether an element is the mark of a note, in the text or before the note, or that of an item."""
    if name == "label":
        return etree.QName(element.getparent()).localname in ("fn", "list-item")
    return name == "xref" and element.get("ref-type") == "fn"
