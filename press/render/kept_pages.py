"""Reuses finished pages, and what pandoc made of them, as long as their sources are unchanged.

A page is kept with digests of all that decides it: its text, options, pictures and style, what its filters
asked for, and the project's files. What pandoc made is kept with what pandoc was given: where a page has to
be made anew for another reason, or for some words (`rewording`), pandoc need not run again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from press.base.files import is_inside
from press.base.store import Store, is_plain
from press.render import digests
from press.render.authored_html import material_of
from press.render.digests import changed, contents, name_of, of, of_file, of_files, surroundings, walk
from press.render.document import Executed
from press.render.rewording import Conversion, Memory
from press.render.user_filters import record_of


@dataclass(frozen=True, slots=True)
class Files:
    """What is known of a project's files.

    Attributes
    ----------
    digest
        Of their names and contents.
    given
        Of their names, and of the contents of all but Python's modules, which pandoc is never given.
    changed
        The time of their last change, in seconds since 1970; coming and going are changes too.
    """

    digest: str
    given: str
    changed: float


@dataclass(frozen=True, slots=True)
class _Key:
    """The name under which a page is kept; digests of all that makes it, and of that without the text."""

    name: str
    text: str
    frame: str


@dataclass(slots=True)
class KeptPages:
    """The finished pages of one project.

    Parameters
    ----------
    root : Path
        The project's folder.
    store : Store or None
        Where they are kept; None to keep nothing.
    staged : Path
        Where the output folder's new content grows.
    fresh : bool
        Whether to make all pages anyway (and keep them).
    output_dir : Path
        The output folder.
    """

    root: Path
    store: Store | None
    staged: Path
    fresh: bool
    output_dir: Path
    _files: Files | None = None
    _lock: Lock = field(default_factory=Lock)

    def make(
        self, executed: Executed, format: str, place: Path, make: Callable[[Path, Memory], list[str]]
    ) -> tuple[list[str], bool]:
        """Make a page at `place` in the output, or copy the one that the same text, options and files gave.

        The author's filters may read files outside the project as well, and variables of the environment.

        `make` writes its argument and whatever else the page needs, and returns warnings; what it knows from
        before and learns now stands in its second argument. The warnings are returned, and whether the page
        was copied.
        """
        if self.store is None:
            return make(self.staged / place, Memory()), False
        key = self._key_of(executed, format, place)
        kept = None if self.fresh else self.store.tree(key.name, str(place), partial(self._holds, key))
        if kept and restore(kept.files, self.staged, str(place), self.store):
            return kept.record["warnings"], True
        made, started = self._aside() / "made", time.time()
        (made / place).parent.mkdir(parents=True)
        before = self._converted_before(key, format, place)
        memory = Memory(_conversion_of(before) if before else None)
        with ThreadPoolExecutor(1) as beside:
            files = beside.submit(self._project_files)
            warnings = make(made / place, memory)
        shutil.copytree(made, self.staged, dirs_exist_ok=True)
        told = record_of(executed, format)
        about = {
            "filters": before["filters"]
            if before and not told.is_file()
            else _seen_by_filters(told, (made, executed.files)),
            "warnings": warnings,
        }
        # what changed meanwhile is nobody's: who knows what the page was made from
        known = files.result() if files.result().changed + digests.CLOCK < started else None
        self._keep(key, about, known, made, memory.now if format == "html" else None)
        return warnings, False

    def _key_of(self, executed: Executed, format: str, place: Path) -> _Key:
        pictures = contents(executed.files)
        stated = [
            format, executed.formats[format], executed.metadata, executed.project.metadata, str(place),
            material_of(executed, format), surroundings(self.root),
        ]  # fmt: skip
        return _Key(
            name_of([str(place), str(self.output_dir)]),
            of([stated, pictures, executed.markdown(format)]),
            of([stated, list(pictures)]),
        )

    def _holds(self, key: _Key, about: dict[str, Any]) -> bool:
        """Whether a page that was kept is the one that would be made."""
        return (
            about["text"] == key.text
            and about["files"] == self._project_files().digest
            and _filters_hold(about)
        )

    def _converted_before(self, key: _Key, format: str, place: Path) -> dict[str, Any]:
        """Return what pandoc made when it was given the same but for the text; nothing if that is unknown."""
        found = (
            {} if self.fresh or self.store is None else self.store.record(f"{key.name}-{format}", str(place))
        )
        same = (
            found.get("frame") == key.frame
            and found.get("given") == self._project_files().given
            and _filters_hold(found)
        )
        return found if same else {}

    def _keep(
        self, key: _Key, about: dict[str, Any], files: Files | None, made: Path, converted: Conversion | None
    ) -> None:
        """Keep a page, whose folder goes away, and what pandoc made of it."""
        assert self.store is not None
        told = about | {"text": key.text, "files": files and files.digest}
        self.store.keep_tree(key.name, told, made, self._aside)
        if converted:
            given = {"frame": key.frame, "given": files and files.given}
            self.store.keep(f"{key.name}-html", about | given | _described(converted))

    def _aside(self) -> Path:
        """Return a new folder that goes with the build."""
        return Path(tempfile.mkdtemp(dir=self.staged.parent))

    def _project_files(self) -> Files:
        with self._lock:
            if self._files is None:
                walked = list(walk(self.root, self.output_dir))
                found = of_files(self.root, walked)
                given = {path: digest for path, digest in found.items() if not path.endswith(".py")}
                self._files = Files(of(found), of([given, list(found)]), max(map(changed, walked)))
        return self._files


def restore(files: dict[str, bytes], staged: Path, shown: str, store: Store) -> bool:
    """Write files that were kept into the output, by their paths from there.

    If one of them would come to lie outside, none is written, and a line says so.
    """
    inside = all(is_plain(path) and is_inside(staged / path, staged) for path in files)
    if not inside:
        store.report(f"What .press keeps of {shown} names a file outside the output; it is made anew.")
    for path in files if inside else ():
        (staged / path).parent.mkdir(parents=True, exist_ok=True)
        (staged / path).write_bytes(files[path])
    return inside


def _filters_hold(about: dict[str, Any]) -> bool:
    """Whether what a page's filters read, and the variables that they asked for, are as they were."""
    filters = about["filters"]
    return all(of_file(Path(path)) == digest for path, digest in filters["files"].items()) and all(
        os.environ.get(name) == value for name, value in filters["variables"].items()
    )


def _conversion_of(record: dict[str, Any]) -> Conversion:
    return Conversion(record["markdown"], record["output"].encode(), record["said"])


def _described(conversion: Conversion) -> dict[str, Any]:
    return {"markdown": conversion.text, "output": conversion.output.decode(), "said": conversion.said}


def _seen_by_filters(record: Path, apart: tuple[Path, ...]) -> dict[str, dict[str, str | None]]:
    """Return the digests of the files that a page's filters read or wrote, and the variables they asked for.

    Files in the folders `apart` are known otherwise, or go with the page.
    """
    seen = json.loads(record.read_bytes()) if record.is_file() else {}
    paths = sorted({*seen.get("reads", ()), *seen.get("writes", ())})
    return {
        "files": {
            path: of_file(Path(path))
            for path in paths
            if not any(Path(path).is_relative_to(folder) for folder in apart)
        },
        "variables": {name: os.environ.get(name) for name in seen.get("variables", ())},
    }
