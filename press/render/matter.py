"""What front matter says of the document as a publication: licence, copyright, funding and thanks.

Fields and forms are Quarto's. Texts are Markdown; what they become in a page is the template's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from press.base.authors import read_authors
from press.base.yaml12 import as_list

LICENCE_FIELDS = ("type", "link", "url", "text")
COPYRIGHT_FIELDS = ("year", "holder", "statement")
FUNDING_FIELDS = ("statement", "open-access", "awards")
AWARD_FIELDS = ("id", "name", "description", "source", "recipient", "investigator")
SOURCE_FIELDS = ("text", "country")
PARTY_FIELDS = ("ref", "name", "institution")
LEFT_OUT = ("name", "description")
"""Fields of an award for which JATS 1.2 has no element; Quarto leaves them out too."""

CREATIVE_COMMONS = re.compile(r"cc[ -](by(?:-nc)?(?:-sa|-nd)?)(?:[ -](\d(?:\.\d)?))?", re.IGNORECASE)
ZERO = re.compile(r"cc0(?:[ -]1\.0)?", re.IGNORECASE)
SITE = "https://creativecommons.org"
_BLOCK = re.compile(r"\A(?:[-+*#>:|%]|\(?\w{1,9}[.)])(?=\s)")
"""What opens a list, a heading or a quotation at the start of a text: "(c) 2026" is no list."""


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its text, addresses and kind; `known` if press made text and address of its short name."""

    text: str
    url: str = ""
    link: str = ""
    kind: str = ""
    known: bool = False

    @property
    def address(self) -> str:
        """The address that readers follow."""
        return self.url or self.link


@dataclass(frozen=True, slots=True)
class Copyright:
    """Who holds the copyright since when, and how the document says so."""

    statements: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The statements, or one made of years and holders; empty where nothing is stated."""
        return " ".join(self.statements) or " ".join(
            filter(None, ("©" if self.holders else "", ", ".join(self.years), ", ".join(self.holders)))
        )


@dataclass(frozen=True, slots=True)
class Party:
    """Who received or led an award: a person's names, an institution, or words."""

    given: str = ""
    family: str = ""
    institution: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """A grant: its number, (funder, country) pairs, and who received and who led it."""

    number: str
    sources: tuple[tuple[str, str], ...]
    recipients: tuple[Party, ...]
    investigators: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Funding:
    """Who paid for the research, in words and by awards."""

    statement: str = ""
    open_access: str = ""
    awards: tuple[Award, ...] = ()


def read_licences(options: dict[str, Any]) -> tuple[Licence, ...]:
    """Return the licences; a name of Creative Commons brings its address."""
    language = str(options.get("lang") or "en")
    return tuple(_licence(entry, language) for entry in _given(options, "license"))


def read_copyright(options: dict[str, Any]) -> Copyright:
    """Return the copyright; a text is its statement."""
    given = options.get("copyright") or None
    fields = given if isinstance(given, dict) else {"statement": given}
    statements, holders = (tuple(map(str, as_list(fields.get(name)))) for name in ("statement", "holder"))
    years = tuple(year for part in as_list(fields.get("year")) for year in _years(str(part)))
    return Copyright(statements, years, holders)


def read_funding(options: dict[str, Any]) -> tuple[Funding, ...]:
    """Return the funding, group by group.

    Raises
    ------
    LookupError
        With the id, if an award refers to an author or an affiliation that stands nowhere.
    """
    return tuple(_funding(entry, options) for entry in _given(options, "funding"))


