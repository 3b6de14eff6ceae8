"""What two programs know of a workbook: calamine the values, openpyxl what Excel shows of them.

This runs in the bounded process that `workbook` starts, and nowhere else are the two loaded. Where both know
a value it must be the same.
"""

import datetime
import io
import re
from typing import Any

from press.base.limits import PANEL_COLUMNS, PANEL_ROWS
from press.tables import look, old_workbook
from press.tables.cell_marks import Run
from press.tables.look import Look, text

BOTH = "one that both open: save it anew in Excel or LibreOffice"
RAISED = ("superscript", "subscript")


def answer(data: bytes) -> dict[str, Any]:
    """Return the sheets of a workbook, or what is wrong with it, as JSON can carry it."""
    from python_calamine import CalamineError

    try:
        return _read(data)
    except (CalamineError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())
        return _opened_by_openpyxl_alone(data, reason) or {"error": reason}


def _read(data: bytes) -> dict[str, Any]:
    """Return the sheets of a workbook, or why they cannot be read."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    words = ((SheetVisibleEnum.Visible, "visible"), (SheetVisibleEnum.Hidden, "hidden"))
    states = {
        about.name: next((word for state, word in words if state == about.visible), "very hidden")
        for about in book.sheets_metadata
        if about.typ == SheetTypeEnum.WorkSheet
    }
    sheets = []
    for name, state in states.items():
        sheet = book.get_sheet_by_name(name)
        rows, columns = (1 + last for last in sheet.end or (-1, -1))
        for size, most, what in ((rows, PANEL_ROWS, "rows"), (columns, PANEL_COLUMNS, "columns")):
            if size > most and state == "visible":
                return {"found": f"{size} {what}", "expected": f"at most {most}"}
        values = sheet.to_python(skip_empty_area=False) if state == "visible" else []
        sheets.append(_sheet(name, state, values))
    marks = old_workbook.add_marks if data.startswith(old_workbook.OLE) else _add_marks
    if any(sheet["cells"] for sheet in sheets) and (fault := marks(data, sheets)):
        return fault
    for sheet in sheets:
        sheet["cells"] = [[text(value) for value in row] for row in sheet["cells"]]
    return {"sheets": sheets}


def _opened_by_openpyxl_alone(data: bytes, reason: str) -> dict[str, Any] | None:
    """Return the sentence on a file that calamine does not open, where openpyxl does."""
    import openpyxl

    try:
        sheets = openpyxl.load_workbook(io.BytesIO(data), read_only=True).sheetnames
    except Exception:  # then nobody opens it
        return None
    if not sheets:
        return None
    return {
        "found": f"a workbook that openpyxl opens and calamine does not ({reason})",
        "expected": BOTH,
    }


def _sheet(name: str, state: str, values: list[list[Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "state": state,
        "cells": [list(row) for row in values],
        "faults": [],
        "marks": [],
        "hidden_rows": [],
        "hidden_columns": [],
        "merged": [],
    }


def _add_marks(data: bytes, sheets: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Add to the sheets of an .xlsx file what openpyxl knows of their cells; return why it cannot."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
        for sheet in sheets:
            if sheet["cells"]:
                _mark_sheet(book[sheet["name"]], sheet, anew=bool(book.calculation.fullCalcOnLoad))
    except MemoryError:
        raise
    except Exception as error:  # whatever stops it, the file is one that only the other opens
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return {
            "found": f"a workbook that calamine opens and openpyxl does not ({reason})",
            "expected": BOTH,
        }
    return None


def _mark_sheet(from_openpyxl: Any, sheet: dict[str, Any], *, anew: bool) -> None:
    rows, columns = from_openpyxl.row_dimensions, from_openpyxl.column_dimensions
    sheet["hidden_rows"] = [number for number, row in rows.items() if row.hidden or row.height == 0]
    sheet["hidden_columns"] = [
        number
        for column in columns.values()
        if column.hidden or column.width == 0
        for number in range(column.min or 0, min(column.max or 0, PANEL_COLUMNS) + 1)
    ]
    sheet["merged"] = [
        [[one.min_row, one.min_col], [one.max_row, one.max_col]] for one in from_openpyxl.merged_cells.ranges
    ]
    views = from_openpyxl.views.sheetView
    zeros = not views or views[0].showZeros is not False
    for row, values in enumerate(sheet["cells"], start=1):
        for column, value in enumerate(values, start=1):
            cell = from_openpyxl._cells.get((row, column))
            kept = None if cell is None else cell.value
            if cell is not None and cell.data_type == "e":
                values[column - 1] = value = str(kept)
            elif not (cell is not None and cell.data_type == "f") and not _same(kept, value):
                found = f'"{text(value)}" for calamine and "{"" if kept is None else kept}" for openpyxl'
                sheet["faults"].append([row, column, found, "one value for both"])
            if cell is not None:
                look.mark(sheet, row, column, _look(cell, value, zeros=zeros, anew=anew))


def _look(cell: Any, value: Any, *, zeros: bool, anew: bool) -> Look:
    """Return how a cell is drawn; `anew` where the file asks to be computed when it is opened."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    raised, struck = cell.font.vertAlign in RAISED, bool(cell.font.strike)
    runs = [
        Run(part.text, part.font.vertAlign in RAISED, bool(part.font.strike))
        if isinstance(part, TextBlock)
        else Run(str(part), raised, struck)
        for part in (cell.value if isinstance(cell.value, CellRichText) else ())
    ]
    return Look(
        cell.number_format,
        raised,
        struck,
        _white(cell),
        tuple(runs),
        no_value=cell.data_type == "f" and (value == "" or (anew and value == 0)),
        zeros=zeros,
    )


def _white(cell: Any) -> bool:
    """Say whether the letters are white and nothing is behind them."""
    colour = cell.font.color
    white = colour is not None and (
        (colour.type == "rgb" and str(colour.rgb).upper().endswith("FFFFFF"))
        or (colour.type == "theme" and colour.theme == 0 and not colour.tint)
    )
    return white and cell.fill.fill_type is None


def _same(one: Any, other: Any) -> bool:
    """Say whether two readers found the same value; dates are left to the one that is read."""
    if one is None or other == "":
        return (one is None or str(one).strip() == "") and str(other).strip() == ""
    if isinstance(other, (datetime.date, datetime.time, datetime.timedelta)) or isinstance(
        one, datetime.time
    ):
        return True
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one == other
    if isinstance(one, datetime.datetime):
        return False
    return _bare(str(one)) == _bare(str(other))


def _bare(value: str) -> str:
    return re.sub(r"_x[0-9A-Fa-f]{4}_|\s", "", value)
