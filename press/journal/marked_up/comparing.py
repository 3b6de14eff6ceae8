"""Two versions of a body, a cell or a note in one, with the changes between them marked."""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from press.journal.marked_up.align import Group, Likeness, groups
from press.journal.marked_up.atoms import BOOKMARKS, Atom, Reader, is_note_mark
from press.journal.marked_up.blocks import Block, Contents, Row, columns, contents, rows
from press.journal.marked_up.ends import Joined, atoms_of, in_order
from press.journal.marked_up.lines import Writer, tailless
from press.journal.marked_up.names import W
from press.journal.marked_up.pieces import COME, GONE, SAME, Piece, pieces

TABLES_ALIKE = 0.2
"""What more speaks for two tables of as many columns."""
ROWS_ALIKE = 0.5
"""What more speaks for two rows whose first cells say the same."""


def may_pair(old: Block, new: Block) -> bool:
    """Whether two blocks can be versions of one another: tables only with as many columns."""
    return old.kind == new.kind and (old.kind != "table" or columns(old.element) == columns(new.element))


BLOCKS: Likeness[Block] = Likeness(
    key=lambda block: block.key,
    words=lambda block: block.words,
    may_pair=may_pair,
    may_part=lambda block: block.is_paragraph,
    bonus=lambda old, _new: TABLES_ALIKE if old.kind == "table" else 0.0,
)
ROWS: Likeness[Row] = Likeness(
    key=lambda row: row.key,
    words=lambda row: row.words,
    may_pair=lambda old, new: len(old.key) == len(new.key),
    may_part=lambda _row: False,
    bonus=lambda old, new: ROWS_ALIKE if old.key[:1] == new.key[:1] else 0.0,
)


