"""Keeps what took long to compute, for as long as all that it was made from stays the same, byte by byte.

What is kept is plain data, sealed as `store` tells: damaged, or brought from elsewhere, it counts as absent,
and is computed anew. To see whether it still holds, the files that it was made from are read and hashed each
time. So whoever watches what a process reads sees the same files, whether a thing was computed or kept; the
folder itself decides nothing. What one process computes, another that wants it waits for, for a while.
"""

import hashlib
import json
import os
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from press.base.locks import alone_with
from press.base.paths import ROOT
from press.base.store import Store, open_store

FOLDER = ".press-kept"
"""Ignored by git and removed by `make clean`, as all that begins with `.press-`."""
BEGUN = time.time()
"""When this process, or nearly, began to load modules: what changed later may have been loaded as it was."""
CLOCK = 0.02  # seconds by which the times of files may lag behind the clock
LOCKS = "requirements/*.lock"
THREADS = "OPENBLAS_NUM_THREADS"  # several add in another order, and last digits become others


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """All that decides what a computation gives.

    Attributes
    ----------
    files
        Code and data; of a folder all files below it but compiled modules.
    said
        Whatever else it depends on, as plain data.
    root
        The project's folder.
    """

    files: Sequence[Path]
    said: Any = None
    root: Path = ROOT

    def digest(self) -> str:
        """Return a digest of the files' names and contents, of what was said, of Python and its packages."""
        named = {
            os.path.relpath(file, self.root): hashlib.sha256(file.read_bytes()).hexdigest()
            for file in [*self.all_files(), *sorted(self.root.glob(LOCKS))]
        }
        about = [named, self.said, sys.version, packages(), os.environ.get(THREADS)]
        return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()

    def all_files(self) -> list[Path]:
        """List the files, also those in folders."""
        return sorted(
            file
            for place in self.files
            for file in (place.rglob("*") if place.is_dir() else [place])
            if file.is_file() and "__pycache__" not in file.parts
        )

    def as_loaded(self) -> bool:
        """Whether no file changed since this process began, so that what it computes is what they say."""
        return _latest_change(self.all_files()) + CLOCK < BEGUN


def kept(name: str, made_from: MadeFrom, compute: Callable[[], Any]) -> Any:
    """Return what was kept under a name if it was made from the very same, else compute it, and keep it.

    Parameters
    ----------
    name
        Under which the last thing of its kind is kept.
    made_from
        All that decides what `compute` gives.
    compute
        Returns plain data: what JSON can hold, numbers also infinite or absent (NaN). It does not ask for
        the same name.
    """
    key, store = made_from.digest(), _open(made_from.root)
    if store is None:
        return compute()
    with alone_with(_lock_of(store, name)):
        record = store.record(name, name)
        if record.get("key") == key:
            return record["content"]
        content = compute()
        if made_from.as_loaded() and store.is_believed():
            with suppress(OSError):  # a full or locked disk keeps nothing
                store.keep(name, {"key": key, "content": content})
    return content


def forget(root: Path = ROOT) -> None:
    """Remove what is kept, so that all is computed anew."""
    shutil.rmtree(root / FOLDER, ignore_errors=True)


def _open(root: Path) -> Store | None:
    """Return where things are kept; None where nothing can be."""
    with suppress(OSError):
        return open_store(root, lambda line: None, FOLDER)
    return None


def _lock_of(store: Store, name: str) -> Path:
    lock = store.folder / f"{name}.lock"
    with suppress(OSError):
        lock.touch()
    return lock


def _latest_change(files: Iterable[Path]) -> float:
    return max((max(about.st_mtime, about.st_ctime) for about in map(os.stat, files)), default=0.0)


@cache
def packages() -> list[str]:
    """List what is installed, with versions, by the names of its folders."""
    return sorted(name for name in os.listdir(sysconfig.get_path("purelib")) if name.endswith(".dist-info"))
