"""Footnotes of a document as its text has them: marks, definitions, names that are free."""

import re

DEFINITION = r"(?m)^[ \t]*\[\^{}\]:"
ANY = re.compile(r"(?m)^[ \t]*\[\^[^\]\s]+\]:")
INLINE = re.compile(r"(?<!\\)\^\[")


def definition(text: str, name: str) -> tuple[int, int] | None:
    """Return where the definition of a note stands, its paragraphs all, without the last line break."""
    found = re.search(DEFINITION.format(re.escape(name)), text)
    if found is None:
        return None
    end = _line_end(text, found.end())
    while block := re.compile(
        r"\n(?=\S)(?![ \t]*(?:\[\^|:::|```|#|- ))[^\n]+|(?:\n[ \t]*)*\n(?: {4}|\t)[^\n]*"
    ).match(text, end):
        end = block.end()
    return found.start(), end


def marks(text: str, name: str) -> int:
    """Return how often a note is marked, its definition not counted."""
    return len(re.findall(rf"\[\^{re.escape(name)}\](?!:)", text))


def only_inline(text: str) -> bool:
    """Whether a document writes its notes where they are marked."""
    return INLINE.search(text) is not None and ANY.search(text) is None


def free_name(text: str, words: str) -> str:
    """Return a name that no note of a document has, after the first long word of the note."""
    word = next(iter(re.findall(r"[A-Za-z]{4,}", words)), "note").lower()
    names = [word, *(f"{word}-{number}" for number in range(2, 1000))]
    return next(name for name in names if f"[^{name}]" not in text)


def indent(text: str) -> str:
    """Return what the further lines of definitions begin with."""
    for found in ANY.finditer(text):
        below = re.compile(r"\n([ \t]+)\S").match(text, _line_end(text, found.end()))
        if below:
            return below[1]
    return "    "


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
