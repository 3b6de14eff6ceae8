"""A printed table gives the same with the marks that programs set behind numbers as without them."""

import time

import pytest

from analysis.audit import command
from analysis.audit.marks import without_marks
from analysis.audit.printed import COLUMNS
from analysis.audit.reading import read_table
from press.base.errors import InputError

R = """term,coefficient,std_error,t_statistic,p_value
(Intercept),167.000,6.070,27.513,3.28e-09{0}
treat,-31.000,8.584,-3.611,0.006869{1}
post,-46.750,7.434,-6.289,0.000236{0}
treat:post,21.000,10.513,1.997,0.080834{2}
"""
"""What R prints (summary of lm) of 12 rows in cells of 2, 2, 4, 4."""


def written(folder, text: str) -> str:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("marks", [(" ***", " **", " ."), ("***", "**", "."), (" ‡", "†", "+"), ("", "", "")])
def test_cells_and_totals_are_those_without_the_marks(tmp_path, marks):
    words = " ".join(command.run(written(tmp_path, R.format(*marks)), counts=True).split())
    assert "N = 12" in words and "2 2 4 4 12" in words
    plain = " ".join(command.run(written(tmp_path, R.format("", "", "")), counts=True).split())
    assert words == plain


MARKED = {
    "0.080834 .": "0.080834",
    "0.080834.": "0.080834",
    "0.79+": "0.79",
    "0.79 +": "0.79",
    "+0.79": "+0.79",
    "0.79†": "0.79",
    "0.79 ††": "0.79",
    "0.79‡ §": "0.79",
    "0.79 ns": "0.79",
    "0.79n.s.": "0.79",
    "0.79 (n.s.)": "0.79",
    "0.79ⁿˢ": "0.79",
    "0.79ᵃ": "0.79",
    "0.79 a,b": "0.79",
    "0.79b": "0.79",
    "0.79¹": "0.79",
    "0.79^a^": "0.79",
    "0.79^{b}": "0.79",
    "0.79<sup>c</sup>": "0.79",
    "12.": "12",
    "(0.12)†": "(0.12)",
    "(0.12+)": "(0.12)",
    "3.28e-09 ***": "3.28e-09",
    "&lt;0.001": "<0.001",
    "$-$0.79$^{***}$": "-0.79",
    "-0.79\\sym{**}": "-0.79",
    "-0.79\\*\\*": "-0.79",
    "0.79 (***)": "0.79",
    "0.79∗∗": "0.79",
    "***": "",
    "ns": "",
    "": "",
}


@pytest.mark.parametrize("cell", MARKED)
def test_a_mark_is_no_part_of_the_number(cell):
    assert without_marks(cell)[0] == MARKED[cell]


@pytest.mark.parametrize(
    ("cell", "stars"), [("3.28e-09 ***", 3), ("0.79^{**}", 2), ("(0.1*)", 1), ("0.79 (**)", 2), ("0.79+", 0)]
)
def test_stars_are_counted(cell, stars):
    assert without_marks(cell)[1] == "*" * stars


@pytest.mark.parametrize(
    "cell", ["10²", "1.2×10⁻³", "10^{3}", "0.79-", "0.79%", "12 thousand", "0.79k", "2.00e", "0.79 (0.12)"]
)
def test_what_may_change_the_number_is_no_mark(tmp_path, cell):
    row = f"a,{cell},2.00\n"
    with pytest.raises(InputError, match="row 2, column coefficient: found .*, expected a number as printed"):
        read_table_of(tmp_path, "variable,coefficient,std_error\n" + row + "a,1.00,2.00\n" * 3)


def read_table_of(folder, text):
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path)


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("<.001", 0, 0.001),
        ("< 0.001 ***", 0, 0.001),
        ("<2e-16", 0, 2e-16),
        ("p < .05", 0, 0.05),
        ("P=0.030", 0.0295, 0.0305),
        (">0.10", 0.1, 1),
        ("> .10 ns", 0.1, 1),
        ("≥0.1", 0.1, 1),
        ("[0.030]", 0.0295, 0.0305),
    ],
)
def test_a_p_value_may_be_a_bound(tmp_path, cell, low, high):
    table = read_table_of(tmp_path, "variable,coefficient,std_error,p_value\n" + f"a,1.00,2.00,{cell}\n" * 4)
    printed = table.rows[0].cells["p_value"]
    assert (float(printed.low), float(printed.high)) == (low, high)


def test_only_a_probability_can_be_above_a_bound(tmp_path):
    with pytest.raises(InputError, match="column std_error: found '>0.10'"):
        read_table_of(tmp_path, "variable,coefficient,std_error\n" + "a,1.00,>0.10\n" * 4)


def test_marks_stand_behind_decimal_commas_too(tmp_path):
    lines = [";".join(["", *COLUMNS]), *["a;1271,99 **;2986,01;0,426 .;0,670.;-4610,02†;7154,01ᵃ"] * 4]
    row = read_table_of(tmp_path, "\n".join(lines)).rows[0]
    assert [cell.text for cell in row.cells.values()] == [
        "1271.99",
        "2986.01",
        "0.426",
        "0.670",
        "-4610.02",
        "7154.01",
    ]


@pytest.mark.parametrize(
    "cell", ["9" + "*" * 100_000 + "x", "9a" * 50_000 + "x", "^{" * 50_000, "<sup>" * 50_000]
)
def test_a_long_cell_is_soon_judged(cell):
    start = time.process_time()
    without_marks(cell)
    assert time.process_time() - start < 2
