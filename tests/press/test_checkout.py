"""Commit, date and files come from git, also without its program; else from the note that `git archive` fills in."""

import os
import shutil
import subprocess
import tarfile

import pytest

from press import checkout
from press.checkout import ARCHIVE_NOTE, UNKNOWN, CheckoutError, current_version

PROGRAM = shutil.which("git")
if PROGRAM is None:
    pytest.skip("no git program, with which these tests make checkouts", allow_module_level=True)


class Git:
    """Git in a folder, as a user calls it."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, *words):
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
        return subprocess.run([PROGRAM, "-C", self.folder, *identity, *words], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(params=["with the program", "without the program"])
def program(request, monkeypatch, tmp_path):
    """Whether a git program is on the PATH."""
    if request.param == "without the program":
        monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def made(tmp_path):
    folder = tmp_path / "checkout"
    folder.mkdir()
    (folder / ARCHIVE_NOTE).write_text("$Format:%H %cI$\n", encoding="utf-8")
    (folder / ".gitattributes").write_text(f"{ARCHIVE_NOTE} export-subst\n", encoding="utf-8")
    (folder / "Қазақ file.txt").write_text("one\n", encoding="utf-8")
    git = Git(folder)
    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "-m", "Begin")
    git("tag", "-m", "First", "v1.0")
    (folder / "Қазақ file.txt").write_text("two\n", encoding="utf-8")
    git("commit", "--quiet", "--all", "-m", "Go on")
    return git


def expected(git):
    return git("rev-parse", "HEAD"), git("log", "-1", "--format=%ct")


def found(folder):
    version = current_version(folder)
    return version.commit, version.seconds


def test_a_checkout_names_its_commit(made, program):
    assert found(made.folder) == expected(made)


@pytest.mark.parametrize("form", ["packed", "detached", "shallow", "worktree", "bare variables", "another user's", "a broken configuration"])
def test_so_does_every_form_of_a_checkout(form, made, program, tmp_path, monkeypatch):
    folder, wanted = made.folder, expected(made)
    if form == "packed":
        made("gc", "--quiet")
    elif form == "detached":
        made("checkout", "--quiet", "--detach")
    elif form == "shallow":
        folder = tmp_path / "shallow"
        made("clone", "--quiet", "--depth", "1", f"file://{made.folder}", folder)
    elif form == "worktree":
        folder = tmp_path / "worktree"
        made("worktree", "add", "--quiet", "--detach", folder)
    elif form == "bare variables":
        for name, value in {"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/nowhere", "GIT_INDEX_FILE": "/nowhere", "GIT_CEILING_DIRECTORIES": str(folder)}.items():
            monkeypatch.setenv(name, value)
    elif form == "another user's":
        if os.geteuid():
            pytest.skip("only root may give files to another user")
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
    else:
        monkeypatch.setenv("HOME", str(tmp_path))
        (tmp_path / ".gitconfig").write_text("[no end\n")
    assert found(folder) == wanted
    assert checkout.tracked_files(folder) == [".gitattributes", ARCHIVE_NOTE, "Қазақ file.txt"]


def test_an_archive_names_the_same_commit(made, tmp_path):
    made("archive", "--output", tmp_path / "a.tar", "HEAD")
    with tarfile.open(tmp_path / "a.tar") as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    assert current_version(tmp_path / "unpacked") == current_version(made.folder)


@pytest.mark.parametrize("note", ["$Format:%H %cI$\n", "", b"\xff\xfe", None])
def test_loose_files_name_no_commit(note, tmp_path):
    if note is not None:
        (tmp_path / ARCHIVE_NOTE).write_bytes(note if isinstance(note, bytes) else note.encode())
    assert current_version(tmp_path) == UNKNOWN


@pytest.mark.parametrize("broken", [None, "HEAD", "config", "index"])
def test_a_checkout_without_a_commit_names_none(broken, tmp_path, program):
    Git(tmp_path)("init", "--quiet")
    if broken:
        (tmp_path / ".git" / broken).write_text("[nonsense\n")
    assert current_version(tmp_path) == UNKNOWN


def test_a_folder_in_a_checkout_is_no_checkout_of_its_own(made, program):
    (made.folder / "inner").mkdir()
    assert current_version(made.folder / "inner") == UNKNOWN
    assert checkout.version_around(made.folder / "inner") == current_version(made.folder)


def test_an_archive_gives_the_time_of_its_commit(tmp_path):
    (tmp_path / ARCHIVE_NOTE).write_text("0f3a 2026-02-03T04:05:06+05:00\n", encoding="utf-8")
    assert current_version(tmp_path).seconds == "1770073506"


@pytest.mark.parametrize("reference", ["v1.0", "HEAD~1", "main~1", "HEAD^", "v1.0^{commit}", "short"])
def test_an_earlier_state_is_found_by_its_names_and_unpacked(reference, made, program, tmp_path):
    commit = made("rev-parse", "v1.0^{commit}")
    reference = commit[:9] if reference == "short" else reference
    assert checkout.find_commit(made.folder, reference) == commit
    target = tmp_path / "target"
    checkout.unpack(made.folder, commit, target)
    assert (target / "Қазақ file.txt").read_text(encoding="utf-8") == "one\n"
    assert current_version(target).seconds == made("log", "-1", "--format=%ct", "v1.0") and not (target / ".git").exists()


@pytest.mark.parametrize("reference", ["v2.0", "", "HEAD~7", "--output=x", "main:nothing", "0" * 40, "a b", "..", "HEAD^{tree}", "\udcff", "v1.0\nv2.0"])
def test_an_unknown_name_is_said_to_be_unknown(reference, made):
    with pytest.raises(CheckoutError, match=r"^git knows no tag or commit of this name\.$"):
        checkout.find_commit(made.folder, reference)


def test_a_shallow_clone_says_how_to_get_what_it_lacks(made, tmp_path):
    made("clone", "--quiet", "--depth", "1", "--no-tags", f"file://{made.folder}", tmp_path / "shallow")
    with pytest.raises(CheckoutError, match=r"no tag or commit of this name \(this clone is shallow: `git fetch --unshallow --tags`"):
        checkout.find_commit(tmp_path / "shallow", "v1.0")


@pytest.mark.parametrize("broken", ["config", "index"])
def test_a_broken_checkout_says_so(broken, made):
    (made.folder / ".git" / broken).write_text("[nonsense\n")
    with pytest.raises(CheckoutError, match=r"^this git checkout cannot be read \(.+\)\.$"):
        checkout.tracked_files(made.folder)


def test_a_folder_that_is_no_checkout_says_so(tmp_path):
    with pytest.raises(CheckoutError, match="^this folder is no git checkout.$"):
        checkout.tracked_files(tmp_path)
