"""The git checkout that a project is: its commit, its files, its earlier states.

Read with dulwich, which needs no git program and does not mind whose the files are. Only the commit and the
names of the files, which each build asks for, are asked of the git program where there is one: that takes a
twentieth of the time.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from press.base.commit_files import LeadsOut, is_plain, write_tree

if TYPE_CHECKING:
    from dulwich.objects import Commit
    from dulwich.repo import Repo

ARCHIVE_NOTE = ".archived-commit"
"""One line, `commit date`, which `git archive` fills in (see .gitattributes)."""
OLDER_NOTE = "archived-commit.txt"
"""What earlier versions call it."""
TRUSTING = ("-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
"""Git's settings for a checkout of another user's, of which no command is run."""
NOBODYS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
}
"""Lets git read no settings but the checkout's own, and fetch nothing by a command that those name."""


@dataclass(frozen=True, slots=True)
class Version:
    """A commit (40 hex digits) and its committer date (ISO 8601); both empty where unknown."""

    commit: str
    date: str

    @property
    def seconds(self) -> str:
        """The commit's time in seconds since 1970, as SOURCE_DATE_EPOCH wants it; empty where unknown."""
        return f"{datetime.fromisoformat(self.date).timestamp():.0f}" if self.date else ""


UNKNOWN = Version("", "")


class CheckoutError(Exception):
    """Git has not what is asked for; its message is one sentence."""


