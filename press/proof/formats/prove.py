"""Sets the formats of a page beside each other, and says where one prints what another does not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile

from lxml import etree

from press.base.errors import PressError
from press.proof.formats import compare, html, jats, pdf, place, word
from press.proof.formats.said import Passage
from press.render.document import FORMATS, Executed, Line

READERS: dict[str, Callable[[bytes], tuple[Passage, ...]]] = {
    "html": html.read,
    "typst": pdf.read,
    "docx": word.read,
    "jats": jats.read,
}
NAMES = {"html": "HTML", "typst": "the PDF", "docx": "Word", "jats": "JATS"}
STRANGE = 0.5  # a passage of which the source has less than that share of words was made by a filter
Said = dict[str, tuple[Passage, ...]]


def prove(executed: Executed, pages: Mapping[str, Path]) -> list[str]:
    """Compare a page in all its formats.

    Parameters
    ----------
    executed
        The document.
    pages
        The files that it became, by their formats.

    Returns
    -------
    list of str
        A warning for each passage where words differ, and no number.

    Raises
    ------
    PressError
        One format prints a number that another does not; file and line are those of the source.
    """
    warnings, sources = [], _Sources(executed)
    for difference in differences({format: file.read_bytes() for format, file in pages.items()}):
        found = sources.place_of(difference)
        if found and (found.of_one_format or _made_by_a_filter(found, executed)):
            continue
        if difference.counts:
            where = (found.file, found.line) if found else (executed.source, 1)
            raise PressError(f"{sentence(difference)}; a number must be the same in all formats", *where)
        line = f"line {found.line}: " if found else ""
        warnings.append(f"{line}{sentence(difference)}.")
    return warnings


def differences(pages: Mapping[str, bytes]) -> Iterator[compare.Difference]:
    """Yield what the formats of a page say otherwise: those with a number first."""
    said = read_all(pages)
    first, *others = said.items() if said else [("", ())]
    found = list(chain.from_iterable(compare.differences(first, other) for other in others))
    yield from sorted(found, key=lambda difference: not difference.counts)


def read_all(pages: Mapping[str, bytes]) -> Said:
    """Return what each format says; a PDF without structure, or a broken file, says nothing."""
    said: Said = {}
    for format in FORMATS:
        if format in pages:
            try:
                said[format] = READERS[format](pages[format])
            except (pdf.NoStructure, BadZipFile, etree.LxmlError):
                continue
    return said


def sentence(difference: compare.Difference) -> str:
    """Say what two formats print."""
    (one, other), (left, right) = difference.formats, difference.passages
    return f"{NAMES[one]} says “{left}” where {NAMES[other]} says “{right}”"


class _Sources:
    """A document's text for each format, in which passages are looked for."""

    def __init__(self, executed: Executed) -> None:
        self.executed = executed
        self.source = cache(self._source)
        self.spelled_otherwise = cache(self._spelled_otherwise)

    def place_of(self, difference: compare.Difference) -> place.Place | None:
        """Return where the source has what one of two formats prints, and the other does not."""
        here = 0 if difference.runs[0] else 1
        words = (token.text for token in difference.runs[here])
        found = self.source(difference.formats[here]).find(words, difference.passages[here].split())
        if found and (found.file, found.line) in self.spelled_otherwise(difference.formats):
            return replace(found, of_one_format=True)
        return found

    def _source(self, format: str) -> place.Source:
        lines = self.executed.body[format]
        known = {line.origin for line in lines}
        return place.Source([*lines, *(line for line in self.executed.lines if line.origin not in known)])

    def _spelled_otherwise(self, formats: tuple[str, str]) -> set[tuple[Path, int]]:
        """Return the lines that cells, shortcodes or options make different ones for two formats."""
        one, other = (_by_origin(self.executed.body[format]) for format in formats)
        return {origin for origin in one.keys() | other.keys() if one.get(origin) != other.get(origin)}


def _by_origin(lines: Sequence[Line]) -> dict[tuple[Path, int], list[str]]:
    found: dict[tuple[Path, int], list[str]] = {}
    for line in lines:
        found.setdefault(line.origin, []).append(line.text.replace(".svg", ".png"))
    return found


def _made_by_a_filter(found: place.Place, executed: Executed) -> bool:
    """Whether an author's filter, which may ask for the format, has made a passage."""
    filtered = any(options.get("filters") for options in executed.formats.values())
    return filtered and found.share < STRANGE
