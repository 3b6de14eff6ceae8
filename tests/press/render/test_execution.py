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


HOOK = (
    "#| label: setup\nseen = []\ndef look(*run):\n    seen.append(1)\n    if len(seen) > 1:\n"
    "        raise ValueError('too many')\nget_ipython().events.register('post_run_cell', look)"
)
REPR = "#| label: setup\nclass Table:\n    def _repr_html_(self):\n        return missing_name\n"


@pytest.mark.parametrize(
    ("earlier", "line", "said"),
    [(HOOK, 7, "ValueError: too many"), (REPR, 5, "NameError: name 'missing_name' is not defined")],
)
def test_what_fails_in_an_earlier_cells_code_alone_names_that_cell_and_line(earlier, line, said, run):
    later = "#| label: later\n# one\n# two\n# three\n# four\n# five\nx = 1\n" + (
        "Table()" if "Table" in earlier else ""
    )
    with pytest.raises(PressError) as caught:
        run(cells(earlier, later))
    place = earlier.count("\n") + 5
    assert (
        caught.value.message
        == f"cell `setup` failed when cell `later` (line {place}) used what it left: {said}."
    )
    assert caught.value.line == line


def test_the_hooks_of_a_document_end_with_it(run):
    with pytest.raises(PressError, match="too many"):
        run(cells(HOOK, "1"))
    assert run(cells("1", "2")).pieces[0][0]["data"] == {"text/plain": "1"}


def test_a_cell_that_calls_an_earlier_ones_function_names_its_own_line(run):
    with pytest.raises(PressError) as caught:
        run(cells("def f():\n    return 1 / 0", "x = 1\n\nf()"))
    assert caught.value.line == 6 + 3 and caught.value.message.startswith("a cell without label failed: Zero")


def test_a_failure_names_the_cell_that_was_allowed_to_fail_before(run):
    allowed = "#| label: first\n#| error: true\nn = 1 / 0"
    with pytest.raises(
        PressError, match=r"'n' is not defined; cell `first` \(line 1\) had failed before\."
    ) as caught:
        run(cells(allowed, "m = n + 1"))
    assert caught.value.line == 8
    with pytest.raises(
        PressError, match=r"`n` failed: NameError: .*; cell `first` \(line 1\) had failed before\."
    ):
        run(cells(allowed) + "\nA `{python} n`\n")


def test_a_message_of_several_lines_is_one_sentence_without_pythons_names(run):
    with pytest.raises(PressError) as caught:
        run(cells("raise ValueError('one\\n  two')"))
    assert caught.value.message == "a cell without label failed: ValueError: one two."
    with pytest.raises(PressError, match=r"SyntaxError: expected ':'\.") as caught:
        run(cells("x = 1\nif x\n  y"))
    assert caught.value.line == 3


def test_a_folder_that_a_cell_removed_is_pythons_to_name(run):
    removed = "import os, tempfile\nhere = os.getcwd()\nos.chdir(tempfile.mkdtemp())\nos.rmdir(os.getcwd())"
    with pytest.raises(PressError, match=r"No such file or directory: 'x'\.") as caught:
        run(cells(removed, "\ntry:\n    open('x')\nfinally:\n    os.chdir(here)"))
    assert "in_kernel" not in caught.value.details


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
        source = tmp_path / "doc.qmd"
        source.write_text("A\n\n" + cells("#| label: last\nimport os\nos._exit(3)"))
        document = qmd.read(source, find_project(source))
        sentence = r"while cell `last` ran, the Jupyter kernel died \(exit status 3\)\."
        with pytest.raises(PressError, match=sentence) as caught:
            execution.run(execution.Job(document, (), SETTINGS, tmp_path), kernel, lambda line: None)
        assert (caught.value.file, caught.value.line) == (source, 3)
    finally:
        kernel.stop()
    assert kernel._process.poll() is not None and not kernel._temporary.exists()


def test_what_a_document_leaves_unreachable_goes_with_it_and_what_was_loaded_is_not_looked_through(run):
    leave = (
        "import builtins, weakref\nclass Ring: pass\n"
        "ring = Ring(); ring.self = ring\nbuiltins.left_ring = weakref.ref(ring)"
    )
    run(cells(leave))
    (outputs,) = [
        piece
        for piece in run(cells("import gc\nprint(left_ring(), gc.get_freeze_count() > 10_000)")).pieces
        if isinstance(piece, list)
    ]
    assert outputs[0]["text"] == "None True\n"