def current_version(root: Path) -> Version:
    """Return the version of the checkout or unpacked archive at `root`; of nothing around it."""
    if is_checkout(root):
        return _version_by_git(root) or _version_by_dulwich(root)
    try:
        return _parse_version((root / ARCHIVE_NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return UNKNOWN


def version_around(folder: Path) -> Version:
    """Return the version of the checkout that a folder lies in."""
    return current_version(next(filter(is_checkout, (folder, *folder.parents)), folder))


def _version_by_git(root: Path) -> Version | None:
    """Return the version as the git program tells it; None where it cannot."""
    try:
        return _parse_version(_ask_git(root, "log", "-1", "--format=%H %cI"))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def _ask_git(root: Path, *words: str) -> str:
    """Return what the git program says of a checkout; an error where there is none, or it fails.

    It is given no variables of this process: what runs here in a build depends on those that it asks for.
    """
    done = subprocess.run(
        ["git", *TRUSTING, "-C", str(root), *words],
        env={"PATH": os.environ.get("PATH", os.defpath)} | NOBODYS,
        capture_output=True,
        check=True,
    )
    return os.fsdecode(done.stdout)


def _version_by_dulwich(root: Path) -> Version:
    try:
        with open_checkout(root) as repository:
            return _version_of(_find_object(repository, b"HEAD"))
    except (CheckoutError, KeyError):
        return UNKNOWN


def _parse_version(text: str) -> Version:
    """Return the version that `commit date` names, its date in one form: git writes that of Greenwich in two.

    Raises
    ------
    ValueError
        It is no commit, or the date is none.
    """
    commit, _, date = text.strip().partition(" ")
    if not re.fullmatch(r"[0-9a-f]{4,64}", commit):
        raise ValueError(commit)
    return Version(commit, datetime.fromisoformat(date).isoformat() if date else "")


def _version_of(commit: Commit) -> Version:
    zone = timezone(timedelta(seconds=commit.commit_timezone))
    return Version(commit.id.decode(), datetime.fromtimestamp(commit.commit_time, zone).isoformat())


def is_checkout(root: Path) -> bool:
    """Whether `root` is the top of a git checkout."""
    return (root / ".git").exists()


def tracked_files(root: Path) -> list[str]:
    """Return the files that git tracks, with their paths from `root`, sorted; also those that are not there.

    Raises
    ------
    CheckoutError
        `root` is no checkout that can be read, or git's list leads out of it.
    """
    names = _tracked_by_git(root) if is_checkout(root) else None
    if names is None:
        names = _tracked_by_dulwich(root)
    if out := next((name for name in names if not is_plain(name)), None):
        raise CheckoutError(f"git's list of files names {out}, which is no file of this project.")
    return names


def _tracked_by_git(root: Path) -> list[str] | None:
    """Return the files as the git program tells them; None where it cannot."""
    try:
        return sorted(set(filter(None, _ask_git(root, "ls-files", "-z").split("\0"))))
    except (OSError, subprocess.CalledProcessError):
        return None


def _tracked_by_dulwich(root: Path) -> list[str]:
    from dulwich.index import Index

    with open_checkout(root) as repository:
        return sorted(map(os.fsdecode, Index(repository.index_path())))


def find_commit(root: Path, reference: str) -> str:
    """Return the commit that a tag, branch or (abbreviated) digest names.

    Raises
    ------
    CheckoutError
        `root` is no checkout that can be read, or git does not know the reference.
    """
    from dulwich.objectspec import AmbiguousShortId

    with open_checkout(root) as repository:
        try:
            return _find_object(repository, os.fsencode(reference)).id.decode()
        except AmbiguousShortId:
            raise CheckoutError("git knows several commits whose names begin so.") from None
        except (KeyError, ValueError, AssertionError, IndexError):
            rest = " (this clone is shallow: `git fetch --unshallow --tags` brings the rest)"
            raise CheckoutError(
                f"git knows no tag or commit of this name{rest if repository.get_shallow() else ''}."
            ) from None


def _find_object(repository: Repo, reference: bytes) -> Commit:
    """Return a commit by name and, as in `v1.0~2` or `HEAD^`, by the way back from there."""
    from dulwich.objectspec import parse_commit, parse_object

    name, *way = re.split(rb"(?=[~^])", reference, maxsplit=1)
    if not name:
        raise KeyError(name)
    start = parse_commit(repository, name)
    if way in ([], [b"^{}"], [b"^{commit}"]):
        return start
    return parse_commit(repository, parse_object(repository, start.id + way[0]).id)


def unpack(root: Path, commit: str, target: Path) -> None:
    """Write the files of a commit into a folder.

    Raises
    ------
    CheckoutError
        `root` is no checkout that can be read, or lacks some of the commit's files, or one of these has a
        name or link that leads out of the folder.
    """
    with open_checkout(root) as repository:
        try:
            about = _find_object(repository, commit.encode())
            write_tree(repository, about.tree, target)
        except KeyError:
            raise CheckoutError(
                "this clone does not hold all files of that commit; fetch it whole."
            ) from None
        except LeadsOut as found:
            raise CheckoutError(
                f"that commit holds {str(found)!r}, a name or link that leads out of the project "
                "or cannot be unpacked here."
            ) from None
    for note in (target / name for name in (ARCHIVE_NOTE, OLDER_NOTE) if (target / name).is_file()):
        note.write_text(f"{commit} {_version_of(about).date}\n", encoding="utf-8")


def file_at(root: Path, commit: str, name: str) -> bytes | None:
    """Return a file as a commit has it; None where the checkout, the commit or the file is not known."""
    from dulwich.object_store import tree_lookup_path
    from dulwich.objects import Blob

    try:
        with open_checkout(root) as repository:
            tree = _find_object(repository, commit.encode()).tree
            _, digest = tree_lookup_path(repository.__getitem__, tree, os.fsencode(name))
            found = repository[digest]
            return found.data if isinstance(found, Blob) else None
    except (CheckoutError, KeyError, ValueError, AssertionError):
        return None


@contextmanager
def open_checkout(root: Path) -> Iterator[Repo]:
    """Yield the checkout at `root`.

    Raises
    ------
    CheckoutError
        There is none, or it cannot be read.
    """
    from dulwich.errors import NotGitRepository
    from dulwich.repo import Repo, UnsupportedExtension, UnsupportedVersion

    try:
        with Repo(str(root)) as repository:
            yield repository
    except NotGitRepository:
        raise CheckoutError("this folder is no git checkout.") from None
    except (UnsupportedExtension, UnsupportedVersion) as error:
        raise CheckoutError(f"this git checkout is of a kind that is not read here ({error}).") from None
    except (OSError, ValueError, AssertionError) as error:
        raise CheckoutError(f"this git checkout cannot be read ({error}).") from None
