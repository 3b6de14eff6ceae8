"""Which blocks of two versions belong together: one to one, or a paragraph and the two it was parted into."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

ALIKE = 0.4
"""Share of words that two blocks must have in common to be versions of one another."""
PARTED = 0.6
"""The same for a paragraph and the two that it was parted into."""
SURPLUS = 0.1
"""How much more alike the two must be together than the better one alone."""
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Group(Generic[Item]):
    """Blocks of the old version and what became of them in the new one; either may be none."""

    old: tuple[Item, ...]
    new: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Likeness(Generic[Item]):
    """How blocks are compared.

    Attributes
    ----------
    key : callable
        Blocks of one key are the same.
    words : callable
        What a block says.
    may_pair : callable
        Whether two blocks can be versions of one another at all.
    may_part : callable
        Whether a block is a paragraph, which can be parted or joined.
    bonus : callable
        What more speaks for a pair.
    """

    key: Callable[[Item], object]
    words: Callable[[Item], Counter[str]]
    may_pair: Callable[[Item, Item], bool]
    may_part: Callable[[Item], bool]
    bonus: Callable[[Item, Item], float] = lambda _old, _new: 0.0

    def one(self, old: Item, new: Item) -> float:
        """Return how alike two blocks are; 0 where they are no versions of one another."""
        if not self.may_pair(old, new):
            return 0.0
        found = share(self.words(old), self.words(new)) + self.bonus(old, new)
        return found if found >= ALIKE else 0.0

    def parted(self, one: Item, two: Sequence[Item]) -> float:
        """Return how alike a paragraph and two others together are."""
        if not all(map(self.may_part, (one, *two))):
            return 0.0
        whole, parts = self.words(one), [self.words(part) for part in two]
        together = share(whole, parts[0] + parts[1])
        alone = max(share(whole, part) for part in parts)
        held = min((whole & part).total() / max(1, part.total()) for part in parts)
        return together if together >= max(PARTED, alone + SURPLUS) and held >= PARTED else 0.0


def share(old: Counter[str], new: Counter[str]) -> float:
    """Return the share of words that two blocks have in common; two without words are alike."""
    total = old.total() + new.total()
    return 2 * (old & new).total() / total if total else 1.0


def groups(old: Sequence[Item], new: Sequence[Item], likeness: Likeness[Item]) -> list[Group[Item]]:
    """Return both versions in one order: what is the same or alike together, the rest alone."""
    keys = [[likeness.key(item) for item in version] for version in (old, new)]
    found: list[Group[Item]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Group((a,), (b,)) for a, b in zip(old[i1:i2], new[j1:j2], strict=True)]
        else:
            found += within(old[i1:i2], new[j1:j2], likeness)
    return found


def within(old: Sequence[Item], new: Sequence[Item], likeness: Likeness[Item]) -> list[Group[Item]]:
    """Group blocks that differ, in order, with as much in common as can be."""
    rows, columns = len(old), len(new)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    step = [[(0, 0)] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            ways = [(gain + best[i + a][j + b], (a, b)) for a, b, gain in steps(old, new, i, j, likeness)]
            if ways:
                best[i][j], step[i][j] = max(ways, key=lambda way: way[0])
    found, i, j = [], 0, 0
    while (i, j) != (rows, columns):
        a, b = step[i][j]
        found.append(Group(tuple(old[i : i + a]), tuple(new[j : j + b])))
        i, j = i + a, j + b
    return found


def steps(
    old: Sequence[Item], new: Sequence[Item], i: int, j: int, likeness: Likeness[Item]
) -> list[tuple[int, int, float]]:
    """Return the ways on from a place: how many blocks of either version, and what speaks for it."""
    ways: list[tuple[int, int, float]] = []
    if i < len(old) and j < len(new):
        ways.append((1, 1, likeness.one(old[i], new[j])))
        if j + 1 < len(new):
            ways.append((1, 2, likeness.parted(old[i], new[j : j + 2])))
        if i + 1 < len(old):
            ways.append((2, 1, likeness.parted(new[j], old[i : i + 2])))
        ways = [way for way in ways if way[2] > 0]
    if i < len(old):
        ways.append((1, 0, 0.0))
    if j < len(new):
        ways.append((0, 1, 0.0))
    return ways
