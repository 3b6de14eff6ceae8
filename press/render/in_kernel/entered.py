"""Which functions of the project's modules are entered: these are loaded so that they note it (`parts`)."""

import builtins
import os
import sys
import time
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

from . import instrumented, parts, watch

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
REASONS: dict[int, set[str]] = {}
"""Functions whose code has to do with what nobody can compare (`unseen`), by their numbers."""


def begin() -> None:
    """Load the project's modules so from now on."""
    setattr(builtins, parts.SHARED, SHARING)
    note_in(SHARED)
    sys.meta_path.insert(sys.meta_path.index(PathFinder), _Finder())


class _Sharing:
    """Notes what is entered as shared as long as it holds."""

    depth, within = 0, SHARED

    def __enter__(self) -> None:
        self.depth += 1
        setattr(builtins, parts.ENTERED, SHARED.add)

    def __exit__(self, *error: object) -> None:
        self.depth -= 1
        if not self.depth:
            setattr(builtins, parts.ENTERED, self.within.add)


SHARING = _Sharing()


def note_in(numbers: set[int]) -> None:
    """Note in a set what is entered from now on; what is shared still goes to `SHARED`."""
    SHARING.within = numbers
    if not SHARING.depth:
        setattr(builtins, parts.ENTERED, numbers.add)


def of_modules() -> dict[str, list[str]]:
    """Return the project's loaded modules, each with its functions that were entered."""
    modules: dict[str, list[str]] = {file: [] for file in LOADED}
    for number in sorted(_all()):
        file, name = PARTS[number]
        modules[file].append(name)
    return modules


def reasons() -> set[str]:
    """Return what the functions that were entered have to do with that nobody can compare."""
    return set().union(*(REASONS.get(number, ()) for number in _all()))


def named(numbers: set[int]) -> list[tuple[str, str]]:
    """Return the files and names of functions, by their numbers."""
    return [PARTS[number] for number in sorted(numbers)]


def _all() -> set[int]:
    return ENTERED | OF_PIECE | SHARED


def loaded_modules() -> list[ModuleType]:
    """Return the project's modules that are loaded."""
    return [module for name in NAMES if (module := sys.modules.get(name)) and _is_loaded(module)]


def _is_loaded(module: ModuleType) -> bool:
    return getattr(module, "__file__", None) in LOADED


class _Finder:
    """Finds modules as Python does, and those of the project with a loader that notes."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target)
        if spec and type(spec.loader) is SourceFileLoader and is_of_the_project(spec.loader.path):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    """Loads a module of the project from its source alone, which is not read for any other reason."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        file, known = os.path.abspath(path), os.path.abspath(path) in watch.READS
        loaded, source = time.time(), self.get_data(path)
        if not known:
            watch.READS.pop(file, None)
        module = instrumented.instrumented(source, path)
        LOADED[file] = loaded
        NAMES[fullname] = None
        if module.looks:
            LOOKING.add(file)
        PARTS.update((number, (file, name)) for number, name in module.names.items())
        REASONS.update((number, set(reasons)) for number, reasons in module.reasons.items())
        watch.UNSEEN.update(module.unseen)
        return module.code


def is_of_the_project(path: str) -> bool:
    """Whether a file is code of the project, and not of a package that is installed in it."""
    inside = os.path.abspath(path).removeprefix(watch.ROOT + os.sep)
    return inside != os.path.abspath(path) and not inside.startswith(".") and "site-packages" not in inside
