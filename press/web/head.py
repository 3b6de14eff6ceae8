"""What programs read in a page's head, and the edition's own style and script.

Programs read the tags of Google Scholar, Dublin Core and Open Graph, and the vocabulary of schema.org.
Addresses are absolute where the edition names its site, and relative to the page otherwise.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape
from textwrap import shorten
from typing import Any

from press.base.change_log import CHANGES, released
from press.base.citation import filled, orcid, published_entity
from press.base.edition import Author, Work, current_work
from press.base.paths import ROOT
from press.trace.page_record import HEAD, CitedWork, Exhibit, Piece
from press.web.favicon import png_size
from press.web.view import ARTICLE, EDITION, SHARED, View, copy, for_script

Tag = tuple[str, str | None]
"""Name and content of a `meta` element, which is left out where the content is empty."""
ID = "schema-org"
PROPERTIES = ("og:", "article:")
"""How the names begin that `property` states, not `name`."""
CARD_LETTERS = 300
"""How much of the abstract the card of a shared link tells; readers of such cards cut earlier."""
PDF = "index.pdf"
ENCODINGS = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def pieces(view: View) -> Iterator[Piece]:
    """Yield tags for programs, style sheet and script."""
    work = current_work()
    tags = [*dublin_core(view, work), *open_graph(view, work)]
    if view.name == ARTICLE:
        tags += scholar(view, work)
    written = "".join(
        f'<meta {"property" if name.startswith(PROPERTIES) else "name"}="{name}" content="{escape(value)}">\n'
        for name, value in tags
        if value
    )
    data = f'<script type="application/ld+json" id="{ID}">{for_script(schema_org(view, work))}</script>\n'
    canonical = f'<link rel="canonical" href="{escape(absolute(view, work))}">\n' if work.site else ""
    yield (
        HEAD,
        f"\n{written}{canonical}{data}{view.style('edition.css')}{view.script('edition.js')}",
    )


def scholar(view: View, work: Work) -> list[Tag]:
    """Return Google Scholar's tags."""
    return [
        ("citation_title", work.title),
        *(tag for one in work.makers for tag in scholar_author(one)),
        ("citation_publication_date", (day := first_day(work)) and f"{day:%Y/%m/%d}"),
        ("citation_language", work.language),
        ("citation_keywords", "; ".join(work.keywords)),
        ("citation_abstract", view.page.abstract),
        ("citation_fulltext_html_url", work.site and absolute(view, work)),
        ("citation_pdf_url", absolute(view, work, PDF) if (view.folder / PDF).is_file() else ""),
        *(("citation_reference", reference(cited)) for cited in view.page.works),
    ]


def reference(cited: CitedWork) -> str:
    """Return a cited work as Google Scholar reads it: fields by name."""
    fields = [
        ("citation_title", cited.title),
        *(("citation_author", author) for author in cited.authors),
        ("citation_publication_date", cited.year),
        ("citation_journal_title", cited.journal),
        ("citation_volume", cited.volume),
        ("citation_doi", cited.doi),
    ]
    return "; ".join(f"{name}={value.replace(';', ',')}" for name, value in fields if value)


def scholar_author(author: Author) -> list[Tag]:
    """Return Google Scholar's tags of an author."""
    return [
        ("citation_author", author.sorted_name),
        *(("citation_author_institution", affiliation) for affiliation in author.affiliations),
        ("citation_author_orcid", orcid(author)),
    ]


def dublin_core(view: View, work: Work) -> list[Tag]:
    """Return Dublin Core's tags."""
    article = work.published.doi and f"https://doi.org/{work.published.doi}"
    return [
        ("DC.title", view.page.title or work.title),
        *(("DC.creator", one.sorted_name) for one in work.makers),
        *(("DC.contributor", author.sorted_name) for author in work.authors if work.editors),
        *(("DC.subject", keyword) for keyword in work.keywords),
        ("DC.description", view.page.abstract),
        ("DC.date", iso(first_day(work))),
        ("DCTERMS.modified", iso(work.date)),
        ("DC.type", "Text"),
        ("DC.format", "text/html"),
        ("DC.language", work.language),
        ("DC.rights", work.text_licence.url),
        ("DC.identifier", work.site and absolute(view, work)),
        ("DCTERMS.isVersionOf", article) if view.name == ARTICLE else ("DCTERMS.isPartOf", work.title),
    ]


