"""What programs read in a page's head: Google Scholar, Dublin Core, Open Graph, schema.org.

And the edition's own style and script.

Addresses are absolute where the edition names its site, and relative to the page otherwise.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from html import escape
from typing import Any

from press.base.citation import orcid, published_entity
from press.base.edition import Author, Work, current_work
from press.trace.page_reader import Exhibit
from press.web.view import ARTICLE, Piece, View, for_script

ID = "schema-org"
PNG_SIZE = slice(16, 24)
"""Where a PNG holds its width and height."""
ENCODINGS = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def pieces(view: View) -> Iterator[Piece]:
    """Tags for programs, style sheet and script."""
    if view.page.head is None or ID in view.page.ids:
        return
    work = current_work()
    tags = [*dublin_core(view, work), *open_graph(view, work)]
    if view.name == ARTICLE:
        tags += scholar(view, work)
    data = f'<script type="application/ld+json" id="{ID}">{for_script(schema_org(view, work))}</script>\n'
    canonical = f'<link rel="canonical" href="{escape(absolute(view, work))}">\n' if work.site else ""
    written = "".join(
        f'<meta {kind}="{name}" content="{escape(value)}">\n' for kind, name, value in tags if value
    )
    yield (
        view.page.head,
        f"\n{written}{canonical}{data}{view.style('edition.css')}{view.script('edition.js')}",
    )


def scholar(view: View, work: Work) -> Iterator[tuple[str, str, str]]:
    """Google Scholar's tags: kind of attribute, name, content."""
    yield "name", "citation_title", work.title
    for author in work.authors:
        yield "name", "citation_author", f"{author.family}, {author.given}"
        for affiliation in author.affiliations:
            yield "name", "citation_author_institution", affiliation
        yield "name", "citation_author_orcid", orcid(author)
    yield "name", "citation_publication_date", f"{work.date:%Y/%m/%d}" if work.date else ""
    yield "name", "citation_language", work.language
    yield "name", "citation_keywords", "; ".join(work.keywords)
    yield "name", "citation_abstract", view.page.abstract
    yield "name", "citation_fulltext_html_url", absolute(view, work) if work.site else ""
    yield (
        "name",
        "citation_pdf_url",
        absolute(view, work, "index.pdf") if (view.folder / "index.pdf").is_file() else "",
    )
    for reference in view.page.references:
        yield "name", "citation_reference", reference


def dublin_core(view: View, work: Work) -> Iterator[tuple[str, str, str]]:
    """Dublin Core's tags."""
    yield "name", "DC.title", view.page.title or work.title
    for author in work.authors:
        yield "name", "DC.creator", f"{author.family}, {author.given}"
    for keyword in work.keywords:
        yield "name", "DC.subject", keyword
    yield "name", "DC.description", view.page.abstract
    yield "name", "DC.date", work.date.isoformat() if work.date else ""
    yield "name", "DC.type", "Text"
    yield "name", "DC.format", "text/html"
    yield "name", "DC.language", work.language
    yield "name", "DC.rights", work.text_licence.url
    yield "name", "DC.identifier", absolute(view, work) if work.site else ""
    if view.name != ARTICLE:
        yield "name", "DCTERMS.isPartOf", work.title
    elif work.published.doi:
        yield "name", "DCTERMS.isVersionOf", f"https://doi.org/{work.published.doi}"


def open_graph(view: View, work: Work) -> Iterator[tuple[str, str, str]]:
    """Open Graph's tags, which make the card of a shared link."""
    yield "property", "og:type", "article"
    yield "property", "og:title", view.page.title or work.title
    yield (
        "property",
        "og:description",
        view.page.abstract.partition("\n\n")[0] or f"Part of the automated edition of “{work.title}”",
    )
    yield "property", "og:site_name", work.title
    yield "property", "og:locale", work.language.replace("-", "_")
    yield "property", "og:url", absolute(view, work) if work.site else ""
    yield "property", "article:published_time", work.date.isoformat() if work.date else ""
    if exhibit := pictured(view):
        address = png_of(exhibit)
        width, height = struct.unpack(">II", (view.folder / address).read_bytes()[PNG_SIZE])
        yield "property", "og:image", absolute(view, work, address)
        yield "property", "og:image:width", f"{width}"
        yield "property", "og:image:height", f"{height}"
        yield "property", "og:image:alt", exhibit.alternative
        yield "name", "twitter:card", "summary_large_image"


def schema_org(view: View, work: Work) -> dict[str, Any]:
    """Return the page in the vocabulary of schema.org."""
    article = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle" if view.name == ARTICLE else "WebPage",
        "name": view.page.title or work.title,
        "headline": view.page.title or work.title,
        "author": [person(author) for author in work.authors],
        "inLanguage": work.language,
        "version": work.version,
        "datePublished": work.date.isoformat() if work.date else None,
        "license": work.text_licence.url,
        "url": absolute(view, work) if work.site else None,
        "image": absolute(view, work, png_of(exhibit)) if (exhibit := pictured(view)) else None,
    }
    if view.name != ARTICLE:
        article["isPartOf"] = {"@type": "ScholarlyArticle", "name": work.title}
    else:
        article |= {
            "abstract": view.page.abstract,
            "keywords": list(work.keywords),
            "encoding": encodings(view, work),
            "isBasedOn": published_entity(work),
            "codeRepository": work.repository or None,
        }
    return {name: value for name, value in article.items() if value}


def person(author: Author) -> dict[str, Any]:
    """Return an author in the vocabulary of schema.org."""
    known = {
        "@type": "Person",
        "name": author.name,
        "givenName": author.given,
        "familyName": author.family,
        "email": author.email,
        "@id": orcid(author),
        "affiliation": [{"@type": "Organization", "name": name} for name in author.affiliations],
    }
    return {name: value for name, value in known.items() if value}


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


def pictured(view: View) -> Exhibit | None:
    """Return the first figure of the page that has a PNG."""
    return next(
        (one for one in view.page.exhibits.values() if one.image and (view.folder / png_of(one)).is_file()),
        None,
    )


def png_of(exhibit: Exhibit) -> str:
    """Return the address of a figure's PNG."""
    return f"{exhibit.image.rpartition('.')[0]}.png"


def absolute(view: View, work: Work, file: str = "") -> str:
    """Return the address of the page, or of a file beside it, on the edition's site.

    Relative to the page where there is no site.
    """
    if not work.site:
        return file or os.path.basename(view.name)
    return f"{work.site}/{os.path.dirname(view.name)}/{file or os.path.basename(view.name)}"
