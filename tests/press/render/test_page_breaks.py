"""Where the pages of a PDF break: a caption goes with its table, and a small table is not torn apart."""

import pdfplumber
import pytest

from tests.press.render.pages import made

LINE = "Line {}.\n\n"
pytestmark = pytest.mark.long


def table(rows):
    return (
        "| A | B |\n|---|---|\n"
        + "".join(f"| row{row} | {row} |\n" for row in range(rows))
        + "\n: Words {#tbl-x}\n"
    )


def pages_of(tmp_path, lines, rows):
    """The words of each page of a PDF with so many paragraphs before a table."""
    body = "".join(LINE.format(number) for number in range(lines)) + table(rows)
    with pdfplumber.open(made(tmp_path, "typst", body)) as document:
        return [set(page.extract_text().split()) for page in document.pages]


@pytest.mark.parametrize("rows", [8, 60])
def test_a_caption_stands_on_the_page_where_its_table_begins(tmp_path, rows):
    for lines in range(36, 52, 3):  # so that the caption comes near the end of the page
        pages = pages_of(tmp_path, lines, rows)
        assert next("Words" in page for page in pages if page & {"row0"}), lines


def test_a_small_table_stays_in_one_piece_and_a_large_one_is_set_whole(tmp_path):
    for lines in range(36, 52, 3):
        assert any({f"row{row}" for row in range(8)} <= page for page in pages_of(tmp_path, lines, 8)), lines
    large = pages_of(tmp_path, 20, 60)
    assert {f"row{row}" for row in range(60)} <= set.union(*large) and len(large) > 1
