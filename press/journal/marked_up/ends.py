"""The last paragraphs of a body, a cell or a note: the end of the very last one can neither come nor go.

Where paragraphs were added behind the last one, it is the end of the earlier last that came; where they were
deleted, it is that one that went.
"""

from collections.abc import Sequence
from dataclasses import dataclass

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
    """

    old: tuple[Block, ...]
    new: tuple[Block, ...]
    alike: Group[Block] | None = None

    def segments(self) -> list[Segment]:
        """Compare the paragraphs, all but the very last end."""
        old, new = atoms_of(self.old)[:-1], atoms_of(self.new)[:-1]
        if self.alike is None:
            return segments(old, new)
        first = atoms_of(self.alike.old)[:-1], atoms_of(self.alike.new)[:-1]
        rest = Segment(False, old[len(first[0]) :], new[len(first[1]) :])
        return [*segments(*first), rest]


def atoms_of(blocks: Sequence[Block]) -> list[Atom]:
    """Return the atoms of some paragraphs."""
    return [atom for block in blocks for atom in block.atoms]


def with_last_kept(found: Sequence[Group[Block]]) -> list[Group[Block]]:
    """Let the last paragraphs of both versions belong together where neither has another one."""
    start = len(found)
    while start and not (found[start - 1].old and found[start - 1].new):
        start -= 1
    loose = found[start:]
    old, new = ([one for one in loose if getattr(one, version)] for version in ("old", "new"))
    if not old or not new or not (old[-1].old[0].is_paragraph and new[-1].new[0].is_paragraph):
        return list(found)
    rest = [one for one in loose if one is not old[-1] and one is not new[-1]]
    return [*found[:start], *rest, Group(old[-1].old, new[-1].new)]


def joined_at_end(found: Sequence[Group[Block]]) -> list[Joined]:
    """Join paragraphs that came or went behind the last one with that one."""
    start = len(found)
    while start and one_sided(found[start - 1]):
        start -= 1
    loose = found[start:]
    before = found[start - 1] if start else None
    if not loose or before is None or not before.old[:1] or not before.new or not before.new[0].is_paragraph:
        return [Joined(one.old, one.new) for one in found]
    joined = Joined(
        before.old + tuple(block for one in loose for block in one.old),
        before.new + tuple(block for one in loose for block in one.new),
        before,
    )
    return [*(Joined(one.old, one.new) for one in found[: start - 1]), joined]


def one_sided(group: Group[Block]) -> bool:
    """Whether paragraphs came or went."""
    return not (group.old and group.new) and (*group.old, *group.new)[0].is_paragraph
