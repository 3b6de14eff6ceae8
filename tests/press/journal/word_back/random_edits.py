"""Edits of prose by chance, as reviewers make them, each with the place that it belongs to in the sources."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.press.journal.word_back import word_words
from tests.press.journal.word_back.source_places import Key, Place, Token, Unit, locate, tokens
from tests.press.journal.word_back.word_editor import WordEditor
from tests.press.journal.word_back.word_package import tag
from tests.press.journal.word_back.word_text import THING, letters, text

AUTHORS = ("Ann Reviewer", "Болат Әлиев", "D. O'Neill <editor>")
WORDS = {
    "en": (
        "perhaps",
        "often",
        "the",
        "old",
        "a",
        "new",
        "large",
        "and",
        "so-called",
        "rather",
        "of",
        "in most regions",
    ),
    "ru": ("сегодня", "весьма", "новых", "и", "часто", "региона", "однако", "в целом", "крупных", "по сути"),
    "kk": ("бүгін", "және", "жаңа", "өңір", "үшін", "көбінесе", "сондай-ақ", "үлкен"),
}
SIGNS = ("[sic]", "R&D", "#1", "$5", "x_1", "@home", "<5", "~10", "50%", "“so”", "it’s", "a:", "2^10", "{no}")
"""Words that mean something else in Markdown or YAML, unless they are written so that they do not."""
KINDS = (
    *("insert",) * 6,
    *("delete",) * 5,
    *("replace",) * 6,
    *("punctuation",) * 3,
    *("emphasise",) * 2,
    *("at the edge",) * 2,
    *("beside what is made",) * 3,
    *("across runs",) * 3,
    "number",
)
APART = 4
"""So many words lie between two edits at least."""


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit: what stood there and stands there now, where, by whom, and its place in the sources.

    Attributes
    ----------
    paragraph : int
        Counted through the body and then the footnotes.
    start, end : int
        Offsets of what the paragraph shows.
    old, new : str
    look : str
        "bold" or "italic" where the words stay; else empty.
    place : Place or None
        None where code makes what was edited.
    says : str
        The words from the neighbour before to the neighbour behind, as they are to be; empty where
        one of these is no prose.
    """

    number: int
    kind: str
    paragraph: int
    start: int
    end: int
    old: str
    new: str
    look: str
    tracked: bool
    author: str
    date: str
    place: Place | None
    says: str = ""


def plan(docx: bytes, units: dict[Key, Unit], seed: int, count: int) -> list[Edited]:
    """Choose edits that do not touch each other, in the Word file or in the sources.

    Kinds of paragraphs take turns, so that the few captions and notes get as many as the text.
    """
    return list(_Chooser(docx, units, seed).choose(count))


def perform(docx: bytes, edits: list[Edited]) -> bytes:
    """The Word file after these edits, tracked and untracked."""
    editor = WordEditor(docx)
    paragraphs = [*editor.paragraphs(), *editor.notes()]
    for edit in sorted(edits, key=lambda edit: (edit.paragraph, -edit.start, -edit.end)):
        editor.by(edit.author, edit.date)
        paragraph, pen = paragraphs[edit.paragraph], editor.pen if edit.tracked else None
        if edit.look:
            word_words.format_words(paragraph, edit.start, edit.end, edit.look, True, pen)
        elif not edit.old:
            word_words.insert(paragraph, edit.start, edit.new, pen)
        elif not edit.new:
            word_words.delete(paragraph, edit.start, edit.end, pen)
        else:
            word_words.replace(paragraph, edit.start, edit.end, edit.new, pen)
    return editor.content()


def kind_of(style: str, paragraph_text: str, in_note: bool) -> str:
    """What a paragraph is, as far as its style and letters tell."""
    if style in ("Bibliography", "Author", "Affiliation", "AbstractTitle", "Keywords"):
        return ""
    if in_note:
        return "footnote"
    if re.search("[әғқңөұүһ]", paragraph_text):
        return "kk"
    if re.search("[а-я]", paragraph_text):
        return "ru"
    return re.sub(r"\d+$", "", style) or "text"


