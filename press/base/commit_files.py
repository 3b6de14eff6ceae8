"""Writes the files of a commit into a folder, and nothing beside it, whatever its names and links are."""

from __future__ import annotations

import os
import posixpath
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dulwich.objects import ObjectID, TreeEntry
    from dulwich.repo import Repo


class LeadsOut(Exception):
    """A file of a commit has a name or link that leads out of the folder."""


def write_tree(repository: Repo, tree: ObjectID, target: Path) -> None:
    """Write the files of a tree, links last, so that none is written through a link.

    Raises
    ------
    LeadsOut
        The first name or link that leads out of the folder, or that the folder cannot hold.
    KeyError
        The checkout lacks a file.
    """
    from dulwich.object_store import iter_tree_contents

    for entry in sorted(
        iter_tree_contents(repository.object_store, tree), key=lambda entry: stat.S_ISLNK(entry.mode)
    ):
        name = os.fsdecode(entry.path)
        if not is_plain(name):
            raise LeadsOut(name)
        try:
            _write_one(repository, entry, target / name, target)
        except (OSError, ValueError):
            raise LeadsOut(name) from None


def is_plain(name: str) -> bool:
    """Whether a name leads to a file below the folder that it counts from, and not into git's own."""
    return not name.startswith("/") and {"", ".", "..", ".git"}.isdisjoint(name.lower().split("/"))


def _write_one(repository: Repo, entry: TreeEntry, file: Path, root: Path) -> None:
    if entry.mode == 0o160000:  # another repository's commit
        return
    content = repository[entry.sha].as_raw_string()
    file.parent.mkdir(parents=True, exist_ok=True)
    if stat.S_ISLNK(entry.mode):
        _make_link(os.fsdecode(content), file, root)
    else:
        with file.open("xb") as made:
            made.write(content)
        file.chmod(0o755 if entry.mode & 0o111 else 0o644)


def _make_link(to: str, file: Path, root: Path) -> None:
    leads = posixpath.normpath(posixpath.join(file.parent.relative_to(root).as_posix(), to))
    if (
        posixpath.isabs(to)
        or leads == ".."
        or leads.startswith("../")
        or file.parent.resolve() != root.resolve() / file.parent.relative_to(root)
    ):
        raise ValueError(to)
    file.symlink_to(to)
