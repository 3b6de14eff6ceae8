"""Passages made ready for matching, and what a match is."""

from dataclasses import dataclass

from press.journal.word_back.match.comparable import Comparable
from press.journal.word_back.match.printing import (
    LABEL,
    LABEL_BEHIND,
    Choice,
    Made,
    Node,
    Step,
    Words,
    chain,
    steps,
    words_that_must_stand,
)
from press.journal.word_back.model import PLAIN, Match, Passage, Piece, Span

LABELLED = ("heading", "caption", "note")


@dataclass(frozen=True, slots=True)
class Printer:
    """A passage with what it may print."""

    passage: Passage
    first: Node | None
    fixed: tuple[str, ...]

    def may_print(self, text: str) -> bool:
        """Whether the words that must stand in a text stand there in order, the last at its end."""
        at = 0
        for words in self.fixed:
            at = text.find(words, at)
            if at < 0:
                return False
            at += len(words)
        ends_so = not self.passage.pieces or self.passage.pieces[-1].text is None or not self.fixed
        return ends_so or text.rstrip(" ").endswith(self.fixed[-1])

    def match(self, text: str, said: Comparable, lenient: bool = True) -> Match | None:
        """Return how the passage prints a text.

        Parameters
        ----------
        text, said
            The text, and the same as it is compared.
        lenient
            Whether a piece with branches may print something else than one of them.
        """
        offset = len(said.text) - len(said.text.lstrip(" "))
        inner = said.text[offset:]
        found = steps(self.first, inner, False) if self.may_print(inner) else None
        if found is None and lenient and self.may_print(inner):
            found = steps(self.first, inner, True)
        if found is None:
            return None
        branches = tuple(
            (step.node.piece, step.branch)
            for step in found
            if isinstance(step.node, Choice) and step.branch is not None
        )
        return Match(self.passage, tuple(_spans(found, said, offset, len(text))), branches)


def printer(passage: Passage) -> Printer:
    """Return a passage with what it may print, made ready once for many texts."""
    pieces = list(passage.pieces)
    if passage.kind in LABELLED:
        pieces.insert(0, _label(passage, LABEL))
    if [piece.made_by for piece in passage.pieces] == ["math"]:
        pieces.append(_label(passage, LABEL_BEHIND))
    return Printer(passage, chain(pieces, None), tuple(words_that_must_stand(passage.pieces)))


def _label(passage: Passage, made_by: str) -> Piece:
    at = passage.pieces[0].start if passage.pieces else passage.start
    return Piece(at, at, None, PLAIN, made_by, passage.file)


def _spans(found: list[Step], said: Comparable, offset: int, length: int) -> list[Span]:
    """Return the spans of steps in the text as it was, without gaps."""
    ends: list[tuple[int, Piece]] = []
    for step in found:
        if isinstance(step.node, Words):
            ends += _ends_of_pieces(step, step.node)
        elif isinstance(step.node, (Made, Choice)) and step.branch is None:
            ends.append((step.end, step.node.piece))
    spans: list[Span] = []
    start = 0
    for number, (end, piece) in enumerate(ends):
        stop = length if number == len(ends) - 1 else said.places[min(offset + end, len(said.text))]
        if number < len(ends) - 1 and all(later == end for later, _ in ends[number + 1 :]):
            stop = length
        if stop > start or (piece.text is None and piece.made_by not in (LABEL, LABEL_BEHIND)):
            spans.append(Span(start, stop, _named(piece)))
        start = stop
    return spans


def _ends_of_pieces(step: Step, words: Words) -> list[tuple[int, Piece]]:
    """Return where each piece of some words ends in the text; a blank may be missing at either end."""
    missing = len(words.said.text) - (step.end - step.start)
    shift = missing if missing and words.said.text.startswith(" ") else 0
    ends = (min(max(end - shift, 0), step.end - step.start) for end in words.ends)
    return [(step.start + end, piece) for end, piece in zip(ends, words.pieces, strict=True)]


def _named(piece: Piece) -> Piece:
    if piece.made_by != LABEL_BEHIND:
        return piece
    return Piece(piece.start, piece.end, None, piece.look, LABEL, piece.file)
