"""HTML tables as libraries write them become tables in every format, and valid JATS."""

import tarfile
from pathlib import Path
from zipfile import ZipFile

import pdfplumber
import pytest
from lxml import etree, html

from press.base.errors import PressError
from press.render.convert import convert
from press.render.document import Line
from press.render.object_tables import tidied
from tests.press.render.pages import executed, made

DTD = Path(__file__).parents[1] / "journal" / "jats-publishing-dtd-1.1.tar.xz"
#: As statsmodels writes a summary: three tables and a note.
SUMMARY = """<table class="simpletable">
<caption>OLS Regression Results</caption>
<tr>
  <th>Dep. Variable:</th> <td>y</td> <th>  R-squared:         </th> <td>   0.012</td>
</tr>
</table>
<table class="simpletable">
<tr>
      <td></td>         <th>coef</th>     <th>std err</th>  </tr>
<tr>
  <th>Intercept</th> <td>   -0.0523</td> <td>    0.308</td> </tr>
</table><br/><br/>Notes:<br/>[1] Standard Errors assume that the covariance matrix is correctly specified."""
#: As stargazer writes it: a row within a row, cells of a row that never begins.
UNCLOSED = """<table style="text-align:center">
<tr><td colspan="2" style="border-bottom: 1px solid black"></td></tr>
<tr><td style="text-align:left"></td><tr><td style="text-align:left"></td><td>(1)</td></tr>
<tr><td style="text-align:left">Intercept</td><td>-0.052<sup>*</sup></td></tr>
<td colspan="2" style="border-bottom: 1px solid black"></td></tr>
<tr><td style="text-align: left">R<sup>2</sup></td><td>0.012</td></tr></table>"""
#: As Great Tables writes it: styles, names, a title and a note within the table.
STYLED = """<div id="mek"><style>
#mek table { color: red; }

</style>
<table class="gt_table" data-quarto-disable-processing="false"><thead>
<tr class="gt_heading"><td colspan="2" class="gt_title">Title</td></tr>
<tr><th id="y" scope="col">y</th><th id="y" scope="col">z</th></tr></thead>
<tbody><tr><td headers="y 1">0.345</td><td headers="y">2 <br> (0.4)</td></tr></tbody>
<tfoot><tr><td colspan="2">Source note</td></tr></tfoot></table></div>"""
#: As pandas writes a frame, and a frame with a style.
FRAME = """<div>
<style scoped>
    .dataframe tbody tr th:only-of-type { vertical-align: middle; }
</style>
<table border="1" class="dataframe">
  <thead>
    <tr style="text-align: right;">
      <th></th>
      <th>a</th>
    </tr>
  </thead>
  <tbody>
    <tr>
      <th>0</th>
      <td>17</td>
    </tr>
  </tbody>
</table>
</div>"""
STYLER = """<style type="text/css">
#T_1_row0_col0 { width: 10em; }
</style>
<table id="T_1">
  <thead>
    <tr>
      <th class="blank level0" >&nbsp;</th>
      <th id="T_1_level0_col0" class="col_heading" >v</th>
    </tr>
  </thead>
  <tbody>
    <tr>
      <th id="T_1_level0_row0" >north</th>
      <td id="T_1_row0_col0" >-0.35</td>
    </tr>
  </tbody>
</table>
"""
SAID = {
    SUMMARY: ["Dep. Variable:", "0.012", "coef", "-0.0523", "Standard Errors assume"],
    UNCLOSED: ["(1)", "Intercept", "-0.052", "0.012"],
    STYLED: ["Title", "0.345", "(0.4)", "Source note"],
    FRAME: ["17"],
    STYLER: ["north", "-0.35"],
}


@pytest.fixture(scope="module")
def definition(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dtd")
    with tarfile.open(DTD) as archive:
        archive.extractall(folder)
    return etree.DTD(file=str(folder / "jats-publishing-dtd-1.1" / "JATS-journalpublishing1.dtd"))


def body(text: str) -> str:
    return (
        "::: {#tbl-a .cell tbl-cap='A caption'}\n::: {.cell-output .cell-output-display}\n"
        f"```{{=html}}\n{text}\n```\n:::\n:::\n"
    )


def test_rows_are_whole_and_styles_and_names_are_gone():
    top = html.fragment_fromstring(tidied(UNCLOSED))
    assert {parent.tag for cell in top.iter("td") for parent in [cell.getparent()]} == {"tr"}
    assert [cell.text_content() for cell in top.iter("td") if cell.text_content()] == [
        *("(1)", "Intercept", "-0.052*", "R2", "0.012")
    ]
    assert "style" not in tidied(STYLER).replace(' style="', "") and "id=" not in tidied(STYLER)


def test_a_first_row_of_headings_is_the_header():
    heads = html.fragment_fromstring(tidied(SUMMARY)).findall(".//thead")
    assert ["".join(head.itertext()).split() for head in heads] == [["coef", "std", "err"]]


def words_of(page: Path) -> str:
    """Return the words of a page with single blanks and one kind of minus."""
    if page.suffix == ".pdf":
        with pdfplumber.open(page) as pdf:
            text = " ".join(sheet.extract_text() for sheet in pdf.pages)
    elif page.suffix == ".docx":
        text = " ".join(etree.fromstring(ZipFile(page).read("word/document.xml")).itertext())
    else:
        text = " ".join(etree.parse(page).getroot().itertext())
    return " ".join(text.replace("\u2212", "-").split())


@pytest.mark.parametrize("format", ["typst", "docx", "jats"])
def test_all_that_they_say_is_seen(format, tmp_path):
    text = "\n".join(body(tidied(one)).replace("tbl-a", f"tbl-{n}") for n, one in enumerate(SAID))
    seen = words_of(made(tmp_path, format, text))
    for word in (word for words in SAID.values() for word in words):
        assert word in seen, word
    assert "color: red" not in seen


def test_the_jats_is_valid(tmp_path, definition):
    text = "\n".join(body(tidied(one)).replace("tbl-a", f"tbl-{n}") for n, one in enumerate(SAID))
    article = etree.parse(made(tmp_path, "jats", text)).getroot()
    article.set("dtd-version", "1.1")
    definition.validate(article)
    others = [error.message for error in definition.error_log if "article-meta content" not in error.message]
    assert others == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("```{=html}\n<table>\n```", "this cell gives an HTML table that cannot be read"),
        (
            "\\begin{tabular}{l} x \\end{tabular}",
            r"this cell gives raw LaTeX, which no page would show: \begin",
        ),
    ],
)
def test_what_an_object_brought_is_not_called_the_authors(text, sentence, tmp_path):
    written = tuple(Line(row, tmp_path / "index.qmd", 7) for row in f"::: {{.cell}}\n{text}\n:::".split("\n"))
    document = executed(tmp_path, "Text.")
    document.body["docx"] = written
    with pytest.raises(PressError) as refusal:
        convert(document, "docx", tmp_path / "index.docx")
    assert (refusal.value.line, refusal.value.message.startswith(sentence)) == (7, True)
