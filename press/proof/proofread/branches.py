"""The branches of one entry, line by line: what decides, and each text filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from press.base.errors import InputError
from press.numbers.entries import Choice, Part, Said, Several, texts_in
from press.numbers.formatter import without_keys
from press.numbers.sentences import INSERTED, Sentences

CHOSEN, OTHER = "▶", " "
NOTHING = "(nothing)"
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the proof: how deep it stands, what is before its text, the text."""

    depth: int
    label: str
    text: str


def entry_lines(name: str, said: Sentences) -> Iterator[Row]:
    """Yield the rows of an entry, then those of the entries that its texts hold."""
    yield from rows(name, said.entries.parts[name], said, 0, printed=True)
    for other in held_by(name, said):
        yield Row(0, "", f"{{sentence.{other}}}, line {said.entries.lines[other]}:")
        yield from rows(other, said.entries.parts[other], said, 1, printed=True)


def rows(name: str, part: Part, said: Sentences, depth: int, *, printed: bool) -> Iterator[Row]:
    """Yield the rows of a part; `printed` where it is among what is printed now."""
    if isinstance(part, Said):
        yield Row(depth, CHOSEN if printed else OTHER, text_of(name, part, said))
    elif isinstance(part, Several):
        for one in part.parts:
            yield from rows(name, one, said, depth, printed=printed)
    else:
        chosen = branch_of(name, part, said)
        yield Row(depth, OTHER, f"{part.about}{found(part, said)}")
        for branch, inner in part.branches.items():
            is_printed = printed and branch == chosen
            if isinstance(inner, Said):
                mark = CHOSEN if is_printed else OTHER
                yield Row(depth + 1, f"{mark} {branch}:", text_of(name, inner, said))
            else:
                yield Row(depth + 1, f"{CHOSEN if is_printed else OTHER} {branch}:", "")
                yield from rows(name, inner, said, depth + 2, printed=is_printed)


def branch_of(name: str, choice: Choice, said: Sentences) -> str:
    """Return the branch that is chosen now; nothing where that cannot be told."""
    try:
        return said.branch(name, choice)
    except InputError:
        return ""


def found(choice: Choice, said: Sentences) -> str:
    """Return the numbers and texts that decide, as they are now."""
    if not choice.keys:
        return ""
    values = ", ".join(f"{key} = {value_of(key, said)}" for key in choice.keys)
    return f" [{values}]"


def value_of(key: str, said: Sentences) -> str:
    """Return the number of a key as it is printed, or its text in quotation marks."""
    try:
        value = said.statements.look_up(key)
    except KeyError:
        return "unknown"
    return f'"{value}"' if isinstance(value, str) else bare(said.statements.num(key))


def bare(text: str) -> str:
    """Return Markdown without the keys of its numbers and without the backslashes before signs."""
    return ESCAPED.sub(r"\1", without_keys(text))


def text_of(name: str, text: Said, said: Sentences) -> str:
    """Return a text with its numbers; as it is written where one of them is not known."""
    try:
        return bare(said.fill(name, text)) or NOTHING
    except InputError:
        return text.text


def held_by(name: str, said: Sentences) -> list[str]:
    """Return the entries that the texts of one hold, at any depth, each once."""
    held: dict[str, None] = {}
    left = [name]
    while left:
        part = said.entries.parts[left.pop(0)]
        inner = [other for text in texts_in(part) for other in INSERTED.findall(text.text)]
        new = [other for other in dict.fromkeys(inner) if other not in held and other in said.entries.parts]
        held.update(dict.fromkeys(new))
        left += new
    return [other for other in held if other != name]
