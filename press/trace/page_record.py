"""What a page holds and which numbers it prints where, as `places.lua` wrote it down when the page was made.

The record comes in the page, as JSON, whichever engine made it; when the page is finished it goes into a file
beside it, which no reader loads. Where the online edition adds something to a page, the same filter left a
mark; `fill` fills the marks.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

OPENING, CLOSING = '<script type="application/json" id="edition-page">', "</script>"
TEXTS = re.compile(
    r'<script type="application/json" id="edition-texts" data-copies(?:="")?>(.*?)</script>\n?', re.DOTALL
)
"""The copies of the page's words, which stand in it until it is finished."""
RECORDS = "records"
"""The folder, beside the finished pages, of their records."""
MARK = re.compile(r"<!--edition:([^>]*?)-->")
HEAD, MAIN, TITLE, END, NUMBERS = "head", "main", "title", "end", "numbers"
"""Places of every page: the end of its head, before and behind its title block, behind all of its text; and
where all numbers go."""
FIXED = {HEAD: "</head>", MAIN: '<header id="title-block-header"', END: "</main>"}
"""Places before which either engine's pages have these words, once."""
ALL_NUMBERS = "all-numbers"
"""The id of the box on the page that lists the numbers of all pages."""
RAISED = re.compile(r'<div (?:id="[^"]*" )?class="key-findings\b.*?<!--edition:raised-->', re.DOTALL)
"""The box of key findings, and the mark behind it."""
BELOW_TITLE = re.compile(r'<div class="quarto-title-meta|(?:<div>\s*)?<div class="abstract|</header>')
"""What follows title and subtitle in either engine's title block."""
Piece = tuple[str, str]
"""A place, and what comes there."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its id, its heading with its number, and the level of that."""

    id: str
    heading: str
    level: int


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number in a page.

    Attributes
    ----------
    key
        Its key in the results.
    printed
        What is printed.
    where
        "text", "table cell", "caption", "title", "key findings", "abstract", "footnote", "note" (below a
        table) or "alt text".
    section
        The section; None before the first one.
    exhibit
        Label of the table or figure that it belongs to.
    row, column
        In a table: the text of the row's first cell, and the column's heading.
    id
        Its own id in the page, or that of the figure whose alternative text holds it.
    """

    key: str
    printed: str
    where: str
    section: Section | None = None
    exhibit: str | None = None
    row: str | None = None
    column: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A table or figure; `title` is how its caption calls it ("Table 2"), `image` its picture's address."""

    label: str
    title: str
    section: Section | None = None
    image: str = ""
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work that the page cites, as far as its bibliography tells."""

    title: str = ""
    authors: tuple[str, ...] = ()
    year: str = ""
    journal: str = ""
    volume: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds, in its order.

    Attributes
    ----------
    title, abstract
        As plain text; paragraphs of the abstract with an empty line between them.
    sections, exhibits, numbers, works
        See their classes; exhibits by label.
    translations
        Ids of the boxes with the abstract in another language.
    places
        Ids of its other boxes.
    """

    title: str = ""
    abstract: str = ""
    sections: tuple[Section, ...] = ()
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    numbers: tuple[PrintedNumber, ...] = ()
    works: tuple[CitedWork, ...] = ()
    translations: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of a page without those of its tables' cells.

    Attributes
    ----------
    sections
        Those before the first heading, and those of each section in the order of `Page.sections`.
    captions
        By the label of the table or figure.
    translations
        Title and words of the abstracts in other languages, by the ids of their boxes.
    """

    sections: tuple[str, ...]
    captions: dict[str, str] = field(default_factory=dict)
    translations: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_texts(text: str) -> Texts | None:
    """Return the words of a page; None where it was finished before."""
    if (found := TEXTS.search(text)) is None:
        return None
    told = json.loads(found[1])
    translations = {box: (title, words) for box, (title, words) in dict(told["translations"]).items()}
    return Texts(tuple(told["sections"]), dict(told["captions"]), translations)


def read_page(text: str) -> Page | None:
    """Return the record in a page; None where it has none."""
    record = divided(text)[1]
    return page_of(json.loads(record)) if record else None


def read_file(page: Path) -> Page | None:
    """Return the record of a page, from the page itself or from the file beside it; None where neither is."""
    if found := read_page(page.read_text(encoding="utf-8")):
        return found
    file = record_file(page)
    return page_of(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


def record_file(page: Path) -> Path:
    """Return the file with the record of a finished page."""
    return page.parent / RECORDS / f"{page.stem}.json"


def divided(text: str) -> tuple[str, str]:
    """Return a page without its record, and the record as it is written; "" where it has none."""
    before, opening, rest = text.rpartition(OPENING)
    record, _, after = rest.partition(CLOSING)
    return (before + after, record) if opening else (text, "")


def part(page: Path, text: str) -> None:
    """Write a finished page without its record, and that beside it."""
    shown, record = divided(text)
    file = record_file(page)
    file.parent.mkdir(exist_ok=True)
    file.write_text(record, encoding="utf-8")
    page.write_text(shown, encoding="utf-8")


def page_of(record: dict[str, Any]) -> Page:
    """Return the page that a record describes."""
    sections = tuple(Section(**one) for one in record["sections"])

    def section(number: int) -> Section | None:
        return sections[number - 1] if number else None

    return Page(
        record["title"],
        record["abstract"],
        sections,
        {one["label"]: Exhibit(**one | {"section": section(one["section"])}) for one in record["exhibits"]},
        tuple(
            PrintedNumber(**one | {"section": section(one["section"]), "id": f"number-{place}"})
            for place, one in enumerate(record["numbers"], 1)
        ),
        tuple(CitedWork(**one | {"authors": tuple(one["authors"])}) for one in record["works"]),
        tuple(record["translations"]),
        frozenset(record["places"]),
    )


def is_unfinished(text: str) -> bool:
    """Whether the marks of a page are still to be filled."""
    return f"<!--edition:{TITLE}-->" in text


def raised(text: str) -> str:
    """Put the box of key findings, which follows the title block, within it: below title and subtitle."""
    box, block = RAISED.search(text), text.partition(FIXED[MAIN])[2]
    place = BELOW_TITLE.search(block)
    if not (box and place):
        return text
    below = len(text) - len(block) + place.start()
    if below > box.start():
        return text
    return f"{text[:below]}{box[0]}\n{text[below : box.start()]}{text[box.end() :]}"


def fill(text: str, pieces: Iterable[Piece]) -> str:
    """Put pieces at their places, those of one place in their order.

    Marks without a piece go, and so do the copies of the page's words.

    Parameters
    ----------
    text
        A page with marks.
    pieces
        What comes there; a place that the page does not have is passed over.
    """
    text = raised(TEXTS.sub("", text, count=1))
    filled: dict[str, str] = {}
    for place, piece in pieces:
        filled[place] = filled.get(place, "") + piece
    for place, words in FIXED.items():
        text = text.replace(words, filled.get(place, "") + words, 1)
    return MARK.sub(lambda mark: filled.get(mark[1], ""), text)
