"""`make bench`: how long builds take, as ratios measured in one run.

In a copy of the project, several times in turn:

* floor: one kernel start, the same cells, bare pandoc and Typst on the results, one kernel stop;
* press, full: every page in every format, nothing reused, and in it the proof that formats agree;
* press, prose only: one word of the article changed, its HTML rebuilt;
* press, one figure: a line of the function that draws the article's first figure changed, its HTML rebuilt;
* press, data: one cell of the panel changed, the article's HTML rebuilt;
* Python's start-up;
* genuine Quarto, every page in every format, where it is installed: where each of its kernels computes
  everything itself, and where they find the results that the first one keeps.

Beside them how long the environment takes to set up, and the exact p-values (`timings`). Medians go to
press/bench/results.md, with the machine and the versions.
"""

import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from press.base import project_files
from press.base.paths import ROOT
from press.bench import changes, timings
from press.paper import current
from press.render import engine

TABLE = Path(__file__).with_name("results.md")
ARTICLE = "paper/index.qmd"
FULL, COMPARED, PROSE, FIGURE, QUARTO, KEPT, SET_UP = 1.3, 1.5, 0.7, 5, 10, 150, 30
"""The bars: times the floor, seconds, seconds above start-up, seconds, times as fast, seconds, seconds."""
PROOF = re.compile(r": its formats compared, ([\d.]+) s$", re.MULTILINE)
Times = dict[str, list[float]]


def seconds(words: list[str], folder: Path, surroundings: dict[str, str] | None = None) -> float:
    """Time a command; it has to succeed."""
    return run(words, folder, surroundings)[0]


def run(words: list[str], folder: Path, surroundings: dict[str, str] | None = None) -> tuple[float, str]:
    """Time a command, which has to succeed; return what it reported too."""
    environment = (surroundings or dict(os.environ)) | {"PYTHONPATH": str(folder)}
    started = time.perf_counter()
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(
            f"error: {' '.join(words)} ended with status {done.returncode}: {done.stderr.strip()[-400:]}"
        )
    return time.perf_counter() - started, done.stderr


def proof_seconds(reported: str) -> float:
    """Return how long a build computed to compare the formats of its pages, by its own report."""
    return sum(map(float, PROOF.findall(reported)))


def forget(project: Path) -> None:
    """Remove what earlier builds left, so that nothing is reused."""
    for left in (*project.glob(".press*"), project / "_site"):
        shutil.rmtree(left, ignore_errors=True)


