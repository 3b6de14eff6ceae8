"""What press runs inside the kernel.

Namespaces, figure defaults, project commands, and a watch on what they read.

Standard library only; loaded by path.
"""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import runpy
import sys
import traceback
from collections.abc import Collection
from pathlib import Path

READS: dict[str, None] = {}
WRITES: dict[str, None] = {}
VARIABLES: set[str] = set()
_CACHES = (
    ".cache",
    ".config/matplotlib",
    ".matplotlib",
    "Library/Caches",
    ".ipython",
    ".jupyter",
    ".local/share/jupyter",
)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def prepare(shell) -> None:
    """Have every figure drawn as SVG and as PNG, though matplotlib need not be there yet.

    Watch files and variables from now on.
    """
    shell.config.InlineBackend.figure_formats = {"svg", "png"}
    sys.addaudithook(_watch)
    _of_base("figure_fonts").keep_to_packages()
    os.environ.__class__ = type("Watched", (type(os.environ),), {"__getitem__": _watched_item})


def _of_base(name: str):
    """Return a module of press's base, loaded by path as this one is."""
    spec = importlib.util.spec_from_file_location(
        f"press_{name}", Path(__file__).parents[1] / "base" / f"{name}.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def observed() -> str:
    """As JSON: the files read before they were written (also in vain), the files written, the variables asked for; since the start."""
    modules = [
        file
        for module in list(sys.modules.values())
        if isinstance(file := getattr(module, "__file__", None), str)
    ]
    home = os.path.expanduser("~")
    apart = (
        sys.prefix,
        sys.base_prefix,
        os.path.dirname(os.environ["MATPLOTLIBRC"]),
        *(os.path.join(home, name) for name in _CACHES),
    )
    apart = tuple(folder + os.sep for folder in apart) + (
        "/usr/",
        "/etc/",
        "/proc/",
        "/sys/",
        "/dev/",
        "/lib/",
    )

    def wanted(paths) -> list[str]:
        return [
            path
            for path in paths
            if not path.startswith(apart) and "/__pycache__/" not in path and "/ipykernel_" not in path
        ]

    reads = dict.fromkeys([*READS, *map(os.path.abspath, modules)])
    return json.dumps({"reads": wanted(reads), "writes": wanted(WRITES), "variables": sorted(VARIABLES)})


def _watch(event: str, arguments: tuple) -> None:
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path, mode, flags = arguments
        writes = any(letter in mode for letter in "wax+") if mode else flags & (os.O_WRONLY | os.O_RDWR)
        _note(path, WRITES if writes else READS)
    elif event == "os.rename":
        _note(arguments[1], WRITES)


def _note(path: str | bytes, where: dict[str, None]) -> None:
    full = os.path.abspath(os.fsdecode(path))
    if full not in WRITES:
        where[full] = None


def _watched_item(self, name: str) -> str:
    VARIABLES.add(os.fsdecode(name))  # subprocess looks up bytes
    return super(type(self), self).__getitem__(name)


def begin(shell, folder: str, document: str, width: float, height: float, dpi: int) -> None:
    """Start a document: an empty namespace, its working folder, matplotlib's defaults."""
    if os.getcwd() != folder:
        forget_modules_of(os.getcwd())
    os.chdir(folder)
    os.environ["QUARTO_DOCUMENT_PATH"], os.environ["QUARTO_DOCUMENT_FILE"] = os.path.split(document)
    style = Path(os.environ["MATPLOTLIBRC"])
    style.write_text(f"figure.figsize: {width}, {height}\nfigure.dpi: 96\nsvg.hashsalt: press\n")
    if "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rc_file(style)
    draw_png_at(shell, dpi)
    if "" not in sys.path:
        sys.path.insert(0, "")  # the working folder, whichever it is
    shell.reset(new_session=True)


def forget_modules_of(folder: str, but: Collection[str] = ()) -> None:
    """Let another folder's documents import modules of the same names; the modules named in `but` stay."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if name not in but and file.startswith(folder + os.sep) and "site-packages" not in file:
            del sys.modules[name]


def draw_png_at(shell, dpi: int) -> None:
    """Set the resolution of PNG figures (SVG has none)."""
    settings = {"bbox_inches": "tight", "dpi": dpi}
    shell.config.InlineBackend.print_figure_kwargs = settings
    if "matplotlib_inline.config" in sys.modules:
        sys.modules["matplotlib_inline.config"].InlineBackend.instance(
            parent=shell
        ).print_figure_kwargs = settings


def resize_figures(width: float, height: float) -> list[float]:
    """Set the default size of figures in inches; returns the size that held before."""
    from matplotlib import rcParams

    before = list(rcParams["figure.figsize"])
    rcParams["figure.figsize"] = (width, height)
    return before


def run_hook(arguments: list[str], folder: str, environment: dict[str, str]) -> tuple[int, str]:
    """Run `-m module ...` or `script.py ...` in a folder as Python would.

    Its exit status and the message it ends with.
    """
    before, path = sys.argv, list(sys.path)
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
        if isinstance(end.code, str):
            return 1, end.code
        return int(end.code or 0), ""
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return 1, _traceback(error)
        return 1, f"{' '.join(arguments)}: {error.filename or 'a file'} cannot be written: {error.strerror}."
    except BaseException as error:
        return 1, _traceback(error)
    finally:
        sys.argv, sys.path[:] = before, path
        for name in environment:
            del os.environ[name]
    return 0, ""


def _traceback(error: BaseException) -> str:
    return "".join(traceback.format_exception(error, limit=-2)).strip()
