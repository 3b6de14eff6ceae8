"""Lets genuine Quarto convert an executed document, as `press.render.convert` does.

Nothing runs again: Quarto is given the text as the cells left it, in a folder of its own that shows the
project's files where the document expects them.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from press.base.errors import PressError
from press.base.files import is_inside
from press.render import engine, word
from press.render.document import Executed

_OF_PROJECTS = ("website", "jupyter")
"""Options that concern a project or its cells, and no document by itself."""


@dataclass(frozen=True, slots=True)
class ByQuarto:
    """A converter; `program` is Quarto's command."""

    program: tuple[str, ...]

    def __call__(self, executed: Executed, format: str, destination: Path) -> list[str]:
        """Write `destination` and what it needs beside it; return no warnings, for Quarto tells its own.

        Raises
        ------
        PressError
            Quarto failed; its last words are the message.
        """
        with tempfile.TemporaryDirectory(prefix="quarto-") as folder:
            document = lay_out(executed, format, Path(folder).resolve(), destination.stem)
            done = subprocess.run(
                [*self.program, "render", document.name, "--to", format],
                cwd=document.parent,
                env=engine.environment(executed.project.root),
                capture_output=True,
                text=True,
                check=False,
            )
            made = document.with_suffix(destination.suffix)
            if done.returncode or not made.is_file():
                raise PressError(f"Quarto could not make the {format} file: {done.stderr.strip()[-400:]}")
            if format == "docx":
                made.write_bytes(word.finished(made.read_bytes(), partial(_drawing, document.parent))[0])
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(made, destination)
            if format == "jats":  # the other files hold their pictures
                shutil.copytree(executed.files, destination.parent, dirs_exist_ok=True)
        return []


def lay_out(executed: Executed, format: str, folder: Path, name: str) -> Path:
    """Write a document into a folder among links to the project's files; return the document."""
    root, source = executed.project.root, executed.source
    place = folder / source.parent.relative_to(root)
    place.mkdir(parents=True)
    shutil.copytree(executed.files, place, dirs_exist_ok=True)
    above = [root, *(root / part for part in reversed(source.parent.relative_to(root).parents[:-1]))]
    for original in dict.fromkeys([*above, source.parent]):
        _link_all(original, folder / original.relative_to(root))
    document = place / f"{name}.qmd"
    options = yaml.safe_dump(_options(executed, format), allow_unicode=True, sort_keys=False)
    document.write_text(f"---\n{options}---\n\n{executed.markdown(format)}", encoding="utf-8")
    return document


def _link_all(original: Path, shown: Path) -> None:
    """Show the files and folders of a folder in another one, but documents, settings and what is there."""
    for entry in original.iterdir():
        hidden = entry.name.startswith((".", "_quarto")) or entry.suffix == ".qmd"
        if not hidden and not os.path.lexists(shown / entry.name):
            (shown / entry.name).symlink_to(entry)


def _options(executed: Executed, format: str) -> dict[str, Any]:
    """Return a document's options, without the filters that note for the site where numbers stand."""
    options: Mapping[str, Any] = {**executed.metadata, **executed.formats[format]}
    kept = {name: value for name, value in options.items() if name not in _OF_PROJECTS}
    filters = [one for one in kept.get("filters", ()) if "places.lua" not in str(one)]
    return kept | {"filters": filters, "engine": "markdown"}


def _drawing(folder: Path, picture: str) -> bytes | None:
    """Return a cell's figure as SVG, by the path of the picture that Quarto put into a Word file."""
    file = Path(folder, unquote(picture)).with_suffix(".svg")
    return file.read_bytes() if file.is_file() and is_inside(file, folder) else None
