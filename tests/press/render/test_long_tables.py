"""Tables in the PDF: long ones go on under their names, short ones stay whole, captions fit their tables."""

from pathlib import Path

import pdfplumber
import pytest

from tests.press.render.pages import made

WORDS = "Some words of text that fill the page. "
NOTE = "\n::: {.table-note}\n*Note.* Small print.\n:::\n\n"


def table(rows: int, group: int, caption: str = "Caption", label: str = "tbl-x") -> str:
    """A table in which every `group` rows have one label, which stands in the first of them."""
    lines = [
        f"| {f'Group {row // group}' if row % group == 0 else ''} | row{row} | {row} of many |"
        for row in range(rows)
    ]
    return (
        "\n".join(["| Group | Name | Value |", "|---|---|--:|", *lines])
        + f"\n\n: {caption} {{#{label}}}\n"
        + NOTE
    )


def pages_of(pdf: Path) -> list[str]:
    with pdfplumber.open(pdf) as document:
        return [page.extract_text() for page in document.pages]


def test_a_long_table_goes_on_under_its_number_its_head_and_the_label_of_its_group(tmp_path):
    first, second, *_ = pages_of(made(tmp_path, "typst", table(70, 7)))
    assert "(continued)" not in first and "Small print" not in first
    top = second.splitlines()
    assert top[:2] == ["Table 1 (continued)", "Group Name Value"]
    number = int(top[2].split("row")[1].split()[0])
    assert number % 7 != 0 and top[2].startswith(f"Group {number // 7} (continued) row{number}")
    assert second.count("(continued)") == 2


def test_a_group_that_begins_a_page_has_its_label_once(tmp_path):
    pages = pages_of(made(tmp_path, "typst", table(70, 1)))
    assert len(pages) > 1 and all("Group" in page for page in pages)
    assert sum(page.count("(continued)") for page in pages) == len(pages) - 1


def test_words_of_a_table_that_goes_on_are_those_of_its_language(tmp_path):
    _, second, *_ = pages_of(made(tmp_path, "typst", table(70, 7), lang="ru"))
    assert "(продолжение)" in second


@pytest.mark.parametrize("filled", [3, 5, 6])
def test_a_table_of_twenty_rows_stays_whole_and_text_fills_the_page_before_it(tmp_path, filled):
    body = f"{WORDS * 60}\n\n" * (filled - 2) + table(20, 5) + f"{WORDS * 60}\n\n" * 3
    pages = pages_of(made(tmp_path, "typst", body))
    (holding,) = [page for page in pages if "row0" in page]
    assert "row19" in holding and "Table 1: Caption" in holding and "Small print" in holding
    assert all(len(page.splitlines()) > 25 for page in pages[:-1])


def test_a_caption_and_a_note_are_as_wide_as_their_table(tmp_path):
    columns = (
        "| A rather long name of a variable | Some estimate | Its standard error | N |\n|---|--:|--:|--:|\n"
    )
    note = NOTE.replace("Small print", WORDS * 4)
    body = f"{columns}| one | 1.0 | 0.1 | 240 |\n\n: {WORDS * 3} {{#tbl-x}}\n{note}"
    with pdfplumber.open(made(tmp_path, "typst", body)) as document:
        page = document.pages[0]
        (left, right) = (min(line["x0"] for line in page.lines), max(line["x1"] for line in page.lines))
        inked = [
            word for word in page.extract_words() if word["text"] in ("Table", "words", "Note.", "page.")
        ]
    assert right - left < 0.9 * page.width and len(inked) > 8
    assert all(left - 1 <= word["x0"] and word["x1"] <= right + 1 for word in inked)
