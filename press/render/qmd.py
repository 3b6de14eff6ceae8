"""Reads a .qmd: front matter, includes pasted in, a body of prose and cells, every line with its origin."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, dropwhile, takewhile
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
from press.render.shortcodes import is_open

INLINE = re.compile(r"(?<!`)`\{python\}[ \t]([^`]+)`")
_INCLUDE = re.compile(r"^(?P<indent>\s*)\{\{<\s*include\s+(?P<file>.+?)\s*>\}\}\s*$")
_OPTION = re.compile(r"^#\s*\| ?")
_ITEM = re.compile(r"[\s>]*([-*+]|\d+[.)])?\s*")
_FENCE = re.compile(r"[\s>]*(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_KEPT = re.compile(r"\s*shortcodes\s*=\s*[\"']?false[\"']?")
_HEADING = re.compile(r"#+\s+(?P<text>[^\s{].*?)\s*(?<!\\)(?:\{[^{}]*\})?\s*$")
_UNDERLINE = re.compile(r"(?:=+|-+)\s*$")
TEXT, CODE, KEPT = "text", "code", "kept"
"""What a line is for its shortcodes: text, code, or code in which they are shown as they are."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Consecutive lines that are no cell."""

    lines: tuple[Line, ...]

    @property
    def expressions(self) -> list[str]:
        """The inline `{python}` expressions, each once, in order."""
        return expressions_in(line.text for line in self.lines)

    def whole_lines(self) -> Iterator[tuple[Line, str]]:
        """Yield the lines, one where a shortcode runs over several, and what each is for its shortcodes."""
        fence, kind, waiting = "", TEXT, list(reversed(self.lines))
        while waiting:
            line = waiting.pop()
            found = _FENCE.match(line.text)
            if found and not fence:
                fence, kind = found["marks"], KEPT if _KEPT.search(found["info"]) else CODE
                yield Line(_KEPT.sub("", line.text), *line.origin), TEXT
                continue
            if found and found["marks"].startswith(fence) and not found["info"].strip():
                fence, kind = "", TEXT
            yield _with_rest_of_shortcode(line, waiting) if kind == TEXT else line, kind

    def place_of(self, text: str) -> tuple[Path, int]:
        """Return file and line of the first line that holds `text`."""
        return next((line for line in self.lines if text in line.text), self.lines[0]).origin


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

    @property
    def front_text(self) -> str:
        """The front matter as it is written."""
        return _text_of(self.front_lines)

    def place_of(self, key: str) -> tuple[Path, int]:
        """Return file and line where the front matter says `key`."""
        return self.source, yaml12.line_of(key, self.front_text, 2)


def _with_rest_of_shortcode(line: Line, below: list[Line]) -> Line:
    """Return a line with those below it, taken from the list, into which its shortcode runs."""
    text, taken = line.text, 0
    while is_open(text) and taken < len(below) and below[-1 - taken].text.strip():
        taken += 1
        text += "\n" + below[-taken].text
    if not taken or is_open(text):
        return line
    del below[-taken:]
    return Line(text, *line.origin)


def expressions_in(texts: Iterable[str]) -> list[str]:
    """Return the inline `{python}` expressions of some texts, each once, in order."""
    return list(dict.fromkeys(match[1].strip() for text in texts for match in INLINE.finditer(text)))


def read(source: Path, project: Project) -> Document:
    """Read a document with its includes.

    Raises
    ------
    PressError
        A file is missing or no text, YAML is broken, an option is wrong, two cells share a label, an engine
        is not Python.
    """
    head, front_lines, body = _read_lines(source, project.root)
    front = yaml12.parse(_text_of(front_lines), source, 2)
    check_document_options(front, source, _text_of(front_lines), 2)
    pieces = _cut_into_pieces(body)
    if not front.get("title"):
        front, pieces = _with_title_from_heading(front, pieces)
    _check_labels(pieces)
    return Document(source, front, tuple(front_lines), tuple(pieces), (*head, *body))


def read_lines(source: Path, root: Path) -> tuple[Line, ...]:
    """Return the lines of a document, its includes pasted in, and judge nothing else.

    Parameters
    ----------
    source : Path
        A .qmd.
    root : Path
        The project's folder, out of which no include leads.

    Raises
    ------
    PressError
        A file is missing or no text, or the front matter is never closed.
    """
    head, _, body = _read_lines(source, root)
    return (*head, *body)


def _read_lines(source: Path, root: Path) -> tuple[list[Line], list[Line], list[Line]]:
    """Return the front matter with and without its fences, and the body with its includes."""
    lines = _lines_of(source)
    front_lines, rest = _split_front_matter(lines)
    body = _paste_includes(rest, source.parent, root, (), count())
    return lines[: len(lines) - len(rest)], front_lines, body


def _with_title_from_heading(
    front: dict[str, Any], pieces: list[Prose | Cell]
) -> tuple[dict[str, Any], list[Prose | Cell]]:
    """Make the heading with which the prose of a document with cells begins its title, as Quarto does."""
    prose = next((piece for piece in pieces if isinstance(piece, Prose) and _has_text(piece)), None)
    if prose is None or not any(isinstance(piece, Cell) for piece in pieces):
        return front, pieces
    lines = [*dropwhile(lambda line: not line.text.strip(), prose.lines)]
    below = lines[1].text if len(lines) > 1 else ""
    if found := _HEADING.match(lines[0].text):
        title, rest = found["text"], lines[1:]
    elif _UNDERLINE.match(below):
        title, rest = lines[0].text, lines[2:]
    else:
        return front, pieces
    kept = [Prose(tuple(rest)) if piece is prose else piece for piece in pieces if rest or piece is not prose]
    return front | {"title": title.strip()}, kept


