"""Workbooks as authors have them: what Excel shows is read, and what could be read in two ways is refused."""

import datetime
import io
import subprocess
import sys
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from press.base.errors import InputError
from press.base.paths import ROOT
from press.tables import number_format, spreadsheet, table_file, workbook
from press.tables.cell_marks import Run, seen

WANTED, KEYS = ("year", "place", "count"), ("year", "place")
ROWS = [[2013, "North", 808], [2013, "South", 6998], [2014, "North", 1964], [2014, "South", 7001]]
TEXT = [[str(cell) for cell in row] for row in ROWS]
RAISED = InlineFont(vertAlign="superscript")


def book(rows=(list(WANTED), *ROWS), name="panel") -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(row)
    return made


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Read workbooks without the process that bounds time and memory: to start one takes longer."""
    monkeypatch.setattr(workbook, "bounded_answer", lambda data, file: spreadsheet.answer(data))


def read(folder, made):
    name = "p.xls" if isinstance(made, xlwt.Workbook) else "p.xlsx"
    made.save(str(folder / name))
    sheet = table_file.read(folder / name, name, WANTED, KEYS)
    sheet.refuse_faults(WANTED)
    return sheet


def changed(change) -> openpyxl.Workbook:
    made = book()
    change(made.active)
    return made


def raised(base: str, mark: str) -> CellRichText:
    return CellRichText(base, TextBlock(RAISED, mark))


def put(place, value, **look):
    def change(sheet):
        sheet[place] = value
        for name, what in look.items():
            setattr(sheet[place], name, what)

    return change


READ = {
    "a raised mark behind a figure": (put("C2", raised("808", "1")), 'left out: C2 "1"'),
    "a raised mark with a bracket": (put("C2", raised("808", "1)")), 'C2 "1)"'),
    "a raised mark before a figure": (put("C2", CellRichText(TextBlock(RAISED, "*"), "808")), 'C2 "*"'),
    "a raised letter behind a name": (put("B2", raised("North", "a")), 'B2 "a"'),
    "a raised mark in the header": (put("C1", raised("count", "2")), ""),
    "parts in bold": (put("C2", CellRichText("8", TextBlock(InlineFont(b=True), "08"))), ""),
    "thousands set apart": (put("C2", 808, number_format="#,##0"), ""),
    "an accountant's format": (put("C2", 808, number_format='_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'), ""),
    "a unit behind": (put("C2", 808, number_format='0" чел."'), ""),
    "a year with its word": (put("A2", 2013, number_format='0" г."'), ""),
    "a day shown as its year": (put("A2", datetime.date(2013, 1, 1), number_format="yyyy"), ""),
    "a hidden column that is not used": (
        lambda sheet: (put("D1", "draft")(sheet), setattr(sheet.column_dimensions["D"], "hidden", True)),
        "",
    ),
    "a hidden column of a name that is shown too": (
        lambda sheet: (
            [put(f"D{row}", value)(sheet) for row, value in enumerate(["count", 1, 2, 3, 4], start=1)],
            setattr(sheet.column_dimensions["D"], "hidden", True),
        ),
        "",
    ),
    "a hidden row that is empty": (lambda sheet: setattr(sheet.row_dimensions[9], "hidden", True), ""),
    "a title above": (
        lambda sheet: (sheet.insert_rows(1, 2), put("A1", "Arrivals by place")(sheet)),
        "Arrivals by place",
    ),
    "a merged title": (
        lambda sheet: (sheet.insert_rows(1), put("A1", "Arrivals")(sheet), sheet.merge_cells("A1:C1")),
        'row 1, "Arrivals"',
    ),
    "a note below": (put("A7", "1) Preliminary."), "Preliminary"),
    "a source right below": (put("A6", "Source: the bureau"), "Source: the bureau"),
    "years merged downwards": (
        lambda sheet: (sheet.merge_cells("A2:A3"), sheet.merge_cells("A4:A5")),
        "",
    ),
}


@pytest.mark.parametrize("case", READ)
def test_what_has_one_reading_is_read(tmp_path, case):
    change, said = READ[case]
    sheet = read(tmp_path, changed(change))
    assert sheet.cells[list(WANTED)].to_numpy().tolist() == TEXT
    assert said in " ".join(sheet.left_out)


REFUSED = {
    "a figure struck out": (
        put("C2", 808, font=Font(strike=True)),
        'cell C2, row 2, column count: found "808" struck out',
    ),
    "a part struck out": (
        put("C2", CellRichText(TextBlock(InlineFont(strike=True), "808"), "818")),
        'found "808818" with figures or words struck out',
    ),
    "a figure raised altogether": (
        put("C2", 808, font=Font(vertAlign="superscript")),
        "cell C2, row 2, column count: found",
    ),
    "a power": (put("C2", raised("10", "3")), "which may be a power"),
    "a mark within": (put("C2", CellRichText("8", TextBlock(RAISED, "0"), "8")), "raised figures"),
    "thousands": (put("C2", 808000, number_format="#,##0,"), "shows a number of thousands"),
    "thousands with a word": (put("C2", 808000, number_format='0.0,"thousand"'), "a number of thousands"),
    "a word that scales": (put("C2", 808, number_format='0 "тыс."'), 'a number and "тыс."'),
    "noughts that the format adds": (put("C2", 808, number_format='0"000"'), 'a number and "000"'),
    "percent": (put("C2", 8, number_format="0%"), "a percentage"),
    "nothing to be seen": (put("C2", 808, number_format=";;;"), "Excel shows nothing"),
    "a nought not to be seen": (put("C2", 0, number_format="0;-0;;@"), "Excel shows nothing"),
    "a name not to be seen": (put("B2", "North", number_format=";;;"), "Excel shows nothing"),
    "no noughts in the sheet": (
        lambda sheet: (put("C2", 0)(sheet), setattr(sheet.sheet_view, "showZeros", False)),
        'found "0", of which Excel shows nothing',
    ),
    "white on white": (put("C2", 808, font=Font(color="FFFFFFFF")), "white letters on white"),
    "a formula without its value": (put("C2", "=400+408"), "found a formula without its value"),
    "a hidden row": (
        lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True),
        "cell A3, row 3, column year: found a hidden row",
    ),
    "a hidden column": (
        lambda sheet: setattr(sheet.column_dimensions["C"], "hidden", True),
        "column C, row 1, column count: found a hidden",
    ),
    "figures merged downwards": (
        lambda sheet: sheet.merge_cells("C2:C3"),
        "cell C3, row 3, column count: found a cell merged with C2",
    ),
    "places merged sideways": (lambda sheet: sheet.merge_cells("A2:B2"), "found a cell merged with A2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_two_readings_is_refused_with_sheet_and_cell(tmp_path, case):
    change, said = REFUSED[case]
    with pytest.raises(InputError) as error:
        read(tmp_path, changed(change))
    assert str(error.value).startswith('p.xlsx, sheet "panel", ') and said in str(error.value)
    assert ", expected " in str(error.value)


def test_what_is_wrong_in_a_column_that_is_not_used_is_nobodys_matter(tmp_path):
    made = changed(lambda sheet: (put("D1", "rate")(sheet), put("D2", "=1/2")(sheet)))
    assert read(tmp_path, made).cells["count"].tolist() == [row[2] for row in TEXT]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_left_out_and_named(tmp_path, state):
    made = book()
    draft = made.create_sheet("draft", 0)
    for row in [WANTED, *([year, place, 2 * count] for year, place, count in ROWS)]:
        draft.append(list(row))
    draft.sheet_state = state
    made.active = 1
    sheet = read(tmp_path, made)
    assert sheet.cells["count"].tolist() == [row[2] for row in TEXT]
    assert sheet.form == 'Excel workbook, sheet "panel"'
    assert 'left out: "draft".' in sheet.left_out[0]


def test_the_sheet_that_holds_the_columns_is_read(tmp_path):
    made = book()
    made.create_sheet("Read me", 0).append(["See the other sheet"])
    sheet = read(tmp_path, made)
    assert sheet.cells["count"].tolist() == [row[2] for row in TEXT]
    assert sheet.left_out == ('Sheets that were not read: "Read me".',)


def test_two_sheets_that_would_do_are_not_chosen_from(tmp_path):
    made = book()
    made.copy_worksheet(made.active).title = "final"
    with pytest.raises(
        InputError, match=r'2 sheets that each hold such a table \("panel" and "final"\), expected one'
    ):
        read(tmp_path, made)


def test_a_workbook_of_hidden_sheets_alone_shows_nothing(tmp_path):
    made = book()
    made.active.sheet_state = "hidden"
    made.create_sheet("empty")
    made.active = 1
    with pytest.raises(InputError, match="no row in a sheet that is shown"):
        read(tmp_path, made)


EMPTY = b"<f>400+408</f><v></v>"


def repacked(folder, made, old: bytes, new: bytes):
    """A workbook with other bytes in its parts."""
    whole = io.BytesIO()
    made.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(folder / "p.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    sheet = table_file.read(folder / "p.xlsx", "p.xlsx", WANTED, KEYS)
    sheet.refuse_faults(WANTED)
    return sheet


def test_a_file_that_one_reader_alone_opens_is_said_to_be_so(tmp_path):
    with pytest.raises(
        InputError, match="calamine opens and openpyxl does not .*, expected one that both open"
    ):
        repacked(tmp_path, book(), b'patternType="gray125"', b'patternType="plaid"')


def test_a_row_of_no_height_is_a_hidden_one(tmp_path):
    with pytest.raises(InputError, match='sheet "panel", cell A3, row 3, column year: found a hidden row'):
        repacked(tmp_path, book(), b'<row r="3"', b'<row r="3" ht="0" customHeight="1"')


def test_a_formula_of_a_file_that_asks_to_be_computed_has_no_value_where_nought_is_stored(tmp_path):
    """So writes a program that computes nothing: 0 for every formula, and a wish to compute on opening."""
    made = changed(put("C2", "=400+408"))
    with pytest.raises(InputError, match="cell C2, row 2, column count: found a formula without its value"):
        repacked(tmp_path, made, EMPTY, b"<f>400+408</f><v>0</v>")
    stored = repacked(tmp_path, made, EMPTY, b"<f>400+408</f><v>808</v>")
    assert stored.cells["count"].tolist() == [row[2] for row in TEXT]


# Old workbooks


def old(change=lambda sheet: None, looks=()) -> xlwt.Workbook:
    """The same as .xls; `looks` holds styles by row and column."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("panel", cell_overwrite_ok=True)
    styles = dict(looks)
    for y, row in enumerate([WANTED, *ROWS]):
        for x, value in enumerate(row):
            sheet.write(y, x, value, styles.get((y, x), xlwt.Style.default_style))
    change(sheet)
    return made


