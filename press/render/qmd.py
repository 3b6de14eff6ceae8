"""Reads a .qmd: front matter, includes pasted in, and a body cut into prose and cells, every line with its origin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from press.base import files, yaml12
from press.base.errors import PressError
from press.base.limits import DOCUMENT_MEGABYTES, INCLUDE_DEPTH, LONGEST_NAME, MOST_INCLUDES
from press.render import options
from press.render.document import Line, Project
from press.render.project import check_document_options

INLINE = re.compile(r"(?<!`)`\{python\}[ \t]([^`]+)`")
_INCLUDE = re.compile(r"^(?P<indent>\s*)\{\{<\s*include\s+(?P<file>.+?)\s*>\}\}\s*$")
_OPTION = re.compile(r"^#\s*\| ?")
_ITEM = re.compile(r"[\s>]*([-*+]|\d+[.)])?\s*")
_INFO = re.compile(r"^\{+\s*([A-Za-z0-9_]+)\b(.*?)\}+$")


@dataclass(frozen=True, slots=True)
class Prose:
    """Consecutive lines that are no cell."""

    lines: tuple[Line, ...]

    @property
    def expressions(self) -> list[str]:
        """The inline `{python}` expressions, each once, in order."""
        return list(
            dict.fromkeys(match[1].strip() for line in self.lines for match in INLINE.finditer(line.text))
        )

    def place_of(self, text: str) -> tuple[Path, int]:
        """File and line of the first line that holds `text`."""
        line = next((line for line in self.lines if text in line.text), self.lines[0])
        return line.file, line.number


@dataclass(frozen=True, slots=True)
class Cell:
    """A ```{python} fence.

    Attributes
    ----------
    code : str
        What runs: the cell without its option lines.
    option_lines : tuple of str
        The `#|` lines as written.
    options : dict
        What they say.
    place : Line
        The opening fence; `code_line` is the number of the code's first line.
    prefix, indent : str
        What stands before the first line of the cell (a quote or list mark), and before its other lines.
    """

    code: str
    option_lines: tuple[str, ...]
    options: dict[str, Any]
    place: Line
    code_line: int
    prefix: str
    indent: str

    @property
    def label(self) -> str | None:
        """The cell's own name."""
        return self.options.get("label")

    @property
    def name(self) -> str:
        """How messages call the cell."""
        return f"cell `{self.label}`" if self.label else "a cell without label"


@dataclass(frozen=True, slots=True)
class Document:
    """A .qmd that has been read: its front matter and its body in order."""

    source: Path
    front: dict[str, Any]
    front_lines: tuple[Line, ...]
    body: tuple[Prose | Cell, ...]
    lines: tuple[Line, ...]

    @property
    def cells(self) -> list[Cell]:
        """The cells in order."""
        return [piece for piece in self.body if isinstance(piece, Cell)]

    def place_of(self, key: str) -> tuple[Path, int]:
        """File and line where the front matter says `key`."""
        text = "\n".join(line.text for line in self.front_lines)
        return self.source, yaml12.line_of(key, text, 2)


def read(source: Path, project: Project) -> Document:
    """Read a document with its includes.

    Raises
    ------
    PressError
        A file is missing or no text, YAML is broken, an option is wrong, two cells share a label, an engine
        is not Python.
    """
    lines = _lines_of(source)
    front_lines, rest = _split_front_matter(lines)
    text = "\n".join(line.text for line in front_lines)
    front = yaml12.parse(text, source, 2)
    check_document_options(front, source, text, 2)
    body = _paste_includes(rest, source.parent, project.root, (), Budget(MOST_INCLUDES))
    pieces = _cut(body)
    _check_labels(pieces)
    return Document(
        source, front, tuple(front_lines), tuple(pieces), tuple(lines[: len(lines) - len(rest)]) + tuple(body)
    )


@dataclass(slots=True)
class Budget:
    """How many files a document may still include."""

    left: int


def _lines_of(file: Path) -> list[Line]:
    text = files.read_text(file, DOCUMENT_MEGABYTES)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    return [Line(row, file, number) for number, row in enumerate(rows, 1)]


def _split_front_matter(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    if not lines or lines[0].text.rstrip() != "---":
        return [], lines
    for index, line in enumerate(lines[1:], 1):
        if line.text.rstrip() in ("---", "..."):
            return lines[1:index], lines[index + 1 :]
    raise PressError("the front matter that `---` opens is never closed.", lines[0].file, 1)


def _paste_includes(
    lines: list[Line], folder: Path, root: Path, open_files: tuple[Path, ...], budget: Budget
) -> list[Line]:
    result: list[Line] = []
    for line in lines:
        match = _INCLUDE.match(line.text)
        if not match:
            if re.search(r"(?<!\{)\{\{<\s*include\b", line.text):
                raise PressError("an include must stand on a line of its own.", line.file, line.number)
            result.append(line)
            continue
        name = match["file"].strip("\"'")
        file = root / name.lstrip("/") if name.startswith("/") else folder / name
        if not _is_file(file):
            raise PressError(
                f"the included file {name[:LONGEST_NAME]} does not exist.", line.file, line.number
            )
        if not files.is_inside(file, root):
            raise PressError(f"the included file {name} lies outside the project.", line.file, line.number)
        if file.resolve() in open_files:
            raise PressError(f"{name} includes itself.", line.file, line.number)
        budget.left -= 1
        if budget.left < 0 or len(open_files) >= INCLUDE_DEPTH:
            raise PressError(
                f"{name} is one include too many: at most {MOST_INCLUDES}, and {INCLUDE_DEPTH} inside each other.",
                line.file,
                line.number,
            )
        result += _paste_includes(_included(file), folder, root, (*open_files, file.resolve()), budget)
    return result


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):  # a name too long for a file
        return False


