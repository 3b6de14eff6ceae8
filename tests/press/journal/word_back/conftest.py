"""Papers to which Word files come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.press.journal.word_back.word_back_run import first_paper, press, second_paper


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the second paper, committed and built."""
    folder = second_paper(tmp_path_factory.mktemp("second") / "paper")
    done = press(folder, "render")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def second_docx(second: Path) -> bytes:
    """Its Word file."""
    return (second / "_site" / "paper" / "index.docx").read_bytes()


@pytest.fixture(scope="session")
def article(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the article's project, committed and not built."""
    return first_paper(tmp_path_factory.mktemp("article") / "paper")
