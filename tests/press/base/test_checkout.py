"""Commit, date and files come from git, also without its program.

Else from the note that `git archive` fills in.
"""

import contextlib
import os
import shutil
import subprocess
import tarfile

import pytest

from press.base import checkout
from press.base.checkout import ARCHIVE_NOTE, UNKNOWN, CheckoutError, current_version

PROGRAM = shutil.which("git")
if PROGRAM is None:
    pytest.skip("no git program, with which these tests make checkouts", allow_module_level=True)


class Git:
    """Git in a folder, as a user calls it."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, *words):
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
        return subprocess.run(
            [PROGRAM, "-C", self.folder, *identity, *words], check=True, capture_output=True, text=True
        ).stdout.strip()


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


@pytest.mark.parametrize(
    "form",
    [
        "packed",
        "detached",
        "shallow",
        "worktree",
        "bare variables",
        "another user's",
        "a broken configuration",
    ],
)
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
        for name, value in {
            "GIT_DIR": "/nowhere",
            "GIT_WORK_TREE": "/nowhere",
            "GIT_INDEX_FILE": "/nowhere",
            "GIT_CEILING_DIRECTORIES": str(folder),
        }.items():
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
    assert checkout.tracked_files(folder) == [ARCHIVE_NOTE, ".gitattributes", "Қазақ file.txt"]


def test_an_archive_names_the_same_commit(made, tmp_path):
    made("archive", "--output", tmp_path / "a.tar", "HEAD")
    with tarfile.open(tmp_path / "a.tar") as archive:
        archive.extractall(tmp_path / "unpacked")
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
    assert (
        current_version(target).seconds == made("log", "-1", "--format=%ct", "v1.0")
        and not (target / ".git").exists()
    )


@pytest.mark.parametrize(
    "reference",
    [
        "v2.0",
        "",
        "HEAD~7",
        "--output=x",
        "main:nothing",
        "0" * 40,
        "a b",
        "..",
        "HEAD^{tree}",
        "\udcff",
        "v1.0\nv2.0",
    ],
)
def test_an_unknown_name_is_said_to_be_unknown(reference, made):
    with pytest.raises(CheckoutError, match=r"^git knows no tag or commit of this name\.$"):
        checkout.find_commit(made.folder, reference)


def test_a_shallow_clone_says_how_to_get_what_it_lacks(made, tmp_path):
    made("clone", "--quiet", "--depth", "1", "--no-tags", f"file://{made.folder}", tmp_path / "shallow")
    with pytest.raises(
        CheckoutError,
        match=r"no tag or commit of this name \(this clone is shallow: `git fetch --unshallow --tags`",
    ):
        checkout.find_commit(tmp_path / "shallow", "v1.0")


@pytest.mark.parametrize("broken", ["config", "index"])
def test_a_broken_checkout_says_so(broken, made):
    (made.folder / ".git" / broken).write_text("[nonsense\n")
    with pytest.raises(CheckoutError, match=r"^this git checkout cannot be read \(.+\)\.$"):
        checkout.tracked_files(made.folder)


def test_a_folder_that_is_no_checkout_says_so(tmp_path):
    with pytest.raises(CheckoutError, match="^this folder is no git checkout.$"):
        checkout.tracked_files(tmp_path)


HOSTILE = """
[core]
 repositoryformatversion = 1
 sshCommand = touch {ran}; false
 fsmonitor = touch {ran}
 pager = touch {ran}
 hooksPath = {hooks}
 gitProxy = touch {ran}
 alternateRefsCommand = touch {ran}
[extensions]
 partialClone = origin
[remote "origin"]
 url = {address}
 promisor = true
 uploadpack = touch {ran}; false
[protocol "ext"]
 allow = always
[protocol]
 allow = always
[log]
 showSignature = true
[gpg]
 program = {hooks}/any
[diff]
 external = touch {ran}
[diff "x"]
 textconv = touch {ran}
[filter "x"]
 clean = touch {ran}
 smudge = touch {ran}
[alias]
 log = !touch {ran}
