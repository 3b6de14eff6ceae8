"""What became of the atoms of a paragraph: which stayed, which went, which came, and by whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from press.journal.marked_up.atoms import Atom
from press.journal.marked_up.names import value_of
from press.journal.marked_up.tracking import Authors, Stretch
from press.journal.word_back.model import By

SAME, GONE, COME = "same", "del", "ins"
NOBODY = By("")


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """An atom and its fate.

    Attributes
    ----------
    fate : str
        "same", "del" or "ins".
    atom : Atom
        Of the new version; where it went, of the old one.
    was : Atom or None
        What stayed, in the old version.
    by : By
        Who put it in, took it out, or gave it another look.
    """

    fate: str
    atom: Atom
    was: Atom | None = None
    by: By = NOBODY

    @property
    def relooked(self) -> bool:
        """Whether it stayed but looks otherwise."""
        return self.was is not None and not self.atom.is_end and look(self.was) != look(self.atom)


@dataclass(slots=True)
class Segment:
    """Atoms in a row that share a fate: of the old version, of the new one, or of both."""

    same: bool
    old: list[Atom]
    new: list[Atom]

    @property
    def size(self) -> int:
        """How many letters it has, in the longer of its versions."""
        return max(len(said(version)) for version in (self.old, self.new))


def look(atom: Atom) -> object:
    """Return how an atom looks, as a value."""
    return value_of(atom.properties)


def segments(old: Sequence[Atom], new: Sequence[Atom]) -> list[Segment]:
    """Compare atoms; what stayed between two changes and is less than these counts as changed."""
    keys = [[atom.key for atom in version] for version in (old, new)]
    found: list[Segment] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        found.append(Segment(tag == "equal", list(old[i1:i2]), list(new[j1:j2])))
    while (place := next(weak(found), None)) is not None:
        around = found[place - 1 : place + 2]
        joined = Segment(False, [], [])
        for one in around:
            joined.old += one.old
            joined.new += one.new
        found[place - 1 : place + 2] = [joined]
    return found


def weak(found: Sequence[Segment]) -> Iterator[int]:
    """Yield places of what stayed between two changes and is no more than blanks, or less than both."""
    for place in range(1, len(found) - 1):
        before, one, after = found[place - 1 : place + 2]
        if not one.same or any(atom.things or atom.is_end for atom in one.new):
            continue
        says = any(letter.isalnum() for atom in one.new for letter in atom.text)
        if not says or one.size < min(before.size, after.size):
            yield place


def pieces(
    old: Sequence[Atom], new: Sequence[Atom], authors: Authors, made: bool, found: list[Segment] | None = None
) -> list[Piece]:
    """Return the pieces of two versions of some paragraphs, each with who made the change.

    Parameters
    ----------
    made
        Whether code makes these paragraphs.
    found
        The segments, where they are known.
    """
    given: list[Piece] = []
    passed = [0, 0]  # atoms of either version
    for one in segments(old, new) if found is None else found:
        if one.same:
            given += stayed(one, new, passed[1], authors, made)
        for atoms, version, at, fate in ((one.old, old, 0, GONE), (one.new, new, 1, COME)):
            if not one.same and atoms:
                by = authors(stretch(atoms, version, passed[at], fate == COME, made))
                given += [Piece(fate, atom, None, by) for atom in atoms]
        passed[0] += len(one.old)
        passed[1] += len(one.new)
    return given


def stayed(one: Segment, new: Sequence[Atom], start: int, authors: Authors, made: bool) -> Iterator[Piece]:
    """Yield what stayed; a stretch with another look has an author."""
    by: By | None = None
    for number, (before, atom) in enumerate(zip(one.old, one.new, strict=True)):
        piece = Piece(SAME, atom, before)
        if not piece.relooked:
            by = None
            yield piece
            continue
        if by is None:
            by = authors(stretch([atom], new, start + number, True, made, looks=True))
        yield Piece(SAME, atom, before, by)


def stretch(
    atoms: Sequence[Atom],
    version: Sequence[Atom],
    start: int,
    inserted: bool,
    made: bool,
    looks: bool = False,
) -> Stretch:
    """Return some atoms as words with what stands around them."""
    drawn = any(atom.pictures for atom in atoms)
    around = said(version[:start]), said(version[start + len(atoms) :])
    return Stretch(said(atoms), *around, inserted, made or drawn, looks)


def said(atoms: Sequence[Atom]) -> str:
    """Return the text of some atoms."""
    return "".join(atom.text for atom in atoms)
