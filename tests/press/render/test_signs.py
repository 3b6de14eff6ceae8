"""Text that begins with a sign ("= 1", "- 0.6", "/ means", "1.") is printed as it is, in every format.

Typst takes such a beginning for the mark of a heading, a list or a term, wherever content begins.
"""

import json
import subprocess
from pathlib import Path

import pdfplumber
import pytest
import typst

from press.base.errors import PressError
from press.render import pandoc, user_filters
from press.render.document import EXTENSIONS
from tests.press.render.contract.extract import extract
from tests.press.render.pages import made

FILTERS = Path(pandoc.__file__).parent / "filters"
STARTS = """
# = 7 in a head {#sec-a}

## 4. in a head

= 8 in a text, [+ 9 in a link](https://example.org), **- 10 in bold**, *1.* and "- 11 quoted".[^n]

[3]{.num data-key="n"}. after a number, [=]{.a} in a span, x\\
= 12 after a break

[]{}= 13 behind nothing

`<b>`{=html}- 14 behind what the PDF does not show

1.&nbsp;January, -&nbsp;15 and

=&nbsp;16 before blanks that do not break

| = 17 in lines
| 5\\. in lines

Ratio: = 18 to 1
:   = 19 in a definition

- = 20 in an item
- / means divided by

> = 21 in a quote

::: {.callout-note title="- 22 in a title"}
+3 or +&nbsp;23 in a callout
:::

| Variable | Definition | Change |
|:---|:---|---:|
| After | = 1 from the launch on | + 3.1 |
| Host | = 1 if hosts | - 0.6 |
| [2]{.a}. rank | [ ]{}= 24 | -&nbsp;25 |
| / | 6. | + *26* |

: - 0.5 in a caption {#tbl-a}

::: {.table-note}
= 27 in a note of a table
:::

::: {#tbl-b tbl-cap="- 0.4 in an attribute"}
| a |
|---|
| 1 |
:::

[^n]: = 28 regions
"""
SEEN = (
    "= 7 in a head", "4. in a head", "= 8 in a text", "+ 9 in a link", "- 10 in bold",
    "1. and “- 11 quoted”",
    "3. after a number", "= in a span", "= 12 after a break", "= 13 behind nothing", "- 14 behind",
    "1. January",
    "- 15 and", "= 16 before", "= 17 in lines", "5. in lines", "Ratio: = 18 to 1", "= 19 in a definition",
    "= 20 in an item", "/ means divided by", "= 21 in a quote", "- 22 in a title", "+ 23 in a callout",
    "= 1 from the launch on", "+ 3.1", "= 1 if hosts", "- 0.6", "2. rank", "= 24", "- 25", "6.", "+ 26",
    "- 0.5 in a caption", "= 27 in a note of a table", "- 0.4 in an attribute", "= 28 regions",
)  # fmt: skip
FRONT = {
    "title": "= 1 on + 2",
    "subtitle": "(1) - 0.6",
    "abstract": "= 30 opens.\n\n\\- 31 opens too.",
    "author": [
        {"name": "= Team", "affiliation": "1. Office"},
        {"name": "I. Team", "affiliation": "- Office"},
    ],
    "keywords": ["- 0.6", "1. word"],
    "number-sections": True,
}


def text_of(pdf: Path) -> str:
    with pdfplumber.open(pdf) as document:
        return " ".join(" ".join(page.extract_text().split()) for page in document.pages).replace("\xa0", " ")


def texts_in(value: object) -> list[str]:
    """All texts of what the extractor read."""
    if isinstance(value, dict):
        value = list(value.values())
    return [text for part in value for text in texts_in(part)] if isinstance(value, list) else [str(value)]


def test_every_sign_at_a_beginning_is_printed_in_the_pdf(tmp_path):
    text = text_of(made(tmp_path, "typst", STARTS, **FRONT))
    wanted = ("= 1 on + 2", "(1) - 0.6", "= 30 opens", "- 31 opens", "= Team I. Team", "1. Office - Office")
    assert [seen for seen in (*SEEN, *wanted) if seen not in text.replace("−", "-")] == []
    assert "•" not in text.replace("• = 20", "").replace("• / means", "")


