"""Sheets of one series each, regions in rows and years in columns, are read as the same panel."""

import openpyxl
import pandas as pd
import pytest
import xlwt

from analysis.panel.load import STANDIN, load_panel
from press.base.errors import InputError
from press.tables import spreadsheet, workbook

PANEL = pd.read_csv(STANDIN)
YEARS = sorted(PANEL["year"].unique())
RUSSIAN = {
    "Akmola": "Акмолинская область",
    "Aktobe": "Актюбинская область",
    "Almaty city": "город Алматы",
    "Almaty region": "Алматинская область",
    "Astana city": "г. Астана",
    "Shymkent city": "город Шымкент",
    "East Kazakhstan": "Восточно-Казахстанская область",
}
SERIES = {
    "population": ("Население", "Численность населения Республики Казахстан на 1 января"),
    "in_migration": ("Прибыло", "Число прибывших по регионам Республики Казахстан"),
    "out_migration": ("Выбыло", "Число выбывших по регионам Республики Казахстан"),
}


def wide(column: str, *, unit: str = "человек", year="{} г.", title: str | None = None) -> list[list]:
    """A series as the bureau lays it out."""
    table = PANEL.pivot(index="region", columns="year", values=column)
    body = [
        [RUSSIAN.get(region, region), *("…" if pd.isna(value) else int(value) for value in values)]
        for region, values in zip(table.index, table.to_numpy(), strict=True)
    ]
    total = ["Республика Казахстан", *map(int, table.sum())]
    head = [[title or SERIES[column][1]], [*[None] * len(YEARS), unit], [], [None, *map(year.format, YEARS)]]
    return [*head, total, *body, [], ["1) Предварительные данные."], ["… нет данных"]]


def sheets(**changed) -> dict[str, list[list]]:
    """The three sheets, some of them laid out otherwise."""
    return {SERIES[column][0]: wide(column, **changed.get(column, {})) for column in SERIES}


def saved(folder, parts: dict[str, list[list]], change=lambda book: None):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in parts.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    change(book)
    book.save(folder / "bureau.xlsx")
    return folder / "bureau.xlsx"


@pytest.fixture(scope="module")
def expected():
    return load_panel(STANDIN).frame


@pytest.mark.parametrize("year", ["{} г.", "{}", "{} год", "{}г.", "{} ж.", "{}"])
def test_the_wide_layout_gives_the_same_panel(tmp_path, expected, year):
    panel = load_panel(saved(tmp_path, sheets(population={"year": year}, in_migration={"year": year})))
    pd.testing.assert_frame_equal(panel.frame, expected)


def test_what_was_left_out_is_said(tmp_path):
    panel = load_panel(saved(tmp_path, {**sheets(), "Содержание": [["Прибыло, выбыло"]]}))
    said = " ".join(panel.notes)
    for words in (
        'in_migration is read from the sheet "Прибыло", "Число прибывших',
        "Shymkent city 2009-2018",
        "totals, left out: Республика Казахстан",
        "Предварительные данные",
        'Sheets that were not read: "Содержание"',
    ):
        assert words in said
    assert panel.form.startswith("Excel workbook, one series per sheet, years in columns")


