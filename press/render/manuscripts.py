"""A document on its way: read with its options, and after its cells have run written as Markdown."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from press.base.errors import PressError
from press.render import execution, options, project as projects, qmd
from press.render.document import Executed
from press.render.outputs import Writer, insert_values, warnings_of_front
from press.render.shortcodes import Shortcodes, map_texts, texts_in, variables_named

if TYPE_CHECKING:
    from press.render.build import Build


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document that has been read, its options in general and in each format, and the formats to make."""

    document: qmd.Document
    general: dict[str, Any]
    formats: dict[str, dict[str, Any]]
    made: list[str]


def read(build: Build, source: Path) -> Manuscript:
    """Read a document of a build."""
    document = qmd.read(source, build.project)
    levels = projects.levels_for(build.project, source, document.front)
    made = list(build.formats or levels.names)
    formats = {name: levels.of(name) for name in dict.fromkeys([*levels.names, *made])}
    return Manuscript(document, levels.general(), formats, made)


def write_markdown(build: Build, manuscript: Manuscript, run: execution.Run) -> Executed:
    """Return a document after its cells have run, as the Markdown of each format."""
    document, files = manuscript.document, Path(tempfile.mkdtemp(dir=build.scratch))
    formats = {
        name: _resolve_metadata(build, document, run, stated, name)
        for name, stated in manuscript.formats.items()
    }
    general = _resolve_metadata(build, document, run, manuscript.general, manuscript.made[0])
    body, warnings = {}, {}
    for name in manuscript.made:
        shortcodes = Shortcodes(
            name,
            build.project.variables,
            formats[name],
            _variables_named_in(document, manuscript.formats[name]),
        )
        body[name] = Writer(
            document, run, shortcodes, options.defaults_for_cells(formats[name]), files
        ).body()
        warnings[name] = [*warnings_of_front(document, run), *shortcodes.warnings]
    for warning in dict.fromkeys(one for said in warnings.values() for one in said):
        concerned = ", ".join(name for name, said in warnings.items() if warning in said)
        build.report_warnings(document.source, concerned, [warning])
    return Executed(
        document.source, build.project, general, formats, body, files, document.lines, manuscript.formats
    )


def _resolve_metadata(
    build: Build, document: qmd.Document, run: execution.Run, metadata: dict[str, Any], format: str
) -> dict[str, Any]:
    shortcodes = Shortcodes(
        format, build.project.variables, metadata, _variables_named_in(document, metadata)
    )
    try:
        resolved = map_texts(metadata, lambda text: shortcodes.expand(insert_values(text, run.front, format)))
    except PressError as error:
        spelled = (line.origin for line in document.front_lines if "{{<" in line.text)
        raise PressError(error.message, *next(spelled, (document.source, 1))) from None
    build.report_warnings(document.source, format, shortcodes.warnings)
    return resolved


def _variables_named_in(document: qmd.Document, metadata: dict[str, Any]) -> frozenset[str]:
    """Return the variables of the environment that a document's own text and its options name."""
    return variables_named(["\n".join(line.text for line in document.lines), *texts_in(metadata)])
