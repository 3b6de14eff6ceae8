"""What an HTML page says, of either engine."""

import re

from lxml import etree, html

from press.proof.formats.collected import Collected
from press.proof.formats.said import END_OF_FORMULA, FORMULA, Part, Passage

SKIPPED = {
    "script", "style", "nav", "button", "svg", "img", "template", "noscript", "head", "audio", "video",
    "annotation", "annotation-xml", "colgroup", "canvas", "object", "iframe",
}  # fmt: skip
UNSEEN = {"screen-reader-only", "visually-hidden", "sr-only", "anchorjs-link", "panel-banner", "feedback"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
OF_HTML = {"TOC", "quarto-reuse", "quarto-copyright", "quarto-citation"}
"""Contents, and what HTML alone says in its text of licence, copyright and citation."""
BYLINE = {"quarto-title-meta", "quarto-title-meta-author", "quarto-title-meta-container", "keywords"}
_NUMBER = re.compile(r"\d+")
_MEASURE = re.compile(
    r"\\(?:[hv]space\*?|\\)\s*(?:\{[^}]*\}|\[[^]]*\])|\{\s*-?[\d.]+\s*(?:em|ex|pt|mu|cm|mm)\}"
)


def read(content: bytes) -> tuple[Passage, ...]:
    """Return the passages of a page's main part, in reading order."""
    page = html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))
    mains = (
        page.xpath("//main[@id='quarto-document-content']") or page.xpath("//main") or page.xpath("//body")
    )
    said = Collected()
    for main in mains[:1]:
        _list_margin_entries(main)
        _put_findings_into_text(main)
        _read(main, Part.TEXT, said)
    return said.passages


def _list_margin_entries(main: etree._Element) -> None:
    """Put the references that stand beside the text into one list at the end, as other formats have them."""
    holders = main.xpath(".//*[@data-entries]")
    if not holders:
        return
    entries = [entry for holder in [*holders, *main.xpath(".//*[@id='refs']")] for entry in holder]
    for holder in holders:
        holder.drop_tree()
    listed = main.xpath(".//*[@id='refs']") or [etree.SubElement(main, "div", id="refs")]
    listed[0][:] = sorted(entries, key=_place_in_list)


def _put_findings_into_text(main: etree._Element) -> None:
    """Put the key findings from below the title behind the abstract, where other formats have them."""
    for box in main.xpath(".//header[@id='title-block-header']/div[starts-with(@class, 'key-findings')]"):
        box.getparent().addnext(box)


def _place_in_list(entry: etree._Element) -> str:
    return _NUMBER.sub(_padded, "".join(entry.itertext())).casefold()


def _padded(number: re.Match[str]) -> str:
    return number[0].zfill(9)


def _read(element: etree._Element, part: Part, said: Collected) -> None:
    if not isinstance(element.tag, str) or _is_unseen(element):
        return
    if element.tag == "math" or _is_tex(element):
        said.add(FORMULA + _formula(element) + END_OF_FORMULA)
    elif element.tag in BLOCKS:
        said.end(part)
        _read_inside(element, part := _part_of(element, part), said)
        said.end(part)
    else:
        _read_inside(element, _part_of(element, part), said)


def _read_inside(element: etree._Element, part: Part, said: Collected) -> None:
    said.add("\n" if element.tag == "br" else element.text or "")
    for child in _in_reading_order(element):
        _read(child, part, said)
        said.add(child.tail or "")


def _in_reading_order(element: etree._Element) -> list[etree._Element]:
    """Return the children, the caption of a figure first, as other formats have it."""
    children = list(element)
    if element.tag == "figure":
        children.sort(key=lambda child: child.tag != "figcaption")
    return children


def _is_unseen(element: etree._Element) -> bool:
    if element.tag in SKIPPED or element.get("hidden") is not None:
        return True
    classes = _classes(element)
    if element.tag == "summary":
        return "code-fold" in _classes(element.getparent())
    return bool(
        UNSEEN & classes
        or element.get("role") in ("doc-noteref", "doc-backlink")
        or "footnote-ref" in classes
        or element.get("id") in OF_HTML
        or ("quarto-appendix-heading" in classes and element.getnext() is not None)
    )


def _part_of(element: etree._Element, part: Part) -> Part:
    name, classes, tag = element.get("id"), _classes(element), element.tag
    if tag == "figcaption" or (tag == "caption" and part is not Part.NOTE):
        return Part.CAPTION
    if element.get("role") == "doc-endnotes" or "footnotes" in classes or _is_margin_note(element):
        return Part.NOTE
    if name == "refs" or "csl-bib-body" in classes:
        return Part.REFERENCES
    if name == "quarto-appendix":
        return Part.APPENDIX
    if name == "title-block-header":
        return Part.TITLE
    if "abstract" in classes and part is Part.TITLE:
        return Part.ABSTRACT
    if "callout-title-container" in classes:
        return Part.CALLOUT
    if (BYLINE & classes and part is Part.TITLE) or ("block-title" in classes and part is Part.ABSTRACT):
        return Part.BYLINE
    return part


def _is_margin_note(element: etree._Element) -> bool:
    """Whether an element beside the text is a note in other formats; tables, figures and code are none."""
    return bool({"column-margin", "aside"} & _classes(element)) and not any(
        True for _ in element.iter("table", "figure", "pre")
    )


def _classes(element: etree._Element) -> set[str]:
    return set((element.get("class") or "").split())


def _is_tex(element: etree._Element) -> bool:
    """Whether an element is a formula that a script is to set."""
    return "math" in _classes(element) and not any(True for _ in element.iter("math"))


def _formula(element: etree._Element) -> str:
    if element.tag != "math":
        return _MEASURE.sub(" ", "".join(element.itertext()))
    seen = (one.text or "" for one in element.iter() if one.tag not in ("annotation", "annotation-xml"))
    numbers = (one.get("data-number", "") for one in element.iterancestors("span"))
    return "".join([*seen, *numbers])
