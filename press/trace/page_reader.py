"""Reads a finished page: which numbers it prints and where, and where links to their origins may be put.

Standard library only. Offsets count characters of the page's text.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
READ = {*HEADINGS, "td", "th", "figcaption"}
READ_CLASSES = {"num", "csl-entry"}
LABEL = re.compile(r"(?:fig|tbl)-[\w-]+")
BREAK = "\N{ZERO WIDTH SPACE}"
TRANSLATION = "translation"
"""The class of a box with the abstract in another language."""


@dataclass(frozen=True, slots=True)
class Span:
    """A number in a page.

    Attributes
    ----------
    key
        Its key in the results.
    text
        What is printed.
    start, end
        Where its content begins and ends.
    where
        "text", "table cell", "caption", "abstract", "footnote" or "note" (below a table).
    section, section_id
        Heading and id of the section; empty before the first one.
    exhibit
        Label of the table or figure that it belongs to.
    row, column
        In a table: the text of the row's first cell, and the column's heading.
    """

    key: str
    text: str
    start: int
    end: int
    where: str = "text"
    section: str = ""
    section_id: str = ""
    exhibit: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(slots=True)
class Exhibit:
    """A table or figure, its picture included.

    Attributes
    ----------
    label, section, title
        Its label, the heading of its section, and how its caption calls it: "Table 2".
    start
        Where the content of its `figure` begins.
    end
        Where a line below it may stand: behind its note if it has one.
    image, image_start, alternative
        The picture's address, where its tag begins, and its alternative text.
    """

    label: str
    section: str = ""
    title: str = ""
    start: int = 0
    end: int = 0
    image: str = ""
    image_start: int = 0
    alternative: str = ""


@dataclass(slots=True)
class Element:
    """An open element: where its content starts, and the text read in it so far."""

    tag: str
    attributes: dict[str, str]
    start: int
    text: str = ""
    holds_link: bool = False
    heading: str = ""
    level: int = 0
    heading_end: int = 0
    own_end: int = 0
    cells: list[str] = field(default_factory=list)
    exhibit: Exhibit | None = None

    @property
    def classes(self) -> list[str]:
        """The names of its classes."""
        return self.attributes.get("class", "").split()

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        return self.attributes.get("id", "")


@dataclass(frozen=True, slots=True)
class Section:
    """A section with an id: its heading, the level of that, and where its content ends.

    `own_end` is where the text of its own ends, which is before its first subsection; None where that
    follows the heading.
    """

    id: str
    heading: str
    level: int
    end: int
    own_end: int | None = None


@dataclass(slots=True)
class Page:
    """What a page holds, in its order, and where something may be put into it.

    Attributes
    ----------
    numbers, exhibits, sections
        The numbers; the exhibits by label; the sections that have an id, inner ones before outer ones.
    appendix
        The place for the appendix, if that is empty.
    ids
        All ids.
    linked
        The starts of the numbers that hold a link or stand in one or in a heading.
    head, main, title_block
        Where the head ends; where the content of `main` begins; where the title block ends (behind it).
    title
        The heading of the title block.
    abstract
        The abstract's paragraphs, with an empty line between them.
    references
        The entries of the list of references.
    translations
        Where the content of each box with the abstract in another language begins and ends, by its id.
    """

    numbers: list[Span] = field(default_factory=list)
    appendix: int | None = None
    exhibits: dict[str, Exhibit] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    linked: set[int] = field(default_factory=set)
    head: int | None = None
    main: int | None = None
    title_block: int | None = None
    title: str = ""
    abstract: str = ""
    references: list[str] = field(default_factory=list)
    translations: dict[str, tuple[int, int]] = field(default_factory=dict)


def read_page(text: str) -> Page:
    """Read a page.

    Parameters
    ----------
    text
        HTML in which every element that is not void is closed.
    """
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    """Keeps the open elements, and takes note of what closes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []
        self.reading: list[Element] = []  # those of the open elements whose text is of interest
        self.calls: dict[str, Element | None] = {}  # id of a footnote -> section of its call
        self.last: Exhibit | None = None
        self.raw = text
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.page.ids.add(attributes.get("id", ""))
        if tag == "a":
            self._open_link(attributes)
        if tag == "img" and (exhibit := self._exhibit()):
            exhibit.image, exhibit.alternative = attributes.get("src", ""), attributes.get("alt", "")
            exhibit.image_start = self._at()
        if tag in VOID:
            return
        element = Element(tag, attributes, self._at() + len(self.get_starttag_text()))
        if tag == "div" and LABEL.fullmatch(attributes.get("id", "")):
            self.last = element.exhibit = self.page.exhibits[attributes["id"]] = Exhibit(
                attributes["id"], section.heading if (section := self._section()) else ""
            )
        if tag == "figure" and (exhibit := self._exhibit()) and not exhibit.start:
            exhibit.start = element.start
        if tag == "main":
            self.page.main = element.start
        if tag == "section" and (outer := self._nearest("section")):
            outer.own_end = outer.own_end or self._at()
        self.open.append(element)
        if (
            tag in READ
            or not READ_CLASSES.isdisjoint(element.classes)
            or (tag == "p" and self._in_abstract())
        ):
            self.reading.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        for element in self.reading:
            element.text += data

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self.open):
            return
        while (element := self._pop()).tag != tag:
            pass
        if not (self._was_printed(element) or self._was_part(element)):
            self._close_block(element)

    def _was_printed(self, element: Element) -> bool:
        """Take note of a number, the place of the appendix or a heading; tell whether it was one of these."""
        if "num" in element.classes and "data-key" in element.attributes:
            self._close_number(element)
        elif "provenance" in element.classes and element.start == self._at():
            self.page.appendix = element.start
        elif element.tag in HEADINGS and (section := self._nearest("section")):
            if not section.heading:
                section.heading, section.level = squeeze(element.text), int(element.tag[1])
                section.heading_end = self._behind()
        elif element.tag == "h1" and not self.page.title:
            self.page.title = squeeze(element.text)
        else:
            return False
        return True

    def _was_part(self, element: Element) -> bool:
        """Take note of a part of the page that is no exhibit; tell whether it was one."""
        if "csl-entry" in element.classes:
            self.page.references.append(squeeze(element.text))
        elif element.tag == "section" and element.heading and element.id:
            self._close_section(element)
        elif element.tag == "head":
            self.page.head = self._at()
        elif TRANSLATION in element.classes and element.id:
            self.page.translations[element.id] = element.start, self._at()
        elif element.id == "title-block-header":
            self.page.title_block = self._behind()
        elif element.tag == "p" and self._in_abstract():
            self.page.abstract = f"{self.page.abstract}\n\n{squeeze(element.text)}".strip()
        else:
            return False
        return True

    def _close_block(self, element: Element) -> None:
        """Take note of a part of an exhibit."""
        if element.tag in ("td", "th"):
            if row := self._nearest("tr"):
                row.cells.append(squeeze(element.text))
        elif element.tag == "tr" and (table := self._nearest("table")):
            table.cells = table.cells or element.cells
        elif element.tag == "figcaption" and (exhibit := self._exhibit()):
            exhibit.title = squeeze(element.text).partition(":")[0]
        elif element.tag == "figure" and (exhibit := self._exhibit()):
            exhibit.end = self._behind()
        elif "table-note" in element.classes and self.last:
            self.last.end = self._behind()

    def _pop(self) -> Element:
        element = self.open.pop()
        if self.reading and self.reading[-1] is element:
            self.reading.pop()
        return element

    def _open_link(self, attributes: dict[str, str]) -> None:
        for element in self.open:
            element.holds_link = True
        if "footnote-ref" in attributes.get("class", ""):
            self.calls[attributes.get("href", "").lstrip("#")] = self._section()

    def _close_number(self, element: Element) -> None:
        where, exhibit, section = self._where(), self._exhibit(), self._section()
        if where == "note":
            exhibit = self.last
        if where == "footnote" and (note := self._nearest("li")):
            section = self.calls.get(note.id)
        row, column = self._cell() if where == "table cell" else (None, None)
        self.page.numbers.append(
            Span(
                element.attributes["data-key"],
                squeeze(element.text),
                element.start,
                self._at(),
                where,
                section.heading if section else "",
                section.id if section else "",
                exhibit.label if exhibit else None,
                row,
                column,
            )
        )
        if element.holds_link or any(outer.tag in ("a", "button", *HEADINGS) for outer in self.open):
            self.page.linked.add(element.start)

    def _close_section(self, section: Element) -> None:
        own_end = section.own_end or self._at()
        has_text = self.raw[section.heading_end : own_end].strip()
        self.page.sections.append(
            Section(section.id, section.heading, section.level, self._at(), own_end if has_text else None)
        )

    def _cell(self) -> tuple[str | None, str | None]:
        """Return the first cell of the row that is open, and the heading of the column."""
        row, table, cell = (
            self._nearest("tr"),
            self._nearest("table"),
            self._nearest("td") or self._nearest("th"),
        )
        place = len(row.cells)
        return (row.cells or [squeeze(cell.text)])[0], (
            table.cells[place] if place < len(table.cells) else None
        )

    def _where(self) -> str:
        tags = {element.tag for element in self.open}
        classes = {name for element in self.open for name in element.classes}
        if tags & {"td", "th"}:
            return "table cell"
        if tags & {"figcaption", "caption"}:
            return "caption"
        named = {
            "table-note": "note",
            "footnotes": "footnote",
            "abstract": "abstract",
            TRANSLATION: "abstract",
        }
        return next((where for name, where in named.items() if name in classes), "text")

    def _section(self) -> Element | None:
        return next((element for element in reversed(self.open) if element.heading), None)

    def _exhibit(self) -> Exhibit | None:
        return next((element.exhibit for element in reversed(self.open) if element.exhibit), None)

    def _nearest(self, tag: str) -> Element | None:
        return next((element for element in reversed(self.open) if element.tag == tag), None)

    def _in_abstract(self) -> bool:
        return any("abstract" in element.classes for element in self.open)

    def _behind(self) -> int:
        """Return the offset behind the end tag that is being read."""
        return self.raw.index(">", self._at()) + 1


def squeeze(text: str) -> str:
    """Return text with single blanks and without the places where a line may break within a word."""
    return " ".join(text.replace(BREAK, "").split())