SUPER = xlwt.easyfont("")
SUPER.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
STRUCK = xlwt.easyfont("struck_out true")
PLAIN = xlwt.easyfont("")

OLD_READ = {
    "as it is": (old(), ""),
    "a raised mark": (old(lambda sheet: sheet.write_rich_text(1, 2, ["808", ("1", SUPER)])), 'C2 "1"'),
    "a raised mark behind a name": (
        old(lambda sheet: sheet.write_rich_text(1, 1, ["North", ("a", SUPER)])),
        'B2 "a"',
    ),
    "thousands set apart": (old(looks=[((1, 2), xlwt.easyxf(num_format_str="#,##0"))]), ""),
    "years merged downwards": (
        old(lambda sheet: (sheet.merge(1, 2, 0, 0), sheet.merge(3, 4, 0, 0))),
        "",
    ),
}


@pytest.mark.parametrize("case", OLD_READ)
def test_an_old_workbook_is_read_alike(tmp_path, case):
    made, said = OLD_READ[case]
    sheet = read(tmp_path, made)
    assert sheet.cells[list(WANTED)].to_numpy().tolist() == TEXT
    assert said in " ".join(sheet.left_out)


def hidden_row(sheet):
    sheet.row(2).hidden = True


def hidden_column(sheet):
    sheet.col(2).hidden = True


