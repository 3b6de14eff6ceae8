"""What stands below each other in a body, a cell or a note: paragraphs, tables, and what else holds these."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from lxml import etree

from press.journal.marked_up.atoms import Atom, Reader, alternative_text, shown_in, words
from press.journal.marked_up.names import W

HOLDERS = {W + "p": "paragraph", W + "tbl": "table", W + "sdt": "holder"}
PROPERTIES = (W + "tcPr", W + "sdtPr", W + "sdtEndPr")
PICTURE_WORDS = 5
"""How many words a picture counts for where paragraphs are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A block of one version.

    Attributes
    ----------
    kind : str
        "paragraph", "table" or "holder".
    element : element
    atoms : tuple of Atom
        Of a paragraph; its end is the last.
    key : hashable
        What it says: blocks of two versions with one key are the same.
    words : Counter
    before : tuple of elements
        What stands before it that is no block: bookmarks.
    """

    kind: str
    element: etree._Element
    atoms: tuple[Atom, ...]
    key: Hashable
    words: Counter[str]
    before: tuple[etree._Element, ...] = ()

    @property
    def is_paragraph(self) -> bool:
        """Whether it is a paragraph."""
        return self.kind == "paragraph"


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """The blocks of a body, a cell or a note, the properties before them, and what stands behind the last."""

    blocks: tuple[Block, ...]
    properties: tuple[etree._Element, ...]
    behind: tuple[etree._Element, ...]


def contents(holder: etree._Element, reader: Reader) -> Contents:
    """Read what stands in a body, a cell or a note."""
    blocks: list[Block] = []
    properties: list[etree._Element] = []
    waiting: list[etree._Element] = []
    for child in holder:
        if child.tag in HOLDERS:
            blocks.append(block(child, reader, tuple(waiting)))
            waiting = []
        elif child.tag in PROPERTIES:
            properties.append(child)
        elif isinstance(child.tag, str):
            waiting.append(child)
    return Contents(tuple(blocks), tuple(properties), tuple(waiting))


def block(element: etree._Element, reader: Reader, before: tuple[etree._Element, ...] = ()) -> Block:
    """Return an element as a block."""
    kind = HOLDERS[element.tag]
    if kind == "paragraph":
        atoms = tuple(reader.atoms(element))
        return Block(kind, element, atoms, tuple(atom.key for atom in atoms), words_of(atoms), before)
    cells = [contents(cell, reader).blocks for cell in element.iter(W + "tc", W + "sdtContent")]
    shape = tuple(len(row.findall(W + "tc")) for row in element.iter(W + "tr"))
    key = (kind, shape, tuple(tuple(one.key for one in cell) for cell in cells))
    return Block(kind, element, (), key, said_in(cells), before)


def said_in(cells: Iterable[Iterable[Block]]) -> Counter[str]:
    """Return what some cells say, word by word."""
    return sum((one.words for cell in cells for one in cell), start=Counter[str]())


def words_of(atoms: tuple[Atom, ...]) -> Counter[str]:
    """Return what a paragraph says, word by word; its pictures by their descriptions too."""
    found = Counter(word for atom in atoms for word in words(atom.text))
    for atom in atoms:
        if atom.pictures:
            found.update(["\ufffc"] * PICTURE_WORDS)
            found.update(words(alternative_text(atom)))
        elif atom.whole:
            found.update(shown_in(atom.things))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of a table: `key` has what each cell says."""

    element: etree._Element
    key: tuple[Hashable, ...]
    words: Counter[str]


def rows(table: etree._Element, reader: Reader) -> list[Row]:
    """Return the rows of a table."""
    found = []
    for row in table.findall(W + "tr"):
        cells = [contents(cell, reader).blocks for cell in row.findall(W + "tc")]
        key = tuple(tuple(one.key for one in cell) for cell in cells)
        found.append(Row(row, key, said_in(cells)))
    return found


def columns(table: etree._Element) -> int:
    """Return how many columns a table has."""
    grid = table.find(W + "tblGrid")
    if grid is not None and len(grid):
        return len(grid)
    return max((len(row.findall(W + "tc")) for row in table.findall(W + "tr")), default=0)
