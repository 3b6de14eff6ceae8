"""Panel files that nobody would want to send: how each is made, and what is to be said of it."""

from __future__ import annotations

import csv
import io
import random
import struct
import zipfile
from pathlib import Path

import openpyxl
import xlwt

from analysis.panel.load import STANDIN

HEADER, *ROWS = list(csv.reader(STANDIN.open(encoding="utf-8", newline="")))
SMALL = [row for row in ROWS if row[0] in ("2013", "2014")]
"""Every group has rows before and after."""


def written(rows=SMALL, header=HEADER, end="\n", **dialect) -> str:
    """A table as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator=end, **dialect).writerows([header, *rows])
    return text.getvalue()


def with_cell(value: str, column: str = "in_migration", row: int = 3) -> str:
    """The small panel with another cell; rows as a spreadsheet numbers them."""
    rows = [list(cells) for cells in SMALL]
    rows[row - 2][HEADER.index(column)] = value
    return written(rows)


def with_column(name: str, value: str) -> str:
    """The small panel with a further column."""
    return written([[*row, value] for row in SMALL], [*HEADER, name])


COUNT = "expected a whole number of at least 0"
PLACE = "row 3, column in_migration"

CELLS: dict[str, tuple[str, str, str]] = {
    "largest float": ("in_migration", "1e308", PLACE),
    "beyond floats": ("in_migration", "1e309", PLACE),
    "exponent without end": ("in_migration", "1e999999999", PLACE),
    "not a number": ("in_migration", "NaN", PLACE),
    "nan in capitals": ("in_migration", "NAN", PLACE),
    "infinity": ("in_migration", "∞", PLACE),
    "minus infinity": ("in_migration", "-inf", PLACE),
    "minus nought": ("out_migration", "-0", "read"),
    "plus sign": ("out_migration", "+12", "read"),
    "minus nought of people": ("population", "-0", "row 3, column population"),
    "5,000 digits": ("in_migration", "9" * 5000, PLACE),
    "5,000 noughts": ("in_migration", "0" * 5000, PLACE),
    "20 digits": ("population", "9" * 20, "row 3, column population"),
    "hexadecimal": ("in_migration", "0x1F", PLACE),
    "underscores": ("in_migration", "1_000", PLACE),
    "full-width digits": ("in_migration", "１２３", PLACE),
    "Arabic digits": ("in_migration", "١٢٣", PLACE),
    "Roman number": ("in_migration", "Ⅻ", PLACE),
    "superscript": ("in_migration", "12²", PLACE),
    "fraction": ("in_migration", "½", PLACE),
    "comma between thousands": ("in_migration", "12,345", "without a point or comma between thousands"),
    "points between thousands": ("in_migration", "1.234.567", "without a point or comma between thousands"),
    "Indian thousands": ("in_migration", "1,23,456", PLACE),
    "apostrophe between thousands": ("in_migration", "12'345", PLACE),
    "space between thousands": ("in_migration", "12 345", "read"),
    "narrow space between thousands": ("in_migration", "12\u202f345", "read"),
    "space in the wrong place": ("in_migration", "123 45", PLACE),
    "a date": ("in_migration", "2014-03-01", PLACE),
    "a date of the day": ("in_migration", "01.03.2014", PLACE),
    "a month": ("in_migration", "Mar-14", PLACE),
    "a time": ("in_migration", "12:30", PLACE),
    "a date for a year": ("year", "2014-01-01 00:00:00", "row 3, column year"),
    "a span of years": ("year", "2013-2014", "row 3, column year"),
    "two digits of a year": ("year", "13", "row 3, column year"),
    "a year with a letter": ("year", "2O14", "row 3, column year"),
    "#DIV/0!": ("in_migration", "#DIV/0!", '"#DIV/0!"'),
    "#N/A": ("in_migration", "#N/A", '"#N/A"'),
    "#REF!": ("in_migration", "#REF!", '"#REF!"'),
    "#VALUE!": ("in_migration", "#VALUE!", '"#VALUE!"'),
    "#NAME?": ("in_migration", "#NAME?", '"#NAME?"'),
    "####": ("in_migration", "########", PLACE),
    "a formula": ("in_migration", "=SUM(A1:A9)", PLACE),
    "a command": ("in_migration", "=cmd|' /C calc'!A0", PLACE),
    "a link formula": ("region", '=HYPERLINK("http://example.org";"Akmola")', "row 3, column region"),
    "a formula with @": ("in_migration", "@SUM(1)", PLACE),
    "a right-to-left mark behind": ("out_migration", "123\u200f", "read"),
    "a left-to-right mark before": ("out_migration", "\u200e123", "read"),
    "a byte-order mark before": ("out_migration", "\ufeff123", "read"),
    "an override of direction": ("in_migration", "\u202e123", "\\u202e123"),
    "a space of no width inside": ("in_migration", "12\u200b3", "12\\u200b3"),
    "a soft hyphen inside": ("in_migration", "12\u00ad3", "12\\xad3"),
    "a bell": ("in_migration", "\x07", "\\x07"),
    "colours of a terminal": ("in_migration", "\x1b[31m12\x1b[0m", "\\x1b[31m12"),
    "two lines": ("in_migration", "1\n2", "1\\n2"),
    "a tab": ("in_migration", "1\t2", "1\\t2"),
    "a line separator": ("in_migration", "1\u20282", "1\\u20282"),
    "a private letter": ("in_migration", "\ue000", "\\ue000"),
    "a script": ("region", "<script>alert(1)</script>", "row 3, column region"),
    "Markdown": ("region", "**Akmola** [x](javascript:alert(1))", "row 3, column region"),
    "LaTeX": ("region", r"\input{/etc/passwd}", "row 3, column region"),
    "Typst": ("region", '#read("/etc/passwd")', "row 3, column region"),
    "a shortcode": ("region", "{{< include /etc/passwd >}}", "row 3, column region"),
    "a region with marks of direction": ("region", "\u200fAktobe\u200f", "read"),
    "a region of 100,000 letters": (
        "region",
        "Akmola" * 17_000,
        "row 3: found a cell of more than 10000 letters",
    ),
    "a region of accents": ("region", "A" + "\u0301" * 5000 + "kmola", "row 3, column region"),
    "Cyrillic letters among Latin": ("region", "Аkmоlа", "row 3, column region"),
    "two regions": ("region", "Akmola / Pavlodar", "row 3, column region"),
    "only brackets": ("region", "()", "row 3, column region"),
    "a national total": ("region", "Итого", "without the national total"),
}

GIVEN: dict[str, tuple[str, str, str]] = {
    "a rate of 1e308": ("in_migration_rate", "1e308", "column in_migration_rate"),
    "a rate of 1e309": ("in_migration_rate", "1e309", "column in_migration_rate"),
    "nought with an exponent": ("in_migration_rate", "0e999999999", "column in_migration_rate"),
    "a tiny rate": ("in_migration_rate", "1e-320", "varies"),
    "a rate of minus nought": ("in_migration_rate", "-0.0", "varies"),
    "a rate of nan": ("in_migration_rate", "nan", "column in_migration_rate"),
    "a rate above everybody": ("in_migration_rate", "1001", "from 0 to 1000"),
    "a role of 2": ("Program", "2", "expected 0 or 1"),
    "a role in words": ("Sender", "yes", "expected 0 or 1"),
    "a role of 1.0": ("Post", "1.0", "no row with Program = 0 and Post = 0"),
    "a column twice": ("Region", "Akmola", "2 columns of this name"),
    "a column twice, spelt otherwise": ("OUT-MIGRATION", "5", "2 columns of this name"),
    "a column that looks like another": ("ｙear", "2014", "read"),
    "a column that is a script": ("<script>alert(1)</script>", "1", "read"),
    "a column of 10,000 letters": ("x" * 10_000, "1", "read"),
    "a column with colours": ("\x1b[31mred", "1", "read"),
}


def files() -> dict[str, tuple[str, bytes, str]]:
    """Name, content and expected words of whole files."""
    good = written()
    noise = random.Random(7).randbytes(20_000)
    return {
        "the good panel": ("p.csv", good.encode(), "read"),
        "empty": ("p.csv", b"", "an empty file"),
        "one byte": ("p.csv", b"x", "one column"),
        "noise": ("p.csv", b"\x01" + noise, ""),
        "noise as a workbook": ("p.xlsx", noise, "does not open as a workbook"),
        "noise in a zip": ("p.xlsx", b"PK\x03\x04" + noise, "does not open as a workbook"),
        "noise in an OLE file": (
            "p.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise,
            "does not open as a workbook",
        ),
        "NUL": ("p.csv", good.replace("2013", "20\x0013", 1).encode(), "binary data"),
        "NUL at the end": ("p.csv", good.encode() + b"\0" * 100, "binary data"),
        "UTF-16 with mark": ("p.csv", good.encode("utf-16"), "not in UTF-8"),
        "UTF-16 without mark": ("p.csv", good.encode("utf-16-le"), "binary data"),
        "UTF-32": ("p.csv", good.encode("utf-32"), "not in UTF-8"),
        "Windows-1251": (
            "p.csv",
            good.replace("Akmola", "Акмола").encode("cp1251"),
            "row 2: found letters that are not in UTF-8",
        ),
        "a row of one letter behind a byte-order mark": (
            "p.csv",
            b"\xef\xbb\xbfy\n\xff",
            "row 2: found letters that are not in UTF-8",
        ),
        "half a letter": ("p.csv", good.encode() + "Ақ".encode()[:-1], "not in UTF-8"),
        "an overlong letter": ("p.csv", good.encode() + b"\xc0\xaf", "not in UTF-8"),
        "a surrogate": ("p.csv", good.encode() + b"\xed\xa0\x80", "not in UTF-8"),
        "byte-order mark": ("p.csv", b"\xef\xbb\xbf" + good.encode(), "read"),
        "two byte-order marks": ("p.csv", b"\xef\xbb\xbf" * 2 + good.encode(), "read"),
        "line ends of Windows": ("p.csv", written(end="\r\n").encode(), "read"),
        "line ends of old": ("p.csv", written(end="\r").encode(), "read"),
        "mixed line ends": ("p.csv", good.replace("\n", "\r\n", 3).encode(), "read"),
        "empty lines": ("p.csv", ("\n\r\n\n" + good.replace("\n", "\n\n")).encode(), "read"),
        "no end of the last line": ("p.csv", good.rstrip().encode(), "read"),
        "semicolons": ("p.csv", written(delimiter=";").encode(), "read"),
        "pipes": ("p.csv", written(delimiter="|").encode(), "one column"),
        "commas and semicolons": ("p.csv", good.replace(",", ";", 40).encode(), "row 11, column year"),
        "the separator of Excel": (
            "p.csv",
            ("sep=;\n" + written(delimiter=";")).encode(),
            "read",
        ),
        "everything in quotes": ("p.csv", written(quoting=csv.QUOTE_ALL).encode(), "read"),
        "an open quote": ("p.csv", (good + '"').encode(), "broken quotation marks"),
        "a quote inside": ("p.csv", good.replace("Akmola", 'Ak"mola', 1).encode(), "row 2, column region"),
        "a quote too early": (
            "p.csv",
            good.replace("Akmola", '"Ak"mola', 1).encode(),
            "broken quotation marks",
        ),
        "many quotes": ("p.csv", b'"' * 100_001, "one column"),
        "a cell of a megabyte": (
            "p.csv",
            with_cell("9" * 1_000_000).encode(),
            "row 3: found a cell without end",
        ),
        "a million commas": ("p.csv", b"," * 1_000_000 + b"\nx", "no column year"),
        "a header of a million commas": (
            "p.csv",
            b"year" + b"," * 1_000_000 + b"region\n1,2",
            "columns, expected at most",
        ),
        "a million lines": (
            "p.csv",
            good.encode() + b"2014,Akmola,1,1,1\n" * 250_000,
            "rows, expected at most",
        ),
        "20,000 unknown regions": (
            "p.csv",
            written([["2014", f"Regionia {n}", "9", "1", "1"] for n in range(9_000)]).encode(),
            "row 2, column region",
        ),
        "too large": ("p.csv", good.encode() + b"\n" * 6_000_000, "MB, expected at most"),
        "a header twice": ("p.csv", (written([]) + good).encode(), "row 2, column year"),
        "a header in Russian": (
            "p.csv",
            written(header=["год", "регион", "население", "прибыло", "выбыло"]).encode(),
            "no column year",
        ),
        "totals at the end": ("p.csv", (good + "Total,,100,100,100\n").encode(), "column year"),
        "a note at the end": ("p.csv", (good + "Source: BNS\n").encode(), "read"),
        "a title above": (
            "p.csv",
            ("Panel of regions,,,,\n" + good).encode(),
            "read",
        ),
        "a title without separators above": ("p.csv", ("Panel of regions\n" + good).encode(), "read"),
        "JSON": ("p.csv", b'{"year": 2014, "region": "Akmola"}', ""),
        "HTML": ("p.csv", b"<table><tr><td>year</td></tr></table>", "one column"),
        "HTML as a workbook": (
            "p.xls",
            b"<table><tr><td>year</td></tr></table>",
            "does not open as a workbook",
        ),
        "a PDF": ("p.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "not in UTF-8"),
        "no file type": ("panel", good.encode(), "the file type"),
        "another file type": ("p.ods", good.encode(), "the file type"),
        "capitals in the file type": ("P.CSV", good.encode(), "read"),
        "CSV inside a workbook's name": ("p.xlsx", good.encode(), "does not open as a workbook"),
        "a file name in two lines": ("p\nq.csv", b"", "p\\nq.csv"),
        "a file name with colours": ("p\x1b[31m.csv", b"", "p\\x1b[31m.csv"),
        "a file name of letters that no text holds": ("p\udcff.csv", b"", "p\\udcff.csv"),
        "a file name that is a script": ("<script>alert(1)<|script>.csv", b"", "an empty file"),
    }


# Workbooks --------------------------------------------------------------------------------------


def workbook(change=lambda sheet: None, rows=SMALL) -> bytes:
    """The small panel as .xlsx, changed by a function of its sheet."""
    book = openpyxl.Workbook()
    for row in [HEADER, *([int(year), region, *map(int, counts)] for year, region, *counts in rows)]:
        book.active.append(row)
    change(book.active)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def cell(value, place: str = "D3"):
    """A change that sets one cell."""
    return lambda sheet: sheet.__setitem__(place, value)


def repacked(data: bytes, change) -> bytes:
    """A workbook whose parts pass through `change(name, content)`; None drops a part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    return packed.getvalue()


