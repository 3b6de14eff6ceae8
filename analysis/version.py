"""Which commit of the project this is, and of which day: from git, else from the archive's own note.

`python -m analysis.version` prints the commit's time in seconds since 1970, or nothing where it is unknown.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analysis.paths import ROOT

ARCHIVE_NOTE = "archived-commit.txt"
"""One line, `commit date`, which `git archive` fills in (see .gitattributes)."""


@dataclass(frozen=True, slots=True)
class Version:
    """A commit (40 hex digits) and its committer date (ISO 8601); both empty where unknown."""

    commit: str
    date: str


def current_version(root: Path = ROOT) -> Version:
    """The version of the checkout or unpacked archive at `root`."""
    line = ask_git(root) or (root / ARCHIVE_NOTE).read_text(encoding="utf-8").strip()
    if line.startswith("$Format"):
        return Version("", "")
    commit, _, date = line.partition(" ")
    return Version(commit, date)


def ask_git(root: Path) -> str:
    """Commit and date from git; empty where `root` is no checkout of its own or git is absent."""
    if not (root / ".git").exists():
        return ""
    command = ["git", "-C", str(root), "log", "-1", "--format=%H %cI"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def seconds_of(version: Version) -> str:
    """The commit's time in seconds since 1970, as SOURCE_DATE_EPOCH wants it; empty where unknown."""
    return f"{datetime.fromisoformat(version.date).timestamp():.0f}" if version.date else ""


if __name__ == "__main__":
    print(seconds_of(current_version()))
