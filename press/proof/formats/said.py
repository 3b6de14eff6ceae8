"""What a page says in one format: its passages in reading order, and the words and numbers in them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

FORMULA, END_OF_FORMULA = "\ue100", "\ue101"
"""What stands around a formula in a passage's text (letters of the private-use area, which no text holds)."""
SOFT_HYPHEN = "\u00ad"
_NUMBER = r"\d+(?:[.,]\d+)*"
_TOKEN = re.compile(
    rf"(?P<formula>{FORMULA}[^{END_OF_FORMULA}]*{END_OF_FORMULA})"
    r"|(?P<section>\d+(?:\.\d+)+\.[a-z]\b)"
    rf"|(?P<number>(?:(?<![\w)%°’'\"-])-)?{_NUMBER})"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>(?<!\S)-(?=\s+\d)|[%‰+=<>±≤≥≈≠×÷*†‡§#/|~^$€£¥₸&@°])"
)
_IN_FORMULA = re.compile(r"-|\d")
_COLOUR = re.compile(r"\x1b?\[\d+(?:;\d+)*m")  # of a traceback, which HTML shows as such
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u200e\u200f"), None)


class Part(Enum):
    """What a passage is on its page."""

    TITLE = "title"
    BYLINE = "byline"
    ABSTRACT = "abstract"
    TEXT = "text"
    CAPTION = "caption"
    CALLOUT = "callout title"
    NOTE = "note"
    REFERENCES = "references"
    APPENDIX = "appendix"


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    SIGN = "sign"
    FORMULA = "formula"
    BYLINE = "byline"


_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, caption, cell or item, as one format prints it."""

    text: str
    part: Part = Part.TEXT


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number with its minus sign, a sign, or what a formula holds of numbers.

    Attributes
    ----------
    text
        The same in all formats: of one form of letters, dashes and blanks; of a formula its digits and minus
        signs, sorted, since each format reads it in an order of its own.
    kind
        What it is.
    part
        What its passage is.
    shown
        How messages call it.
    """

    text: str
    kind: Kind
    part: Part
    shown: str

    @property
    def counts(self) -> bool:
        """Whether a number is lost with it."""
        return self.kind in (Kind.NUMBER, Kind.FORMULA) or self.text == "-"


def plain(text: str) -> str:
    """Return text in one form of letters, dashes and blanks, without letters that nobody sees."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_UNSEEN)).translate(_DASHES)
    return _COLOUR.sub("", text) if "m" in text else text


def tokens_of(passages: Iterable[Passage]) -> Iterator[Token]:
    """Yield the words, numbers, signs and formulas of passages; a byline is one token."""
    for passage in passages:
        if passage.part is Part.BYLINE:
            yield Token("", Kind.BYLINE, Part.BYLINE, "")
        else:
            yield from _tokens_in(passage)


def _tokens_in(passage: Passage) -> Iterator[Token]:
    for found in _TOKEN.finditer(plain(passage.text)):
        kind, text, shown = found.lastgroup, found[0], found[0]
        if kind == "formula":
            shown, text = text[1:-1].strip(), "".join(sorted(_IN_FORMULA.findall(text)))
            if not text:
                continue
        elif kind == "section":
            kind, text = "number", _with_a_number(text)
        elif kind == "number":
            shown = text = "".join(text.split())
        yield Token(text, _KINDS[kind or ""], passage.part, shown)


def _with_a_number(section: str) -> str:
    """Return 3.0.1 for 3.0.a, the form that Typst gives the numbers of deep sections."""
    rest, letter = section.rsplit(".", 1)
    return f"{rest}.{ord(letter) - ord('a') + 1}"
