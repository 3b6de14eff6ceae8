"""What press runs inside the kernel: namespaces, figure defaults, commands, and a watch on what they read.

Modules of the project are loaded so that they note which of their functions are entered (`parts`).

Standard library only; loaded by path.
"""

import builtins
import errno
import gc
import importlib
import json
import os
import runpy
import sys
import time
import traceback
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

_ROOT = os.environ.get("QUARTO_PROJECT_ROOT", os.devnull)
_PASSING = ("/__pycache__", "/ipykernel_", "/.press-kept")
_READ_FRONT, _FRONT = "press.read_front_matter", "#front-matter"  # as press/base/qmd_text.py has them
READS: dict[str, None] = {}
WRITES: dict[str, None] = {}
ANNOUNCED: list[str] = []
"""Files that are opened next, of which it is known already what is read."""
TELLING: list[int] = []
"""Where the names of modules that are loaded are written, as descriptors."""
VARIABLES: set[str] = set()
PARTS: dict[int, tuple[str, str]] = {}
"""Files and names of the functions of the project's modules, by the numbers that they note."""
LOADED: dict[str, float] = {}
"""The project's modules, and when they were loaded."""
NAMES: dict[str, None] = {}
"""What these modules are called."""
LOOKING: set[str] = set()
"""Those whose code may look at lines or code itself."""
ENTERED: set[int] = set()
OF_PIECE: set[int] = set()
"""What the piece that runs has entered by itself."""
SHARED: set[int] = set()
"""What was entered outside of pieces, for what is remembered, or by pieces that left traces."""
DONE: set[str] = set()
"""What the current document has written or removed, and the programs that it has started."""
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}
_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
_TELLERS = {"uname", "fc-list", "ldconfig"}
_GIT = {"log", "ls-files", "rev-parse", "describe", "show"}
_PROGRAM = "a program"
PROGRAMS: list[str] = []
"""How processes were started; nobody knows which functions these enter."""
UNSEEN: set[str] = set()
"""What the current run has to do with that nobody can compare (`unseen`)."""
REASONS: dict[int, set[str]] = {}
"""Functions whose code says so, by their numbers."""
_PRESS = str(Path(__file__).parents[1])
_LINKS = {"os.symlink", "os.link"}
_CHANGES = {"os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.symlink", "os.link", "os.chmod"}
_CACHES = (
    ".cache", ".config/matplotlib", ".matplotlib", "Library/Caches", ".ipython", ".jupyter",
    ".local/share/jupyter",
)  # fmt: skip


_LOOKS_THROUGH_MEMORY = (20_000, 10, 5)
"""How many new objects let Python look for some that nobody can reach: thirty times as many as usual.

Loading large packages would else have it look through all of them a dozen times.
"""


def prepare(shell: Any) -> None:
    """Watch files and variables from now on, and keep matplotlib to the fonts that packages bring."""
    gc.set_threshold(*_LOOKS_THROUGH_MEMORY)
    _beside("unseen").note_chance(UNSEEN.add, _PRESS)
    sys.addaudithook(_watch)
    setattr(builtins, _parts().SHARED, SHARING)
    _note_in(SHARED)
    sys.meta_path.insert(sys.meta_path.index(PathFinder), _Finder())
    runpy.run_path(str(Path(__file__).parents[1] / "base" / "figure_fonts.py"))["keep_to_packages"]()
    os.environ.__class__ = type("Watched", (type(os.environ),), {"__getitem__": _watched_item})


def observed() -> str:
    """Return what has been seen since the start, as JSON.

    That is the files read before they were written (also in vain), the files written, and the variables
    asked for; the project's modules with the functions that were entered, and whether that is not all: their
    code may look at itself, or runs in other processes; what nobody can compare, and the packages that may
    open files unseen (`unseen`). What `press.base.kept` keeps is none of these: it decides nothing that other
    reads do not.
    """
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    others = {os.path.abspath(file) for file in files if isinstance(file, str)} - LOADED.keys()
    modules: dict[str, list[str]] = {file: [] for file in LOADED}
    _note_in(SHARED)
    for number in sorted(ENTERED | OF_PIECE | SHARED):
        file, name = PARTS[number]
        modules[file].append(name)
    return json.dumps({
        "reads": _of_the_project([*READS, *sorted(others - READS.keys())]),
        "writes": _of_the_project(WRITES),
        "variables": sorted(VARIABLES),
        "modules": modules,
        "loaded": LOADED,
        "not_all": bool(LOOKING or PROGRAMS),
        "unseen": sorted(UNSEEN.union(*(REASONS.get(number, ()) for number in ENTERED | OF_PIECE | SHARED))),
        "opaque": _beside("unseen").opaque_packages(),
        "shared": [PARTS[number] for number in sorted(SHARED)],
    })  # fmt: skip


