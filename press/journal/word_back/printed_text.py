"""What was printed, and which passages of the sources printed it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from press.journal.word_back.model import Look, Match
from press.journal.word_back.word_file.trace import Traced


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed, and which passage of the sources printed it.

    Attributes
    ----------
    blocks : sequence of Traced
    matches : sequence of (Match or None)
        One for each block; None where code made it.
    names : sequence of str
        What the place of each is called.
    text_of : callable
        Gives the text of a source file as it was then.
    """

    blocks: Sequence[Traced]
    matches: Sequence[Match | None]
    names: Sequence[str]
    text_of: Callable[[str], str]

    def text(self, number: int) -> str:
        """Return the text of a block."""
        return self.blocks[number].block.text

    def prose(self, number: int | None) -> Match | None:
        """Return the passage that printed a block, if authors wrote it."""
        match = None if number is None else self.matches[number]
        return None if match is None or match.passage.made_by else match

    def line(self, number: int, at: int) -> tuple[str, int]:
        """Return file and line of the piece that prints what stands at an offset of a block."""
        match = self.matches[number]
        if match is None:
            return "", 0
        span = next((span for span in match.spans if span.start <= at < span.end), None)
        if span is None or not span.piece.file:
            return match.passage.file, match.passage.first
        return span.piece.file, self.text_of(span.piece.file).count("\n", 0, span.piece.start) + 1

    def links(self, number: int) -> set[str]:
        """Return where links lead in the words of a block that authors wrote, not in what is made."""
        match, found, at = self.matches[number], set(), 0
        for run in self.blocks[number].block.runs:
            spans = () if match is None else match.spans
            if any(span.start < at + len(run.text) and at < span.end for span in spans if span.piece.text):
                found.add(run.look.link)
            at += len(run.text)
        return found

    def look(self, number: int, at: int) -> Look | None:
        """Return how the letter at an offset of a block looks; None behind its end."""
        start = 0
        for run in self.blocks[number].block.runs:
            if start <= at < start + len(run.text):
                return run.look
            start += len(run.text)
        return None
