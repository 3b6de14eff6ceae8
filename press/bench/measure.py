"""`make bench`: how long builds take, as ratios measured in one run.

In a copy of the project, several times in turn:

* floor: one kernel start, the same cells, bare pandoc and Typst on the results, one kernel stop;
* press, full: every page in every format, nothing reused;
* press, prose only: one word of the article changed, its HTML rebuilt;
* Python's start-up;
* genuine Quarto, every page in every format, where it is installed.

Beside them how long the exact p-values take (`timings`). Medians go to press/bench/results.md,
with the machine and the versions.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from press.base import project_files
from press.bench import timings
from press.paper import current

TABLE = Path(__file__).with_name("results.md")
Times = dict[str, list[float]]


def seconds(words: list[str], folder: Path) -> float:
    """Time a command; it has to succeed."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    started = time.perf_counter()
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(
            f"error: {' '.join(words)} ended with status {done.returncode}: {done.stderr.strip()[-400:]}"
        )
    return time.perf_counter() - started


def change_a_word(article: Path, number: int) -> None:
    """Write the round's number into the article's prose."""
    head, _, _ = article.read_text(encoding="utf-8").partition("\n\nRound ")
    article.write_text(f"{head}\n\nRound {number}.\n", encoding="utf-8")


def measure(project: Path, captured: Path, rounds: int) -> Times:
    """Time everything in turn, so that a slow minute of the machine hurts all alike."""
    press = [sys.executable, "-m", "press", "render"]
    quarto = shutil.which("quarto")
    times: Times = {}

    def note(name: str, words: list[str]) -> None:
        times.setdefault(name, []).append(seconds(words, project))
        print(f"{name}: {times[name][-1]:.2f} s", file=sys.stderr, flush=True)

    for number in range(rounds):
        note("start-up", [sys.executable, "-c", "pass"])
        note("floor", [sys.executable, "-m", "press.bench.floor", str(captured)])
        shutil.rmtree(project / ".press", ignore_errors=True)
        shutil.rmtree(project / "_site", ignore_errors=True)
        note("full", press)
        change_a_word(project / "paper" / "index.qmd", number)
        note("prose", [*press, "paper/index.qmd", "--to", "html"])
        if quarto:
            note("quarto", [quarto, "render"])
    return times


def table(times: Times) -> str:
    """Return the medians and their ratios as Markdown, with the bars of the design."""
    median = {name: statistics.median(values) for name, values in times.items()}
    rows = [
        ("Floor: kernel, cells, bare pandoc and Typst", median["floor"], "", ""),
        (
            "Press, all pages and formats, nothing reused",
            median["full"],
            f"{median['full'] / median['floor']:.2f} × floor",
            "at most 1.5 × floor",
        ),
        (
            "Press, one word changed, HTML",
            median["prose"],
            f"{median['prose'] - median['start-up']:.2f} s above Python's start-up",
            "at most 1 s above it",
        ),
    ]
    if "quarto" in median:
        rows.append(
            (
                "Genuine Quarto, all pages and formats",
                median["quarto"],
                f"press takes 1/{median['quarto'] / median['full']:.1f} of it",
                "at most 1/6",
            )
        )
    lines = [f"| {what} | {took:.2f} | {ratio} | {bar} |" for what, took, ratio, bar in rows]
    return "\n".join(["| what | seconds | ratio | bar |", "|---|---:|---|---|", *lines])


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
        times = measure(project, captured, rounds)
    about = f"Medians of {rounds} rounds, taken in turn. {machine()}"
    text = f"{table(times)}\n\n{about}\n\n{timings.table(current().timings)}\n"
    TABLE.write_text(f"# How long a build takes\n\nMade by `make bench`.\n\n{text}", encoding="utf-8")
    print(text)
