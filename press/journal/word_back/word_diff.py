"""Which words of a printed text a new text keeps, with what is made among them."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from press.journal.word_back.model import Look, Run
from press.journal.word_back.strands import Letter

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
    key: object
    first: int
    last: int


def typed(runs: tuple[Run, ...]) -> list[Typed]:
    """Return the letters of runs."""
    return [Typed(letter, run.look) for run in runs for letter in run.text]


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
    tokens = _old_tokens(old), _new_tokens(new, text, [(at, old[i].text) for at, i in zip(found, made, strict=True)])
    keys = [[token.key for token in part] for part in tokens]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    return [
        _replaced(*tokens, op[1:], len(old), new) for op in matcher.get_opcodes() if op[0] != "equal"
    ]


def _replaced(
    old: list[_Token], new: list[_Token], op: tuple[int, int, int, int], size: int, letters: list[Typed]
) -> Replaced:
    one, other, first, last = op
    start = old[one].first if one < len(old) else size
    text = letters[new[first].first : new[last - 1].last] if last > first else []
    return Replaced(start, old[other - 1].last if other > one else start, tuple(text))


def _old_tokens(old: list[Letter]) -> list[_Token]:
    tokens, at = [], 0
    while at < len(old):
        if old[at].made or len(old[at].text) != 1:
            key: object = ("made", sum(1 for one in old[:at] if one.made)) if old[at].made else (
                old[at].text, _seen(old[at].look))  # fmt: skip
            tokens.append(_Token(key, at, at + 1))
            at += 1
            continue
        end = at
        while end < len(old) and not old[end].made and len(old[end].text) == 1:
            end += 1
        text = "".join(letter.text for letter in old[at:end])
        tokens += _words(text, [letter.look for letter in old[at:end]], at)
        at = end
    return tokens


def _new_tokens(new: list[Typed], text: str, made: list[tuple[int, str]]) -> list[_Token]:
    tokens, at = [], 0
    for number, (place, said) in enumerate(made):
        tokens += _words(text[at:place], [letter.look for letter in new[at:place]], at)
        tokens.append(_Token(("made", number), place, place + len(said)))
        at = place + len(said)
    return tokens + _words(text[at:], [letter.look for letter in new[at:]], at)


def _words(text: str, looks: list[Look], at: int) -> list[_Token]:
    """Return words, blanks and signs; a word whose look changes within is several."""
    tokens = []
    for word in WORD.finditer(text):
        first = word.start()
        for end in range(word.start() + 1, word.end() + 1):
            if end == word.end() or _seen(looks[end]) != _seen(looks[first]):
                look = None if text[first:end] == " " else _seen(looks[first])
                tokens.append(_Token((text[first:end], look), at + first, at + end))
                first = end
    return tokens


def _seen(look: Look) -> Look:
    return replace(look, language="")


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