def open_graph(view: View, work: Work) -> list[Tag]:
    """Return Open Graph's tags, which make the card of a shared link."""
    part = f"Part of the automated edition of “{work.title}”"
    tags: list[Tag] = [
        ("og:type", "article"),
        ("og:title", view.page.title or work.title),
        ("og:description", beginning(view.page.abstract) or part),
        ("og:site_name", work.title),
        ("og:locale", work.language.replace("-", "_")),
        ("og:url", work.site and absolute(view, work)),
        ("article:published_time", iso(first_day(work))),
        ("article:modified_time", iso(work.date)),
    ]
    return tags + card(view, work)


def beginning(abstract: str) -> str:
    """Return the first paragraph of an abstract, no longer than a card can tell."""
    return shorten(abstract.partition("\n\n")[0], CARD_LETTERS, placeholder=" …")


def card(view: View, work: Work) -> list[Tag]:
    """Return the tags of the picture of a shared link."""
    if (picture := pictured(view)) is None:
        return []
    width, height = png_size(view.folder / picture.address)
    return [
        ("og:image", absolute(view, work, picture.address)),
        ("og:image:width", f"{width}"),
        ("og:image:height", f"{height}"),
        ("og:image:alt", picture.alternative),
        ("twitter:card", "summary_large_image"),
        ("twitter:image", absolute(view, work, picture.address)),
        ("twitter:image:alt", picture.alternative),
    ]


def first_day(work: Work) -> date | None:
    """Return the day on which the version was released; where nobody says, that of the commit."""
    return released(work, ROOT / CHANGES).day or work.date


def iso(day: date | None) -> str:
    """Return a day as programs read it; empty where it is not known."""
    return day.isoformat() if day else ""


def schema_org(view: View, work: Work) -> dict[str, Any]:
    """Return the page in the vocabulary of schema.org."""
    article = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle" if view.name == ARTICLE else "WebPage",
        "name": view.page.title or work.title,
        "headline": view.page.title or work.title,
        "author": [person(one) for one in work.makers],
        "inLanguage": work.language,
        "version": work.version,
        "datePublished": iso(first_day(work)),
        "dateModified": iso(work.date),
        "license": work.text_licence.url,
        "url": work.site and absolute(view, work),
        "image": (picture := pictured(view)) and absolute(view, work, picture.address),
    }
    if view.name != ARTICLE:
        article["isPartOf"] = {"@type": "ScholarlyArticle", "name": work.title}
    else:
        article |= {
            "abstract": view.page.abstract,
            "keywords": list(work.keywords),
            "encoding": encodings(view, work),
            "isBasedOn": published_entity(work),
            "codeRepository": work.repository,
        }
    return filled(article)


def person(author: Author) -> dict[str, Any]:
    """Return an author in the vocabulary of schema.org."""
    return filled(
        {
            "@type": author.kind,
            "name": author.name,
            "givenName": author.given,
            "familyName": "" if author.is_body else author.family,
            "email": author.email,
            "@id": orcid(author),
            "affiliation": [{"@type": "Organization", "name": name} for name in author.affiliations],
        }
    )


def encodings(view: View, work: Work) -> list[dict[str, str]]:
    """Return the article's other formats, as far as they were built."""
    return [
        {
            "@type": "MediaObject",
            "encodingFormat": kind,
            "contentUrl": absolute(view, work, f"index.{ending}"),
        }
        for ending, kind in ENCODINGS.items()
        if (view.folder / f"index.{ending}").is_file()
    ]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands for a page: its address from there, and what it shows."""

    address: str
    alternative: str


def pictured(view: View) -> Picture | None:
    """Return the picture of the edition, put beside the page; else the page's first figure with a PNG."""
    if (drawn := view.prepared / SHARED).is_file():
        copy(drawn, view.folder / SHARED)
        return Picture(SHARED, view.read(EDITION)["share"])
    figures = (Picture(png_of(one), one.alternative) for one in view.page.exhibits.values() if one.image)
    return next((one for one in figures if (view.folder / one.address).is_file()), None)


def png_of(exhibit: Exhibit) -> str:
    """Return the address of a figure's PNG."""
    return f"{exhibit.image.rpartition('.')[0]}.png"


def absolute(view: View, work: Work, file: str = "") -> str:
    """Return the address of the page, or of a file beside it, on the edition's site.

    Relative to the page where there is no site.
    """
    folder, page = os.path.split(view.name)
    return f"{work.site}/{folder}/{file or page}" if work.site else file or page