def _included(file: Path) -> list[Line]:
    front, body = _split_front_matter(_lines_of(file))
    if front:
        raise PressError("an included file with front matter is not supported.", file, 1)
    return body


def _cut(lines: list[Line]) -> list[Prose | Cell]:
    parser = MarkdownIt("commonmark").disable(["html_block", "code", "inline"])
    pieces: list[Prose | Cell] = []
    start, columns = 0, [0]  # of the text of the list items that are open
    for token in parser.parse("\n".join(line.text for line in lines)):
        if token.type == "list_item_open":
            columns.append(len(_ITEM.match(lines[token.map[0]].text)[0]))
        elif token.type == "list_item_close":
            columns.pop()
        _refuse_metadata(token, lines)
        if token.type != "fence" or not _is_cell(token, lines):
            continue
        first, end = token.map
        if not lines[end - 1].text.rstrip().endswith(token.markup) or end - first < 2:
            raise PressError("this cell is never closed.", lines[first].file, lines[first].number)
        pieces += [Prose(tuple(lines[start:first])), _cell(token, lines[first:end], columns[-1])]
        start = end
    return [
        piece for piece in (*pieces, Prose(tuple(lines[start:]))) if isinstance(piece, Cell) or piece.lines
    ]


def _refuse_metadata(token: Token, lines: list[Line]) -> None:
    """Quarto would merge a second block of metadata; pandoc would swallow it."""
    if token.type != "hr" or token.map[1] >= len(lines):
        return
    rule, below = lines[token.map[0]], lines[token.map[1]]
    if rule.text.rstrip() == "---" and re.match(r"[\w-]+\s*:(\s|$)", below.text):
        raise PressError("metadata after the front matter is not supported.", rule.file, rule.number)


def _is_cell(token: Token, lines: list[Line]) -> bool:
    place = lines[token.map[0]]
    if re.search(r"shortcodes\s*=\s*\W?false", token.info):
        raise PressError(
            "`shortcodes=false` is not supported: write {{{< name >}}} for a shortcode that shall be seen.",
            place.file,
            place.number,
        )
    match = _INFO.match(token.info.strip())
    if not match:
        return False
    if token.info.strip() != "{python}":
        what = (
            match[1]
            if not token.info.strip().startswith("{{") and match[1] != "python"
            else token.info.strip()
        )
        raise PressError(
            f"cells of kind `{what}` are not supported, only ```{{python}} with `#|` options.",
            place.file,
            place.number,
        )
    return True


def _cell(token: Token, lines: list[Line], column: int) -> Cell:
    place, rows = lines[0], token.content.removesuffix("\n").split("\n")
    count = next((n for n, row in enumerate(rows) if not _OPTION.match(row)), len(rows))
    blank = next((n for n, row in enumerate(rows[count:]) if row.strip()), 0)
    text = "\n".join(_OPTION.sub("", row) for row in rows[:count])
    values = yaml12.parse(text, place.file, place.number + 1)
    if problem := options.problem_in_cell(values):
        raise PressError(problem[1], place.file, yaml12.line_of(problem[0], text, place.number + 1))
    prefix = place.text[: place.text.index(token.markup)]
    return Cell(
        code="\n".join(rows[count:]).strip("\n"),
        option_lines=tuple(rows[:count]),
        options=values,
        place=place,
        code_line=place.number + 1 + count + blank,
        prefix=prefix,
        indent=_indent(prefix, column),
    )


def _indent(prefix: str, column: int) -> str:
    """Return what must stand before the lines that replace a cell.

    No more than its list item, note or quote asks for, or divs are not seen.
    """
    blank = re.sub(r"[^>\s]", " ", prefix)
    if column:
        return blank[:column]
    quote = blank[: blank.rfind(">") + 2] if ">" in blank else ""
    return quote + " " * ((len(blank) - len(quote)) // 4 * 4)


def _check_labels(pieces: list[Prose | Cell]) -> None:
    seen: dict[str, Line] = {}
    for piece in pieces:
        if isinstance(piece, Cell) and piece.label:
            if piece.label in seen:
                first = seen[piece.label].number
                raise PressError(
                    f"two cells have the label `{piece.label}` (the other: line {first}).",
                    piece.place.file,
                    piece.place.number,
                )
            seen[piece.label] = piece.place