class _Chooser:
    def __init__(self, docx: bytes, units: dict[Key, Unit], seed: int) -> None:
        editor = WordEditor(docx)
        body, notes = editor.paragraphs(), editor.notes()
        self.units, self.dice, self.seed = units, random.Random(seed), seed
        self.paragraphs = [*body, *notes]
        self.shown = [text(paragraph) for paragraph in self.paragraphs]
        self.tokens = [tokens(shown) for shown in self.shown]
        self.kinds: dict[str, list[int]] = {}
        for number, paragraph in enumerate(self.paragraphs):
            kind = kind_of(editor.style(paragraph), self.shown[number], number >= len(body))
            if kind and self.tokens[number]:
                self.kinds.setdefault(kind, []).append(number)
        self.taken: set[tuple[int, int]] = set()
        self.taken_there: set[tuple[Key, int]] = set()
        self.missed: Counter[str] = Counter()

    def choose(self, count: int) -> Iterator[Edited]:
        made = 0
        for attempt in range(count * 200):
            if made == count:
                return
            number = self._paragraph(attempt)
            edit = self._edit(made, number, self.dice.choice(KINDS))
            if edit is not None:
                made += 1
                yield edit
        raise AssertionError(f"there is room for {made} edits only, not for {count}")

    def _paragraph(self, attempt: int) -> int:
        names = sorted(self.kinds)
        numbers = self.kinds[names[attempt % len(names)]]
        if attempt % 2:  # every other time any paragraph, long ones more often
            numbers = [number for name in names for number in self.kinds[name]]
            return self.dice.choices(numbers, weights=[len(self.tokens[one]) for one in numbers])[0]
        return self.dice.choice(numbers)

    def _edit(self, made: int, number: int, kind: str) -> Edited | None:
        found, shown = self.tokens[number], self.shown[number]
        first, last = self._range(number, kind)
        if last < first or self._crowded(number, first, last):
            return None
        words = [token.word for token in found]
        place = locate(self.units, words, first, last)
        if (place is None) is not (kind == "number") or (place and self._crowded_there(place)):
            return None
        written = self._written(kind, number, first, last)
        if written is None:
            return None
        start, end, new = written
        old = shown[start:end]
        look = self.dice.choice(("bold", "italic")) if kind == "emphasise" else ""
        if (new == old and not look) or THING in old or _glued(shown[:start], new, shown[end:]):
            return None
        self.taken |= {(number, at) for at in range(first - APART, last + APART)}
        if place:
            reach = range(place.spans[0][0] - APART, place.spans[-1][1] + APART)
            self.taken_there |= {(place.unit, at) for at in reach}
        return Edited(
            made, kind, number, start, end, old, new, look,
            tracked=self.dice.random() < 0.6,
            author=self.dice.choice(AUTHORS),
            date=f"2026-03-{1 + self.seed % 28:02d}T{made // 60:02d}:{made % 60:02d}:00Z",
            place=place,
            says=_says(shown, found, first, last, start, end, new, place),
        )  # fmt: skip

    def _range(self, number: int, kind: str) -> tuple[int, int]:
        """Which tokens an edit of a kind concerns; an empty range is a gap, a backward one nothing."""
        found, dice = self.tokens[number], self.dice
        nothing, size = (1, 0), len(found)
        if kind == "insert":
            return (at := dice.randrange(size + 1), at)
        if kind == "at the edge":
            return dice.choice(((0, 0), (size, size), (0, 1), (size - 1, size)))
        if kind == "punctuation":
            signs = [at for at in range(size) if found[at].word in ",.;:"]
            return (at := dice.choice(signs), at + 1) if signs else nothing
        if kind == "number":
            digits = [at for at in range(size) if found[at].word.isdigit()]
            return (at := dice.choice(digits), at + 1) if digits else nothing
        if kind == "beside what is made":
            return self._beside(number)
        if kind == "across runs":
            return self._across(number)
        at = dice.randrange(size)
        return at, min(size, at + dice.choice((1, 1, 2, 3)))

    def _beside(self, number: int) -> tuple[int, int]:
        words = [token.word for token in self.tokens[number]]
        made = [at for at, word in enumerate(words) if word == THING or word[0].isdigit() or word in "()"]
        if not made:
            return 1, 0
        at = self.dice.choice(made)
        return self.dice.choice(((at, at), (at + 1, at + 1), (max(0, at - 1), at)))

    def _across(self, number: int) -> tuple[int, int]:
        """Words on both sides of a place where one run ends and another begins."""
        shown = letters(self.paragraphs[number])
        borders = [at for at in range(1, len(shown)) if shown[at].run is not shown[at - 1].run]
        if not borders:
            return 1, 0
        border = self.dice.choice(borders)
        behind = [at for at, token in enumerate(self.tokens[number]) if token.start >= border]
        return (behind[0] - 1, behind[0] + 1) if behind and behind[0] else (1, 0)

    def _crowded(self, number: int, first: int, last: int) -> bool:
        return any((number, at) in self.taken for at in range(first - 1, last + 1))

    def _crowded_there(self, place: Place) -> bool:
        reach = range(place.spans[0][0] - 1, place.spans[-1][1] + 1)
        if any((place.unit, at) in self.taken_there for at in reach):
            return True
        unit, (low, high) = self.units[place.unit], place.spans[0]
        if low == high:
            return False
        inner = unit.text[unit.tokens[low].start : unit.tokens[high - 1].end]
        return "*" in inner or "\\" in inner

    def _written(self, kind: str, number: int, first: int, last: int) -> tuple[int, int, str] | None:
        """Offsets in what the paragraph shows, and what is typed in place of what stands between them."""
        shown, found = self.shown[number], self.tokens[number]
        start = found[first].start if first < len(found) else len(shown)
        if first == last:
            return self._typed(shown, found, first, start)
        end = found[last - 1].end
        if kind == "emphasise":
            plain = shown[start:end].replace(" ", "").isalnum() and _lone(shown, start, end)
            look_less = not any(
                _has_look(letter.run) for letter in letters(self.paragraphs[number])[start:end]
            )
            return (start, end, shown[start:end]) if plain and look_less else None
        if kind == "punctuation":
            return (
                start,
                end,
                self.dice.choice([sign for sign in (",", ";", ":", "!", " –") if sign != shown[start]]),
            )
        if kind == "number":
            return start, end, str(int(shown[start:end]) + 1)
        if kind in ("delete", "at the edge") or (kind == "across runs" and self.dice.random() < 0.5):
            return _deletion(shown, start, end)
        return start, end, self._words(shown)

    def _typed(self, shown: str, found: list[Token], at: int, start: int) -> tuple[int, int, str] | None:
        """Words typed into a gap, with the blank that they need."""
        new = self._words(shown)
        if at == len(found):
            return len(shown), len(shown), f" {new}"
        if at == 0 or shown[start - 1].isspace():
            if self.dice.random() < 0.5 or not at:
                return start, start, f"{new} "
            end = found[at - 1].end
            return end, end, f" {new}"
        return (start, start, f" {new}") if found[at].word in ",.;:)" + THING else None

    def _words(self, shown: str) -> str:
        language = kind_of("", shown, in_note=False)
        known = WORDS.get(language, WORDS["en"])
        chosen = self.dice.sample(known, self.dice.choice((1, 1, 2, 3)))
        if self.dice.random() < 0.15:
            chosen[-1] = self.dice.choice(SIGNS)
        return " ".join(chosen)


