"""Runs documents side by side, each core's share in a kernel of its own.

Which document shares a kernel with which follows from their sources alone, so that nothing depends on how
fast the machine was. Progress lines come in the order of the project. Of several documents that fail the
first of the project is told. Documents that write files or start programs may depend on each other: as soon
as one is seen, all of them run again, one after another, as they do on one core.
"""

import os
import queue
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Lock, Thread

from press.base.errors import PressError
from press.render.execution import Job, Run
from press.render.kernel import Kernel
from press.render.qmd import Cell

MOST_KERNELS = 2
FIGURE_WEIGHT = 10  # a figure takes about as long as so many other cells
END_SECONDS = 5
Report = Callable[[str], None]
Arrival = tuple[int, Run | BaseException] | None
"""What a kernel's thread hands over: a document's number with what came of it; None when it has ended."""


class Effects(Exception):
    """A document has written files or started programs; the message says which."""


def kernels_for(documents: int) -> int:
    """Return how many kernels serve so many documents on this machine."""
    usable = getattr(os, "sched_getaffinity", None)
    cores = len(usable(0)) if usable else os.cpu_count() or 1
    return max(1, min(MOST_KERNELS, cores, documents))


def weight_of(job: Job) -> int:
    """Return a guess of how long a document runs, from its source alone."""
    return sum(
        FIGURE_WEIGHT if isinstance(piece, Cell) and (piece.label or "").startswith("fig-") else 1
        for piece in job.document.body
    )


def shares(weights: Mapping[int, int], number: int) -> list[list[int]]:
    """Deal documents out to so many kernels, the heaviest first, each to the idlest."""
    dealt: list[list[int]] = [[] for _ in range(number)]
    for index in sorted(weights, key=lambda index: (-weights[index], index)):
        min(dealt, key=lambda share: sum(weights[one] for one in share)).append(index)
    return dealt


@dataclass(slots=True)
class InTurn:
    """Passes the progress lines of several documents on, those of the first that is under way at once."""

    report: Report
    held: dict[int, list[str]]
    ended: set[int] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def say(self, index: int, line: str) -> None:
        """Take a line of a document."""
        with self.lock:
            self.held[index].append(line)
            self._pass_on()

    def end(self, index: int) -> None:
        """Note that a document has no more to say."""
        with self.lock:
            self.ended.add(index)
            self._pass_on()

    def _pass_on(self) -> None:
        for index in sorted(self.held):
            for line in self.held[index]:
                self.report(line)
            self.held[index] = []
            if index not in self.ended:
                break


def run_all(
    run: Callable[[int, Kernel, Report], Run],
    take: Callable[[int, Run], None],
    weights: Mapping[int, int],
    kernels: Sequence[Kernel],
    report: Report,
) -> None:
    """Run documents, and hand over the run of each, with its number, as soon as it is there.

    Parameters
    ----------
    run
        Runs the document of a number in a kernel, and reports.
    take
        Takes a number and a run; it is called where `run_all` was.
    weights
        What each document weighs (`weight_of`), by its number, which is its place in the project.
    kernels
        One or several; none where no document runs.
    report
        Takes progress lines.

    Raises
    ------
    Effects
        Several kernels are at work, and a document has done more than compute.
    PressError
        The first document of the project that failed, in `run` or in `take`.
    """
    if len(kernels) < 2:
        for index in sorted(weights):
            take(index, run(index, kernels[0], report))
        return
    lines = InTurn(report, {index: [] for index in weights})
    found: queue.Queue[Arrival] = queue.Queue()
    failed: dict[int, BaseException] = {}
    threads = [
        Thread(target=_work_through, args=(share, kernel, run, lines, found, failed), daemon=True)
        for share, kernel in zip(shares(weights, len(kernels)), kernels, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        _take_arrivals(found, len(threads), take, failed)
    except BaseException:
        for kernel in kernels:
            kernel.end()  # its thread notices
        for thread in threads:
            thread.join(END_SECONDS)
        raise
    if failed:
        raise failed[min(failed)]


def _work_through(
    share: list[int],
    kernel: Kernel,
    run: Callable[[int, Kernel, Report], Run],
    lines: InTurn,
    found: "queue.Queue[Arrival]",
    failed: dict[int, BaseException],
) -> None:
    """Run a share's documents, but none behind one that failed."""
    for index in share:
        if index < min(failed, default=index + 1):
            try:
                found.put((index, run(index, kernel, partial(lines.say, index))))
            except BaseException as error:  # raised where the build waits
                failed[index] = error
                found.put((index, error))
        lines.end(index)
    found.put(None)


def _take_arrivals(
    found: "queue.Queue[Arrival]",
    workers: int,
    take: Callable[[int, Run], None],
    failed: dict[int, BaseException],
) -> None:
    while workers:
        if (arrival := found.get()) is None:
            workers -= 1
            continue
        index, what = arrival
        if isinstance(what, Effects):
            raise what
        if isinstance(what, Run):
            try:
                take(index, what)
            except PressError as error:
                failed[index] = error
