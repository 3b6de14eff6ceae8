"""The last paragraphs of a body, a cell or a note, and those before tables: their ends stay.

Where paragraphs were added behind such a one, it is the end of the earlier last that came; where they were
deleted, it is that one that went.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from press.journal.marked_up.align import Group
from press.journal.marked_up.atoms import Atom
from press.journal.marked_up.blocks import Block
from press.journal.marked_up.pieces import Segment, segments


@dataclass(frozen=True, slots=True)
class Joined:
    """Blocks that are written together.

    Attributes
    ----------
    old, new : tuple of Block
    alike : Group or None
        The first of them, which are versions of one another; None where all are.
    apart : bool
        Whether the old paragraph goes and the new one comes, as a whole.
    """

    old: tuple[Block, ...]
    new: tuple[Block, ...]
    alike: Group[Block] | None = None
    apart: bool = False

    @property
    def is_redrawn(self) -> bool:
        """Whether a paragraph that is nothing but a picture has another one now.

        It is two paragraphs then: of one, LibreOffice would lose the end.
        """
        blocks = (*self.old, *self.new)
        drawn = all(atom.pictures or not atom.text.strip() for block in blocks for atom in block.atoms[:-1])
        known = all(any(atom.pictures for atom in block.atoms) for block in blocks)
        return drawn and known and len(self.old) == len(self.new) == 1 and self.old[0].key != self.new[0].key

    def segments(self) -> list[Segment]:
        """Compare the paragraphs, all but the very last end."""
        old, new = atoms_of(self.old)[:-1], atoms_of(self.new)[:-1]
        if self.alike is None:
            return segments(old, new)
        first = atoms_of(self.alike.old)[:-1], atoms_of(self.alike.new)[:-1]
        rest = Segment(False, old[len(first[0]) :], new[len(first[1]) :])
        return [*segments(*first), rest]


def atoms_of(blocks: Sequence[Block]) -> list[Atom]:
    """Return the atoms of some paragraphs; bookmarks before all but the first one stand in these."""
    found: list[Atom] = []
    for block in blocks:
        first, *rest = block.atoms
        found += [replace(first, before=block.before + first.before) if found else first, *rest]
    return found


def in_order(found: Sequence[Group[Block]]) -> list[Joined]:
    """Return what is written together, in order: paragraphs up to each table, and that."""
    given: list[Joined] = []
    for paragraphs, some in groupby(found, key=lambda group: (*group.old, *group.new)[0].is_paragraph):
        if paragraphs:
            joined = joined_at_end(with_last_kept(list(some)))
            given += [replace(one, apart=one.is_redrawn) for one in joined[:-1]] + joined[-1:]
        else:
            given += [Joined(one.old, one.new) for one in some]
    return given


def with_last_kept(found: Sequence[Group[Block]]) -> list[Group[Block]]:
    """Let the last paragraphs of both versions belong together where neither has another one."""
    start = len(found)
    while start and not (found[start - 1].old and found[start - 1].new):
        start -= 1
    loose = found[start:]
    old, new = ([one for one in loose if getattr(one, version)] for version in ("old", "new"))
    if not old or not new:
        return list(found)
    rest = [one for one in loose if one is not old[-1] and one is not new[-1]]
    return [*found[:start], *rest, Group(old[-1].old, new[-1].new)]


def joined_at_end(found: Sequence[Group[Block]]) -> list[Joined]:
    """Join paragraphs that came or went behind the last one with that one."""
    start = len(found)
    while start and not (found[start - 1].old and found[start - 1].new):
        start -= 1
    loose = found[start:]
    if not loose or not start:
        return [Joined(one.old, one.new) for one in found]
    before = found[start - 1]
    joined = Joined(
        before.old + tuple(block for one in loose for block in one.old),
        before.new + tuple(block for one in loose for block in one.new),
        before,
    )
    return [*(Joined(one.old, one.new) for one in found[: start - 1]), joined]
