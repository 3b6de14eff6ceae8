"""Reads `filters:`: which Lua filters of the author's run, and in which order around press's own steps."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from press.base.errors import PressError
from press.base.files import is_inside
from press.render.options import DOCUMENT

if TYPE_CHECKING:
    from press.base.authors import Author
    from press.render.document import Executed
    from press.render.page import Page

BEFORE = ("pre-ast", "post-ast", "pre-quarto")
AFTER = ("post-quarto", "pre-render", "post-render", "pre-finalize", "post-finalize")
POINTS = (*BEFORE, *AFTER)
"""Quarto's entry points in the order in which it comes to them."""
MARKER = "quarto"
QUARTO = "1.10.18"
"""The version of Quarto whose ways are kept."""
PRINTED = ["title", "subtitle", "abstract", "abstract-title", "references", "nocite"]
"""Metadata that pandoc itself prints: what a filter makes of them is seen."""
OWN = Path(__file__).resolve().parent / "filters"
NOT_SEEN = ("format", "filters", "execute")
"""Options that Quarto keeps from its filters."""
BLIND = "-- The words of paragraphs change nothing that this filter does."
"""A line of a filter that need not run again where only such words changed.

It may leave copies of them in one block `<script type="application/json" data-copies>`, as they stand in the
page: `rewording` changes both."""
ONLY_LUA = "press runs filters written in Lua only, named as paths of .lua files"


def problem(stated: Any) -> tuple[str, str] | None:
    """Return what is wrong with the value of `filters:`, as (the entry's text, sentence), or None.

    The text is one that stands on the entry's line.
    """
    if not isinstance(stated, list | None):
        return MARKER, "`filters` must be a list."
    return next(filter(None, map(_problem_in_entry, stated or [])), None)


def _problem_in_entry(entry: Any) -> tuple[str, str] | None:
    if not isinstance(entry, dict):
        return None if entry == MARKER else _problem_in_path(str(entry), str(entry))
    near = str(entry.get("path", entry.get("type", next(iter(entry), ""))))
    unknown = next((key for key in entry if key not in ("path", "at", "type")), None)
    if unknown is not None:
        return near, f"a filter has no option `{unknown}`, only path, at and type."
    if "path" not in entry:
        return _problem_in_path(near, near)
    if entry.get("type", "lua") != "lua":
        return near, f"the filter `{near}` is of type {entry['type']}: {ONLY_LUA}."
    if entry.get("at", POINTS[0]) not in POINTS:
        return near, f"the filter `{near}` cannot run at `{entry['at']}`, only at {', '.join(POINTS)}."
    return _problem_in_path(near, near)


def _problem_in_path(path: str, near: str) -> tuple[str, str] | None:
    if path == "citeproc":
        return near, "`citeproc` cannot be a filter: citations are resolved after all filters, as in Quarto."
    if not path.endswith(".lua"):
        return near, f"the filter `{path}` is not supported: {ONLY_LUA}."
    if path.startswith("/"):
        return near, f"the filter `{path}` is named from the root: name it from the file that lists it."
    return None


def in_order(stated: list[Any]) -> tuple[list[str], list[str]]:
    """Return the paths of the filters that run before press's own steps, and of those after, in order.

    A filter that names no entry point runs at pre-quarto, behind the word `quarto` at post-render.
    """
    points: dict[str, list[str]] = {point: [] for point in POINTS}
    at = "pre-quarto"
    for entry in stated:
        if entry == MARKER:
            at = "post-render"
        elif isinstance(entry, dict):
            points[entry.get("at", at)].append(entry["path"])
        else:
            points[at].append(entry)
    before, after = ([path for point in group for path in points[point]] for group in (BEFORE, AFTER))
    return before, after


def may_look_at_prose(known: dict[str, Any]) -> bool:
    """Whether what the filters do may depend on the words of paragraphs; one may say that it does not."""
    entries = [entry for stage in known.get("stages", {}).values() for entry in stage]
    return not all(BLIND in Path(entry["file"]).read_text(encoding="utf-8") for entry in entries)


