"""What `make lint` sees to, and that it would see a breach."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.copies import ROOT

LINTER = str(Path(sys.executable).with_name("lint-imports"))


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_room_imports_only_rooms_below_it() -> None:
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout


BREACHES = {
    "press/base/wrong.py": "from analysis import study",
    "press/render/wrong.py": "from press.numbers import formatter",
    "press/tables/wrong.py": "from press.web import view",
    "analysis/inputs/wrong.py": "from analysis.panel import load",
    "analysis/estimates/wrong.py": "from press.render import build",
    "analysis/estimators/wrong.py": "from analysis import study",
    "press/journal/word_back/rewrite/wrong.py": "from press.journal.marked_up import align",
    "analysis/another.py": "",
}


@pytest.mark.parametrize("file", BREACHES)
def test_a_breach_is_seen(tmp_path: Path, file: str) -> None:
    for name in ("analysis", "press"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "assets", "*.js")
        )
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    (tmp_path / file).write_text(f"{BREACHES[file]}\n")
    assert contracts(tmp_path).returncode == 1


def test_a_commit_is_held_to_what_make_lint_runs() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    assert re.findall(r"entry: (.+)", hooks) == ["make lint"]
    assert "make lint" in (ROOT / ".ci" / "run").read_text()
