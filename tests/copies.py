"""Clean copies of the project, built as the README says."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from press.base import project_files
from tests.once import once

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project's sources that shares this checkout's environment."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "_site"

    def article(self, extension: str) -> Path:
        return self.site / "paper" / f"index{extension}"

    def make(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run make as a user does, without what this test run put into the environment."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(
                ("MAKE", "MFLAGS", "PYTEST", "PANEL", "QUARTO", "ENGINE", "SOURCE_DATE_EPOCH")
            )
        }
        folder = cwd or self.root
        return subprocess.run(
            ["make", *words],
            cwd=folder,
            env=environment | {"PWD": str(folder)},
            text=True,
            capture_output=True,
            timeout=300,
            check=False,
        )

    def site_digest(self) -> str:
        """One hash of every file below `_site`, names and contents."""
        digest = hashlib.sha256()
        for path in sorted(path for path in self.site.rglob("*") if path.is_file()):
            digest.update(path.relative_to(self.site).as_posix().encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()


def copy_project(target: Path) -> Copy:
    """The project's own files, without what builds leave and without an authors' panel."""
    project_files.copy(project_files.names(), target)
    (target / ".venv").symlink_to(ROOT / ".venv")
    return Copy(target)


def built_once(
    factory: pytest.TempPathFactory, name: str, build: Callable[[Copy], subprocess.CompletedProcess[str]]
) -> Copy:
    """A built copy that all processes of a test run share.

    The first that asks for it builds it, the others wait.

    Raises
    ------
    AssertionError
        In every process, with what make said, when the build fails.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def fault() -> str:
        result = build(copy_project(shared / name))
        return (
            ""
            if result.returncode == 0
            else f"{result.stdout}{result.stderr}(exit status {result.returncode})"
        )

    assert not (found := once(shared, name, fault)), found
    return Copy(shared / name)
