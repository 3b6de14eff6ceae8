"""In a PDF the letters of a figure are words that look as the shapes do."""

import io
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pypdfium2
import pytest
import typst

from press.render import build
from press.render.fonts import packaged
from press.render.svg import slim
from press.render.svg_words import with_words

WORDS = ("Bold −1 office", "Қазақстан 3,5%", "slanted AVAV", "A & B < C", "turned")


@pytest.fixture(scope="module")
def picture():
    """Words of all faces, some of them turned, and a formula, as matplotlib draws and press slims them."""
    with plt.rc_context({"svg.hashsalt": "x", "svg.fonttype": "path", "font.size": 9.5}):
        figure, axes = plt.subplots(figsize=(5, 3))
        axes.plot([1, -2])
        axes.set_title("Bold −1 office", weight="bold")
        axes.text(0, 0, "slanted AVAV", style="italic", color="#aa0000")
        axes.text(0.4, -1, "Қазақстан 3,5%")
        axes.text(0.1, -1.5, "A & B < C", weight="bold", style="italic")
        axes.set_ylabel("turned")
        axes.text(0.7, 0, r"$\beta_1^2$")
        file = io.StringIO()
        figure.savefig(file, format="svg")
        plt.close(figure)
    return slim(file.getvalue()).encode()


def set_by_typst(svg, folder, **how):
    fonts = Path(tempfile.mkdtemp(dir=folder))
    (folder / "a.svg").write_bytes(svg)
    (folder / "a.typ").write_text('#set page(width: auto, height: auto, margin: 0pt)\n#image("a.svg")')
    return typst.compile(folder / "a.typ", font_paths=packaged(fonts), **how)


def words_in(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(document[0].get_textpage().get_text_bounded().split())


def test_the_words_of_a_figure_are_found_in_the_pdf(picture, tmp_path):
    found = words_in(set_by_typst(with_words(picture), tmp_path))
    assert [words for words in WORDS if "".join(words.split()) not in found] == [] and "−0.5" in found
    assert words_in(set_by_typst(picture, tmp_path)) == ""


def test_they_look_as_the_shapes_do(picture, tmp_path):
    before, after = (
        plt.imread(io.BytesIO(set_by_typst(svg, tmp_path, format="png", ppi=144)))
        for svg in (picture, with_words(picture))
    )
    assert before.shape == after.shape and before.std() > 0.05
    assert np.abs(before - after).mean() < 0.002


def test_a_formula_stays_a_shape(picture):
    rest = with_words(picture)
    assert rest.count(b"<use") > 3 and "β".encode() not in rest


@pytest.mark.parametrize(
    "svg",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><g transform='scale(1 -1)'><text>x</text></g></svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_another_programs_picture_stays_as_it_is(svg):
    assert with_words(svg) == svg


def test_a_pdf_shows_the_figure_of_this_build_and_not_that_of_a_page_beside_it(tmp_path, shared_kernel):
    source = tmp_path / "index.qmd"
    drawn = "```{python}\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('%s')\n```\n"
    source.write_text(drawn % "Before")
    build.render(source, ("html",))
    source.write_text(drawn % "Afterwards")
    build.render(source, ("typst",))
    assert "Afterwards" in words_in(source.with_suffix(".pdf").read_bytes())
