"""Writes a run document as the Markdown of one format.

Cells with their code and outputs, inline values, shortcodes.
"""

import base64
import json
import re
from itertools import repeat
from pathlib import Path
from typing import Any

from press.base.errors import PressError
from press.base.yaml12 import Expression
from press.render.document import Line
from press.render.execution import ANSI, Run
from press.render.kernel import Output
from press.render.pipe_tables import mend
from press.render.qmd import CODE, INLINE, KEPT, Cell, Document, Prose
from press.render.reprs import bare, is_left_out_beside_picture, is_lost, is_of_plot, warning_of_value
from press.render.shortcodes import Shortcodes, map_texts

_IMAGES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}
_VECTOR_FIRST, _RASTER_FIRST = list(_IMAGES), ["image/png", "image/jpeg", "image/svg+xml"]
_KERNEL_FILE = re.compile(r"[^\s:]*/ipykernel_\d+/\d+\.py")  # a temporary name, other in each build
_REPR_SIGNS = re.compile(r"[\\`*{}<>#$@~^|]|(?<![^\W_])_|_(?![^\W_])|\](?=[(\[{:])")
"""What Markdown could take for more than text in the repr of a value."""
_RAW_CODE = re.compile(r"`\s*\{=\w+\}|\\begin\{")
"""Code of one format within Markdown."""
_ATTRIBUTES = (
    "fig-cap", "fig-subcap", "tbl-cap", "tbl-subcap", "lst-label", "lst-cap", "layout", "layout-ncol",
    "layout-nrow", "fig-align", "fig-pos", "column",
    "cap-location", "fig-cap-location", "tbl-cap-location", "lst-cap-location",
)  # fmt: skip


