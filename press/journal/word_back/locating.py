"""Which passage prints which block of a Word file."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from press.journal.word_back.comparable import Comparable, comparable
from press.journal.word_back.matching import Printer, printer
from press.journal.word_back.model import Match, Passage, Piece, Span
from press.journal.word_back.printing import words_that_must_stand

LETTER = re.compile(r"[^\W_]")
FEW_LETTERS = 12
"""A text of fewer letters may stand in a file by chance."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A passage and a block that it may print, by their numbers."""

    passage: int
    block: int
    match: Match
    weight: int


def locate(passages: Sequence[Passage], texts: Sequence[str]) -> list[Match | None]:
    """Return for each block how a passage prints it; None where none does.

    Parameters
    ----------
    passages
        Of a document and what it includes, in their order.
    texts
        Of the blocks, in their order, footnotes at the end.

    Notes
    -----
    A passage prints one block, and passages and blocks have one order, notes apart. Only what a cell makes
    takes several blocks. Passages are found by their words; those that have none fill what lies between.
    """
    said = [comparable(text) for text in texts]
    search = _Search([printer(passage) for passage in passages], list(texts), said)
    pairs = list(search.pairs())
    for notes in (False, True):
        of_kind = [pair for pair in pairs if (passages[pair.passage].kind == "note") == notes]
        for pair in heaviest_chain(of_kind):
            search.take(pair)
    search.take_displaced(pairs)
    search.fill_gaps()
    return [search.found.get(number) for number in range(len(texts))]


def heaviest_chain(pairs: Sequence[Pair]) -> list[Pair]:
    """Return pairs that keep the order of passages and of blocks, each once, as heavy as can be."""
    ordered = sorted(pairs, key=lambda pair: (pair.passage, -pair.block))
    ranks = sorted({pair.block for pair in ordered})
    best: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)  # of a tree of sums: weight and last pair
    before: list[int] = []
    for number, pair in enumerate(ordered):
        rank = bisect_left(ranks, pair.block)
        weight, last, at = 0, -1, rank
        while at > 0:
            if best[at][0] > weight:
                weight, last = best[at]
            at -= at & -at
        before.append(last)
        at, candidate = rank + 1, (weight + pair.weight, number)
        while at <= len(ranks):
            if best[at][0] < candidate[0]:
                best[at] = candidate
            at += at & -at
    _, last = max(best, default=(0, -1))
    at = len(ranks)
    weight, last = 0, -1
    while at > 0:
        if best[at][0] > weight:
            weight, last = best[at]
        at -= at & -at
    chain = []
    while last >= 0:
        chain.append(ordered[last])
        last = before[last]
    return chain[::-1]


@dataclass(slots=True)
class _Search:
    """Passages and blocks, and what was found.

    Attributes
    ----------
    printers, texts, said
        The passages, the texts of blocks, and the same as they are compared.
    found : dict
        For the number of a block how it is printed.
    taken : dict
        For the number of a passage the block that it prints.
    """

    printers: list[Printer]
    texts: list[str]
    said: list[Comparable]
    found: dict[int, Match] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)

    def pairs(self) -> Iterator[Pair]:
        """Yield every passage with every block that it prints word by word."""
        for number, one in enumerate(self.printers):
            wanted = list(wanted_words(one.passage.pieces))
            for block, said in enumerate(self.said) if wanted else ():
                if any(all(text in said.text for text in texts) for texts in wanted):
                    match = one.match(self.texts[block], said, lenient=False)
                    if match is not None:
                        yield Pair(number, block, match, _letters(match, self.texts[block]))

    def take(self, pair: Pair) -> None:
        """Keep a pair."""
        self.found[pair.block] = pair.match
        self.taken[pair.passage] = pair.block

    def take_displaced(self, pairs: Sequence[Pair]) -> None:
        """Keep pairs that stand out of order, where nothing else is in question and the words are many."""
        for pair in pairs:
            if pair.passage in self.taken or pair.block in self.found or pair.weight < FEW_LETTERS:
                continue
            others = [
                other
                for other in pairs
                if other is not pair
                and (other.passage == pair.passage and other.block not in self.found)
                or (other.block == pair.block and other.passage not in self.taken and other is not pair)
            ]
            if not others:
                self.take(pair)

    def fill_gaps(self) -> None:
        """Give blocks between neighbours that were found to the passages between these."""
        in_order = sorted(
            (block, passage)
            for passage, block in self.taken.items()
            if self.printers[passage].passage.kind != "note"
        )
        chain = _rising(in_order)
        for (block, passage), (next_block, next_passage) in zip(chain, chain[1:], strict=False):
            blocks = [number for number in range(block + 1, next_block) if number not in self.found]
            passages = [
                number
                for number in range(passage + 1, next_passage)
                if number not in self.taken and self.printers[number].passage.kind != "note"
            ]
            if blocks and passages:
                self._fill(blocks, passages)

    def _fill(self, blocks: list[int], passages: list[int]) -> None:
        cells = [number for number in passages if self.printers[number].passage.made_by]
        prose = [number for number in passages if number not in cells]
        at = 0
        for position, number in enumerate(prose):
            for place in range(at, len(blocks)):
                left = len(prose) - position
                is_sure = wanted_any(self.printers[number].passage) or (
                    not cells and len(blocks) - place == left
                )
                match = (
                    self.printers[number].match(self.texts[blocks[place]], self.said[blocks[place]])
                    if is_sure
                    else None
                )
                if match is not None:
                    self.found[blocks[place]], self.taken[number] = match, blocks[place]
                    at = place + 1
                    break
        if len(cells) == 1:
            self._give(cells[0], [number for number in blocks if number not in self.found])

    def _give(self, cell: int, blocks: list[int]) -> None:
        """Give a cell all that it made; blocks without text at the ends only part what stands around."""
        while blocks and not self.texts[blocks[0]].strip():
            blocks = blocks[1:]
        while blocks and not self.texts[blocks[-1]].strip():
            blocks = blocks[:-1]
        passage = self.printers[cell].passage
        for number in blocks:
            self.found[number] = Match(passage, (Span(0, len(self.texts[number]), passage.pieces[0]),))
            self.taken.setdefault(cell, number)


def wanted_words(pieces: Sequence[Piece]) -> Iterator[list[str]]:
    """Yield sets of texts of which one must stand whole in what the pieces print; none where nothing must."""
    fixed = [text for text in words_that_must_stand(pieces) if LETTER.search(text)]
    if fixed:
        yield fixed
        return
    for piece in pieces:
        if piece.branches:
            of_branches = [list(wanted_words(branch.pieces)) for branch in piece.branches if branch.pieces]
            if of_branches and all(of_branches):
                yield from (texts for branch in of_branches for texts in branch)
                return


def wanted_any(passage: Passage) -> bool:
    """Whether a passage has words of its own, by which it can be told."""
    return any(LETTER.search(text) for text in words_that_must_stand(passage.pieces))


def _letters(match: Match, text: str) -> int:
    """Return how many letters a passage has word by word in a text, and one."""
    return 1 + sum(span.end - span.start for span in match.spans if span.piece.text is not None)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
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
