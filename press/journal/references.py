"""The references that the article cites, as BibTeX and RIS, and with the authors' own works anonymous."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.base.citation import ris_record
from press.base.edition import Author
from press.base.errors import InputError
from press.base.paths import shown
from press.base.plain_text import visible
from press.journal import people
from press.journal.people import Finder, Person, Verdict
from press.render import bibliography
from press.render.bibliography import Entry
from press.render.pandoc import command

OTHER_FORMS = {".json": "csljson", ".yaml": "markdown", ".yml": "markdown", ".ris": "ris"}
"""What pandoc calls the forms of bibliographies that are not BibTeX's, by the ends of files' names."""
INHERITING = ("crossref", "xdata")
"""Fields that name entries from which others take what they lack."""
PRIVATE = re.compile(
    r"file|owner|groups|annote|annotation|timestamp|creationdate|modificationdate|date-(?:added|modified)|"
    r"bdsk-.*|local-url"
)
"""Fields in which programs keep what concerns one machine or one reader."""
UNREADABLE = re.compile(r"\(line (?P<line>\d+), column \d+\):\s*(?P<why>.+)", re.DOTALL)
ALL_CITED = re.compile(r"(?<!\w)@\*")
"""What lists every work of the bibliography (`nocite`)."""
UNDATED = "n.d."
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
    """A work.

    Attributes
    ----------
    key, entry, data
        Its key, its entry as the bibliography has it, and the same as CSL data.
    abbreviations, parents
        What defines the abbreviations in the entry, and the entries from which it takes what it lacks.
    """

    key: str
    entry: str
    data: Mapping[str, Any]
    abbreviations: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anonymous:
    """References without the authors' own works, and the keys that these had and have now."""

    references: tuple[Reference, ...]
    keys: Mapping[str, str]


def read_file(file: Path) -> list[Reference]:
    """Return the works of a bibliography in any form that pandoc reads, in its order.

    Raises
    ------
    InputError
        It cannot be read.
    """
    text, _ = bibliography.read_mended(file)
    if (form := OTHER_FORMS.get(file.suffix.lower())) is None:
        return read_references(text, shown(file))
    if form == "markdown":
        text = text if text.startswith("---") else f"---\n{text}\n---\n"
    return _from_data(_pandoc(text, shown(file), "--from", form, "--to", "csljson"))


def read_listed(works: Sequence[Mapping[str, Any]]) -> list[Reference]:
    """Return the works that a front matter lists itself."""
    listed = json.dumps({"references": bibliography.mended_works(works)}, default=str)
    return _from_data(_pandoc(f"---\n{listed}\n---\n", "references", "--from", "markdown", "--to", "csljson"))


def _from_data(text: str) -> list[Reference]:
    """Return works in CSL's JSON, with entries that are made of it."""
    data = {item["id"]: item for item in json.loads(text)}
    entries = bibliography.entries(_pandoc(text, "references", "--from", "csljson", "--to", "biblatex"))
    made = {one.key: one.text for one in entries}
    return [Reference(key, made[key], item) for key, item in data.items()]


def read_references(text: str, place: str = "the bibliography") -> list[Reference]:
    """Return the works of a bibliography in BibTeX's or biblatex's form, in its order.

    Of several entries with one key the last counts, as it does for the list of references.

    Raises
    ------
    InputError
        It cannot be read; `place` is what the message calls it.
    """
    text = bibliography.mended(text)
    data = {
        item["id"]: item for item in json.loads(_pandoc(text, place, "--from", "biblatex", "--to", "csljson"))
    }
    found = bibliography.entries(text)
    entries = {one.key: one for one in found if one.key}
    if lost := next((key for key in data if key not in entries), None):
        raise InputError.at(place, f"the entry {visible(lost)}", "one that begins with its kind and its key")
    abbreviations = {name: one for one in found if one.kind == "string" for name in one.fields}
    return [_reference(entries[key], item, entries, abbreviations) for key, item in data.items()]


def _reference(
    entry: Entry, data: dict[str, Any], entries: Mapping[str, Entry], abbreviations: Mapping[str, Entry]
) -> Reference:
    parents = _parents(entry, entries)
    if not _parts_of_date(data) and (year := entry.value_of("year")):
        data = {**data, "issued": {"literal": year}}
    words = {word.casefold() for one in (entry, *parents) for word in one.bare_words}
    return Reference(
        entry.key,
        _shared(entry),
        data,
        tuple(dict.fromkeys(one.text for name, one in abbreviations.items() if name in words)),
        tuple(map(_shared, parents)),
    )


def _parents(entry: Entry, entries: Mapping[str, Entry]) -> list[Entry]:
    """Return the entries from which one takes what it lacks, also through others."""
    found: dict[str, Entry] = {}
    left = [entry]
    while left:
        child = left.pop()
        for key in (key.strip() for field in INHERITING for key in child.value_of(field).split(",")):
            if key in entries and key not in found and key != entry.key:
                found[key] = entries[key]
                left.append(entries[key])
    return [*found.values()]