class Writer:
    """Writes one run document in one format.

    Parameters
    ----------
    document, run : Document, Run
        What was read and what its code gave.
    shortcodes : Shortcodes
        Names the format and the values that var and meta stand for.
    defaults : dict
        The document's options for its cells in this format.
    files : Path
        Folder that takes the figures, below `STEM_files/figure/`.
    """

    def __init__(
        self, document: Document, run: Run, shortcodes: Shortcodes, defaults: dict[str, Any], files: Path
    ) -> None:
        self.document, self.run, self.files = document, run, files
        self.shortcodes, self.format, self.defaults = shortcodes, shortcodes.format, defaults

    def body(self) -> tuple[Line, ...]:
        """Return the whole body; lines that a cell made carry the place of its opening fence."""
        lines: list[Line] = []
        for number, (piece, result) in enumerate(zip(self.document.body, self.run.pieces, strict=True), 1):
            if isinstance(piece, Prose):
                self._look_at_values(piece, result)
                begin = len(lines)
                for line, kind in piece.whole_lines():
                    text = insert_values(line.text, result, self.format)
                    text = text if kind == KEPT else self._expand(text, line, verbatim=kind == CODE)
                    first, *others = text.split("\n")
                    blank = first[: len(first) - len(first.lstrip())]
                    lines += [Line(row, *line.origin) for row in (first, *(blank + row for row in others))]
                lines[begin:] = self._with_whole_tables(lines[begin:])
            else:
                rows = self._cell_rows(piece, result, piece.label or f"cell-{number}")
                lines += [Line(row, *piece.place.origin) for row in _indented(piece, rows)]
        return tuple(lines)

    def _look_at_values(self, prose: Prose, values: dict[str, Output]) -> None:
        """Warn of values that are printed otherwise than their author may think; refuse tables."""
        for expression, value in values.items():
            file, number = prose.place_of(expression)
            if _preferred_kind(value["data"], self.format) == "text/html" and self.format != "html":
                raise PressError(
                    f"inline code `{expression}` gives a table, which cannot stand within a line; let a cell "
                    "show it.",
                    file,
                    number,
                )
            self.shortcodes.warnings += _warnings_of_value(expression, value, number)

    def _expand(self, text: str, place: Line, verbatim: bool = False) -> str:
        try:
            return self.shortcodes.expand(text, verbatim)
        except PressError as error:
            raise PressError(error.message, *place.origin) from None

    def _cell_rows(self, cell: Cell, outputs: list[Output], name: str) -> list[str]:
        chosen = self.defaults | map_texts(cell.options, lambda text: self._expand(text, cell.place))
        for option in (name for name, value in cell.options.items() if isinstance(value, Expression)):
            self.shortcodes.warnings.append(
                f"line {cell.place.number}: `{option}: !expr` is not evaluated, "
                "so it is left out, as in Quarto"
            )
        if not chosen["include"]:
            return []
        code = _echoed_code(cell, chosen) if chosen["echo"] and (cell.code or cell.option_lines) else []
        shown = self._output_rows(cell, outputs, chosen, name) if chosen["output"] else []
        if not shown and chosen["output"] and {"fig-cap", "tbl-cap"} & cell.options.keys():
            self.shortcodes.warnings.append(
                f"line {cell.place.number}: {cell.name} gives no output for its caption"
            )
        if not code and not shown:
            return []
        bare = chosen["output"] == "asis" and not code and not cell.label and not chosen.get("classes")
        return shown if bare else [f"::: {{{_cell_attributes(cell, chosen)}}}", *code, "", *shown, ":::", ""]

    def _output_rows(self, cell: Cell, outputs: list[Output], chosen: dict[str, Any], name: str) -> list[str]:
        rows: list[str] = []
        pictures = any(_IMAGES.keys() & output.get("data", {}).keys() for output in outputs)
        alt, is_bare = chosen.get("fig-alt"), chosen["output"] == "asis"
        alts = iter(alt if isinstance(alt, list) else repeat(alt))
        for number, output in enumerate(outputs, 1):
            kind, text = self._kind_and_text(output, cell)
            if (
                kind == "stderr"
                and not chosen["warning"]
                or kind == "plain"
                and self._is_left_out(output, text, pictures, cell)
            ):
                continue
            if kind in _IMAGES:
                text = self._image(f"{name}-output-{number}", output["data"], kind, next(alts, None))
            elif kind == "markdown" or kind == "stdout" and is_bare:
                lines = [Line(row, *cell.place.origin) for row in text.split("\n")]
                text = "\n".join(line.text for line in self._with_whole_tables(lines))
            else:
                text = _fenced(
                    self._plain(text, cell) if kind == "plain" else text, "{=html}" if kind == "html" else ""
                )
            opening = f"::: {{.cell-output {_CLASSES.get(kind, '.cell-output-display')}}}"
            text = self._expand(text, cell.place)
            rows += ["", text, ""] if is_bare else [opening, text, ":::", ""]
        return "\n".join(rows).split("\n") if rows else []

    def _warn(self, cell: Cell, sentence: str) -> None:
        self.shortcodes.warnings.append(f"line {cell.place.number}: {cell.name} {sentence}")

    def _with_whole_tables(self, lines: list[Line]) -> list[Line]:
        """Keep what stands behind a `|` in a cell of a table, and say so: Quarto does not."""
        result = mend([line.text for line in lines])
        for at in (*result.mended, *result.lost):
            end = "is lost" if at in result.lost else "is kept by press and lost in Quarto"
            self.shortcodes.warnings.append(
                f"line {lines[at].number}: this row of a table has more cells than its header, so that what "
                f"stands in the last {end}; write \\| for a | within a cell: {lines[at].text.strip()}"
            )
        return [Line(row, *line.origin) for row, line in zip(result.rows, lines, strict=True)]

    def _plain(self, text: str, cell: Cell) -> str:
        """Return the repr of a result, a NumPy number without its type."""
        if (plain := bare(text)) == text or not text.startswith("np.") or "\n" in text:
            return text
        self._warn(cell, f"shows {text}; press prints {plain}, Quarto the whole: use float(...) or a format")
        return plain

    def _is_left_out(self, output: Output, text: str, pictures: bool, cell: Cell) -> bool:
        """Whether this is only the repr of what a plotting call returned, or goes as in Quarto."""
        if not output.get("result") or set(output["data"]) != {"text/plain"}:
            return False
        if not pictures:
            return is_of_plot(text) and "\n" not in text
        if is_left_out_beside_picture(text) and is_lost(text, cell.code):
            self._warn(cell, f"gives {text} beside a picture, which is not shown, as in Quarto: print it")
        return is_left_out_beside_picture(text)

    def _kind_and_text(self, output: Output, cell: Cell) -> tuple[str, str]:
        if output["type"] == "stream":
            return output["name"], _KERNEL_FILE.sub("<cell>", ANSI.sub("", output["text"].rstrip("\n")))
        if output["type"] == "error":
            trace = "\n".join(output["traceback"])
            return "error", ANSI.sub(
                "", trace
            ) if self.format == "html" else f"{output['ename']}: {output['evalue']}\n{trace}"
        data = output["data"]
        if (kind := _preferred_kind(data, self.format)) is None:
            raise PressError(
                f"{cell.name} shows {', '.join(data)}, which is not supported.", *cell.place.origin
            )
        short = {
            "text/html": "html",
            "text/markdown": "markdown",
            "text/latex": "markdown",
            "text/plain": "plain",
        }.get(kind, kind)
        if kind == "text/html" and self.format != "html":
            from press.render.object_tables import tidied  # brings lxml, which most documents do not need

            return short, tidied(str(data[kind]))
        return short, "" if kind in _IMAGES else str(data[kind]).rstrip("\n")

    def _image(self, name: str, data: dict[str, str], kind: str, alt: str | None) -> str:
        stem = f"{self.document.source.stem}_files/figure/{name}"
        for mime in _IMAGES.keys() & data.keys():
            file = self.files / f"{stem}.{_IMAGES[mime]}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data[mime].encode() if mime == "image/svg+xml" else base64.b64decode(data[mime]))
        attributes = [f"fig-alt={quoted(alt)}"] if alt else []
        if width := re.search(r'<svg[^>]*?\swidth="([\d.]+)pt"', data.get("image/svg+xml", "")):
            attributes.append(f'width="{float(width[1]) / 72:.3f}in"')
        return f"![]({stem}.{_IMAGES[kind]})" + (f"{{{' '.join(attributes)}}}" if attributes else "")


