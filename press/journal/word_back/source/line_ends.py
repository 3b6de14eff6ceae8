"""Places in texts whose lines end as Windows ends them, reckoned from texts whose lines do not."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from press.journal.word_back.model import Branch, Passage, Piece, TextIfThere

RETURN = "\r\n"


@dataclass(slots=True)
class LineEnds:
    """Gives texts with plain line ends, and remembers where their own were longer.

    Attributes
    ----------
    text_of : callable
        Gives the texts themselves.
    longer : dict
        For a file the offsets, in its plain text, of the line ends that are longer.
    """

    text_of: TextIfThere
    longer: dict[str, list[int]] = field(default_factory=dict)
    seen: dict[int, tuple[tuple[Branch, ...], tuple[Branch, ...]]] = field(default_factory=dict)

    def plain(self, file: str) -> str | None:
        """Return the text of a file with plain line ends."""
        text = self.text_of(file)
        if text is None or RETURN not in text:
            return text
        parts = text.split(RETURN)
        ends, at = [], 0
        for part in parts[:-1]:
            at += len(part)
            ends.append(at)
            at += 1
        self.longer[file] = ends
        return "\n".join(parts)

    def placed(self, passages: Sequence[Passage]) -> tuple[Passage, ...]:
        """Return passages with their places in the texts themselves."""
        if not self.longer:
            return tuple(passages)
        return tuple(
            replace(
                one,
                start=self._place(one.file, one.start),
                end=self._place(one.file, one.end),
                pieces=self._pieces(one.pieces),
            )
            for one in passages
        )

    def _place(self, file: str, plain: int) -> int:
        return plain + bisect_left(self.longer.get(file, ()), plain)

    def _pieces(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        return tuple(
            replace(
                piece,
                start=self._place(piece.file, piece.start),
                end=self._place(piece.file, piece.end),
                branches=self._branches(piece.branches),
            )
            for piece in pieces
        )

    def _branches(self, branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
        """Return branches with their places; those that several pieces share stay shared."""
        if branches and id(branches) not in self.seen:
            made = tuple(replace(branch, pieces=self._pieces(branch.pieces)) for branch in branches)
            self.seen[id(branches)] = branches, made
        return self.seen[id(branches)][1] if branches else ()
