"""Marks of tracked changes: who made what, under numbers that no other mark has."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from press.journal.marked_up.names import BLANKS_KEPT, W
from press.journal.word_back.model import By


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that came or went, as whoever tells their author needs them.

    Attributes
    ----------
    words : str
        They; empty for a picture.
    before, after : str
        What stands around them in their own version.
    inserted : bool
        Whether they came; else they went.
    made : bool
        Whether code makes them: cells of tables, pictures.
    looks : bool
        Whether they only look otherwise.
    """

    words: str
    before: str
    after: str
    inserted: bool
    made: bool = False
    looks: bool = False


Authors = Callable[[Stretch], By]
"""Tells who made a change."""


@dataclass(slots=True)
class Tracker:
    """Makes marks; `last` is the highest number given so far."""

    authors: Authors
    last: int = 0

    def number(self) -> str:
        """Return a number that no other mark has."""
        self.last += 1
        return str(self.last)

    def mark(self, name: str, by: By) -> etree._Element:
        """Return an empty mark: "ins", "del", "rPrChange", "pPrChange"."""
        mark = etree.Element(W + name, {W + "id": self.number(), W + "author": by.author})
        if by.date:
            mark.set(W + "date", by.date)
        return mark


def as_deleted(element: etree._Element) -> None:
    """Give the text below an element the form that deleted text has."""
    for text in element.iter(W + "t", W + "instrText"):
        text.tag = W + ("delText" if text.tag == W + "t" else "delInstrText")


def text_run(text: str, deleted: bool) -> etree._Element:
    """Return the text of a run."""
    element = etree.Element(W + ("delText" if deleted else "t"), {BLANKS_KEPT: "preserve"})
    element.text = text
    return element
