"""Wide tables in PDF and Word: words side by side, smaller type, a turned page, and a warning at last."""

import zipfile
from pathlib import Path

import pdfplumber
import pytest
import typst
from lxml import etree

from press.render import build
from press.render.convert import convert
from press.render.document import EXTENSIONS
from tests.press.render.pages import executed

PRESS = Path(build.__file__).parent / "templates" / "typst" / "press.typ"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A4 = 595  # points


def table(columns: int, word: str = "column_name_{}", label: str = "tbl-wide", rows: int = 2) -> str:
    heads = [word.format(number) for number in range(columns)]
    lines = [heads, ["---"] * columns, *([["123456.789"] * columns] * rows)]
    caption = f"\n\n: A caption {{#{label}}}" if label else ""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + caption + "\n\n"


def render(folder: Path, format: str, body: str, **metadata) -> tuple[Path, list[str]]:
    page = folder / f"index{EXTENSIONS[format]}"
    return page, convert(executed(folder, body, **metadata), format, page)


def pages_of(pdf: Path) -> list[list[dict]]:
    with pdfplumber.open(pdf) as document:
        return [
            [word | {"wide": page.width} for word in page.extract_words(extra_attrs=["size"])]
            for page in document.pages
        ]


def overlaps(words: list[dict]) -> list[tuple[str, str]]:
    """The words of a page that are printed over each other, or beyond its edge."""
    pairs = [(one, other) for n, one in enumerate(words) for other in words[n + 1 :]]
    return [
        (one["text"], other["text"])
        for one, other in pairs
        if min(one["x1"], other["x1"]) - max(one["x0"], other["x0"]) > 0.1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    ] + [(word["text"], "the edge") for word in words if word["x1"] > word["wide"]]


@pytest.mark.long
@pytest.mark.parametrize(
    ("body", "turned", "least"),
    [
        (table(6, label=""), False, 9.4),
        (table(8), False, 7),
        (table(14), True, 6.5),
        (
            "\n".join("   " + row for row in ("1. item\n\n" + table(9, label="")).split("\n")).strip(),
            False,
            6,
        ),
        (table(3, "a" * 30 + "{}") + table(2, "b" * 55 + "{}", label=""), False, 7),
        (table(14, rows=60), True, 6.5),
        (table(12, "Доля_населения_{}"), True, 6),
        ("::: {.callout-note}\n" + table(8, label="") + ":::\n", False, 6),
    ],
)
def test_the_words_of_a_table_stand_side_by_side_in_the_pdf(body, turned, least, tmp_path):
    pdf, warnings = render(tmp_path, "typst", body)
    pages = pages_of(pdf)
    assert [overlaps(words) for words in pages] == [[]] * len(pages) and warnings == []
    cells = [word for words in pages for word in words if word["text"] == "123456.789"]
    assert {word["wide"] > A4 + 1 for word in cells} == {turned}
    assert len(cells) >= 10
    assert least <= min(word["size"] for word in cells) <= 9.5


def test_a_wide_table_stays_tagged_and_its_label_is_found(tmp_path):
    pdf, _ = render(tmp_path, "typst", "See @tbl-wide.\n\n" + table(14) + "After.")
    assert b"pdfuaid:part" in pdf.read_bytes()
    assert [words[0]["text"] for words in pages_of(pdf)] == ["A", "Table", "After."]


@pytest.mark.parametrize("format", ["typst", "docx"])
def test_what_is_too_wide_for_type_that_can_be_read_is_named_with_how_much(format, tmp_path):
    page, (warning,) = render(tmp_path, format, "Text.\n\n" + table(40))
    assert warning.startswith("line 8: the table tbl-wide is too wide for its page by ")
    assert " cm: in type of 6 pt it takes " in warning and "of 26.7 cm, so that it is set in " in warning
    if format == "typst":
        assert [overlaps(words) for words in pages_of(page)] == [[], []]


