"""Reading a .qmd: front matter, includes, cells, options."""

import pytest

from press.base.errors import PressError
from press.render import qmd
from press.render.project import find_project


@pytest.fixture
def read(tmp_path):
    def read(text, **others):
        for name, content in others.items():
            (tmp_path / f"{name}.qmd").write_text(content)
        source = tmp_path / "doc.qmd"
        source.write_text(text)
        return qmd.read(source, find_project(source))

    return read


def cell(text, *options):
    return "\n".join(["```{python}", *(f"#| {option}" for option in options), text, "```"])


def test_front_matter_and_body_are_split(read):
    document = read("---\ntitle: T\ndate: 2026-03-05\n---\n\nText.\n")
    assert document.front == {"title": "T", "date": "2026-03-05"}
    assert [line.number for line in document.body[0].lines] == [5, 6]


@pytest.mark.parametrize(
    ("text", "title", "kept"),
    [
        ("## One {#sec-a}\n\nText.\n\n" + cell("1"), "One", "Text."),
        (cell("1") + "\n\n# `a` two\n\nText.", "`a` two", "Text."),
        ("Three\n=====\n\nText.\n\n" + cell("1"), "Three", "Text."),
        ("# Four\n\n" + cell("1"), "Four", ""),
        ("##  \n\n" + cell("1"), None, "##"),
        ("---\nlang: en\n---\n\n# Five\n\n" + cell("1"), "Five", ""),
        ("---\ntitle: T\n---\n\n# Six\n\n" + cell("1"), "T", "# Six"),
        ("Text.\n\n# Seven\n\n" + cell("1"), None, "Text.\n\n# Seven"),
        ("# Eight\n\nNo cell.", None, "# Eight\n\nNo cell."),
    ],
)
def test_a_document_with_cells_and_no_title_takes_the_heading_that_it_begins_with(read, text, title, kept):
    """As genuine Quarto, which does so for what becomes a notebook, and for nothing else."""
    document = read(text)
    assert document.front.get("title") == title
    prose = (line.text for piece in document.body if isinstance(piece, qmd.Prose) for line in piece.lines)
    assert "\n".join(prose).strip() == kept


def test_cells_are_found_in_lists_quotes_and_divs(read):
    text = (
        "- a\n\n  ```{python}\n  1\n  ```\n\n> ```{python}\n> 2\n> ```\n\n::: {.x}\n```{python}\n3\n```\n"
        ":::\n\n1.  b\n\n        ```{python}\n        4\n        ```\n"
    )
    document = read(text)
    assert [cell.code for cell in document.cells] == ["1", "2", "3", "4"]
    assert [cell.indent for cell in document.cells] == ["  ", "> ", "", "    "]
    assert [cell.place.number for cell in document.cells] == [3, 7, 12, 19]


@pytest.mark.parametrize(
    ("text", "indent"),
    [
        ("1. a\n\n    {}", "   "),
        ("1. a\n\n   {}", "   "),
        ("- a\n    - b\n\n      {}", "      "),
        ("- {}", "  "),
        ("  {}", ""),
        ("[^1]: a\n\n    {}", "    "),
        ("> {}", "> "),
        ("> - a\n>\n>     {}", ">   "),
        ("Term\n:   a\n\n    {}", "    "),
    ],
)
def test_what_replaces_a_cell_is_indented_as_its_container_asks(read, text, indent):
    inside = "\n" + text.split("\n")[-1].split("{")[0].replace("-", " ")
    (found,) = read(text.format(inside.join(["```{python}", "1", "```"])) + "\n").cells
    assert found.indent == indent


def test_fences_inside_fences_and_plain_python_are_no_cells(read):
    assert read("````\n```{python}\n1\n```\n````\n\n```python\n2\n```\n\n```{.python}\n3\n```\n").cells == []


def test_a_rule_is_no_metadata(read):
    assert len(read("A\n\n---\n\nB: c\n\n---\n").body[0].lines) == 7


