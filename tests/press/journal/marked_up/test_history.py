"""What changed since a version, commit by commit, and what is not committed: as git itself sees it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from press.journal.marked_up.history import UNCOMMITTED, Step, steps_since
from tests.repositories import commit_all, tag

FILES = {
    "paper/index.qmd": "Rivers that are short.\nLakes that are deep.\n",
    "paper/gone.md": "What went.\n",
    "data/rivers.csv": "name\nIrtysh\n",
    "tests/x.py": "1\n",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """With a link among its sources."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "paper" / "link.qmd").symlink_to("index.qmd")
    commit_all(tmp_path)
    tag(tmp_path, "v1")
    return tmp_path


def uncommitted(root: Path, *more: str) -> list[Step]:
    there = [name for name in (*FILES, "paper/link.qmd", *more) if (root / name).is_file()]
    return [step for step in steps_since(root, "v1", there) if step.by.author == UNCOMMITTED]


def test_what_git_calls_unchanged_is_not_uncommitted(repository: Path) -> None:
    """Line ends of a checkout on Windows, and a link, of which git holds where it leads."""
    for name in ("paper/index.qmd", "data/rivers.csv"):
        (repository / name).write_bytes(FILES[name].replace("\n", "\r\n").encode())
    assert uncommitted(repository) == []


def test_what_changed_came_or_went_is_uncommitted(repository: Path) -> None:
    (repository / "paper" / "index.qmd").write_text(FILES["paper/index.qmd"].replace("short", "long"))
    (repository / "paper" / "gone.md").unlink()
    (repository / "paper" / "new.md").write_text("What came.\n")
    (step,) = uncommitted(repository, "paper/new.md")
    words = [(hunk.gone, hunk.come) for hunk in step.hunks]
    assert (Counter(["short"]), Counter(["long"])) in words
    assert (Counter(["What", "went", "."]), Counter()) in words
    assert (Counter(), Counter(["What", "came", "."])) in words
    assert len(words) == 3 and not step.results


def test_changed_data_is_a_result_and_tests_are_nothing(repository: Path) -> None:
    (repository / "tests" / "x.py").write_text("2\n")
    assert uncommitted(repository) == []
    (repository / "data" / "rivers.csv").write_text("name\nIshim\n")
    (step,) = uncommitted(repository)
    assert step.results and step.hunks == ()
