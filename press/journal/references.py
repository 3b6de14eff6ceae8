"""The references that the article cites, as BibTeX and RIS, and with the authors' own works anonymous."""

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


def read_references(text: str) -> list[Reference]:
    """Return the works of a bibliography, in its order."""
    data = {
        item["id"]: item for item in json.loads(pandoc_text(text, "--from", "biblatex", "--to", "csljson"))
    }
    return [Reference(found[1], found[0], data[found[1]]) for found in ENTRY.finditer(text)]


def cited_in(references: Sequence[Reference], *texts: str) -> list[Reference]:
    """Return those that texts in Markdown cite, also in captions, which are attributes."""
    text = "\n".join(texts)
    return [reference for reference in references if re.search(_citing(reference.key), text)]


def _citing(key: str) -> str:
    """Return the pattern of a citation by a key; the sign before the key is a group."""
    return rf"(@\{{?){re.escape(key)}(?!\w|[:.#$%&+?<>~/-]\w)"


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
    family = _family(given)
    return Person(given.get("given", ""), family) if family else Person("", given.get("literal", ""))


def _family(given: Mapping[str, str]) -> str:
    parts = ("non-dropping-particle", "dropping-particle", "family")
    return " ".join(given[part] for part in parts if given.get(part))


def judge(reference: Reference, authors: Sequence[Author | Person]) -> Verdict:
    """Whether one of the authors has a part in a work, as far as the names tell."""
    forms = [Person(author.given, author.family) for author in authors]
    return min((_judge(forms, person) for person in people_of(reference)), default=Verdict.OTHER)


def _judge(authors: Sequence[Person], person: Person) -> Verdict:
    """As `judge`; a name in one piece ("Ахметова Г. Н.") is read as text, small words before one left out."""
    if not person.given and Finder(authors).find(person.family):
        return Verdict.AUTHOR
    forms = [person]
    if person.family[:1].islower():
        forms.append(Person(person.given, re.sub(r"^(?:[^\W\d_A-ZА-Я][\w’']*\s+)+", "", person.family)))
    return min(people.judge(authors, form) for form in forms)


def _own_keys(
    references: Sequence[Reference],
    authors: Sequence[Author | Person],
    own: Sequence[str],
    of_others: Sequence[str],
) -> list[str]:
    """Return the keys of the authors' own works."""
    said = dict.fromkeys(of_others, Verdict.OTHER) | dict.fromkeys(own, Verdict.AUTHOR)
    verdicts = {one.key: said.get(one.key) or judge(one, authors) for one in references}
    if unclear := [key for key, verdict in verdicts.items() if verdict is Verdict.UNCLEAR]:
        raise InputError(
            f"the anonymous manuscript: found {', '.join(map(visible, unclear[:5]))}, by somebody who may be "
            "an author by the name or may not; expected each under own_works or works_of_others in "
            "paper/submission.yml, anonymous."
        )
    return [key for key, verdict in verdicts.items() if verdict is Verdict.AUTHOR]


def make_anonymous(
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
    own_keys = _own_keys(references, authors, own, of_others)
    made, keys = [], {}
    for reference in references:
        if reference.key in own_keys:
            year = _year(reference.data)
            key = f"author{year or '-undated'}"
            if same := sum(new.startswith(key) for new in keys.values()):
                key = f"{key}-{same + 1}"
            keys[reference.key] = key
            reference = withheld_work(key, year)
        made.append(reference)
    made.sort(key=lambda reference: reference.key)
    return Anonymous(tuple(made), keys)


def _year(data: Mapping[str, Any]) -> int | None:
    """Return the year of a work; None where it is not known."""
    return data.get("issued", {}).get("date-parts", [[None]])[0][0]


def withheld_work(key: str, year: int | None) -> Reference:
    """Return a work of which only the year is told, where it has one."""
    date = f",\n  date = {{{year}}}" if year else ""
    entry = f"@misc{{{key},\n  author = {{{{Author}}}},\n  title = {{{WITHHELD}}}{date}\n}}"
    data = {"id": key, "type": "document", "author": [{"literal": "Author"}], "title": WITHHELD} | (
        {"issued": {"date-parts": [[year]]}} if year else {}
    )
    return Reference(key, entry, data)


def cite_by(keys: Mapping[str, str], text: str) -> str:
    """Return Markdown that cites by new keys."""
    for old, new in keys.items():
        text = re.sub(_citing(old), rf"\g<1>{new}", text)
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
    parts = (_family(person), person.get("given"), person.get("suffix"))
    return ", ".join(filter(None, parts)) or person.get("literal", "")


def _unmarked(text: object) -> str:
    """Return CSL's text without its marks for small capitals, italics and words that keep their case."""
    return re.sub(r"</?(?:span|i|b|sup|sub)[^>]*>", "", str(text))


def pandoc_text(text: str, *arguments: str) -> str:
    """Return what pandoc makes of a text."""
    return subprocess.run(
        command(*arguments), input=text, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
