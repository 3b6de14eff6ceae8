"""The article's front matter: what journals ask for and the site's JATS leaves out."""

from copy import deepcopy
from datetime import date

from lxml import etree

from press.base.edition import Licence, Work
from press.base.errors import InputError
from press.journal.jats.elements import LANGUAGE, LINK, MAKE, remove, rename, take_out, text_of

ALI = "http://www.niso.org/schemas/ali/1.0/"
NAMESPACES = {
    "mml": "http://www.w3.org/1998/Math/MathML",
    "xlink": "http://www.w3.org/1999/xlink",
    "ali": ALI,
}
TRANSLATION = "abstract-"
"""How the ids begin of the boxes that hold title, abstract and keywords in another language."""
NOT_COUNTED = (
    *("tex-math", "table-wrap", "table-wrap-group", "fig", "fig-group"),
    *("disp-formula", "boxed-text", "alt-text"),
)
"""What is not part of the running text, whose words are counted."""


def complete_front(article: etree._Element, work: Work) -> None:
    """Add heading, date, licence, translations and origin, in the order that the tag set asks for."""
    meta = article.find("front/article-meta")
    for affiliation in meta.iter("aff"):  # its number before it, to which the authors refer
        affiliation.insert(0, MAKE("label", affiliation.get("id").rpartition("-")[2]))
    kind = MAKE("subj-group", {"subj-group-type": "heading"}, MAKE("subject", "Research Article"))
    meta.find("title-group").addprevious(MAKE("article-categories", kind))
    permissions = meta.find("permissions")
    printed = meta.find("pub-date")
    if work.date or printed is None:
        for date_of_text in meta.findall("pub-date"):
            meta.remove(date_of_text)
        permissions.addprevious(day_of_publication(work.date))
    permissions[:] = [licence_of_text(work.text_licence)]
    permissions.text = None
    if work.site:
        permissions.addnext(MAKE("self-uri", {LINK: f"{work.site}/paper/index.html"}))
    if work.published.journal:  # as far as it is known; a publisher fills in the rest
        names = article.find("front/journal-meta/journal-title-group")
        names.append(MAKE("journal-title", work.published.journal))
    if (keywords := meta.find("kwd-group")) is not None:
        keywords.set(LANGUAGE, work.language)
    move_translations(article, meta)
    meta.append(etree.Element("counts"))
    meta.append(origin_of_build(work))


def day_of_publication(published: date | None) -> etree._Element:
    """Return the day of the edition.

    Raises
    ------
    InputError
        When it is not known, since JATS asks for one.
    """
    if published is None:
        raise InputError(
            "The day of the commit is not known, which JATS needs as date of publication; build from a git "
            "checkout or an archive made by git."
        )
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


def move_translations(article: etree._Element, meta: etree._Element) -> None:
    """Move titles, abstracts and keywords in other languages from the body to the front matter."""
    last_abstract, last_keywords = meta.find("abstract"), meta.findall("kwd-group")[-1]
    for box in article.xpath(f"body//boxed-text[starts-with(@id, '{TRANSLATION}')]"):
        language = box.get(LANGUAGE)
        abstract, keywords = translated_abstract(box, language), translated_keywords(box, language)
        meta.find("title-group").append(translated_title(take_out(box), language))
        last_abstract.addnext(abstract)
        last_keywords.addnext(keywords)
        last_abstract, last_keywords = abstract, keywords


def translated_title(box: etree._Element, language: str) -> etree._Element:
    """Return the title in another language."""
    title = box.find(".//named-content[@content-type='translated-title']")
    return MAKE("trans-title-group", {LANGUAGE: language}, rename(title, "trans-title"))


def translated_abstract(box: etree._Element, language: str) -> etree._Element:
    """Return the abstract in another language: what its box holds beside title and keywords."""
    paragraphs = box.xpath(
        "p[not(.//named-content[@content-type = 'translated-title' or @content-type = 'keyword'])]"
    )
    for label in box.xpath("p/bold[named-content/@content-type = 'abstract-label']"):
        label.tail = (label.tail or "").lstrip()
        remove(label)
    return MAKE("trans-abstract", {LANGUAGE: language}, *paragraphs)


def translated_keywords(box: etree._Element, language: str) -> etree._Element:
    """Return the keywords in another language."""
    return MAKE(
        "kwd-group",
        {"kwd-group-type": "author", LANGUAGE: language},
        *(MAKE("kwd", text_of(one)) for one in box.iterfind(".//named-content[@content-type='keyword']")),
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
        "ref-count": len(back.findall(".//ref")),
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
