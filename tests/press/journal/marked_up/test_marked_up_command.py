"""What `make marked-up` says where it cannot be done, one sentence, and what becomes of its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.__main__ import main
from press.base import checkout
from press.base.errors import InputError
from press.base.paths import ROOT
from press.journal.marked_up import command, versions
from press.journal.marked_up.authorship import Authorship
from press.journal.marked_up.versions import Version
from press.trace.built_site import BuiltSite
from tests.press.journal.marked_up.test_marked import word

MAKEFILE = "html:\n\t@mkdir -p _draft && echo '{}' > _draft/results.json\n"


def sentence(capsys: pytest.CaptureFixture[str], since: str) -> str:
    assert main(["marked-up", "--", since]) == 1
    return capsys.readouterr().err


def test_no_version_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    said = sentence(capsys, " ")
    assert said == "error: say since when: make marked-up SINCE=tag, with a git tag or commit.\n"


@pytest.mark.skipif(not checkout.is_checkout(ROOT), reason="this is no git checkout")
def test_git_does_not_know_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    said = sentence(capsys, "no-such-tag")
    assert said.startswith("error: SINCE=no-such-tag: git knows no tag or commit of this name")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("makefile", "reason"),
    [
        (
            "html:\n\t@echo 'error: no panel is here.' >&2; exit 1\n",
            "v1: the build .* failed .no panel is here",
        ),
        (MAKEFILE, "v1: the build in a clean folder failed .*docx"),
        (f"{MAKEFILE}docx:\n\t@mkdir -p _draft/paper\n", "v1: its build gives no Word file of the article"),
    ],
)
def test_a_version_cannot_be_built(tmp_path: Path, makefile: str, reason: str) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    (folder / "Makefile").write_text(makefile)
    with pytest.raises(InputError, match=reason):
        versions.version(folder, "v1")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command writes: a link to a folder in which the author keeps a file."""
    both = [
        Version(
            tmp_path, BuiltSite(tmp_path), {name: word(tmp_path, said) for name, said in documents.items()}
        )
        for documents in (
            {"index": "Old.\n", "same": "Same.\n", "other": "Old.\n", "dropped": "Old.\n"},
            {"index": "New.\n", "same": "Same.\n", "other": "New.\n", "added": "New.\n"},
        )
    ]
    monkeypatch.setattr(versions, "both", lambda _since, _folder: both)
    monkeypatch.setattr(command, "authorship", lambda _since: Authorship([]))
    monkeypatch.setattr(command, "set_pdf", lambda _docx, _between: b"%PDF")
    monkeypatch.setattr(command, "between", lambda since: since)
    monkeypatch.setattr(command, "read_statements", lambda _folder: {})
    monkeypatch.setattr(command, "changed_numbers", lambda *_: [])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "answer.docx").write_text("The author's.")
    monkeypatch.setattr(command, "TARGET", tmp_path / "_marked_up")
    (tmp_path / "_marked_up").symlink_to(elsewhere)
    return elsewhere


MADE = {"index.docx", "index.pdf", "other.docx", "other.pdf", "numbers.md", "numbers.html"}


def test_what_else_lies_in_the_folder_stays_there(folder: Path) -> None:
    (folder / "index.docx").write_text("Of an earlier run.")
    command.main("v1")
    assert {one.name for one in folder.iterdir()} == MADE | {"answer.docx"}
    assert (folder / "answer.docx").read_text() == "The author's."
    assert (folder / "index.docx").read_bytes()[:2] == b"PK"
    assert (folder.parent / "_marked_up").is_symlink()


def test_what_an_earlier_run_wrote_of_documents_without_changes_goes(folder: Path) -> None:
    for name in ("same", "dropped", "added"):
        for ending in (".docx", ".pdf"):
            (folder / f"{name}{ending}").write_text("Of an earlier run.")
    command.main("v1")
    assert {one.name for one in folder.iterdir()} == MADE | {"answer.docx"}
