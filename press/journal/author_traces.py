"""Finds what would tell reviewers who wrote a manuscript, in every byte of its files and of what these hold.

Looked for are the authors' names, e-mail addresses, affiliations and identifiers, the addresses of the
edition, its commit and the folder that it was built in, in any case, spaces and line ends aside, in UTF-8
and UTF-16. Word files and archives are unpacked, the streams of PDFs inflated and their words read.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from press.archive.package.manifest import files_below
from press.base.edition import KIND, Work
from press.base.paths import ROOT
from press.journal.people import Finder
from press.proof.publish_check.machine import unpacked

LONG = 6
"""Letters of a name that no other word is likely to hold."""
DAY = 24 * 60 * 60
SHORT_COMMITS = (7, 12)
"""Digits by which git and the edition name a commit.

Where the first seven hold no letter, they could be any number.
"""


def telling_words(work: Work, finder: Finder | None = None) -> tuple[str, ...]:
    """Return what must not occur, as `squeezed` has it.

    Of names those that are long enough to tell somebody, and that nobody else has whom `finder` knows.
    """
    people = [one for one in (*work.authors, *work.editors) if one.name != KIND]
    names = (name for one in people for name in (one.family, one.given))
    words = [
        name for name in names if len(squeezed(name)) >= LONG and not (finder and finder.is_shared(name))
    ]
    for author in people:
        words += [author.email, author.email.partition("@")[2], author.orcid, *author.affiliations]
        bodies = (body for affiliation in author.affiliations for body in affiliation.split(", "))
        words += [body.partition(" under ")[0] for body in bodies]
    short = (work.commit[:digits] for digits in SHORT_COMMITS)
    commit = next((digits for digits in short if not digits.isdigit()), work.commit)
    words += [work.site, work.repository, work.feedback, commit, str(ROOT)]
    return tuple(dict.fromkeys(squeezed(word) for word in words if word))


def forms_of_moment(second: int) -> tuple[str, ...]:
    """Return how files may write a second from 1970 in Greenwich's time; nothing where it begins a day."""
    at = datetime.fromtimestamp(second, UTC)
    forms = ("%Y-%m-%dt%H:%M", "%Y%m%d%H%M", "%Y%m%dt%H%M", "%a,%d%b%Y%H:%M")
    return (*(f"{at:{form}}".casefold() for form in forms), str(second)) if second % DAY else ()


def squeezed(text: str) -> str:
    """Return a text by its letters and signs alone: small, without spaces, soft hyphens and the like."""
    return re.sub(r"[\s\u00ad\u200b\u200c\u200d\ufeff\x00]+", "", text).casefold()


def find_traces(folder: Path, words: Sequence[str], finder: Finder | None = None) -> list[str]:
    """Return a line for each place where a word stands or somebody is named: the file, its part, the word."""
    found = []
    for name in files_below(folder):
        found += [f"{name}: its name holds {word}" for word in words if word in squeezed(name)]
        if finder and finder.is_named_in(name):
            found.append(f"{name}: its name holds an author's")
        for inner, content in unpacked(name, (folder / name).read_bytes()):
            texts = [
                squeezed(content.decode(code, errors="ignore"))
                for code in ("utf-8", "utf-16-le", "utf-16-be")
            ]
            found += [f"{inner}: {word}" for word in words if any(word in text for text in texts)]
            found += [f"{inner}: {form}" for form in _names_in(content, finder)] if finder else []
    return found


def _names_in(content: bytes, finder: Finder) -> Iterator[str]:
    """Yield the names in a text, whose marks may part words and parts of words; none in what is no text."""
    marked = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeError:
        return
    if "\0" not in text:
        for plain in dict.fromkeys(re.sub("<[^>]*>", instead, text) for instead in (" ", "")):
            yield from (plain[one.start : one.end] for one in finder.find(plain))
        yield from ["an author's name in an identifier"] if finder.is_named_in(text) else []
