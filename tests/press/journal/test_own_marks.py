"""A marked file that comes back with a reviewer's own edits: only these are left."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from press.base.checkout import current_version
from press.journal.marked_up.marked import marked
from press.journal.marked_up.tracking import Stretch
from press.journal.own_marks import commits_in, to_seconds, without_own
from press.journal.word_back.model import By
from tests.press.journal.marked_up.random_edits import Editor
from tests.press.journal.marked_up.test_marked import marks, word
from tests.press.journal.marked_up.test_marks_of_random_edits import base
from tests.press.journal.marked_up.word_marks import said
from tests.repositories import SECONDS, commit_all

BELA = By("Bela Kis", "2026-01-02T03:04:05Z")
"""Who commits below, at that second."""


def repository(folder: Path) -> Path:
    (folder / "work").mkdir()
    (folder / "work" / "index.qmd").write_text("Text.\n")
    commit_all(folder / "work", SECONDS, b"Bela Kis <b@example.org>")
    return folder / "work"


def returned(docx: bytes, root: Path) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in without_own(parts, root).items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_what_commits_changed_is_accepted_whatever_it_was(tmp_path: Path) -> None:
    root = repository(tmp_path)
    for seed in range(40):
        edited = Editor(base(), seed).edited(1 + seed % 6)
        docx = returned(marked(base(), edited, lambda _change: BELA), root)
        assert not marks(docx) and said(docx) == said(edited), seed


def test_what_the_reviewer_tracked_stays(tmp_path: Path) -> None:
    """Mia changed one thing; Word keeps dates of commits without the zone."""
    root = repository(tmp_path)
    old, new = "The first few words here.\n\nAnd rivers.\n", "The first good words here.\n\nAnd seas.\n"

    def by(change: Stretch) -> By:
        mia = change.words.strip() in ("rivers", "seas")
        return By("Mia Ray", BELA.date) if mia else By(BELA.author, BELA.date.rstrip("Z"))

    docx = returned(marked(word(tmp_path, old), word(tmp_path, new), by), root)
    assert marks(docx) == [("del", "rivers"), ("ins", "seas")]


def test_of_a_clone_that_lacks_commits_those_count_that_are_there(tmp_path: Path) -> None:
    root = repository(tmp_path)
    digits = current_version(root).commit
    (root / "index.qmd").write_text("Text, again.\n")
    commit_all(root, SECONDS + 1, b"Dana Lee <d@example.org>")
    (root / ".git" / "objects" / digits[:2] / digits[2:]).unlink()
    assert commits_in(root) == {to_seconds(By("Dana Lee", "2026-01-02T03:04:06Z"))}
