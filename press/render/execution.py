"""Runs a document's cells and inline expressions once, in their order."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from press.base.errors import PressError
from press.render import options
from press.render.drawings import NotADrawing, redrawn
from press.render.kernel import Kernel, Output
from press.render.qmd import Cell, Document, Prose, expressions_in
from press.render.shortcodes import texts_in
from press.render.svg import slim

MISSING_GLYPH = re.compile(r"Glyph (\d+) .*missing from (?:font\(s\)|current font) ?(.*?)\.?$")
NOTHING: dict[str, Any] = {"entered": [], "traces": False}
"""What a piece without code reaches."""
FRAME = re.compile(r"\s*(?:Cell In\[|File <ipython-input-)(\d+).*?, line (\d+)")
"""Where a traceback names a cell, by the number of its run, and a line of it."""
TEMPORARY = re.compile(r" \(\d+\.py, line \d+\)")
"""A name that a cell has for Python only."""
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(slots=True)
class Run:
    """What a document's code gave, in order: plain data that can be stored as JSON.

    Attributes
    ----------
    front : dict
        Values of the front matter's inline expressions (`Kernel.evaluate`).
    pieces : list
        Per piece of `Document.body`: the values of its expressions (prose) or its outputs (a cell).
    reached : list
        Per piece: the parts of modules that it entered by itself (`entered`), and whether it left traces
        (`traces`); None where nobody knows.
    """

    front: dict[str, Output] = field(default_factory=dict)
    pieces: list[Any] = field(default_factory=list)
    reached: list[dict[str, Any] | None] = field(default_factory=list)


def settings_of_run(document: Document, formats: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the document-wide options that decide the run.

    Raises
    ------
    PressError
        Two formats that are made disagree, but cells run once.
    """
    stated = [options.defaults_for_cells(metadata) for metadata in formats.values()]
    for name in options.RUN:
        if any(each[name] != stated[0][name] for each in stated):
            raise PressError(
                f"`{name}` differs between formats, but cells run once for all of them.",
                *document.place_of(name),
            )
    return {name: stated[0][name] for name in options.RUN}


@dataclass(frozen=True, slots=True)
class Job:
    """All that is needed to run a document, and all that a stored run depends on but data and modules.

    Attributes
    ----------
    document : Document
    front : tuple of str
        The inline expressions of its merged metadata.
    settings : dict
        See `settings_of_run`.
    folder : Path
        The cells' working folder.
    pictures : frozenset of str
        How figures are drawn: "svg" for HTML and PDF, "png" for Word and JATS.
    """

    document: Document
    front: tuple[str, ...]
    settings: dict[str, Any]
    folder: Path
    pictures: frozenset[str] = frozenset({"svg", "png"})

    @property
    def idle(self) -> bool:
        """Whether nothing in the document runs."""
        return not self.front and not any(
            piece.expressions
            if isinstance(piece, Prose)
            else piece.code and piece.options.get("eval", self.settings["eval"])
            for piece in self.document.body
        )


def pictures_for(formats: Iterable[str]) -> frozenset[str]:
    """Return how figures have to be drawn for some formats."""
    return frozenset("svg" if format in ("html", "typst") else "png" for format in formats) | {"svg"}


def expressions_of(metadata: Any) -> tuple[str, ...]:
    """Return the inline expressions in metadata, each once."""
    return tuple(expressions_in(texts_in(metadata)))


def run_nothing(document: Document) -> Run:
    """Return the run of a document in which nothing runs."""
    return Run({}, [[] if isinstance(piece, Cell) else {} for piece in document.body])


def run(
    job: Job, kernel: Kernel, report: Callable[[str], None], kept: Mapping[int, Any] | None = None
) -> Run:
    """Run a document in an empty namespace.

    What pieces gave before stands in `kept`, by their numbers; these do not run.

    Raises
    ------
    PressError
        A cell or an inline expression failed and `error: true` does not allow it.
    """
    document, settings = job.document, job.settings
    sizes = settings["fig-width"], settings["fig-height"], settings["fig-dpi"]
    kernel.begin(job.folder, document.source, *sizes, job.pictures)
    front = _evaluate(
        list(job.front),
        kernel,
        lambda text: document.place_of(_key_holding(document, text)),
        " (front matter runs before the cells)",
        is_piece=False,
    )
    kernel.begin_pieces()
    done, course = Run(front), _Course()
    for number, piece in enumerate(document.body):
        kernel.reached = NOTHING
        if kept and number in kept:
            done.pieces.append(kept[number])
        else:
            with _at_home(piece):
                done.pieces.append(_run_piece(piece, kernel, settings, report, course))
        done.reached.append(kernel.reached)
    return done


@dataclass(slots=True)
class _Course:
    """The cells that have run, as the kernel counts them, and the first that failed and was allowed to."""

    ran: list[Cell] = field(default_factory=list)
    failed: Cell | None = None

    def hint(self) -> str:
        """Return what a later failure may come from."""
        return f"; {_shown(self.failed)} had failed before" if self.failed else ""


def _shown(cell: Cell) -> str:
    line = cell.place.number
    return f"{cell.name} (line {line})" if cell.label else f"the cell of line {line}"