def in_sheet(old: bytes, new: bytes) -> bytes:
    """The workbook with other bytes in its sheet."""
    return repacked(
        workbook(), lambda name, content: content.replace(old, new, 1) if "sheet1" in name else content
    )


def bomb(megabytes: int) -> bytes:
    """A workbook whose sheet unpacks to so much."""
    filler = b"<!--" + b"x" * 1_000_000 + b"-->"
    return in_sheet(b"<sheetData>", filler * megabytes + b"<sheetData>")


def lying_bomb(megabytes: int) -> bytes:
    """The same, with a directory that says a thousandth of the size."""
    data = bytearray(bomb(megabytes))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        (size,) = struct.unpack_from("<I", data, at + 24)
        struct.pack_into("<I", data, at + 24, size // 1000 if size > 1_000_000 else size)
        at += 4
    return bytes(data)


ENTITIES = b"".join(
    b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"x" * 1000) for n in range(10)
)


def workbooks() -> dict[str, tuple[str, bytes, str]]:
    """Name, content and expected words of workbooks."""
    good = workbook()
    return {
        "the good workbook": ("p.xlsx", good, "read"),
        "text for numbers": ("p.xlsx", workbook(cell("12 345")), "read"),
        "a date": ("p.xlsx", workbook(cell(__import__("datetime").date(2014, 3, 1))), '"2014-03-01"'),
        "a date for a year": (
            "p.xlsx",
            workbook(cell(__import__("datetime").datetime(2014, 1, 1), "A3")),
            "row 3, column year",
        ),
        "a time": ("p.xlsx", workbook(cell(__import__("datetime").time(12, 30))), PLACE),
        "true": ("p.xlsx", workbook(cell(True)), '"TRUE"'),
        "an error": ("p.xlsx", workbook(cell("#DIV/0!")), PLACE),
        "another error": ("p.xlsx", workbook(cell("#N/A")), PLACE),
        "a formula without value": ("p.xlsx", workbook(cell("=1+1")), "row 3, column in_migration"),
        "a formula as text": ("p.xlsx", workbook(cell("'=1+1")), PLACE),
        "merged cells": (
            "p.xlsx",
            workbook(lambda sheet: sheet.merge_cells("B2:B4")),
            'row 3, column region: found "Akmola" in 2013, which row 2 holds already',
        ),
        "a merged header": ("p.xlsx", workbook(lambda sheet: sheet.merge_cells("A1:B1")), "no column region"),
        "a float": ("p.xlsx", workbook(cell(12.5)), '"12.5"'),
        "a long float": ("p.xlsx", workbook(cell(0.1 + 0.2)), PLACE),
        "1e308": ("p.xlsx", workbook(cell(1e308)), PLACE),
        "minus nought": ("p.xlsx", workbook(cell(-0.0)), "read"),
        "nan": ("p.xlsx", in_sheet(b'<c r="D3" t="n"><v>', b'<c r="D3" t="n"><v>NaN'), ""),
        "two rows of one number": ("p.xlsx", in_sheet(b'<row r="3"', b'<row r="2"'), ""),
        "cells of one place": ("p.xlsx", in_sheet(b'r="D3"', b'r="D2"'), ""),
        "a broken place": ("p.xlsx", in_sheet(b'r="D3"', b'r="D"'), ""),
        "a place beyond the sheet": ("p.xlsx", in_sheet(b'r="D3"', b'r="ZZZZZ3"'), ""),
        "a row beyond the sheet": ("p.xlsx", in_sheet(b'r="D3"', b'r="D99999999999"'), ""),
        "the last cell of the sheet": (
            "p.xlsx",
            workbook(cell("x", "XFD1048576")),
            "expected a workbook that",
        ),
        "the last row of the sheet": ("p.xlsx", workbook(cell("x", "A1048576")), "rows, expected at most"),
        "the last column of the sheet": ("p.xlsx", workbook(cell("x", "XFD1")), "columns, expected at most"),
        "a far cell with nothing but colour": (
            "p.xlsx",
            workbook(
                lambda sheet: sheet["A9000"].__setattr__(
                    "fill", openpyxl.styles.PatternFill("solid", fgColor="FF0000")
                )
            ),
            "read",
        ),
        "a string that is not there": (
            "p.xlsx",
            in_sheet(b'<c r="B3" t="s"><v>', b'<c r="B3" t="s"><v>9999'),
            "",
        ),
        "no sheet": (
            "p.xlsx",
            repacked(good, lambda name, content: None if "sheet1" in name else content),
            "does not open as a workbook",
        ),
        "no list of sheets": (
            "p.xlsx",
            repacked(good, lambda name, content: None if name == "xl/workbook.xml" else content),
            "found no row",
        ),
        "broken XML": (
            "p.xlsx",
            repacked(good, lambda name, content: content[:-100] if "sheet1" in name else content),
            "",
        ),
        "half a workbook": ("p.xlsx", good[: len(good) // 2], "does not open as a workbook"),
        "an empty zip": ("p.xlsx", b"PK\x05\x06" + b"\0" * 18, "does not open as a workbook"),
        "a zip bomb": ("p.xlsx", bomb(300), "MB unpacked, expected at most"),
        "a zip bomb that lies": ("p.xlsx", lying_bomb(300), ""),
        "entities that explode": (
            "p.xlsx",
            repacked(
                good,
                lambda name, content: (
                    content.replace(
                        b"<worksheet", b"<!DOCTYPE worksheet [" + ENTITIES + b"]><worksheet", 1
                    ).replace(b"<v>2013</v>", b"<v>&e9;</v>", 1)
                    if "sheet1" in name
                    else content
                ),
            ),
            "",
        ),
        "a file of the machine": (
            "p.xlsx",
            repacked(
                good,
                lambda name, content: (
                    content.replace(
                        b"<worksheet",
                        b'<!DOCTYPE worksheet [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet',
                        1,
                    ).replace(b"<v>2013</v>", b"<v>&f;</v>", 1)
                    if "sheet1" in name
                    else content
                ),
            ),
            "",
        ),
        "a path out of the zip": (
            "p.xlsx",
            repacked(
                good,
                lambda name, content: (
                    content.replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd")
                    if name.endswith(".rels")
                    else content
                ),
            ),
            "",
        ),
        "another sheet first": (
            "p.xlsx",
            workbook(lambda sheet: sheet.parent.create_sheet("Notes", 0).append(["see the other sheet"])),
            "read",
        ),
        "a hidden sheet": (
            "p.xlsx",
            workbook(lambda sheet: sheet.parent.create_sheet("h").__setattr__("sheet_state", "hidden")),
            "read",
        ),
        "hidden rows": (
            "p.xlsx",
            workbook(lambda sheet: sheet.row_dimensions[3].__setattr__("hidden", True)),
            "cell A3, row 3, column year: found a hidden row",
        ),
        "a sheet with a hostile name": (
            "p.xlsx",
            workbook(lambda sheet: setattr(sheet, "title", "<b>x</b>".replace("/", ""))),
            "read",
        ),
        "comments": (
            "p.xlsx",
            workbook(lambda sheet: setattr(sheet["D3"], "comment", openpyxl.comments.Comment("why?", "me"))),
            "read",
        ),
        "an old workbook": ("p.xls", old_workbook(), "read"),
        "an old workbook cut short": ("p.xls", old_workbook()[:3000], "does not open as a workbook"),
        "an old workbook's last cell": ("p.xls", old_workbook((65535, 255)), ""),
        "a new workbook under an old name": ("p.xls", good, "read"),
    }


def old_workbook(far: tuple[int, int] | None = None) -> bytes:
    """The small panel as .xls, perhaps with a further cell at a row and column."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Panel")
    rows = [HEADER, *([int(year), region, *map(int, counts)] for year, region, *counts in SMALL)]
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            sheet.write(y, x, value)
    if far:
        sheet.write(*far, "x")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content)
    return path
