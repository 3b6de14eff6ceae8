"""Removes compiled modules that are older than their source.

Python takes one for current if source and module agree in size and in whole seconds.
"""

import os
from importlib.util import cache_from_source


def forget_stale(root: str) -> None:
    """Remove them below a folder, but not in hidden folders and virtual environments."""
    for folder, folders, files in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and name != "__pycache__" and "pyvenv.cfg" not in files
        ]
        for name in (name for name in files if name.endswith(".py")):
            _forget_if_stale(os.path.join(folder, name))


def _forget_if_stale(source: str) -> None:
    try:
        compiled = cache_from_source(source)
        if os.stat(compiled).st_mtime_ns <= os.stat(source).st_mtime_ns:
            os.unlink(compiled)
    except OSError:  # it was never compiled, or cannot be removed
        pass
