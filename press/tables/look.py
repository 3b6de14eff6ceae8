"""What a reader sees of one cell of a workbook, beside the value that the cell keeps."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from press.tables.cell_marks import Run, seen
from press.tables.number_format import HIDDEN, hides_text, seen_as, years_alone

SAVE = "a value: open the file in Excel or LibreOffice and save it there"
PLAIN = "a figure that is seen as it is kept"
STANDS = "a figure or name that stands"


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is drawn.

    Attributes
    ----------
    number_format
        As workbooks keep it.
    raised, struck, white
        Of the whole cell: above or below the line, struck out, white on white.
    runs
        The parts of a text with looks of their own; none where the text has one look.
    no_value
        Whether it is a formula whose value was not stored.
    zeros
        Whether the sheet shows noughts.
    """

    number_format: str = "General"
    raised: bool = False
    struck: bool = False
    white: bool = False
    runs: tuple[Run, ...] = ()
    no_value: bool = False
    zeros: bool = True


def mark(sheet: dict[str, Any], row: int, column: int, look: Look) -> None:
    """Put into a sheet's cell what a reader sees of it, and note what cannot be read in one way."""
    value = sheet["cells"][row - 1][column - 1]
    faults = list(_faults(value, look))
    if isinstance(value, str) and value:
        read = seen(list(look.runs) or [Run(value, look.raised, look.struck)])
        faults += [(read.fault, STANDS)] if read.fault else []
        sheet["marks"] += [[row, column, read.mark]] if read.mark else []
        value = read.text
    elif isinstance(value, (datetime.date, datetime.datetime)) and years_alone(look.number_format):
        value = str(value.year)
    sheet["cells"][row - 1][column - 1] = value
    sheet["faults"] += [[row, column, *fault] for fault in faults]


def _faults(value: Any, look: Look) -> Sequence[tuple[str, str]]:
    """Return what a reader sees otherwise than it is kept: what was found and expected."""
    if look.no_value:
        return [("a formula without its value (none was stored, or it is an error)", SAVE)]
    if value == "":
        return []
    shown, found = f'"{text(value)}"', []
    if look.white:
        found.append((f"{shown} in white letters on white", PLAIN))
    if isinstance(value, str):
        return (
            [*found, (f"{shown}, of which Excel shows nothing", STANDS)]
            if hides_text(look.number_format)
            else found
        )
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        other = seen_as(value, look.number_format) or ("" if value or look.zeros else HIDDEN)
        if other:
            found.append(
                (f"{shown}, of which Excel shows {other} (number format {look.number_format})", PLAIN)
            )
    if look.struck:
        found.append((f"{shown} struck out", STANDS))
    if look.raised:
        found.append((f"{shown} with raised figures or letters in it", STANDS))
    return found


def text(cell: object) -> str:
    """Return a cell's content as a person would type it; whole numbers without a fraction."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell).strip()