def test_options_may_span_lines(read):
    (found,) = read(
        cell(
            "draw()",
            "label: fig-a",
            "fig-subcap:",
            '  - "One"',
            '  - "Two"',
            "fig-alt: >-",
            "  long",
            "  text",
        )
    ).cells
    assert found.options == {"label": "fig-a", "fig-subcap": ["One", "Two"], "fig-alt": "long text"}
    assert (found.code, found.code_line) == ("draw()", 9)


def test_includes_are_pasted_with_their_origin_and_count_paths_from_the_main_document(read):
    document = read(
        "A\n\n{{< include part.qmd >}}\n\nB\n",
        part='P\n\n{{< include "deep.qmd" >}}\n',
        deep="D\n" + cell("1"),
    )
    texts = [(line.text, line.file.name, line.number) for line in document.body[0].lines]
    assert texts == [
        ("A", "doc.qmd", 1),
        ("", "doc.qmd", 2),
        ("P", "part.qmd", 1),
        ("", "part.qmd", 2),
        ("D", "deep.qmd", 1),
    ]
    assert document.cells[0].place.file.name == "deep.qmd"


def test_inline_expressions_are_found_wherever_quarto_finds_them(read):
    document = read("A `{python} n`, ``` `{python} m` ```, | `{python} n ` |, `python n`, ``{python} no``.\n")
    assert document.body[0].expressions == ["n", "m"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n" + cell("1", "label: a") + "\n" + cell("1", "label: a"), 6, "label `a` (the other: line 2)"),
        (cell("1", "echo: perhaps"), 2, "`echo` cannot be `perhaps`"),
        (cell("1", "label: a", "fig-width: wide"), 3, "`fig-width` cannot be `wide`"),
        (cell("1", "layout-ncol: true"), 2, "`layout-ncol` cannot be `true`"),
        (cell("1", "fig-captain: x"), 2, "`fig-captain` is not supported"),
        (cell("1", "label: [a"), 2, "broken YAML"),
        ("A\n\n```{r}\n1\n```\n", 3, "cells of kind `r`"),
        ("```{mermaid}\n1\n```\n", 1, "cells of kind `mermaid`"),
        ("```{python echo=FALSE}\n1\n```\n", 1, "`{python echo=FALSE}`"),
        ("```{{python}}\n1\n```\n", 1, "`{{python}}`"),
        ("A\n\n```{python}\n1\n", 3, "never closed"),
        ("---\ntitle: T\n", 1, "never closed"),
        ("A\n{{< include none.qmd >}}\n", 2, "none.qmd does not exist"),
        ("A {{< include none.qmd >}}\n", 1, "line of its own"),
        ("{{< include doc.qmd >}}\n", 1, "includes itself"),
        ("---\nnumber-sections: maybe\n---\n", 2, "`number-sections` cannot be `maybe`"),
        ("---\ntitle: T\nformat: pptx\n---\n", 3, "format `pptx` is not supported"),
        ("A\n\n---\ntitle: T\n---\n\nB\n", 3, "metadata after the front matter"),
        ("---\nexecute:\n  enabled: false\n---\n", 3, "`enabled: false` is not supported"),
        ("---\nengine: knitr\n---\n", 2, "`engine: knitr` is not supported, only jupyter"),
        ("---\njupyter: julia-1.9\n---\n", 2, "`jupyter: julia-1.9` is not supported, only python3"),
    ],
)
def test_wrong_input_is_named_with_its_line(read, text, line, words):
    with pytest.raises(PressError) as caught:
        read(text)
    assert words in str(caught.value)
    assert caught.value.file.name == "doc.qmd" and caught.value.line == line


def test_errors_in_an_included_file_name_that_file(read):
    with pytest.raises(PressError) as caught:
        read("{{< include part.qmd >}}\n", part="\n" + cell("1", "echo: perhaps"))
    assert (caught.value.file.name, caught.value.line) == ("part.qmd", 3)
