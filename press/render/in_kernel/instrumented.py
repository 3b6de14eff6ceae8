"""Compiles the project's modules so that they note which of their parts are entered, and keeps what it made.

As Python keeps its own, in `__pycache__` beside the source. What is kept holds for this source, at this path,
compiled by this Python and this code.
"""

import ast
import hashlib
import marshal
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import MAGIC_NUMBER, cache_from_source
from io import BytesIO
from pathlib import Path
from types import CodeType
from typing import Any

from . import parts
from .unseen import reasons_in
from .watch import PRESS

MADE_BY = ("instrumented", "parts", "unseen")
"""The modules on which what is made depends."""
Digests = tuple[str, dict[str, str]]
"""Of a module's frame, and of its parts by name (`parts.digests`)."""


@dataclass(frozen=True, slots=True)
class Instrumented:
    """A module that notes its parts.

    Attributes
    ----------
    code
        What runs when it is loaded.
    names
        The parts' names by the numbers that they note.
    looks
        Whether its code may look at lines or code itself.
    reasons
        What the code of a part has to do with that nobody can compare (`unseen`), by the part's number.
    unseen
        What code outside of parts has to do with.
    """

    code: CodeType
    names: dict[int, str]
    looks: bool
    reasons: dict[int, list[str]]
    unseen: list[str]


def instrumented(source: bytes, path: str) -> Instrumented:
    """Return a module as it is kept, or made and kept now.

    Parameters
    ----------
    source, path
        The module's text and its file.

    Raises
    ------
    SyntaxError
        The source is no Python.
    """
    if held := _read(source, path):
        return Instrumented(*_loaded(held)[1])
    digests, found = parts.digests(ast.parse(source, path)), _made(source, path)
    _keep(source, path, digests, found)
    return found


def kept_digests(source: bytes, path: str) -> Digests | None:
    """Return the digests of a module's parts where they are kept with it."""
    held = _read(source, path)
    return _loaded(held, 1)[0] if held else None


def _may_be_unseen(path: str) -> bool:
    """Whether what code does may be unseen; that of press decides no number."""
    return not path.startswith(PRESS + os.sep)


def _key(source: bytes, path: str) -> bytes:
    about = [path, _may_be_unseen(path), sys.flags.optimize, sys.version, ""]
    told = "\0".join(map(str, about)).encode(errors="surrogatepass")
    return hashlib.sha256(MAGIC_NUMBER + _makers() + told + source).digest()


@cache
def _makers() -> bytes:
    return b"".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in MADE_BY)


def _file_of(path: str) -> str:
    return cache_from_source(path, optimization="press")


def _read(source: bytes, path: str) -> bytes | None:
    """Return what is kept of a source; None where it is another's, or damaged."""
    key = _key(source, path)
    with suppress(OSError):
        held = Path(_file_of(path)).read_bytes()
        content = held[2 * len(key) :]
        if held.startswith(key + _checked(content)):
            return content
    return None


def _loaded(content: bytes, number: int = 2) -> list[Any]:
    """Return the first of the things that were kept: the digests, then the module."""
    file = BytesIO(content)
    return [marshal.load(file) for _ in range(number)]


def _keep(source: bytes, path: str, digests: Digests, made: Instrumented) -> None:
    """Keep a module where Python may keep its own; another process may do the same at this moment."""
    if sys.dont_write_bytecode:
        return
    module = (made.code, made.names, made.looks, made.reasons, made.unseen)
    content = marshal.dumps(digests) + marshal.dumps(module)
    file = _file_of(path)
    passing = f"{file}.{os.getpid()}"
    with suppress(OSError):
        os.makedirs(os.path.dirname(file), exist_ok=True)
        Path(passing).write_bytes(_key(source, path) + _checked(content) + content)
        os.replace(passing, file)


def _checked(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _made(source: bytes, path: str) -> Instrumented:
    tree = ast.parse(source, path)
    numbers = {name: number_of(path, name) for name, _ in parts.parts_of(tree)}
    reasons, unseen = _unseen(source, tree, numbers) if _may_be_unseen(path) else ({}, [])
    return Instrumented(
        compile(parts.instrument(tree, numbers), path, "exec", dont_inherit=True),
        {number: name for name, number in numbers.items()},
        bool(parts.LINES.search(source)),
        reasons,
        unseen,
    )


def number_of(path: str, name: str) -> int:
    """Return the number of a part, the same in every process."""
    return int.from_bytes(hashlib.sha256(f"{path}\0{name}".encode(errors="surrogatepass")).digest()[:7])


def _unseen(
    source: bytes, tree: ast.Module, numbers: dict[str, int]
) -> tuple[dict[int, list[str]], list[str]]:
    """Return for each part, and for the module itself, what its code has to do with."""
    text = source.decode(errors="replace")
    lines = text.splitlines()
    of_parts: dict[int, list[str]] = {}
    of_module: list[str] = []
    for reason in sorted(reasons_in(text)):
        inside: list[range] = []
        for name, part in parts.parts_of(tree):
            span = range(part.lineno - 1, part.end_lineno or part.lineno)
            if reason in reasons_in("\n".join(lines[span.start : span.stop])):
                of_parts.setdefault(numbers[name], []).append(reason)
                inside.append(span)
        rest = (line for number, line in enumerate(lines) if not any(number in span for span in inside))
        if reason in reasons_in("\n".join(rest)):
            of_module.append(reason)
    return of_parts, of_module
