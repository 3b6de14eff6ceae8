"""Which words of a printed text a new text keeps, with what is made among them."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from press.journal.word_back.model import Look, Run
from press.journal.word_back.rewrite.strands import Letter

WORD = re.compile(r"\w+|\s|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Typed:
    """A letter of the new text."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Replaced:
    """What stands in place of letters: `first` and `last` (exclusive) count those of the old text."""

    first: int
    last: int
    new: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    look: Look | None
    first: int
    last: int

    @property
    def key(self) -> tuple[str, Look | None]:
        return self.text, self.look


def typed(runs: tuple[Run, ...]) -> list[Typed]:
    """Return the letters of runs that are not deleted."""
    return [Typed(letter, run.look) for run in runs if not run.deleted for letter in run.text]


def replaced(old: list[Letter], new: list[Typed]) -> list[Replaced] | Letter:
    """Return what becomes of old letters, or the made one that the new text has not."""
    made = [index for index, letter in enumerate(old) if letter.made]
    text = "".join(letter.text for letter in new)
    ends = [-1, *made, len(old)]
    between = [
        "".join(letter.text for letter in old[one + 1 : other])
        for one, other in zip(ends[:-1], ends[1:], strict=True)
    ]
    found = _placed(text, [old[index].text for index in made], between)
    if found is None:
        return _missing(text, [old[index] for index in made], between)
    starts = [0, *(at + len(old[index].text) for at, index in zip(found, made, strict=True))]
    changes: list[Replaced] = []
    for first, last, start, end in zip([0, *(index + 1 for index in made)], [*made, len(old)], starts,
                                       [*found, len(new)], strict=True):  # fmt: skip
        changes += _between(old[first:last], new[start:end], first)
    return changes


def _between(old: list[Letter], new: list[Typed], at: int) -> list[Replaced]:
    """Return what becomes of letters among which nothing is made."""
    tokens = (
        _words([(letter.text, letter.look) for letter in old]),
        _words([(one.text, one.look) for one in new]),
    )
    keys = [[token.key for token in part] for part in tokens]
    found = []
    for kind, *ends in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        (first, last), (start, end) = (
            _range(part, *ends[i : i + 2]) for part, i in zip(tokens, (0, 2), strict=True)
        )
        found.append(Replaced(at + first, at + last, tuple(new[start:end])))
    return found


def _range(tokens: list[_Token], first: int, last: int) -> tuple[int, int]:
    """Return which letters some tokens are; where there are none, the place between two."""
    start = tokens[first].first if first < len(tokens) else tokens[-1].last if tokens else 0
    return start, tokens[last - 1].last if last > first else start


def _words(letters: list[tuple[str, Look]]) -> list[_Token]:
    """Return words, blanks and signs; a word whose look changes within is several."""
    tokens: list[_Token] = []
    for index, (text, look) in enumerate(letters):
        seen = None if text == " " else replace(look, language="")
        if tokens and text.isalnum() and len(text) == 1:
            before, token = letters[index - 1][0], tokens[-1]
            if before.isalnum() and len(before) == 1 and token.look == seen:
                tokens[-1] = replace(token, text=token.text + text, last=index + 1)
                continue
        tokens.append(_Token(text, seen, index, index + 1))
    return tokens


def _placed(text: str, made: list[str], between: list[str]) -> list[int] | None:
    """Return where the made pieces stand in a text, such that most words between them are the old ones."""
    best: dict[int, tuple[int, list[int]]] = {0: (0, [])}
    for index, said in enumerate(made):
        found = [match.start() for match in re.finditer(f"(?={re.escape(said)})", text)]
        step: dict[int, tuple[int, list[int]]] = {}
        for at in found:
            ways = [
                (score + _shared(between[index], text[end:at]), [*places, at])
                for end, (score, places) in best.items()
                if end <= at
            ]
            if ways:
                step[at + len(said)] = max(ways, key=lambda way: way[0])
        best = step
    if not best:
        return None
    return max((score + _shared(between[-1], text[end:]), places) for end, (score, places) in best.items())[1]


def _shared(one: str, other: str) -> int:
    return sum((Counter(WORD.findall(one)) & Counter(WORD.findall(other))).values())


def _missing(text: str, made: list[Letter], between: list[str]) -> Letter:
    """Return the made piece without which the others are found, else the first."""
    for index in range(len(made)):
        others = [letter.text for letter in made[:index] + made[index + 1 :]]
        joined = [*between[:index], between[index] + between[index + 1], *between[index + 2 :]]
        if _placed(text, others, joined) is not None:
            return made[index]
    return made[0]
