"""Genuine Quarto converts a document whose cells press has run."""

import shutil
import sys

import pytest
import yaml

from press.base.errors import PressError
from press.journal.by_quarto import ByQuarto, lay_out
from press.render import build

PROGRAM = """import pathlib, shutil, sys
name = sys.argv[2]
suffix = {"typst": ".pdf", "jats": ".xml"}[sys.argv[4]]
shutil.copyfile(name, pathlib.Path(name).with_suffix(suffix))
assert pathlib.Path("style.csl").read_text() == "a style" and pathlib.Path("../data/rows.csv").is_file()
"""


@pytest.fixture
def article(tmp_path):
    root = tmp_path / "project"
    for folder in ("paper", "data"):
        (root / folder).mkdir(parents=True)
    files = {
        "_quarto.yml": (
            "project: {type: website, render: [paper/*.qmd]}\nwebsite: {title: Site}\n"
            "filters:\n  - path: places.lua\n    at: post-render\n"
        ),
        "places.lua": "",
        "data/rows.csv": "1\n",
        "paper/style.csl": "a style",
        "paper/index.qmd": "---\ntitle: T\nformat: {typst: default, jats: default}\n---\n\n"
        "Sum `{python} 1 + 1`.\n\n```{python}\nprint('ran')\n```\n",
    }
    for name, text in files.items():
        (root / name).write_text(text)
    with build.executed(root / "paper" / "index.qmd", ("typst", "jats")) as executed:
        yield executed


def test_quarto_is_given_the_text_as_the_cells_left_it(article, tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    made = tmp_path / "made" / "article.xml"
    assert ByQuarto((sys.executable, str(program)))(article, "jats", made) == []
    _, front, text = made.read_text().split("---\n", 2)
    assert "Sum 2." in text and "ran" in text and "{python}" not in text
    assert yaml.safe_load(front) == {"title": "T", "filters": [], "engine": "markdown"}


def test_nothing_is_written_among_the_sources(article, tmp_path):
    before = sorted(article.project.root.rglob("*"))
    document = lay_out(article, "jats", tmp_path / "aside", "article")
    assert document == tmp_path / "aside" / "paper" / "article.qmd"
    assert (document.parent / "style.csl").is_symlink() and not (document.parent / "index.qmd").exists()
    assert not (tmp_path / "aside" / "_quarto.yml").exists()
    assert sorted(article.project.root.rglob("*")) == before


def test_its_failure_is_told_in_its_words(article, tmp_path):
    program = (sys.executable, "-c", "import sys; sys.exit('no such font')")
    with pytest.raises(PressError, match="Quarto could not make the typst file: no such font"):
        ByQuarto(program)(article, "typst", tmp_path / "article.pdf")


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("quarto"), reason="genuine Quarto is not installed")
def test_genuine_quarto_makes_the_file(article, tmp_path):
    ByQuarto(("quarto",))(article, "typst", tmp_path / "article.pdf")
    assert (tmp_path / "article.pdf").read_bytes().startswith(b"%PDF")
