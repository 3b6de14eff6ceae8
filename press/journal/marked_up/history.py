"""What each commit since a version changed: which words of sources, and whether data or code."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from press.base.checkout import CheckoutError, file_at, find_commit, open_checkout
from press.base.markdown_text import COMPUTED
from press.base.untracked import changed_files, committed_files
from press.journal.marked_up.atoms import words
from press.journal.own_marks import UNCOMMITTED, author_of
from press.journal.word_back.model import By
from press.render.dates import build_time

if TYPE_CHECKING:
    from dulwich.objects import Commit
    from dulwich.repo import Repo

TEXT_FOLDER, TEXT_ENDINGS = "paper", (".qmd", ".md", ".yml", ".yaml", ".bib")
"""Where the text of a paper stands."""
NO_RESULT = ("paper", "press", "tests", "docs", "requirements", "LICENSES")
"""Folders of which no number comes."""
RESULT_ENDINGS = (
    ".py",
    ".csv",
    ".tsv",
    ".json",
    ".yaml",
    ".yml",
    ".xlsx",
    ".xls",
    ".geojson",
    ".parquet",
    ".dta",
)
CODE = re.compile(f"{COMPUTED.pattern}|(?<!\\w)@[\\w:-]+")
"""What prints by code."""
AROUND = 2
"""Lines on either side of a change that tell where it is."""
LARGEST = 4_000_000
"""Pairs of words beyond which the words of a change are only counted."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """A change in one place of a source.

    Attributes
    ----------
    gone, come : Counter
        The words that went and came.
    old, new : frozenset of str
        All words there, before and after, with those of the lines around.
    code : bool
        Whether other code, shortcodes, citations or references stand there now.
    """

    gone: Counter[str]
    come: Counter[str]
    old: frozenset[str]
    new: frozenset[str]
    code: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What one commit, or nobody yet, changed; `results` tells whether data or code is among it."""

    by: By
    hunks: tuple[Hunk, ...]
    results: bool


def steps_since(root: Path, since: str, names: list[str]) -> list[Step]:
    """Return what the commits since a version changed, the oldest first, then what is not committed.

    Parameters
    ----------
    root : Path
        The checkout.
    since : str
        A tag or commit.
    names : list of str
        The project's files, as they are now.

    Raises
    ------
    press.base.checkout.CheckoutError
        When the checkout cannot be read, does not know the version, or lacks commits since then.
    """
    from dulwich.errors import MissingCommitError

    first = find_commit(root, since).encode()
    with open_checkout(root) as repository:
        try:
            commits = commits_since(repository, first)
            found = [step for commit in reversed(commits) for step in step_of(repository, commit)]
        except (KeyError, MissingCommitError):
            raise CheckoutError("this clone does not hold all commits since then; fetch it whole.") from None
    return [*found, *uncommitted(root, names)]


def commits_since(repository: "Repo", first: bytes) -> list["Commit"]:
    """Return the commits since one, the newest first.

    Raises
    ------
    press.base.checkout.CheckoutError
        When a shallow clone ends before it gets there.
    """
    walker = repository.get_walker(include=[repository.head()], exclude=[first], order="topo")
    commits = [entry.commit for entry in walker]
    if repository.get_shallow().intersection(commit.id for commit in commits):
        raise CheckoutError(
            "this clone is shallow and lacks commits since then: `git fetch --unshallow` brings them."
        )
    return commits


def step_of(repository: "Repo", commit: "Commit") -> Iterator[Step]:
    """Yield what a commit changed; one that joins others changed nothing itself."""
    from dulwich.diff_tree import tree_changes

    if len(commit.parents) > 1:
        return
    parent = repository[commit.parents[0]].tree if commit.parents else None
    changed = {}
    for change in tree_changes(repository.object_store, parent, commit.tree):
        sides = [(side.path, side.sha) for side in (change.old, change.new) if side and side.path]
        name = sides[-1][0].decode("utf-8", "replace")
        old, new = (side.sha if side and side.path else None for side in (change.old, change.new))
        changed[name] = text_of(repository, name, old), text_of(repository, name, new)
    yield step(author_of(commit), changed)


def text_of(repository: "Repo", name: str, digest: bytes | None) -> str:
    """Return a source of a commit as text; empty for what is none, or is not there."""
    if digest is None or not is_text(name):
        return ""
    return repository[digest].data.decode("utf-8", "replace")


def uncommitted(root: Path, names: list[str]) -> Iterator[Step]:
    """Yield what changed since the last commit, if anything did."""
    known = dict.fromkeys([*committed_files(root), *names])
    own = [name for name in known if is_text(name) or is_result(name)]
    there = [name for name in own if os.path.isfile(root / name) or os.path.islink(root / name)]
    changed = {*own}.difference(there).union(changed_files(root, there))
    if changed:
        yield step(nobody_yet(), {name: texts_of(root, name) for name in own if name in changed})


def texts_of(root: Path, name: str) -> tuple[str, str]:
    """Return a source as the last commit has it and as it stands; empty for what is none, or is not there."""
    if not is_text(name):
        return "", ""
    here = (root / name).read_bytes() if os.path.isfile(root / name) else b""
    before, after = (side.decode("utf-8", "replace") for side in (file_at(root, "HEAD", name) or b"", here))
    return before, after


def nobody_yet() -> By:
    """Return who made what is not committed, on the day of the build."""
    return By(UNCOMMITTED, build_time().strftime("%Y-%m-%dT00:00:00Z"))


def step(by: By, changed: Mapping[str, tuple[str, str]]) -> Step:
    """Return what somebody changed: files with their texts before and after."""
    hunks = tuple(hunk for texts in changed.values() for hunk in hunks_of(*texts))
    return Step(by, hunks, any(map(is_result, changed)))


def hunks_of(old: str, new: str) -> Iterator[Hunk]:
    """Yield what differs between two texts, place by place."""
    before, after = old.splitlines(), new.splitlines()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        here = "\n".join(before[i1:i2]), "\n".join(after[j1:j2])
        gone, come = difference(*map(words, here))
        there = (
            words("\n".join(lines[max(0, first - AROUND) : last + AROUND]))
            for lines, first, last in ((before, i1, i2), (after, j1, j2))
        )
        code = CODE.findall(here[0]) != CODE.findall(here[1])
        yield Hunk(gone, come, *map(frozenset, there), code)


def difference(old: list[str], new: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Return the words that went and came: text that only breaks its lines elsewhere has none."""
    if len(old) * len(new) > LARGEST:
        return Counter(old) - Counter(new), Counter(new) - Counter(old)
    gone, come = Counter[str](), Counter[str]()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone.update(old[i1:i2])
            come.update(new[j1:j2])
    return gone, come


def is_text(name: str) -> bool:
    """Whether a file holds text of the paper."""
    return PurePosixPath(name).parts[0] == TEXT_FOLDER and name.endswith(TEXT_ENDINGS)


def is_result(name: str) -> bool:
    """Whether numbers may come from a file."""
    folder = PurePosixPath(name).parts[0]
    return folder not in NO_RESULT and "/" in name and name.endswith(RESULT_ENDINGS)
