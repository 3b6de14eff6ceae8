"""What a passage may print, as a graph: words, what is made, and branches of which one is printed.

Nodes come into being as they are reached, since branches hold branches.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from press.journal.word_back.match.comparable import Comparable, comparable
from press.journal.word_back.model import THING, Branch, Piece

THINGS = ("math", "note", "picture")
NUMBER = re.compile(r"[-+–]?[<>≈~]?\s?\d+(?:[ ,.]\d+)*(?:\s?%)?|[-+–]?\.\d+")
WORD_AND_NUMBER = re.compile(r"(?:[^\W\d_]+\.?\s)?(?:[A-Z]\.?)?\d+(?:\.\d+)*[a-z]?")
HEADING_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[A-Z](?:\.\d+)*)\.?\s+")
CAPTION_LABEL = re.compile(r"[^\W\d_]+\.?\s(?:[A-Z]\.?)?\d+(?:\.\d+)*[a-z]?(?:[:.]|\s[-–—])?\s+")
EQUATION_NUMBER = re.compile(r"\s*\([^()\s]+\)\s*$")
BEFORE = re.compile(rf"\s*{THING}?\s+|\s*{THING}\s*")
TO_COLON = re.compile(r"[^:]{1,60}:\s+")
TOKEN = re.compile(r"\w+|[^\w\s]")
LONGEST = {"note": 0, "picture": 0, "math": 300, "number": 400, "reference": 400, "citation": 3000}
"""How many letters something made has at most."""
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


@dataclass(frozen=True, slots=True)
class Way:
    """A step, what comes behind it, and whether it is an unlikely one."""

    step: Step
    then: Node | None
    is_odd: bool = False


ODD_STEPS = (0, 1, 3, None)
"""How many unlikely steps are allowed, in turn; None for any number."""
MOST_TRIALS = 50_000
"""So many steps are tried each time; a paragraph of prose takes some hundreds."""


def steps(first: Node | None, text: str, lenient: bool) -> list[Step] | None:
    """Return how a chain prints a text, with few unlikely steps; None where it does not.

    Parameters
    ----------
    first
        The chain.
    text
        As it is compared.
    lenient
        Whether a piece with branches may print something else.
    """
    for allowed in ODD_STEPS:
        found = _Trial(text, lenient).steps(first, allowed)
        if found is not None:
            return found
    return None


@dataclass(slots=True)
class _Trial:
    """Tries the ways of a chain in order, the likely ones first.

    A node that failed at a place is not tried there again, so that time grows with the text and not with the
    number of ways.
    """

    text: str
    lenient: bool
    path: list[Step] = field(default_factory=list)
    failed: set[tuple[Node | None, int, int | None]] = field(default_factory=set)

    def steps(self, first: Node | None, allowed: int | None) -> list[Step] | None:
        """Return the steps to the end of the text, of which so many may be unlikely."""
        end = len(self.text.rstrip(" "))
        trials = [((first, 0, allowed), self._ways(first, 0))]
        for _ in range(MOST_TRIALS):
            if not trials:
                break
            (_, _, left), ways = trials[-1]
            way = next(ways, None)
            if way is None:
                self.failed.add(trials.pop()[0])
                if self.path:
                    self.path.pop()
                continue
            odd = left if left is None or not way.is_odd else left - 1
            place = way.step.end
            if (odd is not None and odd < 0) or (way.then, place, odd) in self.failed:
                continue
            self.path.append(way.step)
            if way.then is None and place >= end:
                return self.path
            trials.append(((way.then, place, odd), self._ways(way.then, place)))
        return None

    def _ways(self, node: Node | None, at: int) -> Iterator[Way]:
        """Yield each way in which a node prints what stands at a place."""
        if isinstance(node, Words):
            for end in _ends_of_words(node.said.text, self.text, at):
                yield Way(Step(node, at, end), node.after)
        elif isinstance(node, Choice):
            for branch, begin in node.branches():
                yield Way(Step(node, at, at, branch), begin)
            for end in _ends(node, self.text, at) if self.lenient else ():
                yield Way(Step(node, at, end), node.after, True)
        elif isinstance(node, Made):
            for end in _ends(node, self.text, at):
                yield Way(
                    Step(node, at, end), node.after, not is_likely(node.piece.made_by, self.text[at:end])
                )


def is_likely(made_by: str, text: str) -> bool:
    """Whether a text looks like what is made so."""
    kind = made_by.partition(" ")[0]
    if kind == LABEL:
        return True
    if kind in THINGS:
        return text == THING
    if kind == "number":
        return NUMBER.fullmatch(text) is not None
    return bool(text) == (kind != "raw") and is_balanced(text)


def _ends_of_words(words: str, text: str, at: int) -> Iterator[int]:
    """Yield where words end that stand at a place; a blank beside nothing may be missing."""
    if text.startswith(words, at):
        yield at + len(words)
    if words[:1] == " " and (at == 0 or text[at - 1] == " ") and text.startswith(words[1:], at):
        yield at + len(words) - 1
    if words[-1:] == " " and text.startswith(words[:-1], at) and at + len(words) - 1 == len(text):
        yield len(text)


def _ends(node: "Made | Choice", text: str, at: int) -> Iterator[int]:
    """Yield where something made may end that begins at a place: what looks like it first, nothing last."""
    made_by = node.piece.made_by
    if made_by in (LABEL, LABEL_BEHIND):
        yield from _labels(made_by, text, at)
        return
    kind = made_by.partition(" ")[0]
    likely = _likely(kind, text, at)
    if likely is not None:
        yield likely
    loose = []
    for end in _possible(node, text, at, min(len(text), at + LONGEST.get(kind, len(text)))):
        if end == likely:
            continue
        if is_balanced(text[at:end]):
            yield end
        else:
            loose.append(end)
    yield from loose
    yield at


def _likely(kind: str, text: str, at: int) -> int | None:
    """Return where a thing, a number or a reference ends that begins at a place; None where none does."""
    if kind in THINGS:
        return at + 1 if text.startswith(THING, at) else None
    pattern = {"number": NUMBER, "reference": WORD_AND_NUMBER}.get(kind)
    found = pattern.match(text, at) if pattern else None
    return found.end() if found else None


def _labels(made_by: str, text: str, at: int) -> Iterator[int]:
    """Yield where a number of a heading or an equation, or the label of a caption or of keywords ends."""
    patterns = (
        (EQUATION_NUMBER,) if made_by == LABEL_BEHIND else (HEADING_NUMBER, CAPTION_LABEL, BEFORE, TO_COLON)
    )
    for pattern in patterns:
        if found := pattern.match(text, at):
            yield found.end()
    yield at


def _possible(node: "Made | Choice", text: str, at: int, last: int) -> Iterator[int]:
    """Yield the places behind a made piece at which the next words stand, or where a word ends."""
    after = node.after
    if after is None:
        if at < len(text) <= last:
            yield len(text)
    elif isinstance(after, Words) and (words := after.said.text.strip(" ")):
        blank = after.said.text.startswith(" ")
        found = text.find(words, at, last + len(words) + 1)
        while found >= 0:
            end = found - 1 if blank and found > at and text[found - 1] == " " else found
            if end > at:
                yield end
            found = text.find(words, found + 1, last + len(words) + 1)
    else:
        yield from (found.end() for found in TOKEN.finditer(text, at, last))


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
