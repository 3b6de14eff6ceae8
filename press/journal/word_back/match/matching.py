"""How a passage prints a text, and which passages print the blocks of a Word file."""

from press.journal.word_back.match.comparable import comparable
from press.journal.word_back.match.locating import locate
from press.journal.word_back.match.printers import printer
from press.journal.word_back.model import Match, Passage

__all__ = ["locate", "match"]


def match(passage: Passage, text: str) -> Match | None:
    """Return how a passage prints the text of a block; None where it cannot.

    Words have to be the same one by one, but for kinds of blanks, quotation marks and dashes. What is made
    prints anything; what has branches prints one of them or, failing that, anything.
    """
    return printer(passage).match(text, comparable(text))
