"""Remembers the digests of modules' parts (`parts`): to read a module as a tree takes a while.

Those of a module that was loaded are kept with it.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock

from press.base import syntax
from press.base.store import Store
from press.render.in_kernel import parts
from press.render.in_kernel.instrumented import Digests, kept_digests

NAME = "modules"


class KnownParts:
    """The digests of the parts of a project's modules, those of earlier builds among them.

    Parameters
    ----------
    store : Store or None
        Where they are kept; None to keep nothing.
    """

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._known: dict[str, tuple[str, Digests]] | None = None
        self._grew, self._keeping = False, Lock()

    def digests(self, path: str, file: Path) -> Digests | None:
        """Return the digests of the module that is named `path` in records; None where it is none."""
        known = self._read()
        try:
            source = file.read_bytes()
            digest = hashlib.sha256(source).hexdigest()
            if path not in known or known[path][0] != digest:
                told = kept_digests(source, str(file)) or parts.digests(syntax.parse(source))
                known[path] = digest, told
                self._grew = True
        except (OSError, SyntaxError, ValueError, RecursionError):
            return None
        return known[path][1]

    def keep(self) -> None:
        """Keep what was learnt since it was last kept."""
        with self._keeping:
            if self._store and self._grew:
                self._grew = False
                self._store.keep(NAME, {"parts": dict(self._read())})

    def _read(self) -> dict[str, tuple[str, Digests]]:
        if self._known is None:
            kept = self._store.record(NAME, "the modules").get("parts", {}) if self._store else {}
            self._known = {
                path: (digest, (frame, by_name)) for path, (digest, (frame, by_name)) in kept.items()
            }
        return self._known
