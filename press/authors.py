"""Authors and affiliations of the front matter, in all the forms that Quarto takes, as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An institution; `number` counts from 1 in order of appearance."""

    number: int
    name: str
    department: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """A person (or a body) with the institutions they belong to."""

    name: str
    given: str
    family: str
    email: str = ""
    orcid: str = ""
    corresponding: bool = False
    affiliations: tuple[Affiliation, ...] = ()


def read_authors(metadata: dict[str, Any]) -> tuple[Author, ...]:
    """The document's authors in order; equal affiliations are one.

    Raises
    ------
    LookupError
        With the id, if an author refers to an affiliation that stands nowhere.
    """
    entries = [entry if isinstance(entry, dict) else {"name": str(entry)} for entry in _listed(metadata.get("author", metadata.get("authors")))]
    book = _Affiliations([*_listed(metadata.get("affiliations")), *(item for entry in entries for item in _affiliations(entry))])
    return tuple(_author(entry, book) for entry in entries)


class _Affiliations:
    """Affiliations met so far, found again by id or by equal content."""

    def __init__(self, declared: list[Any]) -> None:
        self.by_id = {str(entry["id"]): entry for entry in declared if isinstance(entry, dict) and "id" in entry}
        self.known: dict[tuple[str, ...], Affiliation] = {}

    def get(self, entry: Any) -> Affiliation:
        entry = {"name": str(entry)} if not isinstance(entry, dict) else entry
        if "ref" in entry:
            if str(entry["ref"]) not in self.by_id:
                raise LookupError(str(entry["ref"]))
            entry = self.by_id[str(entry["ref"])]
        content = tuple(_text(entry.get(key)) for key in ("name", "department", "city", "country"))
        if content not in self.known:
            self.known[content] = Affiliation(len(self.known) + 1, *content)
        return self.known[content]


def _author(entry: dict[str, Any], book: _Affiliations) -> Author:
    name, given, family = _name(entry.get("name", entry))
    orcid = _text(entry.get("orcid")).rsplit("/", 1)[-1]
    affiliations = tuple(book.get(item) for item in _affiliations(entry))
    return Author(name, given, family, _text(entry.get("email")), orcid, bool(entry.get("corresponding")), affiliations)


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