def for_lua(page: Page, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what filters/user_filters.lua needs to run a page's filters, and the metadata that they see.

    Both are empty where the page has none.

    Parameters
    ----------
    page : Page
    values : dict
        The values of press's template.

    Raises
    ------
    PressError
        A filter is missing or lies outside the project.
    """
    executed = page.executed
    before, after = (_files_of(paths, executed) for paths in in_order(page.option("filters", [])))
    if not before and not after:
        return {}, {}
    project = executed.project
    inside = executed.source.parent.relative_to(project.root) if project.file else Path()
    file = page.destination.with_suffix(".typ") if page.format == "typst" else page.destination
    known = {
        "stages": {"before": before, "after": after},
        "values": dict.fromkeys(values, True),
        "printed": PRINTED,
        "fixed": sorted(DOCUMENT.keys() - {*PRINTED, "date"}),
        "record": str(record_of(executed, page.format)),
        "variables": str(_variables_file(page)),
        "version": QUARTO,
        "cites": bool(page.option("bibliography") or page.option("references")),
        "input_file": str(executed.source),
        "output_file": str(file),
        "project_output_file": (inside / file.name).as_posix(),
        "project": {
            "directory": str(project.root),
            "offset": os.path.relpath(project.root, executed.source.parent),
            "output_directory": str(_output_folder(page.destination.parent, inside)),
        },
    }
    seen = page.options | {
        "author": [author.name for author in page.authors],
        "by-author": [_described(author) for author in page.authors],
        "date": values.get("date-text") or values.get("date") or str(page.option("date", "")),
    }
    metadata = {name: _as_text(value) for name, value in seen.items() if name not in NOT_SEEN and value}
    return known, metadata


def _described(author: Author) -> dict[str, Any]:
    """Return what Quarto tells filters of a person."""
    places = (
        {name.replace("_", "-"): text for name, text in asdict(place).items() if text}
        for place in author.affiliations
    )
    return {
        "name": {"literal": author.name, "given": author.given, "family": author.family},
        "email": author.email or None,
        "orcid": author.orcid or None,
        "url": author.url or None,
        "affiliations": list(places),
        "attributes": {"corresponding": True} if author.corresponding else {},
    }


def _variables_file(page: Page) -> Path:
    """Leave the project's variables in a file: a filter that asks for none spares pandoc reading them all."""
    file = Path(f"{page.executed.files}-{page.format}-variables.json")
    file.write_text(json.dumps(_as_text(page.executed.project.variables)), encoding="utf-8")
    return file


def _output_folder(folder: Path, inside: Path) -> Path:
    """Return the folder in which pages lie as their sources do in the project; else that of the page."""
    depth = len(inside.parts)
    return folder.parents[depth - 1] if depth and folder.parts[-depth:] == inside.parts else folder


def record_of(executed: Executed, format: str) -> Path:
    """Return where the filters of a page leave what files and variables they asked for."""
    return Path(f"{executed.files}-{format}.json")


def _files_of(paths: list[str], executed: Executed) -> list[dict[str, str]]:
    """Return the filters but for press's own, which do for genuine Quarto what press does anyway."""
    files = [(path, _file_of(path, executed)) for path in paths]
    return [{"script": path, "file": str(file)} for path, file in files if file.resolve().parent != OWN]


def _file_of(path: str, executed: Executed) -> Path:
    file = executed.source.parent / path
    if not file.is_file():
        raise PressError(f"the filter {path} does not exist", *_place_of(path, executed))
    if not os.access(file, os.R_OK):
        raise PressError(f"the filter {path} cannot be read", *_place_of(path, executed))
    if not is_inside(file, executed.project.root):
        raise PressError(f"the filter {path} lies outside the project", *_place_of(path, executed))
    return Path(os.path.normpath(file))


def _place_of(path: str, executed: Executed) -> tuple[Path, int]:
    """Return file and line where a filter is listed: the document, else the metadata of a folder above it."""
    place = executed.place_of(path)
    if any(path in line.text for line in executed.lines):
        return place
    folders = takewhile(lambda folder: folder.is_relative_to(executed.project.root), executed.source.parents)
    listing = [folder / "_metadata.yml" for folder in folders] + [executed.project.file or executed.source]
    rows = (
        (file, number, row)
        for file in filter(Path.is_file, listing)
        for number, row in enumerate(file.read_text("utf-8").splitlines(), 1)
    )
    name = Path(path).name  # the project's own paths were made to count from the document
    return next(((file, number) for file, number, row in rows if name in row), place)


def _as_text(value: Any) -> Any:
    """Return a value of metadata with its numbers as text, which pandoc then reads as in a document."""
    if isinstance(value, dict):
        return {name: _as_text(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_as_text(inner) for inner in value if inner is not None]
    return value if isinstance(value, bool) else str(value)
