"""Tells what lies beside a project's own files, and which of these are not as they were committed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from press.base.checkout import CheckoutError, open_checkout

if TYPE_CHECKING:
    from dulwich.ignore import IgnoreFilterManager


def changed_files(root: Path, names: Iterable[str]) -> list[str]:
    """Return those of some files that the present commit has otherwise, or not; none if there is no commit.

    Raises
    ------
    CheckoutError
        `root` is no checkout that can be read.
    """
    committed = committed_files(root)
    if not committed:
        return []
    return [name for name in names if committed.get(name) not in _digests(root / name)]


def committed_files(root: Path) -> dict[str, str]:
    """Return the files of the present commit, by their names, with their digests; none if there is no commit.

    Raises
    ------
    CheckoutError
        `root` is no checkout that can be read.
    """
    from dulwich.object_store import iter_tree_contents

    with open_checkout(root) as repository:
        try:
            entries = iter_tree_contents(repository.object_store, repository[repository.head()].tree)
            return {os.fsdecode(entry.path): entry.sha.decode() for entry in entries}
        except KeyError:
            return {}


def _digests(file: Path) -> set[str]:
    """Return what git may call a file's content: as it stands, and with the line ends that git keeps."""
    content = os.fsencode(os.readlink(file)) if file.is_symlink() else file.read_bytes()
    return {
        hashlib.sha1(b"blob %d\0" % len(one) + one, usedforsecurity=False).hexdigest()
        for one in (content, content.replace(b"\r\n", b"\n"))
    }


def other_files(root: Path, known: Collection[str]) -> list[str]:
    """Return what lies beside the known files and git would not ignore.

    That is files, and folders that hold none of the known ones, with a stroke at their end.
    """
    ignored = _ignored(root)
    folders = {f"{parent.as_posix()}/" for name in known for parent in Path(name).parents}
    return sorted(_others(root, "", set(known), folders, lambda name: bool(ignored.is_ignored(name))))


def _ignored(root: Path) -> IgnoreFilterManager:
    """Return the rules of a checkout, or those of an unpacked archive's .gitignore files alone."""
    from dulwich.ignore import IgnoreFilterManager

    try:
        with open_checkout(root) as repository:
            return IgnoreFilterManager.from_repo(repository)
    except CheckoutError:
        return IgnoreFilterManager(str(root), [], False)


def _others(
    root: Path, folder: str, known: set[str], folders: set[str], ignored: Callable[[str], bool]
) -> Iterator[str]:
    for entry in os.scandir(root / folder):
        name = f"{folder}{entry.name}" + ("/" if entry.is_dir(follow_symlinks=False) else "")
        if entry.name == ".git" or name in known or ignored(name):
            continue
        inside = _others(root, name, known, folders, ignored) if name.endswith("/") else iter(())
        if name in folders:
            yield from inside
        elif not name.endswith("/") or any(inside):
            yield name
