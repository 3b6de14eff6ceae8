"""Digests of what runs and pages are made from, so that records can tell whether it is still the same."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from press.base import qmd_text
from press.base.kept import packages

CLOCK = 0.02  # seconds by which the times of files may lag behind the clock
LOCKS = ("*.lock", "requirements/*.lock", "requirements*.txt", "pylock*.toml")


def surroundings(root: Path) -> list[Any]:
    """Return what every run and page of a project depends on: Python, packages, lock files, press itself."""
    locks = {file.name: of_file(file) for glob in LOCKS for file in sorted(root.glob(glob))}
    return [sys.version, packages(), _press(), locks, os.environ.get("SOURCE_DATE_EPOCH")]


def name_of(what: Any) -> str:
    """Return the name of a record."""
    return of(what)[:16]


def contents(root: Path) -> dict[str, str | None]:
    """Return digests of all files below a folder, by their paths from it."""
    return of_files(root, walk(root))


def of_files(root: Path, files: Iterable[str]) -> dict[str, str | None]:
    """Return digests of files below a folder by their paths from it; None for what is a folder or gone."""
    start = len(os.path.join(root, ""))
    return {file[start:] or ".": of_file(file) for file in files}


def walk(root: Path, apart: Path | None = None) -> Iterator[str]:
    """Yield a folder and all below it, but documents, hidden folders and the folder `apart`."""
    left_out = str(apart)
    for folder, folders, files in os.walk(root):
        yield folder
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and name != "__pycache__" and os.path.join(folder, name) != left_out
        )
        yield from (os.path.join(folder, name) for name in files if not name.endswith(".qmd"))


def changed(file: str) -> float:
    """Return when a file or folder was last changed, in seconds since 1970; 0 where it is gone."""
    try:
        return os.stat(file).st_ctime
    except OSError:  # gone meanwhile: its folder tells
        return 0.0


def of_names(root: Path) -> str:
    """Return a digest of the names of a project's files, without generated, hidden and passing ones."""
    names = []
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        names += [
            os.path.join(folder, name)
            for name in sorted(files)
            if not name.startswith((".", "#", "_")) and not name.endswith(("~", ".qmd"))
        ]
    return of(names)


@cache
def _press() -> dict[str, str | None]:
    return {**contents(Path(__file__).parent), **contents(Path(__file__).parents[1] / "base")}


def of_file(file: Path | str) -> str | None:
    """Return the digest of a file's content; None where there is none to read."""
    if not os.path.isfile(file):
        return None
    try:
        with open(file, "rb") as opened:
            return hashlib.sha256(opened.read()).hexdigest()
    except OSError:
        return None


def of_front(file: Path | str) -> str | None:
    """Return the digest of a document's front matter; None where there is no document to read."""
    try:
        with open(file, encoding="utf-8") as opened:
            return of(qmd_text.split(opened.read()).front)
    except (OSError, UnicodeError):
        return None


def of(value: Any) -> str:
    """Return the digest of plain data."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
