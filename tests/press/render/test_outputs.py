"""The Markdown that outputs and inline values become."""

import base64

import pytest

from press.base.errors import PressError
from press.render import qmd
from press.render.execution import Run
from press.render.options import DEFAULTS
from press.render.outputs import Writer, insert_values, quoted
from press.render.project import find_project
from press.render.shortcodes import Shortcodes

SVG = '<svg width="144pt" height="72pt"></svg>'
PLAIN = {"text/plain": "plain"}


def display(result=False, **data):
    return {
        "type": "display",
        "data": {name.replace("_", "/"): value for name, value in data.items()},
        "result": result,
    }


def picture(**more):
    return {
        "type": "display",
        "data": {"image/svg+xml": SVG, "image/png": base64.b64encode(b"png").decode(), **PLAIN} | more,
        "result": False,
    }


def stream(name, text):
    return {"type": "stream", "name": name, "text": text}


@pytest.fixture
def write(tmp_path):
    def write(options, *outputs, format="html", code="code()", around="{}", **defaults):
        source = tmp_path / "doc.qmd"
        cell = "\n".join(["```{python}", *(f"#| {line}" for line in options.splitlines()), code, "```"])
        source.write_text(around.format(cell))
        document = qmd.read(source, find_project(source))
        results = [list(outputs) if isinstance(piece, qmd.Cell) else {} for piece in document.body]
        shortcodes = Shortcodes(format, {"v": 'a "b"'}, {})
        writer = Writer(
            document, Run({}, results), shortcodes, DEFAULTS | {"echo": False} | defaults, tmp_path / "files"
        )
        text = "\n".join(line.text for line in writer.body())
        write.warnings = shortcodes.warnings
        return text

    return write


@pytest.mark.parametrize(
    ("format", "kind"),
    [
        ("html", "```` {=html}"),
        ("docx", "markdown *repr*"),
        ("typst", "markdown *repr*"),
        ("jats", "markdown *repr*"),
    ],
)
def test_html_prefers_html_and_the_others_markdown(write, format, kind):
    text = write(
        "",
        display(text_html="<pre>\n```\n</pre>", text_markdown="markdown *repr*", text_plain="plain"),
        format=format,
    )
    assert kind in text and "plain" not in text


def test_html_without_a_table_is_its_plain_repr_elsewhere(write):
    value = display(text_html="<p>rich</p>", text_plain="plain of H")
    assert "<p>rich</p>" in write("", value) and "<p>rich</p>" not in write("", value, format="docx")
    assert "```\nplain of H\n```" in write("", value, format="docx")


def test_an_html_table_stays_html_for_the_filter(write):
    assert "<table>" in write(
        "", display(text_html="<div><table></table></div>", text_plain="x"), format="typst"
    )


@pytest.mark.parametrize(
    ("format", "ending"), [("html", "svg"), ("typst", "svg"), ("docx", "png"), ("jats", "png")]
)
def test_figures_are_svg_where_they_can_be(write, tmp_path, format, ending):
    text = write("label: fig-a\nfig-alt: Two lines", picture(), format=format)
    assert f'![](doc_files/figure/fig-a-output-1.{ending}){{fig-alt="Two lines" width="2.000in"}}' in text
    assert {file.suffix for file in (tmp_path / "files").rglob("*.*")} == {".svg", ".png"}


def test_the_repr_of_a_plot_is_no_output(write):
    text = write("", display(result=True, text_plain="[<matplotlib.lines.Line2D at 0x7f>]"), picture())
    assert "matplotlib" not in text and "output-2.svg" in text
    assert "Text(" not in write("", display(result=True, text_plain="Text(0.5, 0, 'x')"), picture())
    assert "(1, 2)" not in write("", display(result=True, text_plain="(1, 2)"), picture())
    assert "gives (1, 2) beside a picture, which is not shown, as in Quarto" in write.warnings[0]
    assert "(1, 2)" in write("", display(result=True, text_plain="(1, 2)")) and not write.warnings


