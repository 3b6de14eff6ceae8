"""The first sheet of a workbook that holds anything, read in a process with bounded time and memory.

A small workbook can ask for any amount of either: parts that unpack to gigabytes, one cell in the last
corner of a sheet.
"""

import datetime
import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from press.base.errors import InputError
from press.base.limits import (
    PANEL_COLUMNS,
    PANEL_ROWS,
    UNPACKED_MEGABYTES,
    WORKBOOK_MEGABYTES,
    WORKBOOK_SECONDS,
)

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how .xlsx and .xls files begin
CHUNK = 1 << 16
PATIENCE = 8
"""Seconds on the clock for each second of processor time, on a busy machine."""


def read(data: bytes, file: str) -> tuple[list[list[str]], str]:
    """Return the cells of a workbook's first sheet that holds anything, and the form in words.

    Raises
    ------
    InputError
        When the bytes are no workbook, or ask for more than `press.base.limits` allows.
    """
    if data.startswith(ZIP):
        _check_size(data, file)
    elif not data.startswith(OLE):
        raise _unopened(file, "Cannot detect file format")
    root = str(Path(__file__).parents[2])
    code = f"import sys; sys.path.insert(0, {root!r}); from press.tables import workbook; workbook.main()"
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=data,
            capture_output=True,
            timeout=PATIENCE * WORKBOOK_SECONDS,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise InputError.at(
            file,
            f"a workbook that takes more than {WORKBOOK_SECONDS} s or {WORKBOOK_MEGABYTES} MB to read",
            "a workbook that holds a table and little else",
        ) from None
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise _unopened(file, answer["error"])
    if "found" in answer:
        raise InputError.at(file, answer["found"], answer["expected"])
    return answer["cells"], answer["form"]


def _check_size(data: bytes, file: str) -> None:
    """Refuse a zip file that unpacks to too much, whatever its directory says."""
    left = UNPACKED_MEGABYTES * 1_000_000
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                with archive.open(name) as part:
                    while chunk := part.read(CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise InputError.at(
                                file,
                                f"more than {UNPACKED_MEGABYTES} MB unpacked",
                                f"at most {UNPACKED_MEGABYTES} MB",
                            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise _unopened(file, str(error) or type(error).__name__) from None


def _unopened(file: str, reason: str) -> InputError:
    return InputError.at(file, f"something that does not open as a workbook ({reason})", "an Excel workbook")


def main() -> None:
    """Read a workbook from standard input and print its sheet as JSON: what the bounded process does."""
    _bound()
    # only here: the parent never parses a workbook
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        answer = _first_sheet(CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())))
    except (CalamineError, OSError, ValueError) as error:
        answer = {"error": " ".join(str(error).split())}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _bound() -> None:
    """Let the system end this process where it takes too much (memory: where the system can)."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (WORKBOOK_SECONDS, WORKBOOK_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (WORKBOOK_MEGABYTES * 1_000_000,) * 2)


def _first_sheet(book) -> dict[str, object]:
    found: list[tuple[str, list[list[str]]]] = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows, columns = (1 + last for last in sheet.end or (-1, -1))
        for size, most, what in ((rows, PANEL_ROWS, "rows"), (columns, PANEL_COLUMNS, "columns")):
            if size > most and not found:
                return {"found": f"{size} {what}", "expected": f"at most {most}"}
        cells = (
            [[text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
            if rows <= PANEL_ROWS
            else [["?"]]
        )
        if any(cell for row in cells for cell in row):
            found.append((name, cells))
    name, cells = found[0] if found else ("", [])
    others = f", the first of {len(found)} that hold anything" if len(found) > 1 else ""
    return {"cells": cells, "form": f'Excel workbook, sheet "{name}"{others}'}


def text(cell: object) -> str:
    """Return a cell's content as a person would type it; whole numbers without a fraction."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return str(cell).strip()
