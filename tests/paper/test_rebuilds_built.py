"""What an author waits for after a change: nothing of the whole paper runs again that it does not concern."""

import re

import pytest

from press.bench import changes
from tests.copies import Copy, copy_project


@pytest.fixture(scope="module")
def paper(tmp_path_factory) -> Copy:
    """A built paper of its own, for changing."""
    copy = copy_project(tmp_path_factory.mktemp("rebuilds") / "paper")
    build(copy, "paper")
    return copy


def build(copy: Copy, target: str) -> list[str]:
    """Return the lines that a build reports."""
    done = copy.make(target, "ENGINE=press")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr.splitlines()


def runs(lines: list[str]) -> set[str]:
    """Return the cells and commands that ran, without their times."""
    told = {line.partition(",")[0] for line in lines if re.match(r"\w+\.qmd:\d+ |pre-render", line)}
    return {line for line in told if not line.endswith("(unchanged)")}


@pytest.mark.long
def test_a_changed_word_runs_nothing(paper):
    changes.change_a_word(paper.root / "paper" / "index.qmd", 1)
    assert runs(build(paper, "paper")) == set()
    assert "round1" in paper.article(".html").read_text()


@pytest.mark.long
def test_a_file_that_nobody_reads_runs_nothing(paper):
    changed = paper.root / "docs" / "limits.md"
    changed.write_text(changed.read_text() + "\nA sentence more.\n")
    assert runs(build(paper, "paper")) == set()


@pytest.mark.long
def test_a_changed_drawing_runs_its_cell_alone(paper):
    article = paper.root / "paper" / "index.qmd"
    changes.change_a_function(*changes.first_figure(paper.root, article), 1)
    ran = {re.sub(r":\d+", "", line) for line in runs(build(paper, "paper"))}
    assert {line for line in ran if "index" in line} == {"index.qmd setup", "index.qmd fig-balance"}
    assert not any("prepare" in line for line in ran)