_CLASSES = {
    "stdout": ".cell-output-stdout",
    "stderr": ".cell-output-stderr",
    "error": ".cell-output-error",
    "markdown": ".cell-output-display .cell-output-markdown",
}


def insert_values(text: str, values: dict[str, Output], format: str) -> str:
    """Return `text` with its inline expressions replaced by their values, as Markdown of that format."""
    return INLINE.sub(lambda found: _inline_value(values[found[1].strip()]["data"], format) or found[0], text)


def warnings_of_front(document: Document, run: Run) -> list[str]:
    """Return what an author should know of how values in the front matter are printed."""
    lines = {
        text: next((line.number for line in document.front_lines if text in line.text), 1)
        for text in run.front
    }
    return [one for text, value in run.front.items() for one in _warnings_of_value(text, value, lines[text])]


def _warnings_of_value(expression: str, value: Output, line: int) -> list[str]:
    if _preferred_kind(value["data"], "html") != "text/plain":
        return []
    warning = warning_of_value(expression, str(value["data"]["text/plain"]))
    return [f"line {line}: {warning}"] if warning else []


def _inline_value(data: dict[str, str], format: str) -> str:
    kind = _preferred_kind({mime: data[mime] for mime in data if mime not in _IMAGES}, format)
    text = str(data[kind]) if kind else ""
    text = bare(text) if kind == "text/plain" else text
    if kind == "text/html":
        return f"`{text}`{{=html}}"
    if kind != "text/plain":
        return text
    if text[:1] in "'\"" and text[:1] == text[-1:] and len(text) > 1:
        text = text.replace("...", "…") if format == "typst" else text  # as Quarto, which leaves it to Typst
        return re.sub(r"([\\`*_{}\[\]()>#+,\-.!|])", r"\\\1", text[1:-1].replace("\\", "\\\\"))
    return _REPR_SIGNS.sub(r"\\\g<0>", text)


def _preferred_kind(data: dict[str, Any], format: str) -> str | None:
    """Return the kind of a value that a format shows.

    Pandoc reads an HTML table for each of them, but no table of LaTeX; Markdown that holds raw code is none
    for all formats.
    """
    images = _VECTOR_FIRST if format in ("html", "typst") else _RASTER_FIRST
    texts = ["text/markdown", "text/latex", *images]
    if format == "html":
        texts = ["text/html", *texts]
    elif "<table" in str(data.get("text/html", "")).lower():
        has_raw_code = _RAW_CODE.search(str(data.get("text/markdown", "")))
        texts = ["text/html", *texts] if has_raw_code else ["text/markdown", "text/html", *texts]
    return next((kind for kind in (*texts, "text/plain") if kind in data), None)


def _echoed_code(cell: Cell, chosen: dict[str, Any]) -> list[str]:
    attributes = ["code-fold=" + quoted(chosen["code-fold"])] if chosen.get("code-fold") else []
    if "code-summary" in chosen:
        attributes.append("code-summary=" + quoted(chosen["code-summary"]))
    if chosen["echo"] == "fenced":
        kept = [row for row in cell.option_lines if not re.search(r"echo:\s+fenced", row)]
        code = "\n".join(["```{python}", *kept, cell.code, "```"])
        return _fenced(code, f"{{{' '.join(['.markdown .cell-code', *attributes])}}}").split("\n")
    return _fenced(cell.code, f"{{{' '.join(['.python .cell-code', *attributes])}}}").split("\n")


def _cell_attributes(cell: Cell, chosen: dict[str, Any]) -> str:
    is_float = cell.label and cell.label.startswith(("fig-", "tbl-", "lst-"))
    label = [f"#{cell.label}" if is_float else f"#cell-{cell.label}"] if cell.label else []
    stated = [name for name in _ATTRIBUTES if not isinstance(cell.options.get(name), Expression | None)]
    classes = [f".{name.removeprefix('.')}" for name in chosen.get("classes", "").split()]
    return " ".join([*label, ".cell", *classes, *(f"{name}={quoted(chosen[name])}" for name in stated)])


def _fenced(text: str, info: str = "") -> str:
    longest = max((len(run) for run in re.findall(r"^\s*(`{3,})", text, re.MULTILINE)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks} {info}\n{text}\n{ticks}" if info else f"{ticks}\n{text}\n{ticks}"


def _indented(cell: Cell, rows: list[str]) -> list[str]:
    if not rows:
        return []
    below = [(cell.indent + row).rstrip() for row in rows]
    if cell.prefix.strip("> \t"):  # the cell opens a list item
        return [cell.prefix + rows[0], *below[1:]]
    return [cell.indent.rstrip(), *below]


def quoted(value: Any) -> str:
    """Return a value as a pandoc attribute; lists and true as JSON."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return '"' + re.sub(r'([\\"&])', r"\\\1", re.sub(r"\s*\n\s*", " ", text)) + '"'
