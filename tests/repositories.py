"""Git checkouts for tests, made without the git program."""

from __future__ import annotations

from pathlib import Path

from dulwich import porcelain
from dulwich.repo import Repo

AUTHOR = b"A <a@example.org>"
SECONDS = 1_767_323_045
"""2026-01-02 03:04:05 UTC."""


def commit_all(folder: Path, seconds: int = SECONDS, author: bytes = AUTHOR) -> str:
    """Commit everything in a folder that is not ignored.

    The commit's digits. The folder becomes a checkout if it is none.
    """
    with Repo(str(folder)) if (folder / ".git").exists() else porcelain.init(str(folder)) as repository:
        porcelain.add(repository)
        commit = porcelain.commit(
            repository,
            b"All",
            author=author,
            committer=author,
            author_timestamp=seconds,
            commit_timestamp=seconds,
            author_timezone=0,
            commit_timezone=0,
            no_verify=True,
            sign=False,
        )
    return commit.decode()


def tag(folder: Path, name: str) -> None:
    """Let a tag name the newest commit."""
    porcelain.tag_create(str(folder), name)
