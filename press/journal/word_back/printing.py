"""What a passage may print, as a graph: words, what is made, and branches of which one is printed.

Nodes come into being as they are reached, since branches hold branches.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from press.journal.word_back.comparable import Comparable, comparable
from press.journal.word_back.model import THING, Branch, Piece

THINGS = ("math", "note", "picture")
NUMBER = re.compile(r"[-+–]?[<>≈~]?\s?\d+(?:[ ,.]\d+)*(?:\s?%)?|[-+–]?\.\d+")
WORD_AND_NUMBER = re.compile(r"(?:[^\W\d_]+\.?\s)?(?:[A-Z]\.?)?\d+(?:\.\d+)*[a-z]?")
HEADING_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)\.?\s+")
CAPTION_LABEL = re.compile(r"[^\W\d_]+\.?\s(?:[A-Z]\.?)?\d+(?:\.\d+)*[a-z]?(?:[:.]|\s[-–—])?\s+")
EQUATION_NUMBER = re.compile(r"\s*\([^()\s]+\)\s*$")
BEFORE = re.compile(rf"\s*{THING}?\s+|\s*{THING}\s*")
LONGEST_CITATION = 1500
LABEL, LABEL_BEHIND = "label", "label behind"
PAIRS = {")": "(", "]": "["}


@dataclass(slots=True, eq=False)
class Node:
    """What comes next: `after` is the node behind it, None at the end."""

    after: "Node | None"


@dataclass(slots=True, eq=False)
class Words(Node):
    """Pieces whose letters are known, as one text to compare; `ends` tells where each piece ends in it."""

    said: Comparable
    pieces: tuple[Piece, ...]
    ends: tuple[int, ...]


@dataclass(slots=True, eq=False)
class Made(Node):
    """A piece that may print anything."""

    piece: Piece


@dataclass(slots=True, eq=False)
class Choice(Node):
    """A piece that prints one of its branches, or anything; `begun` are the branches' first nodes."""

    piece: Piece
    begun: list[tuple[Branch, "Node | None"]] = field(default_factory=list)

    def branches(self) -> list[tuple[Branch, "Node | None"]]:
        """Return each branch with the node that it begins with."""
        if not self.begun:
            self.begun = [(branch, chain(branch.pieces, self.after)) for branch in self.piece.branches]
        return self.begun


def chain(pieces: Sequence[Piece], after: Node | None) -> Node | None:
    """Return the first node of what some pieces print, before another node."""
    node, run = after, []
    for piece in reversed(pieces):
        if piece.text is not None and piece.made_by not in THINGS:
            run.append(piece)
            continue
        node = _words(run[::-1], node)
        run = []
        node = Choice(node, piece) if piece.branches else Made(node, piece)
    return _words(run[::-1], node)


def _words(pieces: list[Piece], after: Node | None) -> Node | None:
    if not pieces:
        return after
    said = comparable("".join(piece.text or "" for piece in pieces))
    ends, end = [], 0
    for piece in pieces:
        end += len(piece.text or "")
        ends.append(said.offset(end))
    return Words(after, said, tuple(pieces), tuple(ends))


@dataclass(frozen=True, slots=True)
class Step:
    """A node with the stretch of text that it prints, and the branch that it took."""

    node: Node
    start: int
    end: int
    branch: Branch | None = None


def steps(first: Node | None, text: str, lenient: bool) -> list[Step] | None:
    """Return how a chain prints a text; None where it does not.

    Choices are tried in order, the likely ones first. A node that failed at a place is not tried there again, so
    that the time grows with the text and not with the number of ways.

    Parameters
    ----------
    first
        The chain.
    text
        As it is compared.
    lenient
        Whether a piece with branches may print something else.
    """
    failed: set[tuple[int, int]] = set()
    nodes: list[Node] = []  # keeps them, so that no two have one identity
    path: list[Step] = []
    open_: list[tuple[tuple[int, int], Iterator[tuple[Step | None, Node | None, int]]]] = []
    node, at = first, 0
    while True:
        if node is None and at >= len(text.rstrip()):
            return path
        if node is not None and (id(node), at) not in failed:
            nodes.append(node)
            open_.append(((id(node), at), _ways(node, text, at, lenient)))
        elif path:
            path.pop()
        elif not open_:
            return None
        while open_:
            step = next(open_[-1][1], None)
            if step is not None:
                path.append(step[0])
                node, at = step[1], step[2]
                break
            failed.add(open_.pop()[0])
            if path:
                path.pop()
        else:
            return None


