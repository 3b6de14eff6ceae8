"""Gets what a machine lacks, once, and keeps it in the folder of the environment."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.browser.launch import NoBrowser

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv" / "browser"

QUICKLY, SLOWLY = 30, 1200
"""How long an answer of a registry and a download may take [s]."""


def kept(name: str, get: Callable[[Path], Path]) -> Path:
    """The folder of this name in the environment.

    Parameters
    ----------
    name : str
        With a version in it: what is there is taken as it is.
    get : callable
        Is called where the folder is not there yet, with an empty one to work in, and returns the part of
        that to keep. It appears in one step, whole; other processes wait for it, and what an interrupted one
        left is removed.

    Raises
    ------
    NoBrowser
        It could not be got, or the environment cannot be written.
    """
    folder = HOME / name
    if not folder.exists():
        try:
            _fill(folder, get)
        except OSError as error:
            raise NoBrowser(f"{error.filename or HOME} is of no use: {error.strerror or error}") from None
    return folder


def _fill(folder: Path, get: Callable[[Path], Path]) -> None:
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in HOME.glob(f"getting-{folder.name}-*"):
            shutil.rmtree(left, ignore_errors=True)
        if not folder.exists():
            with tempfile.TemporaryDirectory(prefix=f"getting-{folder.name}-", dir=HOME) as temporary:
                get(Path(temporary)).rename(folder)


def run(command: list[str], folder: Path, seconds: int, failure: str) -> None:
    """Run npm or pip; of what they say only npm's code is handed on, the rest names registries.

    Raises
    ------
    NoBrowser
        The sentence `failure`, with the code or the exit status.
    """
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            text=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=seconds,
            env=os.environ | {"PIP_USER": "0"},  # pip may be configured to install for the user
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NoBrowser(f"{failure} (no answer for {seconds} s)") from None
    if done.returncode:
        code = re.search(r"^npm \S+ code (\w+)", done.stderr, re.MULTILINE)
        raise NoBrowser(f"{failure} ({code[1] if code else f'exit status {done.returncode}'})")
