"""Lets matplotlib draw with its own fonts and those that a program adds by file, never with the machine's.

A letter that a figure's font lacks, which matplotlib would draw as an empty box after a warning, is an error.
Standard library only; loaded by path.
"""

import sys
import warnings
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

MODULE = "matplotlib.font_manager"


def keep_to_packages() -> None:
    """Take the machine's fonts from matplotlib: now if it is loaded, else as soon as it is."""
    warnings.filterwarnings("error", message=r"Glyph \d+ .*missing from", category=UserWarning)
    if module := sys.modules.get(MODULE):
        _restrict(module)
    else:
        sys.meta_path.insert(0, _Finder())


def _restrict(module: ModuleType) -> None:
    search = module.findSystemFonts
    module.findSystemFonts = lambda fontpaths=None, fontext="ttf": (
        search(fontpaths, fontext) if fontpaths is not None else []
    )
    own = module.cbook._get_data_path()
    manager = module.fontManager
    manager.ttflist = [font for font in manager.ttflist if font.fname.startswith(str(own))]
    manager.afmlist = [font for font in manager.afmlist if font.fname.startswith(str(own))]


class _Finder(MetaPathFinder):
    """Finds matplotlib's module of fonts as usual, and restricts it when it has been loaded."""

    def find_spec(self, fullname, path=None, target=None) -> ModuleSpec | None:
        if fullname != MODULE:
            return None
        sys.meta_path.remove(self)
        if (spec := PathFinder.find_spec(fullname, path, target)) and spec.loader:
            load = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (load(module), _restrict(module))
        return spec
