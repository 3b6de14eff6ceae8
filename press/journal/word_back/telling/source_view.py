"""The lines of the sources that a change edits, before and after, with the words marked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from press.journal.word_back.model import Change, Edit
from press.journal.word_back.telling.hunks import near_groups, split_lines, stretches
from press.proof.diff.text import Piece, compare_words


@dataclass(frozen=True, slots=True)
class EditedLines:
    """Lines that edits touch, in pieces "same", "old" or "new"; `line` is the first one's number, from 1."""

    file: str
    line: int
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def edited_lines(change: Change, text_of: Callable[[str], str]) -> Iterator[EditedLines]:
    """Yield the stretches of lines that a change edits, in the order of the patch."""
    for file in dict.fromkeys(edit.file for edit in change.edits):
        text = text_of(file)
        lines = split_lines(text)
        for group in near_groups(text, [edit for edit in change.edits if edit.file == file]):
            for first, last, edits in stretches(text, group):
                first = min(first, max(0, len(lines) - 1))  # what comes behind all lines, below the last one
                start = sum(map(len, lines[:first]))
                pieces = list(_pieces(text, start, start + sum(map(len, lines[first:last])), edits))
                yield EditedLines(file, first + 1, _version(pieces, "old"), _version(pieces, "new"))


def _pieces(text: str, start: int, end: int, edits: Sequence[Edit]) -> Iterator[Piece]:
    """Yield the text from `start` to `end`, with what edits take out and put in."""
    for edit in edits:
        yield Piece("same", text[start : edit.start])
        yield from compare_words(text[edit.start : edit.end], edit.text)
        start = edit.end
    yield Piece("same", text[start:end])


def _version(pieces: Sequence[Piece], version: str) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text and piece.version in ("same", version))