class _Sharing:
    """Notes what is entered as shared as long as it holds."""

    depth, within = 0, SHARED

    def __enter__(self) -> None:
        self.depth += 1
        setattr(builtins, _parts().ENTERED, SHARED.add)

    def __exit__(self, *error: object) -> None:
        self.depth -= 1
        if not self.depth:
            setattr(builtins, _parts().ENTERED, self.within.add)


SHARING = _Sharing()


def _note_in(parts: set[int]) -> None:
    SHARING.within = parts
    if not SHARING.depth:
        setattr(builtins, _parts().ENTERED, parts.add)


class _Pieces:
    """The pieces of the document that runs, and the state before the next one."""

    before: Any = None


def begin_pieces(shell: Any) -> None:
    """Look at all pieces from now on, each from the end of the one before."""
    _Pieces.before = _state(shell)
    _note_in(OF_PIECE)


def end_piece(shell: Any) -> str:
    """Return which parts the piece that ends has entered by itself, and whether it left traces, as JSON."""
    _note_in(set())
    traces = True
    try:
        before, _Pieces.before = _Pieces.before, _state(shell, _Pieces.before)
        traces = before.became(_Pieces.before)
    finally:  # whatever happened, what was entered is known
        entered = [PARTS[number] for number in sorted(OF_PIECE)]
        ENTERED.update(OF_PIECE)
        if traces:
            SHARED.update(OF_PIECE)
        OF_PIECE.clear()
        _note_in(OF_PIECE)
    return json.dumps({"entered": entered, "traces": traces})


def names(shell: Any) -> list[str]:
    """Return the names of the document."""
    return sorted(_beside("traces").own(shell.user_ns))


def _is_loaded(module: ModuleType) -> bool:
    return getattr(module, "__file__", None) in LOADED


def _state(shell: Any, before: Any = None) -> Any:
    modules = [module for name in NAMES if (module := sys.modules.get(name)) and _is_loaded(module)]
    if before:
        return before.now(shell.user_ns, modules, _effects())
    return _beside("traces").State(shell.user_ns, modules, _parts().SHARED, _effects())


class _Finder:
    """Finds modules as Python does, and those of the project with a loader that notes."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target)
        if spec and type(spec.loader) is SourceFileLoader and _is_of_the_project(spec.loader.path):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    """Loads a module of the project from its source alone, which is not read for any other reason."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        file, known = os.path.abspath(path), os.path.abspath(path) in READS
        loaded, source = time.time(), self.get_data(path)
        if not known:
            READS.pop(file, None)
        module = _beside("instrumented").instrumented(source, path, _beside)
        LOADED[file] = loaded
        NAMES[fullname] = None
        if module.looks:
            LOOKING.add(file)
        PARTS.update((number, (file, name)) for number, name in module.names.items())
        REASONS.update((number, set(reasons)) for number, reasons in module.reasons.items())
        UNSEEN.update(module.unseen)
        return module.code


def _is_of_the_project(path: str) -> bool:
    inside = os.path.abspath(path).removeprefix(_ROOT + os.sep)
    return inside != os.path.abspath(path) and not inside.startswith(".") and "site-packages" not in inside


def _parts() -> Any:
    return _beside("parts")


def _beside(module_name: str) -> Any:
    """Return a module beside this one, loaded by path."""
    if (name := f"press_{module_name}") not in sys.modules:
        loader = SourceFileLoader(name, str(Path(__file__).with_name(f"{module_name}.py")))
        sys.modules[name] = module = ModuleType(name)
        module.__file__ = loader.path
        loader.exec_module(module)
    return sys.modules[name]


