"""Too little memory is told in one sentence, whoever notices it first."""

import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from press.base import memory
from press.base.errors import PressError

CHECKOUT = Path(__file__).parents[3]
CELL = "```{python}\nimport numpy\nprint(numpy.ones(3).sum())\n```\n"
PROGRESS = re.compile(r"a\.qmd.*, \d+\.\d s")
SIGNS = [
    MemoryError(),
    RuntimeError("can't start new thread"),
    ImportError("libblas.so: failed to map segment from shared object"),
    OSError(12, "Cannot allocate memory"),
    PressError("the Jupyter kernel died (exit status 1)."),
    PressError("pandoc could not convert the document", "a.qmd", 1, "pandoc: Heap exhausted;"),
    PressError("Traceback", details="numpy._core._exceptions._ArrayMemoryError: Unable to allocate 8 GiB"),
    OSError(11, "Resource temporarily unavailable"),
]


@pytest.fixture
def limited(monkeypatch):
    monkeypatch.setattr(
        resource,
        "getrlimit",
        lambda kind: (
            (300_000_000, 300_000_000) if kind == resource.RLIMIT_AS else (resource.RLIM_INFINITY,) * 2
        ),
    )


@pytest.mark.parametrize("error", SIGNS, ids=repr)
def test_a_limit_explains_what_looks_like_it(error, limited):
    said = memory.sentence_of(error)
    assert (
        said.endswith(
            "the memory of this process is limited to 300 MB (ulimit -v), which is too little; "
            "3,000 MB are always enough."
        )
        and "\n" not in said
    )
    assert said.startswith("a.qmd:1: ") == ("pandoc" in str(error))


@pytest.mark.parametrize(
    "error",
    [
        PressError("the label a stands on two elements", "a.qmd", 3),
        RuntimeError("another"),
        OSError(2, "No such file or directory"),
    ],
    ids=repr,
)
def test_it_explains_nothing_else(error, limited):
    assert memory.sentence_of(error) == ""


@pytest.mark.parametrize("error", SIGNS, ids=repr)
def test_without_a_limit_nothing_is_explained(error, monkeypatch):
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY,) * 2)
    assert memory.sentence_of(error) == ""


@pytest.mark.parametrize(
    "megabytes",
    [
        100,
        300,
        *(pytest.param(size, marks=pytest.mark.long) for size in (150, 200, 250, 400, 500, 600, 700, 800)),
    ],
)
@pytest.mark.parametrize("word", ["-v", pytest.param("-d", marks=pytest.mark.long)])
def test_a_build_under_a_limit_is_right_or_ends_in_a_sentence(megabytes, word, tmp_path):
    (tmp_path / "a.qmd").write_text(CELL)
    command = f'ulimit {word} {megabytes}000; exec "$0" -m press render a.qmd --to html,typst'
    done = subprocess.run(
        ["sh", "-c", command, sys.executable],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    last = done.stderr.strip().splitlines()[-1]
    if done.returncode:
        told = [line for line in done.stderr.splitlines() if not PROGRESS.fullmatch(line)]
        assert told == [last] and f"({'ulimit ' + word})" in last, done.stderr
    assert done.returncode or megabytes > 300 or word == "-d" and megabytes >= memory.LEAST
    assert (tmp_path / "a.pdf").exists() == (done.returncode == 0)
