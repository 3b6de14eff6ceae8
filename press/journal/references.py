"""The references that the article cites.

As BibTeX and RIS, and with the authors' own works made anonymous.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from press.base.citation import ris_record
from press.base.edition import Author
from press.base.errors import InputError
from press.base.plain_text import visible
from press.journal import people
from press.journal.people import Finder, Person, Verdict
from press.render.pandoc import command

ENTRY = re.compile(r"^@\w+\{\s*([^,\s]+)\s*,.*?^\}", re.M | re.S)
WITHHELD = "Details withheld for anonymous review"
RIS_TYPES = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "chapter": "CHAP",
    "report": "RPRT",
    "webpage": "ELEC",
}
RIS_FIELDS = (
    ("container-title", "T2"),
    ("volume", "VL"),
    ("issue", "IS"),
    ("number", "M1"),
    ("edition", "ET"),
    ("publisher", "PB"),
    ("publisher-place", "CY"),
    ("DOI", "DO"),
    ("URL", "UR"),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A work: its key, its entry as the bibliography has it, and the same as CSL data."""

    key: str
    entry: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Anonymous:
    """References without the authors' own works, and the keys that these had and have now."""

    references: tuple[Reference, ...]
    keys: Mapping[str, str]


def read(text: str) -> list[Reference]:
    """Return the works of a bibliography, in its order."""
    data = {item["id"]: item for item in json.loads(_pandoc(text, "--from", "biblatex", "--to", "csljson"))}
    return [Reference(found[1], found[0], data[found[1]]) for found in ENTRY.finditer(text)]


def cited(references: Sequence[Reference], markdown: str, nocite: str = "") -> list[Reference]:
    """Those that a document cites, also where it only lists them (`nocite`)."""
    tree = json.loads(_pandoc(f"{markdown}\n\n{nocite}\n", "--from", "markdown", "--to", "json"))
    keys = set(_cited_keys(tree["blocks"])) | set(
        re.findall(r"@([\w-]+)", markdown)
    )  # captions are attributes
    return [reference for reference in references if reference.key in keys]


def _cited_keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("t") == "Cite":
            yield from (citation["citationId"] for citation in node["c"][0])
        yield from _cited_keys(list(node.values()))
    elif isinstance(node, list):
        for part in node:
            yield from _cited_keys(part)


def people_of(reference: Reference) -> list[Person]:
    """Everybody whom a work names: authors, editors, translators and whoever else has a part in it."""
    many = (value for value in reference.data.values() if isinstance(value, list))
    return [
        _person(one)
        for value in many
        for one in value
        if isinstance(one, dict) and ("family" in one or "literal" in one)
    ]


def _person(given: Mapping[str, str]) -> Person:
    if "family" not in given:
        return Person("", given["literal"])
    particles = (given.get("non-dropping-particle"), given.get("dropping-particle"))
    return Person(given.get("given", ""), " ".join(filter(None, (*particles, given["family"]))))


def own(reference: Reference, authors: Sequence[Author | Person]) -> bool:
    """Whether one of the authors surely has a part in a work."""
    return judge(reference, authors) is Verdict.AUTHOR


def judge(reference: Reference, authors: Sequence[Author | Person]) -> Verdict:
    """Whether one of the authors has a part in a work, as far as the names tell."""
    forms = [Person(author.given, author.family) for author in authors]
    verdicts = [_judge(forms, person) for person in people_of(reference)]
    return next(
        (verdict for verdict in (Verdict.AUTHOR, Verdict.UNCLEAR) if verdict in verdicts), Verdict.OTHER
    )


def _judge(authors: Sequence[Person], person: Person) -> Verdict:
    """As `judge`; a name in one piece ("Ахметова Г. Н.") is read as text."""
    if not person.given and Finder(authors).find(person.family):
        return Verdict.AUTHOR
    bare = Person(
        person.given,
        re.sub(r"^(?:[^\W\d_A-ZА-Я][\w’']*\s+)+", "", person.family)
        if person.family[:1].islower()
        else person.family,
    )
    verdicts = [people.judge(authors, one) for one in dict.fromkeys((person, bare))]
    return next(
        (verdict for verdict in (Verdict.AUTHOR, Verdict.UNCLEAR) if verdict in verdicts), Verdict.OTHER
    )


