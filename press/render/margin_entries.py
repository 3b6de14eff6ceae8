"""`citation-location: margin`: entries of the list of references stand beside the text that cites them."""

from lxml import html
from lxml.builder import E

HOLDERS = ("section", "main", "div", "li", "blockquote", "dd", "header", "details")
"""Elements whose children are whole paragraphs, figures and tables."""


def move_entries(main: html.HtmlElement) -> None:
    """Move the entries of cited works beside the text that cites them first; the others stay in the list."""
    entries = {
        entry.get("id"): entry for entry in main.xpath(".//*[@id='refs']//*[contains(@class, 'csl-entry')]")
    }
    for citation in main.find_class("citation"):
        cited = [f"ref-{key}" for key in (citation.get("data-cites") or "").split()]
        if moved := [entries.pop(name) for name in cited if name in entries]:
            _set_beside(_block_of(citation), moved)
    for emptied in main.xpath(".//*[@id='refs'][not(*)]"):
        emptied.drop_tree()


def _block_of(citation: html.HtmlElement) -> html.HtmlElement:
    """Return the paragraph, figure or table around a citation."""
    around = [citation, *citation.iterancestors()]
    return next(one for one, parent in zip(around, around[1:], strict=False) if parent.tag in HOLDERS)


def _set_beside(block: html.HtmlElement, entries: list[html.HtmlElement]) -> None:
    following = block.getnext()
    if following is None or following.get("data-entries") is None:
        following = E.div({"class": "column-margin", "role": "note", "data-entries": ""})
        following.tail, block.tail = block.tail, None
        block.addnext(following)
    for entry in entries:
        entry.tail = None
        entry.attrib.pop("role", None)  # of a list in which it no longer stands
        following.append(entry)
