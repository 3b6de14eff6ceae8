"""What all processes of a test run share and one of them makes."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path


def once(folder: Path, name: str, make: Callable[[], str]) -> str:
    """What `make` said to the first process that asked under this name in this folder.

    The others wait for it.
    """
    said = folder / f"{name}.log"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_text(make(), encoding="utf-8")
    return said.read_text(encoding="utf-8")
