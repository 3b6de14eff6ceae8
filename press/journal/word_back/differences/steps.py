"""The way from one version of some paragraphs to the other, letter by letter: kept, taken out, put in.

What was tracked is taken as it is. What the text without tracked changes does not have in common with the
printed one was changed without tracking, and is found by comparing words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from press.journal.word_back.differences.letters import END, Letter, letters_of, tokens_of
from press.journal.word_back.differences.pairing import Side, groups
from press.journal.word_back.model import Block, By

KEPT, OUT, IN = "kept", "out", "in"


@dataclass(frozen=True, slots=True)
class Step:
    """A letter that was kept, taken out or put in.

    Attributes
    ----------
    kind : str
        `KEPT`, `OUT` or `IN`.
    old : Letter or None
        As it was printed; None of one that was put in.
    new : Letter or None
        As it stands in the edited file; None of one that was taken out without tracking.
    by : By or None
        Who did it, with tracking on.
    """

    kind: str
    old: Letter | None
    new: Letter | None
    by: By | None = None

    @property
    def letter(self) -> Letter:
        """The letter, as it is now if it is there."""
        letter = self.new or self.old
        assert letter is not None
        return letter

    @property
    def is_end(self) -> bool:
        """Whether it is the end of a paragraph."""
        return self.letter.sign == END


def between(old: Sequence[Block], new: Sequence[Block]) -> list[Step]:
    """Return the steps from printed paragraphs to edited ones, in the order of the edited file.

    Letters name their paragraphs by their numbers in the two sequences; empty paragraphs have none.
    """
    before = _Paragraphs([[n] for n, block in enumerate(old) if _says_something(block)], old)
    after = _Paragraphs(_without_insertions(new), new)
    found: list[Step] = []
    for group in groups(before.side(), after.side()):
        found += _within(before.letters(group.old), after.letters(group.new))
    return found


class _Paragraphs:
    """Paragraphs as they were before tracked changes; one that was parted is made of several blocks."""

    def __init__(self, numbers: list[list[int]], blocks: Sequence[Block]) -> None:
        self.made_of = [[(number, blocks[number]) for number in part] for part in numbers]

    def side(self) -> Side:
        return Side(
            ["".join(_text_before(block) for _, block in part) for part in self.made_of],
            [frozenset(mark for _, block in part for mark in block.marks) for part in self.made_of],
        )

    def letters(self, numbers: Sequence[int]) -> list[Letter]:
        blocks = [made for number in numbers for made in self.made_of[number]]
        return [letter for number, block in blocks for letter in letters_of(block, number)]


def _text_before(block: Block) -> str:
    return "".join(run.text for run in block.runs if not run.inserted)


def _says_something(block: Block) -> bool:
    return bool(block.text.strip())


def _without_insertions(blocks: Sequence[Block]) -> list[list[int]]:
    """Return which blocks made one paragraph before ends of paragraphs were inserted with tracking on."""
    found: list[list[int]] = []
    parted = False
    for number, block in enumerate(blocks):
        if not _says_something(block):
            parted = parted and block.inserted is not None
            continue
        if parted:
            found[-1].append(number)
        else:
            found.append([number])
        parted = block.inserted is not None
    return found


def _within(old: list[Letter], new: list[Letter]) -> list[Step]:
    """Return the steps within paragraphs that belong together."""
    there = [one for one in new if not one.run.inserted]
    steps = iter(_compared(old, there))
    found: list[Step] = []
    waiting = next(steps, None)
    for letter in new:
        if letter.run.inserted:
            if not letter.run.deleted:  # put in and taken out again
                found.append(Step(IN, None, letter, letter.run.inserted))
            continue
        while waiting is not None and waiting.new is not letter:
            found.append(waiting)
            waiting = next(steps, None)
        if waiting is not None:
            found.append(waiting)
            waiting = next(steps, None)
    if waiting is not None:
        found += [waiting, *steps]
    return [step for step in found if not (step.kind == IN and step.letter.run.deleted)]


def _compared(old: list[Letter], new: list[Letter]) -> Iterator[Step]:
    """Yield the steps from printed letters to those that were not inserted with tracking on."""
    first, second = tokens_of(old), tokens_of(new)
    matcher = SequenceMatcher(None, [one.norm for one in first], [one.norm for one in second], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            for one, other in zip(first[i:i_end], second[j:j_end], strict=True):
                yield from _same(old[one.start : one.end], new[other.start : other.end])
            continue
        for token in first[i:i_end]:
            yield from (Step(OUT, letter, None) for letter in old[token.start : token.end])
        for token in second[j:j_end]:
            yield from (Step(IN, None, letter) for letter in new[token.start : token.end])


def _same(old: list[Letter], new: list[Letter]) -> Iterator[Step]:
    """Yield the steps of a token that both have, kept or taken out with tracking on; blanks may be more."""
    for one, other in zip(old, new, strict=False):
        by = other.run.deleted
        yield Step(OUT if by else KEPT, one, other, by)
    yield from (Step(KEPT, one, None) for one in old[len(new) :])
