"""A watch on what code has to do with: the files, variables, programs and servers that Python tells of."""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from . import unseen

PRESS = str(Path(__file__).parents[2])
"""The folder of press's own code, which decides no number."""
ROOT = os.environ.get("QUARTO_PROJECT_ROOT", os.devnull)
READS: dict[str, None] = {}
WRITES: dict[str, None] = {}
ANNOUNCED: list[str] = []
"""Files that are opened next, of which it is known already what is read."""
TELLING: list[int] = []
"""Where the names of modules that are loaded are written, as descriptors."""
VARIABLES: set[str] = set()
DONE: set[str] = set()
"""What the current document has written or removed, and the programs that it has started."""
PROGRAMS: list[str] = []
"""How processes were started; nobody knows which functions these enter."""
UNSEEN: set[str] = set()
"""What the current run has to do with that nobody can compare (`unseen`)."""
_READ_FRONT, _FRONT = "press.read_front_matter", "#front-matter"  # as press/base/qmd_text.py has them
_PASSING = ("/__pycache__", "/ipykernel_", "/.press-kept")
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}
_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
_TELLERS = {"uname", "fc-list", "ldconfig"}
_GIT = {"log", "ls-files", "rev-parse", "describe", "show"}
_PROGRAM = "a program"
_LINKS = {"os.symlink", "os.link"}
_CHANGES = {"os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.symlink", "os.link", "os.chmod"}
_CACHES = (
    ".cache", ".config/matplotlib", ".matplotlib", "Library/Caches", ".ipython", ".jupyter",
    ".local/share/jupyter",
)  # fmt: skip


def watch_events() -> None:
    """Watch from now on what Python tells of, and what is drawn by chance."""
    unseen.note_chance(UNSEEN.add, PRESS)
    sys.addaudithook(_watch)


def watch_variables() -> None:
    """Watch from now on which variables are asked for."""
    os.environ.__class__ = type("Watched", (type(os.environ),), {"__getitem__": _watched_item})


def of_the_project(paths: Iterable[str]) -> list[str]:
    """Leave out the files of Python, its packages, the system, and what libraries keep for themselves."""
    home, style = os.path.expanduser("~"), os.path.dirname(os.environ["MATPLOTLIBRC"])
    python = {sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix)}  # matplotlib follows links
    folders = (*python, style, *(os.path.join(home, name) for name in _CACHES))
    apart = (*(folder + os.sep for folder in folders), "/usr/", "/etc/", "/proc/", "/sys/", "/dev/", "/lib/")
    return [
        path for path in paths if not path.startswith(apart) and not any(part in path for part in _PASSING)
    ]


def effects() -> list[str]:
    """Return what the document has done that another could notice: files it changed, programs it started.

    Temporary files that are gone again do not count.
    """
    return [
        path
        for path in of_the_project(DONE)
        if path == _PROGRAM or path.startswith(ROOT + os.sep) or os.path.lexists(path)
    ]


def _watched_item(self: Any, name: str) -> str:
    VARIABLES.add(os.fsdecode(name))  # subprocess looks up bytes
    return super(type(self), self).__getitem__(name)


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _HEARD:  # first: Python tells of very much else
        _HEARD[event](event, arguments)


def _hear_open(event: str, arguments: tuple[Any, ...]) -> None:
    path, mode, flags = arguments
    if not isinstance(path, (str, bytes)):
        return
    if ANNOUNCED and _full(path) == ANNOUNCED[-1]:
        ANNOUNCED.pop()
        return
    writes = any(letter in mode for letter in "wax+") if mode else flags & (os.O_WRONLY | os.O_RDWR)
    _note(path, WRITES if writes else READS)
    if writes and not os.path.isdir(path):  # else a temporary file without a name
        DONE.add(_full(path))


def _hear_front(event: str, arguments: tuple[Any, ...]) -> None:
    _note(arguments[0] + _FRONT, READS)
    ANNOUNCED.append(_full(arguments[0]))


def _hear_rename(event: str, arguments: tuple[Any, ...]) -> None:
    _note(arguments[1], WRITES)
    DONE.update(map(_full, arguments[:2]))


def _hear_change(event: str, arguments: tuple[Any, ...]) -> None:
    if isinstance(arguments[0], (str, bytes, os.PathLike)):
        DONE.add(_full(arguments[-2] if event in _LINKS else arguments[0]))


def _hear_database(event: str, arguments: tuple[Any, ...]) -> None:
    if database := unseen.database_of(arguments[0]):
        _note(database, READS)


def _hear_network(event: str, arguments: tuple[Any, ...]) -> None:
    UNSEEN.add(unseen.NETWORK)


def _hear_import(event: str, arguments: tuple[Any, ...]) -> None:
    if TELLING:
        os.write(TELLING[-1], f"{arguments[0]}\n".encode(errors="replace"))


def _hear_program(event: str, arguments: tuple[Any, ...]) -> None:
    """Note a process's start; press's own programs read nothing that it does not read itself."""
    if unseen.comes_from(PRESS, sys._getframe(2)):
        return
    words = arguments[1] if event == "subprocess.Popen" and isinstance(arguments[1], (list, tuple)) else ()
    if not words or os.path.basename(str(words[0])) not in _TELLERS:
        UNSEEN.add(unseen.PROGRAM)
    if not _only_tells(words):
        DONE.add(_PROGRAM)
        PROGRAMS.append(event)


def _only_tells(words: list[Any] | tuple[Any, ...]) -> bool:
    """Whether a program is known to change nothing and to run no code of the project."""
    if not words or not all(isinstance(word, str) for word in words):
        return False
    program = os.path.basename(words[0])
    return program in _TELLERS or program == "git" and not _GIT.isdisjoint(words[1:])


_HEARD: dict[str, Callable[[str, tuple[Any, ...]], None]] = {
    "open": _hear_open,
    _READ_FRONT: _hear_front,
    "os.rename": _hear_rename,
    **dict.fromkeys(_CHANGES, _hear_change),
    **dict.fromkeys(_PROGRAMS, _hear_program),
    "sqlite3.connect": _hear_database,
    **dict.fromkeys(_NETWORK, _hear_network),
    "import": _hear_import,
}
"""What is done at which event that Python tells of."""


def _note(path: str | bytes, where: dict[str, None]) -> None:
    if (full := _full(path)) not in WRITES:
        where[full] = None


def _full(path: str | bytes | os.PathLike[Any]) -> str:
    """Return a path from the root; as it is where the working folder is gone, which Python itself says."""
    try:
        return os.path.abspath(os.fsdecode(path))
    except FileNotFoundError:
        return os.fsdecode(path)
