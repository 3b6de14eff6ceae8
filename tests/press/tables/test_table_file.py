"""Every good dialect of a panel file gives the same panel, and every number is read exactly or refused."""

import contextlib
import csv
import io
import math

import openpyxl
import pandas as pd
import pytest
import xlwt
from hypothesis import given, settings, strategies as st

from analysis.panel.load import STANDIN, load_panel
from press.tables import number_cells

HEADER, *ROWS = list(csv.reader(STANDIN.open(encoding="utf-8", newline="")))
COUNTS = ("population", "in_migration", "out_migration")


@pytest.fixture(scope="module")
def expected():
    return load_panel(STANDIN).frame


def written(rows=ROWS, header=HEADER, *, end="\n", **dialect) -> bytes:
    """A CSV file."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end, **dialect).writerows([header, *rows])
    return text.getvalue().encode("utf-8")


def with_counts(change) -> list[list[str]]:
    """The rows with other ways to write the counts."""
    return [[year, region, *(change(count) for count in counts)] for year, region, *counts in ROWS]


def grouped(space: str):
    return lambda count: f"{int(count):,}".replace(",", space)


DIALECTS = {
    "commas": (written(), "CSV, UTF-8, commas between columns, no decimals"),
    "semicolons": (written(delimiter=";"), "CSV, UTF-8, semicolons between columns, no decimals"),
    "byte order mark": (
        b"\xef\xbb\xbf" + written(delimiter=";"),
        "CSV, UTF-8 with byte order mark, semicolons between columns, no decimals",
    ),
    "decimal commas": (
        written(with_counts(lambda n: n + ",0"), delimiter=";"),
        "CSV, UTF-8, semicolons between columns, decimal comma",
    ),
    "quoted decimal commas": (
        written(with_counts(lambda n: n + ",00")),
        "CSV, UTF-8, commas between columns, decimal comma",
    ),
    "decimal points": (
        written(with_counts(lambda n: n + ".0")),
        "CSV, UTF-8, commas between columns, decimal point",
    ),
    "Windows line ends": (written(end="\r\n"), "CSV, UTF-8, commas between columns, no decimals"),
    "everything quoted": (written(quoting=csv.QUOTE_ALL), "CSV, UTF-8, commas between columns, no decimals"),
    "spaces in thousands": (
        written(with_counts(grouped(" "))),
        "CSV, UTF-8, commas between columns, no decimals",
    ),
    "no-break spaces": (
        written(with_counts(grouped("\u00a0")), delimiter=";"),
        "CSV, UTF-8, semicolons between columns, no decimals",
    ),
    "narrow spaces and zero fraction": (
        written(with_counts(lambda n: grouped("\u202f")(n) + ",00"), delimiter=";"),
        "CSV, UTF-8, semicolons between columns, decimal comma",
    ),
    "capitals and spaces in the header": (
        written(header=[" Year", "REGION ", "Population", "In migration", "out-migration"]),
        "CSV, UTF-8, commas between columns, no decimals",
    ),
    "blank lines": (b"\n" + written() + b"\n,,,,\n\n", "CSV, UTF-8, commas between columns, no decimals"),
    "empty columns at the end": (
        written([[*row, "", ""] for row in ROWS], [*HEADER, "", ""], delimiter=";"),
        "CSV, UTF-8, semicolons between columns, no decimals",
    ),
    "other order of columns and rows": (
        written([row[::-1] for row in reversed(ROWS)], HEADER[::-1]),
        "CSV, UTF-8, commas between columns, no decimals",
    ),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_csv_dialect_gives_the_same_panel(dialect, tmp_path, expected):
    data, form = DIALECTS[dialect]
    path = tmp_path / "Panel.CSV"
    path.write_bytes(data)
    panel = load_panel(path)
    pd.testing.assert_frame_equal(panel.frame, expected)
    assert panel.form == form


def cell_values(as_text: bool) -> list[list]:
    if as_text:
        return [HEADER, *ROWS]
    return [HEADER, *([int(year), region, *map(int, counts)] for year, region, *counts in ROWS)]


@pytest.mark.parametrize("as_text", [False, True], ids=["numbers", "numbers kept as text"])
@pytest.mark.parametrize("above", [0, 2], ids=["from row 1", "below blank rows"])
def test_xlsx_gives_the_same_panel(tmp_path, expected, as_text, above):
    book = openpyxl.Workbook()
    for number, row in enumerate(cell_values(as_text), start=1 + above):
        for column, value in enumerate(row, start=1):
            book.active.cell(number, column, value)
    book.save(tmp_path / "panel.xlsx")
    pd.testing.assert_frame_equal(load_panel(tmp_path / "panel.xlsx").frame, expected)


def test_the_sheet_that_holds_the_panel_is_read(tmp_path, expected):
    book = openpyxl.Workbook()
    for row in cell_values(as_text=False):
        book.create_sheet("Figures", 1) if "Figures" not in book.sheetnames else None
        book["Figures"].append(row)
    book.create_sheet("Notes").append(["Source: BNS"])
    book.save(tmp_path / "panel.xlsx")
    panel = load_panel(tmp_path / "panel.xlsx")
    pd.testing.assert_frame_equal(panel.frame, expected)
    assert panel.form == 'Excel workbook, sheet "Figures", no decimals'
    assert panel.notes[1] == 'Sheets that were not read: "Notes".'


def test_xls_gives_the_same_panel(tmp_path, expected):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Panel")
    for number, row in enumerate(cell_values(as_text=False)):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(tmp_path / "panel.xls"))
    pd.testing.assert_frame_equal(load_panel(tmp_path / "panel.xls").frame, expected)


@settings(deadline=None)
@given(
    st.integers(min_value=-(10**9), max_value=10**9),
    st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    st.sampled_from(["", ".0", ",0", ".00", ",0000"]),
)
def test_a_whole_number_is_read_exactly(number, space, fraction):
    assert number_cells.whole_number(f"{number:,}".replace(",", space) + fraction) == number


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_exactly_with_either_decimal_sign(number):
    assert number_cells.number(repr(number)) == number
    assert number_cells.number(repr(number).replace(".", ",")) == number


@settings(deadline=None)
@given(st.text())
def test_no_text_becomes_anything_but_a_finite_number(text):
    for read in (number_cells.whole_number, number_cells.number):
        with contextlib.suppress(ValueError):
            assert math.isfinite(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12.5",
        "12,5",
        "x",
        "1 23",
        "1 2345",
        "12-",
        "1e3",
        "1.36E+06",
        "inf",
        "-inf",
        "nan",
        "NA",
        "-",
        "…",
        "TRUE",
        "0x10",
        "1_000",
        "2014-01-01",
        "01.01.2014",
        "٣",
        "1234.",
        "½",
    ],
)
def test_what_is_no_whole_number_is_refused(text):
    with pytest.raises(ValueError):
        number_cells.whole_number(text)


@pytest.mark.parametrize(
    "text", ["1,000", "1.000", "12,345", "738.827", "1,234,567", "1.234.567", "1,234.00", "1.234,5"]
)
def test_a_sign_that_could_set_thousands_apart_is_refused_as_such(text):
    with pytest.raises(ValueError, match="without a point or comma between thousands"):
        number_cells.whole_number(text)


@pytest.mark.parametrize("text", ["1234.000", "0,000", "738827,000", "1 000,000"])
def test_three_zeros_that_cannot_be_thousands_are_a_zero_fraction(text):
    assert number_cells.whole_number(text) == int(text.replace(" ", "").replace(",", ".").partition(".")[0])


@pytest.mark.parametrize("text", ["", "x", "inf", "nan", "1e999", "1,2.3", "1 000", "--1"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        number_cells.number(text)


@pytest.mark.parametrize(
    ("text", "half"), [("5.35", 0.005), ("5,3", 0.05), ("5", 0.5), ("1.5e-03", 0.00005), ("0e999", math.inf)]
)
def test_rounding_is_half_a_unit_of_the_last_decimal(text, half):
    assert number_cells.rounding(text) == pytest.approx(half)
