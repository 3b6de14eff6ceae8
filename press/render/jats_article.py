"""JATS: pandoc's writer in our own template."""

from typing import Any
from urllib.parse import unquote

from lxml import etree

from press.base.authors import Affiliation, Author
from press.base.errors import PressError
from press.base.plain_text import markdown
from press.render import matter, matter_pages
from press.render.dates import format_date, is_date
from press.render.page import TEMPLATES, Page
from press.render.pandoc import address

XLINK = "{http://www.w3.org/1999/xlink}href"


def make(page: Page) -> list[str]:
    """Write the .xml and the pictures it names."""
    xml = page.run_pandoc(
        *("--to", "jats_publishing+element_citations", "--template", address(TEMPLATES / "article.jats")),
        **_template_values(page),
    )
    article = etree.fromstring(xml, etree.XMLParser(strip_cdata=False, no_network=True))
    _number_notes(article, page)
    for graphic in article.iter("graphic", "inline-graphic"):
        if file := page.find_file(unquote(graphic.get(XLINK))):
            page.publish_file(file)
        for text in graphic.findall("alt-text"):
            text.tag = "long-desc"  # Quarto's files have no alt-text; the description must not be lost
    _free_paragraphs(article)
    page.destination.write_bytes(
        etree.tostring(article.getroottree(), encoding="utf-8", xml_declaration=True) + b"\n"
    )
    return matter.left_out(page.options)


def _free_paragraphs(article: etree._Element) -> None:
    """Take paragraphs out of the paragraph that pandoc wraps around them, which the DTD forbids."""
    for wrapper in list(article.iter("p")):
        is_bare = not (wrapper.text or "").strip() and all(part.tag == "p" for part in wrapper)
        if wrapper.get("specific-use") == "wrapper" and is_bare:
            for part in list(wrapper):
                if len(part) or (part.text or "").strip():
                    wrapper.addprevious(part)
            wrapper.getparent().remove(wrapper)


def _number_notes(article: etree._Element, page: Page) -> None:
    """Give notes the numbers of their order: pandoc has another, and counts those of the title twice."""
    notes = {note.get("id"): note for note in article.iter("fn")}
    calls = [call for call in article.iter("xref") if call.get("ref-type") == "fn"]
    called = {call.get("rid") for call in calls}
    lost = [name for name in notes if name not in called]
    dangling = dict.fromkeys(call.get("rid") for call in calls if call.get("rid") not in notes)
    if len(dangling) not in (0, len(lost)):
        raise PressError(
            "a note of the front matter stands where JATS can have none", page.executed.source, 1
        )
    names = dict(zip(dangling, lost, strict=bool(dangling)))  # what was counted twice, in both orders
    for name in lost if not dangling else []:
        notes[name].getparent().remove(notes[name])
    ordered = dict.fromkeys(names.get(call.get("rid"), call.get("rid")) for call in calls)
    numbers = {name: str(number) for number, name in enumerate(ordered, 1)}
    for call in calls:
        number = numbers[names.get(call.get("rid"), call.get("rid"))]
        call.set("rid", f"fn{number}")
        call.text = number
    for name, number in numbers.items():
        note = notes[name]
        note.set("id", f"fn{number}")
        for label in note.findall("label"):
            label.text = number
        note.getparent().append(note)


def _template_values(page: Page) -> dict[str, Any]:
    affiliations = {item.number: item for author in page.authors for item in author.affiliations}
    byline = [_author(number, author) for number, author in enumerate(page.authors, 1)]
    return {
        "byline": byline,
        "corresponding": [entry for entry in byline if entry["corresponding"]],
        "institutions": [_affiliation(item) for _, item in sorted(affiliations.items())],
        "keywords": page.keywords,
        **matter_pages.jats_values(page),
        **_day_of_publication(format_date(str(page.option("date", "")), "iso")),
    }


def _day_of_publication(day: str) -> dict[str, str]:
    """Return a date (ISO 8601) whole and in its parts; nothing where it is none."""
    if not is_date(day):
        return {}
    parts = zip(("year", "month", "day"), day.split("-"), strict=True)
    return {"day-of-publication": day, **{f"publication-{name}": number for name, number in parts}}


def _author(number: int, author: Author) -> dict[str, Any]:
    return {
        "id": str(number),
        "name": "" if author.family else author.name,
        "note": author.note if author.family else "",
        "given": author.given,
        "family": author.family,
        "email": markdown(author.email),
        "orcid": markdown(author.orcid),
        "corresponding": author.corresponding,
        "affiliations": [str(item.number) for item in author.affiliations],
    }


def _affiliation(item: Affiliation) -> dict[str, str]:
    return {
        "id": str(item.number),
        "name": item.name,
        "department": item.department,
        "address": item.address,
        "city": item.city,
        "region": item.region,
        "country": item.country,
        "postal-code": item.postal_code,
        "url": markdown(item.url),
    }
