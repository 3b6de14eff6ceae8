"""What stands beside the text of a page and around it: margins, places of captions, classes of cells, matter of the front.

`extract` adds it to a page's canonical form; what a page does not have is no field.
"""

import re

from lxml import etree, html

APPENDIX = ("quarto-reuse", "quarto-copyright", "quarto-citation")
META = ("permissions", "funding-group", "journal-meta")
NOT_THE_AUTHORS = re.compile(r"(fig|tbl)-cap-location-\w+|quarto-.*|anchored|page-.*|column-.*|no-row-.*")


def of_html(path: str) -> dict:
    """Return the fields of an HTML page."""
    with open(path, "rb") as file:
        page = html.document_fromstring(file.read(), parser=html.HTMLParser(encoding="utf-8"))
    places = {part.get("id"): _caption_place(part) for part in page.xpath("//*[@id][.//figcaption]")}
    cells = [part.classes for part in page.find_class("cell") if part.tag == "div"]
    own = [" ".join(name for name in names if name != "cell" and not NOT_THE_AUTHORS.fullmatch(name)) for names in cells]
    for formula in page.xpath("//*[contains(@class, 'math')]|//*[local-name()='math']"):
        formula.drop_tree()
    beside = page.xpath("//*[contains(@class, 'column-margin')][not(ancestor::*[contains(@class, 'column-margin')])]")
    found = {
        "beside": _words(" ".join(part.text_content() for part in beside)),
        "moved_captions": sorted(f"{name} {place}" for name, place in places.items() if place),
        "cell_classes": list(dict.fromkeys(filter(None, own))),
        "appendix": [[name, _words(" ".join(part.itertext()))] for name in APPENDIX for part in page.xpath(f"//*[@id='{name}']")],
        "licences": page.xpath("//a[@rel='license']/@href"),
    }
    return {name: value for name, value in found.items() if value}


def of_jats(path: str) -> dict:
    """Return the fields of a JATS file."""
    meta = etree.parse(path).getroot()
    leaves = {name: [_leaf(leaf) for part in meta.iter(name) for leaf in part.iter(etree.Element) if _is_leaf(leaf)] for name in META}
    for name in ("volume", "issue"):
        leaves[name] = [_words(part.text) for part in meta.findall(f"front/article-meta/{name}")]
    return {name.replace("-", "_"): value for name, value in leaves.items() if value}


def _caption_place(part: html.HtmlElement) -> str:
    """Return where a float's caption stands, or nothing where it stands as always."""
    figure = next(iter(part.xpath("./figure|.//figure")), None)
    if figure is None or not re.match("(fig|tbl|lst)-", part.get("id")):
        return ""
    captions = [number for number, child in enumerate(figure) if child.tag == "figcaption"]
    above = captions == [0]
    return ("top" if above else "bottom") if above == part.get("id").startswith("fig-") else ""


def _is_leaf(element: etree._Element) -> bool:
    return element.tag != "string-name" and bool((element.text or "").strip())


def _leaf(element: etree._Element) -> list:
    return [etree.QName(element).localname, dict(element.attrib), _words("".join(element.itertext()))]


def _words(text: str) -> str:
    return " ".join(text.split())
