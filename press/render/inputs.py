"""What decides what a run gives, as its record names it, and whether all of it is as it was.

That is the files that were read (data, files that were looked for in vain), the modules of the project with
the functions that were entered (`in_kernel.parts`; a change of others concerns nobody), the names of all
files in the project, and the environment variables that were asked for; where compiled code may have opened
files unseen, all files of the project. What was written counts too: it has to be there still. Files are
compared by content. Paths in records start at the project's folder, or with `{output}` at the folder in which
the output grows.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.base.qmd_text import FRONT
from press.render.digests import of, of_file, of_files, of_front, of_names, walk
from press.render.finer import Part
from press.render.known_parts import KnownParts

OUTPUT = "{output}/"
#: Variables that differ from call to call and decide nothing, and those that press sets for itself.
_NOISE = {
    "PWD", "OLDPWD", "SHLVL", "_", "COLUMNS", "LINES", "TERM", "MAKEFLAGS", "MAKELEVEL", "MFLAGS",
    "MAKEOVERRIDES", "IPYTHONDIR", "MATPLOTLIBRC", "MPLBACKEND", "JPY_PARENT_PID", "JPY_SESSION_NAME",
    "PYDEVD_DISABLE_FILE_VALIDATION", "PYTHONHASHSEED", "QUARTO_DOCUMENT_PATH", "QUARTO_DOCUMENT_FILE",
    "PRESS_BUILDING", "PYTEST_CURRENT_TEST",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files, modules and variables of one project, under the names that records give them.

    Parameters
    ----------
    root : Path
        The project's folder.
    staged : Path
        Where the output folder's new content grows.
    output_dir : Path
        The output folder.
    modules : KnownParts
        The digests of the parts of its modules.
    """

    root: Path
    staged: Path
    output_dir: Path
    modules: KnownParts

    def described(
        self, seen: dict[str, Any], variables: dict[str, str], modules_as_a_whole: bool
    ) -> dict[str, Any]:
        """Return what a run used and wrote (`in_kernel.observing.observed`), as its record says it."""
        reads = {self.short(path): self._digest(path) for path in seen["reads"] if not Path(path).is_dir()}
        asked = (one for one in seen["variables"] if one not in _NOISE)
        return {
            "names": of_names(self.root),
            "variables": {one: self.variable(one, variables) for one in asked},
            # outputs are looked at first, since they change most
            "reads": dict(sorted(reads.items(), key=lambda read: not read[0].startswith(OUTPUT))),
            "modules": self._described_modules(seen["modules"], modules_as_a_whole),
            "writes": {
                self.short(path): self._digest(path) for path in seen["writes"] if Path(path).is_file()
            },
        } | ({"all_files": self._all_files()} if seen["opaque"] else {})

    def _described_modules(self, modules: dict[str, list[str]], as_a_whole: bool) -> dict[str, Any]:
        """Return what decides what modules did: their frames and the parts that were entered."""
        described: dict[str, Any] = {}
        for file, names in modules.items():
            path = self.short(file)
            described[path] = {"file": self._digest(path)}
            if not as_a_whole and (digests := self._parts(path)):
                frame, by_name = digests
                described[path] |= {
                    "frame": frame,
                    "parts": {name: by_name[name] for name in names if name in by_name},
                }
        return described

    def hold(self, record: dict[str, Any], variables: dict[str, str]) -> bool:
        """Whether all that a record names is as it was."""
        return self.hold_but_modules(record, variables) and all(
            self._module_holds(path, said) for path, said in record["modules"].items()
        )

    def hold_but_modules(self, record: dict[str, Any], variables: dict[str, str]) -> bool:
        """Whether all but the modules is as it was when a record was kept."""
        return (
            ("all_files" not in record or record["all_files"] == self._all_files())
            and all(self.variable(one, variables) == value for one, value in record["variables"].items())
            and all(self._digest(path) == digest for path, digest in record["reads"].items())
            and all(
                path.startswith(OUTPUT) or self._digest(path) == digest
                for path, digest in record["writes"].items()
            )
            and record["names"] == of_names(self.root)
        )

    def _module_holds(self, path: str, said: dict[str, Any]) -> bool:
        return self._digest(path) == said["file"] or self._changed_parts(path, said) == set()

    def changed_parts(self, record: dict[str, Any]) -> set[Part] | None:
        """Return which functions that a record names have changed; None where more of a module has."""
        found: set[Part] = set()
        for path, said in record["modules"].items():
            if self._digest(path) != said["file"]:
                if (changed := self._changed_parts(path, said)) is None:
                    return None
                found |= changed
        return found

    def _changed_parts(self, path: str, said: dict[str, Any]) -> set[Part] | None:
        digests = self._parts(path) if "frame" in said else None
        if digests is None or digests[0] != said["frame"]:
            return None
        return {(path, name) for name, digest in said["parts"].items() if digests[1].get(name) != digest}

    def changed_since(self, seen: dict[str, Any], started: float) -> bool:
        """Whether a file changed while a run used it: what it gave cannot be trusted."""
        used = (Path(path.removesuffix(FRONT)) for path in set(seen["reads"]) - set(seen["writes"]))
        return any(_is_newer(file, started) for file in used) or any(
            _is_newer(Path(file), loaded) for file, loaded in seen["loaded"].items()
        )

    def learn_modules(self, names: Iterable[str]) -> None:
        """Read the modules of the project among some: a record names the digests of their parts."""
        for name in names:
            inside = name.replace(".", "/")
            for path in (f"{inside}.py", f"{inside}/__init__.py"):
                if self.path(path).is_file():
                    self._parts(path)

    def _parts(self, path: str) -> tuple[str, dict[str, str]] | None:
        """Return the digests of a module's parts; None where it is none."""
        return self.modules.digests(path, self.path(path))

    def _all_files(self) -> str:
        """Return a digest of the project's files, any of which compiled code may have opened unseen."""
        return of(of_files(self.root, walk(self.root, self.output_dir)))

    def variable(self, name: str, variables: dict[str, str]) -> str | None:
        """Return the value of a variable of the environment, of those for a run first."""
        value = variables.get(name, os.environ.get(name))
        return value and value.replace(str(self.staged), OUTPUT.rstrip("/"))

    def short(self, path: str) -> str:
        """Return a path as records name it: from the output folder, or else from the project's."""
        inside = Path(os.path.normpath(path)).is_relative_to(self.staged)
        return OUTPUT + os.path.relpath(path, self.staged) if inside else os.path.relpath(path, self.root)

    def path(self, short: str) -> Path:
        """Return the file that records name so."""
        return self.staged / short.removeprefix(OUTPUT) if short.startswith(OUTPUT) else self.root / short

    def _digest(self, short: str) -> str | None:
        if short.endswith(FRONT):
            return of_front(self.path(short.removesuffix(FRONT)))
        return of_file(self.path(short))


def _is_newer(file: Path, since: float) -> bool:
    return file.is_file() and file.stat().st_mtime > since
