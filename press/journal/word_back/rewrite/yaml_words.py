"""Words within YAML: where the scalar is that holds them, and how it spells them."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from press.base import yaml12
from press.base.errors import PressError

STYLES = {"'": "single", '"': "double", "|": "literal", ">": "folded"}
COMMENT = re.compile(r"^( *)#\|", re.MULTILINE)
"""What stands before the options of a cell."""
ESCAPE = re.compile(r"\\(?:\r?\n[ \t]*|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text of YAML.

    Attributes
    ----------
    start, end : int
        Where it stands in the file, quotation marks included, the head of a block (`>-`) not.
    style : str
        "plain", "single", "double", "folded" or "literal".
    value : str
        What it says.
    """

    start: int
    end: int
    style: str
    value: str

    @property
    def inner(self) -> tuple[int, int]:
        """Where its text stands, without quotation marks."""
        quotes = 1 if self.style in ("single", "double") else 0
        return self.start + quotes, self.end - quotes


def scalar_at(text: str, offset: int) -> Scalar | None:
    """Return the scalar of a file's YAML that holds a place; None where there is none."""
    return next((one for one in _scalars(*_part(text, offset)) if one.start <= offset <= one.end), None)


def escaped(text: str, style: str) -> str:
    """Return text as a scalar of a style spells it; a plain one may need quotation marks beside."""
    if style == "double":
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("'", "''") if style == "single" else text


def letters(raw: str, style: str) -> Iterator[tuple[str, int]]:
    """Yield the letters that some text of a scalar says, each with the number of those that spell it."""
    at = 0
    while at < len(raw):
        if style == "double" and (found := ESCAPE.match(raw, at)):
            yield _unescaped(found[0]), len(found[0])
            at = found.end()
        else:
            size = 2 if style == "single" and raw.startswith("''", at) else 1
            yield raw[at], size
            at += size


def quoted(text: str) -> str:
    """Return a text of plain style within quotation marks, its line ends kept."""
    style = "single" if ('"' in text or "\\" in text) and "'" not in text else "double"
    sign = "'" if style == "single" else '"'
    return sign + escaped(text, style) + sign


def says(text: str, start: int, expected: str) -> bool:
    """Whether the plain scalar that begins at a place says what it is to say, as a text."""
    try:
        found = scalar_at(text, start)
    except PressError:
        return False
    return found is not None and found.start == start and found.value.split() == expected.split()


def _unescaped(escape: str) -> str:
    if escape[1] in "\r\n":
        return ""
    if escape[1] in "xuU":
        return chr(int(escape[2:], 16))
    return {"n": "\n", "t": "\t", "_": "\u00a0", "0": "\0"}.get(escape[1], escape[1])


def _part(text: str, offset: int) -> tuple[str, int]:
    """Return the YAML around a place and where it begins: options of a cell, front matter, or the file."""
    first = text.rfind("\n", 0, offset) + 1
    if COMMENT.match(text, first):
        while first and COMMENT.match(text, before := text.rfind("\n", 0, first - 1) + 1):
            first = before
        last = first
        while last < len(text) and COMMENT.match(text, last):
            last = (text.find("\n", last) + 1) or len(text)
        return COMMENT.sub(lambda found: found[1] + "  ", text[first:last]), first
    if text.startswith("---\n") and (
        end := re.compile(r"^(---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, 4)
    ):
        return text[4 : end.start()], 4
    return text, 0


@functools.lru_cache(maxsize=8)
def _scalars(part: str, begin: int) -> tuple[Scalar, ...]:
    return tuple(_scalar(node, part, begin) for node in _nodes(yaml12.nodes(part, Path("the text"))))


def _nodes(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _nodes(key)
            yield from _nodes(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _nodes(value)


def _scalar(node: yaml.ScalarNode, part: str, begin: int) -> Scalar:
    start, end = node.start_mark.index, node.end_mark.index
    style = STYLES.get(node.style or "", "plain")
    if style in ("folded", "literal"):
        start = (part.find("\n", start) + 1) or len(part)
        while part[start : start + 1] in ("\n", " "):
            start += 1
    value = node.value
    end = len(part[:end].rstrip()) if end > start else start
    return Scalar(begin + start, begin + end, style, value)