def _own_keys(
    references: Sequence[Reference],
    authors: Sequence[Author | Person],
    own: Sequence[str],
    of_others: Sequence[str],
) -> list[str]:
    """Return the keys of the authors' own works."""
    verdicts = {
        one.key: Verdict.AUTHOR
        if one.key in own
        else Verdict.OTHER
        if one.key in of_others
        else judge(one, authors)
        for one in references
    }
    if unclear := [key for key, verdict in verdicts.items() if verdict is Verdict.UNCLEAR]:
        raise InputError(
            f"the anonymous manuscript: found {', '.join(map(visible, unclear[:5]))}, by somebody who may be an author by the name or may not; "
            "expected each under own_works or works_of_others in paper/submission.yml, anonymous."
        )
    return [key for key, verdict in verdicts.items() if verdict is Verdict.AUTHOR]


def anonymous(
    references: Sequence[Reference],
    authors: Sequence[Author | Person],
    own: Sequence[str] = (),
    of_others: Sequence[str] = (),
) -> Anonymous:
    """Return the references with the authors' own works as "Author (2020)", and nothing else of them.

    Parameters
    ----------
    references
        The works.
    authors
        Every form of every author's name.
    own, of_others
        Keys of works that are said to be the authors' own, and not to be.

    Raises
    ------
    InputError
        The names do not tell of all works whether they are the authors' own.
    """
    made, keys, withheld_keys = [], {}, _own_keys(references, authors, own, of_others)
    for reference in references:
        if reference.key not in withheld_keys:
            made.append(reference)
            continue
        year = _year(reference.data)
        key = f"author{year or '-undated'}" + (
            f"-{n}"
            if (n := 1 + sum(new.startswith(f"author{year or '-undated'}") for new in keys.values())) > 1
            else ""
        )
        keys[reference.key] = key
        made.append(withheld(key, year))
    made.sort(key=lambda reference: reference.key)
    return Anonymous(tuple(made), keys)


def _year(data: Mapping[str, Any]) -> int | None:
    """Return the year of a work; None where it is not known."""
    parts = data.get("issued", {}).get("date-parts", [[None]])
    return parts[0][0]


def withheld(key: str, year: int | None) -> Reference:
    """Return a work of which only the year is told, where it has one."""
    date = f",\n  date = {{{year}}}" if year else ""
    entry = f"@misc{{{key},\n  author = {{{{Author}}}},\n  title = {{{WITHHELD}}}{date}\n}}"
    data = {"id": key, "type": "document", "author": [{"literal": "Author"}], "title": WITHHELD} | (
        {"issued": {"date-parts": [[year]]}} if year else {}
    )
    return Reference(key, entry, data)


def renamed(text: str, keys: Mapping[str, str]) -> str:
    """Markdown that cites by the new keys."""
    for old, new in keys.items():
        text = re.sub(rf"@{re.escape(old)}\b", f"@{new}", text)
    return text


def bibtex(references: Sequence[Reference]) -> str:
    """Return a bibliography in biblatex's form."""
    return "\n\n".join(reference.entry for reference in references) + "\n"


def ris(references: Sequence[Reference]) -> str:
    """Return records in RIS, the lines of which end as the format asks (CR LF)."""
    return "\r\n".join(ris_record(_ris_fields(reference.data)) for reference in references)


def _ris_fields(data: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "TY", RIS_TYPES.get(data["type"], "GEN")
    yield "ID", data["id"]
    for role, tag in (("author", "AU"), ("editor", "ED")):
        yield from ((tag, _ris_name(person)) for person in data.get(role, ()))
    yield "TI", _unmarked(data["title"])
    parts = data["issued"]["date-parts"][0] if _year(data) else []
    yield from (("PY", parts[0]) for _ in parts[:1])
    if len(parts) > 1:
        yield "DA", "/".join(f"{part:02}" for part in parts)
    yield from ((tag, _unmarked(data[name])) for name, tag in RIS_FIELDS if data.get(name))
    first, _, last = str(data.get("page", "")).replace("–", "-").partition("-")
    yield from ((tag, page) for tag, page in (("SP", first), ("EP", last.lstrip("-"))) if page)


def _ris_name(person: Mapping[str, str]) -> str:
    family = " ".join(
        filter(
            None, (person.get("non-dropping-particle"), person.get("dropping-particle"), person.get("family"))
        )
    )
    return ", ".join(filter(None, (family, person.get("given"), person.get("suffix")))) or person.get(
        "literal", ""
    )


def _unmarked(text: object) -> str:
    """CSL's text without its marks for small capitals, italics and words that keep their case."""
    return re.sub(r"</?(?:span|i|b|sup|sub)[^>]*>", "", str(text))


def _pandoc(text: str, *arguments: str) -> str:
    return subprocess.run(
        command(*arguments), input=text, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
