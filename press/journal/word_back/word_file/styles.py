"""What the styles and lists of a Word file are: Word's own names of styles, whatever program wrote them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from press.journal.word_back.word_file.word_xml import W, value

HEADING = re.compile(r"heading (\d)")
TITLES = ("title", "subtitle")
CODE = ("verbatim char", "html code", "source text")
STRONG, EMPHASIS = ("strong", "strong emphasis"), ("emphasis",)


@dataclass(frozen=True, slots=True)
class Styles:
    """The names of styles by their identifiers, their lists, and which lists are numbered.

    Attributes
    ----------
    names : mapping
        Identifier -> name, in lower case.
    lists : mapping
        Identifier -> identifier of the list and level, for styles that bring a list along.
    ordered : frozenset
        (list, level) of those that are numbered.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    ordered: frozenset[tuple[str, int]] = frozenset()

    def name(self, identifier: str) -> str:
        """Return the name of a style, in lower case."""
        return self.names.get(identifier, identifier.lower())


def read(styles: etree._Element | None, numbering: etree._Element | None) -> Styles:
    """Read the styles and lists of a file."""
    names, lists = {}, {}
    for style in () if styles is None else styles.iter(W + "style"):
        identifier = style.get(W + "styleId", "")
        names[identifier] = value(style, "name", identifier).lower()
        numbered = style.find(f"{W}pPr/{W}numPr")
        if numbered is not None and value(numbered, "numId", "0") != "0":
            lists[identifier] = value(numbered, "numId"), whole(value(numbered, "ilvl", "0"))
    return Styles(names, lists, frozenset(_numbered(numbering)))


def _numbered(numbering: etree._Element | None) -> list[tuple[str, int]]:
    if numbering is None:
        return []
    abstract = {one.get(W + "abstractNumId"): one for one in numbering.iter(W + "abstractNum")}
    return [
        (number.get(W + "numId", ""), whole(level.get(W + "ilvl", "0")))
        for number in numbering.iter(W + "num")
        if (kind := abstract.get(value(number, "abstractNumId"))) is not None
        for level in kind.iter(W + "lvl")
        if value(level, "numFmt") not in ("bullet", "none", "")
    ]


def whole(text: str) -> int:
    """Return a whole number; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


@dataclass(frozen=True, slots=True)
class Form:
    """What a paragraph is by its style and list: its kind and level, as of `Block`, and its style's name."""

    kind: str
    level: int
    style: str
    ordered: bool


def form_of(paragraph: etree._Element, styles: Styles, *, in_cell: bool, in_note: bool) -> Form:
    """Return what a paragraph is."""
    told = paragraph.find(W + "pPr")
    identifier = value(told, "pStyle")
    style = styles.name(identifier)
    if found := HEADING.fullmatch(style):
        return Form("heading", int(found[1]), style, False)
    if style in TITLES:
        return Form("title", 0, style, False)
    if "caption" in style:
        return Form("caption", 0, style, False)
    if in_note:
        return Form("note", 0, style, False)
    numbered = None if told is None else told.find(W + "numPr")
    number, level = styles.lists.get(identifier, ("0", 0))
    if numbered is not None:
        number, level = value(numbered, "numId", "0"), whole(value(numbered, "ilvl", "0"))
    if number != "0":
        return Form("item", level, style, (number, level) in styles.ordered)
    return Form("cell" if in_cell else "text", 0, style, False)
