"""Which engine builds the project: genuine Quarto where it is installed, else press.

Both make the same folder, whole or not at all.
"""

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from press.base import yaml12
from press.base.checkout import current_version
from press.base.environment import without
from press.base.errors import PressError
from press.render import replace

HOW_TO_GET = "`make quarto` gets it"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that is there.

    Attributes
    ----------
    program : tuple of str
        Quarto's command; empty for press.
    why : str
        In one line, which engine it is and how to have the other.
    """

    program: tuple[str, ...]
    why: str


def asked_for() -> str:
    """Return the engine that the environment variable ENGINE names; auto unless it is set."""
    return os.environ.get("ENGINE") or "auto"


def choose(asked: str) -> Engine:
    """Return the engine that is asked for: auto, quarto or press.

    Raises
    ------
    PressError
        There is no such engine, or Quarto is not installed.
    """
    if asked not in ("auto", "quarto", "press"):
        raise PressError(f"ENGINE is one of auto, quarto and press, not {asked}.")
    program = shutil.which("quarto", path=_path()) or ""
    if asked == "quarto" and not program:
        raise PressError(f"Quarto is not installed; {HOW_TO_GET}, ENGINE=press does without.")
    if program and asked != "press":
        why = "Building with genuine Quarto (ENGINE=press takes our own renderer)."
        return Engine(_command(program), why)
    absent = "" if program else f" (genuine Quarto is not installed; {HOW_TO_GET})"
    return Engine((), f"Building with press{absent}.")


def project_here() -> Path:
    """Return the folder of the project around the working folder.

    Raises
    ------
    PressError
        There is none.
    """
    here = Path.cwd()
    root = next((folder for folder in (here, *here.parents) if (folder / "_quarto.yml").is_file()), None)
    if root is None:
        raise PressError("there is no _quarto.yml here or above.", here)
    return root


def say_if_undated(root: Path) -> None:
    """Say once that a build cannot name its commit."""
    if not current_version(root).commit:
        print(
            "The commit of this build is not known (no git checkout with a commit, no archive that notes "
            "one), so that its pages name none.",
            flush=True,
        )


def render_with_quarto(
    program: tuple[str, ...], root: Path, format: str = "", output_dir: Path | None = None
) -> int:
    """Let Quarto make the project's output folder, which takes its place in one step; return its status.

    Parameters
    ----------
    program
        Quarto's command.
    root
        The project's folder.
    format
        The one format of every page to make; empty for those that each document declares.
    output_dir
        In place of the project's output folder.
    """
    stated = (yaml12.read(root / "_quarto.yml").get("project") or {}).get("output-dir", "_site")
    output = output_dir or Path(stated)
    new = output.with_name(f"{output.name}.new")
    words = [*program, "render", *(["--to", format] if format else []), "--output-dir", str(new)]
    os.chdir(root)
    return replace.main(output, new, words, environment(root))


def preview_with_quarto(program: tuple[str, ...], root: Path, port: int) -> NoReturn:
    """Become Quarto's own preview."""
    os.chdir(root)
    os.execve(program[0], [*program, "preview", *(["--port", str(port)] if port else [])], environment(root))


def environment(root: Path) -> dict[str, str]:
    """Return Quarto's environment: its kernels run this Python, and mind no settings for other work."""
    date = os.environ.get("SOURCE_DATE_EPOCH") or current_version(root).seconds
    return without(os.environ) | {
        "JUPYTER_CONFIG_DIR": str(Path(sys.prefix, "jupyter", "config")),
        "JUPYTER_DATA_DIR": str(Path(sys.prefix, "share", "jupyter")),
        "JUPYTER_RUNTIME_DIR": str(Path(sys.prefix, "jupyter", "runtime")),
        "IPYTHONDIR": str(Path(sys.prefix, "ipython")),
        "MPLCONFIGDIR": str(Path(sys.prefix, "matplotlib")),
        **({"SOURCE_DATE_EPOCH": date} if date else {}),
        "PATH": _path(),
        "TYPST_IGNORE_SYSTEM_FONTS": "true",
        "QUARTO_PYTHON": sys.executable,
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", "0"),
    }


def _command(program: str) -> tuple[str, ...]:
    """Return how Quarto is run: what pip wrote into this environment, by Python.

    Its first lines would name Python to a shell, which reads signs of the folder's name.
    """
    if Path(program).parent != Path(sys.prefix, "bin"):
        return (program,)
    with Path(program).open("rb") as file:
        by_python = re.match(rb"#!.*(\n.*)?/python", file.read(4096))
    return (sys.executable, program) if by_python else (program,)


def _path() -> str:
    """Return the PATH, this environment's programs first: a project's own commands begin with `python`."""
    return os.pathsep.join([str(Path(sys.prefix, "bin")), os.environ.get("PATH", os.defpath)])
