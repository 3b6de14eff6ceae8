"""A text as letters, each with its fate, and what counts as the same letter or word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from press.journal.word_back.model import PLAIN, THING, Block, Look, Run

END = "\u2029"
"""Stands for the end of a paragraph."""
ALIKE = str.maketrans(
    dict.fromkeys("‘’ʼ", "'")
    | dict.fromkeys("“”„", '"')
    | dict.fromkeys("\u00a0\u202f\u2009", " ")
    | {"\u2011": "-"}
)
"""What Word puts in by itself -> what was typed."""
WORDED = ("math", "endnote", "box")
"""Things that are compared by their letters too; programs spell their signs and blanks anew."""
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
TOKEN = re.compile(r"[^\W_]+|[^\S\n\u2029]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a paragraph, or its end.

    Attributes
    ----------
    sign : str
    run : Run
        The run that it stands in, whose text is of no concern; of an end, what became of the end.
    block : int
        The number of its paragraph.
    at : int
        Its offset there.
    """

    sign: str
    run: Run
    block: int
    at: int

    @property
    def norm(self) -> str:
        """What it is compared by."""
        if self.sign == THING:
            kind, _, told = self.run.thing.partition(" ")
            return THING + kind + ("".join(filter(str.isalnum, told)) if kind in WORDED else "")
        return self.sign.translate(ALIKE)


def letters_of(block: Block, number: int) -> list[Letter]:
    """Return the letters of a block that are seen, and its end."""
    found, at = [], 0
    for run in block.runs:
        for sign in run.text:
            if not UNSEEN.match(sign):
                found.append(Letter(sign, run, number, at))
            at += 1
    return [*found, Letter(END, Run(END, inserted=block.inserted, deleted=block.deleted), number, at)]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, blanks, or any other sign: letters `start` to `end` of a list, and what it is compared by."""

    norm: str
    start: int
    end: int


def tokens_of(letters: list[Letter]) -> list[Token]:
    """Cut letters into tokens; blanks are alike however many they are."""
    text = "".join(one.sign for one in letters).translate(ALIKE)
    return [Token(_norm(found, letters), *found.span()) for found in TOKEN.finditer(text)]


def _norm(found: re.Match[str], letters: list[Letter]) -> str:
    if found[0] == THING:
        return letters[found.start()].norm
    return " " if found[0].isspace() and found[0] not in ("\n", END) else found[0]


def same_text(text: str) -> str:
    """Return a text as texts are compared: without what Word puts in or nobody sees, blanks as one."""
    return re.sub(r"[^\S\n]+", " ", UNSEEN.sub("", text).translate(ALIKE)).strip()


def words_of(text: str) -> list[str]:
    """Return the words of a text."""
    return re.findall(r"[^\W_]+", text)


def runs_of(letters: Iterable[Letter]) -> tuple[Run, ...]:
    """Return letters as runs that look alike."""
    return tuple(_runs(letters))


def _runs(letters: Iterable[Letter]) -> Iterator[Run]:
    text, look, thing = "", PLAIN, ""
    for one in letters:
        if text and (one.run.look != look or one.run.thing or thing):
            yield Run(text, look, thing)
            text = ""
        text, look, thing = text + one.sign, one.run.look, one.run.thing
    if text:
        yield Run(text, look, thing)


def look_shown(look: Look) -> Look:
    """Return what a reader sees of a look: links within the file and languages are no concern of edits."""
    link = "" if look.link.startswith("#") else look.link.rstrip("/")
    return replace(look, link=link, language="")
