"""The fields of `citation:` in front matter: those of CSL, and those that only JATS has."""

import re
from collections.abc import Iterator
from typing import Any

from press.base.yaml12 import as_list

TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
    "chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary",
    "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation",
    "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent",
    "performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report",
    "review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage",
)  # fmt: skip
OTHER_TYPES = {"journal": "article-journal", "conference": "paper-conference", "dissertation": "thesis"}
NAMES = (
    "author", "editor", "chair", "collection-editor", "compiler", "composer", "container-author",
    "contributor", "curator", "director", "editorial-director", "executive-producer", "guest", "host",
    "interviewer", "illustrator", "narrator", "organizer", "original-author", "performer", "producer",
    "recipient", "reviewed-author", "script-writer", "series-creator", "translator",
)  # fmt: skip
DATES = ("issued", "available-date", "accessed", "event-date", "original-date", "submitted")
CAPITALS = ("doi", "url", "isbn", "issn", "pmid", "pmcid")
"""Fields that CSL writes in capitals and Quarto takes in both."""
WORDS = (
    "id", "title", "abstract", "publisher", "container-title", "issue", "volume", "number", "language",
    "title-short", "annote", "archive", "archive-place", "archive_collection", "archive_location",
    "authority", "call-number", "chapter-number", "citation-key", "citation-label", "citation-number",
    "collection-number", "collection-title", "container-title-short", "dimensions", "division", "edition",
    "event-title", "event-place", "first-reference-note-number", "genre", "jurisdiction", "keyword",
    "locator", "medium", "note", "number-of-pages", "number-of-volumes", "original-publisher",
    "original-publisher-place", "original-title", "page", "page-first", "page-last", "part", "part-title",
    "printing", "publisher-place", "references", "reviewed-genre", "reviewed-title", "scale", "section",
    "source", "status", "supplement", "version", "volume-title", "volume-title-short", "year-suffix",
)  # fmt: skip
JATS_ONLY = (
    "article-id", "container-id", "elocation-id", "eissn", "pissn", "art-access-id", "publisher-location",
    "subject", "categories",
)  # fmt: skip
OTHERS = ("type", "pdf-url", "abstract-url")
KNOWN = {*NAMES, *DATES, *CAPITALS, *map(str.upper, CAPITALS), *WORDS, *JATS_ONLY, *OTHERS}


def stated(options: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that the document states for its own citation, small letters throughout."""
    given = options.get("citation")
    return {str(name).lower(): value for name, value in given.items()} if isinstance(given, dict) else {}


def faults(options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what of the citation press cannot read, as (name, reason)."""
    given = options.get("citation")
    if not isinstance(given, bool | dict | None):
        yield "citation", "it must be true, false or fields of CSL"
    for name, value in given.items() if isinstance(given, dict) else ():
        if name not in KNOWN:
            yield name, "it is no field of a citation"
        elif name in DATES and value is not None and date_of(value) is None:
            yield name, f"{value} is not of the form YYYY, YYYY-MM or YYYY-MM-DD"
    kind = stated(options).get("type")
    if kind is not None and kind not in (*TYPES, *OTHER_TYPES):
        yield "type", f"{kind} is no type of CSL"
    styles = options.get("appendix-cite-as", True)
    if not isinstance(styles, bool) and not {*as_list(styles)} <= {"display", "bibtex"}:
        yield "appendix-cite-as", "it is display, bibtex, both or false"


def date_of(given: Any) -> dict[str, Any] | None:
    """Return a date as CSL has it: of "2026-03-05", "2026-03", 2026, [2026, 3] or fields; else None."""
    if isinstance(given, dict):
        given = given.get("date-parts", [[given.get(name) for name in ("year", "month", "day")]])
        given = given[0] if given and isinstance(given, list) else None
    parts = given if isinstance(given, list) else re.split(r"[-/]", str(given).strip()[:10])
    numbers = [str(part) for part in parts if part is not None]
    if not 1 <= len(numbers) <= 3 or not all(map(str.isdecimal, numbers)) or len(numbers[0]) != 4:
        return None
    return {"date-parts": [[int(number) for number in numbers]]}
