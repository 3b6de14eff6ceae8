"""Pictures in fewer bytes that look the same."""

from __future__ import annotations

import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
import typst

from press.render.svg import slim


@pytest.fixture(scope="module")
def picture():
    """Words, lines, marks, cells and a clipped part, as matplotlib writes them."""
    with plt.rc_context({"svg.hashsalt": "x", "svg.fonttype": "path", "font.size": 9.5}):
        figure, (left, right) = plt.subplots(1, 2, figsize=(4, 2))
        left.plot([-1, 0, 1], [3.5, 1e-9, -2], marker="o", label="Outflow − Inflow")
        left.legend()
        right.pcolormesh(np.arange(12).reshape(3, 4))
        right.set_title("A & B < C", rotation=20)
        file = io.StringIO()
        figure.savefig(file, format="svg")
        plt.close(figure)
    return file.getvalue()


def pixels(svg, folder):
    (folder / "a.svg").write_text(svg, encoding="utf-8")
    (folder / "a.typ").write_text('#set page(width: auto, height: auto, margin: 0pt)\n#image("a.svg")')
    return plt.imread(io.BytesIO(typst.compile(folder / "a.typ", format="png", ppi=144)))


def test_a_picture_shrinks_by_a_quarter_and_looks_the_same(picture, tmp_path):
    small = slim(picture)
    assert len(small) < 0.75 * len(picture)
    before, after = pixels(picture, tmp_path), pixels(small, tmp_path)
    assert before.shape == after.shape and before.std() > 0.1
    assert np.abs(before - after).max() < 0.4 and np.abs(before - after).mean() < 0.002


def test_a_small_picture_stays_as_it_is(picture):
    assert slim(slim(picture)) == slim(picture)


@pytest.mark.parametrize(
    "svg", ["<svg> <g id='a'> </g> </svg>", "<svg><!-- Matplotlib v3 --> <text> two  words </text></svg>"]
)
def test_other_pictures_stay_as_they_are(svg):
    assert slim(svg) == svg