def _of_the_project(paths: Iterable[str]) -> list[str]:
    """Leave out the files of Python, its packages, the system, and what libraries keep for themselves."""
    home, style = os.path.expanduser("~"), os.path.dirname(os.environ["MATPLOTLIBRC"])
    python = {sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix)}  # matplotlib follows links
    folders = (*python, style, *(os.path.join(home, name) for name in _CACHES))
    apart = (*(folder + os.sep for folder in folders), "/usr/", "/etc/", "/proc/", "/sys/", "/dev/", "/lib/")
    return [
        path for path in paths if not path.startswith(apart) and not any(part in path for part in _PASSING)
    ]


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
    if database := _beside("unseen").database_of(arguments[0]):
        _note(database, READS)


def _hear_network(event: str, arguments: tuple[Any, ...]) -> None:
    UNSEEN.add(_beside("unseen").NETWORK)


def _hear_import(event: str, arguments: tuple[Any, ...]) -> None:
    if TELLING:
        os.write(TELLING[-1], f"{arguments[0]}\n".encode(errors="replace"))


def _note_program(event: str, arguments: tuple[Any, ...]) -> None:
    """Note a process's start; press's own programs read nothing that it does not read itself."""
    unseen = _beside("unseen")
    if unseen.comes_from(_PRESS, sys._getframe(2)):
        return
    words = arguments[1] if event == "subprocess.Popen" and isinstance(arguments[1], (list, tuple)) else ()
    if not words or os.path.basename(str(words[0])) not in _TELLERS:
        UNSEEN.add(unseen.PROGRAM)
    if not _only_tells(event, arguments):
        DONE.add(_PROGRAM)
        PROGRAMS.append(event)


_HEARD: dict[str, Callable[[str, tuple[Any, ...]], None]] = {
    "open": _hear_open,
    _READ_FRONT: _hear_front,
    "os.rename": _hear_rename,
    **dict.fromkeys(_CHANGES, _hear_change),
    **dict.fromkeys(_PROGRAMS, _note_program),
    "sqlite3.connect": _hear_database,
    **dict.fromkeys(_NETWORK, _hear_network),
    "import": _hear_import,
}
"""What is done at which event that Python tells of."""