def _deletion(shown: str, start: int, end: int) -> tuple[int, int, str] | None:
    """Words are deleted with a blank beside them, unless that leaves nothing."""
    if not shown[:start].strip() and not shown[end:].strip():
        return None
    if start and shown[start - 1] == " " and (end == len(shown) or not shown[end].isalnum()):
        return start - 1, end, ""
    if end < len(shown) and shown[end] == " " and (not start or shown[start - 1].isspace()):
        return start, end + 1, ""
    return None


def _glued(before: str, new: str, behind: str) -> bool:
    """Whether an edit would make one word of two."""
    sides = ((before, new or behind), (new or before, behind))
    return any(left[-1:].isalnum() and right[:1].isalnum() for left, right in sides)


def _lone(shown: str, start: int, end: int) -> bool:
    return (not start or shown[start - 1] == " ") and (end == len(shown) or shown[end] in " ,.;:")


def _has_look(run: object) -> bool:
    look = run.find(tag("w:rPr"))
    return look is not None and any(look.find(tag(name)) is not None for name in ("w:b", "w:i", "w:rStyle"))


def _says(
    shown: str, found: list[Token], first: int, last: int, start: int, end: int, new: str, place: Place | None
) -> str:
    """What the words say from one neighbour to the other, unless one is made by code or not there."""
    if place is None or place.open_left or place.open_right or not first or last >= len(found):
        return ""
    said = shown[found[first - 1].start : start] + new + shown[end : found[last].end]
    return "" if THING in said else said
