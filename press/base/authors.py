"""Authors and affiliations of the front matter, in all the forms that Quarto takes, as one."""

import re
from dataclasses import dataclass
from typing import Any

from press.base.yaml12 import as_list

ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20<>\"\\]+", re.IGNORECASE)
AUTHOR_FIELDS = (
    "name", "given", "family", "literal", "email", "orcid", "corresponding", "url",
    "affiliation", "affiliations", "id",
)  # fmt: skip
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
    by_id = {str(place["id"]): place for place in _all_places(metadata) if _has(place, "id")}
    known: dict[tuple[str, ...], Affiliation] = {}

    def affiliation(place: Any) -> Affiliation:
        if _has(place, "ref"):
            if str(place["ref"]) not in by_id:
                raise LookupError(str(place["ref"]))
            place = by_id[str(place["ref"])]
        content = tuple(_text(_fields(place).get(key)) for key in PLACE_PARTS)
        return known.setdefault(content, Affiliation(len(known) + 1, *content))

    return tuple(
        Author(
            *_name(entry.get("name", entry)),
            _text(entry.get("email")),
            _text(entry.get("url")),
            _text(entry.get("orcid")).rstrip("/").rsplit("/", 1)[-1],
            bool(entry.get("corresponding")),
            tuple(map(affiliation, _places(entry))),
        )
        for entry in map(_fields, _people(metadata))
    )


def unknown_field(metadata: dict[str, Any]) -> str | None:
    """Return the first field of an author or an affiliation that press does not read, or None."""
    known = [
        *((author, AUTHOR_FIELDS) for author in _people(metadata)),
        *((place, (*PLACE_PARTS, "id", "ref")) for place in _all_places(metadata)),
    ]
    return next(
        (
            field
            for entry, fields in known
            if isinstance(entry, dict)
            for field in entry
            if field not in fields
        ),
        None,
    )


def unlinked_address(metadata: dict[str, Any]) -> str | None:
    """Return the first `url` of a person or an institution that is no address of web or mail, or None."""
    return next(
        (
            url
            for author in read_authors(metadata)
            for url in (author.url, *(place.url for place in author.affiliations))
            if url and not ADDRESS.fullmatch(url)
        ),
        None,
    )


def _people(metadata: dict[str, Any]) -> list[Any]:
    return as_list(metadata.get("author", metadata.get("authors")))


def _places(author: dict[str, Any]) -> list[Any]:
    return as_list(author.get("affiliations", author.get("affiliation")))


def _all_places(metadata: dict[str, Any]) -> list[Any]:
    """Return the affiliations that are declared by themselves, and those within authors."""
    return [
        *as_list(metadata.get("affiliations")),
        *(place for author in map(_fields, _people(metadata)) for place in _places(author)),
    ]


def _fields(entry: Any) -> dict[str, Any]:
    """Return a person or an institution as fields; a text is its name."""
    return entry if isinstance(entry, dict) else {"name": str(entry)}


def _has(entry: Any, field: str) -> bool:
    return isinstance(entry, dict) and field in entry


def _name(name: Any) -> tuple[str, str, str]:
    """Whole name, given and family name; a plain string is split before its last word."""
    if isinstance(name, dict):
        given, family = _text(name.get("given")), _text(name.get("family"))
        return name.get("literal") or f"{given} {family}".strip(), given, family
    given, _, family = str(name).rpartition(" ")
    return str(name), given, family


def _text(value: Any) -> str:
    return "" if value is None else str(value)
