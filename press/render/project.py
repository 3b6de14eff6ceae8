"""Reads `_quarto.yml`, `_metadata.yml` and `_variables.yml`, and merges them with documents' front matter."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from press.base import files, yaml12
from press.base.errors import PressError
from press.base.limits import YAML_MEGABYTES
from press.base.yaml12 import as_list
from press.render import options, user_filters
from press.render.document import FORMATS, Project
from press.render.shortcodes import map_texts

TEXT_KEYS = ("type", "output-dir", "execute-dir", "lib-dir")
NEAREST = {
    **dict.fromkeys(("pdf", "latex"), "PDF say typst"),
    **dict.fromkeys(("odt", "rtf"), "file of a word processor say docx"),
    **dict.fromkeys(("epub", "dashboard"), "page to read say html"),
}
"""What to ask for in place of a format that press does not have."""
LIST_KEYS = ("render", "resources", "pre-render", "post-render")


def find_project(start: Path) -> Project:
    """Return the project that holds a document or folder; one of defaults if no `_quarto.yml` is above it.

    Raises
    ------
    PressError
        Its `_quarto.yml` is broken, or asks for something press does not do; or no text can name its folder.
    """
    folder = start if start.is_dir() else start.parent
    if os.fsencode(start) != str(start).encode("utf-8", "replace"):
        raise PressError("the name of this file or folder is no UTF-8 text; rename it.", start)
    places = (one / name for one in (folder, *folder.parents) for name in ("_quarto.yml", "_quarto.yaml"))
    found = next(filter(Path.is_file, places), None)
    return read_project(found) if found else Project(root=folder, type="default", output_dir=folder)


def read_project(file: Path) -> Project:
    """Return the project that a `_quarto.yml` describes.

    Raises
    ------
    PressError
        The file is broken, or asks for something press does not do.
    """
    if os.environ.get("QUARTO_PROFILE"):
        raise PressError("the variable QUARTO_PROFILE is set, but profiles are not supported.", file)
    if (file.parent / "_environment").exists():
        raise PressError(
            "a file _environment is not supported: set its variables outside.", file.parent / "_environment"
        )
    text = files.read_text(file, YAML_MEGABYTES)
    metadata = yaml12.parse(text, file)
    about = metadata.pop("project", None) or {}
    if not isinstance(about, dict):
        raise PressError("`project` must hold options.", file, yaml12.line_of("project", text))
    root = file.parent
    for key, value in about.items():
        if problem := _problem(key, value, root):
            raise PressError(f"project {problem}.", file, yaml12.line_of(key, text))
    kind = about.get("type", "default")
    check_document_options(metadata, file, text)
    return Project(
        root=root,
        type=kind,
        output_dir=_resolved(root / about.get("output-dir", "_site" if kind == "website" else ".")),
        metadata=metadata,
        render=tuple(as_list(about.get("render"))),
        resources=tuple(as_list(about.get("resources"))),
        pre_render=tuple(as_list(about.get("pre-render"))),
        post_render=tuple(as_list(about.get("post-render"))),
        execute_dir=about.get("execute-dir", "file"),
        file=file,
    )


def _problem(key: str, value: Any, root: Path) -> str:
    """Return what is wrong with a project option, as a sentence without its first word; empty for nothing."""
    option = f"option `{key}`"
    if key not in {*TEXT_KEYS, *LIST_KEYS, "title", "preview"}:
        return f"{option} is not supported"
    if key in TEXT_KEYS and not isinstance(value, str):
        return f"{option} must be text"
    if key == "type" and value not in ("default", "website"):
        return f"type `{value}` is not supported, only default and website"
    if key == "execute-dir" and value not in ("file", "project"):
        return f"{option} must be file or project"
    if key == "output-dir" and not files.is_inside(root / value, root) and not (root / value).is_symlink():
        return f"{option} leads out of the project"
    items = as_list(value) if key in LIST_KEYS else []
    if not all(isinstance(item, str) and item.strip() for item in items):
        return f"{option} must be text or a list of texts"
    if key in ("render", "resources") and any(map(_leads_out, items)):
        return f"{option} leads out of the project"
    return ""


def _leads_out(glob: str) -> bool:
    return ".." in Path(glob.lstrip("!")).parts or glob.lstrip("!").startswith(("/", "\\"))


def read_variables(root: Path) -> dict[str, Any]:
    """Return what `_variables.yml` holds; read after the pre-render commands, which may write it."""
    return yaml12.read(root / "_variables.yml")


def with_output_dir(project: Project, folder: Path | None) -> Project:
    """Return the project with another output folder, if one is given."""
    return project if folder is None else replace(project, output_dir=_resolved(folder))


def _resolved(folder: Path) -> Path:
    """Return a folder, wherever links lead; a link that leads to none stays itself."""
    return folder.absolute() if folder.is_symlink() and not folder.is_dir() else folder.resolve()


def check_document_options(metadata: dict[str, Any], file: Path, text: str, first_line: int = 1) -> None:
    """Refuse wrong or unsupported options, also those below `format:`, by name and line."""
    for level in (metadata, *_formats(metadata).values()):
        if problem := options.problem_in_document(level):
            raise PressError(problem[1], file, yaml12.line_of(problem[0], text, first_line))
        if problem := user_filters.problem(level.get("filters")):
            raise PressError(problem[1], file, _line_below("filters", problem[0], text, first_line))
    for name in _formats(metadata):
        if name not in FORMATS:
            line = next((n for n, row in enumerate(text.splitlines(), first_line) if name in row), first_line)
            nearest = f"; for a {NEAREST[name]}" if name in NEAREST else ""
            raise PressError(
                f"format `{name}` is not supported, only {', '.join(FORMATS)}{nearest}.", file, line
            )


def _line_below(key: str, words: str, text: str, first_line: int) -> int:
    """Return the first line that holds some words, from that of a key on; the key's, where none does."""
    start = yaml12.line_of(key, text, first_line)
    below = list(enumerate(text.splitlines(), first_line))[start - first_line :]
    return next((number for number, line in below if words in line), start)


