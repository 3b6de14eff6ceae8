"""Paragraphs with their changes marked, made of pieces."""

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from press.journal.marked_up.atoms import BOOKMARKS, shown_in
from press.journal.marked_up.names import W, value_of
from press.journal.marked_up.old_parts import Carrier, look_of_list
from press.journal.marked_up.pictures import Margin
from press.journal.marked_up.pieces import COME, GONE, SAME, Piece, look
from press.journal.marked_up.tracking import Stretch, Tracker, as_deleted, text_run
from press.journal.marked_up.word_package import WordPackage
from press.journal.word_back.model import By

NO_BASE = (W + "rPr", W + "sectPr", W + "pPrChange")
"""Properties of a paragraph that its tracked change does not hold."""


@dataclass(slots=True)
class Writer:
    """Writes paragraphs of one part of the new file.

    Attributes
    ----------
    part : str
        The part's name.
    lost : set of str
        Names of bookmarks of the old file that links lead to and that the new one has not.
    new_note : callable
        Gives an identifier that no footnote has.
    came : set of str
        Identifiers of footnotes whose marks were inserted.
    gone : dict
        The new identifiers of footnotes whose marks were deleted, by the old ones.
    """

    part: str
    tracker: Tracker
    carrier: Carrier
    margin: Margin
    new_note: Callable[[], str]
    lost: set[str]
    came: set[str] = field(default_factory=set)
    gone: dict[str, str] = field(default_factory=dict)

    def paragraphs(self, pieces: Sequence[Piece]) -> list[etree._Element]:
        """Return the paragraphs that some pieces make; each ends with the end of one."""
        found, start = [], 0
        one_to_one = all(piece.fate != GONE for piece in pieces if piece.atom.is_end)
        for place, piece in enumerate(pieces):
            if piece.atom.is_end:
                found.append(self._paragraph(pieces[start:place], piece, one_to_one))
                start = place + 1
        return found

    def _paragraph(self, pieces: Sequence[Piece], end: Piece, one_to_one: bool) -> etree._Element:
        """Return a paragraph; `one_to_one` tells whether it holds all that the new version's does."""
        if one_to_one and self._unchanged(pieces, end):
            kept = copy.deepcopy(end.atom.paragraph)
            kept.tail = None
            return kept
        paragraph = etree.Element(W + "p")
        if (properties := self._properties(end)) is not None:
            paragraph.append(properties)
        for _, linked in groupby(pieces, key=lambda piece: piece.atom.leads):
            self._add_linked(paragraph, list(linked))
        self._add_bookmarks(paragraph, end)
        return paragraph

    def author_of(self, element: etree._Element, fate: str) -> By:
        """Return who made the first change below an element; of an empty one, who made the results."""
        for mark in element.iter(W + fate):
            return By(mark.get(W + "author", ""), mark.get(W + "date", ""))
        return self.tracker.authors(Stretch("", "", "", fate == COME, made=True))

    def _unchanged(self, pieces: Sequence[Piece], end: Piece) -> bool:
        if any(piece.fate != SAME or piece.relooked for piece in (*pieces, end)):
            return False
        first, outside = (*pieces, end)[0].atom, end.atom.paragraph.getparent()
        if any(mark.getparent() is outside for mark in first.before):
            return False
        return end.was is None or not self._differ(end.was.paragraph, end.atom.paragraph)

    def _properties(self, end: Piece) -> etree._Element | None:
        """Return the properties of a paragraph: of its new version, with the old ones where they differ."""
        source = end.atom.paragraph
        assert source is not None
        given = source.find(W + "pPr")
        if end.fate == GONE:
            properties = self._old_base(source)
            if properties is None:
                properties = etree.Element(W + "pPr")
        else:
            properties = etree.Element(W + "pPr") if given is None else copy.deepcopy(given)
            properties.tail = None
        if end.fate != SAME:
            self._mark_end(properties, self.tracker.mark(end.fate, end.by))
        elif end.was is not None and self._differ(end.was.paragraph, source):
            asked = Stretch(shown_in((source,)), "", "", inserted=True, looks=True)
            change = self.tracker.mark("pPrChange", self.tracker.authors(asked))
            before = self._old_base(end.was.paragraph)
            change.append(etree.Element(W + "pPr") if before is None else before)
            properties.append(change)
        return properties if len(properties) else None

    def _mark_end(self, properties: etree._Element, mark: etree._Element) -> None:
        """Mark the end of a paragraph as come or gone."""
        look_of_end = properties.find(W + "rPr")
        if look_of_end is None:
            look_of_end = etree.Element(W + "rPr")
            behind = properties.find(W + "sectPr")
            properties.append(look_of_end) if behind is None else behind.addprevious(look_of_end)
        look_of_end.insert(0, mark)

    def _old_base(self, paragraph: etree._Element | None) -> etree._Element | None:
        """Return the properties of a paragraph of the old file as the new one can hold them."""
        given = None if paragraph is None else paragraph.find(W + "pPr")
        if given is None:
            return None
        return self.carrier.carried(given, self.part, NO_BASE)

    def _differ(self, old: etree._Element | None, new: etree._Element | None) -> bool:
        if old is None or new is None or old is new:
            return False
        return self._formatted(old, self.carrier.old) != self._formatted(new, self.carrier.new)

    def _formatted(self, paragraph: etree._Element, package: WordPackage) -> object:
        """Return the properties of a paragraph as a value, lists by what they look like."""
        given = paragraph.find(W + "pPr")
        if given is None:
            return None
        number = given.find(f"{W}numPr/{W}numId")
        level = given.find(f"{W}numPr/{W}ilvl")
        listed = (
            None if number is None else repr(look_of_list(package, number.get(W + "val", ""))),
            None if level is None else level.get(W + "val"),
        )
        plain = value_of(given, (*NO_BASE, W + "numPr"))
        return (None if plain is None or not plain[3] else plain, listed)

    def _add_linked(self, paragraph: etree._Element, pieces: list[Piece]) -> None:
        """Add pieces that one hyperlink holds, or none."""
        link = next((piece.atom.link for piece in pieces if piece.fate != GONE), pieces[0].atom.link)
        holder = paragraph
        if link is not None:
            old = all(piece.fate == GONE for piece in pieces)
            bare = etree.Element(link.tag, dict(link.attrib))
            holder = self.carrier.carried(bare, self.part) if old else bare
            paragraph.append(holder)
        for _, alike in groupby(
            pieces, key=lambda piece: (piece.fate, piece.by if piece.fate != SAME else None)
        ):
            same = list(alike)
            marked = holder
            if same[0].fate != SAME:
                marked = self.tracker.mark(same[0].fate, same[0].by)
                holder.append(marked)
            self._add_runs(marked, same)

    def _add_runs(self, holder: etree._Element, pieces: Iterable[Piece]) -> None:
        run, key = None, None
        for piece in pieces:
            if piece.atom.before:
                self._add_bookmarks(holder, piece)
                run = None
            if piece.atom.whole:
                holder.extend(self._things(piece))
                run = None
                continue
            kind = (
                look(piece.atom),
                look(piece.was) if piece.relooked and piece.was else None,
                piece.relooked,
            )
            if run is None or kind != key:
                run, key = self._run(piece), kind
                holder.append(run)
            self._fill(run, piece)

    def _run(self, piece: Piece) -> etree._Element:
        """Return an empty run with the look of a piece, and its earlier look."""
        run = etree.Element(W + "r")
        given = piece.atom.properties
        properties = None
        if given is not None:
            old = piece.fate == GONE
            properties = self.carrier.carried(given, self.part) if old else copy.deepcopy(given)
            properties.tail = None
        if piece.relooked and piece.was is not None:
            properties = etree.Element(W + "rPr") if properties is None else properties
            change = self.tracker.mark("rPrChange", piece.by)
            before = piece.was.properties
            change.append(
                etree.Element(W + "rPr") if before is None else self.carrier.carried(before, self.part)
            )
            properties.append(change)
        if properties is not None:
            run.append(properties)
        return run

    def _fill(self, run: etree._Element, piece: Piece) -> None:
        """Add a piece to a run; words in a row are one text."""
        if piece.atom.things:
            run.extend(self._things(piece))
            return
        last = run[-1] if len(run) else None
        if last is not None and last.tag in (W + "t", W + "delText"):
            last.text += piece.atom.text
        else:
            run.append(text_run(piece.atom.text, piece.fate == GONE))

    def _things(self, piece: Piece) -> list[etree._Element]:
        """Return copies of what is no text; of the old version with what they need."""
        if piece.fate != GONE:
            found = [copy.deepcopy(thing) for thing in piece.atom.things]
            if piece.fate == COME:
                self.came |= {mark.get(W + "id") for thing in found for mark in notes_in(thing)}
        else:
            found = [self.carrier.carried(thing, self.part) for thing in piece.atom.things]
            for thing in found:
                as_deleted(thing)
                for mark in notes_in(thing):
                    mark.set(W + "id", self._gone_note(mark.get(W + "id", "")))
        for thing in found:
            thing.tail = None
        return found

    def _gone_note(self, old: str) -> str:
        if old not in self.gone:
            self.gone[old] = self.new_note()
        return self.gone[old]

    def _add_bookmarks(self, holder: etree._Element, piece: Piece) -> None:
        """Add the bookmarks before a piece; of the old version those whose names are gone."""
        if piece.fate != GONE:
            holder.extend(tailless(copy.deepcopy(mark)) for mark in piece.atom.before)
        else:
            holder.extend(self.old_bookmarks(piece.atom.before))

    def old_bookmarks(self, marks: Iterable[etree._Element]) -> list[etree._Element]:
        """Return bookmarks of the old version that links need and the new one lacks, each where it began."""
        found = []
        for mark in marks:
            name = mark.get(W + "name", "")
            if mark.tag != BOOKMARKS[0] or name not in self.lost:
                continue
            self.lost.remove(name)
            number = self.tracker.number()
            found.append(etree.Element(BOOKMARKS[0], {W + "id": number, W + "name": name}))
            found.append(etree.Element(BOOKMARKS[1], {W + "id": number}))
        return found


def notes_in(thing: etree._Element) -> list[etree._Element]:
    """Return the marks of footnotes in a thing."""
    return list(thing.iter(W + "footnoteReference"))


def tailless(element: etree._Element) -> etree._Element:
    """Return an element without the blanks behind it."""
    element.tail = None
    return element
