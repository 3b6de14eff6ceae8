"""Begins to look at what runs in the kernel, and tells what was seen."""

import gc
import json
import os
import runpy
import sys
from pathlib import Path

from . import entered, unseen, watch

_LOOKS_THROUGH_MEMORY = (20_000, 10, 5)
"""How many new objects let Python look for some that nobody can reach: thirty times as many as usual.

Loading large packages would else have it look through all of them a dozen times.
"""


def begin() -> None:
    """Watch files, variables and functions from now on; let matplotlib see the fonts of packages alone."""
    gc.set_threshold(*_LOOKS_THROUGH_MEMORY)
    watch.watch_events()
    entered.begin()
    runpy.run_path(str(Path(watch.PRESS, "base", "figure_fonts.py")))["keep_to_packages"]()
    watch.watch_variables()


def observed() -> str:
    """Return what has been seen since the start, as JSON.

    That is the files read before they were written (also in vain), the files written, and the variables
    asked for; the project's modules with the functions that were entered, and whether that is not all: their
    code may look at itself, or runs in other processes; what nobody can compare, and the packages that may
    open files unseen (`unseen`). What `press.base.kept` keeps is none of these: it decides nothing that other
    reads do not.
    """
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    others = {os.path.abspath(file) for file in files if isinstance(file, str)} - entered.LOADED.keys()
    entered.note_in(entered.SHARED)
    return json.dumps({
        "reads": watch.of_the_project([*watch.READS, *sorted(others - watch.READS.keys())]),
        "writes": watch.of_the_project(watch.WRITES),
        "variables": sorted(watch.VARIABLES),
        "modules": entered.of_modules(),
        "loaded": entered.LOADED,
        "not_all": bool(entered.LOOKING or watch.PROGRAMS),
        "unseen": sorted(watch.UNSEEN | entered.reasons()),
        "opaque": unseen.opaque_packages(),
        "shared": entered.named(entered.SHARED),
    })  # fmt: skip


def has_effects() -> bool:
    """Whether the document has done what another could notice (`watch.effects`)."""
    return bool(watch.effects())
