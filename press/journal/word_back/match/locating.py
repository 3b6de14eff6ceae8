"""Which passage prints which block of a Word file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from press.journal.word_back.match.chains import Pair, heaviest_chain, rising
from press.journal.word_back.match.comparable import Comparable, comparable
from press.journal.word_back.match.printers import Printer, printer
from press.journal.word_back.match.printing import words_that_must_stand
from press.journal.word_back.model import THING, Match, Passage, Piece, Span

LETTER = re.compile(r"[^\W_]")
CODE = ("code ", "variable ")
MOST_PARTS = 6
"""So many blocks of one paragraph at most."""
FEW_LETTERS = 12
"""A text of fewer letters may stand in a file by chance."""


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
    A passage prints one block, and passages and blocks have one order, notes apart. What code alone makes
    takes several blocks, and so may a paragraph with a formula in its midst. Passages are found by words;
    those that have none fill what lies between.
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
            is_open = [other.passage not in self.taken and other.block not in self.found for other in pairs]
            rivals = sum(
                open_ and (other.passage == pair.passage or other.block == pair.block)
                for other, open_ in zip(pairs, is_open, strict=True)
            )
            if rivals == 1:
                self.take(pair)

    def fill_gaps(self) -> None:
        """Give blocks between neighbours that were found to the passages between these."""
        for notes in (False, True):
            in_order = sorted(
                (block, number) for number, block in self.taken.items() if self._is_note(number) == notes
            )
            last = (len(self.texts) if notes else self._first_note(), len(self.printers))
            chain = [(-1, -1), *rising(in_order), last]
            for (block, passage), (next_block, next_passage) in pairwise(chain):
                blocks = [number for number in range(block + 1, next_block) if number not in self.found]
                passages = [
                    number
                    for number in range(passage + 1, next_passage)
                    if number not in self.taken and self._is_note(number) == notes
                ]
                if blocks and passages:
                    self._fill(blocks, passages)

    def _first_note(self) -> int:
        of_notes = (block for number, block in self.taken.items() if self._is_note(number))
        return min(of_notes, default=len(self.texts))

    def _is_note(self, number: int) -> bool:
        return self.printers[number].passage.kind == "note"

    def _fill(self, blocks: list[int], passages: list[int]) -> None:
        cells = [number for number in passages if makes_blocks(self.printers[number].passage)]
        prose = [number for number in passages if number not in cells]
        left = blocks
        for position, number in enumerate(prose):
            passage = self.printers[number].passage
            for place, block in enumerate(left):
                is_known = has_words(passage) or (is_thing(passage) and THING in self.texts[block])
                fits = not cells and len(left) - place == len(prose) - position
                if (is_known or fits) and (width := self._take_here(number, left[place:])):
                    left = left[place + width :]
                    break
        if cells:
            self._give([number for number in blocks if number not in self.found], cells)

    def _take_here(self, number: int, blocks: list[int]) -> int:
        """Give a passage the first of some blocks, or the first few together; return how many."""
        one, first = self.printers[number], blocks[0]
        if match := one.match(self.texts[first], self.said[first]):
            self.found[first], self.taken[number] = match, first
            return 1
        for width in range(2, MOST_PARTS + 1):
            together = blocks[:width]
            if together != list(range(first, first + width)):
                break
            text = "\n".join(self.texts[block] for block in together)
            if match := one.match(text, comparable(text), lenient=False):
                parts = _parts(match, [self.texts[block] for block in together])
                self.found |= dict(zip(together, parts, strict=True))
                self.taken[number] = first
                return width
        return 0

    def _give(self, blocks: list[int], cells: list[int]) -> None:
        """Give cells what they made: figures their pictures, any other one what stands between these."""
        pictures: dict[int, int] = {}  # by the place of the cell
        for place, number in enumerate(cells):
            is_figure = self.printers[number].passage.made_by.startswith("cell fig-")
            behind = max(pictures.values(), default=-1)
            found = next((block for block in blocks if block > behind and self._is_picture(block)), None)
            if len(cells) > 1 and is_figure and found is not None:
                pictures[place] = found
                self._give_one(number, [found])
        bounds = [(-1, -1), *pictures.items(), (len(cells), len(self.texts))]
        for (place, block), (next_place, next_block) in pairwise(bounds):
            if next_place - place == 2:
                between = [other for other in blocks if block < other < next_block]
                self._give_one(cells[place + 1], between)

    def _is_picture(self, block: int) -> bool:
        return self.texts[block].strip() == THING

    def _give_one(self, cell: int, blocks: list[int]) -> None:
        """Give a cell all that it made; blocks without text at the ends only part what stands around."""
        while blocks and not self.texts[blocks[0]].strip():
            blocks = blocks[1:]
        while blocks and not self.texts[blocks[-1]].strip():
            blocks = blocks[:-1]
        passage = self.printers[cell].passage
        for number in blocks:
            self.found[number] = Match(passage, (Span(0, len(self.texts[number]), passage.pieces[0]),))
            self.taken.setdefault(cell, number)


def _parts(match: Match, texts: Sequence[str]) -> Iterator[Match]:
    """Yield what a match over several blocks, joined by line breaks, is for each of them."""
    start = 0
    for text in texts:
        end = start + len(text)
        spans = [
            Span(max(span.start, start) - start, min(span.end, end) - start, span.piece)
            for span in match.spans
            if span.start < end and span.end > start
        ]
        yield Match(match.passage, tuple(spans), match.branches)
        start = end + 1


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


def has_words(passage: Passage) -> bool:
    """Whether a passage has words of its own, by which it can be told."""
    return any(LETTER.search(text) for text in words_that_must_stand(passage.pieces))


def makes_blocks(passage: Passage) -> bool:
    """Whether code makes all that a passage prints, which may be several blocks."""
    made = [piece.made_by for piece in passage.pieces if not piece.branches]
    return bool(passage.made_by) or (len(made) == len(passage.pieces) == 1 and made[0].startswith(CODE))


def is_thing(passage: Passage) -> bool:
    """Whether a passage is a formula or a picture and nothing else."""
    return [piece.made_by for piece in passage.pieces] in (["math"], ["picture"])


def _letters(match: Match, text: str) -> int:
    """Return how many letters a passage has word by word in a text, and one."""
    return 1 + sum(span.end - span.start for span in match.spans if span.piece.text is not None)
