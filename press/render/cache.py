"""Reuses what cells and Python commands gave as long as their sources are unchanged.

A record of a run, which `store` keeps, names the code and options that ran, what it was made from (`inputs`),
the Python, its packages and lock files, and press itself. Where only functions of modules have changed,
`finer` says which cells that concerns. A run that had to do with what nobody can compare is never reused, and
one with packages that may open files unseen is as long as no file of the project changed (`unseen`).
"""

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from press.base.store import Store
from press.render import execution, finer
from press.render.digests import name_of, of, surroundings
from press.render.in_kernel import unseen
from press.render.inputs import OUTPUT, Inputs
from press.render.kept_pages import restore
from press.render.kernel import Kernel
from press.render.qmd import Cell

QUICK = 2.0  # seconds in a kernel, which needs about as long to start and to import


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
    """

    reached: list[dict[str, Any] | None]
    names: list[str]
    before: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that has ended, to be kept.

    Attributes
    ----------
    name
        What its record is called.
    key
        What it depends on besides its inputs.
    started
        When it started, in seconds since 1970.
    result
        What it gave.
    code
        What ran.
    pages
        For how many pages it ran.
    pieces
        What is known of a document's pieces.
    """

    name: str
    key: str
    started: float
    result: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    pages: int = 1
    pieces: Pieces | None = None


@dataclass(frozen=True, slots=True)
class Cache:
    """The records of one project.

    Parameters
    ----------
    store : Store or None
        Where its records are; None to keep nothing.
    fresh : bool
        Whether to run everything anyway (and keep new records).
    inputs : Inputs
        The project's files, modules and variables, as records name them.
    """

    store: Store | None
    fresh: bool
    inputs: Inputs

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
        ended = Ended(
            _record_of(job),
            self._key_of(job),
            started,
            {"front": result.front, "pieces": result.pieces, "pictures": sorted(job.pictures)},
            code=_code_of(job),
            pieces=Pieces(result.reached, kernel.names(), before and before[0]),
        )
        unknown = self._keep_run(ended, kernel, variables)
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
            or record.get("key") != self._key_of(job)
            or not self.inputs.hold_but_modules(record, variables)
        ):
            return None
        changed = self.inputs.changed_parts(record)
        return (record, changed) if changed else None

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
        return of([_describe(job), surroundings(self.inputs.root)])

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
        outputs = self.inputs.variable("QUARTO_PROJECT_OUTPUT_FILES", variables)
        key = of([command, outputs, surroundings(self.inputs.root)])
        if self._find_run(name_of(command), f"`{command}`", key, variables) is not None:
            return True
        started = time.time()
        if kernel := run():
            ended = Ended(name_of(command), key, started, pages=_count_pages(variables))
            self._keep_run(ended, kernel, variables)
        return False

    def _record(self, name: str, shown: str) -> dict[str, Any]:
        return {} if self.store is None else self.store.record(name, shown)

    def _find_run(self, name: str, shown: str, key: str, variables: dict[str, str]) -> dict[str, Any] | None:
        record = {} if self.fresh else self._record(name, shown)
        if record.get("key") != key or not self.inputs.hold(record, variables):
            return None
        copies = {path: base64.b64decode(content) for path, content in record["copies"].items()}
        return (
            record["result"]
            if self.store and restore(copies, self.inputs.staged, shown, self.store)
            else None
        )

    def _keep_run(self, ended: Ended, kernel: Kernel, variables: dict[str, str]) -> set[str]:
        """Keep what a run gave if it can be reused, and return why it cannot be (`unseen`)."""
        if self.store is None:
            return set()
        record: dict[str, Any] = {
            "seconds": time.time() - ended.started,
            "pages": ended.pages,
            "effects": kernel.has_effects(),
        }
        seen = kernel.observed()
        if ended.pieces and (before := ended.pieces.before):
            seen = self._joined(seen, before, ended.started)
        unknown = {*seen["unseen"], *unseen.reasons_in(ended.code)}
        if not unknown and not self.inputs.changed_since(seen, ended.started):
            record |= self._described(ended, seen, variables)
        self.store.keep(ended.name, record)
        self.inputs.modules.keep()
        return unknown

    def _described(self, ended: Ended, seen: dict[str, Any], variables: dict[str, str]) -> dict[str, Any]:
        """Return a record of what a run gave, and of all that decides it."""
        used = self.inputs.described(seen, variables, seen["not_all"] or _tells_lines(ended.result))
        copies = {path: self.inputs.path(path) for path in used["writes"] if path.startswith(OUTPUT)}
        return {
            "key": ended.key,
            **used,
            "copies": {
                path.removeprefix(OUTPUT): base64.b64encode(file.read_bytes()).decode()
                for path, file in copies.items()
            },
            "result": ended.result,
        } | (self._described_pieces(ended.pieces, seen["shared"]) if ended.pieces else {})

    def _joined(self, seen: dict[str, Any], before: dict[str, Any], started: float) -> dict[str, Any]:
        """Return what was seen, and what the pieces that did not run again had been seen to use."""
        modules = {
            str(self.inputs.root / path): list(said["parts"]) for path, said in before["modules"].items()
        }
        reads = (str(self.inputs.path(one)) for one in before["reads"])
        return seen | {
            "reads": [*dict.fromkeys([*seen["reads"], *reads])],
            "variables": sorted({*seen["variables"], *before["variables"]}),
            "modules": {
                file: [*dict.fromkeys([*seen["modules"].get(file, ()), *modules.get(file, ())])]
                for file in [*modules, *(file for file in seen["modules"] if file not in modules)]
            },
            "loaded": dict.fromkeys(modules, started) | seen["loaded"],
            "opaque": [*seen["opaque"], *(["kept"] if before.get("all_files") else [])],
            "shared": [
                *seen["shared"],
                *([str(self.inputs.root / path), name] for path, name in before["shared"]),
            ],
        }

    def _in_full(self, said: dict[str, Any]) -> dict[str, Any]:
        return said | {"entered": [[str(self.inputs.root / file), name] for file, name in said["entered"]]}

    def _described_pieces(self, pieces: Pieces, shared: list[list[str]]) -> dict[str, Any]:
        def short(named: list[list[str]]) -> list[list[str]]:
            return [[self.inputs.short(file), name] for file, name in named]

        return {
            "reached": [said and said | {"entered": short(said["entered"])} for said in pieces.reached],
            "left": pieces.names,
            "shared": sorted(map(list, {tuple(one) for one in short(shared)})),
        }


def _count_pages(variables: dict[str, str]) -> int:
    """Return the number of pages for which a command runs: those made so far, or one before there are any."""
    made = variables["QUARTO_PROJECT_OUTPUT_FILES"].splitlines()
    return max(1, sum(file.endswith(".html") for file in made))


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
