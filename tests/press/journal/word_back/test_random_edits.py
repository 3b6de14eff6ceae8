"""Edits of prose by chance, tracked and not: each comes back to its place in the sources or is listed."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.copies import Copy
from tests.press.journal.word_back.judging import LISTED, LOST, MISPLACED, PLACED, Verdict, judge
from tests.press.journal.word_back.random_edits import perform, plan
from tests.press.journal.word_back.source_places import read_units
from tests.press.journal.word_back.word_back_run import patched, word_back
from tests.press.journal.word_back.word_editor import WordEditor
from tests.press.journal.word_back.word_noise import noise, renamed_styles, without_trace
from tests.said import SAID


def came_back(folder: Path, docx: bytes, seed: int, count: int, place: Path, spoil=None) -> list[Verdict]:
    """Edit a Word file, give it to the command, apply its patch and judge each edit."""
    units = read_units(folder)
    edits = plan(docx, units, seed, count)
    edited = perform(docx, edits)
    if spoil:
        editor = WordEditor(edited)
        spoil(editor)
        edited = editor.content()
    ran = word_back(folder, edited, "reviewed.docx", "--no-build")
    assert ran.status == 0, ran.printed + ran.said
    target = patched(folder, ran.patch, place / f"patched {seed}")
    if shutil.which("git"):
        check = ["git", "apply", "--check", "_word/changes.patch"]
        done = subprocess.run(check, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return judge(units, read_units(target), edits, ran.changes)


def counted(verdicts: list[Verdict], what: str) -> str:
    """The line that says what became of the edits."""
    fates = Counter(verdict.fate for verdict in verdicts)
    told = ", ".join(f"{fates[fate]} {fate}" for fate in (PLACED, LISTED, LOST, MISPLACED))
    return f"word-back: {len(verdicts)} random edits of {what}: {told}"


def faults(verdicts: list[Verdict]) -> list[str]:
    return [_told(verdict) for verdict in verdicts if verdict.fate in (LOST, MISPLACED)]


def _told(verdict: Verdict) -> str:
    edit = verdict.edit
    how = f"{edit.kind} {edit.look}, {'tracked' if edit.tracked else 'not tracked'}"
    where = edit.place.unit if edit.place else "made by code"
    return f"{verdict.fate}: {edit.old!r} -> {edit.new!r} ({how}; {where}; {edit.says!r}): {verdict.shows}"


@pytest.mark.long
def test_two_hundred_edits_of_the_article_come_back(
    article: Path, built: Copy, tmp_path: Path, record_property
) -> None:
    docx = built.article(".docx").read_bytes()
    verdicts = [verdict for seed in (1, 2, 3, 4) for verdict in came_back(article, docx, seed, 50, tmp_path)]
    record_property(SAID, counted(verdicts, "the article"))
    assert len(verdicts) == 200 and not faults(verdicts), "\n".join(faults(verdicts))
    assert sum(verdict.fate == PLACED for verdict in verdicts) >= 170


@pytest.mark.long
def test_two_hundred_edits_of_the_second_paper_come_back(
    second: Path, second_docx: bytes, tmp_path: Path, record_property
) -> None:
    verdicts = [
        verdict for seed in range(1, 21) for verdict in came_back(second, second_docx, seed, 10, tmp_path)
    ]
    record_property(SAID, counted(verdicts, "the second paper"))
    assert len(verdicts) == 200 and not faults(verdicts), "\n".join(faults(verdicts))
    assert sum(verdict.fate == PLACED for verdict in verdicts) >= 150  # many are of statements that code sets


@pytest.mark.long
@pytest.mark.parametrize(
    "spoil", [noise, renamed_styles, without_trace], ids=["noise of Word", "renamed styles", "no trace"]
)
def test_edits_come_back_from_files_that_programs_changed_too(
    article: Path, built: Copy, tmp_path: Path, spoil, record_property
) -> None:
    docx = built.article(".docx").read_bytes()
    _put(docx, article)  # with it files are compared that have no trace
    verdicts = came_back(article, docx, 7, 40, tmp_path, spoil)
    record_property(SAID, counted(verdicts, f"the article, {spoil.__name__.replace('_', ' ')}"))
    assert not faults(verdicts), "\n".join(faults(verdicts))


def test_edits_of_the_second_paper_come_back(second: Path, second_docx: bytes, tmp_path: Path) -> None:
    verdicts = came_back(second, second_docx, 31, 10, tmp_path)
    assert not faults(verdicts), "\n".join(faults(verdicts))


def _put(docx: bytes, folder: Path) -> None:
    """Leave a built Word file where a build leaves it."""
    (folder / "_site" / "paper").mkdir(parents=True, exist_ok=True)
    (folder / "_site" / "paper" / "index.docx").write_bytes(docx)