def test_an_old_workbook_has_the_wide_layout_too(tmp_path, expected):
    book = xlwt.Workbook()
    for name, rows in sheets().items():
        sheet = book.add_sheet(name)
        for y, row in enumerate(rows):
            for x, value in enumerate(row):
                sheet.write(y, x, value)
    book.save(str(tmp_path / "bureau.xls"))
    pd.testing.assert_frame_equal(load_panel(tmp_path / "bureau.xls").frame, expected)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Read workbooks without the process that bounds time and memory: to start one takes longer."""
    monkeypatch.setattr(workbook, "bounded_answer", lambda data, file: spreadsheet.answer(data))


def at(name, place, value):
    return lambda book: book[name].__setitem__(place, value)


LAYOUTS = {
    "years as numbers": lambda book: [
        setattr(book["Прибыло"].cell(4, 2 + n), "value", int(year)) for n, year in enumerate(YEARS)
    ],
    "a balance besides": lambda book: [
        book.create_sheet("Сальдо").append(row) for row in wide("in_migration", title="Сальдо миграции")
    ],
    "a column of codes": lambda book: (
        book["Прибыло"].insert_cols(1),
        [book["Прибыло"].cell(row, 1, 10 + row) for row in range(6, 22)],
    ),
    "a column of shares behind": lambda book: book["Выбыло"].cell(4, 17, "2023 в % к 2022"),
    "a year with the mark of a note": lambda book: (
        at("Прибыло", "C4", "2010*")(book),
        at("Выбыло", "D4", "2011 г. 1)")(book),
    ),
    "a merged title": lambda book: book["Прибыло"].merge_cells("A1:P1"),
    "a hidden draft": lambda book: setattr(book.copy_worksheet(book["Прибыло"]), "sheet_state", "hidden"),
    "a region without figures": lambda book: book["Прибыло"].append(["Область Абай"]),
}


@pytest.mark.parametrize("case", LAYOUTS)
def test_what_stands_around_the_series_changes_nothing(tmp_path, expected, case):
    panel = load_panel(saved(tmp_path, sheets(), LAYOUTS[case]))
    pd.testing.assert_frame_equal(panel.frame, expected)


REFUSED = {
    "an unknown region": (at("Прибыло", "A7", "Атлантида"), 'sheet "Прибыло", cell A7: found "Атлантида"'),
    "words for a figure": (at("Прибыло", "B7", "много"), 'sheet "Прибыло", cell B7: found "много"'),
    "a dash": (at("Выбыло", "C7", "-"), 'sheet "Выбыло", cell C7: found "-"'),
    "an empty cell": (at("Выбыло", "C7", None), 'sheet "Выбыло", cell C7: found an empty cell'),
    "a broken figure": (at("Население", "C7", 12.5), 'sheet "Население", cell C7: found "12.5"'),
    "more arrivals than inhabitants": (
        at("Прибыло", "C7", 10**8),
        'sheet "Прибыло", cell C7: found 100000000',
    ),
    "a region twice": (at("Прибыло", "A7", "Акмола"), "again, which stands in A6"),
    "a year twice": (at("Прибыло", "C4", "2009 г."), 'sheet "Прибыло", cell C4: found 2009 again'),
    "a formula": (at("Прибыло", "C7", "=1+1"), 'sheet "Прибыло", cell C7: found a formula'),
    "a hidden row": (
        lambda book: setattr(book["Прибыло"].row_dimensions[7], "hidden", True),
        'sheet "Прибыло", row 7: found a hidden row',
    ),
    "a hidden year": (
        lambda book: setattr(book["Прибыло"].column_dimensions["C"], "hidden", True),
        "column C: found a hidden column (2010)",
    ),
    "thousands": (
        at("Население", "P2", "тыс. человек"),
        '"тыс" in "тыс. человек", expected counts of single persons',
    ),
    "a rate": (at("Прибыло", "P2", "на 1 000 человек"), 'found "1 000" in "на 1 000 человек"'),
    "a series twice": (
        lambda book: setattr(book.copy_worksheet(book["Прибыло"]), "title", "Прибыло 2"),
        'in_migration in 2 sheets ("Прибыло" and "Прибыло 2")',
    ),
    "a title that says something else": (at("Прибыло", "A1", "Число выбывших"), "none of in_migration"),
    "a year of two digits": (at("Прибыло", "C4", "10 г."), 'cell C5: found "'),
    "a hidden series": (
        lambda book: setattr(book["Население"], "sheet_state", "hidden"),
        '; hidden: "Население"), but none of population',
    ),
    "years in parts": (
        lambda book: (
            book["Прибыло"].insert_cols(3),
            [book["Прибыло"].cell(row, 3, 5) for row in range(6, 22)],
        ),
        'cell C6: found "5" in a column without a year, expected one column for each year',
    ),
    "a second table below": (
        lambda book: [book["Прибыло"].append(row) for row in wide("out_migration")],
        "found an empty cell, expected a region of Kazakhstan",
    ),
    "a series missing": (
        lambda book: book.remove(book["Население"]),
        "but none of population, expected a sheet of each",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_said_with_sheet_and_cell(tmp_path, case):
    change, said = REFUSED[case]
    with pytest.raises(InputError) as error:
        load_panel(saved(tmp_path, sheets(), change))
    assert said in str(error.value)
    assert str(error.value).endswith(".") and "\n" not in str(error.value)


def test_one_series_alone_is_told_how_the_long_form_looks(tmp_path):
    with pytest.raises(InputError) as error:
        load_panel(saved(tmp_path, {"Прибыло": wide("in_migration")}))
    assert (
        'years in columns ("Прибыло": in_migration), but none of population and none of out_migration'
        in str(error.value)
    )
    assert "the columns year, region, population, in_migration, out_migration" in str(error.value)


@pytest.mark.parametrize("unit", ["тыс. человек", "thousand persons", "in millions"])
def test_a_unit_above_the_long_form_is_seen_too(tmp_path, unit):
    rows = [[unit], [], list(PANEL.columns), *PANEL.astype(object).to_numpy().tolist()]
    with pytest.raises(InputError, match=f'in "{unit}", expected counts of single persons'):
        load_panel(saved(tmp_path, {"panel": rows}))


def test_a_csv_file_of_one_series_is_told_so_too(tmp_path):
    path = tmp_path / "bureau.csv"
    path.write_text("Число прибывших\n;2009 г.;2010 г.\nАкмолинская область;1;2\n", encoding="utf-8")
    with pytest.raises(
        InputError, match="the table: in_migration.*none of population and none of out_migration"
    ):
        load_panel(path)
