"""Two Word files in one: the new one, with tracked changes since the old one.

Accepting them all gives what the new file says, rejecting them all what the old one says.
"""

import re

from lxml import etree

from press.journal.marked_up.atoms import Reader
from press.journal.marked_up.comparing import Comparer
from press.journal.marked_up.lines import Writer
from press.journal.marked_up.names import W
from press.journal.marked_up.notes import NOTES, Notes
from press.journal.marked_up.old_parts import Carrier, Targets
from press.journal.marked_up.pictures import DOCUMENT, Margin, labels_of
from press.journal.marked_up.styles import share_identifiers
from press.journal.marked_up.tracking import Authors, Tracker
from press.journal.marked_up.word_package import WordPackage, opened

HEADS = re.compile(r"word/(header|footer)\d*\.xml")


def marked(old: bytes, new: bytes, by: Authors) -> bytes:
    """Return the new file with tracked changes.

    Parameters
    ----------
    old, new : bytes
        Two Word files as this edition makes them.
    by : callable
        Tells who made a change.
    """
    before, after = opened(old), opened(new)
    share_identifiers(before, after)
    tracker = Tracker(by, highest(after))
    carrier, notes = Carrier(before, after), Notes(before, after)
    document = body_of(after)
    names = {mark.get(W + "name") for mark in document.iter(W + "bookmarkStart")}
    needed = {link.get(W + "anchor") for part in before.trees() for link in part.iter(W + "hyperlink")}
    lost = needed - names - {None}

    def comparer(part: str) -> Comparer:
        targets = Targets(before, part), Targets(after, part)
        margin = Margin(after, tracker, targets[0].meaning, targets[1].meaning, labels_of(document))
        return Comparer(
            Reader(targets[0].meaning, notes.name_of_old),
            Reader(targets[1].meaning, str),
            Writer(part, tracker, carrier, margin, notes.next, lost),
        )

    main = comparer(DOCUMENT)
    main.compare(body_of(before), document)
    notes.write(comparer(NOTES), main.writer.came, main.writer.gone)
    for part in filter(HEADS.fullmatch, sorted(before.parts.keys() & after.parts.keys())):
        comparer(part).compare(*(version.tree(part) for version in (before, after)))
    main.writer.margin.write()
    return after.packed()


def has_marks(docx: bytes) -> bool:
    """Whether a Word file has tracked changes."""
    names = (W + "ins", W + "del", W + "rPrChange", W + "pPrChange")
    return any(next(part.iter(*names), None) is not None for part in opened(docx).trees())


def body_of(package: WordPackage) -> etree._Element:
    """Return the body of a Word file."""
    document = package.tree(DOCUMENT)
    body = None if document is None else document.find(W + "body")
    assert body is not None
    return body


def highest(package: WordPackage) -> int:
    """Return the highest number of a mark in a Word file."""
    numbers = [
        int(one.get(W + "id", ""))
        for part in package.trees()
        for one in part.iter(W + "bookmarkStart", W + "ins", W + "del")
        if one.get(W + "id", "").isdigit()
    ]
    return max(numbers, default=0)