def _shared(entry: Entry) -> str:
    """Return an entry without the fields that concern one machine or one reader."""
    return entry.without([name for name in entry.fields if PRIVATE.fullmatch(name)])


def cited_in(references: Sequence[Reference], *texts: str) -> list[Reference]:
    """Return those that texts in Markdown cite, also in captions, which are attributes."""
    text = "\n".join(texts)
    if ALL_CITED.search(text):
        return list(references)
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
    return min(people.judge(authors, form) for form in people.forms_of(person))


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
    taken = {reference.key for reference in references if reference.key not in own_keys}
    made: list[Reference] = []
    keys: dict[str, str] = {}
    for reference in references:
        if reference.key in own_keys:
            year, state = _year(reference.data), str(reference.data.get("status") or "")
            key = _free_key(f"author{year or re.sub('[^a-z]', '', state.lower()) or '-undated'}", taken)
            taken.add(key)
            keys[reference.key] = key
            reference = withheld_work(key, year, "" if year else state)
        made.append(reference)
    made.sort(key=lambda reference: reference.key)
    return Anonymous(tuple(made), keys)


def _free_key(key: str, taken: set[str]) -> str:
    """Return a key, with a number behind it where it is taken."""
    return next(
        free
        for number in range(1, len(taken) + 2)
        if (free := f"{key}-{number}" if number > 1 else key) not in taken
    )


def _parts_of_date(data: Mapping[str, Any]) -> list[list[int]]:
    """Return the one or two days of a work as year, month and day, as far as they are known."""
    return [parts for parts in data.get("issued", {}).get("date-parts", []) if parts and parts[0]]


def _year(data: Mapping[str, Any]) -> int | None:
    """Return the (first) year of a work; None where it is not known."""
    if parts := _parts_of_date(data):
        return int(parts[0][0])
    found = re.search(r"\d{4}", data.get("issued", {}).get("literal", ""))
    return int(found[0]) if found else None


def _when(data: Mapping[str, Any]) -> str:
    """Return year or years of a work in words, else the state of its publication, else "n.d."."""
    if parts := _parts_of_date(data):
        years = [str(one[0]) for one in parts]
        is_open = len(data["issued"]["date-parts"]) > len(parts)
        return "-".join(dict.fromkeys(years)) + ("-" if is_open else "")
    return str(data.get("issued", {}).get("literal") or data.get("status") or UNDATED)


def withheld_work(key: str, year: int | None, state: str = "") -> Reference:
    """Return a work of which only the year is told, or the state of its publication, where it has one."""
    fields = [("author", "{Author}"), ("title", WITHHELD), ("date", year), ("pubstate", state)]
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields if value)
    data = {"id": key, "type": "document", "author": [{"literal": "Author"}], "title": WITHHELD}
    issued: dict[str, Any] = {"issued": {"date-parts": [[year]]}} if year else {}
    return Reference(key, f"@misc{{{key},\n{lines}\n}}", data | issued | ({"status": state} if state else {}))


def cite_by(keys: Mapping[str, str], text: str) -> str:
    """Return Markdown that cites by new keys."""
    for old, new in keys.items():
        text = re.sub(_citing(old), rf"\g<1>{new}", text)
    return text


def bibtex(references: Sequence[Reference]) -> str:
    """Return a bibliography in biblatex's form: abbreviations, works, and what works take from others."""
    parts = [
        *(text for one in references for text in one.abbreviations),
        *(one.entry for one in references),
        *(text for one in references for text in one.parents),
    ]
    return "\n\n".join(dict.fromkeys(parts)) + "\n"


def ris(references: Sequence[Reference]) -> str:
    """Return records in RIS, the lines of which end as the format asks (CR LF)."""
    return "\r\n".join(ris_record(_ris_fields(reference.data)) for reference in references)


def _ris_fields(data: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "TY", RIS_TYPES.get(data.get("type", ""), "GEN")
    yield "ID", data["id"]
    for role, tag in (("author", "AU"), ("editor", "ED")):
        yield from ((tag, _ris_name(person)) for person in data.get(role, ()))
    yield "TI", _unmarked(data.get("title", ""))
    yield "PY", _when(data)
    days = _parts_of_date(data)
    if len(days) == 1 and len(days[0]) > 1:
        yield "DA", "/".join(f"{part:02}" for part in days[0])
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


def _pandoc(text: str, place: str, *arguments: str) -> str:
    """As `pandoc_text`, for a bibliography that may be broken."""
    try:
        return pandoc_text(text, *arguments)
    except subprocess.CalledProcessError as error:
        said = UNREADABLE.search(error.stderr)
        why = " ".join((said["why"] if said else error.stderr).split("\n")[0].split())
        line = f":{min(int(said['line']), text.rstrip().count(chr(10)) + 1)}" if said else ""
        raise InputError(f"{place}{line}: the bibliography cannot be read: {why}.") from None