def test_no_sign_makes_a_heading_and_the_next_section_is_the_second(tmp_path):
    body = STARTS.replace("## 4. in a head\n", "") + "\n# Results\n"
    with pdfplumber.open(made(tmp_path, "typst", body, **FRONT)) as document:
        heads = [title.strip() for _, title, *_ in document.doc.get_outlines()]
    assert len(heads) == 2
    assert "2 Results" in text_of(tmp_path / "out" / "index.pdf")


@pytest.mark.parametrize("format", [name for name in EXTENSIONS if name != "typst"])
def test_the_other_formats_print_the_same_signs(format, tmp_path):
    text = " ".join(texts_in(extract(str(made(tmp_path, format, STARTS, **FRONT)))))
    text = " ".join(text.replace("\xa0", " ").split())
    wanted = ("= 1 on + 2", "(1) - 0.6", "- 0.4 in an attribute", "- 0.5 in a caption", "- 22 in a title")
    assert [seen for seen in wanted if seen not in text] == []


def test_an_abstract_may_begin_with_a_list(tmp_path):
    text = text_of(made(tmp_path, "typst", "Text.", abstract="- one\n- two"))
    assert "• one" in text and "• two" in text and "-" not in text


def test_the_filter_does_the_same_for_pandoc_s_own_writer(tmp_path):
    """Genuine Quarto runs the filter behind its own steps and writes by the same writer."""
    words = ("--from", pandoc.READER, "--to", "typst", "--wrap", "none")
    code = subprocess.run(
        pandoc.command(*words, "--lua-filter", str(pandoc.SIGNS)),
        input=STARTS, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    page = tmp_path / "page.pdf"
    page.write_bytes(typst.compile(code.encode()))
    text = text_of(page).replace("−", "-")
    in_attributes = ("- 22 in a title", "- 0.4 in an attribute")
    assert [seen for seen in SEEN if seen not in text and seen not in in_attributes] == []


def test_the_filter_leaves_other_formats_and_paths_as_they_are(tmp_path):
    metadata = tmp_path / "metadata.json"
    metadata.write_text(json.dumps({"bibliography": "1. a.bib", "title": "1. a"}))

    def read(format: str) -> str:
        words = ("--to", format, "--metadata-file", str(metadata), "--template", str(tmp_path / "t"))
        (tmp_path / "t").write_text("$bibliography$|$title$|$body$")
        return subprocess.run(
            pandoc.command("--from", pandoc.READER, *words, "--lua-filter", str(pandoc.SIGNS)),
            input="**= 1**", capture_output=True, text=True, check=True,
        ).stdout.strip()  # fmt: skip

    assert read("html").endswith("<p><strong>= 1</strong></p>")
    assert read("typst").endswith(r"#strong[\= 1]")


def test_captions_for_the_other_engine_keep_their_first_sign():
    body = (
        '::: {#tbl-a tbl-cap="- 0.5 less"}\nx\n:::\n\n::: {.callout-note title="1. First"}\nx\n:::\n\n'
        '::: {.box title="1. First"}\nx\n:::\n\n'
        '::: {#fig-a fig-cap="A *map*" fig-subcap="[\\"+ 3\\", \\"B\\"]"}\nx\n:::\n'
    )
    words = ("--from", pandoc.READER, "--to", "json", "--lua-filter", str(FILTERS / "captions.lua"))
    made = subprocess.run(
        pandoc.command(*words),
        input=body, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    attributes = [dict(block["c"][0][2]) for block in json.loads(made)["blocks"]]
    assert attributes == [
        {"tbl-cap": "[]{}- 0.5 less"},
        {"title": "[]{}1. First"},
        {"title": "1. First"},
        {"fig-cap": "A *map*", "fig-subcap": '["[]{}+ 3","B"]'},
    ]


def test_press_runs_its_own_filters_no_second_time_where_a_project_lists_them(tmp_path, monkeypatch):
    monkeypatch.setattr(user_filters, "OWN", tmp_path / "own")
    (tmp_path / "own").mkdir()
    for folder in ("own", "."):
        (tmp_path / folder / "a.lua").write_text('error("it runs")')
    made(tmp_path, "typst", "Text.", filters=[{"path": "own/a.lua", "at": "post-render"}])
    with pytest.raises(PressError, match="it runs"):
        made(tmp_path, "typst", "Text.", filters=["own/a.lua", "a.lua"])