def document_of(docx: Path) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(docx).read("word/document.xml"))


def sections(document: etree._Element) -> list[tuple[bool, str]]:
    """Whether each section's pages are turned, and its text."""
    found, text = [], ""
    for part in document.find(W + "body"):
        text += "".join(part.itertext()).strip() if part.tag != W + "sectPr" else ""
        for section in part.iter(W + "sectPr"):
            found.append((section.find(W + "pgSz").get(W + "orient") == "landscape", text))
            text = ""
    return found


def widths(document: etree._Element) -> list[int]:
    return [
        sum(int(column.get(W + "w")) for column in one.iter(W + "gridCol"))
        for one in document.iter(W + "tbl")
    ]


def sizes(document: etree._Element) -> list[float]:
    return [
        min((int(size.get(W + "val")) / 2 for size in one.iter(W + "sz")), default=9.5)
        for one in document.iter(W + "tbl")
    ]


def test_word_sets_smaller_type_and_turns_the_page_as_it_must(tmp_path):
    note = "::: {.table-note}\n*Note.* Small.\n:::\n\n"
    body = table(5, label="tbl-a") + table(7, label="tbl-b") + "Mid.\n\n" + table(14) + note + "After.\n"
    document = document_of(render(tmp_path, "docx", body)[0])
    assert sizes(document)[0] == 9.5 and 7.5 <= sizes(document)[1] < 9.5 and 6 <= sizes(document)[2] < 7.5
    assert [width <= room for width, room in zip(widths(document), (9400, 9072, 15138), strict=True)]
    upright, turned, rest = sections(document)
    assert (upright[0], turned[0], rest[0]) == (False, True, False)
    assert (
        upright[1].endswith("Mid.") and turned[1].startswith("Table") and turned[1].endswith("Note. Small.")
    )
    assert rest[1] == "After."


def test_wide_tables_that_follow_each_other_share_turned_pages_and_leave_none_empty(tmp_path):
    body = "Text.\n\n" + table(14, label="tbl-a") + table(14, label="tbl-b")
    found = sections(document_of(render(tmp_path, "docx", body)[0]))
    assert [turned for turned, _ in found] == [False, True] and found[1][1].count("A caption") == 2


def test_a_template_of_the_authors_is_held_to_its_own_paper(tmp_path):
    plain, _ = render(tmp_path, "docx", "Text.")
    plain.rename(tmp_path / "template.docx")
    docx, _ = render(
        tmp_path, "docx", table(4) + table(14, label="tbl-b"), **{"reference-doc": "template.docx"}
    )
    document = document_of(docx)
    assert sizes(document)[0] == 9.5 and sizes(document)[1] < 7.5 and widths(document)[1] <= 15138
    assert [turned for turned, _ in sections(document)] == [False, True]


def test_cells_over_several_columns_have_no_say_in_a_column_s_width(tmp_path):
    head = "<tr><td colspan='2'>" + "a long heading over two columns " * 3 + "</td></tr>"
    body = f"```{{=html}}\n<table>{head}<tr><td>1</td><td>22</td></tr></table>\n```\n"
    columns = [
        int(one.get(W + "w")) for one in document_of(render(tmp_path, "docx", body)[0]).iter(W + "gridCol")
    ]
    assert all(width < 1000 for width in columns)


@pytest.mark.parametrize(
    "margin",
    [
        "2cm",
        "auto",
        "(x: 1cm)",
        "(inside: 1cm, outside: 3cm)",
        "(left: 10%, rest: 2cm)",
        "(top: auto, rest: 10% + 1cm)",
    ],
)
def test_the_width_of_the_text_is_known_however_margins_are_said(margin):
    """What Typst itself lays out decides."""
    same = "#layout(room => context assert(calc.abs(room.width - press-text-width().to-absolute()) < .01pt))"
    typst.compile(f"{PRESS.read_text()}\n#set page(margin: {margin})\n{same}\n".encode(), format="pdf")