def test_a_number_of_numpy_is_shown_without_its_type_and_warned_of(write):
    assert "```\n1.5\n```" in write("", display(result=True, text_plain="np.float64(1.5)"))
    assert write.warnings == [
        "line 1: a cell without label shows np.float64(1.5); press prints 1.5, Quarto the whole: "
        "use float(...) or a format"
    ]
    listed = "[np.float64(1.5),\n np.float64(2.0)]"  # a console's answer of several lines stays one
    assert listed in write("", display(result=True, text_plain=listed)) and not write.warnings


TABLE = "<table><tr><th></th><th>a</th></tr><tr><td>x</td><td>1</td></tr></table>"
LATEX = r"\begin{tabular}{ll} x & 1 \end{tabular}"


@pytest.mark.parametrize("format", ["docx", "typst", "jats"])
def test_the_html_table_of_an_object_is_taken_before_its_latex(write, format):
    text = write("", display(text_html=TABLE, text_latex=LATEX, text_plain="<Summary>"), format=format)
    assert "``` {=html}" in text
    assert "<thead>" in text and "tabular" not in text and "Summary" not in text


def test_markdown_with_code_of_one_format_gives_way_to_the_html_table(write):
    raw = "```{=latex}\n" + LATEX + "\n```\n\n```{=typst}\n#table([x])\n```"
    both = display(text_html=TABLE, text_markdown=raw, text_plain="x")
    assert "<td>x</td>" in write("", both, format="docx") and "tabular" not in write("", both, format="docx")
    plain = display(text_html=TABLE, text_markdown="| a |\n|---|\n| x |", text_plain="x")
    assert "| x |" in write("", plain, format="docx")


def test_a_formula_of_an_object_stays_latex(write):
    formula = display(text_latex=r"$\displaystyle x^{2}$", text_plain="x**2")
    assert r"$\displaystyle x^{2}$" in write("", formula, format="docx")


def test_what_stands_behind_a_bar_in_a_cell_of_a_table_is_kept_and_said(write):
    table = "| r   |    v |\n|:----|-----:|\n| a|b | -0.5 |"
    assert r"| a\|b | -0.5 |" in write("", display(text_markdown=table, text_plain="x"))
    assert (
        "line 1: this row of a table has more cells" in write.warnings[0] and "| a|b |" in write.warnings[0]
    )
    assert r"| a\|b | -0.5 |" in write("output: asis", stream("stdout", table))
    typed = write("", around="| r | v |\n|---|---|\n| a|b | 1 |\n\n{}\n")
    assert "| a|b | 1 |" in typed and "line 3: " in write.warnings[0] and "is lost" in write.warnings[0]


def test_alt_texts_go_to_figures_in_order(write):
    text = write('fig-alt: ["A", "B"]', stream("stdout", "x"), picture(), picture())
    assert [row.split('"')[1] for row in text.splitlines() if row.startswith("![")] == ["A", "B"]


def test_options_show_and_hide(write):
    outputs = (stream("stdout", "out"), stream("stderr", "err"))
    assert write("include: false", *outputs).strip() == ""
    assert "code()" in write("echo: true\noutput: false", *outputs) and "out" not in write(
        "echo: true\noutput: false", *outputs
    ).replace("cell-output", "")
    assert ".cell-output-stderr" in write("", *outputs) and ".cell-output-stderr" not in write(
        "warning: false", *outputs
    )
    assert ".cell-output-stderr" not in write("", *outputs, warning=False)
    assert write("output: asis", stream("stdout", "**out**")).strip() == "**out**"


def test_echoed_code_carries_its_folding_and_keeps_shortcodes(write):
    text = write(
        "echo: true\ncode-fold: show\ncode-summary: See {{< var v >}}", code='print("{{< var v >}}")'
    )
    assert (
        '``` {.python .cell-code code-fold="show" code-summary="See a \\"b\\""}\nprint("{{< var v >}}")\n```'
        in text
    )


def test_fenced_echo_shows_the_options_but_echo(write):
    text = write("echo: fenced\nlabel: x")
    assert "```` {.markdown .cell-code}\n```{python}\n#| label: x\ncode()\n```\n````" in text