@contextmanager
def _at_home(piece: Prose | Cell) -> Iterator[None]:
    """Give what ends the kernel, or keeps it from going on, the place of the piece that ran."""
    try:
        yield
    except PressError as error:
        if error.file:
            raise
        name, place = _name_and_place(piece)
        raise PressError(f"while {name} ran, {error.message}", *place, error.details) from None


def _name_and_place(piece: Prose | Cell) -> tuple[str, tuple[Path, int]]:
    if isinstance(piece, Cell):
        return piece.name, piece.place.origin
    first = piece.expressions[0]
    return f"inline code `{first}`", piece.place_of(first)


def _run_piece(
    piece: Prose | Cell,
    kernel: Kernel,
    settings: dict[str, Any],
    report: Callable[[str], None],
    course: _Course,
) -> list[Output] | dict[str, Output]:
    if isinstance(piece, Cell):
        return _run_cell(piece, kernel, settings, report, course)
    return _evaluate(piece.expressions, kernel, piece.place_of, course.hint())


def _run_cell(
    cell: Cell, kernel: Kernel, settings: dict[str, Any], report: Callable[[str], None], course: _Course
) -> list[Output]:
    chosen = settings | cell.options
    if not chosen["eval"] or not cell.code:
        return []
    started = time.perf_counter()
    size = {"fig-width", "fig-height"} & cell.options.keys()
    before = kernel.resize_figures(chosen["fig-width"], chosen["fig-height"]) if size else None
    if "fig-dpi" in cell.options:
        kernel.draw_png_at(chosen["fig-dpi"])
    if cell.code.strip():
        course.ran.append(cell)
    outputs = [_slimmed(output, cell) for output in kernel.run(cell.code)]
    if before:
        kernel.resize_figures(*before)
    if "fig-dpi" in cell.options:
        kernel.draw_png_at(settings["fig-dpi"])
    failed = next((output for output in outputs if output["type"] == "error"), None)
    if failed and not chosen["error"]:
        raise _failure(cell, failed, course)
    if failed and not course.failed:
        course.failed = cell
    report(
        f"{cell.place.file.name}:{cell.place.number} {cell.label or 'cell'}, "
        f"{time.perf_counter() - started:.1f} s"
    )
    return outputs


def _slimmed(output: Output, cell: Cell) -> Output:
    if not (picture := output.get("data", {}).get("image/svg+xml")):
        return output
    try:
        return output | {"data": output["data"] | {"image/svg+xml": redrawn(slim(picture).encode()).decode()}}
    except NotADrawing as fault:
        raise PressError(f"a picture of {cell.name} {fault}", *cell.place.origin) from None


def _failure(cell: Cell, output: Output, course: _Course) -> PressError:
    """Return the error of a cell; where only an earlier one's code failed (a hook, a repr), it names that."""
    if missing := MISSING_GLYPH.search(output["evalue"]):
        return _without_font(cell, chr(int(missing[1])), missing[2])
    trace = ANSI.sub("", "\n".join(output["traceback"])).splitlines()
    found = [(int(frame[1]), int(frame[2])) for row in trace if (frame := FRAME.match(row))]
    own = next((line for number, line in found if number == len(course.ran)), None)
    others = [(course.ran[number - 1], line) for number, line in found if 0 < number < len(course.ran)]
    guilty, line = others[-1] if own is None and others else (cell, own or 1)
    when = "" if guilty is cell else f" when {_shown(cell)} used what it left"
    said = " ".join(TEMPORARY.sub("", output["evalue"]).split())
    sentence = f"{guilty.name} failed{when}: {output['ename']}: {said}".rstrip(".") + f"{course.hint()}."
    details = "\n".join(f"    {row}" for row in trace[-8:])
    return PressError(sentence, guilty.place.file, guilty.code_line + line - 1, details)


def _without_font(cell: Cell, letter: str, fonts: str) -> PressError:
    from press.render.fonts import name_of  # brings Typst, which a run does not need

    line = next((number for number, text in enumerate(cell.code.split("\n")) if letter in text), 0)
    return PressError(
        f"{cell.name} draws {name_of(letter)}, which its font {fonts} lacks; add a file that has it: "
        "matplotlib.font_manager.fontManager.addfont.",
        cell.place.file,
        cell.code_line + line,
    )


def _evaluate(
    expressions: list[str],
    kernel: Kernel,
    place: Callable[[str], tuple[Path, int]],
    hint: str = "",
    is_piece: bool = True,
) -> dict[str, Output]:
    """Return the values of inline expressions; the first that fails ends the build."""
    values = kernel.evaluate(expressions, is_piece) if expressions else {}
    for expression, value in values.items():
        if value["status"] != "ok":
            sentence = f"inline code `{expression}` failed: {value['ename']}: {value['evalue']}".rstrip(".")
            raise PressError(f"{sentence}{hint}.", *place(expression))
    return values


def _key_holding(document: Document, expression: str) -> str:
    """Return the key of the front matter that an expression belongs to."""
    return ["title", *re.findall(r"^([\w-]+):", document.front_text.split(expression)[0], re.MULTILINE)][-1]
