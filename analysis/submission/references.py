"""The references that the article cites: as BibTeX and RIS, and with the authors' own works made anonymous."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.citation import ris_record
from analysis.metadata import Author
from press.pandoc import command

ENTRY = re.compile(r"^@\w+\{\s*([^,\s]+)\s*,.*?^\}", re.M | re.S)
WITHHELD = "Details withheld for anonymous review"
RIS_TYPES = {"article-journal": "JOUR", "article-newspaper": "NEWS", "book": "BOOK", "chapter": "CHAP", "report": "RPRT",
             "webpage": "ELEC"}
RIS_FIELDS = (("container-title", "T2"), ("volume", "VL"), ("issue", "IS"), ("number", "M1"), ("edition", "ET"),
              ("publisher", "PB"), ("publisher-place", "CY"), ("DOI", "DO"), ("URL", "UR"))


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
    """The works of a bibliography, in its order."""
    data = {item["id"]: item for item in json.loads(_pandoc(text, "--from", "biblatex", "--to", "csljson"))}
    return [Reference(found[1], found[0], data[found[1]]) for found in ENTRY.finditer(text)]


def cited(references: Sequence[Reference], markdown: str, nocite: str = "") -> list[Reference]:
    """Those that a document cites, also where it only lists them (`nocite`)."""
    tree = json.loads(_pandoc(f"{markdown}\n\n{nocite}\n", "--from", "markdown", "--to", "json"))
    keys = set(_cited_keys(tree["blocks"])) | set(re.findall(r"@([\w-]+)", markdown))  # captions are attributes
    return [reference for reference in references if reference.key in keys]


def _cited_keys(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("t") == "Cite":
            yield from (citation["citationId"] for citation in node["c"][0])
        yield from _cited_keys(list(node.values()))
    elif isinstance(node, list):
        for part in node:
            yield from _cited_keys(part)


def own(reference: Reference, authors: Sequence[Author]) -> bool:
    """Whether one of the authors wrote or edited a work: the same family name, and the same initial where there is one."""
    people = [*reference.data.get("author", ()), *reference.data.get("editor", ())]
    return any(_plain(person.get("family", person.get("literal", ""))) == _plain(author.family)
               and _plain(person.get("given", author.given))[:1] == _plain(author.given)[:1]
               for person in people for author in authors)


def anonymous(references: Sequence[Reference], authors: Sequence[Author]) -> Anonymous:
    """The references with the authors' own works as "Author (2020)", and nothing else of them."""
    made, keys = [], {}
    for reference in references:
        if not own(reference, authors):
            made.append(reference)
            continue
        year = reference.data["issued"]["date-parts"][0][0]
        key = f"author{year}" + (f"-{n}" if (n := 1 + sum(new.startswith(f"author{year}") for new in keys.values())) > 1 else "")
        keys[reference.key] = key
        made.append(withheld(key, year))
    made.sort(key=lambda reference: reference.key)
    return Anonymous(tuple(made), keys)


def withheld(key: str, year: int) -> Reference:
    """A work of which only the year is told."""
    entry = f"@misc{{{key},\n  author = {{{{Author}}}},\n  title = {{{WITHHELD}}},\n  date = {{{year}}}\n}}"
    data = {"id": key, "type": "document", "author": [{"literal": "Author"}], "title": WITHHELD, "issued": {"date-parts": [[year]]}}
    return Reference(key, entry, data)


def renamed(text: str, keys: Mapping[str, str]) -> str:
    """Markdown that cites by the new keys."""
    for old, new in keys.items():
        text = re.sub(rf"@{re.escape(old)}\b", f"@{new}", text)
    return text


def bibtex(references: Sequence[Reference]) -> str:
    """A bibliography in biblatex's form."""
    return "\n\n".join(reference.entry for reference in references) + "\n"


def ris(references: Sequence[Reference]) -> str:
    """Records in RIS, the lines of which end as the format asks (CR LF)."""
    return "\r\n".join(ris_record(_ris_fields(reference.data)) for reference in references)


def _ris_fields(data: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "TY", RIS_TYPES.get(data["type"], "GEN")
    yield "ID", data["id"]
    for role, tag in (("author", "AU"), ("editor", "ED")):
        yield from ((tag, _ris_name(person)) for person in data.get(role, ()))
    yield "TI", _unmarked(data["title"])
    parts = data["issued"]["date-parts"][0]
    yield "PY", parts[0]
    if len(parts) > 1:
        yield "DA", "/".join(f"{part:02}" for part in parts)
    yield from ((tag, _unmarked(data[name])) for name, tag in RIS_FIELDS if data.get(name))
    first, _, last = str(data.get("page", "")).replace("–", "-").partition("-")
    yield from ((tag, page) for tag, page in (("SP", first), ("EP", last.lstrip("-"))) if page)


def _ris_name(person: Mapping[str, str]) -> str:
    family = " ".join(filter(None, (person.get("non-dropping-particle"), person.get("dropping-particle"), person.get("family"))))
    return ", ".join(filter(None, (family, person.get("given"), person.get("suffix")))) or person.get("literal", "")


def _unmarked(text: object) -> str:
    """CSL's text without its marks for small capitals, italics and words that keep their case."""
    return re.sub(r"</?(?:span|i|b|sup|sub)[^>]*>", "", str(text))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()


def _pandoc(text: str, *arguments: str) -> str:
    return subprocess.run(command(*arguments), input=text, capture_output=True, text=True, encoding="utf-8", check=True).stdout
