"""Pairs in order: the heaviest row of pairs in which both sides rise."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from press.journal.word_back.model import Match


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage and a block that it may print, by their numbers."""

    passage: int
    block: int
    match: Match
    weight: int


def heaviest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """Return pairs that keep the order of passages and of blocks, each once, as heavy as can be."""
    ordered = sorted(pairs, key=lambda pair: (pair.passage, -pair.block))
    ranks = {block: rank for rank, block in enumerate(sorted({pair.block for pair in ordered}), 1)}
    best = _Best([(0, -1)] * (len(ranks) + 1))
    before: list[int] = []
    for number, pair in enumerate(ordered):
        weight, last = best.below(ranks[pair.block])
        before.append(last)
        best.raise_to(ranks[pair.block], (weight + pair.weight, number))
    _, last = best.below(len(ranks) + 1)
    chain = []
    while last >= 0:
        chain.append(ordered[last])
        last = before[last]
    return chain[::-1]


@dataclass(frozen=True, slots=True)
class _Best:
    """A binary indexed tree of the heaviest chains, each with its weight and last pair, by where they end."""

    tree: list[tuple[int, int]]

    def below(self, rank: int) -> tuple[int, int]:
        """Return the heaviest chain that ends before a rank, counted from 1."""
        found, at = (0, -1), rank - 1
        while at > 0:
            found = max(found, self.tree[at], key=lambda chain: chain[0])
            at -= at & -at
        return found

    def raise_to(self, rank: int, chain: tuple[int, int]) -> None:
        """Enter a chain that ends at a rank."""
        while rank < len(self.tree):
            if self.tree[rank][0] < chain[0]:
                self.tree[rank] = chain
            rank += rank & -rank


def rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest row of blocks in order whose passages are in order too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, passage) in enumerate(pairs):
        place = bisect_left(tails, passage)
        before.append(ends[place - 1] if place else -1)
        tails[place:] = [passage, *tails[place + 1 :]]
        ends[place:] = [number, *ends[place + 1 :]]
    row = []
    last = ends[-1] if ends else -1
    while last >= 0:
        row.append(pairs[last])
        last = before[last]
    return row[::-1]
