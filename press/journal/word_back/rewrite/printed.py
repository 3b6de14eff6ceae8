"""A printed text letter by letter, with the sources that spell it, and why what is made cannot be changed."""

from collections.abc import Callable
from dataclasses import dataclass

from press.journal.word_back.model import THING, Branch, Match, Piece, Span
from press.journal.word_back.rewrite import strands
from press.journal.word_back.rewrite.strands import Letter, Strand
from press.journal.word_back.rewrite.word_diff import Typed

MADE = {
    "number": "comes from {}",
    "code": "comes from the code {}",
    "variable": "comes from the variable {}",
    "cell": "comes from the cell {}",
    "citation": "is the citation {}: change it in the source",
    "reference": "is the reference {}: change it in the source",
    "sentence": "is the sentence {}, which results choose: change it in its own file",
    "note": "is the mark of the footnote {}",
    "math": "is a formula: change it in the source",
    "picture": "is a picture: change it in the source",
}


APART = -1
"""The strand of what is printed and stands in no source."""


@dataclass(frozen=True, slots=True)
class Place:
    """A printed letter: which strand it is of, and which letter there."""

    strand: int
    index: int
    letter: Letter


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed text letter by letter, with the strands that spell it; the passage's own is the first."""

    strands: tuple[Strand, ...]
    places: tuple[Place, ...]
    branches: tuple[tuple[Piece, Branch] | None, ...]


def made_reason(made_by: str) -> str:
    """Return why what is made cannot be changed."""
    what, _, name = made_by.partition(" ")
    return MADE.get(what, "comes from {}").format(name if what in MADE else made_by)


def printed_by(match: Match, text_of: Callable[[str], str], said: str | None = None) -> Printed:
    """Return a printed text with the letters of its sources; `said` is what was printed, if it matters."""
    spoken = {
        _key(span.piece, match): said[span.start : span.end]
        if said is not None
        else _own(span.piece) or THING * (span.end - span.start)
        for span in match.spans
    }

    def of(piece: Piece) -> str | None:
        return spoken.get(_key(piece, match))

    passage = match.passage
    found = strands.of_passage(passage, text_of(passage.file), of)
    branches: list[tuple[Piece, Branch] | None] = [None for _ in found]
    for piece, branch in match.branches:
        for strand in strands.of_branch(branch, text_of(branch.file), of):
            found.append(strand)
            branches.append((piece, branch))
    places: list[Place] = []
    for span in match.spans:
        places += _places(span, match, found, of(span.piece) or "")
    return Printed(tuple(found), tuple(places), tuple(branches))


def _own(piece: Piece) -> str:
    return "" if piece.made_by else piece.text or ""


def _key(piece: Piece, match: Match) -> tuple[str, int, int]:
    return piece.file or match.passage.file, piece.start, piece.end


def _places(span: Span, match: Match, found: list[Strand], said: str) -> list[Place]:
    file, start, end = _key(span.piece, match)
    if start == end and span.piece.text:  # between texts of a list, in print alone
        return [Place(APART, 0, Letter(letter)) for letter in span.piece.text]
    made = span.piece.made_by or "code"
    for number, strand in enumerate(found):
        if strand.file == file and strand.start <= start < end <= strand.end:
            found_here = [
                Place(number, index, letter)
                for index, letter in enumerate(strand.letters)
                if start <= letter.start and letter.end <= end and letter.text and not letter.fixed
            ]
            if found_here:
                return found_here
    return [Place(APART, 0, Letter(said, made=made))] if said else []


def whole_letters(printed: Printed, start: int, end: int, new: list[Typed]) -> tuple[int, int, list[Typed]]:
    """Return which places a stretch of text covers, whole, and the new text with what it left of them."""
    at, first, last = 0, None, None
    head: list[Typed] = []
    tail: list[Typed] = []
    for index, place in enumerate(printed.places):
        until = at + len(place.letter.text)
        if first is None and (until > start or at >= start):
            first = index
            head = [Typed(letter, place.letter.look) for letter in place.letter.text[: max(0, start - at)]]
        if last is None and until >= end and (at < end or (at >= end and not head)):
            last = index + 1 if at < end else index
            tail = (
                [Typed(letter, place.letter.look) for letter in place.letter.text[end - at :]]
                if at < end
                else []
            )
        at = until
    size = len(printed.places)
    first = size if first is None else first
    last = size if last is None else max(last, first)
    return first, last, [*head, *new, *tail]
