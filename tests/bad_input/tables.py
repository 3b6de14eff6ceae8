"""Printed tables that `python -m analysis audit` has to cope with.

What is changed, and what is to be said.
"""

from __future__ import annotations

from press.base.paths import DATA

GOOD = (DATA / "published" / "table2.csv").read_text(encoding="utf-8")
HEADER, *LINES = GOOD.splitlines()
COLUMNS = HEADER.split(",")


def with_cell(value: str, column: str = "std_error", row: int = 3) -> str:
    """The good table with another cell; rows as a spreadsheet numbers them."""
    lines = [line.split(",") for line in LINES]
    lines[row - 2][COLUMNS.index(column)] = value
    return "\n".join([HEADER, *(",".join(cells) for cells in lines)]) + "\n"


PLACE = "row 3, column std_error"
CELLS: dict[str, tuple[str, str]] = {
    "1e308": ("1e308", PLACE),
    "an exponent without end": ("1e999999999", PLACE),
    "a negative exponent without end": ("1e-999999999", PLACE),
    "an exponent beyond all": ("1e99999999999999999999", PLACE),
    "5,000 digits": ("9" * 5000, PLACE),
    "5,000 decimals": ("0." + "3" * 5000, PLACE),
    "31 digits": ("1" * 31, PLACE),
    "NaN": ("NaN", ""),
    "sNaN": ("sNaN", PLACE),
    "infinity": ("Infinity", PLACE),
    "minus nought": ("-0.00", ""),
    "nought": ("0.00", ""),
    "a minus sign alone": ("-", ""),
    "two minus signs": ("--1.2", PLACE),
    "two points": ("1.2.3", PLACE),
    "a date": ("2014-03-01", PLACE),
    "an error of Excel": ("#DIV/0!", PLACE),
    "a formula": ("=A1+1", PLACE),
    "a command": ("=cmd|' /C calc'!A0", PLACE),
    "words": ("about two", PLACE),
    "a script": ("<script>alert(1)</script>", PLACE),
    "brackets": ("(2.00)", "read"),
    "stars": ("2.00***", ""),
    "many stars": ("2.00" + "*" * 500, ""),
    "underscores": ("2_000", PLACE),
    "full-width digits": ("２.００", ""),
    "a mark of direction": ("\u200f2.00", PLACE),
    "an override of direction": ("\u202e2.00", "\\u202e2.00"),
    "colours of a terminal": ("\x1b[31m2.00", "\\x1b[31m2.00"),
    "a negative error": ("-2.00", "a positive number"),
    "half a thousand": ("2'00", ""),
}


def files() -> dict[str, tuple[bytes, str]]:
    """Whole tables and the words of their refusal."""
    return {
        "the good table": (GOOD.encode(), "read"),
        "empty": (b"", "the columns none"),
        "blank": (b"\n\n", "expected some of"),
        "NUL": (GOOD.replace("1", "\0", 1).encode(), "binary data"),
        "UTF-16": (GOOD.encode("utf-16"), "not UTF-8"),
        "Windows-1251": ("Переменная,coefficient\n".encode("cp1251"), "not UTF-8"),
        "byte-order mark": (b"\xef\xbb\xbf" + GOOD.encode(), "read"),
        "line ends of Windows": (GOOD.replace("\n", "\r\n").encode(), "read"),
        "tabs": (GOOD.replace(",", "\t").encode(), "read"),
        "three rows": ("\n".join([HEADER, *LINES[:3]]).encode(), "3 rows"),
        "five rows": ("\n".join([HEADER, *LINES, LINES[0]]).encode(), "5 rows"),
        "100,000 rows": ("\n".join([HEADER, *LINES[:1] * 12_000]).encode(), "12000 rows"),
        "no known column": (b"a,b,c\n1,2,3\n", "expected some of"),
        "a column twice": (GOOD.replace("t_statistic", "std_error").encode(), "2 columns of this name"),
        "a cell too many": (GOOD.replace("\n", ",9\n").replace(",9", "", 1).encode(), "row 2"),
        "a cell too few": (GOOD.replace(LINES[1], LINES[1].rpartition(",")[0]).encode(), "row 3"),
        "quotes that stay open": ((GOOD + '"').encode(), ""),
        "a quoted line end": (GOOD.replace(LINES[0].split(",")[1], '"two\nlines"', 1).encode(), ""),
        "a name of 100,000 letters": (
            GOOD.replace(LINES[0].split(",")[1], "x" * 100_000, 1).encode(),
            "read",
        ),
        "a name with colours": (GOOD.replace(LINES[0].split(",")[1], "\x1b[31mred", 1).encode(), "read"),
        "a header of 100,000 letters": (b"x" * 100_000, "expected some of"),
        "100,000 columns": (b"," * 100_000 + b"\n", "expected some of"),
        "a cell of a megabyte": (b"coefficient\n" + b"1" * 900_000, ""),
        "too large": (GOOD.encode() + b"\n" * 1_100_000, "MB, expected at most"),
        "a workbook": (b"PK\x03\x04\x00\x00", "binary data"),
        "two decimal marks": (with_cell('"2,55"').encode(), "one decimal mark"),
        "nothing but noughts": (b"coefficient,std_error\n0,0\n0,0\n0,0\n0,0\n", ""),
        "whole numbers": (b"coefficient,std_error\n1,1\n1,1\n1,1\n1,1\n", ""),
        "huge errors": (b"coefficient,std_error\n" + b"1,1e29\n" * 4, ""),
        "tiny errors": (b"coefficient,std_error\n" + b"1,1e-29\n" * 4, ""),
        "p-values of nought": (b"coefficient,std_error,p_value\n" + b"1,1,0\n" * 4, ""),
        "intervals the wrong way round": (b"coefficient,ci_low,ci_high\n" + b"1.0,3.0,-3.0\n" * 4, ""),
    }
