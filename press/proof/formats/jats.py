"""What a JATS file says, as an engine writes it or finished for publishers."""

from collections.abc import Iterator

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
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read(content: bytes) -> tuple[Passage, ...]:
    """Return the passages of an article: title and abstract, its translations, the text, the notes."""
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)
    article, said = etree.fromstring(content, parser), Collected()
    _join_labels(article)
    for title in article.xpath("front//title-group/article-title | front//title-group/subtitle"):
        _read(title, Part.TITLE, said)
    for abstract in article.xpath("front//abstract"):
        _read(abstract, Part.ABSTRACT, said)
    for part in (*_translations(article), *article.xpath("front/notes | body | back")):
        _read(part, Part.TEXT, said)
    return said.passages


def _translations(article: etree._Element) -> Iterator[etree._Element]:
    """Yield title, abstract and keywords of each other language, as formats print them together."""
    for abstract in article.xpath("front//trans-abstract"):
        language = abstract.get(LANGUAGE)
        yield from article.xpath("front//trans-title-group[@xml:lang = $it]", it=language)
        yield abstract
        if words := article.xpath("front//kwd-group[@xml:lang = $it]", it=language):
            line = etree.Element("p")
            title = words[0].findtext("title")
            listed = ", ".join("".join(word.itertext()) for word in words[0].iterfind("kwd"))
            line.text = f"{title}: {listed}" if title else listed
            yield line


def _join_labels(article: etree._Element) -> None:
    """Put a label that stands apart before the title or the caption, where other formats print it."""
    for label in article.xpath("//label[not(parent::fn or parent::list-item or parent::aff)]"):
        parent, text = label.getparent(), "".join(label.itertext())
        if parent.tag == "disp-formula":
            for math in parent.xpath(".//*[local-name() = 'math'][1]"):
                math.append(etree.Element("number"))
                math[-1].text = text
        elif title := parent.xpath("title | caption/title | caption/p[1]"):
            title[0].text = f"{text} {title[0].text or ''}"
        else:
            label.tag = "caption"
            continue
        parent.remove(label)


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