def pages(project: Project) -> list[Path]:
    """Return the documents of a project, in the order of its `render:` globs.

    Raises
    ------
    PressError
        One of them is a link that leads out of the project.
    """
    root, globs = project.root, project.render or ("**/*.qmd",)
    left_out = {path for glob in globs if glob.startswith("!") for path in _documents(root, glob[1:])}
    found: dict[str, Path] = {}
    for path in (path for glob in globs if not glob.startswith("!") for path in _documents(root, glob)):
        if path in left_out:
            continue
        if not files.is_inside(path, root):
            raise PressError("this document is a link that leads out of the project.", path)
        if found.setdefault(unicodedata.normalize("NFC", str(path)), path) != path:
            raise PressError(  # many file systems would take their pages for one
                "another document has this name, with a letter written in another normal form of Unicode; "
                "rename one of the two.",
                path,
            )
    return list(found.values())


def _documents(root: Path, glob: str) -> Iterator[Path]:
    """Yield the documents that a glob names, or that lie in the folder that it names; none that is hidden."""
    for path in sorted((root / glob).rglob("*.qmd") if (root / glob).is_dir() else root.glob(glob)):
        hidden = any(part.startswith(("_", ".")) for part in path.relative_to(root).parts)
        if path.suffix == ".qmd" and not hidden:
            yield path


@dataclass(frozen=True, slots=True)
class Levels:
    """The metadata that holds for a document: the project's, that of each folder down to it, its own."""

    levels: tuple[dict[str, Any], ...]

    @property
    def names(self) -> list[str]:
        """The document's formats; the project's, if it names none; html, if nobody does."""
        return next(filter(None, (list(_formats(level)) for level in reversed(self.levels))), ["html"])

    def general(self) -> dict[str, Any]:
        """Return what holds for all formats."""
        return merge(*map(_without_format, self.levels))

    def of(self, name: str) -> dict[str, Any]:
        """Return all that holds for one format: at each level its own options beat the general ones."""
        return merge(*(merge(_without_format(level), _formats(level).get(name, {})) for level in self.levels))


def levels_for(project: Project, source: Path, front: dict[str, Any]) -> Levels:
    """Return the levels of a document with front matter `front`; all paths count from its folder."""
    levels = [_seen_from(source.parent, project.root, project.metadata)]
    if project.file and source.is_relative_to(project.root):
        depth = len(source.relative_to(project.root).parents) - 1
        for folder in reversed(source.parents[: max(depth, 1)]):  # the root's: for its own only
            if metadata := yaml12.read(folder / "_metadata.yml"):
                text = files.read_text(folder / "_metadata.yml", YAML_MEGABYTES)
                check_document_options(metadata, folder / "_metadata.yml", text)
            levels.append(_seen_from(source.parent, folder, metadata))
    return Levels((*levels, front))


def _without_format(level: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in level.items() if key != "format"}


def merge(*levels: dict[str, Any]) -> dict[str, Any]:
    """Merge mappings, the later one winning key by key; lists are joined without repetition, as in Quarto."""
    result: dict[str, Any] = {}
    for level in levels:
        for key, value in level.items():
            before = result.get(key)
            if isinstance(before, dict) and isinstance(value, dict):
                result[key] = merge(before, value)
            elif isinstance(before, list) and isinstance(value, list):
                result[key] = before + [item for item in value if item not in before]
            else:
                result[key] = value
    return result


def _seen_from(folder: Path, base: Path, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return metadata in which paths of files, which count from `base`, count from `folder`, as in Quarto."""

    def rewrite(text: str) -> str:
        is_file = text and len(text) < 200 and "\n" not in text and (base / text).is_file()
        return os.path.relpath(base / text, folder) if is_file and not text.startswith("/") else text

    return metadata if base == folder else map_texts(metadata, rewrite)


def _formats(metadata: dict[str, Any]) -> dict[str, dict[str, Any]]:
    stated = metadata.get("format")
    if not isinstance(stated, dict):  # what is no text either is refused where options are checked
        return {stated: {}} if isinstance(stated, str) and stated else {}
    return {name: value if isinstance(value, dict) else {} for name, value in stated.items()}
