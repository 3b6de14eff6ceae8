"""What a website needs besides its pages, and how all of a build's output takes its place at once."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from html import escape
from pathlib import Path
from urllib.parse import quote

from . import images
from .document import Project
from .errors import PressError
from .files import is_inside
from .html_policy import without_scripts


def add_resources(project: Project, sources: list[Path], staged: Path) -> None:
    """Copy the project's resources, and lead a website's front door to its first page if it has none."""
    for path in (path for glob in project.resources for path in sorted(project.root.glob(glob))):
        for file in [path] if path.is_file() else [inner for inner in path.rglob("*") if inner.is_file()]:
            if not is_inside(file, project.root):
                raise PressError(f"the resource {file.relative_to(project.root)} leads out of the project.", project.file)
            images.publish(file, staged / file.relative_to(project.root), file.name, (file, 1))
    pages = [source.relative_to(project.root).with_suffix(".html").as_posix() for source in sources]
    first = next((page for page in pages if (staged / page).exists()), None)
    if project.type == "website" and first and not (staged / "index.html").exists():
        (staged / "index.html").write_text(
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">{without_scripts()}<title>{escape(first)}</title>'
            f'<meta http-equiv="refresh" content="0;URL={quote(first)}"></head><body><a href="{quote(first)}">{escape(first)}</a></body></html>\n'
        )


def put_in_place(project: Project, whole: bool, staged: Path, scratch: Path) -> list[Path]:
    """Move the new output to its folder: in one step if that lies in the project, else file by file, each in one step.

    A part of the project is put into a copy of the folder, which then takes the folder's place.
    """
    made = [file.relative_to(staged) for file in sorted(staged.rglob("*")) if file.is_file()]
    target = project.output_dir
    if project.root in target.parents:
        if not whole and target.is_dir():
            _add_files_of(target, staged)
        exchange(staged, target, scratch / "old")
    else:
        for file in made:
            place = target / file
            if not (place.is_file() and place.read_bytes() == (staged / file).read_bytes()):
                place.parent.mkdir(parents=True, exist_ok=True)
                os.replace(staged / file, place)
    return [target / file for file in made]


def _add_files_of(old: Path, new: Path) -> None:
    """Give the new folder the files of the old one that it lacks: the same files by a second name where links are known."""
    for folder, folders, files in os.walk(old):
        place = new / Path(folder).relative_to(old)
        place.mkdir(parents=True, exist_ok=True)
        for name in (*files, *(name for name in folders if Path(folder, name).is_symlink())):
            if not os.path.lexists(place / name):
                _link(Path(folder, name), place / name)


def _link(file: Path, name: Path) -> None:
    try:
        os.link(file, name, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, name, follow_symlinks=False)


def exchange(new: Path, target: Path, old: Path) -> None:
    """Let a folder take the place of another, which ends as `new` or, where the system cannot swap names in one step, as `old`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not os.path.lexists(target):
        os.replace(new, target)
    elif not _swapped(new, target):
        os.replace(target, old)
        try:
            os.replace(new, target)
        except OSError:
            os.replace(old, target)
            raise


def _swapped(one: Path, other: Path) -> bool:
    """Swap two names in one step; whether the system could."""
    system = ctypes.CDLL(None)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        return hasattr(system, "renamex_np") and system.renamex_np(*names, _SWAP) == 0
    return hasattr(system, "renameat2") and system.renameat2(_HERE, names[0], _HERE, names[1], _SWAP) == 0


_SWAP = 2  # RENAME_SWAP of macOS, RENAME_EXCHANGE of Linux
_HERE = -100  # AT_FDCWD