def _ways(node: Node, text: str, at: int, lenient: bool) -> Iterator[tuple[Step, Node | None, int]]:
    """Yield each way in which a node prints what stands at a place, and what comes then."""
    if isinstance(node, Words):
        for end in _ends_of_words(node.said.text, text, at):
            yield Step(node, at, end), node.after, end
        return
    if isinstance(node, Choice):
        for branch, begin in node.branches():
            yield Step(node, at, at, branch), begin, at
        if not lenient:
            return
    for end in _ends(node, text, at):
        yield Step(node, at, end), node.after, end


def _ends_of_words(words: str, text: str, at: int) -> Iterator[int]:
    """Yield where words end that stand at a place; a blank beside nothing may be missing."""
    if text.startswith(words, at):
        yield at + len(words)
    if words[:1] == " " and (at == 0 or text[at - 1] == " ") and text.startswith(words[1:], at):
        yield at + len(words) - 1
    if words[-1:] == " " and text.startswith(words[:-1], at) and at + len(words) - 1 == len(text):
        yield len(text)


def _ends(node: "Made | Choice", text: str, at: int) -> Iterator[int]:
    """Yield where something made may end that begins at a place: what looks like it first, nothing at last."""
    made_by = node.piece.made_by
    if made_by in (LABEL, LABEL_BEHIND):
        yield from _labels(made_by, node.piece, text, at)
        return
    kind = made_by.partition(" ")[0]
    likely: list[int] = []
    if kind in THINGS and text.startswith(THING, at):
        likely.append(at + 1)
    elif kind in ("number", "reference"):
        found = (NUMBER if kind == "number" else WORD_AND_NUMBER).match(text, at)
        likely += [found.end()] if found else []
    yield from likely
    behind = [end for end in _possible(node, text, at) if end not in likely]
    loose = []
    for end in behind:
        if is_balanced(text[at:end]):
            yield end
        else:
            loose.append(end)
    yield from loose
    yield at


def _labels(made_by: str, piece: Piece, text: str, at: int) -> Iterator[int]:
    if made_by == LABEL_BEHIND:
        found = EQUATION_NUMBER.match(text, at)
        if found:
            yield len(text)
        yield at
        return
    for pattern in (HEADING_NUMBER, CAPTION_LABEL, BEFORE):
        if found := pattern.match(text, at):
            yield found.end()
    if piece.text is None and piece.start == piece.end:
        for found in re.finditer(r":\s+", text):
            yield found.end()
    yield at


def _possible(node: "Made | Choice", text: str, at: int) -> Iterator[int]:
    """Yield the places behind a made piece at which the next words stand, or where a word ends."""
    after = node.after
    if after is None:
        if at < len(text):
            yield len(text)
    elif isinstance(after, Words) and (words := after.said.text.strip(" ")):
        blank = after.said.text.startswith(" ")
        found = text.find(words, at)
        while found >= 0:
            end = found - 1 if blank and found > at and text[found - 1] == " " else found
            if end > at:
                yield end
            found = text.find(words, found + 1)
    else:
        yield from (found.end() for found in re.compile(r"\w+|[^\w\s]").finditer(text, at))


def is_balanced(text: str) -> bool:
    """Whether every bracket is closed in a text, and none that was not opened."""
    if "(" not in text and ")" not in text and "[" not in text and "]" not in text:
        return True
    opened: list[str] = []
    for letter in text:
        if letter in "([":
            opened.append(letter)
        elif letter in PAIRS and (not opened or opened.pop() != PAIRS[letter]):
            return False
    return not opened


def words_that_must_stand(pieces: Sequence[Piece]) -> list[str]:
    """Return the texts that some pieces print whatever results say, as they are compared."""
    texts, run = [], []
    for piece in (*pieces, None):
        if piece is not None and piece.text is not None:
            run.append(piece.text)
        elif run:
            texts.append(comparable("".join(run)).text.strip(" "))
            run = []
    return texts


