"""Which paragraphs of two versions of a text belong together, though words changed, or some were parted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from press.journal.word_back.differences.letters import same_text, words_of

LEAST = 0.4
"""So much of their words, at least, have two paragraphs in common that belong together."""
LEAST_MARKED = 0.2
"""And so much, if they bear the same bookmark."""
FEW = 12
"""Words of paragraphs that belong together where they stand alone between the same neighbours."""


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs that belong together, by their numbers in either version; one side may be empty."""

    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A version: its paragraphs' texts, and the bookmarks of each."""

    texts: Sequence[str]
    marks: Sequence[frozenset[str]]


def groups(old: Side, new: Side) -> list[Group]:
    """Pair the paragraphs of two versions, in the order of both."""
    keys = [[same_text(text) for text in side.texts] for side in (old, new)]
    found: list[Group] = []
    for kind, i, i_end, j, j_end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Group((i + k,), (j + k,)) for k in range(i_end - i)]
        else:
            found += _in_gap(range(i, i_end), range(j, j_end), _Likeness(old, new))
    return found


class _Likeness:
    """How alike paragraphs are: the share of their words that they have in common."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.bags: dict[tuple[int, int], Counter[str]] = {}

    def bag(self, side: int, numbers: Sequence[int]) -> Counter[str]:
        total: Counter[str] = Counter()
        for number in numbers:
            if (side, number) not in self.bags:
                text = (self.old, self.new)[side].texts[number]
                self.bags[side, number] = Counter(words_of(text) or [text.strip()])
            total += self.bags[side, number]
        return total

    def of(self, old: Sequence[int], new: Sequence[int]) -> float:
        first, second = self.bag(0, old), self.bag(1, new)
        common = sum((first & second).values())
        return 2 * common / max(1, sum(first.values()) + sum(second.values()))

    def pair(self, old: int, new: int) -> float:
        """Return the worth of a pair; 0 for two that do not belong together."""
        likeness = self.of((old,), (new,))
        marked = bool(self.old.marks[old] & self.new.marks[new])
        if likeness >= LEAST or (marked and likeness >= LEAST_MARKED):
            return likeness + marked
        return 0.0


def _in_gap(old: range, new: range, likeness: _Likeness) -> list[Group]:
    """Pair paragraphs between two that are the same; those that were parted or joined make one group."""
    pairs = _best_pairs(old, new, likeness)
    found = [Group((i,), (j,)) for i, j in pairs]
    left_old = [i for i in old if i not in {i for i, _ in pairs}]
    left_new = [j for j in new if j not in {j for _, j in pairs}]
    for j in left_new:
        found = _with(found, (), (j,), likeness)
    for i in left_old:
        found = _with(found, (i,), (), likeness)
    found = _with_short_pairs(found, likeness)
    return sorted(found, key=lambda group: (group.new or (_place_of(group.old[0], found),), group.old))


def _with_short_pairs(found: list[Group], likeness: _Likeness) -> list[Group]:
    """Pair what is left, one old and one new paragraph of few words between the same neighbours."""
    old = sorted(group.old[0] for group in found if not group.new)
    new = sorted(group.new[0] for group in found if not group.old)
    whole = [group for group in found if group.old and group.new]
    pairs = [
        (i, j)
        for i in old
        for j in new
        if _gap(i, [g.old for g in whole]) == _gap(j, [g.new for g in whole])
        and all(sum(likeness.bag(*one).values()) <= FEW for one in ((0, (i,)), (1, (j,))))
    ]
    alone = [(i, j) for i, j in pairs if sum(i in pair or j == pair[1] for pair in pairs) == 1]
    taken = [{i for i, _ in alone}, {j for _, j in alone}]
    rest = [group for group in found if not taken[0] & set(group.old) and not taken[1] & set(group.new)]
    return [*rest, *(Group((i,), (j,)) for i, j in alone)]


def _gap(number: int, pairs: list[tuple[int, ...]]) -> int:
    """Return how many paragraphs that were paired stand before one."""
    return sum(one[-1] < number for one in pairs)


def _place_of(old: int, found: list[Group]) -> float:
    """Return a place among the new paragraphs for an old one that is gone: behind its old neighbour's."""
    before = [group.new[-1] for group in found if group.new and group.old and group.old[-1] < old]
    return max(before, default=-1) + 0.5


def _with(found: list[Group], old: tuple[int, ...], new: tuple[int, ...], likeness: _Likeness) -> list[Group]:
    """Add a paragraph to the neighbouring group whose likeness it raises, else as one of its own."""
    for number, group in enumerate(found):
        if not (group.old and group.new) or not _touches(group, old, new):
            continue
        wider = Group(tuple(sorted(group.old + old)), tuple(sorted(group.new + new)))
        if likeness.of(wider.old, wider.new) > likeness.of(group.old, group.new):
            return [*found[:number], wider, *found[number + 1 :]]
    return [*found, Group(old, new)]


def _touches(group: Group, old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    beside = (group.old[0] - 1, group.old[-1] + 1) if old else (group.new[0] - 1, group.new[-1] + 1)
    return (old or new)[0] in beside


def _best_pairs(old: range, new: range, likeness: _Likeness) -> list[tuple[int, int]]:
    """Return the pairs, in the order of both sides, whose worth is greatest in sum."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    worth = [[likeness.pair(i, j) for j in new] for i in old]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            paired = worth[a][b] + best[a + 1][b + 1] if worth[a][b] else 0.0
            best[a][b] = max(paired, best[a + 1][b], best[a][b + 1])
    pairs, a, b = [], 0, 0
    while a < len(old) and b < len(new):
        if worth[a][b] and best[a][b] == worth[a][b] + best[a + 1][b + 1]:
            pairs.append((old[a], new[b]))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return pairs
