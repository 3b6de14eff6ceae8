"""The folders in which a build grows beside its output, one build at a time; those of killed builds go.

Everything that a build makes before it is done lies in folders whose names carry a mark of the project.
Whoever holds the lock of a project knows that no other build of it lives, so that all folders with its mark
are leavings.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from press.render.document import Project

BUILDING = "PRESS_BUILDING"
"""Variable of the environment that names the project under way, for a press that a cell or command calls."""
_USUAL = tempfile.gettempdir()  # before a build names its own


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock of a project's folder.

    Attributes
    ----------
    held : tuple of int
        The descriptor that holds the lock as long as any process has it open; empty where the file system
        knows no locks, or where the build is part of another one that holds it.
    waited : bool
        Whether another build had to end first.
    """

    held: tuple[int, ...] = ()
    waited: bool = False


@contextmanager
def lock_project(root: Path, report: Callable[[str], None]) -> Iterator[Lock]:
    """Build a project alone: wait, after a sentence, for the end of any other build of it.

    The lock is on the folder itself, and goes with the last process that holds it, however that ends: there
    is no file to be left behind.
    """
    if os.environ.get(BUILDING) == str(root):
        yield Lock()
        return
    descriptor = os.open(root, os.O_RDONLY)
    before = {name: value for name, value in os.environ.items() if name == BUILDING}
    try:
        lock = _take_lock(descriptor, report)
        os.environ[BUILDING] = str(root)
        yield lock
    finally:
        os.close(descriptor)
        os.environ.pop(BUILDING, None)
        os.environ.update(before)


def _take_lock(descriptor: int, report: Callable[[str], None]) -> Lock:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return Lock((descriptor,))
    except BlockingIOError:
        report("Another build of this project is under way; this one begins when that has ended.")
    except OSError:
        return Lock()
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return Lock((descriptor,), waited=True)


def project_mark(root: Path) -> str:
    """Return eight letters that tell a project from others whose builds use the same folders."""
    return hashlib.sha256(str(root).encode("utf-8", "surrogateescape")).hexdigest()[:8]


@contextmanager
def temporary_folders(project: Project, lock: Lock) -> Iterator[tuple[Path, Path]]:
    """Yield a folder for the new output and one for scratch, on the output's file system; both go at the end.

    Meanwhile press's own temporary files lie in scratch, so that they go with it.
    """
    output, prefix, usual = project.output_dir, f".press-{project_mark(project.root)}-", tempfile.tempdir
    outside = () if output.is_relative_to(project.root) else (output, *output.parents)
    beside = next(filter(Path.is_dir, outside), project.root)
    if lock.held:
        _remove_leavings(project, beside.glob(f"{prefix}*"))
    with tempfile.TemporaryDirectory(prefix=prefix, dir=beside, ignore_cleanup_errors=True) as folder:
        staged, scratch = Path(folder, "site"), Path(folder, "scratch")
        staged.mkdir()
        scratch.mkdir()
        tempfile.tempdir = str(scratch)
        try:
            yield staged, scratch
        finally:
            tempfile.tempdir = usual


def _remove_leavings(project: Project, folders: Iterable[Path]) -> None:
    """Remove what killed builds left; an output that one of them had just taken away is put back."""
    for folder in (*folders, *short_folder().glob(f"press-kernel-{project_mark(project.root)}-*")):
        if (old := folder / "scratch" / "old").exists() and not project.output_dir.exists():
            os.replace(old, project.output_dir)
        shutil.rmtree(folder, ignore_errors=True)
    if not (records := project.root / ".press").is_symlink():
        for file in records.glob("*.part"):
            file.unlink(missing_ok=True)


def short_folder() -> Path:
    """Return the usual temporary folder, unless its path is long: a socket's has 100 characters at most."""
    return Path(_USUAL if len(_USUAL) <= 60 else "/tmp")
