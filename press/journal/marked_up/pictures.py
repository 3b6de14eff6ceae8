"""Pictures that changed: a comment in the margin says so, which is no part of either version's text."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from press.journal.marked_up.atoms import alternative_text, shown_in
from press.journal.marked_up.names import R, W
from press.journal.marked_up.pieces import COME, GONE, Piece
from press.journal.marked_up.tracking import Tracker
from press.journal.marked_up.word_package import MAIN, WordPackage
from press.journal.word_back.model import By

COMMENTS = "word/comments.xml"
DOCUMENT = "word/document.xml"
LABEL = re.compile(r"^\s*([^\W\d]+\.?[\s\u00a0][A-Z]?\d+[.\d]*?)\s*[:.]")
"""How a caption begins: "Figure 2:"."""


NEAR = 2
"""How many paragraphs away a comment may stand."""


@dataclass(frozen=True, slots=True, eq=False)
class Remark:
    """What is to be said of the picture in a paragraph of the new file, and by whom."""

    paragraph: etree._Element
    text: str
    by: By


@dataclass(slots=True)
class Margin:
    """The margin of the new file, where comments stand.

    Attributes
    ----------
    old, new : callable
        What a relationship of either version means.
    labels : dict
        What captions call the pictures of the new version, by the paragraphs that hold these.
    remarks : list of Remark
        What is to be said.
    """

    package: WordPackage
    tracker: Tracker
    old: Callable[[str], str]
    new: Callable[[str], str]
    labels: dict[etree._Element, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def compare(self, pieces: Sequence[Piece], paragraph: etree._Element) -> None:
        """Remember to say so where a picture in a paragraph took another one's place."""
        gone = [piece for piece in pieces if piece.fate == GONE and piece.atom.pictures]
        come = [piece for piece in pieces if piece.fate == COME and piece.atom.pictures]
        if not gone or not come:
            return
        holder = next(come[0].atom.things[0].iterancestors(W + "p"), None)
        name = self.labels.get(holder, "The picture")
        if bytes_of(gone, self.old) != bytes_of(come, self.new):
            said = f"{name} was redrawn; the earlier picture is marked as deleted."
        elif [alternative_text(one.atom) for one in gone] != [alternative_text(one.atom) for one in come]:
            said = f"{name} is the same picture with another description for those who cannot see it."
        else:
            said = f"{name} is the same picture in another size."
        self.remarks.append(Remark(paragraph, said, come[0].by))

    def write(self) -> None:
        """Write the comments, each at a paragraph near its picture where nothing is marked.

        LibreOffice keeps a deleted picture where a comment stands in its paragraph.
        """
        for remark in self.remarks:
            number = self._comment(remark)
            paragraph = quiet_place(remark.paragraph)
            start = 0 if paragraph.find(W + "pPr") is None else 1
            run = etree.Element(W + "r")
            etree.SubElement(run, W + "commentReference", {W + "id": number})
            paragraph.insert(start, etree.Element(W + "commentRangeStart", {W + "id": number}))
            paragraph.extend([etree.Element(W + "commentRangeEnd", {W + "id": number}), run])

    def _comment(self, remark: Remark) -> str:
        """Add a comment; return its identifier."""
        comments = self.package.tree(COMMENTS)
        if comments is None:
            comments = self._begin()
        taken = [int(one.get(W + "id", "0")) for one in comments.iter(W + "comment")]
        number = str(max(taken, default=-1) + 1)
        initials = "".join(word[0] for word in remark.by.author.split()[:3])
        about = {W + "id": number, W + "author": remark.by.author, W + "initials": initials}
        if remark.by.date:
            about[W + "date"] = remark.by.date
        comment = etree.SubElement(comments, W + "comment", about)
        run = etree.SubElement(etree.SubElement(comment, W + "p"), W + "r")
        etree.SubElement(run, W + "t").text = remark.text
        return number

    def _begin(self) -> etree._Element:
        """Add the part that holds comments."""
        comments = etree.Element(W + "comments", nsmap={"w": W[1:-1]})
        self.package.add(COMMENTS, comments)
        self.package.name_kind(COMMENTS, f"{MAIN}.comments+xml")
        relations = self.package.relations(DOCUMENT)
        told = {"Id": "comments", "Type": f"{R[1:-1]}/comments", "Target": "comments.xml"}
        etree.SubElement(relations, relations.tag[:-1], told)
        return comments


def quiet_place(paragraph: etree._Element) -> etree._Element:
    """Return a paragraph next to another one in which nothing is marked; else that one."""
    behind = islice(paragraph.itersiblings(W + "p"), NEAR)
    before = islice(paragraph.itersiblings(W + "p", preceding=True), NEAR)
    marks = (W + "ins", W + "del", W + "rPrChange", W + "pPrChange")
    quiet = (one for one in (*behind, *before) if next(one.iter(*marks), None) is None)
    return next((one for one in quiet if next(one.iter(W + "r"), None) is not None), paragraph)


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
