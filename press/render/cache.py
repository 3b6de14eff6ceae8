"""Reuses what cells and Python commands gave as long as their sources are unchanged.

A record of a run, which `store` keeps, names the code and options that ran, the files that were read (data,
files that were looked for in vain), the modules of the project with the functions that were entered
(`parts`; a change of others concerns nobody, and `finer` says which cells a change concerns), the names of
all files in the project, the environment variables that were asked for, the Python, its packages and lock
files, and press itself. Files are compared by content. A run that had to do with what nobody can compare is
never reused, and one with packages that may open files unseen is as long as no file of the project changed
(`unseen`).
"""

import base64
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from press.base.qmd_text import FRONT
from press.base.store import Store
from press.render import execution, finer
from press.render.digests import name_of, of, of_file, of_files, of_front, of_names, surroundings, walk
from press.render.in_kernel import unseen
from press.render.kept_pages import restore
from press.render.kernel import Kernel
from press.render.known_parts import KnownParts
from press.render.qmd import Cell

QUICK = 2.0  # seconds in a kernel, which needs about as long to start and to import
_OUTPUT = "{output}/"
#: Variables that differ from call to call and decide nothing, and those that press sets for itself.
_NOISE = {
    "PWD", "OLDPWD", "SHLVL", "_", "COLUMNS", "LINES", "TERM", "MAKEFLAGS", "MAKELEVEL", "MFLAGS",
    "MAKEOVERRIDES", "IPYTHONDIR", "MATPLOTLIBRC", "MPLBACKEND", "JPY_PARENT_PID", "JPY_SESSION_NAME",
    "PYDEVD_DISABLE_FILE_VALIDATION", "PYTHONHASHSEED", "QUARTO_DOCUMENT_PATH", "QUARTO_DOCUMENT_FILE",
    "PRESS_BUILDING", "PYTEST_CURRENT_TEST",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pieces:
    """What is known of a run's pieces.

    Attributes
    ----------
    reached
        As `execution.Run` says.
    names
        The names that the document had at its end.
    before
        The record of the run whose pieces were kept, if some were.
    started
        When this run started, in seconds since 1970.
    """

    reached: list[dict[str, Any] | None]
    names: list[str]
    before: dict[str, Any] | None
    started: float


@dataclass(slots=True)
class Cache:
    """The records of one project.

    Parameters
    ----------
    root : Path
        The project's folder.
    store : Store or None
        Where its records are; None to keep nothing.
    staged : Path
        Where the output folder's new content grows; records call it `{output}`.
    fresh : bool
        Whether to run everything anyway (and keep new records).
    output_dir : Path
        The output folder.
    """

    root: Path
    store: Store | None
    staged: Path
    fresh: bool
    output_dir: Path
    lock: Lock = field(default_factory=Lock)
    modules: KnownParts | None = None

    def holds_records(self) -> bool:
        """Whether an earlier run may be reused."""
        return self.store is not None and not self.fresh and self.store.holds_records()

    def find_document(self, job: execution.Job, variables: dict[str, str]) -> execution.Run | None:
        """Return a stored run of the document that is as good as a new one."""
        stored = self._find_run(
            _record_of(job), f"the cells of {job.document.source.name}", self._key_of(job), variables
        )
        if stored and job.pictures.issubset(stored["pictures"]):
            return execution.Run(stored["front"], stored["pieces"])
        return None

    def has_effects(self, job: execution.Job) -> bool:
        """Whether the document's last run changed files or started programs."""
        return bool(self._record(_record_of(job), f"the cells of {job.document.source.name}").get("effects"))

    def run_document(
        self, job: execution.Job, variables: dict[str, str], kernel: Kernel, report: Callable[[str], None]
    ) -> execution.Run:
        """Run the document, and keep what it gave."""
        started = time.time()
        before = self._changed_record(job, variables)
        result, job = self._run_some(job, before, kernel, report) if before else (None, job)
        if result is None:
            before, result = None, execution.run(job, kernel, report)
        unknown = self._keep_run(
            _record_of(job),
            self._key_of(job),
            {"front": result.front, "pieces": result.pieces, "pictures": sorted(job.pictures)},
            kernel,
            variables,
            started,
            Pieces(result.reached, kernel.names(), before and before[0], started),
            _code_of(job),
        )
        if unknown:
            report(f"{job.document.source.name} runs in every build: {' and '.join(sorted(unknown))}")
        return result

    def _changed_record(
        self, job: execution.Job, variables: dict[str, str]
    ) -> tuple[dict[str, Any], set[finer.Part]] | None:
        """Return the record of a run of which only functions have changed since, and these."""
        record = (
            {} if self.fresh else self._record(_record_of(job), f"the cells of {job.document.source.name}")
        )
        if (
            "reached" not in record
            or record["effects"]
            or not job.pictures.issubset(record["result"]["pictures"])
            or not self._surroundings_hold(record, self._key_of(job), variables)
        ):
            return None
        found: set[finer.Part] = set()
        for path, said in record["modules"].items():
            if self._digest(path) != said["file"]:
                digests = self._parts(path)
                if "frame" not in said or digests is None or digests[0] != said["frame"]:
                    return None
                found |= {
                    (path, name) for name, digest in said["parts"].items() if digests[1].get(name) != digest
                }
        return (record, found) if found else None

    def _run_some(
        self,
        job: execution.Job,
        before: tuple[dict[str, Any], set[finer.Part]],
        kernel: Kernel,
        report: Callable[[str], None],
    ) -> tuple[execution.Run | None, execution.Job]:
        """Run the pieces of a document that a change concerns; None where all have to run."""
        record, changed = before
        if not (kept := finer.pieces_to_keep(job.document, record, changed)):
            return None, job
        as_before = replace(job, pictures=frozenset(record["result"]["pictures"]))
        result = execution.run(as_before, kernel, report, kept)
        if not finer.holds(record, result, kept, kernel.names()):
            kernel.restart()
            return None, job
        result.reached = [
            self._in_full(record["reached"][number]) if number in kept else said
            for number, said in enumerate(result.reached)
        ]
        return result, as_before

    def _key_of(self, job: execution.Job) -> str:
        return of([_describe(job), surroundings(self.root)])

    def is_quick(self, command: str, variables: dict[str, str]) -> bool:
        """Whether a command is known to take less time, for so many pages, than a kernel needs to start."""
        record = self._record(name_of(command), f"`{command}`")
        share = min(1.0, _count_pages(variables) / record.get("pages", 1))
        return record.get("seconds", QUICK) * share < QUICK

    def run_command(self, command: str, variables: dict[str, str], run: Callable[[], Kernel | None]) -> bool:
        """Run a Python command, or spare it, which is returned, where all is as it was when it last ran.

        That is what it was made from, and what it wrote. It may look for any of the output's files, which
        `variables` names; what it reads of them is known otherwise. `run` returns the kernel that ran it;
        without one nothing is known of what it read, and the record stays as it was.
        """
        key = of([command, self._variable("QUARTO_PROJECT_OUTPUT_FILES", variables), surroundings(self.root)])
        if self._find_run(name_of(command), f"`{command}`", key, variables) is not None:
            return True
        started = time.time()
        if kernel := run():
            self._keep_run(
                name_of(command), key, {}, kernel, variables, started, pages=_count_pages(variables)
            )
        return False

    def learn_modules(self, names: list[str]) -> None:
        """Read the modules of the project among some: a record names the digests of their parts."""
        for name in names:
            inside = name.replace(".", "/")
            for path in (f"{inside}.py", f"{inside}/__init__.py"):
                if self._path(path).is_file():
                    self._parts(path)

    def _record(self, name: str, shown: str) -> dict[str, Any]:
        return {} if self.store is None else self.store.record(name, shown)

    def _find_run(self, name: str, shown: str, key: str, variables: dict[str, str]) -> dict[str, Any] | None:
        record = {} if self.fresh else self._record(name, shown)
        if not (
            self._surroundings_hold(record, key, variables)
            and all(self._module_holds(path, said) for path, said in record["modules"].items())
        ):
            return None
        copies = {path: base64.b64decode(content) for path, content in record["copies"].items()}
        return record["result"] if self.store and restore(copies, self.staged, shown, self.store) else None

    def _surroundings_hold(self, record: dict[str, Any], key: str, variables: dict[str, str]) -> bool:
        """Whether all but the modules is as it was when a record was kept."""
        return (
            record.get("key") == key
            and ("all_files" not in record or record["all_files"] == self._all_files())
            and all(self._variable(one, variables) == value for one, value in record["variables"].items())
            and all(self._digest(path) == digest for path, digest in record["reads"].items())
            and all(
                path.startswith(_OUTPUT) or self._digest(path) == digest
                for path, digest in record["writes"].items()
            )
            and record["names"] == of_names(self.root)
        )

    def _keep_run(
        self,
        name: str,
        key: str,
        result: dict[str, Any],
        kernel: Kernel,
        variables: dict[str, str],
        started: float,
        of_pieces: "Pieces | None" = None,
        code: str = "",
        pages: int = 1,
    ) -> set[str]:
        """Keep what a run gave if it can be reused, and return why it cannot be (`unseen`)."""
        if self.store is None:
            return set()
        record: dict[str, Any] = {
            "seconds": time.time() - started,
            "pages": pages,
            "effects": kernel.has_effects(),
        }
        seen = self._joined(kernel.observed(), of_pieces)
        used = (Path(path.removesuffix(FRONT)) for path in set(seen["reads"]) - set(seen["writes"]))
        unknown = {*seen["unseen"], *unseen.reasons_in(code)}
        if (
            not unknown
            and not any(_changed_since(file, started) for file in used)
            and not any(_changed_since(Path(file), loaded) for file, loaded in seen["loaded"].items())
        ):
            # else a file changed while it was being used: what it gave cannot be trusted
            reads = {
                self._short(path): self._digest(path) for path in seen["reads"] if not Path(path).is_dir()
            }
            writes = {
                self._short(path): self._digest(path) for path in seen["writes"] if Path(path).is_file()
            }
            record |= {
                "key": key,
                "names": of_names(self.root),
                "variables": {
                    one: self._variable(one, variables) for one in seen["variables"] if one not in _NOISE
                },
                # outputs are looked at first, since they change most
                "reads": dict(sorted(reads.items(), key=lambda read: not read[0].startswith(_OUTPUT))),
                "modules": self._describe_modules(seen["modules"], seen["not_all"] or _tells_lines(result)),
                "writes": writes,
                "copies": {
                    path.removeprefix(_OUTPUT): base64.b64encode(self._path(path).read_bytes()).decode()
                    for path in writes
                    if path.startswith(_OUTPUT)
                },
                "result": result,
            }
            if seen["opaque"]:
                record["all_files"] = self._all_files()
            if of_pieces:
                record |= self._describe_pieces(of_pieces, seen["shared"])
        self.store.keep(name, record)
        self._modules().keep()
        return unknown

    def _joined(self, seen: dict[str, Any], of_pieces: "Pieces | None") -> dict[str, Any]:
        """Return what was seen, and what the pieces that did not run again had been seen to use."""
        if of_pieces is None or (before := of_pieces.before) is None:
            return seen
        modules = {str(self.root / path): list(said["parts"]) for path, said in before["modules"].items()}
        return seen | {
            "reads": [*dict.fromkeys([*seen["reads"], *(str(self._path(one)) for one in before["reads"])])],
            "variables": sorted({*seen["variables"], *before["variables"]}),
            "modules": {
                file: [*dict.fromkeys([*seen["modules"].get(file, ()), *modules.get(file, ())])]
                for file in [*modules, *(file for file in seen["modules"] if file not in modules)]
            },
            "loaded": dict.fromkeys(modules, of_pieces.started) | seen["loaded"],
            "opaque": [*seen["opaque"], *(["kept"] if before.get("all_files") else [])],
            "shared": [*seen["shared"], *([str(self.root / path), name] for path, name in before["shared"])],
        }

    def _in_full(self, said: dict[str, Any]) -> dict[str, Any]:
        return said | {"entered": [[str(self.root / file), name] for file, name in said["entered"]]}

    def _describe_pieces(self, of_pieces: "Pieces", shared: list[list[str]]) -> dict[str, Any]:
        def short(named: list[list[str]]) -> list[list[str]]:
            return [[self._short(file), name] for file, name in named]

        return {
            "reached": [said and said | {"entered": short(said["entered"])} for said in of_pieces.reached],
            "left": of_pieces.names,
            "shared": sorted(map(list, {tuple(one) for one in short(shared)})),
        }

    def _describe_modules(self, modules: dict[str, list[str]], as_a_whole: bool) -> dict[str, Any]:
        """Return what decides what modules did: their frames and the parts that were entered."""
        described: dict[str, Any] = {}
        for file, names in modules.items():
            path = self._short(file)
            described[path] = {"file": self._digest(path)}
            if not as_a_whole and (digests := self._parts(path)):
                frame, by_name = digests
                described[path] |= {
                    "frame": frame,
                    "parts": {name: by_name[name] for name in names if name in by_name},
                }
        return described

    def _module_holds(self, path: str, said: dict[str, Any]) -> bool:
        if self._digest(path) == said["file"]:
            return True
        digests = self._parts(path) if "frame" in said else None
        return (
            digests is not None
            and digests[0] == said["frame"]
            and all(digests[1].get(name) == digest for name, digest in said["parts"].items())
        )

    def _parts(self, path: str) -> tuple[str, dict[str, str]] | None:
        """Return the digests of a module's parts; None where it is none."""
        return self._modules().digests(path, self._path(path))

    def _modules(self) -> KnownParts:
        with self.lock:
            self.modules = self.modules or KnownParts(self.store)
        return self.modules

    def _all_files(self) -> str:
        """Return a digest of the project's files, any of which compiled code may have opened unseen."""
        return of(of_files(self.root, walk(self.root, self.output_dir)))

    def _variable(self, name: str, variables: dict[str, str]) -> str | None:
        value = variables.get(name, os.environ.get(name))
        return value and value.replace(str(self.staged), _OUTPUT.rstrip("/"))

    def _short(self, path: str) -> str:
        """Return a path as records name it: from the output folder, or else from the project's."""
        inside = Path(os.path.normpath(path)).is_relative_to(self.staged)
        return _OUTPUT + os.path.relpath(path, self.staged) if inside else os.path.relpath(path, self.root)

    def _path(self, short: str) -> Path:
        return self.staged / short.removeprefix(_OUTPUT) if short.startswith(_OUTPUT) else self.root / short

    def _digest(self, short: str) -> str | None:
        if short.endswith(FRONT):
            return of_front(self._path(short.removesuffix(FRONT)))
        return of_file(self._path(short))


def _count_pages(variables: dict[str, str]) -> int:
    """Return the number of pages for which a command runs: those made so far, or one before there are any."""
    made = variables["QUARTO_PROJECT_OUTPUT_FILES"].splitlines()
    return max(1, sum(file.endswith(".html") for file in made))


def _changed_since(file: Path, since: float) -> bool:
    return file.is_file() and file.stat().st_mtime > since


def _tells_lines(result: dict[str, Any]) -> bool:
    """Whether outputs may tell lines of modules: warnings and errors do."""
    outputs = [output for piece in result.get("pieces", ()) if isinstance(piece, list) for output in piece]
    return any(output["type"] == "error" or output.get("name") == "stderr" for output in outputs)


def _record_of(job: execution.Job) -> str:
    return name_of(f"{job.document.source} in {job.folder}")


def _code_of(job: execution.Job) -> str:
    return "\n".join(
        code
        for piece in job.document.body
        for code in ([piece.code] if isinstance(piece, Cell) else piece.expressions)
    )


def _describe(job: execution.Job) -> list[Any]:
    """Return all that decides a document's run, but not its prose nor how outputs show."""
    return [
        [
            [piece.code, piece.label, {name: piece.options.get(name) for name in job.settings}]
            if isinstance(piece, Cell)
            else piece.expressions
            for piece in job.document.body
        ],
        job.front,
        job.settings,
    ]
