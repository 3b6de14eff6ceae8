"""Every bad panel file gives one sentence with file, row and column."""

import csv
import io

import openpyxl
import pytest

from analysis.panel.load import load_panel
from press.base.errors import InputError

HEADER = ["year", "region", "population", "in_migration", "out_migration"]
GOOD = [
    ["2013", "Akmola", "732768", "11000", "14000"],
    ["2013", "Zhambyl", "1069785", "9000", "17000"],
    ["2013", "Atyrau", "555165", "4000", "5000"],
    ["2014", "Akmola", "735612", "11500", "15000"],
    ["2014", "Zhambyl", "1084369", "9500", "18000"],
    ["2014", "Atyrau", "567865", "4500", "5500"],
]


def text(rows=GOOD, header=HEADER, delimiter=",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return file.getvalue()


def changed(row: int, column: str, value: str, rows=GOOD, header=HEADER) -> str:
    """The good panel with another cell; rows as a spreadsheet numbers them."""
    rows = [list(cells) for cells in rows]
    rows[row - 2][header.index(column)] = value
    return text(rows, header)


def without(year: str, region: str) -> str:
    return text([row for row in GOOD if row[:2] != [year, region]])


def sentence(tmp_path, content: str | bytes, name: str = "panel.csv") -> str:
    """What is said about a file, without the folder."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    with pytest.raises(InputError) as error:
        load_panel(path)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(f"{path}")
    return message.removeprefix(f"{tmp_path}/")


@pytest.mark.parametrize("population", ["1069785", "17000"], ids=["as it is", "all of them leave"])
def test_the_good_panel_is_good(tmp_path, population):
    (tmp_path / "panel.csv").write_text(changed(3, "population", population), encoding="utf-8")
    assert len(load_panel(tmp_path / "panel.csv").frame) == 6


WHOLE = "a whole number of at least"
PROGRAM = [*HEADER, "Program"]
RATE = [*HEADER, "in_migration_rate"]

CELLS = {
    "text": ("in_migration", "many", f'"many", expected {WHOLE} 0'),
    "an empty cell": ("in_migration", "", f"an empty cell, expected {WHOLE} 0"),
    "a blank cell": ("out_migration", " \u00a0", f"an empty cell, expected {WHOLE} 0"),
    "a dash": ("out_migration", "-", f'"-", expected {WHOLE} 0'),
    "not available": ("population", "n/a", f'"n/a", expected {WHOLE} 1'),
    "not a number": ("in_migration", "NaN", f'"NaN", expected {WHOLE} 0'),
    "an infinite cell": ("in_migration", "inf", f'an infinite number ("inf"), expected {WHOLE} 0'),
    "a negative infinite cell": (
        "out_migration",
        "-Infinity",
        f'an infinite number ("-Infinity"), expected {WHOLE} 0',
    ),
    "a negative count": ("out_migration", "-5", f'"-5", expected {WHOLE} 0'),
    "a negative count with a real minus": ("out_migration", "\u22125", f'"-5", expected {WHOLE} 0'),
    "half a migrant": ("in_migration", "12.5", f'"12.5", expected {WHOLE} 0'),
    "half a migrant with a comma": ("in_migration", "12,5", f'"12,5", expected {WHOLE} 0'),
    "perhaps thousands": (
        "in_migration",
        "1,000",
        f'"1,000", expected {WHOLE} 0 written without a point or comma between thousands',
    ),
    "more digits than can be": ("population", "9" * 30, f'"{"9" * 30}", expected {WHOLE} 1'),
    "an exponent": ("population", "1.07E+06", f'"1.07E+06", expected {WHOLE} 1'),
    "population 0": ("population", "0", f'"0", expected {WHOLE} 1'),
    "more arrivals than inhabitants": (
        "in_migration",
        "1069786",
        "1069786 migrants in a population of 1069785, expected no more migrants than inhabitants",
    ),
    "more departures than inhabitants": (
        "out_migration",
        "2000000",
        "2000000 migrants in a population of 1069785, expected no more migrants than inhabitants",
    ),
    "a year with a digit too many": ("year", "20113", '"20113", expected a year from 2000 to 2025'),
    "a year of another century": ("year", "1913", '"1913", expected a year from 2000 to 2025'),
    "a year to come": ("year", "2041", '"2041", expected a year from 2000 to 2025'),
    "a broken year": ("year", "2013.5", '"2013.5", expected a year from 2000 to 2025'),
    "a date": ("year", "2013-01-01", '"2013-01-01", expected a year from 2000 to 2025'),
    "an empty year": ("year", "", "an empty cell, expected a year from 2000 to 2025"),
    "an unknown region": ("region", "Atlantis", '"Atlantis", expected a region of Kazakhstan'),
    "a misspelt region": (
        "region",
        "Zhambil",
        '"Zhambil", expected a region of Kazakhstan (did you mean "Zhambyl"?)',
    ),
    "a region of two meanings": (
        "region",
        "Almaty",
        '"Almaty", expected "Almaty city" or "Almaty region", since the name fits both',
    ),
    "an empty region": ("region", "", "an empty cell, expected a region of Kazakhstan"),
    "the national total": (
        "region",
        "Kazakhstan",
        '"Kazakhstan", expected regions only, without the national total',
    ),
}


@pytest.mark.parametrize("kind", CELLS)
def test_a_bad_cell_is_named_by_row_and_column(tmp_path, kind):
    column, value, found = CELLS[kind]
    message = sentence(tmp_path, changed(3, column, value))
    assert message == f"panel.csv, row 3, column {column}: found {found}."


@pytest.mark.parametrize(
    ("header", "value", "found"),
    [
        (PROGRAM, "2", '"2", expected 0 or 1'),
        (PROGRAM, "yes", '"yes", expected 0 or 1'),
        (PROGRAM, "", "an empty cell, expected 0 or 1"),
        (RATE, "-0.5", '"-0.5", expected a number from 0 to 1000'),
        (RATE, "inf", 'an infinite number ("inf"), expected a number from 0 to 1000'),
        (RATE, "", "an empty cell, expected a number from 0 to 1000"),
    ],
)
def test_a_bad_cell_in_a_column_that_may_be_given(tmp_path, header, value, found):
    rows = [[*row, "1"] for row in GOOD]
    column = header[-1].lower()
    assert (
        sentence(tmp_path, changed(4, header[-1], value, rows, header))
        == f"panel.csv, row 4, column {column}: found {found}."
    )


FILES = {
    "empty": ("", "panel.csv: found an empty file, expected a header and rows below it."),
    "blank": (" \n\n", "panel.csv: found an empty file, expected a header and rows below it."),
    "byte order mark only": (
        b"\xef\xbb\xbf\r\n",
        "panel.csv: found an empty file, expected a header and rows below it.",
    ),
    "no-break space only": (
        "\u00a0\n",
        "panel.csv: found one column, expected a table with commas or semicolons between its columns.",
    ),
    "UTF-16": (
        text().encode("utf-16"),
        (
            "panel.csv, row 1: found letters that are not in UTF-8, expected UTF-8 (in Excel: "
            'save as "CSV UTF-8").'
        ),
    ),
    "separators only": (",,,\n,,,\n", "panel.csv: found no row, expected a header and rows below it."),
    "header only": (
        text([]),
        "panel.csv: found a header without rows below it, expected one row per region and year.",
    ),
    "prose": (
        "This is a letter.\nIt holds no table.\n",
        "panel.csv: found one column, expected a table with commas or semicolons between its columns.",
    ),
    "tabs": (
        text(delimiter="\t"),
        "panel.csv: found one column, expected a table with commas or semicolons between its columns.",
    ),
    "binary": (b"year,region\n\x00\x01", "panel.csv: found binary data, expected a table of text."),
    "a workbook under another name": (
        b"PK\x03\x04...",
        "panel.csv: found an Excel workbook, expected text, or the ending .xlsx or .xls in the file's name.",
    ),
    "Windows-1251": (
        text([["2013", "Акмолинская", "1", "0", "0"]]).encode("cp1251"),
        (
            "panel.csv, row 2: found letters that are not in UTF-8, expected UTF-8 (in Excel: "
            'save as "CSV UTF-8").'
        ),
    ),
    "an open quotation mark": (
        text() + '2015,"Akmola,1,1,1\n',
        "panel.csv, row 8: found broken quotation marks (unexpected end of data), expected a table.",
    ),
    "a missing column": (
        text([row[:4] for row in GOOD], HEADER[:4]),
        f"panel.csv, row 1: found no column out_migration, expected the columns {', '.join(HEADER)}.",
    ),
    "two missing columns": (
        text([row[:3] for row in GOOD], HEADER[:3]),
        (
            "panel.csv, row 1: found no column in_migration and no column out_migration, "
            f"expected the columns {', '.join(HEADER)}."
        ),
    ),
    "a doubled column": (
        text([[*row, "1"] for row in GOOD], [*HEADER, "Population "]),
        "panel.csv, row 1, column population: found 2 columns of this name, expected one.",
    ),
    "a cell too many": (
        text([*GOOD[:3], [*GOOD[3], "5"], *GOOD[4:]]),
        "panel.csv, row 5: found 6 cells, expected 5, as in the header.",
    ),
    "a cell too few": (
        text([*GOOD[:3], GOOD[3][:4], *GOOD[4:]]),
        f"panel.csv, row 5, column out_migration: found an empty cell, expected {WHOLE} 0.",
    ),
    "a row twice": (
        text([*GOOD, GOOD[1]]),
        (
            'panel.csv, row 8, column region: found "Zhambyl" in 2013, which row 3 holds already, '
            "expected one row per region and year."
        ),
    ),
    "a row twice under two spellings": (
        text([*GOOD, ["2013", "Жамбылская область", *GOOD[1][2:]]]),
        (
            'panel.csv, row 8, column region: found "Жамбылская область" in 2013, '
            'which row 3 holds already as "Zhambyl", '
            "expected one row per region and year."
        ),
    ),
    "no host before": (
        without("2013", "Akmola"),
        (
            "panel.csv: found no row with Program = 1 and Post = 0, "
            "expected rows in all four groups of Program and Post."
        ),
    ),
    "no host after": (
        without("2014", "Akmola"),
        (
            "panel.csv: found no row with Program = 1 and Post = 1, "
            "expected rows in all four groups of Program and Post."
        ),
    ),
    "no sender before": (
        without("2013", "Zhambyl"),
        (
            "panel.csv: found no row with Sender = 1 and Post = 0, "
            "expected rows in all four groups of Sender and Post."
        ),
    ),
    "no sender after": (
        without("2014", "Zhambyl"),
        (
            "panel.csv: found no row with Sender = 1 and Post = 1, "
            "expected rows in all four groups of Sender and Post."
        ),
    ),
    "hosts only before": (
        text([row for row in GOOD if row[0] == "2014" or row[1] == "Akmola"]),
        (
            "panel.csv: found no row with Program = 0 and Post = 0, "
            "expected rows in all four groups of Program and Post."
        ),
    ),
    "no year after": (
        text(GOOD[:3]),
        (
            "panel.csv: found no row with Program = 0 and Post = 1, "
            "expected rows in all four groups of Program and Post."
        ),
    ),
    "no variance of arrivals": (
        text([[*row[:2], "900", "9", row[4][:2]] for row in GOOD]),
        (
            "panel.csv, column in_migration_rate: found one and the same number all over each of the four "
            "groups of Program and Post, expected numbers that vary."
        ),
    ),
    "no variance of departures": (
        text([[*row[:4], "5" if row[1] == "Zhambyl" else "7"] for row in GOOD]),
        (
            "panel.csv, column out_migration: found one and the same number all over each of the four "
            "groups of Sender and Post, expected numbers that vary."
        ),
    ),
    "four rows": (
        text([row for row in GOOD if row[1] != "Atyrau"]),
        "panel.csv: found 4 rows, expected more than the four groups of a difference in differences.",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_bad_file_gives_one_sentence(tmp_path, kind):
    content, message = FILES[kind]
    assert sentence(tmp_path, content) == message


def test_the_topmost_bad_row_is_named(tmp_path):
    rows = [list(row) for row in GOOD]
    rows[1][4], rows[3][0] = "x", "y"
    assert sentence(tmp_path, text(rows)).startswith("panel.csv, row 3, column out_migration: ")


def test_rows_are_numbered_as_in_the_spreadsheet(tmp_path):
    content = "\n" + text(GOOD[:2]) + "\n\n" + "2014,Akmola,x,1,1\n"
    assert sentence(tmp_path, content).startswith('panel.csv, row 7, column population: found "x"')


def test_a_quoted_line_break_is_part_of_its_row(tmp_path):
    rows = [[*row, "two\nlines"] for row in GOOD]
    assert sentence(tmp_path, changed(4, "year", "x", rows, [*HEADER, "comment"])).startswith(
        "panel.csv, row 4, column year: "
    )


@pytest.mark.parametrize("name", ["panel.xlsx", "panel.xls"])
def test_what_is_no_workbook_is_refused(tmp_path, name):
    message = sentence(tmp_path, text(), name)
    assert message == (
        f"{name}: found something that does not open as a workbook (Cannot detect file format), "
        "expected an Excel workbook."
    )


def test_other_kinds_of_file_are_refused(tmp_path):
    assert (
        sentence(tmp_path, text(), "panel.pdf")
        == 'panel.pdf: found the file type ".pdf", expected one of .csv, .xlsx, .xls.'
    )


def workbook(tmp_path, rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "made.xlsx")
    return (tmp_path / "made.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        (12.5, f'"12.5", expected {WHOLE} 0'),
        (None, f"an empty cell, expected {WHOLE} 0"),
        (-3, f'"-3", expected {WHOLE} 0'),
        (True, f'"TRUE", expected {WHOLE} 0'),
        ("x", f'"x", expected {WHOLE} 0'),
        (1e300, f'"{str(int(1e300))[:80]}…", expected {WHOLE} 0'),
    ],
)
def test_a_bad_cell_of_a_workbook(tmp_path, cell, found):
    rows = [[int(year), region, *map(int, counts)] for year, region, *counts in GOOD]
    rows[2][3] = cell
    message = sentence(tmp_path, workbook(tmp_path, [HEADER, *rows]), "panel.xlsx")
    assert message == f"panel.xlsx, row 4, column in_migration: found {found}."


def test_an_empty_workbook_is_refused(tmp_path):
    message = sentence(tmp_path, workbook(tmp_path, []), "panel.xlsx")
    assert message == "panel.xlsx: found no row, expected a header and rows below it."


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(InputError, match="nowhere.csv: found no such file, expected the panel"):
        load_panel(tmp_path / "nowhere.csv")


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(
        InputError,
        match=r"folder.csv: found something that cannot be read \(Is a directory\), expected a file",
    ):
        load_panel(tmp_path / "folder.csv")
