"""The letters of a text as a source spells them, each within its marks: what edits of words work on."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from press.journal.word_back.model import PLAIN, Branch, Look, Passage, Piece
from press.journal.word_back.rewrite import yaml_words
from press.journal.word_back.rewrite.marks import Finder, Mark, Sign

HEAD = re.compile(
    r"(?:[ \t]*(?:>|[-*+](?=[ \t])|\#\.(?=\s)|\(?(?:\d+|[a-zA-Z]|[ivxlc]+|@[\w-]*)[.)](?=\s)|\#+(?=\s)"
    r"|\[\^[^\]\s]+\]:|:(?=\s)|\[[ xX]\](?=\s)))*[ \t]*"
)
"""What stands before the text of a block: signs of items, quotations, headings and notes."""
PICTURE = re.compile(r"[ \t>]*!\[")
"""Begins a picture that stands by itself, whose caption is a text of its own."""
TYPED = {"–": "--", "—": "---", "…": "...", "’": "'", "‘": "'", "“": '"', "”": '"'}
"""How pandoc's smart typography spells signs."""
ATTRIBUTE = "attribute"
"""The style of titles that stand among the attributes of a block."""
ENTITY = re.compile(r"&#?\w+;")


@dataclass(frozen=True, slots=True, eq=False)
class Letter:
    """A letter, a thing that is made, or something that prints nothing.

    Attributes
    ----------
    text : str
        What it prints: one letter, all that a made piece prints, or nothing.
    marks : tuple of Mark
        From outside to inside.
    start, end : int
        Where it stands in its file; -1 for a new letter.
    made : str
        What makes it; empty for letters.
    look : Look
    fixed : bool
        Whether it is something that no change of words takes away (a comment, marks that are not understood).
    """

    text: str
    marks: tuple[Mark, ...] = ()
    start: int = -1
    end: int = -1
    made: str = ""
    look: Look = PLAIN
    fixed: bool = False

    @property
    def new(self) -> bool:
        """Whether it does not stand in the file."""
        return self.start < 0

    @property
    def prints(self) -> bool:
        """Whether something of it is seen."""
        return bool(self.text.strip() or self.made)

    @property
    def blank(self) -> bool:
        """Whether it is a blank between words, which may be the end of a line."""
        return self.text == " " and not self.made and not any(mark.verbatim for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Strand:
    """The letters of one passage or branch.

    `start` and `end` enclose them and their marks; `style` is that of YAML, or "markdown".
    """

    file: str
    source: str
    start: int
    end: int
    style: str
    letters: tuple[Letter, ...]
    kind: str = "text"


def of_passage(passage: Passage, source: str, said: Callable[[Piece], str | None]) -> list[Strand]:
    """Return the letters of a passage; `said` tells what a piece printed, where that is known.

    The words of a list in front matter are several strands.
    """
    pieces = [piece for piece in passage.pieces if piece.file in ("", passage.file)]
    if passage.holder != "markdown":
        return _of_texts(passage.file, pieces, source, said)
    head = HEAD.match(source, passage.start, passage.end)
    assert head is not None
    start = min([head.end(), *(piece.start for piece in pieces[:1])])
    end, style = passage.end, "markdown"
    if source[passage.start : passage.end].lstrip(" \t>").startswith(":::") and pieces:
        start, end, style = pieces[0].start, pieces[-1].end, ATTRIBUTE
    if passage.kind == "caption" and pieces and (found := PICTURE.match(source, start, end)):
        start, end = found.end(), source.index("]", pieces[-1].end, end)
    letters = _letters(pieces, source, start, end, style, said)
    return [Strand(passage.file, source, start, end, style, letters, passage.kind)]


def of_branch(branch: Branch, source: str, said: Callable[[Piece], str | None]) -> list[Strand]:
    """Return the letters of a branch of a sentence, text by text where it is a list of texts."""
    pieces = [piece for piece in branch.pieces if piece.file in ("", branch.file)]
    return _of_texts(branch.file, pieces, source, said)


def _of_texts(
    file: str, pieces: list[Piece], source: str, said: Callable[[Piece], str | None]
) -> list[Strand]:
    found = []
    for own in _by_scalar(pieces, source):
        start, end, style = _scalar(own, source)
        found.append(Strand(file, source, start, end, style, _letters(own, source, start, end, style, said)))
    return found


def _by_scalar(pieces: list[Piece], source: str) -> list[list[Piece]]:
    """Return pieces by the texts of YAML that hold them; what stands between texts is in none."""
    groups: list[list[Piece]] = []
    end = -1
    for piece in pieces:
        if piece.start == piece.end or piece.branches and source[piece.start : piece.start + 1] != "{":
            continue  # what joins texts, and a choice among texts that are strands of their own
        if piece.start >= end:
            scalar = yaml_words.scalar_at(source, piece.start)
            end = scalar.end if scalar else piece.end
            groups.append([])
        groups[-1].append(piece)
    return groups


def _scalar(pieces: list[Piece], source: str) -> tuple[int, int, str]:
    scalar = yaml_words.scalar_at(source, pieces[0].start)
    if scalar is None:
        return pieces[0].start, pieces[-1].end, "literal"
    return (*scalar.inner, scalar.style)


def _letters(
    pieces: list[Piece], source: str, start: int, end: int, style: str, said: Callable[[Piece], str | None]
) -> tuple[Letter, ...]:
    """Return letters in order, of pieces and of what stands between them."""
    finder = Finder(source)
    ends = [start, *(piece.end for piece in pieces)]
    starts = [*(piece.start for piece in pieces), end]
    gaps = [source[one:other] for one, other in zip(ends, starts, strict=True)]
    order: list[Sign | Piece] = []
    for index, (one, other) in enumerate(zip(ends, starts, strict=True)):
        blank = index == 0 or pieces[index - 1].text == " "
        order += finder.signs(one, other, blank, "\0".join(gaps[index + 1 :]))
        order += pieces[index : index + 1]
    return _within_marks(order, source, style, said)


def _within_marks(
    order: list[Sign | Piece], source: str, style: str, said: Callable[[Piece], str | None]
) -> tuple[Letter, ...]:
    letters: list[Letter] = []
    marks: tuple[Mark, ...] = ()
    for one in order:
        if isinstance(one, Piece):
            letters += _of_piece(one, marks, source, style, said(one))
        elif one.opens and one.opens.mark:
            marks = (*marks, one.opens.mark)
        elif one.closes:
            marks = tuple(mark for mark in marks if mark is not one.closes.mark)
        else:
            letters.append(Letter("", marks, one.start, one.end, fixed=True))
    return tuple(letters)


def _of_piece(
    piece: Piece, marks: tuple[Mark, ...], source: str, style: str, said: str | None
) -> list[Letter]:
    if piece.text is None or piece.made_by:
        text = said if said is not None else piece.text or ""
        made = piece.made_by or "code"
        return [Letter(text, marks, piece.start, piece.end, made, piece.look)]
    text = piece.text if said is None else said
    raw = source[piece.start : piece.end]
    verbatim = any(mark.verbatim for mark in marks)
    sizes = [len(raw)] if len(text) == 1 else spelled(raw, text, style, verbatim)
    if sizes is None:
        return [Letter(text, marks, piece.start, piece.end, "", piece.look)]
    found, at = [], piece.start
    for letter, size in zip(text, sizes, strict=True):
        found.append(Letter(letter, marks, at, at + size, "", piece.look))
        at += size
    return found


def spelled(raw: str, text: str, style: str, verbatim: bool = False) -> list[int] | None:
    """Return how many letters of a source spell each letter of a text; None where that is not understood."""
    logical = list(yaml_words.letters(raw, style))
    letters, widths = (
        "".join(letter for letter, _ in logical),
        [width for letter, width in logical for _ in letter],
    )
    if len(letters) != len(widths) or sum(widths) != len(raw):
        return None
    sizes, at = [], 0
    for letter in text:
        size = 1 if verbatim and letters.startswith(letter, at) else _size(letters, at, letter)
        if not size:
            return None
        sizes.append(sum(widths[at : at + size]))
        at += size
    return sizes if at == len(letters) else None


def _size(letters: str, at: int, letter: str) -> int:
    """Return how many letters of Markdown at a place spell a letter; 0 where they spell another."""
    if letter in TYPED and letters.startswith(TYPED[letter], at):
        return len(TYPED[letter])
    if letters.startswith("\\", at) and letters[at + 1 : at + 2] in (
        {"\u00a0": " "}.get(letter, letter),
        letter,
    ):
        return 2 if at + 1 < len(letters) else 0
    if (entity := ENTITY.match(letters, at)) and html.unescape(entity[0]) == letter:
        return len(entity[0])
    if letter == " " and (blank := re.match(r"\s+(?:> ?|#\| *)?\s*", letters[at:])):
        return len(blank[0])
    return 1 if letters.startswith(letter, at) else 0
