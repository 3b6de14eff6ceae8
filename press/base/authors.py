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
NOTE = re.compile(r"\s*\^\[.*\]\s*$")
GENERATION = re.compile(r"(?:Jr|Sr|Jnr|Snr)\.?|[IV]{2,3}", re.IGNORECASE)
BODY = re.compile(
    r"\b(?:Offices?|Bureau|Universit(?:y|ies|at|ät|é|eit)|Universidad|Institut(?:e|ion|o)?|Agency|Council|"
    r"Committee|Commission|Ministr(?:y|ies)|Ministère|Ministerio|Ministerium|Department|"
    r"Organi[sz]ations?|Organisation|Associations?|Society|Foundation|Federation|Union|Cent(?:er|re)|"
    r"Authority|Administration|Statistics|Consortium|Collaboration|Network|Programme|Nations|Government|"
    r"Parliament|Academy|Board|Team|Group|Services?|Directorate|Secretariat|Funds?|Corporation|Inc|Ltd|GmbH|"
    r"(?:World|Central|National|Development|Investment) Bank|Bundesamt|"
    r"Министерств\w*|Комитет|Институт|Университет|Бюро|Агентств\w*|Академия|Центр|Комиссия|Совет|Фонд|"
    r"Служба|Департамент|Ассоциация|Организация|"
    r"Министрлігі|Комитеті|Университеті|Институты|Бюросы|Агенттігі|Академиясы|Орталығы|Кеңесі|Қоры)\b"
)
"""Words that stand in names of bodies and in hardly any name of a person."""
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
    """A person with the institutions they belong to; a body has neither given nor family name."""

    name: str
    given: str
    family: str
    email: str = ""
    url: str = ""
    orcid: str = ""
    corresponding: bool = False
    affiliations: tuple[Affiliation, ...] = ()

    @property
    def note(self) -> str:
        """The note on the name, as Markdown."""
        return found[0].strip() if (found := NOTE.search(self.name)) else ""


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
    """Whole name, given and family name; a body has the first alone.

    A body's are a name that is given whole (`literal`), and a text that looks like one.
    """
    if not isinstance(name, dict):
        whole = " ".join(str(name).split())
        bare = NOTE.sub("", whole)
        return (whole, "", "") if looks_like_a_body(bare) else (whole, *split_name(bare))
    given, family = _text(name.get("given")), _text(name.get("family"))
    particles = (_text(name.get(f"{kind}-particle")) for kind in ("dropping", "non-dropping"))
    family = " ".join(filter(None, (*particles, family))) if family else ""
    if given and not family:
        given, family = "", given
    return _text(name.get("literal")) or f"{given} {family}".strip(), given, family


def split_name(name: str) -> tuple[str, str]:
    """Return given and family name of a person as BibTeX parts them: "Ludwig" and "van der Berg".

    Small words before the last belong to the family name. "Smith, John" has it first; what tells generations
    apart ("Jr.") stays with it.
    """
    first, *rest = (" ".join(part.split()) for part in name.split(","))
    generation = [part for part in rest if GENERATION.fullmatch(part)]
    given = [part for part in rest if part and part not in generation]
    if given:
        return ", ".join(given), " ".join((first, *generation))
    words = first.split(" ")
    end = len(words) - 1
    start = next((place for place, word in enumerate(words[:-1]) if _is_small(word)), end)
    if all(map(_is_small, words)):
        start = end
    return " ".join(words[:start]), " ".join((*words[start:], *generation))


def _is_small(word: str) -> bool:
    """Whether a word begins with a small letter, an apostrophe aside."""
    return word.lstrip("'’‘ʻ`")[:1].islower()


def looks_like_a_body(name: str) -> bool:
    """Whether a name in its natural order holds a word of those that name bodies and hardly ever persons."""
    return "," not in name and BODY.search(name) is not None


def taken_for_bodies(metadata: dict[str, Any]) -> list[str]:
    """Return the names that are given as text and taken for bodies'."""
    names = (_fields(entry).get("name", "") for entry in _people(metadata))
    return [name for name in names if isinstance(name, str) and looks_like_a_body(NOTE.sub("", name))]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
