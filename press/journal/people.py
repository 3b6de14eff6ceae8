"""The authors as others may write them, in bibliographies and in running text.

In Latin and Cyrillic letters, with initials, patronymics and endings.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto
from functools import lru_cache

from press.journal.romanised import initials, is_cyrillic, is_readable, sounds

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|\u00ad(?=[^\W\d_])|[-‐'’ʼʹ`](?=[^\W\d_])(?!s\b))*")
LETTERS = re.compile(r"[^\W\d_]+")
GAP = r"[^\S\n]*\n?[^\S\n]*"
BEFORE, BEHIND = re.compile(rf"\.?{GAP}[-‐]?"), re.compile(rf",?{GAP}|\.{GAP}")
"""What may stand between a given name or initial and the family name behind it, and before it."""
PATRONYMIC = re.compile(
    r"(?:(?:ов|ев|ич)(?:н[аыеу]|ной)|(?:ов|ев)ич\w{0,2}|қызы|ұлы|кызы|улы|"
    r"(?:ov|ev|ich)n[aeyu]|(?:ov|ev)ich|kyzy|qyzy|uly)$",
    re.IGNORECASE,
)
SMALL_WORDS = re.compile(r"^(?:[a-zа-яё’'][\w’']*\s+)+(?=\S)")
"""Words in small letters before a family name, as far as the letters tell."""
INITIAL = 2
"""Letters of the longest initial: Zh."""
LONG = 5
"""Letters of a sound that names somebody by itself."""
ENDING = 5
"""Letters of the longest ending that Russian or Kazakh puts to a name."""
NEAR = 6
"""Letters of a sound of which one may differ by the way of writing alone."""


class Verdict(IntEnum):
    """Whether somebody is one of the authors; of several verdicts the least holds."""

    AUTHOR = auto()
    UNCLEAR = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by given names (or initials) and family name; a body has the latter alone."""

    given: str
    family: str

    @property
    def first(self) -> str:
        """The first given name or initial."""
        return found[0] if (found := WORD.search(self.given)) else ""

    @property
    def whole_names(self) -> set[str]:
        """The name in either order, with and without a space: how unknown scripts are searched."""
        family, given = self.family, self.given
        return {f"{family}{given}", f"{family} {given}".strip(), f"{given} {family}".strip()}

    @property
    def script(self) -> str:
        """The script of the name; Latin and Cyrillic are one."""
        return script(self.family + self.given)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: where it begins and ends, and whether its letters are Cyrillic."""

    start: int
    end: int
    cyrillic: bool


def forms_of(person: Person) -> list[Person]:
    """Return somebody with and without the small words before the family name ("van der")."""
    bare = SMALL_WORDS.sub("", person.family)
    return [person] if bare == person.family or not person.given else [person, Person(person.given, bare)]


def script(text: str) -> str:
    """Return the script of the first letter that is neither Latin nor Cyrillic; these are the empty word."""
    strange = (letter for letter in text if letter.isalpha() and not is_readable(letter))
    return next((unicodedata.name(letter, "?").split()[0] for letter in strange), "")


# In a bibliography -------------------------------------------------------------------------------


def judge(authors: Sequence[Person], person: Person) -> Verdict:
    """Whether somebody whom a bibliography names is one of the authors."""
    if person.script not in {author.script for author in authors}:
        return Verdict.UNCLEAR
    return min(_judge(author, person) for author in authors)


def _judge(author: Person, person: Person) -> Verdict:
    if person.script or author.script:
        family = _plain(author.family) == _plain(person.family)
        initial = _plain(author.given)[:1] == _plain(person.given or author.given)[:1]
        whole = _plain(author.family + author.given) == _plain(person.family + person.given)
        return Verdict.AUTHOR if (family and initial) or whole else Verdict.OTHER
    names = author.family, person.family
    if not author.given and " " in author.family:  # a body, whose words many others share
        return Verdict.AUTHOR if _sound_alike(*names) else Verdict.OTHER
    whole, near = _sound_alike(*names), _sound_nearly_alike(*names)
    if not (whole or near or _share_a_part(*names)):
        return Verdict.OTHER
    if person.first and author.first and not initials(author.first) & initials(person.first):
        return Verdict.OTHER
    spelled_out = len(author.first) > INITIAL and len(person.first) > INITIAL
    if spelled_out and not _sound_alike(author.first, person.first):
        return Verdict.UNCLEAR if whole else Verdict.OTHER
    return Verdict.AUTHOR if whole or (spelled_out and not near) else Verdict.UNCLEAR


def _plain(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalpha())


def _sound_alike(one: str, other: str) -> bool:
    return bool(sounds(one) & sounds(other))


def _share_a_part(one: str, other: str) -> bool:
    """Whether a double name has the other, or one of its parts, as a part."""
    ours, theirs = _parts(one), _parts(other)
    return len(ours) + len(theirs) > 2 and any(_sound_alike(a, b) for a in ours for b in theirs)


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[-‐\s]+", name) if len(part) > INITIAL + 1]


def _sound_nearly_alike(one: str, other: str) -> bool:
    """Whether the sounds of two names differ by one letter, by a slip or a writing that is not known here."""
    return any(_one_apart(a, b) for a in sounds(one) for b in sounds(other) if min(len(a), len(b)) >= NEAR)


def _one_apart(a: str, b: str) -> bool:
    if len(a) > len(b):
        a, b = b, a
    same = next((i for i in range(len(a)) if a[i] != b[i]), len(a))
    return a != b and (a[same + 1 :] == b[same + 1 :] if len(a) == len(b) else a[same:] == b[same + 1 :])


# In a text ---------------------------------------------------------------------------------------


class Finder:
    """Finds the authors in running text.

    Parameters
    ----------
    authors
        Whom to find.
    others
        People whom the text names beside them: somebody of the family name of one of these is an author only
        with the author's given name or initial.
    """

    def __init__(self, authors: Sequence[Person], others: Iterable[Person] = ()) -> None:
        others = list(others)
        self._authors = authors
        self._families = frozenset(key for other in others for key in sounds(other.family))
        self._given = frozenset(key for other in others for key in sounds(other.first))

    def is_shared(self, name: str) -> bool:
        """Whether others have a name too."""
        return bool(sounds(name) & (self._families | self._given))

    def find(self, text: str) -> list[Found]:
        """Return every place where a text names an author, in their order."""
        words = list(WORD.finditer(text))
        found = [one for author in self._authors for one in self._find_author(author, text, words)]
        return _first_of_overlapping(sorted(found, key=lambda one: (one.start, -one.end)))

    def is_named_in(self, text: str) -> bool:
        """Whether a text names an author, also in small letters, as identifiers do."""
        return bool(self.find(text)) or any(map(self._is_name, set(LETTERS.findall(text))))

    def _is_name(self, word: str) -> bool:
        return any(
            _tells_somebody(sounds(word) & sounds(name))
            for author in self._authors
            for name in (author.family, author.first)
            if not self.is_shared(name)
        )

    def _find_author(self, author: Person, text: str, words: list[re.Match[str]]) -> Iterator[Found]:
        if author.script:
            for name in author.whole_names:
                yield from (Found(*one.span(), False) for one in re.finditer(re.escape(name), text))
            return
        many = max(1, len(WORD.findall(author.family)))
        for i in range(len(words) - many + 1):
            is_family = _is_family(author.family, [word[0] for word in words[i : i + many]])
            if is_family and (one := self._with_given(author, text, words, i, i + many)):
                yield one
        if _tells_somebody(sounds(author.first)) and not sounds(author.first) & self._given:
            for word in words:
                if _is_form(author.first, word[0]):
                    yield Found(*word.span(), is_cyrillic(word[0]))

    def _with_given(
        self, author: Person, text: str, words: list[re.Match[str]], first: int, behind: int
    ) -> Found | None:
        """Return the family name with the given names or initials around it.

        None where these, or their want, tell that it is somebody else's.
        """
        start, end, confirmed = words[first].start(), words[behind - 1].end(), False
        for word in reversed(words[max(0, first - 3) : first]):
            if not BEFORE.fullmatch(text, word.end(), start) or not _may_be_given(word, text):
                break
            fits = _is_given_name(author, word[0])
            if not (fits or PATRONYMIC.search(word[0]) or len(word[0]) <= INITIAL):
                break
            start, confirmed = word.start(), confirmed or fits
        if start < words[first].start() and not confirmed:
            return None
        for word in words[behind : behind + 3]:
            if not (BEHIND.fullmatch(text, end, word.start()) and _may_be_given(word, text)):
                break
            fits, is_initial = _is_given_name(author, word[0]), len(word[0]) <= INITIAL
            if not confirmed and not fits and is_initial and "," not in text[end : word.start()]:
                return None
            if not (fits or (confirmed and is_initial) or PATRONYMIC.search(word[0])):
                break
            end, confirmed = word.end() + (len(word[0]) <= INITIAL), confirmed or fits
        alone = _tells_somebody(sounds(author.family)) and not sounds(author.family) & self._families
        return Found(start, end, is_cyrillic(words[behind - 1][0])) if alone or confirmed else None


def _is_family(family: str, words: list[str]) -> bool:
    if not words[-1][:1].isupper() and family[:1].isupper():
        return False
    whole = "".join(words)
    return _is_form(family, whole) or (
        len(words) == 1 and any(_is_form(family, part) for part in _parts(whole) if part != whole)
    )


@lru_cache(maxsize=200_000)
def _is_form(name: str, word: str) -> bool:
    """Whether a word is a name, or what Russian and Kazakh make of it in a sentence."""
    if not word[:1].isupper() and name[:1].isupper():
        return False
    if script(name):
        return _plain(name) == _plain(word)
    if _sound_alike(name, word):
        return True
    stems = [stem for key in sounds(name) if len(stem := key[:-1] if key[-1] in "aeio" else key) >= LONG - 1]
    return is_cyrillic(word) and any(
        key.startswith(stem) and len(key) - len(stem) <= ENDING for stem in stems for key in sounds(word)
    )


def _may_be_given(word: re.Match[str], text: str) -> bool:
    """Whether a word begins as names do, and has a full stop behind it where it is an initial."""
    return word[0][:1].isupper() and (len(word[0]) > INITIAL or text[word.end() : word.end() + 1] == ".")


def _is_given_name(author: Person, word: str) -> bool:
    """Whether a word is the author's given name, or the initial of it."""
    if min(len(word), len(author.first)) <= INITIAL:
        return bool(initials(author.first) & initials(word))
    return _is_form(author.first, word)


def _tells_somebody(heard: Iterable[str]) -> bool:
    return any(len(sound) >= LONG for sound in heard)


def _first_of_overlapping(found: list[Found]) -> list[Found]:
    """Return those that do not begin within one before them."""
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
