"""How long the paper's own timed computations take, such as exact p-values, and how much memory."""

import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from typing import Any

ROUNDS = 15
BAR = "under 0.1 s, under 300 MB"


def seconds(run: Callable[[], Any]) -> float:
    """Time a computation: the median over `ROUNDS`."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def megabytes(run: Callable[[], Any]) -> float:
    """Measure the largest memory held at once."""
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def table(timed: Mapping[str, Callable[[], Any]]) -> str:
    """Write the measurements as Markdown, with the bar of the design."""
    lines = [f"| {what} | {seconds(run):.3f} | {megabytes(run):.0f} | {BAR} |" for what, run in timed.items()]
    return "\n".join(["| exact p-value | seconds | MB | bar |", "|---|---:|---:|---|", *lines])
