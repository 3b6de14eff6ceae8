"""What a run has to do with that nobody can see or compare: then it is never reused, or only with all files.

Python tells of every file that it opens itself. It does not tell what other processes and servers answer,
what the clock says, what chance draws without a seed, and which files compiled code opens.
"""

import os
import random
import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

PROGRAM, NETWORK, CLOCK, CHANCE = (
    "it starts a program",
    "it asks the network",
    "it reads the clock",
    "it draws random numbers without a seed",
)
FILES_ALONE = {
    "IPython", "PIL", "_yaml", "charset_normalizer", "contourpy", "debugpy", "dulwich", "fontTools",
    "kiwisolver", "markupsafe", "matplotlib", "numpy", "pandas", "patsy", "psutil", "scipy", "sklearn",
    "statsmodels", "tornado", "wcwidth", "wrapt", "yaml", "zmq",
}  # fmt: skip
"""Packages with compiled code that opens no file but through Python."""
_READS_THE_CLOCK = re.compile(
    r"\btime\.(?:time|time_ns|localtime|gmtime|ctime|asctime|strftime)\b|\.(?:now|today|utcnow)\("
    r"|\bfrom time import [^\n]*\b(?:time|time_ns|localtime|gmtime|ctime|asctime|strftime)\b"
)
_DRAWS = re.compile(
    r"\brandom\.\w|\bimport random\b|\bfrom (?:numpy\.)?random\b|\bsecrets\.\w|\buuid\.uuid[14]\b|\burandom\b"
    r"|\bdefault_rng\(|\bRandomState\(|\bSystemRandom\b|\.sample\("
)
_CLOCKS = ("time", "now(", "today(")
_CHANCES = ("random", "secrets", "uuid", "default_rng", "RandomState", ".sample(")
"""What stands in a source that reads the clock, or draws: to look for it is quick."""
_SEEDS = re.compile(
    r"seed|random_state|(?:default_rng|RandomState|Random|Generator|PCG64|SeedSequence)\(\s*[^)\s]",
    re.IGNORECASE,
)


def reasons_in(source: str) -> set[str]:
    """Return what a source has to do with, by what it says.

    A clock that measures how long something takes does not count.
    """
    found = {CLOCK} if _has(_CLOCKS, source) and _READS_THE_CLOCK.search(source) else set()
    if _has(_CHANCES, source) and _DRAWS.search(source) and not _SEEDS.search(source):
        found.add(CHANCE)
    return found


def _has(words: tuple[str, ...], source: str) -> bool:
    return any(word in source for word in words)


def opaque_packages() -> list[str]:
    """Return the loaded packages whose compiled code may open files by itself."""
    found = set()
    for module in list(sys.modules.values()):
        file = str(getattr(module, "__file__", None) or "")
        package = (
            file.replace(os.sep, "/").rpartition("/site-packages/")[2].partition("/")[0].partition(".")[0]
        )
        if file.endswith((".so", ".pyd")) and "site-packages" in file and package not in FILES_ALONE:
            found.add(package)
    return sorted(found | ({"_dbm", "_gdbm"} & sys.modules.keys()))


def database_of(name: Any) -> str | None:
    """Return the file behind the name of an SQLite database; None where it is in memory."""
    path = os.fsdecode(name) if isinstance(name, str | bytes | os.PathLike) else ""
    if path.startswith("file:"):
        path = path.removeprefix("file:").partition("?")[0]
    return None if path in ("", ":memory:") else path


def comes_from(folder: str, frame: FrameType | None) -> bool:
    """Whether the code that did something, but for Python's own, lies in a folder."""
    library = os.path.dirname(os.__file__)
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith(("<", library)):
            return file.startswith(folder + os.sep)
        frame = frame.f_back
    return False


def note_chance(note: Callable[[str], object], own: str) -> None:
    """Have it noted when random numbers come from the machine, as for a generator without a seed.

    What packages draw while they are imported does not count: numpy starts its own generator so. Nor does
    what code in the folder `own` draws: it decides no number.
    """
    drawn = getattr(random, "_urandom")  # noqa: B009

    def noted(size: int) -> bytes:
        if not _imports(sys._getframe(1)) and not comes_from(own, sys._getframe(1)):
            note(CHANCE)
        return drawn(size)

    setattr(random, "_urandom", noted)  # noqa: B010


def _imports(frame: FrameType | None) -> bool:
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        frame = frame.f_back
    return frame is not None
