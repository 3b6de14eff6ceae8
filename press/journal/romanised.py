"""Words by their sound: a name is known in Latin and Cyrillic letters, however one is written in the other.

Ахметова, Akhmetova, Ahmetova, Axmetova and Achmetowa sound alike, as do Жұлдыз, Жулдыз, Zhuldyz and Juldız.
Letters that sound alike in some way of writing are one (v, w and the у of Kazakh diphthongs; и, й, ы, y and
i); marks, signs of softness and doubled letters do not count.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

ROMANISED = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ts", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "",
    "э": "e", "ю": "yu", "я": "ya", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u",
    "һ": "kh", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u",
    "ı": "i", "ə": "a", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    "ŋ": "n",
}  # fmt: skip
"""Cyrillic letters, and the Latin ones that do not come apart into a plain one and a mark."""
ALIKE = (
    ("dzh", "zh"),
    ("shch", "s"),
    ("sch", "s"),
    ("sh", "s"),
    ("zh", "z"),
    ("dz", "z"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ts", "c"),
    ("tz", "c"),
    ("ck", "k"),
    ("q", "k"),
    ("ou", "u"),
    ("w", "u"),
    ("v", "u"),
    ("y", "i"),
    ("ie", "e"),
)
"""Writings of one sound, in the order in which they are made alike."""
SEVERAL = {"ch": ("c", "h"), "c": ("c", "k"), "x": ("h", "ks"), "j": ("z", "i")}
"""Latin letters that stand for several sounds."""
PLAIN = re.compile("|".join(SEVERAL))
FIRST = {
    "ж": "zj",
    "х": "khx",
    "ц": "tc",
    "ч": "ct",
    "ш": "sc",
    "щ": "s",
    "ю": "yiju",
    "я": "yija",
    "е": "eyj",
    "ё": "eyij",
    "э": "e",
    "й": "yij",
    "и": "ij",
    "і": "ij",
    "у": "uw",
    "в": "vw",
    "ү": "uy",
    "ұ": "uy",
    "қ": "kq",
    "ә": "ae",
    "ғ": "g",
    "һ": "h",
    "дж": "dj",
}
"""How the initials of Cyrillic names may begin in Latin letters, where that is not plain."""
DIGRAPHS = {
    "zh": "j",
    "kh": "hx",
    "dz": "j",
    "ye": "e",
    "yo": "o",
    "yu": "u",
    "ya": "a",
    "ts": "c",
    "ch": "t",
}
"""The same for names in Latin letters."""
SAME_INITIALS = ("kq", "vw", "iyj", "zj")
"""Latin initials that stand for one another."""


@lru_cache(maxsize=100_000)
def sounds(word: str) -> frozenset[str]:
    """Return the sounds that a word may have; what holds no letter has none."""
    letters = re.sub(r"[^a-z]", "", "".join(map(_latin, unicodedata.normalize("NFC", word.casefold()))))
    if not letters:
        return frozenset()
    parts, choices, behind = [], [], 0
    for found in PLAIN.finditer(letters):
        if letters[: found.end()].endswith(("sch", "shch")) or letters.startswith("ck", found.start()):
            continue
        parts.append(letters[behind : found.start()])
        choices.append(SEVERAL[found[0]])
        behind = found.end()
    parts.append(letters[behind:])
    return frozenset(
        _simplified("".join(part + choice for part, choice in zip(parts, (*chosen, ""), strict=True)))
        for chosen in product(*choices[:6])
    )


def _latin(letter: str) -> str:
    plain = (part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return ROMANISED[letter] if letter in ROMANISED else "".join(plain).casefold()


def _simplified(letters: str) -> str:
    for written, sound in ALIKE:
        letters = letters.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", letters)


def initials(name: str) -> frozenset[str]:
    """Return the Latin letters that may stand for a name."""
    letters = [letter for letter in unicodedata.normalize("NFC", name.casefold()) if letter.isalpha()]
    if not letters:
        return frozenset()
    first = FIRST.get(letters[0]) or _latin(letters[0])[:1] or letters[0]
    first += DIGRAPHS.get("".join(letters[:2]), "")
    return frozenset(
        other for letter in first for group in (*SAME_INITIALS, letter) if letter in group for other in group
    )


def is_cyrillic(word: str) -> bool:
    """Whether a word has a Cyrillic letter."""
    return any("\u0400" <= letter <= "\u052f" for letter in word)


def is_readable(word: str) -> bool:
    """Whether the letters of a word are Latin or Cyrillic, so that its sound is known."""
    letters = (
        letter
        for letter in unicodedata.normalize("NFC", word.casefold())
        if letter.isalpha() and unicodedata.category(letter) != "Lm"
    )
    return all(re.fullmatch("[a-z]*", _latin(letter)) for letter in letters)
