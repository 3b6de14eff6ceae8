"""What documents call: a figure is left to the notebook, which draws it once for each format."""

from __future__ import annotations

from types import SimpleNamespace

import matplotlib
import pytest

from press.trace.documents import Documents


@pytest.fixture
def pyplot():
    """Draw as a notebook's kernel does: pyplot draws after each cell what has changed."""
    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    with plt.ion():
        yield plt
    plt.close("all")


def test_a_figure_that_the_notebook_shows_is_not_drawn_before(pyplot, monkeypatch):
    drawn = []
    monkeypatch.setattr("matplotlib.figure.Figure.draw", lambda figure, renderer: drawn.append(figure))

    def draw(data):
        figure, axes = pyplot.subplots()
        axes.plot(data)
        return figure

    paper = SimpleNamespace(data=[1, 2], exhibits={"fig-x": SimpleNamespace(draw=draw)})
    draw(paper.data)
    matplotlib._pylab_helpers.Gcf.draw_all()
    assert len(drawn) == 1, "this is what pyplot does after a cell"
    pyplot.close("all")
    assert Documents(paper).exhibit("fig-x") is None
    matplotlib._pylab_helpers.Gcf.draw_all()
    assert len(drawn) == 1
    (figure,) = map(pyplot.figure, pyplot.get_fignums())
    assert figure.axes[0].lines[0].get_ydata().tolist() == [1, 2], "it is there to be shown"
