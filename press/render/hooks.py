"""Runs a project's pre-render and post-render commands."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from press.base.errors import PressError
from press.render.following import Follower, followed, working_ahead
from press.render.in_kernel import commands as python_commands
from press.render.kernel import Kernel

if TYPE_CHECKING:
    from press.render.build import Build

AHEAD = {f"python -m press {name}": ["-m", "press", "ahead", name] for name in ("prepare", "deliver")}
"""What a kernel that waits does for a command of press meanwhile.

It keeps what the command would compute, and loads what its documents will want.
"""


def run_commands(stage: str, commands: tuple[str, ...], build: Build) -> None:
    """Run the commands of a stage ("pre-render" or "post-render") in the project's folder, in their order.

    Python commands (`python -m x`, `python x.py`, `x.py`) run inside the kernel, so that what they import
    serves the cells too, or in press itself if they are known to be quick and nothing has to be learnt of
    them: no kernel runs, or a few pages only are made. `python -S -m x`, which can use nothing but the
    standard library, runs in press itself: what it reads concerns no cell. Others run as processes of their
    own. All see Quarto's QUARTO_PROJECT_... variables.

    Raises
    ------
    PressError
        A command ended with a status other than 0; its own message is the message.
    """
    for command in commands:
        words, spared = shlex.split(command), False
        if Path(words[0]).suffix.lower() in {".ts", ".js", ".r", ".lua"}:
            raise PressError(
                f"{stage} `{command}` is not supported: press runs Python and programs.", build.project.file
            )
        if words[0] == "python" and words[1:3] == ["-S", "-m"]:
            _run_here(command, words[2:], build)
        elif arguments := _python_arguments(words):
            name, variables = f"{stage} {command}", environment(build)
            spare = not (build.running and build.whole)
            in_kernel = partial(_run_in_kernel, documents_follow=stage == "pre-render")
            runner = _run_here if spare and build.cache.is_quick(name, variables) else in_kernel
            spared = build.cache.run_command(name, variables, partial(runner, command, arguments, build))
        else:
            _report_end(command, *_run_program(words, build), build)
        build.report(f"{stage}: {command}{' (unchanged)' if spared else ''}")


def _run_in_kernel(command: str, arguments: list[str], build: Build, *, documents_follow: bool) -> Kernel:
    kernel, others = build.running_kernels()[0], build.running[1:]
    run = partial(Kernel.run_hook, folder=build.project.root, environment=environment(build))
    helper = others[0] if others and command in AHEAD else None
    share = partial(run, arguments=AHEAD.get(command), echo=lambda text: None)
    loading = _loaders(build, others) if documents_follow and not helper else []
    with followed(kernel, [*loading, build.cache.inputs.learn_modules]), working_ahead(helper, share):
        ended = run(kernel, arguments, echo=lambda text: build.report(text.rstrip()))
        _report_end(command, *ended, build)
    return kernel


def _loaders(build: Build, kernels: Sequence[Kernel]) -> list[Follower]:
    """Return what lets kernels load the libraries that another one tells."""
    folders = sorted({str(folder) for folder in (build.project.root, *(one.parent for one in build.sources))})
    return [partial(kernel.load_libraries, folders) for kernel in kernels]


def _run_here(command: str, arguments: list[str], build: Build) -> None:
    """Run a Python command in this process, which then forgets what modules of the project it imported."""
    root, before, folder = str(build.project.root), set(sys.modules), os.getcwd()
    try:
        _report_end(command, *python_commands.run(arguments, root, environment(build)), build)
    finally:
        os.chdir(folder)
        python_commands.forget_modules_of(root, before)


def _report_end(command: str, status: int, message: str, build: Build) -> None:
    if status:
        raise PressError(message or f"`{command}` ended with status {status}.")
    if message:
        build.report(message)


def _python_arguments(words: list[str]) -> list[str] | None:
    """Return the arguments of a Python command that can run in the kernel, or None."""
    if words[0].endswith(".py"):
        return words
    python = Path(words[0]).name in ("python", "python3") and len(words) > 1
    return words[1:] if python and (words[1] == "-m" or words[1].endswith(".py")) else None


def _run_program(words: list[str], build: Build) -> tuple[int, str]:
    program = sys.executable if words[0] in ("python", "python3") else words[0]
    try:
        done = subprocess.run(
            [program, *words[1:]],
            cwd=build.project.root,
            env=os.environ | environment(build) | {"QUARTO_PROJECT_ROOT": str(build.project.root)},
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        return 1, f"{words[0]} cannot be run: {error.strerror}."
    if done.stdout.strip():
        build.report(done.stdout.rstrip())
    return done.returncode, done.stderr.strip()


def environment(build: Build) -> dict[str, str]:
    """Return Quarto's variables for a project's commands."""
    root = build.project.root
    made = [str(file) for file in sorted(build.staged.rglob("*")) if file.is_file()]
    return {
        "QUARTO_PROJECT_OUTPUT_DIR": str(build.staged),
        "QUARTO_PROJECT_INPUT_FILES": "\n".join(str(source.relative_to(root)) for source in build.sources),
        "QUARTO_PROJECT_OUTPUT_FILES": "\n".join(made),
        "QUARTO_PROJECT_RENDER_ALL": "1" if build.whole else "",
    }
