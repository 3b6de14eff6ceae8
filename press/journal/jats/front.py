"""The article's front matter: what journals, archives and preprint servers ask for, each in its place."""

from copy import deepcopy
from datetime import date
from itertools import takewhile

from lxml import etree

from press.base.edition import KIND, Licence, Work
from press.base.markdown_text import plain
from press.journal.jats import people, translations
from press.journal.jats.body import caption_box
from press.journal.jats.credit import funding_group
from press.journal.jats.elements import LANGUAGE, LINK, MAKE, take_out, unwrap
from press.journal.jats.known import Known

ALI = "http://www.niso.org/schemas/ali/1.0/"
NAMESPACES = {
    "mml": "http://www.w3.org/1998/Math/MathML",
    "xlink": "http://www.w3.org/1999/xlink",
    "ali": ALI,
}
ORDER = (
    "article-id", "article-categories", "title-group", "contrib-group", "aff", "author-notes", "pub-date",
    "volume", "issue", "isbn", "fpage", "lpage", "elocation-id", "history", "permissions", "self-uri",
    "related-article", "abstract", "trans-abstract", "kwd-group", "funding-group", "counts",
    "custom-meta-group",
)  # fmt: skip
"""The order of what describes an article."""
NOT_COUNTED = (
    *("tex-math", "table-wrap", "table-wrap-group", "fig", "fig-group"),
    *("disp-formula", "boxed-text", "alt-text"),
)
"""What is not part of the running text, whose words are counted."""


def complete_front(article: etree._Element, work: Work, known: Known, name: str) -> None:
    """Add what the edition says of itself, and put each thing in its place.

    Parameters
    ----------
    article
        The article, which is changed.
    work
        What the edition says of itself.
    known
        What else is known.
    name
        The page's address in the site, without its ending.
    """
    article.set("article-type", "research-article")
    article.set(LANGUAGE, article.get(LANGUAGE) or work.language)
    meta = article.find("front/article-meta")
    people.complete_people(meta, work.declared.contributions)
    name_journal(article.find("front"), work, known)
    if meta.find("article-categories") is None:
        kind = MAKE("subj-group", {"subj-group-type": "heading"}, MAKE("subject", "Research Article"))
        put(meta, MAKE("article-categories", kind))
    if work.date:
        for date_of_text in meta.findall("pub-date"):
            meta.remove(date_of_text)
        put(meta, day_of_publication(work.date))
    complete_permissions(meta, work)
    if work.site:
        put(meta, MAKE("self-uri", {LINK: f"{work.site}/{name}.html"}))
    for keywords in meta.findall("kwd-group"):
        keywords.set(LANGUAGE, article.get(LANGUAGE))
    move_findings(article, meta, known)
    translations.move_translations(article, meta, known.languages)
    if work.jel:
        codes = (MAKE("kwd", code) for code in work.jel)
        put(meta, MAKE("kwd-group", {"kwd-group-type": "JEL", LANGUAGE: article.get(LANGUAGE)}, *codes))
    funding = funding_group(plain(work.declared.texts.get("funding", "")), work.declared.grants)
    if funding is not None and meta.find("funding-group") is None:
        put(meta, funding)
    put(meta, etree.Element("counts"))
    put(meta, origin_of_build(work))
    drop_empty(article.find("front"))
    set_in_lines(article)


def set_in_lines(article: etree._Element) -> None:
    """Set each part of the front matter on a line of its own."""
    for outer in (article, *article.iter("front", "article-meta", "title-group", "contrib-group", "contrib")):
        outer.text = "\n"
        for part in outer:
            part.tail = "\n"


def put(meta: etree._Element, element: etree._Element) -> None:
    """Put an element behind all that comes before it, or is of its kind."""
    place = ORDER.index(element.tag)
    before = [one for one in meta if one.tag not in ORDER or ORDER.index(one.tag) <= place]
    if before:
        before[-1].addnext(element)
    else:
        meta.insert(0, element)


def drop_empty(front: etree._Element) -> None:
    """Take out what says nothing: an element without text, parts and attributes, and so what held only it.

    The counts are filled when the article is finished.
    """
    for one in reversed(list(front.iter(etree.Element))):
        silent = not len(one) and not (one.text or "").strip() and not one.attrib
        if silent and one.tag != "counts" and one is not front:
            one.getparent().remove(one)


