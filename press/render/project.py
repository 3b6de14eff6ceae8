"""Reads `_quarto.yml`, `_metadata.yml` and `_variables.yml`, and merges what they say with a document's front matter."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from press.base import files, yaml12
from press.base.errors import PressError
from press.base.limits import YAML_MEGABYTES
from press.render import options
from press.render.document import FORMATS, Project
from press.render.shortcodes import map_texts

PROJECT_KEYS = {
    "type",
    "title",
    "output-dir",
    "render",
    "resources",
    "pre-render",
    "post-render",
    "execute-dir",
    "lib-dir",
    "preview",
}


def find_project(start: Path) -> Project:
    """Return the project that holds `start` (a document or folder).

    One made of defaults if no `_quarto.yml` stands above it.

    Raises
    ------
    PressError
        Its `_quarto.yml` is broken, or asks for something press does not do; or no text can name its folder.
    """
    folder = start if start.is_dir() else start.parent
    if os.fsencode(start) != str(start).encode("utf-8", "replace"):
        raise PressError("the name of this file or folder is no UTF-8 text; rename it.", start)
    for candidate in (folder, *folder.parents):
        for name in ("_quarto.yml", "_quarto.yaml"):
            if (candidate / name).is_file():
                return read_project(candidate / name)
    return Project(root=folder, type="default", output_dir=folder)


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
    for key in about:
        if key not in PROJECT_KEYS:
            raise PressError(f"project option `{key}` is not supported.", file, yaml12.line_of(key, text))
        if problem := _problem(key, about[key], root):
            raise PressError(f"project option `{key}` {problem}.", file, yaml12.line_of(key, text))
    kind = about.get("type", "default")
    if kind not in ("default", "website"):
        raise PressError(
            f"project type `{kind}` is not supported, only default and website.",
            file,
            yaml12.line_of("type", text),
        )
    check_document_options(metadata, file, text)
    return Project(
        root=root,
        type=kind,
        output_dir=_resolved(root / about.get("output-dir", "_site" if kind == "website" else ".")),
        metadata=metadata,
        render=_texts(about.get("render")),
        resources=_texts(about.get("resources")),
        pre_render=_texts(about.get("pre-render")),
        post_render=_texts(about.get("post-render")),
        execute_dir=about.get("execute-dir", "file"),
        file=file,
    )


TEXT_KEYS = ("type", "output-dir", "execute-dir", "lib-dir")
LIST_KEYS = ("render", "resources", "pre-render", "post-render")


def _problem(key: str, value: Any, root: Path) -> str:
    """Return what is wrong with the value of a project option; empty where nothing is."""
    if key in TEXT_KEYS and not isinstance(value, str):
        return "must be text"
    if key == "execute-dir" and value not in ("file", "project"):
        return "must be file or project"
    if key == "output-dir" and not files.is_inside(root / value, root) and not (root / value).is_symlink():
        return "leads out of the project"
    if key not in LIST_KEYS or value is None:
        return ""
    if not all(
        isinstance(item, str) and item.strip() for item in (value if isinstance(value, list) else [value])
    ):
        return "must be text or a list of texts"
    if key in ("render", "resources") and any(_leads_out(glob) for glob in _texts(value)):
        return "leads out of the project"
    return ""


def _leads_out(glob: str) -> bool:
    parts = Path(glob.lstrip("!")).parts
    return ".." in parts or glob.lstrip("!").startswith(("/", "\\"))


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
    levels = [metadata, *(level for level in _formats(metadata).values())]
    for level in levels:
        if problem := options.problem_in_document(level):
            raise PressError(problem[1], file, yaml12.line_of(problem[0], text, first_line))
    for name in _formats(metadata):
        if name not in FORMATS:
            line = next((n for n, row in enumerate(text.splitlines(), first_line) if name in row), first_line)
            raise PressError(f"format `{name}` is not supported, only {', '.join(FORMATS)}.", file, line)


def pages(project: Project) -> list[Path]:
    """Return the documents of a project, in the order of its `render:` globs.

    Raises
    ------
    PressError
        One of them is a link that leads out of the project.
    """
    wanted = [glob for glob in project.render or ("**/*.qmd",) if not glob.startswith("!")]
    unwanted = {
        path for glob in project.render if glob.startswith("!") for path in project.root.glob(glob[1:])
    }
    found: dict[Path, None] = {}
    for glob in wanted:
        target = project.root / glob
        for path in sorted(target.rglob("*.qmd") if target.is_dir() else project.root.glob(glob)):
            hidden = any(part.startswith(("_", ".")) for part in path.relative_to(project.root).parts)
            if path.suffix == ".qmd" and not hidden and path not in unwanted:
                if not files.is_inside(path, project.root):
                    raise PressError("this document is a link that leads out of the project.", path)
                found[path] = None
    _refuse_twins(found)
    return list(found)


def _refuse_twins(documents: Iterable[Path]) -> None:
    """Refuse documents whose names differ only in how Unicode writes a letter.

    Their pages would be one on many file systems.
    """
    known: dict[str, Path] = {}
    for path in documents:
        name = unicodedata.normalize("NFC", str(path))
        if name in known:
            raise PressError(
                "another document has this name, with a letter written in another normal form of Unicode; rename one of the two.",
                path,
            )
        known[name] = path


@dataclass(frozen=True, slots=True)
class Levels:
    """The metadata that holds for a document: the project's, that of each folder down to it, its own."""

    levels: tuple[dict[str, Any], ...]

    @property
    def names(self) -> list[str]:
        """The document's formats; the project's, if it names none; html, if nobody does."""
        return next((list(_formats(level)) for level in reversed(self.levels) if _formats(level)), ["html"])

    def general(self) -> dict[str, Any]:
        """Return what holds for all formats."""
        return merge(*map(_without_format, self.levels))

    def of(self, name: str) -> dict[str, Any]:
        """All that holds for one format: at each level its own options beat the level's general ones."""
        return merge(*(merge(_without_format(level), _formats(level).get(name, {})) for level in self.levels))


