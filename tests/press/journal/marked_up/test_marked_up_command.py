"""What `make marked-up` says where it cannot be done: one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.__main__ import main
from press.base import checkout
from press.base.errors import InputError
from press.base.paths import ROOT
from press.journal.marked_up import versions

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
