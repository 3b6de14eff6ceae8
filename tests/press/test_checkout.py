"""Commit and date come from git, else from the note that `git archive` fills in."""

import subprocess
import tarfile

import pytest

from press.checkout import ARCHIVE_NOTE, current_version


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / ARCHIVE_NOTE).write_text("$Format:%H %cI$\n", encoding="utf-8")
    (folder / ".gitattributes").write_text(f"{ARCHIVE_NOTE} export-subst\n", encoding="utf-8")

    def git(*words):
        return subprocess.run(["git", "-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
                              check=True, capture_output=True, text=True).stdout.strip()

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "Begin")
    return folder, git


def test_a_checkout_names_its_commit(checkout):
    folder, git = checkout
    version = current_version(folder)
    assert version.commit == git("rev-parse", "HEAD")
    assert version.date == git("log", "-1", "--format=%cI")


def test_an_archive_names_the_same_commit(checkout, tmp_path):
    folder, git = checkout
    git("archive", "--output", tmp_path / "a.tar", "HEAD")
    with tarfile.open(tmp_path / "a.tar") as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    assert current_version(tmp_path / "unpacked") == current_version(folder)


def test_loose_files_name_no_commit(tmp_path):
    (tmp_path / ARCHIVE_NOTE).write_text("$Format:%H %cI$\n", encoding="utf-8")
    assert current_version(tmp_path).commit == ""


def test_an_archive_gives_the_time_of_its_commit(checkout, tmp_path):
    folder, git = checkout
    assert current_version(folder).seconds == git("log", "-1", "--format=%ct")
    (tmp_path / ARCHIVE_NOTE).write_text("0f3a 2026-02-03T04:05:06+05:00\n", encoding="utf-8")
    assert current_version(tmp_path).seconds == "1770073506"
