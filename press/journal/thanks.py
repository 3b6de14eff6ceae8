"""Finds funding and thanks, which tell who wrote, by their sentences, numbers of grants and names."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from press.base.errors import InputError
from press.base.plain_text import shortened
from press.journal.passages import Passage
from press.journal.people import Finder, Person

SENTENCE_END = re.compile(r"(?<=[.!?])[*_)\]\"”»]*\s+(?=[*_(\[\"“«]*[^\W\d_])")
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*>|#]|:::))|=\"|\"(?=[\s}])")
"""Where no sentence goes on: at blank lines, list items, headings, and the ends of an attribute."""
NUMBER = re.compile(r"[^\W_](?:[\w./-]*[^\W_])?")
SMALL = "of|the|for|and|de|und|и|по|мен|және"
"""Words without a capital in the middle of a name."""
NAME = re.compile(rf"[^\W\d_][\w’'-]+(?:\s+(?:(?:{SMALL})\s+){{0,3}}[^\W\d_][\w’'-]+)*")
JOINING, LINKING = re.compile(r"\s+(?:and|и|және|мен)\s+"), re.compile(r"\s(?:of|the|for|de|по)\s")
THANKING = re.compile(
    r"thank|grateful|gratitude|acknowledg|indebted|\bfund(?:ed|ing|er)|financ|sponsor|supported by|"
    "благодар|признател|финансир|при поддержке|алғыс|қаржыланд|қолдауымен",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:University|Institute|Foundation|Committee|Council|Academy|Cent(?:re|er)|Ministry|Fund|Bank|Agency|"
    r"Programme?|Project|Grant)\b"
)
"""Words of which one stands in the name of a body."""
SHORTEST = 8
"""Letters and digits of the shortest sentence that is looked for."""
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Thanks:
    """What is looked for.

    Attributes
    ----------
    sentences, numbers, bodies
        As letters and digits alone: whole sentences, numbers of grants, bodies that are named.
    people
        Who is named.
    """

    sentences: tuple[str, ...]
    numbers: tuple[str, ...]
    bodies: tuple[str, ...]
    people: tuple[Person, ...]

    def passages(self, text: str, place: str) -> list[Passage]:
        """Return the sentences of a text that hold any of it, which are withheld.

        Raises
        ------
        InputError
            A sentence that thanks nobody names a body or somebody of those who are thanked.
        """
        plain, places = letters_and_digits(text)
        told = chain.from_iterable(_places_of(one, plain, places) for one in (*self.sentences, *self.numbers))
        named = [
            *chain.from_iterable(_places_of(one, plain, places) for one in self.bodies),
            *((one.start, one.end) for one in Finder(self.people, self.people).find(text)),
        ]
        found = {_sentences_around(text, *extent) for extent in told}
        for extent in named:
            start, end = _sentences_around(text, *extent)
            if any(start < last and first < end for first, last in found):
                continue
            if not THANKING.search(text, start, end):
                raise InputError.at(
                    place,
                    f"“{shortened(text[slice(*extent)])}”, whom funding or thanks name too",
                    "no such name in the anonymous twin, or this one under may_stay in paper/submission.yml",
                )
            found.add((start, end))
        return [Passage(start, end, "(Withheld for anonymous review.)") for start, end in _merged(found)]


def read_thanks(texts: Sequence[str], may_stay: Sequence[str]) -> Thanks:
    """Return what texts of funding and thanks give to look for, but for the words that may stay."""
    stays = {letters_and_digits(word)[0] for word in may_stay}
    sentences = {letters_and_digits(one)[0] for text in texts for one in (text, *SENTENCE_END.split(text))}
    numbers = {
        letters_and_digits(word)[0] for text in texts for word in NUMBER.findall(text) if is_number(word)
    }
    names = [
        name for text in texts for name in _capital_names(text) if letters_and_digits(name)[0] not in stays
    ]
    people = [Person(*name.rsplit(" ", 1)) for name in names if _is_person(name)]
    bodies = {letters_and_digits(name)[0] for name in names if not _is_person(name)}
    return Thanks(
        *(
            tuple(sorted(one for one in many if one not in stays and len(one) >= least))
            for many, least in ((sentences, SHORTEST), (numbers, 4), (bodies, SHORTEST))
        ),
        tuple(people),
    )


def letters_and_digits(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text, small, and where each stands."""
    found = [
        (sign, place)
        for place, letter in enumerate(text)
        for sign in unicodedata.normalize("NFKC", letter).casefold()
        if sign.isalnum()
    ]
    return "".join(sign for sign, _ in found), [place for _, place in found]


def is_number(word: str) -> bool:
    """Whether a word may be the number of a grant: of three digits and something more, and no year."""
    digits = sum(letter.isdigit() for letter in word)
    return (
        digits >= 3
        and len(letters_and_digits(word)[0]) > 4
        or (digits >= 3 and not word.isdigit() and not YEAR.fullmatch(word))
    )


def _capital_names(text: str) -> Iterator[str]:
    """Words of two and more capitals in a row; bodies whole, people one by one."""
    for sentence in SENTENCE_END.split(text):
        for found in NAME.finditer(sentence):
            for run in _capital_runs(found[0]):
                yield from [run] if LINKING.search(run) else JOINING.split(run)


def _capital_runs(words: str) -> Iterator[str]:
    """Yield the runs of two and more words with capitals, between which small words may stand."""
    parts = words.split()
    kinds = "".join("C" if word[0].isupper() else "s" if re.fullmatch(SMALL, word) else "-" for word in parts)
    for run in re.finditer("C(?:s*C)+", kinds):
        yield " ".join(parts[slice(*run.span())])


def _is_person(name: str) -> bool:
    """Whether a name of two or three words is somebody's and no body's."""
    return 2 <= len(name.split()) <= 3 and not LINKING.search(name) and not BODY.search(name)


def _places_of(wanted: str, plain: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    pattern = re.escape(wanted)
    if wanted[-1:].isdigit() or wanted[:1].isdigit():
        pattern = rf"(?<!\d){pattern}(?!\d)"
    for found in re.finditer(pattern, plain):
        yield places[found.start()], places[found.end() - 1] + 1


def _sentences_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentences that a passage lies in, from the first letter to the last full stop."""
    bounds = sorted(
        [
            (0, 0),
            (len(text), len(text)),
            *(found.span() for pattern in (SENTENCE_END, BLOCK) for found in pattern.finditer(text)),
        ]
    )
    return max(behind for _, behind in bounds if behind <= start), min(
        before for before, _ in bounds if before >= end
    )


def _merged(extents: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return extents in their order, those that meet as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(extents):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
