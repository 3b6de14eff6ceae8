"""Runs `press word-back` in a copy of a paper, as an author does, and applies the patch that it writes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from press.base import project_files
from tests.copies import ROOT, copy_project
from tests.repositories import commit_all

SECOND = ROOT / "tests" / "press" / "second_paper"
SHARED = ("press/", "Makefile", "requirements/")
HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")
OF_THIS_RUN = (
    "MAKE",
    "MFLAGS",
    "PYTEST",
    "PANEL",
    "QUARTO",
    "ENGINE",
    "SOURCE_DATE_EPOCH",
    "PYTHON",
    "COVERAGE",
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What the command left: its exit status, what it printed, its lists and its patch."""

    status: int
    printed: str
    said: str
    changes: list[dict]
    patch: str
    comments: list[dict]


def second_paper(folder: Path) -> Path:
    """A copy of the second paper with the machinery beside it, committed."""
    shutil.copytree(SECOND, folder)
    for name in (name for name in project_files.names() if name.startswith(SHARED)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "README.md").write_text("# Shade and tomatoes\n", encoding="utf-8")
    commit_all(folder)
    return folder


def first_paper(folder: Path) -> Path:
    """A copy of the article's project, committed."""
    root = copy_project(folder).root
    commit_all(root)
    return root


def committed(folder: Path) -> str:
    """Commit what is there now.

    The commit's digits.
    """
    return commit_all(folder)


def environment() -> dict[str, str]:
    """What a user's shell has, without what this test run put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OF_THIS_RUN)}


def press(folder: Path, *words: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run a command of press there, as a user does."""
    command = [str(folder / ".venv" / "bin" / "python"), "-m", "press", *words]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False, timeout=timeout
    )


def word_back(folder: Path, docx: bytes, name: str = "reviewed.docx", *more: str) -> Ran:
    """Run the command on a Word file; what an earlier run left is removed before."""
    shutil.rmtree(folder / "_word", ignore_errors=True)
    path = folder.parent / name
    path.write_bytes(docx)
    done = press(folder, "word-back", str(path), *more)
    listed, patch = folder / "_word" / "changes.json", folder / "_word" / "changes.patch"
    told = json.loads(listed.read_text(encoding="utf-8")) if listed.is_file() else {}
    return Ran(
        done.returncode,
        done.stdout,
        done.stderr,
        told.get("changes", []),
        patch.read_text(encoding="utf-8") if patch.is_file() else "",
        told.get("comments", []),
    )


def patched(folder: Path, patch: str, target: Path) -> Path:
    """A copy of the sources below `paper/` with a patch applied, strictly: each line must be where it says.

    Raises
    ------
    AssertionError
        The patch does not fit.
    """
    shutil.copytree(folder / "paper", target / "paper")
    for part in re.split(r"(?m)^(?=diff --git )|^(?=--- a/)(?<!index)", patch):
        if name := re.search(r"(?m)^\+\+\+ b/(.+?)\s*$", part):
            path = target / name.group(1)
            path.write_text(_applied(path.read_text(encoding="utf-8"), part), encoding="utf-8")
    return target


def _applied(text: str, part: str) -> str:
    old, new, at, number = text.splitlines(keepends=True), [], 0, 0
    lines = part.splitlines(keepends=True)
    while number < len(lines):
        head = HUNK.match(lines[number])
        number += 1
        if not head:
            continue
        first, size = int(head.group(1)), int(head.group(2) or 1)
        start = first - 1 if size else first
        assert start >= at, f"hunks overlap at line {first}"
        new += old[at:start]
        at = start
        while number < len(lines) and lines[number][:1] in (" ", "+", "-", "\\", "\n"):
            sign, line = lines[number][:1], lines[number][1:]
            number += 1
            if sign in " -\n":
                wanted = line if sign != "\n" else "\n"
                assert old[at].rstrip("\n") == wanted.rstrip("\n"), (
                    f"line {at + 1} is {old[at]!r}, not {wanted!r}"
                )
                at += 1
            if sign in " +\n":
                new.append(line if sign != "\n" else "\n")
    return "".join(new + old[at:])
