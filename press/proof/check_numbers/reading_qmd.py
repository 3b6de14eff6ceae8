"""The texts of a .qmd: its front matter, its prose, the options and the code of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from press.proof.check_numbers import reading_python, reading_yaml
from press.proof.check_numbers.marking import INLINE
from press.proof.check_numbers.texts import Document, Text, blank

FENCE = re.compile(r"^[\s>]*(`{3,}|~{3,})\s*(.*?)\s*$")
OPTION = re.compile(r"^(\s*#\s*\|)(.*)$")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: what its opening says, the line of its first line, and its lines."""

    info: str
    line: int
    lines: list[str]


def read(file: Path) -> Document:
    """Read a .qmd.

    Raises
    ------
    InputError
        When YAML or the code of a cell is broken.
    """
    lines = file.read_text(encoding="utf-8-sig").split("\n")
    body = end_of_front_matter(lines)
    front = reading_yaml.document_texts("\n".join(lines[1 : body - 1]), file, 2) if body else []
    fences = fences_of(lines, body)
    prose = Text(file, 1, without(lines, body, fences))
    cells = [cell(fence, file) for fence in fences if fence.info.startswith("{python")]
    raw = [Text(file, fence.line, "\n".join(fence.lines)) for fence in fences if fence.info.startswith("{=")]
    names = {name: keys for read_cell in cells for name, keys in read_cell.names.items()}
    texts = [*front, prose, *raw, *(text for read_cell in cells for text in read_cell.texts)]
    return Document(texts + [typed for text in texts for typed in typed_in_inline_code(text)], names)


def end_of_front_matter(lines: list[str]) -> int:
    """Return the number of lines that the front matter takes, with its fences."""
    if lines[0].rstrip() != "---":
        return 0
    return next((i + 1 for i, line in enumerate(lines) if i and line.rstrip() in ("---", "...")), 0)


def fences_of(lines: list[str], start: int) -> list[Fence]:
    """Return the fenced blocks below the front matter."""
    fences, opened = [], None
    for number, line in enumerate(lines[start:], start + 1):
        match = FENCE.match(line)
        if opened is None:
            if match and not (match[1][0] == "`" and "`" in match[2]):
                opened, mark = Fence(match[2], number + 1, []), match[1]
        elif match and match[1].startswith(mark) and not match[2]:
            fences.append(opened)
            opened = None
        else:
            opened.lines.append(line)
    return fences if opened is None else [*fences, opened]


def without(lines: list[str], start: int, fences: list[Fence]) -> str:
    """Return the prose: front matter and fenced blocks left empty."""
    kept = ["" if number < start else line for number, line in enumerate(lines)]
    for fence in fences:
        first, last = fence.line - 2, min(fence.line - 1 + len(fence.lines), len(lines) - 1)
        kept[first : last + 1] = [""] * (last + 1 - first)
    return "\n".join(kept)


def cell(fence: Fence, file: Path) -> Document:
    """Return the texts of a cell: its captions and alternative texts, and what its code writes."""
    matches = [OPTION.match(line) for line in fence.lines]
    options = "\n".join(f"{blank(match[1])}{match[2]}" if match else "" for match in matches)
    code = reading_python.read("\n".join(fence.lines), file, fence.line, assigned=True)
    return Document(reading_yaml.document_texts(options, file, fence.line) + code.texts, code.names)


def typed_in_inline_code(text: Text) -> list[Text]:
    """Return what stands typed in the expressions of inline code."""
    found = []
    for match in INLINE.finditer(text.source):
        line = text.line + text.source.count("\n", 0, match.start())
        found += reading_python.read(match[1].strip(), text.file, line, every_number=True).texts
    return found
