"""What the templates print of licence, copyright, citation, funding and thanks."""

import re
from html import escape
from typing import Any

from lxml import html

from press.base.plain_text import markdown
from press.base.yaml12 import as_list
from press.render import pandoc
from press.render.citation_fields import stated
from press.render.matter import (
    Award,
    Funding,
    Licence,
    Party,
    inline,
    read_copyright,
    read_funding,
    read_licences,
)
from press.render.own_citation import first_and_last_page
from press.render.page import Page
from press.render.shown_citation import show


def thanks(page: Page) -> str:
    """Return the thanks, as Markdown; empty where there are none."""
    return inline(page.option("thanks") or "")


def html_values(page: Page) -> dict[str, Any]:
    """Return the texts of an HTML page's sections on reuse and copyright."""
    return {
        "words": page.labels,
        "thanks": thanks(page),
        "licences": [_licence_shown(licence) for licence in read_licences(page.options)],
        "copyright-statements": [inline(text) for text in read_copyright(page.options).statements],
    }


def html_arguments(page: Page) -> list[str]:
    """Return pandoc's arguments for what an HTML page takes as it is: citation, and lines of its head."""
    values = {"copyright-sentence": escape(_plain(read_copyright(page.options).sentence))}
    if page.option("citation"):
        shown = show(page)
        values |= {
            "citation-is-shown": shown.entry and "true" or shown.reference and "true",
            "citation-entry": shown.entry,
            "citation-reference": shown.reference,
        }
    words = [f"{name}={value}" for name, value in values.items() if value]
    words += [
        f"licence-addresses={escape(licence.address)}"
        for licence in read_licences(page.options)
        if licence.address
    ]
    return [argument for word in words for argument in ("--variable", word)]


def jats_values(page: Page) -> dict[str, Any]:
    """Return what a JATS article says of its journal, its place in it, permissions and funding."""
    held = read_copyright(page.options)
    return {
        "thanks": thanks(page),
        "author-notes": any(author.corresponding for author in page.authors) or bool(thanks(page)),
        "journal": _journal(page.options),
        "issue-place": _place_in_journal(page),
        "copyright-statements": [inline(text) for text in held.statements],
        "copyright-years": [markdown(year) for year in held.years],
        "copyright-holders": [inline(name) for name in held.holders],
        "licences": [_licence_stated(licence) for licence in read_licences(page.options)],
        "funding-groups": [_funding(group) for group in read_funding(page.options)],
    }


def _plain(text: str) -> str:
    """Return the words of Markdown."""
    if not re.search(r"[\\*_^~`$\[<&{]", text):
        return text
    made = pandoc.bare_html(inline(text)).decode()
    return " ".join(html.fragment_fromstring(made, create_parent="div").text_content().split())


def _licence_shown(licence: Licence) -> dict[str, Any]:
    return {"text": licence.text, "address": markdown(licence.address), "known": licence.known}


def _licence_stated(licence: Licence) -> dict[str, str]:
    return {
        "text": licence.text,
        "url": markdown(licence.url or ("" if licence.text else licence.link)),
        "link": markdown(licence.link),
        "kind": markdown(licence.kind),
    }


def _journal(options: dict[str, Any]) -> dict[str, Any]:
    given = stated(options)
    return {
        "ids": _typed(given.get("container-id")),
        "title": inline(given.get("container-title") or ""),
        "short-title": inline(given.get("container-title-short") or ""),
        **{name: markdown(str(given.get(name) or "")) for name in ("issn", "pissn", "eissn")},
        "publisher": inline(given.get("publisher") or ""),
        "publisher-place": inline(given.get("publisher-location") or given.get("publisher-place") or ""),
    }


def _place_in_journal(page: Page) -> dict[str, Any]:
    given = stated(page.options)
    first, last = first_and_last_page(page.options)
    plain = ("pmid", "pmcid", "art-access-id", "volume", "issue", "isbn", "elocation-id")
    return {
        "ids": _typed(given.get("article-id")),
        "doi": markdown(str(given.get("doi") or page.option("doi", ""))),
        **{name: markdown(str(given.get(name) or "")) for name in plain},
        "first-page": markdown(first),
        "last-page": markdown(last),
        "subject": inline(given.get("subject") or ""),
        "categories": [inline(one) for one in as_list(given.get("categories"))],
    }


def _typed(given: Any) -> list[dict[str, str]]:
    """Return identifiers and their kinds; a text is one without a kind."""
    entries = [one if isinstance(one, dict) else {"value": one} for one in as_list(given)]
    return [
        {"kind": markdown(str(entry.get("type") or "")), "value": markdown(str(entry.get("value") or ""))}
        for entry in entries
    ]


def _funding(group: Funding) -> dict[str, Any]:
    return {
        "statement": group.statement,
        "open-access": group.open_access,
        "awards": [_award(award) for award in group.awards],
    }


def _award(award: Award) -> dict[str, Any]:
    return {
        "number": markdown(award.number),
        "sources": [{"name": name, "country": markdown(country)} for name, country in award.sources],
        "recipients": [_party(party) for party in award.recipients],
        "investigators": [_party(party) for party in award.investigators],
    }


def _party(party: Party) -> dict[str, str]:
    return {
        "given": markdown(party.given),
        "family": markdown(party.family),
        "institution": party.institution,
        "text": party.text,
    }