"""


@pytest.mark.parametrize(
    "address", ["ssh://x/y", "ext::touch {ran}", "{hooks}", "file://{hooks}", "git://localhost:1/x"]
)
@pytest.mark.parametrize("commit", ["is there", "is missing"])
def test_nothing_that_a_checkouts_own_settings_name_is_run(address, commit, made, program, tmp_path):
    """Also where git lacks the commit, and would get it from where the settings say."""
    folder = made.folder
    ran, hooks = tmp_path / "ran", tmp_path / "hooks"
    hooks.mkdir()
    for name in ("any", "post-checkout", "post-index-change", "fsmonitor-watchman", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {ran}\n")
        (hooks / name).chmod(0o755)
    (folder / ".gitattributes").write_text("* filter=x diff=x\n")
    head = made("rev-parse", "HEAD")
    with (folder / ".git" / "config").open("a") as settings:
        settings.write(HOSTILE.format(ran=ran, hooks=hooks, address=address.format(ran=ran, hooks=hooks)))
    if commit == "is missing":
        (folder / ".git" / "objects" / head[:2] / head[2:]).unlink()
    assert current_version(folder).commit in ("", head)  # dulwich knows no clones with missing parts
    for ask in (
        lambda: checkout.find_commit(folder, "HEAD"),
        lambda: checkout.tracked_files(folder),
        lambda: checkout.unpack(folder, head, tmp_path / "target"),
    ):
        with contextlib.suppress(CheckoutError):
            ask()
    assert not ran.exists()


@pytest.mark.parametrize(
    "name", [b"../out", b"a/../../out", b"/etc/out", b".git/config", b"a/.GIT/x", b"./a", b"a//b"]
)
def test_a_list_of_files_that_leads_out_is_refused(name, made):
    from dulwich.index import Index

    index = Index(str(made.folder / ".git" / "index"), skip_hash=True)
    index[name] = index[next(iter(index))]
    index.write()
    with pytest.raises(CheckoutError, match="git's list of files names .*, which is no file of this project"):
        checkout.tracked_files(made.folder)


@pytest.mark.parametrize(
    ("mode", "name", "content", "refused"),
    [
        (0o120000, b"link", b"/etc/passwd", True),
        (0o120000, b"link", b"../../out", True),
        (0o120000, b"link", b"a/../../out", True),
        (0o100644, b"..", b"x", True),
        (0o100644, b"a/../../out", b"x", True),
        (0o100644, b"/out", b"x", True),
        (0o100644, b".git", b"x", True),
    ],
)
def test_nothing_of_a_commit_is_unpacked_elsewhere(mode, name, content, refused, made, tmp_path):
    from dulwich.objects import Blob, Tree
    from dulwich.repo import Repo

    with Repo(str(made.folder)) as repository:
        blob, tree, commit = Blob.from_string(content), Tree(), repository[repository.head()].copy()
        tree.add(name, mode, blob.id)
        commit.tree = tree.id
        for one in (blob, tree, commit):
            repository.object_store.add_object(one)
    target = tmp_path / "deep" / "target"
    if refused:
        with pytest.raises(CheckoutError, match="cannot be (unpacked|read)|does not hold") as ended:
            checkout.unpack(made.folder, commit.id.decode(), target)
        assert "\n" not in str(ended.value)
    else:
        checkout.unpack(made.folder, commit.id.decode(), target)
    assert not [path for path in tmp_path.rglob("*") if path.name == "out" or path.is_symlink()]


def test_a_commit_is_unpacked_with_its_links_and_modes(made, tmp_path):
    (made.folder / "run.sh").write_text("#!/bin/sh\n")
    (made.folder / "run.sh").chmod(0o755)
    (made.folder / "to").mkdir()
    (made.folder / "to" / "run").symlink_to("../run.sh")
    made("add", "-A")
    made("commit", "-qm", "Link")
    checkout.unpack(made.folder, made("rev-parse", "HEAD"), tmp_path / "target")
    assert os.readlink(tmp_path / "target" / "to" / "run") == "../run.sh"
    assert (tmp_path / "target" / "run.sh").stat().st_mode & 0o777 == 0o755


def test_nothing_is_written_through_a_link_of_a_commit(made, tmp_path):
    from dulwich.objects import Blob, Tree
    from dulwich.repo import Repo

    with Repo(str(made.folder)) as repository:
        words, inside, outer = Blob.from_string(b"."), Blob.from_string(b"../.."), Tree()
        inner, commit = Tree(), repository[repository.head()].copy()
        inner.add(b"b", 0o120000, inside.id)
        outer.add(b"a", 0o120000, words.id)
        outer.add(b"a/c", 0o040000, inner.id)
        commit.tree = outer.id
        for one in (words, inside, inner, outer, commit):
            repository.object_store.add_object(one)
    with pytest.raises(CheckoutError, match="leads out of the project|cannot be"):
        checkout.unpack(made.folder, commit.id.decode(), tmp_path / "deep" / "target")
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_symlink() and not path.resolve().is_relative_to(tmp_path / "deep" / "target")
    ]


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git program here")
def test_the_git_program_names_the_same_files(made):
    assert checkout._tracked_by_git(made.folder) == checkout._tracked_by_dulwich(made.folder) != []
