"""`python -m press.bench.exact`: how long exact p-values take, and how much memory."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable

from analysis.estimates.by_method import TwoByTwo
from analysis.estimators.inference import Cells, assignments, ri_p, sign_vectors, wcr_p
from analysis.panel.load import official_panel

ROUNDS = 15
BAR = "under 0.1 s, under 300 MB"


def p_values() -> dict[str, Callable[[], float]]:
    """Return the exact p-values of the hosts' change after 2014, each with nothing enumerated beforehand."""
    model = TwoByTwo("hosts", "program", official_panel(240))
    design, treated = model.design(), model.treated()
    cells = Cells.of(design.y, design.X[:, 2].astype(int), design.clusters)
    return {
        "Wild cluster bootstrap, 65,536 sign vectors": lambda: wcr_p(design),
        "Randomization, 8,008 assignments": lambda: ri_p(cells, treated),
        "Randomization on t, 8,008 assignments": lambda: ri_p(cells, treated, on_t=True),
    }


def afresh(run: Callable[[], float]) -> None:
    """Compute a p-value with its enumeration."""
    sign_vectors.cache_clear()
    assignments.cache_clear()
    run()


def seconds(run: Callable[[], float]) -> float:
    """Median over `ROUNDS`."""
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        afresh(run)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def megabytes(run: Callable[[], float]) -> float:
    """Largest memory held at once."""
    tracemalloc.start()
    afresh(run)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def table() -> str:
    """Return the measurements as Markdown, with the bar of the design."""
    lines = [
        f"| {what} | {seconds(run):.3f} | {megabytes(run):.0f} | {BAR} |" for what, run in p_values().items()
    ]
    return "\n".join(["| exact p-value | seconds | MB | bar |", "|---|---:|---:|---|", *lines])


if __name__ == "__main__":
    print(table())
