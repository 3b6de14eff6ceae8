"""Texts as they are compared: blanks, quotation marks, hyphens and dashes of every kind alike."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from press.journal.word_back.differences.letters import ALIKE as BY_WORD

ALIKE = BY_WORD | str.maketrans(
    dict.fromkeys("‚‛′`´", "'")
    | dict.fromkeys("‟″", '"')
    | dict.fromkeys("\u2010\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\t\n\r\x0b\x0c\x85\u1680\u2028\u2029\u205f\u3000", " ")
    | dict.fromkeys(map(chr, range(0x2000, 0x200B)), " ")
)
"""What Word puts in by itself, and whatever else is written in several ways -> one of them."""
UNSEEN = "\xad\u200b\u200c\u200d\u2060\ufeff"
"""Letters without a width."""
LONGER = re.compile(rf"[{UNSEEN}]+|\.\.\.|---?|  +")
"""What is as long as it is only in one way of writing."""
SHORT = {"...": "…", "--": "–", "---": "—"}


@dataclass(frozen=True, slots=True)
class Comparable:
    """A text as it is compared.

    Attributes
    ----------
    text : str
    places : sequence of int
        For each letter its offset in the text as it was; and at last where that one ends.
    """

    text: str
    places: Sequence[int]

    def offset(self, original: int) -> int:
        """Return the offset that stands for one in the text as it was."""
        return bisect_left(self.places, original)


def comparable(text: str) -> Comparable:
    """Return a text as it is compared; blanks at its ends stay, one each."""
    plain = text.translate(ALIKE)
    if not LONGER.search(plain):
        return Comparable(plain, range(len(plain) + 1))
    letters: list[str] = []
    places: list[int] = []
    at = 0
    for found in LONGER.finditer(plain):
        letters.append(plain[at : found.start()])
        places += range(at, found.start())
        instead = SHORT.get(found[0], " " if found[0][0] == " " else "")
        if instead and not (instead == " " and _ends_blank(letters)):
            letters.append(instead)
            places.append(found.start())
        at = found.end()
    letters.append(plain[at:])
    places += range(at, len(plain) + 1)
    joined = "".join(letters)
    return Comparable(joined, places) if "  " not in joined else _without_double(joined, places)


def _ends_blank(letters: list[str]) -> bool:
    return next((part[-1] == " " for part in reversed(letters) if part), False)


def _without_double(text: str, places: list[int]) -> Comparable:
    """Leave out blanks behind blanks, between which stood what nobody sees."""
    kept = [at for at, letter in enumerate(text) if letter != " " or not at or text[at - 1] != " "]
    return Comparable("".join(text[at] for at in kept), [*(places[at] for at in kept), places[-1]])