def test_captions_are_quoted_attributes_with_shortcodes_expanded(write):
    text = write(
        "label: tbl-a\ntbl-cap: 'Say \"*x*\" & {{< var v >}} \\alpha'\nlayout-ncol: 2",
        display(**{"text_plain": "1"}),
    )
    assert (
        text.splitlines()[1] == r'::: {#tbl-a .cell tbl-cap="Say \"*x*\" \& a \"b\" \\alpha" layout-ncol="2"}'
    )
    assert 'fig-subcap="[\\"A\\", \\"B\\"]"' in write('label: fig-a\nfig-subcap: ["A", "B"]', picture())
    assert 'fig-subcap="true"' in write("label: fig-a\nfig-subcap: true", picture())


def test_a_caption_that_is_lost_is_warned_of(write):
    assert "tbl-cap" not in write("label: tbl-a\ntbl-cap: !expr 1 + 1", display(text_plain="1"))
    assert "`tbl-cap: !expr` is not evaluated" in write.warnings[0]
    assert write("label: tbl-a\ntbl-cap: Nothing").strip() == ""
    assert "cell `tbl-a` gives no output for its caption" in write.warnings[0]
    write("label: tbl-a\ntbl-cap: Fine", display(text_plain="1"))
    assert write.warnings == []


def test_outputs_expand_shortcodes(write):
    assert 'a "b"' in write("", stream("stdout", "{{< var v >}}"))


def test_cells_in_lists_and_quotes_keep_their_marks(write):
    quoted_cell = write("", stream("stdout", "x"), around="> a\n>\n> ```{{python}}\n> 1\n> ```\n")
    assert all(row.startswith(">") for row in quoted_cell.splitlines() if row)
    item = write("", stream("stdout", "x"), around="- ```{{python}}\n  1\n  ```\n")
    assert item.startswith("- ::: {.cell}\n") and all(
        row.startswith("  ") for row in item.splitlines()[1:] if row
    )


def test_an_error_is_its_traceback_with_the_message_first_outside_html(write):
    error = {"type": "error", "ename": "E", "evalue": "x", "traceback": ["\x1b[31mE\x1b[39m: x"]}
    assert "```\nE: x\n```" in write("", error)
    assert "```\nE: x\n\x1b[31mE\x1b[39m: x\n```" in write("", error, format="docx")


def test_what_no_format_can_show_is_refused(write):
    with pytest.raises(PressError, match="application/x-widget, which is not supported"):
        write("", {"type": "display", "data": {"application/x-widget": "1"}, "result": False})


@pytest.mark.parametrize(
    ("data", "markdown"),
    [
        ({"text/plain": "0.5"}, "0.5"),
        ({"text/plain": "-3"}, "-3"),
        ({"text/plain": "'a_b *c*'"}, r"a\_b \*c\*"),
        ({"text/plain": r"'\\alpha'"}, "\\\\" * 4 + "alpha"),
        ({"text/plain": '"it\'s"'}, "it's"),
        ({"text/plain": "[1, 2]"}, "[1, 2]"),
        ({"text/plain": "''"}, "`{python} x`"),
        ({"text/plain": "'a|b'"}, r"a\|b"),
        ({"text/plain": "np.float64(1.5)"}, "1.5"),
        ({"text/plain": "np.str_('a_b')"}, r"a\_b"),
        ({"text/plain": "[np.float64(1.5), np.int64(2)]"}, "[1.5, 2]"),
        ({"text/plain": "<M>", "text/markdown": "[0.79]{.num}"}, "[0.79]{.num}"),
        ({"text/plain": "<H>", "text/html": "<b>h</b>"}, "`<b>h</b>`{=html}"),
    ],
)
def test_inline_values_become_markdown(data, markdown):
    assert (
        insert_values("A `{python} x` B", {"x": {"status": "ok", "data": data}}, "html") == f"A {markdown} B"
    )


def test_quoting_for_pandoc():
    assert quoted('a\n  "b" \\ &') == r'"a \"b\" \\ \&"'
    assert quoted(["x", "ы"]) == r'"[\"x\", \"ы\"]"'