OLD_REFUSED = {
    "a figure struck out": (old(looks=[((1, 2), xlwt.easyxf("font: struck_out true"))]), '"808" struck out'),
    "a part struck out": (
        old(lambda sheet: sheet.write_rich_text(1, 2, [("808", STRUCK), ("818", PLAIN)])),
        "struck out",
    ),
    "thousands": (old(looks=[((1, 2), xlwt.easyxf(num_format_str="#,##0,"))]), "a number of thousands"),
    "percent": (old(looks=[((1, 2), xlwt.easyxf(num_format_str="0%"))]), "a percentage"),
    "nothing to be seen": (old(looks=[((1, 2), xlwt.easyxf(num_format_str=";;;"))]), "shows nothing"),
    "white on white": (old(looks=[((1, 2), xlwt.easyxf("font: colour white"))]), "white letters"),
    "a formula without its value": (
        old(lambda sheet: sheet.write(1, 2, xlwt.Formula("400+408"))),
        "a formula without its value",
    ),
    "a hidden row": (old(hidden_row), "cell A3, row 3, column year: found a hidden row"),
    "a hidden column": (old(hidden_column), "found a hidden column"),
    "figures merged": (old(lambda sheet: sheet.merge(1, 2, 2, 2)), "a cell merged with C2"),
}


