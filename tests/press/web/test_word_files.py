"""The Word files that genuine Quarto leaves in a site are finished once, and press's own are left alone."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from press.render import pandoc
from press.web import word_files

NORTH = Path(__file__).parents[1] / "render/contract/fixtures/d2-subfigures/north.png"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt"><path d="M0 0L9 9"/></svg>'


@pytest.fixture
def docx(tmp_path) -> Path:
    """A file as Quarto leaves it, with a cell's figure, whose drawing lies beside the page in HTML."""
    page = tmp_path / "paper" / "index.docx"
    for kind in ("docx", "html"):
        (tmp_path / f"paper/index_files/figure-{kind}").mkdir(parents=True)
    shutil.copy(NORTH, tmp_path / "paper/index_files/figure-docx/fig-a-output-1.png")
    (tmp_path / "paper/index_files/figure-html/fig-a-output-1.svg").write_text(SVG)
    text = b"![Two regions](index_files/figure-docx/fig-a-output-1.png)\n\n![Own](own.png)\n"
    shutil.copy(NORTH, page.with_name("own.png"))
    call = pandoc.command("--from", "markdown", "--to", "docx", "--output", str(page))
    subprocess.run(call, input=text, cwd=page.parent, check=True)
    return page


def test_a_figure_gets_the_drawing_of_the_page_in_html(docx, tmp_path):
    assert not word_files.is_finished(docx)
    word_files.finish(tmp_path)
    with zipfile.ZipFile(docx) as packed:
        (drawn,) = [name for name in packed.namelist() if name.endswith(".svg")]
        assert b"M0 0L9 9" in packed.read(drawn)
        assert packed.read("word/document.xml").count(b"svgBlip") == 1


def test_what_is_finished_stays_as_it_is(docx, tmp_path):
    word_files.finish(tmp_path)
    once = docx.read_bytes()
    assert word_files.is_finished(docx)
    word_files.finish(tmp_path)
    assert docx.read_bytes() == once
