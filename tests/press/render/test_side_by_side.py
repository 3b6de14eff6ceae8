"""Documents side by side: what is run where, what is told, and what makes them run one after another."""

import os
import re
import threading

import pytest

from press.base.errors import PressError
from press.render import build, side_by_side
from press.render.execution import Run

PROJECT = "project:\n  type: website\n  render: [a.qmd, b.qmd, c.qmd]\n  execute-dir: project\n"


class Bare:
    """A kernel as far as a schedule is concerned."""

    def __init__(self):
        self.ended = False

    def end(self):
        self.ended = True


def test_shares_follow_from_weights_alone():
    assert side_by_side.shares({0: 30, 1: 2, 3: 40, 4: 9}, 2) == [[3], [0, 4, 1]]
    assert side_by_side.shares({2: 1}, 1) == [[2]]


@pytest.mark.parametrize(
    ("cores", "documents", "kernels"), [(1, 6, 1), (2, 6, 2), (8, 6, 2), (2, 1, 1), (2, 0, 1)]
)
def test_a_core_has_one_kernel_and_there_are_no_more_than_two(monkeypatch, cores, documents, kernels):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(cores)), raising=False)
    assert side_by_side.kernels_for(documents) == kernels


def test_lines_come_in_the_order_of_the_project_and_errors_too():
    lines, taken, late = [], [], threading.Event()

    def run(index, kernel, report):
        if index == 0:
            late.wait(10)
        report(f"line of {index}")
        if index == 1:
            late.set()
        if index in (0, 1):
            raise PressError(f"{index} fails")
        return Run()

    kernels = [Bare(), Bare()]
    with pytest.raises(PressError, match="0 fails"):
        side_by_side.run_all(
            run, lambda index, run: taken.append(index), {0: 2, 1: 2, 2: 1}, kernels, lines.append
        )
    assert lines == ["line of 0", "line of 1"] and taken == []


def test_an_error_in_what_is_made_of_a_run_counts_as_one_of_its_document():
    def take(index, run):
        raise PressError(f"{index} cannot be written")

    with pytest.raises(PressError, match="0 cannot be written"):
        side_by_side.run_all(lambda *_: Run(), take, {0: 1, 1: 5}, [Bare(), Bare()], lambda line: None)


def test_a_break_ends_all_kernels():
    def take(index, run):
        raise KeyboardInterrupt

    kernels = [Bare(), Bare()]
    with pytest.raises(KeyboardInterrupt):
        side_by_side.run_all(lambda *_: Run(), take, {0: 1, 1: 5}, kernels, lambda line: None)
    assert all(kernel.ended for kernel in kernels)


@pytest.fixture
def three(tmp_path, monkeypatch):
    def convert(executed, format, destination, memory):
        destination.write_text(executed.markdown(format))
        return []

    monkeypatch.setattr("press.render.convert.convert", convert)
    monkeypatch.setattr(side_by_side, "kernels_for", lambda documents: min(2, documents))
    (tmp_path / "_quarto.yml").write_text(PROJECT)

    def write(a, b, c):
        for name, code in zip("abc", (a, b, c), strict=True):
            (tmp_path / f"{name}.qmd").write_text(f"---\ntitle: {name}\n---\n\n```{{python}}\n{code}\n```\n")

    def render():
        lines = []
        build.render(tmp_path, ("html",), report=lines.append)
        return lines, [(tmp_path / "_site" / f"{name}.html").read_text() for name in "abc"]

    return tmp_path, write, render


def test_two_documents_run_in_kernels_of_their_own(three):
    _, write, render = three
    write("import os; print('in', os.getpid())", "import os; print('in', os.getpid())", "print(3)")
    _, pages = render()
    first, second = (re.search(r"^in (\d+)$", page, re.MULTILINE) for page in pages[:2])
    assert first[1] != second[1]


def test_documents_that_write_files_run_one_after_another(three):
    root, write, render = three
    read = "import pathlib; print('read', pathlib.Path('made.txt').read_text())"
    wrote = "import pathlib, time; time.sleep({0}); _ = pathlib.Path('made.txt').write_text('{1}')"
    said = "a.qmd writes files or starts programs, so that documents run one after another."
    write(wrote.format(1, "new"), read, "print(3)")
    (root / "made.txt").write_text("old")
    lines, pages = render()
    assert said in lines
    assert "read new" in pages[1], "as it is on one core"
    write(wrote.format(0, "newer"), read, "print(4)")
    lines, pages = render()
    assert "read newer" in pages[1] and said not in lines, "it is known now"


@pytest.mark.long
@pytest.mark.parametrize(
    ("code", "alone"),
    [
        ("import subprocess; _ = subprocess.run(['git', 'log', '-1'], capture_output=True)", False),
        ("import subprocess; _ = subprocess.run(['git', 'gc'], capture_output=True)", True),
        ("import tempfile; tempfile.TemporaryFile().close()", False),
        ("import pathlib; pathlib.Path('new').mkdir(exist_ok=True)", True),
        ("import pathlib; pathlib.Path('old').unlink(missing_ok=True)", True),
    ],
)
def test_what_others_could_notice_makes_documents_wait_for_each_other(three, code, alone, monkeypatch):
    root, write, render = three
    program = root / "programs" / "git"  # so that the test asks for none of the machine's
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    (root / "old").touch()
    write(code, "print(2)", "print(3)")
    lines, _ = render()
    assert any("one after another" in line for line in lines) == alone


def test_the_first_document_that_fails_is_told(three):
    _, write, render = three
    write("import time; time.sleep(.5); raise ValueError('first')", "raise ValueError('second')", "print(3)")
    with pytest.raises(PressError, match="first"):
        render()
