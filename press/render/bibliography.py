"""Looks at a bibliography before pandoc reads it: puts right what programs export, finds what is doubtful.

Pandoc reads entries; here they are only told apart, so that a field can be changed where it stands.
"""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from press.base.authors import looks_like_a_body
from press.base.files import read_text
from press.base.limits import BIBLIOGRAPHY_MEGABYTES
from press.render.pandoc import PandocFailed

BIBTEX = (".bib", ".bibtex")
"""How names of files in BibTeX's form end, biblatex's dialect included."""
PLAIN_COMMANDS = frozenset((
    "emph", "textit", "textbf", "textsc", "textrm", "textsuperscript", "textsubscript", "enquote", "url",
    "mkbibquote", "mkbibemph", "aa", "AA", "ae", "AE", "oe", "OE", "ss", "textendash", "textemdash",
    "textquoteleft", "textquoteright", "textquotedblleft", "textquotedblright", "ldots", "dots",
    "copyright", "textregistered",
))  # fmt: skip
"""Commands of TeX that give nothing but text; accents are of one letter."""
NO_ENTRY = ("comment", "preamble", "string")
HEAD = re.compile(r"@\s*(\w+)\s*([{(])\s*")
BETWEEN = re.compile(r"%[^\n]*")
KEY = re.compile(r"\s*([^\s,]+)\s*,")
NAME = re.compile(r"[\s,]*([^\s=,{}()\"#%]+)\s*=\s*")
WORD = re.compile(r"[^\s,#{}()\"]+")
JOINT = re.compile(r"\s*#\s*")
SIGNS = {mark: re.compile(rf"\\.|[{mark}{{}}]", re.DOTALL) for mark in ('"', ")", "")}
DOI_ADDRESS = re.compile(r"(?:https?:)?//(?:dx\.)?doi\.org/", re.IGNORECASE)
DOI_LABEL = re.compile(r"(?:doi\s*:|(?:dx\.)?doi\.org/)\s*", re.IGNORECASE)
ESCAPED = re.compile(r"\{?\\([_%&#$~{}])(?:\{\})?\}?|\{\\textasciitilde(?:\{\})?\}|\\textasciitilde(?:\{\})?")
_DATE = r"-?\d{3}[\duX](?:-\d\d(?:-\d\d)?)?(?:T[\d:.+Z-]+)?[~?%]?"
DATES = re.compile(rf"{_DATE}(?:/(?:{_DATE}|\.\.)?)?|(?:\.\.)?/{_DATE}")
"""A date or a period as biblatex has it, which pandoc reads."""
NO_DAY = re.compile(r"(?:-00)+(?=/|$)")
YEARS = re.compile(r"(\d{4})\s*(?:--?-?|[‐‑‒–—])\s*(\d{4})")
UNDATED = re.compile(
    r"\s*(?:n\.?\s?d\.?|no date|undated|s\.?\s?a\.?|б\.?\s?г\.?|o\.?\s?J\.?|)\s*", re.IGNORECASE
)
"""What stands for a date where there is none."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: what is written behind its name, and where name, value and the comma behind it lie."""

    value: str
    start: int
    value_start: int
    value_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its kind and the names of its fields in small letters, its key, where it lies in the text.

    What defines an abbreviation (`@string`) is one too, without a key.
    """

    kind: str
    key: str
    fields: Mapping[str, Field]
    start: int
    end: int
    text: str

    def value_of(self, name: str) -> str:
        """Return what a field holds, without the braces around it; nothing where there is none."""
        return _bare(self.fields[name].value) if name in self.fields else ""

    @property
    def bare_words(self) -> list[str]:
        """The words in its values that stand for themselves: abbreviations, numbers."""
        values = (re.sub(r'(?s)\{.*\}|".*"', "", field.value) for field in self.fields.values())
        return [word for value in values for word in WORD.findall(value)]

    def without(self, names: Sequence[str]) -> str:
        """Return its text without some fields."""
        left = self.text
        for field in sorted((self.fields[name] for name in names), key=lambda one: -one.start):
            before, behind = left[: field.start - self.start], left[field.end - self.start :]
            left = before.rstrip() + "\n" + behind if behind.strip() == "}" else before + behind.lstrip()
        return left


@dataclass(frozen=True, slots=True)
class Doubt:
    """An author who is written as a person and looks like a body; the key and the line that say so."""

    name: str
    key: str
    line: int


def may_hold_markup(file: Path) -> bool:
    """Whether entries may hold more than text.

    That is TeX's commands for links, pictures and definitions, or Markdown in forms other than BibTeX.

    Raises
    ------
    PressError
        The bibliography is no text or too large.
    """
    commands = re.findall(r"\\([A-Za-z]{2,})", read_text(file, BIBLIOGRAPHY_MEGABYTES))
    return file.suffix.lower() not in BIBTEX or not PLAIN_COMMANDS.issuperset(commands)


def read_mended(file: Path) -> tuple[str, bool]:
    """Return the text of a bibliography as pandoc shall read it, and whether that differs from the file.

    Raises
    ------
    PressError
        The bibliography is no text or too large.
    """
    text = read_text(file, BIBLIOGRAPHY_MEGABYTES)
    kind = file.suffix.lower()
    better = mended(text) if kind in BIBTEX else mended_json(text) if kind == ".json" else text
    return better, better != text


def read_doubts(file: Path) -> tuple[Doubt, ...]:
    """Return the authors in a bibliography who look like bodies and are written as persons."""
    return doubts(read_text(file, BIBLIOGRAPHY_MEGABYTES)) if file.suffix.lower() in BIBTEX else ()


@contextmanager
def mended_files(files: Sequence[Path]) -> Iterator[list[Path]]:
    """Give the files that pandoc shall read: those that need no mending, and copies of the others.

    What pandoc finds wrong in a copy is said of the file.
    """
    with tempfile.TemporaryDirectory(prefix="press-") as scratch:
        given = {_mended_copy(file, Path(scratch, str(number))): file for number, file in enumerate(files)}
        try:
            yield [*given]
        except PandocFailed as failure:
            message = failure.message
            for copy, file in given.items():
                message = message.replace(str(copy), str(file))
            raise PandocFailed(message, failure.problems) from None


def _mended_copy(file: Path, folder: Path) -> Path:
    """Return a copy of a bibliography as pandoc shall read it; the file itself where that is the same."""
    text, differs = read_mended(file)
    if not differs:
        return file
    folder.mkdir()
    copy = folder / file.name
    copy.write_text(text, encoding="utf-8")
    return copy


# BibTeX ------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def entries(text: str) -> tuple[Entry, ...]:
    """Return the entries of a bibliography in BibTeX's form, up to the first that does not end."""
    found: list[Entry] = []
    place = 0
    while (at := _next_entry(text, place)) is not None:
        try:
            entry = _entry(text, at)
        except ValueError:
            break
        place = max(entry.end, at.end())
        if entry.kind not in ("comment", "preamble"):
            found.append(entry)
    return tuple(found)


