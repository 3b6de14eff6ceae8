"""Paragraphs that were moved: deleted here, added there, though words changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from press.journal.word_back.differences.found import ADDED, DELETED, MOVED, Found
from press.journal.word_back.differences.letters import same_text, words_of
from press.journal.word_back.model import Block

LIKE, FEW = 0.6, 6
"""One of at least so many words that has so much of its words in common with one elsewhere was moved."""


def with_moves(found: list[Found], old: Sequence[Block]) -> Iterator[Found]:
    """Yield what was found, with a paragraph deleted here and added there as moved, though words changed."""
    gone = {
        one.old: same_text(old[one.old].text) for one in found if one.what == DELETED and one.old is not None
    }
    came = {
        number: same_text("".join(run.text for run in one.new.runs))
        for number, one in enumerate(found)
        if one.what == ADDED and one.new is not None
    }
    moved: dict[int, int] = {}
    for least in (1.0, LIKE):  # those that are the same find each other first
        for number in came.keys() - moved.keys():
            for block in sorted(gone.keys() - set(moved.values())):
                if number not in moved and _is_moved(gone[block], came[number], least):
                    moved[number] = block
    for number, one in enumerate(found):
        if number in moved:
            yield replace(one, what=MOVED, old=moved[number])
        elif not (one.what == DELETED and one.old in moved.values()):
            yield one


def _is_moved(old: str, new: str, least: float) -> bool:
    """Whether a paragraph that came is one that went: it has its words, all or most of them."""
    first, second = Counter(words_of(old)), Counter(words_of(new))
    if least == 1.0:
        return old == new and first.total() > 1
    common = (first & second).total()
    return first.total() >= FEW and 2 * common >= least * (first.total() + second.total())
