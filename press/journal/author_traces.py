"""Finds what would tell reviewers who wrote a manuscript, in every byte of its files and in what these hold packed.

Looked for are the authors' names, e-mail addresses, affiliations and identifiers, the addresses of the
edition, its commit and the folder that it was built in, in any case, spaces and line ends aside, in UTF-8
and UTF-16. Word files and archives are unpacked, the streams of PDFs inflated. Text that a PDF draws by the
numbers of its letters shows only to a program that sets them (the tests use one).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from press.base.edition import Work
from press.base.paths import ROOT
from press.journal.people import Finder

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
LONG = 6
"""Letters of a name that no other word is likely to hold."""
DAY = 24 * 60 * 60
SHORT_COMMITS = (7, 12)
"""Digits by which git and the edition name a commit.

Where the first seven hold no letter, they could be any number.
"""


def words_of(work: Work, finder: Finder | None = None) -> tuple[str, ...]:
    """Return what must not occur.

    Of names those that are long enough to tell, and that are not those of others whom `finder` knows.
    """
    names = (
        name
        for author in work.authors
        for name in (author.family, author.given)
        if len(squeezed(name)) >= LONG and not (finder and finder.shared(name))
    )
    people = (
        word
        for author in work.authors
        for word in (
            author.email,
            author.email.partition("@")[2],
            author.orcid,
            *_places(author.affiliations),
        )
    )
    commit = next(
        (short for digits in SHORT_COMMITS if not (short := work.commit[:digits]).isdigit()), work.commit
    )
    edition = (work.site, work.repository, work.feedback, commit, str(ROOT))
    return tuple(dict.fromkeys(squeezed(word) for word in (*names, *people, *edition) if word))


def moments(second: int) -> tuple[str, ...]:
    """Return the forms in which files may hold a second, given from 1970, in Greenwich's time."""
    at = datetime.fromtimestamp(second, UTC)
    whole = second % DAY == 0  # a day that tells no time of it
    return (
        ()
        if whole
        else (
            f"{at:%Y-%m-%dt%H:%M}",
            f"{at:%Y%m%d%H%M}",
            f"{at:%Y%m%dt%H%M}",
            f"{at:%a,%d%b%Y%H:%M}".casefold(),
            str(second),
        )
    )


def _places(affiliations: Sequence[str]) -> Iterator[str]:
    """Affiliations as a whole, and each of the bodies that they name."""
    for affiliation in affiliations:
        yield affiliation
        yield from (part.partition(" under ")[0] for part in affiliation.split(", "))


def squeezed(text: str) -> str:
    """Text by its letters and signs alone: small, without spaces, soft hyphens and the like."""
    return re.sub(r"[\s\u00ad\u200b\u200c\u200d\ufeff\x00]+", "", text).casefold()


def find(folder: Path, words: Sequence[str], finder: Finder | None = None) -> list[str]:
    """Where one of the words stands, or a text that names somebody.

    A line for each, with the file, its inner part and the word.
    """
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        found += [f"{name}: its name holds {word}" for word in words if word in squeezed(name)]
        if finder and finder.names(name):
            found.append(f"{name}: its name holds an author's")
        for inner, content in unpacked(name, file.read_bytes()):
            texts = [
                squeezed(content.decode(code, errors="ignore"))
                for code in ("utf-8", "utf-16-le", "utf-16-be")
            ]
            found += [f"{inner}: {word}" for word in words if any(word in text for text in texts)]
            found += [f"{inner}: {form}" for form in _named(content, finder)] if finder else []
    return found


def _named(content: bytes, finder: Finder) -> Iterator[str]:
    """Yield the names in a text, whose marks may part words and parts of words; none in what is no text."""
    for code in ("utf-8-sig", "utf-16"):
        try:
            text = content.decode(code)
        except UnicodeError:
            continue
        if "\0" not in text and (code != "utf-16" or content[:2] in (b"\xff\xfe", b"\xfe\xff")):
            for plain in dict.fromkeys((re.sub(r"<[^>]*>", " ", text), re.sub(r"<[^>]*>", "", text))):
                yield from (plain[one.start : one.end] for one in finder.find(plain))
            yield from ["an author's name in an identifier"] if finder.names(text) else []


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and everything that is packed in it."""
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{name}: comment", archive.comment
            for member in archive.infolist():
                yield (
                    f"{name}/{member.filename}: name",
                    member.filename.encode() + member.comment + member.extra,
                )
                yield from unpacked(f"{name}/{member.filename}", archive.read(member))
    elif content.startswith(b"%PDF"):
        for number, stream in enumerate(STREAM.finditer(content), 1):
            try:
                yield f"{name}: stream {number}", zlib.decompress(stream[1])
            except zlib.error:
                continue
    elif name.endswith((".xml", ".svg", ".rels")):  # a name may be cut in pieces by marks
        yield f"{name}: text", re.sub(rb"<[^>]*>", b"", content)
