"""Finds where words of a Word file stand in the sources, by the words around them and by nothing else.

It knows no trace, no bookmark and no Markdown: sources are texts (documents whole, YAML files text by text),
texts are tokens, and the place of some tokens is where the most of their neighbours stand too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

import yaml

TOKEN = re.compile(r"(?:\w|\\{1,2}(?=_\w))+|[-\u2010-\u2015\u2212]+|\.\.\.|[^\w\s]")
DROPPED = set("*\\")
"""Signs of emphasis and escapes are no words."""
ALIKE = str.maketrans("‘’“”„«»", '\'\'"""""')
MARKUP = re.compile(
    r"\]\{[^}]*\}|\]\([^)\s]*\)|\[\^[^\]]*\]|\[[^\]]*@[^\]]*\]|`\{python\}[^`]*`|\{\{<.*?>\}\}"
    r"|\{[\w.-]+\}|@[\w-]+|<!--.*?-->|\$[^$\n]+\$|`[^`]*`",
    re.DOTALL,
)
REACH, WINDOW = 8, 40


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign, and where it stands."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words and signs of a text, quotation marks and dashes of all kinds alike."""
    found = (Token(_plain(at.group()), at.start(), at.end()) for at in TOKEN.finditer(text))
    return [token for token in found if token.word not in DROPPED]


def _plain(word: str) -> str:
    if word == "…":
        return "..."
    if len(word) > 1:
        word = word.replace("\\", "")
    return "-" if re.fullmatch(r"[-\u2010-\u2015\u2212]+", word) else word.translate(ALIKE)


@dataclass(frozen=True)
class Unit:
    """A text of the sources: a document, or a text in a YAML file, at the keys of `path`."""

    file: str
    path: tuple[str | int, ...]
    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        return tokens(self.text)

    @cached_property
    def words(self) -> list[str]:
        return [token.word for token in self.tokens]

    @cached_property
    def markup(self) -> list[tuple[int, int]]:
        """Where markup stands into which no word may be written."""
        return [found.span() for found in MARKUP.finditer(self.text)]


Key = tuple[str, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where tokens stand in a unit; for an insertion, the positions that say the same.

    `open_left` and `open_right` say that what stands there on the page is no prose.
    """

    unit: Key
    spans: tuple[tuple[int, int], ...]
    open_left: bool
    open_right: bool


def read_units(folder: Path, document: str = "paper/index.qmd") -> dict[Key, Unit]:
    """The document, and each text of the YAML files beside it."""
    units = [Unit(document, (), (folder / document).read_text(encoding="utf-8"))]
    for path in sorted((folder / document).parent.glob("*.yml")):
        name = path.relative_to(folder).as_posix()
        leaves = _leaves(yaml.safe_load(path.read_text(encoding="utf-8")), ())
        units += [Unit(name, where, text) for where, text in leaves]
    return {(unit.file, unit.path): unit for unit in units}


def _leaves(node: object, path: tuple[str | int, ...]) -> list[tuple[tuple[str | int, ...], str]]:
    if isinstance(node, str):
        return [(path, node)]
    if isinstance(node, dict):
        return [leaf for key, child in node.items() for leaf in _leaves(child, (*path, key))]
    if isinstance(node, list):
        return [leaf for number, child in enumerate(node) for leaf in _leaves(child, (*path, number))]
    return []


# Finding ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    unit: Key
    at: int
    left: int
    right: int


def locate(units: dict[Key, Unit], shown: list[str], first: int, last: int) -> Place | None:
    """Where the tokens `first` to `last` (exclusive) of a paragraph stand in the sources.

    None where nothing says it clearly: code made them, or two places are equally likely.
    """
    best = sorted(_candidates(units, shown, first, last), key=lambda found: -found.score)
    if not best:
        return None
    top = best[0]
    rivals = [
        rival
        for rival in best[1:]
        if rival.score > top.score - 1 and not _same_gap(units, shown, first, last, top, rival)
    ]
    if rivals:
        return None
    spans = _spans(units[top.unit], shown, first, last, top)
    return Place(top.unit, spans, open_left=not top.left, open_right=not top.right)


def _candidates(units: dict[Key, Unit], shown: list[str], first: int, last: int) -> list[_Candidate]:
    found, size = [], last - first
    for key, unit in units.items():
        words = unit.words
        for at in range(len(words) - size + 1):
            if size and words[at] != shown[first]:
                continue
            if words[at : at + size] != shown[first:last]:
                continue
            left = _alike(words[max(0, at - REACH) : at][::-1], shown[max(0, first - REACH) : first][::-1])
            right = _alike(words[at + size : at + size + REACH], shown[last : last + REACH])
            if left + right + size < 4 or not left + right:
                continue
            around = (
                words[max(0, at - WINDOW) : at + WINDOW],
                shown[max(0, first - WINDOW) : first + WINDOW],
            )
            likeness = SequenceMatcher(None, *around, autojunk=False).ratio()
            found.append(_Candidate(left + right + 8 * likeness, key, at, left, right))
    return found


def _alike(some: list[str], others: list[str]) -> int:
    count = 0
    for one, other in zip(some, others, strict=False):
        if one != other:
            break
        count += 1
    return count


def _same_gap(
    units: dict[Key, Unit], shown: list[str], first: int, last: int, top: _Candidate, rival: _Candidate
) -> bool:
    """Whether two places of an insertion are two sides of markup that shows nothing."""
    if first != last or rival.unit != top.unit:
        return False
    spans = _spans(units[top.unit], shown, first, last, top)
    return (rival.at, rival.at) in spans or abs(rival.at - top.at) <= 12 and not (rival.left and rival.right)


def _spans(
    unit: Unit, shown: list[str], first: int, last: int, found: _Candidate
) -> tuple[tuple[int, int], ...]:
    if first != last:
        return ((found.at, found.at + last - first),)
    low = high = found.at
    if not found.left and first and shown[first - 1].isalnum():
        low = _other_side(unit, found.at, shown[first - 1], -1)
    if not found.right and last < len(shown) and shown[last].isalnum():
        high = _other_side(unit, found.at, shown[last], +1)
    allowed = [at for at in range(low, high + 1) if at == found.at or not _in_markup(unit, at)]
    return tuple((at, at) for at in allowed)


def _other_side(unit: Unit, at: int, word: str, step: int) -> int:
    """Where a neighbour stands beyond markup that shows nothing; `at` where it does not."""
    position = at
    for _ in range(12):
        position += step
        inner = position if step < 0 else position - 1
        if not 0 <= inner < len(unit.words):
            return at
        if unit.words[inner] == word and not _covered(unit, inner):
            return position + 1 if step < 0 else position - 1
        if not _covered(unit, inner) and unit.words[inner] not in "[]":
            return at
    return at


def _covered(unit: Unit, token: int) -> bool:
    start = unit.tokens[token].start
    return any(low <= start < high for low, high in unit.markup)


def _in_markup(unit: Unit, at: int) -> bool:
    if not 0 < at < len(unit.tokens):
        return False
    end, start = unit.tokens[at - 1].end, unit.tokens[at].start
    return any(low < end and start < high and low < start for low, high in unit.markup)
