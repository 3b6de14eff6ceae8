"""Where a build's output grows, what a website needs besides its pages, and how all of it takes its place at once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .document import Project


@contextmanager
def temporary_folders(project: Project) -> Iterator[tuple[Path, Path]]:
    """A folder for the new output and one for scratch, both on the output's file system and both gone at the end."""
    output = project.output_dir
    beside = project.root if output.is_relative_to(project.root) else next(f for f in (output, *output.parents) if f.is_dir())
    with tempfile.TemporaryDirectory(prefix=".press-", dir=beside, ignore_cleanup_errors=True) as folder:
        staged, scratch = Path(folder, "site"), Path(folder, "scratch")
        staged.mkdir()
        scratch.mkdir()
        yield staged, scratch


def add_resources(project: Project, sources: list[Path], staged: Path) -> None:
    """Copy the project's resources, and lead a website's front door to its first page if it has none."""
    for path in (path for glob in project.resources for path in sorted(project.root.glob(glob))):
        for file in [path] if path.is_file() else [inner for inner in path.rglob("*") if inner.is_file()]:
            copy = staged / file.relative_to(project.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, copy)
    pages = [source.relative_to(project.root).with_suffix(".html").as_posix() for source in sources]
    first = next((page for page in pages if (staged / page).exists()), None)
    if project.type == "website" and first and not (staged / "index.html").exists():
        (staged / "index.html").write_text(
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{first}</title>'
            f'<meta http-equiv="refresh" content="0;URL={first}"></head><body><a href="{first}">{first}</a></body></html>\n'
        )


def put_in_place(project: Project, whole: bool, staged: Path, scratch: Path) -> list[Path]:
    """Move the new output to its folder: as a whole if the project was rendered into a folder of its own, else file by file."""
    made = [file.relative_to(staged) for file in sorted(staged.rglob("*")) if file.is_file()]
    target = project.output_dir
    if whole and project.root in target.parents:
        _exchange(staged, target, scratch / "old")
    else:
        for file in made:
            place = target / file
            if not (place.is_file() and place.read_bytes() == (staged / file).read_bytes()):
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(staged / file, place)
    return [target / file for file in made]


def _exchange(new: Path, target: Path, old: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        os.replace(target, old)
    try:
        os.replace(new, target)
    except OSError:
        if old.exists():
            os.replace(old, target)
        raise
