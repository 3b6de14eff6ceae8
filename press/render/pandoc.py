"""Runs pandoc: Markdown in, a page out, with the cross-reference filter and citeproc."""

import errno
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.base.limits import BYTES_PER_SECOND, CONVERSION_SECONDS, PANDOC_MEMORY
from press.base.markdown_text import program

HERE = Path(__file__).parent
FILTERS = HERE / "filters"
SOURCES = FILTERS / "sources.lua"
SIGNS = FILTERS / "signs.lua"
READER = "markdown-example_lists"
"""Pandoc's Markdown without example lists, which take `(@key)` before a paragraph for an item's number."""
TOO_LONG = "the conversion takes too long"
BOUNDED = ("/bin/sh", "-c", 'ulimit -t "$0"; exec "$@"')
"""Runs a program that the system ends after so many seconds of processor time.

The clock of a busy machine tells nothing.
"""
PATIENCE = 10
"""Seconds on the clock for each second of processor time."""
_UTF8 = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
"""The locale for pandoc, which in others cannot name every file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the text asks for in vain: its kind, and the key, file or class at fault.

    What an author's own filter does wrong has the filter's file and the line.
    """

    kind: str
    what: str
    file: str = ""
    line: int = 1


class PandocFailed(Exception):
    """Pandoc ended with an error; `problems` are those the filter found, `message` is pandoc's own text."""

    def __init__(self, message: str, problems: list[Problem]) -> None:
        super().__init__(message)
        self.message, self.problems = message, problems


@dataclass(frozen=True, slots=True)
class Converted:
    """What pandoc wrote, its warnings, and the lines that an author's filters printed."""

    output: bytes
    warnings: list[str]
    printed: list[str]


def command(*arguments: str) -> list[str]:
    """Return a command line of pandoc that takes no template, style or abbreviation of the user's."""
    return [program(), "--data-dir", str(HERE / "no-data"), *arguments]


def address(file: Path) -> str:
    """Return a path for an option that takes an address: a template's, a style's, a Word file's."""
    return str(file).replace("%", "%25")


def run(
    body: str,
    metadata: dict[str, Any],
    arguments: Iterable[str],
    filter_options: dict[str, Any],
    citeproc: bool,
    last: Iterable[Path],
    folder: Path,
    meanwhile: Callable[[], object],
) -> Converted:
    """Run pandoc, and do something else meanwhile.

    Parameters
    ----------
    body : str
        The Markdown.
    metadata : dict
        Title, authors and so on; strings are Markdown.
    arguments : iterable of str
        Writer, template and other arguments.
    filter_options : dict
        What the Lua filter needs (filters/page.lua).
    citeproc : bool
        Whether pandoc resolves citations.
    last : iterable of Path
        The filters that run after citations are resolved.
    folder : Path
        The working folder, from which an author's filters name files.
    meanwhile : callable
        The something else.

    Raises
    ------
    PandocFailed
        If it or the filter failed.
    OSError
        If the disk is full.
    """
    with tempfile.TemporaryDirectory(prefix="press-") as scratch:
        file, output = Path(scratch, "metadata.json"), Path(scratch, "page")
        file.write_text(json.dumps(metadata), encoding="utf-8")
        words = [
            "--metadata-file", str(file), "--metadata", "press=" + json.dumps(filter_options),
            "--output", str(output),
            "--lua-filter", str(FILTERS / "press.lua"), *(["--citeproc"] if citeproc else []),
            *(word for file in last for word in ("--lua-filter", str(file))), *arguments,
        ]  # fmt: skip
        done = _run_bounded(words, body, meanwhile, folder)
        page = output.read_bytes() if output.is_file() else None
    messages = done.stderr.decode(errors="replace")
    if done.returncode or page is None:
        _raise_full_disk(messages)
        found = re.search(r"PRESS(\[.*?\])PRESS", messages, flags=re.DOTALL)
        problems = [Problem(**entry) for entry in json.loads(found[1])] if found else []
        raise PandocFailed(messages.strip(), problems)
    said = done.stdout.decode(errors="replace").splitlines()
    return Converted(page, _warnings(messages), [line for line in said if line.strip()])


def _raise_full_disk(messages: str) -> None:
    """Raise what Python would raise where pandoc had no room to write."""
    for error in (errno.ENOSPC, errno.EDQUOT):
        if f"({os.strerror(error)})" in messages:
            raise OSError(error, os.strerror(error), "what pandoc writes")


def bare_html(markdown: str) -> bytes:
    """Return the HTML of Markdown alone: no filter, no template, no citations, no file read.

    It is empty where it cannot be made.
    """
    done = _run_bounded(["--sandbox", "--to", "html5"], markdown, lambda: None)
    return b"" if done.returncode else done.stdout


def _run_bounded(
    words: Iterable[str], markdown: str, meanwhile: Callable[[], object], folder: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run pandoc on a text for no longer than a text of its size may take."""
    text = markdown.encode()
    seconds = CONVERSION_SECONDS + len(text) // BYTES_PER_SECOND
    whole = [
        *(*BOUNDED, str(seconds), *command("+RTS", *PANDOC_MEMORY, "-RTS")),
        *("--from", READER, "--wrap", "none", *words),
    ]
    with tempfile.TemporaryFile() as body:
        body.write(text)
        body.seek(0)
        with subprocess.Popen(
            whole,
            stdin=body,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=os.environ | {"LC_ALL": _UTF8},
        ) as process:
            try:
                meanwhile()
                output, messages = process.communicate(timeout=PATIENCE * seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise PandocFailed(TOO_LONG, []) from None
            except BaseException:
                process.kill()
                raise
    if process.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise PandocFailed(TOO_LONG, [])
    return subprocess.CompletedProcess(whole, process.returncode, output, messages)


def _warnings(messages: str) -> list[str]:
    """Return pandoc's warnings, one string each (a warning may run over several lines)."""
    return [" ".join(part.split()) for part in re.split(r"^\[WARNING\] ", messages, flags=re.MULTILINE)[1:]]