@pytest.mark.parametrize("case", OLD_REFUSED)
def test_an_old_workbook_is_refused_alike(tmp_path, case):
    made, said = OLD_REFUSED[case]
    with pytest.raises(InputError) as error:
        read(tmp_path, made)
    assert str(error.value).startswith('p.xls, sheet "panel", ') and said in str(error.value)


def test_a_hidden_sheet_of_an_old_workbook_is_left_out(tmp_path):
    made = old()
    draft = made.add_sheet("draft")
    for y, row in enumerate([WANTED, *ROWS]):
        for x, value in enumerate(row):
            draft.write(y, x, value)
    draft.visibility = 1
    assert read(tmp_path, made).left_out == ('Hidden sheets, left out: "draft".',)


def test_texts_that_go_on_over_several_records_are_read(tmp_path):
    """A record holds 8,224 bytes: 3,000 different names of places fill several."""
    made = xlwt.Workbook()
    sheet = made.add_sheet("panel")
    rows = [WANTED, *([2000 + place % 20, f"Место {place} ä", place] for place in range(3000))]
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    sheet.write_rich_text(3001, 1, ["Last", ("1", SUPER)])
    sheet.write(3001, 0, 2020)
    sheet.write(3001, 2, 5)
    read_back = read(tmp_path, made)
    assert read_back.cells["place"].tolist() == [row[1] for row in rows[1:]] + ["Last"]


# What a number format shows, and a text of several looks


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (808, "General", ""),
        (808, "0", ""),
        (808.4, "0.0", ""),
        (808, "#,##0", ""),
        (808, "# ##0", ""),
        (808, "0.00E+00", ""),
        (808, "[Red]#,##0;[Blue]-#,##0", ""),
        (808, "[$$-409]#,##0", ""),
        (-5, "#,##0;(#,##0)", ""),
        (0, '#,##0;-#,##0;"-"', ""),
        (808, "#,##0,", "a number of thousands"),
        (808, "0.0,,", "a number of thousands"),
        (808, "0,.0", "a number of thousands"),
        (0.5, "0.0%", "a percentage"),
        (808, '[<1000]0;0,"k"', ""),
        (8080, '[<1000]0;0,"k"', "a number of thousands"),
        (-5, "0;0", "a number without its sign"),
        (808, '"confidential"', '"confidential"'),
        (0, "0;-0;", "nothing"),
        (808, r"0\k", 'a number and "k"'),
    ],
)
def test_a_number_format_shows_the_number_or_another(value, code, shown):
    assert number_format.seen_as(value, code) == shown


@pytest.mark.parametrize(
    ("runs", "text", "mark"),
    [
        ([("808", False), ("1", True)], "808", "1"),
        ([("808 ", False), ("1, 2", True)], "808", "1, 2"),
        ([("persons per km", False), ("2", True), (" of land", False)], "persons per km2 of land", ""),
        ([("x", False)], "x", ""),
    ],
)
def test_a_raised_mark_is_no_part_of_the_text(runs, text, mark):
    read_as = seen([Run(part, is_raised) for part, is_raised in runs])
    assert (read_as.text, read_as.mark) == (text, mark)


def test_what_reads_workbooks_is_loaded_in_their_own_process_alone():
    readers = "{'openpyxl', 'python_calamine'}"
    code = f"import sys, analysis.panel.load; print(sorted({readers} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