@dataclass(slots=True)
class Comparer:
    """Marks the changes of one part.

    Attributes
    ----------
    old, new : Reader
    writer : Writer
    """

    old: Reader
    new: Reader
    writer: Writer

    def compare(self, old: etree._Element, new: etree._Element, made: bool = False) -> None:
        """Put both versions into the new one.

        Parameters
        ----------
        made
            Whether code makes what stands here.
        """
        before, after = contents(old, self.old), contents(new, self.new)
        found = in_order(groups(before.blocks, after.blocks, BLOCKS))
        for group in found:
            for blocks in zip(group.old[:1], group.new[:1], strict=False):
                self.writer.carrier.same_list(*(block.element for block in blocks))
        elements = [one for group in found for one in self._group(group, made)]
        fill(new, after, elements + self._marks(before.behind, GONE))

    def alone(self, holder: etree._Element, fate: str, made: bool = False) -> etree._Element:
        """Return a cell or a note all of which came or went, but the ends of its paragraphs."""
        read = contents(holder, self.new if fate == COME else self.old)
        given = self._shell(etree.Element(holder.tag, dict(holder.attrib)), fate)
        given.extend(self._shell(one, fate) for one in read.properties)
        for block in read.blocks:
            given.extend(self._marks(block.before, fate))
            given.extend(self._alone_block(block, fate, made))
        given.extend(self._marks(read.behind, fate))
        return given

    def _marks(self, found: Iterable[etree._Element], fate: str) -> list[etree._Element]:
        """Return the bookmarks of what came; of what went, those that are needed still."""
        if fate == COME:
            return [tailless(copy.deepcopy(one)) for one in found]
        return self.writer.old_bookmarks(found)

    def _group(self, group: Joined, made: bool) -> list[etree._Element]:
        """Return what became of some blocks, with the bookmarks before them."""
        before = [mark for one in group.new[:1] for mark in self._marks(one.before, COME)]
        before += [mark for one in group.old for mark in self._marks(one.before, GONE)]
        first = (*group.old, *group.new)[0]
        if first.is_paragraph:
            return [*before, *self._paragraphs(group, made)]
        if group.old and group.new:
            return [*before, self._both(group.old[0], group.new[0], made)]
        return [*before, *self._alone_block(first, COME if group.new else GONE, made)]

    def _paragraphs(self, group: Joined, made: bool) -> list[etree._Element]:
        old, new = atoms_of(group.old), atoms_of(group.new)
        authors = self.writer.tracker.authors
        if group.apart:
            given = pieces(old, [], authors, made) + pieces([], new, authors, made)
        elif not group.old or not group.new:
            given = pieces(old, new, authors, made)
        else:
            given = pieces(old[:-1], new[:-1], authors, made, group.segments())
            given.append(Piece(SAME, new[-1], old[-1]))
        made_of = self.writer.paragraphs(given)
        self.writer.margin.compare(given, made_of[-1])
        return made_of

    def _alone_block(self, block: Block, fate: str, made: bool) -> list[etree._Element]:
        """Return a block all of which came or went, but the end of a paragraph."""
        if block.kind == "table":
            return [self._alone_table(block.element, fate)]
        if block.kind == "holder":
            given = etree.Element(block.element.tag)
            for child in block.element:
                inner = child.tag == W + "sdtContent"
                given.append(self.alone(child, fate, made) if inner else self._shell(child, fate))
            return [given]
        marks = [self._kept(atom, fate) for atom in block.atoms if is_note_mark(atom)]
        rest = [atom for atom in block.atoms[:-1] if not is_note_mark(atom)]
        versions = ([], rest) if fate == COME else (rest, [])
        given_pieces = pieces(*versions, self.writer.tracker.authors, made)
        return self.writer.paragraphs([*marks, *given_pieces, self._kept(block.atoms[-1], fate)])

    def _kept(self, atom: Atom, fate: str) -> Piece:
        """Return an atom that neither came nor went, in the form that the new file can hold."""
        if fate == COME:
            return Piece(SAME, atom)
        carrier, part = self.writer.carrier, self.writer.part
        look = None if atom.properties is None else carrier.carried(atom.properties, part)
        paragraph = atom.paragraph
        if paragraph is not None:
            bare = etree.Element(paragraph.tag)
            bare.extend(carrier.carried(one, part) for one in paragraph.findall(W + "pPr"))
            paragraph = bare
        marks = tuple(self._marks(atom.before, GONE))
        return Piece(SAME, replace(atom, properties=look, paragraph=paragraph, before=marks))

    def _both(self, old: Block, new: Block, made: bool) -> etree._Element:
        """Return a table, or what else holds blocks, with its changes marked."""
        if new.kind == "holder":
            inner = old.element.find(W + "sdtContent"), new.element.find(W + "sdtContent")
            if inner[0] is not None and inner[1] is not None:
                self.compare(*inner, made)
            return tailless(new.element)
        made = columns(new.element) > 1
        table = etree.Element(new.element.tag, dict(new.element.attrib))
        table.extend(tailless(copy.deepcopy(one)) for one in new.element if one.tag != W + "tr")
        for group in groups(rows(old.element, self.old), rows(new.element, self.new), ROWS):
            table.append(self._row(group, made))
        return table

    def _row(self, group: Group[Row], made: bool) -> etree._Element:
        """Return what became of a row."""
        if not group.old or not group.new:
            fate = COME if group.new else GONE
            return self._alone_row((*group.old, *group.new)[0].element, fate, made)
        old, new = group.old[0].element, group.new[0].element
        for before, after in zip(old.findall(W + "tc"), new.findall(W + "tc"), strict=True):
            self.compare(before, after, made)
        return tailless(new)

    def _alone_table(self, table: etree._Element, fate: str) -> etree._Element:
        given = etree.Element(table.tag)
        made = columns(table) > 1
        for child in table:
            row = child.tag == W + "tr"
            given.extend([self._alone_row(child, fate, made)] if row else self._beside(child, fate))
        return given

    def _alone_row(self, row: etree._Element, fate: str, made: bool) -> etree._Element:
        """Return a row that came or went; whoever made its first words made it."""
        given = etree.Element(row.tag)
        for child in row:
            cell = child.tag == W + "tc"
            given.extend([self.alone(child, fate, made)] if cell else self._beside(child, fate))
        properties = given.find(W + "trPr")
        if properties is None:
            properties = etree.Element(W + "trPr")
            exceptions = given.find(W + "tblPrEx")
            given.insert(0, properties) if exceptions is None else exceptions.addnext(properties)
        properties.append(self.writer.tracker.mark(fate, self.writer.author_of(given, fate)))
        return given

    def _beside(self, element: etree._Element, fate: str) -> list[etree._Element]:
        """Return what stands beside rows or cells: a bookmark, or properties."""
        return self._marks([element], fate) if element.tag in BOOKMARKS else [self._shell(element, fate)]

    def _shell(self, element: etree._Element, fate: str) -> etree._Element:
        """Return a copy of properties, in the form that the new file can hold."""
        if fate == COME:
            return tailless(copy.deepcopy(element))
        return self.writer.carrier.carried(element, self.writer.part)


def fill(holder: etree._Element, read: Contents, elements: Sequence[etree._Element]) -> None:
    """Let a holder hold some elements between its properties and what stands behind."""
    for child in list(holder):
        holder.remove(child)
    holder.extend([*read.properties, *elements, *read.behind])
