"""A test run where no browser can be had, as its user sees it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.copies import ROOT

CONFTEST = """
from pathlib import Path
import pytest
from tests.browser import find
from tests.browser.launch import NoBrowser
from tests.browser.plugin import chromium, pytest_collection_finish
from tests.browser.plugin import pytest_report_teststatus, pytest_terminal_summary

def none(say):
    with Path("asked").open("a") as file:
        file.write("once\\n")
    say("Getting one.")
    raise NoBrowser("no registry answers")

find.find = none

@pytest.fixture
def page(chromium):
    return chromium.new_page()
"""
TESTS = """
import pytest

@pytest.mark.parametrize("width", [360, 768])
def test_a_page(page, width):
    assert page

def test_arithmetic():
    assert 1 + 1 == 2

def test_elsewhere():
    pytest.skip("no C compiler is installed")
"""


@dataclass(frozen=True, slots=True)
class Run:
    folder: Path
    status: int
    lines: list[str]
    said: str

    @property
    def searches(self) -> int:
        return len(file.read_text().splitlines()) if (file := self.folder / "asked").exists() else 0


@pytest.fixture
def run(tmp_path):
    """Runs pytest on two files of the same tests."""
    (tmp_path / "conftest.py").write_text(CONFTEST)
    for name in ("test_one.py", "test_two.py"):
        (tmp_path / name).write_text(TESTS)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")} | {
        "PYTHONPATH": str(ROOT)
    }

    def run(*words: str) -> Run:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            tmp_path,
            *words,
        ]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, text=True, capture_output=True, timeout=120, check=False
        )
        return Run(tmp_path, done.returncode, done.stdout.splitlines(), done.stderr)

    return run


@pytest.mark.long
@pytest.mark.parametrize("processes", ["0", "2"])
def test_one_line_says_how_many_tests_were_left_out_and_why(run, processes):
    done = run("-n", processes, "--dist", "loadfile", "-r", "s")
    assert done.status == 0 and done.searches == 1
    assert [line for line in done.lines if "registry" in line] == [
        "4 tests that need a browser were left out: no registry answers."
    ]
    assert [line for line in done.lines if line.startswith("SKIPPED")] and all(
        "no C compiler" in line for line in done.lines if line.startswith("SKIPPED")
    )
    assert re.fullmatch(r"2 passed, 2 skipped, 4 left out in .+", done.lines[-1])
    assert done.said.splitlines() == ["Getting one."]


@pytest.mark.long
def test_one_test_is_one(run):
    assert (
        "1 test that needs a browser was left out: no registry answers."
        in run("test_one.py::test_a_page[360]").lines
    )


@pytest.mark.long
@pytest.mark.parametrize("words", [("-k", "arithmetic"), ("--collect-only",)])
def test_no_browser_is_looked_for_that_no_selected_test_needs(run, words):
    done = run(*words)
    assert done.status == 0 and done.searches == 0 and not any("left out" in line for line in done.lines)
