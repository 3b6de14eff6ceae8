"""The filter that aligns numbers by their decimal points and names the headers of rows, format by format."""

import re
import zipfile
from functools import cache

import pypandoc
import pytest
from lxml import etree, html

from press.base.paths import ROOT

FILTER = f"--lua-filter={ROOT / 'press' / 'tables' / 'columns.lua'}"
TABLE = """
| Name | Estimate | *p* | Share | Mixed |
|:--|--:|--:|--:|--:|
| x | [−1,271.5]{.num data-key="a.b"} | 0.002\\*\\* | 5% | 2e−5 |
| | **3** | <0.001 | 12.5% | (0.25) |
| y | – | 0.77 | – | 1 to 2 |

: Caption
"""
MISSING = [["", "", ".0"], [".0", "**", ""], [".0", "0**", ".0%"]]
"""What each cell of the second to fourth column lacks to the longest of its column."""


@cache
def made(form: str) -> str:
    return pypandoc.convert_text(
        TABLE, form, format="markdown", extra_args=[FILTER, "--wrap=none", "--columns=300"]
    )


def numbers_of(rows: list[list[str]]) -> list[list[str]]:
    """The second to fourth cell of each row, counted from the end: a joined header has left its row."""
    return [row[-4:-1] for row in rows]


def test_in_html_what_is_missing_is_an_attribute_and_no_text():
    rows = html.fromstring(made("html")).xpath("//tbody/tr")
    pads = [["".join(cell.xpath(".//@data-pad")) for cell in row] for row in rows]
    assert numbers_of(pads) == MISSING
    assert [cell.text_content() for cell in rows[1]] == ["3", "<0.001", "12.5%", "(0.25)"]


def test_in_the_pdf_it_is_hidden():
    rows = re.findall(r"^    (\[.*\]),$", made("typst"), re.M)
    hidden = [
        [re.sub(r'^.*#hide\("(.*)"\)$|^.*$', r"\1", cell) for cell in row.split("], [")] for row in rows
    ]
    assert numbers_of([[cell.strip("[]") for cell in row] for row in hidden]) == MISSING


def test_in_word_spaces_are_as_wide(tmp_path):
    file = tmp_path / "a.docx"
    pypandoc.convert_text(TABLE, "docx", format="markdown", extra_args=[FILTER], outputfile=str(file))
    with zipfile.ZipFile(file) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    rows = [["".join(cell.itertext()) for cell in row.iter(w + "tc")] for row in document.iter(w + "tr")][1:]
    figure, point, third = "\N{FIGURE SPACE}", "\N{PUNCTUATION SPACE}", "\N{THREE-PER-EM SPACE}"
    assert numbers_of(rows) == [
        ["−1,271.5", "0.002**", f"5%{point}{figure}"],
        [f"3{point}{figure}", f"<0.001{figure * 2}", "12.5%"],
        [f"–{point}{figure}", f"0.77{figure * 3}", f"–{point}{figure * 2}{third}"],
    ]


def test_in_jats_the_sign_is_named_and_no_attribute_stands_twice():
    body = etree.fromstring(made("jats")).find(".//tbody")
    cells = [[(cell.get("align"), cell.get("char")) for cell in row][-4:] for row in body]
    by_sign, to_the_right = ("char", "."), ("right", None)
    assert cells == [
        [by_sign, by_sign, by_sign, to_the_right],
        [by_sign, by_sign, by_sign, by_sign],
        [by_sign, by_sign, by_sign, to_the_right],
    ]


@pytest.mark.parametrize("form", ["html", "jats"])
def test_the_first_column_heads_its_rows_and_an_empty_cell_joins_the_one_above(form):
    page = html.fromstring(made(form)) if form == "html" else etree.fromstring(made(form))
    heads = page.xpath("//tbody/tr/th")
    assert [("".join(head.itertext()), head.get("scope"), head.get("rowspan")) for head in heads] == [
        ("x", "row", "2"),
        ("y", "row", None),
    ]
    assert [head.get("scope") for head in page.xpath("//thead//th")] == ["col"] * 5


def test_a_table_of_numbers_alone_has_no_heads_of_rows():
    page = html.fromstring(
        pypandoc.convert_text("| a | b |\n|--:|--:|\n| 1 | 2.5 |\n", "html", "markdown", extra_args=[FILTER])
    )
    assert page.xpath("//tbody//th") == [] and page.xpath("//tbody//td")[1].text_content() == "2.5"


def test_parentheses_hang_outside():
    page = pypandoc.convert_text(
        "| a | b |\n|:--|--:|\n| x | 1.25 |\n| | (0.5) |\n", "html", "markdown", extra_args=[FILTER]
    )
    assert html.fromstring(page).xpath("//@data-pad") == [")", "0"]
