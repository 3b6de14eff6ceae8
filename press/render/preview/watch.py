"""Sees what has been saved in a project, by content: a file only touched, or saved as it was, is none."""

import asyncio
import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

PAUSE = 0.1  # seconds between two looks
CALM = 0.05  # seconds without a change after which a save counts as finished
PATIENCE = 1.0  # seconds after which it counts as finished anyway
SHORTAGE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
FRESH = 100_000_000  # nanoseconds within which a second save may leave size and time as they are

Files = dict[str, str]  # digests of contents by path


class Sources:
    """The files of a project that an author writes.

    Parameters
    ----------
    root : Path
        The project's folder. Hidden files, virtual environments, `__pycache__` and editors' leavings are no
        sources.
    apart : Path
        The project's output folder, which holds none either.
    also : tuple of Path
        Files elsewhere that the project reads.
    """

    def __init__(self, root: Path, apart: Path, also: tuple[Path, ...] = ()) -> None:
        self.root, self.apart, self.also = root, apart, also
        self._known: dict[str, tuple[object, str]] = {}

    def look(self) -> Files:
        """Return what the sources hold now; only files whose time or size changed are read."""
        known, self._known = self._known, {}
        for path in self._paths():
            try:
                about = os.stat(path)
                if not stat.S_ISREG(about.st_mode):
                    continue
                stamp = (about.st_mtime_ns, about.st_size, about.st_ino)
                digest = known[path][1] if path in known and known[path][0] == stamp else _digest(path)
            except OSError as error:
                if error.errno in SHORTAGE and path in known:
                    self._known[path] = known[path]  # it may well be as it was
                continue  # gone, or not to be read
            self._known[path] = (stamp if time.time_ns() - about.st_mtime_ns > FRESH else None, digest)
        return {path: digest for path, (_, digest) in self._known.items()}

    async def change(self, seen: Files) -> Files:
        """Wait until the sources differ from `seen`, and for the end of the saving; return what they hold."""
        while (files := await asyncio.to_thread(self.look)) == seen:
            await asyncio.sleep(PAUSE)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            await asyncio.sleep(CALM)
            before, files = files, await asyncio.to_thread(self.look)
            if files == before:
                break
        return files

    def after_build(self, before: Files) -> Files:
        """Return `before`, but generated files as they are now: their change was the build's doing."""
        kept = {path: digest for path, digest in before.items() if not self._generated(path)}
        return kept | {path: digest for path, digest in self.look().items() if self._generated(path)}

    def _generated(self, path: str) -> bool:
        """Whether cells and commands write it: `_variables.yml`, or no document in a top folder `_...`."""
        parts = Path(os.path.relpath(path, self.root)).parts
        return parts == ("_variables.yml",) or (
            len(parts) > 1 and parts[0].startswith("_") and not path.endswith(".qmd")
        )

    def _paths(self) -> Iterator[str]:
        yield from map(str, self.also)
        for folder, folders, files in os.walk(self.root):
            if "pyvenv.cfg" in files:
                folders.clear()
                continue
            folders[:] = [
                name
                for name in folders
                if not name.startswith(".") and name != "__pycache__" and Path(folder, name) != self.apart
            ]
            yield from (
                os.path.join(folder, name)
                for name in files
                if not name.startswith((".", "#")) and not name.endswith("~")
            )


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
