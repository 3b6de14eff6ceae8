"""Authors and affiliations of the front matter, in all the forms that Quarto takes, as one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20<>\"\\]+", re.IGNORECASE)
AUTHOR_FIELDS = (
    "name",
    "given",
    "family",
    "literal",
    "email",
    "orcid",
    "corresponding",
    "url",
    "affiliation",
    "affiliations",
    "id",
)
PLACE_PARTS = ("name", "department", "address", "city", "region", "country", "postal-code", "url")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An institution; `number` counts from 1 in order of appearance."""

    number: int
    name: str
    department: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    postal_code: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """A person (or a body) with the institutions they belong to."""

    name: str
    given: str
    family: str
    email: str = ""
    url: str = ""
    orcid: str = ""
    corresponding: bool = False
    affiliations: tuple[Affiliation, ...] = ()


def read_authors(metadata: dict[str, Any]) -> tuple[Author, ...]:
    """Return the document's authors in order; equal affiliations are one.

    Raises
    ------
    LookupError
        With the id, if an author refers to an affiliation that stands nowhere.
    """
    entries = [
        entry if isinstance(entry, dict) else {"name": str(entry)}
        for entry in _listed(metadata.get("author", metadata.get("authors")))
    ]
    book = _Affiliations(
        [
            *_listed(metadata.get("affiliations")),
            *(item for entry in entries for item in _affiliations(entry)),
        ]
    )
    return tuple(_author(entry, book) for entry in entries)


def unknown_field(metadata: dict[str, Any]) -> str | None:
    """Return the first field of an author or an affiliation that press does not read, or None."""
    authors = [
        entry for entry in _listed(metadata.get("author", metadata.get("authors"))) if isinstance(entry, dict)
    ]
    places = [
        *_listed(metadata.get("affiliations")),
        *(item for author in authors for item in _affiliations(author)),
    ]
    known = [
        *((author, AUTHOR_FIELDS) for author in authors),
        *((place, (*PLACE_PARTS, "id", "ref")) for place in places if isinstance(place, dict)),
    ]
    return next((field for entry, fields in known for field in entry if field not in fields), None)


def unlinked_address(metadata: dict[str, Any]) -> str | None:
    """Return the first `url` of an author or an affiliation that is no address of the web or of mail, or None."""
    authors = read_authors(metadata)
    urls = [item.url for author in authors for item in (author, *author.affiliations)]
    return next((url for url in urls if url and not ADDRESS.fullmatch(url)), None)


class _Affiliations:
    """Affiliations met so far, found again by id or by equal content."""

    def __init__(self, declared: list[Any]) -> None:
        self.by_id = {
            str(entry["id"]): entry for entry in declared if isinstance(entry, dict) and "id" in entry
        }
        self.known: dict[tuple[str, ...], Affiliation] = {}

    def get(self, entry: Any) -> Affiliation:
        entry = {"name": str(entry)} if not isinstance(entry, dict) else entry
        if "ref" in entry:
            if str(entry["ref"]) not in self.by_id:
                raise LookupError(str(entry["ref"]))
            entry = self.by_id[str(entry["ref"])]
        content = tuple(_text(entry.get(key)) for key in PLACE_PARTS)
        if content not in self.known:
            self.known[content] = Affiliation(len(self.known) + 1, *content)
        return self.known[content]


def _author(entry: dict[str, Any], book: _Affiliations) -> Author:
    name, given, family = _name(entry.get("name", entry))
    orcid = _text(entry.get("orcid")).rstrip("/").rsplit("/", 1)[-1]
    affiliations = tuple(book.get(item) for item in _affiliations(entry))
    return Author(
        name,
        given,
        family,
        _text(entry.get("email")),
        _text(entry.get("url")),
        orcid,
        bool(entry.get("corresponding")),
        affiliations,
    )


def _affiliations(entry: dict[str, Any]) -> list[Any]:
    return _listed(entry.get("affiliations", entry.get("affiliation")))


def _name(name: Any) -> tuple[str, str, str]:
    """Whole name, given and family name; a plain string is split before its last word."""
    if isinstance(name, dict):
        given, family = _text(name.get("given")), _text(name.get("family"))
        return name.get("literal") or f"{given} {family}".strip(), given, family
    given, _, family = str(name).rpartition(" ")
    return str(name), given, family


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