def levels_for(project: Project, source: Path, front: dict[str, Any]) -> Levels:
    """Return the levels of a document with front matter `front`.

    Paths in all of them count from its folder.
    """
    return Levels(
        (_seen_from(source.parent, project.root, project.metadata), *_folder_metadata(project, source), front)
    )


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


def _folder_metadata(project: Project, source: Path) -> list[dict[str, Any]]:
    if project.file is None or not source.is_relative_to(project.root):
        return []
    inner = source.parent.relative_to(project.root).parts
    folders = [project.root.joinpath(*inner[:depth]) for depth in range(1, len(inner) + 1)]
    return [
        _seen_from(source.parent, folder, _read_folder_metadata(folder / "_metadata.yml"))
        for folder in folders
    ]


def _read_folder_metadata(file: Path) -> dict[str, Any]:
    metadata = yaml12.read(file)
    if metadata:
        check_document_options(metadata, file, files.read_text(file, YAML_MEGABYTES))
    return metadata


def _seen_from(folder: Path, base: Path, metadata: dict[str, Any]) -> dict[str, Any]:
    """Metadata whose paths of existing files, written from `base`, are written from `folder`, as Quarto does."""

    def rewrite(text: str) -> str:
        is_file = text and len(text) < 200 and "\n" not in text and (base / text).is_file()
        return os.path.relpath(base / text, folder) if is_file and not text.startswith("/") else text

    return metadata if base == folder else map_texts(metadata, rewrite)


def _formats(metadata: dict[str, Any]) -> dict[str, dict[str, Any]]:
    stated = metadata.get("format") or {}
    if isinstance(stated, str):
        return {stated: {}}
    if not isinstance(stated, dict):  # refused by name where options are checked
        return {}
    return {name: value if isinstance(value, dict) else {} for name, value in stated.items()}


def _texts(value: Any) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(str(item) for item in value)
