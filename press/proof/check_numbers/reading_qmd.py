"""The texts of a .qmd and of what it includes: front matter, prose, the options and the code of cells."""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it import MarkdownIt

from press.base import qmd_text
from press.base.errors import InputError, PressError
from press.proof.check_numbers import reading_python, reading_yaml
from press.proof.check_numbers.marking import INLINE
from press.proof.check_numbers.texts import Document, Text, blank
from press.render import qmd
from press.render.document import Line
from press.render.project import find_project

FENCES = MarkdownIt("commonmark").disable(["html_block", "code", "inline"])
"""Finds fenced blocks as press does, also in lists and quotes."""
OPTION = re.compile(r"^(\s*#\s*\|)(.*)$")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: what its opening says, the line of its first line, and its lines."""

    info: str
    line: int
    lines: list[str]


def read_document(file: Path) -> Document:
    """Read a .qmd.

    Raises
    ------
    InputError
        When a file that it includes cannot be read, or YAML or the code of a cell is broken.
    """
    pasted = pasted_lines(file)
    lines = [line.text for line in pasted]
    parts = qmd_text.split("\n".join(lines))
    body = parts.body_line - 1
    front = reading_yaml.document_texts(parts.front, file, parts.front_line)
    fences = fences_of(lines, body)
    prose = Text(file, 1, without(lines, body, fences))
    cells = [read_cell(fence, file) for fence in fences if fence.info.startswith("{python")]
    raw = [Text(file, fence.line, "\n".join(fence.lines)) for fence in fences if fence.info.startswith("{=")]
    texts = [*front, prose, *raw, *(text for cell in cells for text in cell.texts)]
    texts += [typed for text in texts for typed in typed_in_inline_code(text)]
    names = {name: keys for cell in cells for name, keys in cell.names.items()}
    return Document(texts, names, tuple(line.origin for line in pasted))


def pasted_lines(file: Path) -> tuple[Line, ...]:
    """Return the lines of a document with those of every file that it includes, whatever that is called.

    Raises
    ------
    InputError
        When a file is missing, includes itself, or cannot be read.
    """
    try:
        lines = qmd.read_lines(file, find_project(file).root)
    except PressError as error:
        raise InputError(str(error)) from None
    return tuple(replace(line, file=Path(os.path.normpath(line.file))) for line in lines)


def fences_of(lines: list[str], start: int) -> list[Fence]:
    """Return the fenced blocks below the front matter."""
    fences = []
    for token in FENCES.parse("\n".join(lines[start:])):
        if token.type == "fence":
            first = start + token.map[0] + 1
            inside = lines[first : first + token.content.count("\n")]
            fences.append(Fence(token.info.strip(), first + 1, inside))
    return fences


def without(lines: list[str], start: int, fences: list[Fence]) -> str:
    """Return the prose: front matter and fenced blocks left empty."""
    kept = [""] * start + lines[start:]
    for fence in fences:
        first, last = fence.line - 2, min(fence.line - 1 + len(fence.lines), len(lines) - 1)
        kept[first : last + 1] = [""] * (last + 1 - first)
    return "\n".join(kept)


def read_cell(fence: Fence, file: Path) -> Document:
    """Return the texts of a cell: its captions and alternative texts, and what its code writes."""
    matches = map(OPTION.match, fence.lines)
    options = "\n".join(f"{blank(match[1])}{match[2]}" if match else "" for match in matches)
    code = reading_python.read_code("\n".join(fence.lines), file, fence.line, assigned=True)
    return Document(reading_yaml.document_texts(options, file, fence.line) + code.texts, code.names)


def typed_in_inline_code(text: Text) -> list[Text]:
    """Return what stands typed in the expressions of inline code."""
    found: list[Text] = []
    for match in INLINE.finditer(text.source):
        line = text.line + text.source.count("\n", 0, match.start())
        found += reading_python.read_code(match[1].strip(), text.file, line, every_number=True).texts
    return found