def _next_entry(text: str, place: int) -> re.Match[str] | None:
    """Return the next head of an entry, lines behind a sign of percent left out."""
    while head := HEAD.search(text, place):
        line_start = text.rfind("\n", 0, head.start()) + 1
        if not BETWEEN.search(text, max(place, line_start), head.start()):
            return head
        place = line_end if (line_end := text.find("\n", head.start())) >= 0 else len(text)
    return None


def _entry(text: str, head: re.Match[str]) -> Entry:
    """Return the entry that begins with a head.

    Raises
    ------
    ValueError
        It does not end.
    """
    kind, behind = head[1].lower(), _behind(text, head.start(2), ")" if head[2] == "(" else "")
    if kind in NO_ENTRY[:2]:
        return Entry(kind, "", {}, head.start(), behind, text[head.start() : behind])
    key = None if kind == "string" else KEY.match(text, head.end(), behind)
    place = key.end() if key else head.end()
    fields: dict[str, Field] = {}
    while name := NAME.match(text, place, behind):
        end = _behind_value(text, name.end())
        comma = re.compile(r"\s*,").match(text, end, behind)
        place = comma.end() if comma else end
        fields[name[1].lower()] = Field(text[name.end() : end], name.start(1), name.end(), end, place)
    return Entry(kind, key[1] if key else "", fields, head.start(), behind, text[head.start() : behind])


def _behind(text: str, start: int, mark: str) -> int:
    """Return the place behind a group that a brace, a bracket or a quotation mark opens.

    Raises
    ------
    ValueError
        It does not end.
    """
    depth = 0 if text[start] == "{" else 1
    for sign in SIGNS[mark].finditer(text, start if text[start] == "{" else start + 1):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0 or (depth == 1 and mark and sign[0] == mark):
            return sign.end()
    raise ValueError(text[start : start + 40])


def _behind_value(text: str, start: int) -> int:
    """Return the place behind a value, whose parts may be joined by #."""
    while True:
        sign = text[start : start + 1]
        if sign == "{" or sign == '"':
            start = _behind(text, start, "" if sign == "{" else '"')
        elif word := WORD.match(text, start):
            start = word.end()
        if not (joint := JOINT.match(text, start)):
            return start
        start = joint.end()


