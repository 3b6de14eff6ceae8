"""Pictures that changed: a comment in the margin says so, which is no part of either version's text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from press.journal.marked_up.atoms import alternative_text, shown_in
from press.journal.marked_up.names import R, W
from press.journal.marked_up.pieces import COME, GONE, Piece
from press.journal.marked_up.tracking import Tracker
from press.journal.marked_up.word_package import MAIN, WordPackage

COMMENTS = "word/comments.xml"
DOCUMENT = "word/document.xml"
LABEL = re.compile(r"^\s*([^\W\d]+\.?[\s\u00a0][A-Z]?\d+[.\d]*?)\s*[:.]")
"""How a caption begins: "Figure 2:"."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """The marks of a comment around a picture."""

    number: str

    def start(self) -> etree._Element:
        """Return what stands before the picture."""
        return etree.Element(W + "commentRangeStart", {W + "id": self.number})

    def end(self) -> list[etree._Element]:
        """Return what stands behind it."""
        run = etree.Element(W + "r")
        etree.SubElement(run, W + "commentReference", {W + "id": self.number})
        return [etree.Element(W + "commentRangeEnd", {W + "id": self.number}), run]


@dataclass(slots=True)
class Margin:
    """The margin of the new file, where comments stand.

    Attributes
    ----------
    old, new : callable
        What a relationship of either version means.
    labels : dict
        What captions call the pictures of the new version, by the paragraphs that hold these.
    """

    package: WordPackage
    tracker: Tracker
    old: Callable[[str], str]
    new: Callable[[str], str]
    labels: dict[etree._Element, str] = field(default_factory=dict)

    def redrawn(self, pieces: Sequence[Piece]) -> Redrawn | None:
        """Comment on a picture that took another one's place; None where none did."""
        gone = [piece for piece in pieces if piece.fate == GONE and piece.atom.pictures]
        come = [piece for piece in pieces if piece.fate == COME and piece.atom.pictures]
        if not gone or not come:
            return None
        holder = next(come[0].atom.things[0].iterancestors(W + "p"), None)
        name = self.labels.get(holder, "The picture")
        if bytes_of(gone, self.old) != bytes_of(come, self.new):
            said = f"{name} was redrawn; the earlier picture is marked as deleted."
        elif [alternative_text(one.atom) for one in gone] != [alternative_text(one.atom) for one in come]:
            said = f"{name} is the same picture with another description for those who cannot see it."
        else:
            said = f"{name} is the same picture in another size."
        return self._comment(said, come[0])

    def _comment(self, text: str, piece: Piece) -> Redrawn:
        comments = self.package.tree(COMMENTS)
        if comments is None:
            comments = self._begin()
        taken = [int(one.get(W + "id", "0")) for one in comments.iter(W + "comment")]
        number = str(max(taken, default=-1) + 1)
        initials = "".join(word[0] for word in piece.by.author.split()[:3])
        about = {W + "id": number, W + "author": piece.by.author, W + "initials": initials}
        if piece.by.date:
            about[W + "date"] = piece.by.date
        comment = etree.SubElement(comments, W + "comment", about)
        run = etree.SubElement(etree.SubElement(comment, W + "p"), W + "r")
        etree.SubElement(run, W + "t").text = text
        return Redrawn(number)

    def _begin(self) -> etree._Element:
        """Add the part that holds comments."""
        comments = etree.Element(W + "comments", nsmap={"w": W[1:-1]})
        self.package.add(COMMENTS, comments)
        self.package.name_kind(COMMENTS, f"{MAIN}.comments+xml")
        relations = self.package.relations(DOCUMENT)
        told = {"Id": "comments", "Type": f"{R[1:-1]}/comments", "Target": "comments.xml"}
        etree.SubElement(relations, relations.tag[:-1], told)
        return comments


def bytes_of(pieces: Sequence[Piece], target: Callable[[str], str]) -> list[str]:
    """Return digests of all that the pictures of some pieces show."""
    return [
        target(str(said))
        for piece in pieces
        for thing in piece.atom.things
        for element in thing.iter()
        for name, said in element.attrib.items()
        if str(name).startswith(R)
    ]


def labels_of(body: etree._Element) -> dict[etree._Element, str]:
    """Return what captions call pictures, by the paragraph that holds the picture.

    A caption stands in the next paragraphs, or in that of the picture.
    """
    paragraphs = list(body.iter(W + "p"))
    found = {}
    for place, paragraph in enumerate(paragraphs):
        if next(paragraph.iter(W + "drawing"), None) is not None:
            texts = (shown_in((one,)) for one in paragraphs[place : place + 3])
            said = next((label for text in texts if (label := LABEL.match(text))), None)
            if said:
                found[paragraph] = said[1].replace("\u00a0", " ")
    return found
