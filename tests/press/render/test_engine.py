"""`build` gives the engine that ENGINE names the format and the folder that are asked for."""

import os

import pytest

from press.__main__ import main

QUARTO = """#!/bin/sh
mkdir _draft.new
echo "$@" > _draft.new/words.txt
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "_quarto.yml").write_text("project: {type: website, render: [a.qmd]}\n")
    (tmp_path / "a.qmd").write_text("Words.\n")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "quarto").write_text(QUARTO)
    (programs / "quarto").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_one_format_of_every_page_by_quarto(project, monkeypatch):
    monkeypatch.setenv("ENGINE", "quarto")
    assert main(["build", "--to", "docx", "--output-dir", "_draft"]) == 0
    words = (project / "_draft" / "words.txt").read_text()
    assert words == "render --to docx --output-dir _draft.new\n"


def test_one_format_of_every_page_by_press(project, monkeypatch):
    monkeypatch.setenv("ENGINE", "press")
    assert main(["build", "--to", "jats", "--output-dir", "_draft"]) == 0
    assert b"Words." in (project / "_draft" / "a.xml").read_bytes()


def test_an_unknown_format_is_refused(project, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["build", "--to", "odt"])
    assert "odt" in capsys.readouterr().err
