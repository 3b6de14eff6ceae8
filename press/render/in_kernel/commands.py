"""Runs the project's commands, in the kernel, so that cells share what these import, or in press itself.

Libraries are loaded ahead, and a folder's modules forgotten, for the same reason: documents share a kernel.
"""

import errno
import importlib
import os
import runpy
import sys
import traceback
from collections.abc import Collection
from contextlib import suppress
from importlib.machinery import PathFinder

from . import entered, watch


def run(
    arguments: list[str], folder: str, environment: dict[str, str], imports: str = os.devnull
) -> tuple[int, str]:
    """Run `-m module ...` or `script.py ...` in a folder as Python would.

    What is returned is its exit status and the message that it ends with. The names of the modules that it
    loads are written to the file `imports` as soon as each begins.
    """
    entered.note_in(entered.SHARED)
    watch.UNSEEN.clear()
    before, path = sys.argv, list(sys.path)
    watch.TELLING.append(os.open(imports, os.O_WRONLY | os.O_APPEND))
    os.chdir(folder)
    os.environ.update(environment)
    try:
        _run(arguments, path)
    except SystemExit as end:
        return (1, end.code) if isinstance(end.code, str) else (int(end.code or 0), "")
    except BaseException as error:
        return 1, _message(arguments, error)
    finally:
        os.close(watch.TELLING.pop())
        sys.argv, sys.path[:] = before, path
        for name in environment:
            with suppress(KeyError):  # to look whether it is there would count as asking for it
                del os.environ[name]
    return 0, ""


def _run(arguments: list[str], path: list[str]) -> None:
    if arguments[0] == "-m":
        sys.argv, sys.path[:] = arguments[1:], [os.getcwd(), *path]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv, sys.path[:] = arguments, [os.path.dirname(os.path.abspath(arguments[0])), *path]
        runpy.run_path(arguments[0], run_name="__main__")


def _message(arguments: list[str], error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
        return f"{' '.join(arguments)}: {error.filename or 'a file'} cannot be written: {error.strerror}."
    return "".join(traceback.format_exception(error, limit=-2)).strip()


def forget_modules_of(folder: str, but: Collection[str] = ()) -> None:
    """Let another folder's documents import modules of the same names; those named in `but` stay.

    So do press's own that run in the kernel, where its code lies in that folder.
    """
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        own = f"{name}.".startswith(f"{__package__}.")
        stays = name in but or own or "site-packages" in file
        if file.startswith(folder + os.sep) and not stays:
            del sys.modules[name]


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
    return all(place.startswith(python) and not entered.is_of_the_project(place) for place in places)