def _bare(value: str) -> str:
    """Return a value without the braces or quotation marks around it."""
    value = value.strip()
    while len(value) > 1 and (value[0], value[-1]) in (("{", "}"), ('"', '"')):
        mark = '"' if value[0] == '"' else ""
        if _behind(value, 0, mark) != len(value):
            break
        value = value[1:-1].strip()
    return value


@lru_cache(maxsize=32)
def mended(text: str) -> str:
    """Return a bibliography whose DOIs and addresses are bare and whose dates pandoc can read.

    Lines stay where they are.
    """
    left = text
    for entry in reversed(entries(text)):
        for start, end, instead in sorted(_changes(entry), reverse=True):
            lines = "\n" * text.count("\n", start, end)
            left = left[:start] + instead + lines + left[end:]
    return left


def _changes(entry: Entry) -> Iterator[tuple[int, int, str]]:
    """Yield what is to be put otherwise in an entry."""
    for name, field in entry.fields.items():
        was = entry.value_of(name)
        if name == "doi" and (doi := plain_doi(was)) != was:
            yield field.value_start, field.value_end, f"{{{doi}}}"
        elif name == "url" and (address := plain_address(was)) != was:
            yield field.value_start, field.value_end, f"{{{address}}}"
        elif name in ("date", "year"):
            yield from _changes_of_date(name, field, was, entry.fields)


def _changes_of_date(
    name: str, field: Field, was: str, fields: Mapping[str, Field]
) -> Iterator[tuple[int, int, str]]:
    """Yield what makes of a date one that pandoc reads, or the state of publication, or nothing."""
    known = DATES.fullmatch(shorter := NO_DAY.sub("", was))
    if UNDATED.fullmatch(was) or (name == "date" and not known and "year" in fields):
        yield field.start, field.end, ""
    elif years := YEARS.fullmatch(was):
        yield field.start, field.value_end, f"date = {{{years[1]}/{years[2]}}}"
    elif was.isascii() and was.replace(" ", "").isalpha() and "pubstate" not in fields:
        yield field.start, field.value_end, f"pubstate = {{{was}}}"
    elif known and shorter != was:
        yield field.value_start, field.value_end, f"{{{shorter}}}"
    elif name == "date" and not known:  # pandoc prints as it stands what it finds in a year
        yield field.start, field.value_end, f"year = {field.value}"


def plain_doi(text: str) -> str:
    """Return a DOI as it is registered, without an address before it and TeX's signs; else the text."""
    plain = plain_address(text)
    if address := DOI_ADDRESS.match(plain):
        while address := DOI_ADDRESS.match(plain):
            plain = plain[address.end() :]
        plain = unquote(plain)
    plain = DOI_LABEL.sub("", plain, count=1) if DOI_LABEL.match(plain) else plain
    return plain if plain.startswith("10.") else text


def plain_address(text: str) -> str:
    r"""Return an address without TeX's signs: `c\_d` is `c_d`."""
    text = found[1] if (found := re.fullmatch(r"\\url\{(.*)\}", text.strip())) else text.strip()
    return ESCAPED.sub(lambda sign: sign[1] or "~", text)


def mended_json(text: str) -> str:
    """Return a bibliography in CSL's JSON whose DOIs are bare."""
    try:
        works = json.loads(text)
    except ValueError:
        return text
    return text if (better := mended_works(works)) == works else json.dumps(better, ensure_ascii=False)


def mended_works(works: Any) -> Any:
    """Return works as CSL data whose DOIs are bare; what is none stays as it is."""
    if not isinstance(works, list):
        return works
    return [
        {
            name: plain_doi(value) if name == "DOI" and isinstance(value, str) else value
            for name, value in one.items()
        }
        if isinstance(one, dict)
        else one
        for one in works
    ]


@lru_cache(maxsize=32)
def doubts(text: str) -> tuple[Doubt, ...]:
    """Return the authors and editors who look like bodies and are written as persons, in their order.

    A name with a comma, or in braces of its own, is taken as it is written.
    """
    return tuple(
        Doubt(" ".join(name.split()), entry.key, text.count("\n", 0, field.start) + 1)
        for entry in entries(text)
        for role in ("author", "editor")
        if (field := entry.fields.get(role))
        for name in _persons(field.value)
        if looks_like_a_body(name)
    )


def _persons(value: str) -> list[str]:
    """Return the names in a field that BibTeX would split; those in braces are left out."""
    inner = value.strip()[1:-1]
    apart: list[str] = []
    depth = start = 0
    for sign in re.finditer(r"\\.|[{}]", inner):
        if sign[0] == "{" and depth == 0:
            apart.append(inner[start : sign.start()])
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        start = sign.end()
    apart.append(inner[start:])
    return [name for name in re.split(r"\sand\s", "\0".join(apart)) if "\0" not in name]
