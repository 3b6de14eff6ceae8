"""The project's sources in a folder elsewhere, and a build of them there; the project stays as it is."""

import os
import subprocess
import sys
from pathlib import Path

from press.base import checkout, project_files
from press.base.checkout import ARCHIVE_NOTE, CheckoutError, current_version
from press.base.environment import without
from press.base.errors import InputError
from press.base.paths import ROOT
from press.paper import current

MAKES_OWN = ("MAKE", "MFLAGS", "PANEL", "ENGINE", "QUARTO", "SOURCE_DATE_EPOCH")
"""How environment variables begin that a make passes on, and that would steer the make it starts.

A copy is dated by the commit that it notes.
"""
READY = "READY=.venv/bin/python"
"""Tells a make in a copy that the environment is shared and stands: it is not to be set up anew."""


def copy_sources(target: Path) -> None:
    """Copy the project's own files as they stand, uncommitted changes included.

    What else lies in the folder is left out (see `project_files`).
    """
    project_files.copy(project_files.names(), target)
    version = current_version(ROOT)
    if version.commit:
        (target / ARCHIVE_NOTE).write_text(f"{version.commit} {version.date}\n", encoding="utf-8")
    share_environment(target)


def export(reference: str, target: Path, variable: str = "REF") -> None:
    """Unpack the project as it was at a tag or commit, which a variable of make names.

    Raises
    ------
    InputError
        When this is no git checkout, or git does not know the reference.
    """
    if not checkout.is_checkout(ROOT):
        raise InputError("An earlier version can only be had from a git checkout, and this folder is none.")
    try:
        checkout.unpack(ROOT, checkout.find_commit(ROOT, reference), target)
    except CheckoutError as error:
        raise InputError(f"{variable}={reference}: {error}") from None
    share_environment(target)


def share_environment(target: Path) -> None:
    """Let a copy use the environment that runs this."""
    (target / ".venv").symlink_to(sys.prefix)


def build(folder: Path, *words: str, panel: Path | None = None) -> None:
    """Run make in a copy.

    Parameters
    ----------
    words
        Target and variables, such as "paper", "ENGINE=press".
    panel
        The panel; by default the copy's own.

    Raises
    ------
    InputError
        When it fails, with the last error line of the build.
    """
    named = {"PANEL": str(as_copied(panel, folder))} if panel else {}
    result = subprocess.run(
        ["make", *words, READY],
        cwd=folder,
        env=environment(folder) | named,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        reason = last_error(result.stderr or result.stdout)
        raise InputError(f"the build in a clean folder failed ({reason}).")


def run(folder: Path, command: str) -> None:
    """Run a command of press in a copy, as the copy has it.

    Raises
    ------
    InputError
        When it fails, with the last error line.
    """
    result = subprocess.run(
        [sys.executable, "-m", "press", command],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise InputError(f"press {command} failed in a clean folder ({last_error(result.stderr)}).")


def environment(folder: Path) -> dict[str, str]:
    """Return this environment for a make in a copy, without what would steer it."""
    own = {name: value for name, value in without(os.environ).items() if not name.startswith(MAKES_OWN)}
    return own | {"PWD": str(folder)}


def panel_named() -> Path | None:
    """Return the panel that PANEL names, if it names one."""
    return current().data_file()[0] if os.environ.get("PANEL", "").strip() else None


def panel_in_use() -> Path | None:
    """Return the panel that a build of the project as it stands would read.

    It is none where that is one that the project ships, which every copy holds. A private panel stays where
    it is: a copy's build reads it there.
    """
    path, shipped = current().data_file()
    return None if shipped else path


def as_copied(file: Path, folder: Path) -> Path:
    """Return a file's copy if it is one of the project's own and the copy holds it, else the file itself."""
    own = folder / file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    return own if own.exists() else file


def last_error(output: str) -> str:
    """Return the last line of a build's output that tells an error, without the full stop."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["it said nothing"]
    errors = [line for line in lines if line.lower().startswith("error")]
    others = [line for line in lines if not line.startswith("make")]
    return (errors or others or lines)[-1].removeprefix("error: ").removeprefix("make: *** ").rstrip(".")
