"""Text that a reviewer typed, as Markdown of which pandoc prints exactly it."""

import re
from dataclasses import dataclass

ALWAYS = frozenset("\\*_`[]<$~^@{\"'")
"""Signs that may mean something wherever they stand."""
ENTITY = re.compile(r"&(?=#?\w+;)")
KEY = re.compile(r"(?<![\w\\])@[\w:.#$%&+?<>~/-]*\w$")
"""A key at the end of what stands before: letters behind it would lengthen it."""
AT_START = re.compile(
    r"(?P<sign>[>|%]|[-+=](?=\s|$)|[-=](?=[-=]*\s*$)|:(?=[\s:]|$)|#(?=#*(?:\s|$)|\.))"
    r"|\(?(?:\d+|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|#|[A-Z](?=\)|\.\s*$))(?P<mark>[.)])(?=\s|$)|(?:Table|Figure)(?P<colon>:)"
)
"""What begins a list, a heading, a quotation, a table or a block of marks at the start of a line."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file spells what can be spelled in two ways."""

    straight: bool = True
    dashes: bool = False
    blank: str = "\u00a0"
    apostrophe: str = "'"


def habits(text: str) -> Habits:
    """Return how a file spells quotation marks, dashes and blanks that do not break."""
    dashes = re.search(r"(?<=\w)--(?=\w)|(?<=\w )--(?= \w)", text) is not None and "–" not in text
    straight = not re.search("[“”]", text)
    blank = "\\ " if "\\ " in text and "\u00a0" not in text else "\u00a0"
    return Habits(straight, dashes, blank, "’" if re.search(r"\w’\w", text) else "'")


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a text: Markdown before and behind it, which of its letters would begin a block."""

    before: str = ""
    after: str = ""
    escape: int = -1
    kind: str = "text"
    indent: str = ""


def written(text: str, place: Place, how: Habits | None = None) -> str:
    """Return Markdown that prints a text where it stands."""
    how = how or Habits()
    text = _straightened(text, place, how).replace("\t", " ")
    return "".join(_letter(text, at, place, how) for at in range(len(text)))


def at_line_start(line: str) -> int:
    """Return which letter must be escaped, or a line would begin a block of its own; -1 for none."""
    found = AT_START.match(line)
    if not found:
        return -1
    return next(found.start(name) for name in ("sign", "mark", "colon") if found[name])


def _letter(text: str, at: int, place: Place, how: Habits) -> str:
    letter = text[at]
    before = text[at - 1] if at else place.before[-1:]
    after = text[at + 1] if at + 1 < len(text) else place.after[:1]
    if letter == "\n":
        return "\\\n" + place.indent
    if letter in (_STRAIGHT, _APOSTROPHE):
        return '"' if letter == _STRAIGHT else "'"
    if letter == "\u00a0":
        return how.blank
    if letter == "–" and how.dashes and "-" not in (before, after):
        return "--"
    if at == place.escape or letter in ALWAYS or means_something(letter, before, after, place, at):
        return "\\" + letter
    return "\\&" if ENTITY.match((text + place.after)[at:]) else letter


def means_something(letter: str, before: str, after: str, place: Place, at: int) -> bool:
    """Whether a sign means something beside its neighbours."""
    if letter in "-.":
        behind_key = not at and KEY.search(place.before) is not None
        return letter in (before, after) or behind_key or letter + after == "-@"
    if letter == "!":
        return after in ("[", "`", "{")
    if letter in "(:":
        return before == "]" or (not at and KEY.search(place.before) is not None)
    if letter in "#%&+?>/" and not at and KEY.search(place.before):
        return True
    return (letter, place.kind) in (("#", "heading"), ("|", "cell"))


_STRAIGHT, _APOSTROPHE = "\ue000", "\ue001"
"""Stand for quotation marks that smart typography will bend."""


def _straightened(text: str, place: Place, how: Habits) -> str:
    """Put marks for those curly quotation marks that pandoc makes of straight ones here."""
    whole = f"{place.before[-1:]:1}{text}{place.after[:1]:1}"
    if how.apostrophe == "'":
        whole = re.sub(r"(?<=[^\W\d_])’(?=[^\W\d_])", _APOSTROPHE, whole)
    if how.straight and whole.count("“") == whole.count("”") == 1:
        whole = re.sub(
            r"(?<=[\s(])“(\w(?:[^“”\"'’‘]*\w[.,!?]?)?)”(?=[\s.,;:!?)])", rf"{_STRAIGHT}\1{_STRAIGHT}", whole
        )
    return whole[1:-1]
