"""A paragraph as a row of atoms: words, blanks and signs, and things that are no text, each with its look."""

import copy
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from press.journal.marked_up.names import DRAWING, M, R, W, has_content, value_of
from press.proof.diff.text import TOKEN

INVISIBLE = {
    W + name for name in ("proofErr", "permStart", "permEnd", "lastRenderedPageBreak", "commentRangeStart")
} | {W + "commentRangeEnd", W + "commentReference", W + "annotationRef"}
"""What shows nothing and stands for nothing that a version says."""
BOOKMARKS = (W + "bookmarkStart", W + "bookmarkEnd")
PLAIN_QUOTES = str.maketrans("“”„‟‘’‚‛«»", '""""\'\'\'\'""')
SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
END = "\u00b6"
"""The key of a paragraph's end."""


@dataclass(frozen=True, slots=True, eq=False)
class Atom:
    """The smallest part of a paragraph that can come or go.

    Attributes
    ----------
    key : str
        What it says, and where it leads to: atoms of two versions with one key are the same.
    text : str
        What a reader sees of it.
    properties : element or None
        The look of its run.
    things : tuple of elements
        What it is if it is no text: children of a run, or, if `whole`, siblings of runs.
    link : element or None
        The hyperlink that it stands in.
    before : tuple of elements
        Bookmarks right before it.
    leads : str
        Where the hyperlink leads.
    paragraph : element or None
        For a paragraph's end, the paragraph.
    """

    key: str
    text: str = ""
    properties: etree._Element | None = None
    things: tuple[etree._Element, ...] = ()
    whole: bool = False
    link: etree._Element | None = None
    before: tuple[etree._Element, ...] = ()
    leads: str = ""
    paragraph: etree._Element | None = None

    @property
    def is_end(self) -> bool:
        """Whether it is the end of a paragraph."""
        return self.paragraph is not None

    @property
    def pictures(self) -> list[etree._Element]:
        """The pictures in it."""
        return [one for thing in self.things for one in thing.iter(W + "drawing", W + "pict")]


@dataclass(slots=True)
class Reader:
    """Reads paragraphs of one part of one version.

    Attributes
    ----------
    target : callable
        What a relationship's name leads to: an address, or a digest of a part's bytes.
    note : callable
        The name by which both versions know a footnote, by its identifier.
    """

    target: Callable[[str], str]
    note: Callable[[str], str]
    waiting: list[etree._Element] = field(default_factory=list)
    link: etree._Element | None = None

    def atoms(self, paragraph: etree._Element) -> list[Atom]:
        """Return the atoms of a paragraph, its end the last."""
        self.waiting = []
        found = list(self._below(paragraph))
        return [*found, Atom(END, "\n", before=self._bookmarks(), paragraph=paragraph)]

    def _below(self, holder: etree._Element) -> Iterator[Atom]:
        field_parts: list[etree._Element] = []
        depth = 0
        for child in holder:
            depth += field_steps(child)
            if field_parts or depth > 0:
                field_parts.append(child)
                if depth <= 0:
                    yield self._whole(tuple(field_parts))
                    field_parts = []
                continue
            yield from self._one(child)
        if field_parts:
            yield self._whole(tuple(field_parts))

    def _one(self, child: etree._Element) -> Iterator[Atom]:
        if not isinstance(child.tag, str) or child.tag in INVISIBLE or child.tag == W + "pPr":
            return
        if child.tag in BOOKMARKS:
            self.waiting.append(child)
        elif child.tag == W + "r":
            yield from self._run(child)
        elif child.tag == W + "hyperlink":
            outer, self.link = self.link, child
            yield from self._below(child)
            self.link = outer
        elif child.tag in (W + "ins", W + "smartTag", W + "moveTo"):
            yield from self._below(child)
        elif child.tag not in (W + "del", W + "moveFrom"):
            yield self._whole((child,))

    def _run(self, run: etree._Element) -> Iterator[Atom]:
        properties = run.find(W + "rPr")
        look = properties if has_content(properties) else None
        for child in run:
            if child.tag == W + "t":
                for word in TOKEN.findall(child.text or ""):
                    yield self._atom(spoken(word), word, look)
            elif isinstance(child.tag, str) and child.tag not in INVISIBLE and child.tag != W + "rPr":
                yield self._atom(self._name(child), SIGNS.get(child.tag, ""), look, (child,))

    def _whole(self, things: tuple[etree._Element, ...]) -> Atom:
        name = "".join(self._name(thing) for thing in things)
        return self._atom(name, shown_in(things), None, things, True)

    def _bookmarks(self) -> tuple[etree._Element, ...]:
        waiting, self.waiting = tuple(self.waiting), []
        return waiting

    def _atom(
        self,
        name: str,
        text: str,
        look: etree._Element | None,
        things: tuple[etree._Element, ...] = (),
        whole: bool = False,
    ) -> Atom:
        """Return an atom; what it says counts together with where its link leads."""
        leads = self._leads()
        key = f"{name} -> {leads}" if leads else name
        return Atom(key, text, look, things, whole, self.link, self._bookmarks(), leads)

    def _leads(self) -> str:
        if self.link is None:
            return ""
        inside, outside = self.link.get(W + "anchor"), self.link.get(R + "id")
        return f"#{inside or ''} {self.target(outside) if outside else ''}"

    def _name(self, thing: etree._Element) -> str:
        """Return the name of a thing: the same in both versions for what shows the same."""
        if thing.tag == W + "footnoteReference":
            return f"\ufffcnote {self.note(thing.get(W + 'id', ''))}"
        if thing.tag in SIGNS and not thing.attrib:
            return f"\ufffc{SIGNS[thing.tag]!r}"
        plain = copy.deepcopy(thing)
        for element in plain.iter():
            for name, said in element.attrib.items():
                if str(name).startswith(R):
                    element.set(name, self.target(str(said)))
            if element.tag.endswith(("}docPr", "}cNvPr")):
                element.attrib.pop("id", None)
        return "\ufffc" + hashlib.sha256(repr(value_of(plain)).encode()).hexdigest()


def is_note_mark(atom: Atom) -> bool:
    """Whether an atom is the mark at the beginning of a footnote."""
    return any(thing.tag == W + "footnoteRef" for thing in atom.things)


def field_steps(child: etree._Element) -> int:
    """Return how many fields a run begins, less those that it ends."""
    kinds = [one.get(W + "fldCharType") for one in child.iter(W + "fldChar")]
    return kinds.count("begin") - kinds.count("end")


def spoken(word: str) -> str:
    """Return a word as it counts: kinds of quotation marks and of blanks are no difference."""
    return " " if word.isspace() else word.translate(PLAIN_QUOTES)


def shown_in(things: tuple[etree._Element, ...]) -> str:
    """Return the letters in some things."""
    return "".join(text.text or "" for thing in things for text in thing.iter(W + "t", M + "t"))


def alternative_text(atom: Atom) -> str:
    """Return what describes the pictures of an atom."""
    return " ".join(
        str(about.get("descr", "")) for thing in atom.things for about in thing.iter(DRAWING + "docPr")
    )


def words(text: str) -> list[str]:
    """Return the words, numbers and signs of a text, without blanks."""
    return re.findall(r"[-−+]?\d+(?:[.,]\d+)*%?|\w+|[^\w\s]", text)
