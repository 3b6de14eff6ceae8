"""Two surroundings for a build that differ in whatever must not show in its output."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

YEAR = 366 * 24 * 3600  # seconds, and a day more
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SSL_CERT_FILE")
_DIFFERENCES = (
    "folder",
    "home",
    "temporary folder",
    "locale",
    "time zone",
    "hash seed",
    "file times",
    "rights of new files",
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and when a build runs.

    Attributes
    ----------
    folder : Path
        Of the project; home and temporary folder lie beside it.
    variables : dict of str
        Locale, time zone and whatever else is told by the environment.
    umask : int
        Which rights new files lack.
    aged : int
        How many seconds older than they are the sources look.
    """

    folder: Path
    variables: dict[str, str]
    umask: int
    aged: int = 0

    def prepare(self, copy_sources: Callable[[Path], None]) -> None:
        """Put the sources into the folder."""
        for folder in (self.folder, self.folder.with_name("home"), self.folder.with_name("tmp")):
            folder.mkdir(parents=True)
        copy_sources(self.folder)
        for file in self.folder.rglob("*") if self.aged else ():
            if file.is_file() and not file.is_symlink():
                about = file.stat()
                os.utime(file, (about.st_atime - self.aged, about.st_mtime - self.aged))

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Run a command in the folder."""
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {
            "HOME": str(self.folder.with_name("home")),
            "TMPDIR": str(self.folder.with_name("tmp")),
            "PWD": str(self.folder),
            **self.variables,
        }
        return subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            umask=self.umask,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )


def two_surroundings(below: Path) -> tuple[Surroundings, Surroundings, list[str]]:
    """Return two surroundings in a folder, and in words what differs between them.

    The clock differs only where a C compiler is there to make it.
    """
    one = Surroundings(below / "a" / "p", {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}, 0o022)
    variables = {"LC_ALL": "POSIX", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "COLUMNS": "40"}
    differences = [*_DIFFERENCES]
    if library := _later_clock(below):
        variables["LD_PRELOAD"] = str(library)
        differences.append("a clock a year ahead")
    elsewhere = below / "another – långt" / "place with spaces" / "project"
    return one, Surroundings(elsewhere, variables, 0o077, aged=2 * YEAR), differences


def _later_clock(below: Path) -> Path | None:
    compiler, library = shutil.which("cc"), below / "later.so"
    if compiler is None or sys.platform != "linux":
        return None
    source = Path(__file__).with_name("later.c")
    command = [compiler, "-shared", "-fPIC", f"-DLATER={YEAR}", "-o", str(library), str(source), "-ldl"]
    return library if subprocess.run(command, capture_output=True, check=False).returncode == 0 else None