def _has_text(prose: Prose) -> bool:
    return any(line.text.strip() for line in prose.lines)


def _text_of(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines)


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
    lines: list[Line], folder: Path, root: Path, open_files: tuple[Path, ...], counter: Iterator[int]
) -> list[Line]:
    result: list[Line] = []
    for line in lines:
        if match := _INCLUDE.match(line.text):
            name = match["file"].strip("\"'")
            file = root / name.lstrip("/") if name.startswith("/") else folder / name
            if fault := _fault_of_include(file, name, root, open_files, counter):
                raise PressError(fault, *line.origin)
            result += _paste_includes(_included(file), folder, root, (*open_files, file.resolve()), counter)
        elif re.search(r"(?<!\{)\{\{<\s*include\b", line.text):
            raise PressError("an include must stand on a line of its own.", *line.origin)
        else:
            result.append(line)
    return result


def _fault_of_include(
    file: Path, name: str, root: Path, open_files: tuple[Path, ...], counter: Iterator[int]
) -> str:
    """Return why a file cannot be included here; empty where it can."""
    if not os.path.isfile(file):  # which also takes a name that is too long for a file
        return f"the included file {name[:LONGEST_NAME]} does not exist."
    if not files.is_inside(file, root):
        return f"the included file {name} lies outside the project."
    if file.resolve() in open_files:
        return f"{name} includes itself."
    if next(counter) >= MOST_INCLUDES or len(open_files) >= INCLUDE_DEPTH:
        return (
            f"{name} is one include too many: at most {MOST_INCLUDES}, and {INCLUDE_DEPTH} inside each other."
        )
    return ""


def _included(file: Path) -> list[Line]:
    front, body = _split_front_matter(_lines_of(file))
    if front:
        raise PressError(
            "an included file with front matter is not supported; move that to the document.", file, 1
        )
    return body


def _cut_into_pieces(lines: list[Line]) -> list[Prose | Cell]:
    pieces: list[Prose | Cell] = []
    start, columns = 0, [0]  # of the text of the list items that are open
    for token in MarkdownIt("commonmark").disable(["html_block", "code", "inline"]).parse(_text_of(lines)):
        first, end = token.map or (0, 0)
        if token.type == "list_item_open" and (mark := _ITEM.match(lines[first].text)):
            columns.append(mark.end())
        elif token.type == "list_item_close":
            columns.pop()
        elif token.type == "hr":
            _refuse_metadata(lines[first], lines[end:])
        elif token.type == "fence" and _is_cell(token.info.strip(), lines[first]):
            if not lines[end - 1].text.rstrip().endswith(token.markup) or end - first < 2:
                raise PressError("this cell is never closed.", *lines[first].origin)
            pieces += [Prose(tuple(lines[start:first])), _read_cell(token, lines[first], columns[-1])]
            start = end
    pieces.append(Prose(tuple(lines[start:])))
    return [piece for piece in pieces if isinstance(piece, Cell) or piece.lines]


def _refuse_metadata(rule: Line, below: list[Line]) -> None:
    """Refuse a second block of metadata, which Quarto would merge and pandoc would swallow."""
    if rule.text.rstrip() == "---" and below and re.match(r"[\w-]+\s*:(\s|$)", below[0].text):
        raise PressError("metadata after the front matter is not supported.", *rule.origin)


def _is_cell(info: str, fence: Line) -> bool:
    """Whether a block of code is a cell; refuses those that would be one in Quarto only."""
    if (match := re.match(r"^\{+\s*([A-Za-z0-9_]+)\b(.*?)\}+$", info)) and info != "{python}":
        what = info if info.startswith("{{") or match[1] == "python" else match[1]
        drawn = "; put the drawing into an SVG, ![](file.svg)" if what in ("mermaid", "dot") else ""
        raise PressError(
            f"cells of kind `{what}` are not supported, only ```{{python}} with `#|` options{drawn}.",
            *fence.origin,
        )
    return match is not None


def _read_cell(token: Token, place: Line, column: int) -> Cell:
    rows = token.content.removesuffix("\n").split("\n")
    option_lines = tuple(takewhile(_OPTION.match, rows))
    code = rows[len(option_lines) :]
    blank = next((n for n, row in enumerate(code) if row.strip()), 0)
    text = "\n".join(_OPTION.sub("", row) for row in option_lines)
    values = yaml12.parse(text, place.file, place.number + 1)
    if problem := options.problem_in_cell(values):
        raise PressError(problem[1], place.file, yaml12.line_of(problem[0], text, place.number + 1))
    prefix = place.text[: place.text.index(token.markup)]
    return Cell(
        code="\n".join(code).strip("\n"),
        option_lines=option_lines,
        options=values,
        place=place,
        code_line=place.number + 1 + len(option_lines) + blank,
        prefix=prefix,
        indent=_indent(prefix, column),
    )


def _indent(prefix: str, column: int) -> str:
    """Return what must stand before the lines that replace a cell.

    It is no more than its list item, note or quote asks for, or divs are not seen.
    """
    blank = re.sub(r"[^>\s]", " ", prefix)
    if column:
        return blank[:column]
    quote = blank[: blank.rfind(">") + 2] if ">" in blank else ""
    return quote + " " * ((len(blank) - len(quote)) // 4 * 4)


def _check_labels(pieces: list[Prose | Cell]) -> None:
    seen: dict[str, Line] = {}
    for cell in (piece for piece in pieces if isinstance(piece, Cell) and piece.label):
        if (first := seen.setdefault(str(cell.label), cell.place)) is not cell.place:
            raise PressError(
                f"two cells have the label `{cell.label}` (the other: line {first.number}).",
                *cell.place.origin,
            )
