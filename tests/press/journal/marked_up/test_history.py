"""What changed since a version, commit by commit, and what is not committed: as git itself sees it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from press.base.checkout import CheckoutError
from press.journal.marked_up.history import Step, steps_since
from press.journal.own_marks import UNCOMMITTED
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


def without_commit(root: Path, commit: str) -> None:
    (root / ".git" / "objects" / commit[:2] / commit[2:]).unlink()


def test_a_shallow_clone_says_what_to_do(repository: Path) -> None:
    """Of three commits it has the tag's and the last one, as after `git fetch --depth 1` of both."""
    first = (repository / ".git" / "refs" / "tags" / "v1").read_text().strip()
    between, last = (changed_and_committed(repository, word) for word in ("deep", "deeper"))
    without_commit(repository, between)
    (repository / ".git" / "shallow").write_text(f"{first}\n{last}\n")
    with pytest.raises(CheckoutError, match=r"^this clone is shallow .*: `git fetch --unshallow` brings"):
        steps_since(repository, "v1", [])


def test_a_clone_that_lacks_a_commit_for_another_reason(repository: Path) -> None:
    between, _last = (changed_and_committed(repository, word) for word in ("deep", "deeper"))
    without_commit(repository, between)
    with pytest.raises(CheckoutError, match=r"does not hold all commits since then; fetch it whole\.$"):
        steps_since(repository, "v1", [])


def test_a_shallow_clone_that_has_all_since_the_version_is_enough(repository: Path) -> None:
    first = changed_and_committed(repository, "deep")
    tag(repository, "v2")
    changed_and_committed(repository, "deeper")
    without_commit(repository, (repository / ".git" / "refs" / "tags" / "v1").read_text().strip())
    (repository / ".git" / "shallow").write_text(f"{first}\n")
    (step,) = steps_since(repository, "v2", [name for name in FILES if name != "paper/gone.md"])[:1]
    assert [hunk.come for hunk in step.hunks] == [Counter(["deeper"])]


def changed_and_committed(root: Path, word: str) -> str:
    path = root / "paper" / "index.qmd"
    path.write_text(f"Rivers that are {word}.\n")
    return commit_all(root)