def _only_tells(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether a program is known to change nothing and to run no code of the project."""
    words = arguments[1] if event == "subprocess.Popen" and isinstance(arguments[1], (list, tuple)) else ()
    if not words or not all(isinstance(word, str) for word in words):
        return False
    program = os.path.basename(words[0])
    return program in _TELLERS or program == "git" and not _GIT.isdisjoint(words[1:])


def has_effects() -> bool:
    """Whether the document has done what another could notice: changed files, or started programs.

    Temporary files that are gone again do not count.
    """
    return bool(_effects())


def _effects() -> list[str]:
    return [
        path
        for path in _of_the_project(DONE)
        if path == _PROGRAM or path.startswith(_ROOT + os.sep) or os.path.lexists(path)
    ]


def _note(path: str | bytes, where: dict[str, None]) -> None:
    if (full := _full(path)) not in WRITES:
        where[full] = None


def _full(path: str | bytes | os.PathLike[Any]) -> str:
    """Return a path from the root; as it is where the working folder is gone, which Python itself says."""
    try:
        return os.path.abspath(os.fsdecode(path))
    except FileNotFoundError:
        return os.fsdecode(path)


def _watched_item(self: Any, name: str) -> str:
    VARIABLES.add(os.fsdecode(name))  # subprocess looks up bytes
    return super(type(self), self).__getitem__(name)


def begin(
    shell: Any, folder: str, document: str, width: float, height: float, dpi: int, pictures: set[str]
) -> None:
    """Start a document: an empty namespace, its working folder, matplotlib's defaults, kinds of pictures."""
    if os.getcwd() != folder:
        forget_modules_of(os.getcwd())
    os.chdir(folder)
    os.environ["QUARTO_DOCUMENT_PATH"], os.environ["QUARTO_DOCUMENT_FILE"] = os.path.split(document)
    style = Path(os.environ["MATPLOTLIBRC"])
    style.write_text(f"figure.figsize: {width}, {height}\nfigure.dpi: 96\nsvg.hashsalt: press\n")
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rc_file(style)
    shell.config.InlineBackend.figure_formats = pictures  # matplotlib need not be there yet
    if inline := sys.modules.get("matplotlib_inline.config"):
        inline.InlineBackend.instance(parent=shell).figure_formats = pictures
    draw_png_at(shell, dpi)
    if "" not in sys.path:
        sys.path.insert(0, "")  # the working folder, whichever it is
    for hooks in shell.events.callbacks.values():  # those of a document end with it
        hooks[:] = [hook for hook in hooks if getattr(hook, "__module__", "") != "__main__"]
    _Pieces.before = None  # it holds what the document before had
    if not gc.get_freeze_count():
        gc.freeze()
    shell.reset(new_session=True)
    gc.collect()
    gc.freeze()  # what outlives a document stays: nobody need look through it again
    DONE.clear()
    UNSEEN.clear()
    _note_in(SHARED)


def forget_modules_of(folder: str, but: Collection[str] = ()) -> None:
    """Let another folder's documents import modules of the same names; those named in `but` stay."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if name not in but and file.startswith(folder + os.sep) and "site-packages" not in file:
            del sys.modules[name]


def draw_png_at(shell: Any, dpi: int) -> None:
    """Set the resolution of PNG figures (SVG has none)."""
    settings = {"bbox_inches": "tight", "dpi": dpi}
    shell.config.InlineBackend.print_figure_kwargs = settings
    if inline := sys.modules.get("matplotlib_inline.config"):
        inline.InlineBackend.instance(parent=shell).print_figure_kwargs = settings


def resize_figures(width: float, height: float) -> list[float]:
    """Set the default size of figures in inches; return the size that held before."""
    from matplotlib import rcParams

    before = list(rcParams["figure.figsize"])
    rcParams["figure.figsize"] = (width, height)
    if _Pieces.before and (drawing := _Pieces.before.settings.get("drawing")):
        drawing["figure.figsize"] = repr(rcParams["figure.figsize"])  # this is no piece's doing
    return before


def load_libraries(names: list[str], folders: list[str]) -> None:
    """Load modules, but those of the project, which may not have been made yet.

    Where one of the folders in which documents run has a module of the same name, they will want that one.
    """
    for name in names:
        first = name.partition(".")[0]
        if name not in sys.modules and not _is_in(folders, first) and _is_a_library(first):
            with suppress(Exception):  # who needs it will see
                importlib.import_module(name)


def _is_in(folders: list[str], name: str) -> bool:
    files = (
        os.path.join(folder, file) for folder in folders for file in (f"{name}.py", f"{name}/__init__.py")
    )
    return any(map(os.path.isfile, files))


def _is_a_library(name: str) -> bool:
    """Whether Python or a package brings a module."""
    if (spec := PathFinder.find_spec(name)) is None:
        return name in sys.builtin_module_names
    places = [place for place in (spec.origin, *(spec.submodule_search_locations or ())) if place]
    python = (sys.prefix + os.sep, sys.base_prefix + os.sep)
    return all(place.startswith(python) and not _is_of_the_project(place) for place in places)


def run_hook(
    arguments: list[str], folder: str, environment: dict[str, str], imports: str = os.devnull
) -> tuple[int, str]:
    """Run `-m module ...` or `script.py ...` in a folder as Python would.

    What is returned is its exit status and the message that it ends with. The names of the modules that it
    loads are written to the file `imports` as soon as each begins.
    """
    _note_in(SHARED)
    UNSEEN.clear()
    before, path = sys.argv, list(sys.path)
    TELLING.append(os.open(imports, os.O_WRONLY | os.O_APPEND))
    os.chdir(folder)
    os.environ.update(environment)
    try:
        if arguments[0] == "-m":
            sys.argv, sys.path[:] = arguments[1:], [os.getcwd(), *path]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv, sys.path[:] = arguments, [os.path.dirname(os.path.abspath(arguments[0])), *path]
            runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as end:
        return (1, end.code) if isinstance(end.code, str) else (int(end.code or 0), "")
    except BaseException as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            return 1, (
                f"{' '.join(arguments)}: {error.filename or 'a file'} cannot be written: {error.strerror}."
            )
        return 1, "".join(traceback.format_exception(error, limit=-2)).strip()
    finally:
        os.close(TELLING.pop())
        sys.argv, sys.path[:] = before, path
        for name in environment:
            with suppress(KeyError):  # to look whether it is there would count as asking for it
                del os.environ[name]
    return 0, ""
