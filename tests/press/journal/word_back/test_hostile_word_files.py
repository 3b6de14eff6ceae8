"""Files that are no Word file, damaged, or mean harm: one sentence, and nothing is written."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.press.journal.word_back import hostile_word_files as hostile, small_word_files as small
from tests.press.journal.word_back.word_back_run import environment, patched, word_back
from tests.press.journal.word_back.word_editor import WordEditor

SECONDS, MEGABYTES = 10, 500


@dataclass(frozen=True, slots=True)
class Watched:
    """A finished process: its status, what it said, how long and how large it was."""

    status: int
    said: str
    seconds: float
    megabytes: float


def watched(folder: Path, file: Path, *more: str) -> Watched:
    """Run the command on a file and watch its memory."""
    began, peak = time.monotonic(), [0.0]
    command = [str(folder / ".venv" / "bin" / "python"), "-m", "press", "word-back", str(file), *more]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )

    def watch() -> None:
        while process.poll() is None:
            peak[0] = max(peak[0], _size(process.pid))
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        _, said = process.communicate(timeout=6 * SECONDS)
    finally:
        process.kill()
        watcher.join()
    return Watched(process.returncode, said, time.monotonic() - began, peak[0])


def _size(pid: int) -> float:
    try:
        family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        return sum(member.memory_info().rss for member in family) / 1e6
    except psutil.Error:
        return 0.0


def files(folder: Path) -> dict[str, int]:
    """All files of a paper and when they were written, but for what Python keeps."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path): path.stat().st_mtime_ns for path in paths if ".venv" not in path.parts}


def refused(folder: Path, file: Path) -> str:
    """The one sentence by which a file is refused."""
    before = files(folder.parent)
    done = watched(folder, file)
    assert done.status == 1, done.said
    assert done.said.count("\n") == 1 and done.said.endswith(".\n") and "Traceback" not in done.said, (
        done.said
    )
    assert files(folder.parent) == before
    assert done.seconds < SECONDS and done.megabytes < MEGABYTES, done
    return done.said


@pytest.mark.parametrize("build", hostile.REFUSED, ids=lambda build: build.__name__)
def test_a_file_that_is_no_good_word_file_is_refused_in_a_sentence(
    second: Path, second_docx: bytes, tmp_path: Path, build
) -> None:
    file = tmp_path / "reviewed.docx"
    file.write_bytes(build(second_docx))
    said = refused(second, file)
    assert "reviewed.docx" in said and "root:" not in said


def test_a_file_of_another_paper_is_refused_in_a_sentence(second: Path, tmp_path: Path) -> None:
    file = tmp_path / "reviewed.docx"
    file.write_bytes(
        small.make("---\ntitle: Another paper\n---\n\n# Ships\n\nShips sail on the sea, and some do not.\n")
    )
    assert "paper" in refused(second, file)


def test_a_file_that_is_not_there_and_a_folder_are_refused(second: Path, tmp_path: Path) -> None:
    refused(second, tmp_path / "nowhere.docx")
    refused(second, tmp_path)


@pytest.mark.parametrize("build", hostile.HARMLESS, ids=lambda build: build.__name__)
def test_what_is_odd_in_a_file_does_no_harm(second: Path, second_docx: bytes, tmp_path: Path, build) -> None:
    file = tmp_path / "reviewed.docx"
    file.write_bytes(build(second_docx))
    done = watched(second, file, "--no-build")
    assert done.status in (0, 1) and "Traceback" not in done.said, done.said
    assert done.seconds < 3 * SECONDS and done.megabytes < MEGABYTES, done
    for folder in (second, *list(second.parents)[:3], tmp_path, Path("/tmp")):
        assert not list(folder.glob("evil*"))


def test_a_file_that_nobody_edited_has_no_changes(second: Path, second_docx: bytes) -> None:
    ran = word_back(second, second_docx)
    assert ran.status == 0 and ran.changes == [] and ran.patch.strip() == "", ran


NAMES = (
    "<script>alert(1)</script>",
    "Ann\n--- a/paper/index.qmd\n+++ b/paper/index.qmd\n@@ -1 +1 @@\n-x\n+evil",
    "\u202eAnn",
)


@pytest.mark.parametrize("name", NAMES, ids=["script", "hunk", "backwards"])
def test_the_name_of_a_reviewer_is_text_and_nothing_else(
    second: Path, second_docx: bytes, tmp_path: Path, name: str
) -> None:
    editor = WordEditor(second_docx, author=name)
    editor.replace("all summer", "all winter")
    ran = word_back(second, editor.content(), "reviewed.docx", "--no-build")
    assert ran.status == 0 and len(ran.changes) == 1, ran
    new = (patched(second, ran.patch, tmp_path / "new") / "paper" / "index.qmd").read_text(encoding="utf-8")
    old = (second / "paper" / "index.qmd").read_text(encoding="utf-8")
    assert new == old.replace("all summer", "all winter")
    page = (second / "_word" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page


TYPED = (
    "`{python} __import__('os').system('touch evil')`",
    "{{< include /etc/passwd >}}",
    "<script>alert(1)</script>",
    "```{python}",
    "![x](https://example.org/x.png)",
    "[@student1931] and @fisher1935",
    "[^1] and $x$ and [link](https://example.org)",
    "::: {.hidden}",
    "<!-- gone -->",
    "\\input{x} \\ and *stars* and _lines_ and ~~x~~ and ^up^",
)


@pytest.mark.parametrize("tracked", [True, False], ids=["tracked", "untracked"])
@pytest.mark.parametrize("typed", TYPED)
def test_code_and_markup_that_a_reviewer_types_are_words(
    second: Path, second_docx: bytes, tmp_path: Path, typed: str, tracked: bool
) -> None:
    editor = WordEditor(second_docx, tracked=tracked)
    editor.insert_after("Here six of", f" {typed}")
    ran = word_back(second, editor.content(), "reviewed.docx", "--no-build")
    assert ran.status == 0 and len(ran.changes) >= 1, ran
    new = (patched(second, ran.patch, tmp_path / "new") / "paper" / "index.qmd").read_text(encoding="utf-8")
    old = (second / "paper" / "index.qmd").read_text(encoding="utf-8")
    if new == old:
        return  # it is on the list
    start = new.index("Here six of") + len("Here six of")
    written = new[start : start + len(new) - len(old)]
    assert small.plain(f"of {written.strip()} plants") == f"of {typed} plants"
    assert new.count("`{python}") == old.count("`{python}") and new.count("{{<") == old.count("{{<")