def faults(options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what of all this press cannot read, as (name, reason)."""
    yield from _faults_of("license", options, LICENCE_FIELDS)
    yield from _faults_of("copyright", options, COPYRIGHT_FIELDS)
    for entry in _given(options, "license"):
        if isinstance(entry, dict) and not any(entry.get(name) for name in ("text", "url", "link")):
            yield "license", "it has neither a text nor an address"
    for entry in _given(options, "funding"):
        yield from _faults_of("funding", {"funding": entry}, FUNDING_FIELDS)
        for award in as_list(entry.get("awards")) if isinstance(entry, dict) else []:
            yield from _faults_of("awards", {"awards": award}, AWARD_FIELDS, texts=False)
            for name in AWARD_FIELDS[3:] if isinstance(award, dict) else []:
                yield from _faults_of(name, award, SOURCE_FIELDS if name == "source" else PARTY_FIELDS)
    if unknown := _unknown_party(options):
        yield "ref", f"no author and no affiliation has the id {unknown}"
    if isinstance(options.get("thanks") or "", bool | list | dict):
        yield "thanks", "it must be text"


def left_out(options: dict[str, Any]) -> list[str]:
    """Return warnings about fields of awards that no format prints."""
    awards = [
        award
        for entry in _given(options, "funding")
        if isinstance(entry, dict)
        for award in as_list(entry.get("awards"))
    ]
    return [
        f"the {name} of the award {award.get('id', '')} has no place in JATS 1.2: "
        "it is left out, as in Quarto"
        for award in awards
        for name in LEFT_OUT
        if award.get(name)
    ]


def inline(text: Any) -> str:
    """Return a text as Markdown of one paragraph, whatever it begins with."""
    return _BLOCK.sub(lambda opening: re.sub(r"(\W)", r"\\\1", opening[0]), str(text), count=1)


def _given(options: dict[str, Any], name: str) -> list[Any]:
    """Return an option as a list; false asks for nothing."""
    return as_list(options.get(name) or None)


def _faults_of(
    name: str, options: dict[str, Any], fields: tuple[str, ...], texts: bool = True
) -> Iterator[tuple[str, str]]:
    for entry in _given(options, name):
        if isinstance(entry, dict):
            yield from ((field, f"it is no field of {name}") for field in entry if field not in fields)
        elif isinstance(entry, bool) or not texts or not isinstance(entry, str | int | float):
            yield name, f"it must be {'text or ' if texts else ''}fields: {', '.join(fields)}"


def _unknown_party(options: dict[str, Any]) -> str:
    try:
        read_funding(options)
    except LookupError as unknown:
        return str(unknown.args[0])
    return ""


def _licence(entry: Any, language: str) -> Licence:
    if isinstance(entry, dict):
        text, url, link, kind = (str(entry.get(name) or "") for name in ("text", "url", "link", "type"))
        return Licence(inline(text), url, link, kind)
    if ZERO.fullmatch(str(entry).strip()):
        return Licence("CC0 1.0", f"{SITE}/publicdomain/zero/1.0/", kind="creative-commons", known=True)
    if found := CREATIVE_COMMONS.fullmatch(str(entry).strip()):
        name, version = found[1].lower(), found[2] or "4.0"
        deed = "" if language.split("-")[0] == "en" else f"deed.{language.lower().replace('-', '_')}"
        address = f"{SITE}/licenses/{name}/{version}/{deed}"
        return Licence(f"CC {name.upper()} {version}", address, kind="creative-commons", known=True)
    return Licence(inline(entry))


def _years(text: str) -> list[str]:
    """Return the years of "2024", "2024, 2025" or "2024-2026"."""
    if span := re.fullmatch(r"\s*(\d{4})\s*[-–]\s*(\d{4})\s*", text):
        first, last = sorted(map(int, span.groups()))
        return [str(year) for year in range(first, last + 1)]
    return [part.strip() for part in text.split(",") if part.strip()]


def _funding(entry: Any, options: dict[str, Any]) -> Funding:
    if not isinstance(entry, dict):
        return Funding(inline(entry))
    awards = tuple(
        _award(award, options) for award in as_list(entry.get("awards")) if isinstance(award, dict)
    )
    return Funding(inline(entry.get("statement") or ""), inline(entry.get("open-access") or ""), awards)


def _award(award: dict[str, Any], options: dict[str, Any]) -> Award:
    sources = [
        (inline(one.get("text") or ""), str(one.get("country") or ""))
        if isinstance(one, dict)
        else (inline(one), "")
        for one in as_list(award.get("source"))
    ]
    recipients, investigators = (
        tuple(_party(one, options) for one in as_list(award.get(name)))
        for name in ("recipient", "investigator")
    )
    return Award(str(award.get("id") or ""), tuple(sources), recipients, investigators)


def _party(one: Any, options: dict[str, Any]) -> Party:
    if not isinstance(one, dict):
        return Party(text=inline(one))
    if "ref" in one:
        return _referred(str(one["ref"]), options)
    if "institution" in one:
        return Party(institution=_place_name(one["institution"]))
    return _person(one.get("name", ""))


def _referred(wanted: str, options: dict[str, Any]) -> Party:
    """Return the author or the affiliation with an id."""
    people = [
        entry for entry in as_list(options.get("author", options.get("authors"))) if isinstance(entry, dict)
    ]
    places = [*as_list(options.get("affiliations"))]
    for person in people:
        places += as_list(person.get("affiliations", person.get("affiliation")))
    for place in places:
        if isinstance(place, dict) and str(place.get("id", "")) == wanted:
            return Party(institution=_place_name(place))
    for person in people:
        if str(person.get("id", "")) == wanted:
            return _person(person.get("name", person))
    raise LookupError(wanted)


def _place_name(place: Any) -> str:
    return inline(place.get("name") or "") if isinstance(place, dict) else inline(place)


def _person(name: Any) -> Party:
    """Return a person with the names that the title block would print."""
    (author,) = read_authors({"author": [{"name": name}]})
    return Party(author.given, author.family) if author.family else Party(text=author.name)
