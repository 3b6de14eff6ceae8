"""Has the formats of a page proved against each other, and remembers what came of it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from press.render.document import Executed

if TYPE_CHECKING:
    from press.render.build import Build

Prove = Callable[[Executed, Mapping[str, Path]], list[str]]
"""Takes a document and its pages by their formats, and returns warnings; it raises what ends the build."""


def prove_pages(build: Build, executed: Executed, pages: Mapping[str, Path], unchanged: bool) -> None:
    """Prove the pages of a document, unless an earlier build proved just these.

    Parameters
    ----------
    pages : mapping
        The pages as they were made, by their formats.
    unchanged : bool
        Whether all are those of an earlier build of the same press.

    Raises
    ------
    PressError
        The proof failed.
    """
    if build.prove is None or len(pages) < 2:
        return
    shown, started = build.shown(executed.source), time.thread_time()
    name, digests = f"proof-{_digest(shown.encode())[:16]}", _digests(pages)
    store = build.cache.store
    kept = store.record(name, f"the proof of {shown}") if store and unchanged else {}
    warnings = kept["warnings"] if kept.get("pages") == digests else build.prove(executed, pages)
    for warning in warnings:
        build.report(f"warning: {shown}: {warning}")
    if kept.get("pages") != digests:
        build.report(f"{shown}: its formats compared, {time.thread_time() - started:.2f} s")
        if store:
            store.keep(name, {"pages": digests, "warnings": warnings})


def _digests(pages: Mapping[str, Path]) -> dict[str, str]:
    return {format: _digest(file.read_bytes()) for format, file in pages.items()}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
