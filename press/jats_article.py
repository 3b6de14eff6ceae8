"""JATS: pandoc's writer in our own template."""

from __future__ import annotations

from typing import Any

from lxml import etree

from press.authors import Affiliation, Author
from press.page import TEMPLATES, Page, escape_markdown

XLINK = "{http://www.w3.org/1999/xlink}href"


def make(page: Page) -> list[str]:
    """Write the .xml and the pictures it names."""
    xml = page.pandoc("--to", "jats_publishing+element_citations", "--template", str(TEMPLATES / "article.jats"), "--wrap", "none", **_front(page))
    article = etree.fromstring(xml)
    for graphic in article.iter("graphic", "inline-graphic"):
        file = page.find(graphic.get(XLINK))
        if file:
            page.publish(file)
    page.destination.write_bytes(xml)
    return []


def _front(page: Page) -> dict[str, Any]:
    affiliations = {item.number: item for author in page.authors for item in author.affiliations}
    return {
        "byline": [_author(number, author) for number, author in enumerate(page.authors, 1)],
        "institutions": [_affiliation(affiliations[number]) for number in sorted(affiliations)],
        "keywords": page.keywords,
        "article-doi": escape_markdown(str(page.option("doi", ""))),
    }


def _author(number: int, author: Author) -> dict[str, Any]:
    return {
        "id": str(number), "given": author.given, "family": author.family, "email": escape_markdown(author.email), "orcid": escape_markdown(author.orcid),
        "corresponding": author.corresponding, "affiliations": [str(item.number) for item in author.affiliations],
    }


def _affiliation(item: Affiliation) -> dict[str, str]:
    return {"id": str(item.number), "name": item.name, "department": item.department, "city": item.city, "country": item.country}