def move_findings(article: etree._Element, meta: etree._Element, known: Known) -> None:
    """Make key points of the boxes before the translated abstracts: they too say the article in short."""
    text = article.find("body")
    first = next(translations.translations_in(text, known.languages), None)
    if first is None:
        return
    start = first.box if first.box is not None else first.paragraphs[0]
    before = list(takewhile(lambda part: part is not start, text))
    if all(part.tag == "boxed-text" for part in before):
        for box in before:
            caption_box(box)
            if (caption := box.find("caption")) is not None:
                unwrap(caption)
            take_out(box).attrib.pop("id", None)
            box.tag = "abstract"
            box.set("abstract-type", "key-points")
            for part in box.xpath("*[not(self::title or self::p or self::sec)]"):
                part.addprevious(paragraph := MAKE("p"))
                paragraph.append(part)
            put(meta, box)


def name_journal(front: etree._Element, work: Work, known: Known) -> None:
    """Say of the journal what the article's own front matter or the edition knows; else it is not named."""
    journal = front.find("journal-meta")
    if journal is None:
        journal = MAKE("journal-meta")
        front.insert(0, journal)
    drop_empty(journal)
    if work.published.journal and journal.find("journal-title-group") is None:
        title = MAKE("journal-title-group", MAKE("journal-title", work.published.journal))
        journal.insert(len(journal.findall("journal-id")), title)
    if known.issn and journal.find("issn") is None:
        named = journal.xpath("journal-id | journal-title-group")
        journal.insert(len(named), MAKE("issn", known.issn))
    if (issn := journal.findtext("issn")) and journal.find("journal-id") is None:
        journal.insert(0, MAKE("journal-id", {"journal-id-type": "issn"}, issn))
    if known.publisher and journal.find("publisher") is None:
        journal.append(MAKE("publisher", MAKE("publisher-name", known.publisher)))


def day_of_publication(published: date) -> etree._Element:
    """Return the day of the edition."""
    attributes = {
        "date-type": "pub",
        "publication-format": "electronic",
        "iso-8601-date": published.isoformat(),
    }
    return MAKE(
        "pub-date",
        attributes,
        MAKE("day", f"{published:%d}"),
        MAKE("month", f"{published:%m}"),
        MAKE("year", f"{published:%Y}"),
    )


def complete_permissions(meta: etree._Element, work: Work) -> None:
    """Say whose the text is and what it may be used for, unless its own front matter does."""
    permissions = meta.find("permissions")
    if permissions is None:
        put(meta, permissions := MAKE("permissions"))
    if not len(permissions):
        permissions.text = None
    holders = [one.name for one in work.makers if one.name != KIND]
    if permissions.find("copyright-statement") is None and holders and work.date:
        named, year = ", ".join(holders), f"{work.date:%Y}"
        for place, (tag, text) in enumerate(
            {
                "copyright-statement": f"© {year} {named}",
                "copyright-year": year,
                "copyright-holder": named,
            }.items()
        ):
            permissions.insert(place, MAKE(tag, text))
    if permissions.find("license") is None:
        permissions.append(licence_of_text(work.text_licence))


def licence_of_text(given: Licence) -> etree._Element:
    """Return the licence of the text, for readers and for machines."""
    reference = etree.Element(f"{{{ALI}}}license_ref", nsmap={"ali": ALI})
    reference.text = given.url
    link = MAKE("ext-link", {"ext-link-type": "uri", LINK: given.url}, given.name)
    return MAKE(
        "license",
        {"license-type": "open-access", LINK: given.url},
        reference,
        MAKE("license-p", "The text may be used under the terms of ", link, "."),
    )


def origin_of_build(work: Work) -> etree._Element:
    """Version and commit that the article was built from."""
    return MAKE(
        "custom-meta-group",
        *(
            MAKE("custom-meta", MAKE("meta-name", name), MAKE("meta-value", value))
            for name, value in {"edition-version": work.version, "edition-commit": work.commit}.items()
            if value
        ),
    )


def fill_counts(article: etree._Element) -> None:
    """Fill in how many figures, tables, equations, references and words the finished article has."""
    text, back = article.find("body"), article.find("back")
    found = {
        "fig-count": len(text.xpath(".//fig[not(ancestor::fig-group)] | .//fig-group")),
        "table-count": len(
            text.xpath(".//table-wrap[not(ancestor::table-wrap-group)] | .//table-wrap-group")
        ),
        "equation-count": len(text.findall(".//disp-formula")),
        "ref-count": len(back.findall(".//ref")) if back is not None else 0,
        "word-count": len(running_text(text).split()),
    }
    article.find("front/article-meta/counts").extend(
        MAKE(name, {"count": str(number)}) for name, number in found.items()
    )


def running_text(body: etree._Element) -> str:
    """Return the running text of a body, with a blank where something else stands in it."""
    text = deepcopy(body)
    for other in text.iter(*NOT_COUNTED):
        other.tail = f" {other.tail or ''}"
    etree.strip_elements(text, *NOT_COUNTED, with_tail=False)
    return "".join(text.itertext())
