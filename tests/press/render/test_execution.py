"""Running cells and inline expressions."""

import time

import pytest

from press.base.errors import PressError
from press.render import execution, qmd
from press.render.options import DEFAULTS, RUN
from press.render.project import find_project

SETTINGS = {name: DEFAULTS[name] for name in RUN}


@pytest.fixture
def run(kernel, tmp_path):
    def run(text, **settings):
        source = tmp_path / "doc.qmd"
        source.write_text(text)
        document = qmd.read(source, find_project(source))
        job = execution.Job(document, execution.expressions_of(document.front), SETTINGS | settings, tmp_path)
        return execution.run(job, kernel, lambda line: None)

    return run


def cells(*codes):
    return "\n\n".join(f"```{{python}}\n{code}\n```" for code in codes) + "\n"


def test_outputs_come_in_order_and_streams_are_joined(run):
    code = (
        "import sys\nfrom IPython.display import display\nprint(1)\nprint(2)\ndisplay(3)\n"
        "print(4, file=sys.stderr)\n5"
    )
    (outputs,) = [piece for piece in run(cells(code)).pieces if isinstance(piece, list)]
    kinds = [(o["type"], o.get("name"), o.get("text") or o["data"]["text/plain"]) for o in outputs]
    assert kinds == [
        ("stream", "stdout", "1\n2\n"),
        ("display", None, "3"),
        ("stream", "stderr", "4\n"),
        ("display", None, "5"),
    ]


def test_every_figure_is_svg_and_png_at_once_in_the_cells_size(run):
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()"
    pieces = run(cells(draw, "#| fig-width: 3\n#| fig-height: 2\n" + draw, draw)).pieces
    widths = []
    for outputs in (piece for piece in pieces if isinstance(piece, list)):
        assert {"image/svg+xml", "image/png"} <= outputs[0]["data"].keys()
        widths.append(float(outputs[0]["data"]["image/svg+xml"].split('width="')[1].split("pt")[0]))
    assert widths[0] == widths[2] > 400 and widths[1] < 216


def test_figures_are_the_same_bytes_in_every_run(run, monkeypatch):
    text = cells(
        "import os\nos.environ['SOURCE_DATE_EPOCH'] = '0'\nimport matplotlib.pyplot as plt\n"
        "plt.plot([1, 2]); plt.hist([1, 2]); plt.show()"
    )
    assert run(text).pieces == run(text).pieces


def test_each_document_starts_with_an_empty_namespace_in_its_folder(run, tmp_path):
    run(cells("leftover = 1"))
    with pytest.raises(PressError, match="NameError"):
        run("`{python} leftover`\n")
    assert run("`{python} __import__('os').getcwd()`\n").pieces[0].popitem()[1]["data"]["text/plain"] == repr(
        str(tmp_path)
    )


def test_modules_of_the_same_name_are_each_folders_own(kernel, tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "helper.py").write_text(f"NAME = {name!r}\n")
        kernel.begin(tmp_path / name, tmp_path / name / "doc.qmd", 7, 5, 96)
        assert kernel.evaluate(["__import__('helper').NAME"]).popitem()[1]["data"]["text/plain"] == repr(name)


def test_inline_code_runs_in_document_order(run):
    pieces = run("`{python} n if 'n' in globals() else 0`\n\n" + cells("n = 1") + "\n`{python} n`\n").pieces
    assert [
        value["data"]["text/plain"] for piece in pieces if isinstance(piece, dict) for value in piece.values()
    ] == ["0", "1"]


def test_cells_without_eval_do_not_run(run):
    assert run(cells("#| eval: false\n1 / 0")).pieces == [[]]
    assert run(cells("1 / 0"), eval=False).pieces == [[]]


def test_a_failing_cell_names_label_line_and_traceback(run):
    with pytest.raises(PressError) as caught:
        run("# A\n\n```{python}\n#| label: fig-x\n\nn = 1\nraise ValueError('no data for Zhambyl')\n```\n")
    assert caught.value.line == 6 + 1
    assert caught.value.message == "cell `fig-x` failed: ValueError: no data for Zhambyl."
    assert "----> 2 raise ValueError('no data for Zhambyl')" in caught.value.details


def test_error_true_lets_a_cell_fail(run):
    (outputs,) = run(cells("#| error: true\n1 / 0")).pieces
    assert outputs[0]["type"] == "error" and outputs[0]["ename"] == "ZeroDivisionError"


def test_a_failing_inline_expression_names_its_line(run):
    with pytest.raises(PressError) as caught:
        run("A\n\nB `{python} nothere` C\n")
    assert caught.value.line == 3 and "inline code `nothere` failed: NameError" in caught.value.message


def test_front_matter_runs_before_the_cells(run):
    with pytest.raises(PressError) as caught:
        run('---\nlang: en\ntitle: "T `{python} n`"\n---\n\n' + cells("n = 1"))
    assert caught.value.line == 3 and "before the cells" in caught.value.message


def test_formats_may_not_ask_for_different_runs(tmp_path):
    source = tmp_path / "doc.qmd"
    source.write_text("---\nfig-width: 5\n---\n")
    document = qmd.read(source, find_project(source))
    with pytest.raises(PressError, match="`fig-width` differs between formats"):
        execution.settings_of_run(document, {"html": {"fig-width": 5}, "docx": {}})


def test_a_socket_that_nobody_can_close_does_not_hold_up_the_end(tmp_path):
    import zmq
    from zmq.backend import Socket

    from press.render.kernel import Kernel

    kernel = Kernel(tmp_path)
    assert kernel.evaluate(["1 + 1"])
    lost = Socket(kernel._client.context, zmq.DEALER)  # as a signal leaves it in the middle of its making
    started = time.monotonic()
    kernel.stop()
    assert time.monotonic() - started < 10 and kernel._process.poll() is not None
    lost.close()


def test_a_kernel_that_dies_is_said_in_one_sentence(tmp_path):
    from press.render.kernel import Kernel

    kernel = Kernel(tmp_path)
    try:
        with pytest.raises(PressError, match=r"the Jupyter kernel died \(exit status 3\)\."):
            kernel.run("import os; os._exit(3)")
    finally:
        kernel.stop()
    assert kernel._process.poll() is not None and not kernel._temporary.exists()