def measure(project: Path, captured: Path, rounds: int) -> Times:
    """Time everything in turn, so that a slow minute of the machine hurts all alike."""
    press = [sys.executable, "-m", "press", "render"]
    page = [*press, ARTICLE, "--to", "html"]
    quarto = shutil.which("quarto")
    figure, data = changes.first_figure(project, project / ARTICLE), current().data_file()[0]
    times: Times = {}

    def note(name: str, words: list[str], surroundings: dict[str, str] | None = None) -> None:
        took, reported = run(words, project, surroundings)
        times.setdefault(name, []).append(took)
        if name == "full":
            times.setdefault("proof", []).append(proof_seconds(reported))
        print(f"{name}: {times[name][-1]:.2f} s", file=sys.stderr, flush=True)

    for number in range(rounds):
        note("start-up", [sys.executable, "-c", "pass"])
        forget(project)
        note("floor", [sys.executable, "-m", "press.bench.floor", str(captured)])
        forget(project)
        note("full", press)
        changes.change_a_word(project / ARTICLE, number)
        note("prose", page)
        changes.change_a_function(*figure, number)
        note("figure", page)
        changes.change_a_number(project / data.relative_to(ROOT), number)
        note("data", page)
        if quarto:
            forget(project)
            with changes.nothing_kept(project):
                note("quarto", [quarto, "render"], engine.environment(project))
            forget(project)
            note("quarto, results kept", [quarto, "render"], engine.environment(project))
    return times


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement: what it is, how long it took, set against what, and the bar with its verdict."""

    what: str
    seconds: float
    ratio: str = ""
    bar: str = ""
    met: bool | None = None

    def line(self) -> str:
        """Return the row as Markdown."""
        verdict = "" if self.met is None else "met" if self.met else "missed"
        return f"| {self.what} | {self.seconds:.2f} | {self.ratio} | {self.bar} | {verdict} |"


def set_up(project: Path) -> Row:
    """Time the setting up of an environment in a copy of the project that has none."""
    started = time.perf_counter()
    done = subprocess.run(
        ["python3", "-I", "requirements/install.py", "paper", ".venv/ready"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    took = time.perf_counter() - started
    if done.returncode:
        return Row("Set-up of the environment (not possible here)", took)
    return Row("Set-up of the environment", took, bar=f"under {SET_UP} s", met=took < SET_UP)


def rows_of(times: Times) -> list[Row]:
    """Return the medians, their ratios and the bars of the design."""
    took = {name: statistics.median(values) for name, values in times.items()}
    above, times_floor = took["prose"] - took["start-up"], took["full"] / took["floor"]
    rows = [
        Row("Floor: kernel, cells, bare pandoc and Typst", took["floor"]),
        Row(
            "Press, all pages and formats, nothing reused",
            took["full"],
            f"{times_floor:.2f} × floor",
            f"at most {FULL} × floor",
            times_floor <= FULL,
        ),
        Row(
            "In it, the formats of each page compared (of one core)",
            took["proof"],
            f"{took['proof'] / took['full']:.1%} of that build",
            f"at most {COMPARED} s",
            took["proof"] <= COMPARED,
        ),
        Row(
            "Press, one word changed, HTML",
            took["prose"],
            f"{above:.2f} s above Python's start-up",
            f"at most {PROSE} s above it",
            above <= PROSE,
        ),
        Row(
            "Press, one figure's function changed, its page's HTML",
            took["figure"],
            bar=f"at most {FIGURE} s",
            met=took["figure"] <= FIGURE,
        ),
        Row("Press, one cell of the panel changed, the article's HTML", took["data"]),
    ]
    if "quarto" in took:
        share, with_results = took["quarto"] / took["full"], took["quarto, results kept"]
        rows += [
            Row(
                "Genuine Quarto, all pages and formats, no results kept",
                took["quarto"],
                f"press takes 1/{share:.1f} of it",
                f"at least 1/{QUARTO} of it",
                share >= QUARTO,
            ),
            Row(
                "Genuine Quarto, with the results that the project keeps",
                with_results,
                bar=f"under {KEPT} s",
                met=with_results < KEPT,
            ),
        ]
    return rows


def table(rows: Sequence[Row]) -> str:
    """Return measurements as Markdown."""
    head = ["| what | seconds | ratio | bar | |", "|---|---:|---|---|---|"]
    return "\n".join([*head, *(row.line() for row in rows)])


def machine() -> str:
    """Return the machine and the versions, in one sentence."""
    packages = ", ".join(
        f"{name} {version(name)}"
        for name in ("pypandoc-binary", "typst", "ipykernel", "pandas", "statsmodels")
    )
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}; "
        f"Python {platform.python_version()}, {packages}."
    )


def main(rounds: int) -> None:
    """Measure in some rounds and write the table."""
    project_files.say(project_files.find())
    TABLE.touch()  # before minutes have gone by
    with tempfile.TemporaryDirectory() as folder:
        project, captured = Path(folder, "project"), Path(folder, "captured")
        project_files.copy(project_files.names(), project)
        captured.mkdir()
        seconds([sys.executable, "-m", "press.bench.capture", str(project), str(captured)], project)
        rows = [*rows_of(measure(project, captured, rounds)), set_up(project)]
    about = f"Medians of {rounds} rounds, taken in turn; the set-up once. {machine()}"
    text = f"{table(rows)}\n\n{about}\n\n{timings.table(current().timings)}\n"
    TABLE.write_text(f"# How long a build takes\n\nMade by `make bench`.\n\n{text}", encoding="utf-8")
    print(text)
