"""The sheets of a workbook, read in a process with bounded time and memory.

A small workbook can ask for any amount of either: parts that unpack to gigabytes, one cell in the last
corner of a sheet.
"""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from press.base.errors import InputError
from press.base.limits import UNPACKED_MEGABYTES, WORKBOOK_MEGABYTES, WORKBOOK_SECONDS
from press.tables.grid import Grid

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how .xlsx and .xls files begin
CHUNK = 1 << 16
PATIENCE = 8
"""Seconds on the clock for each second of processor time, on a busy machine."""


def read(data: bytes, file: str) -> tuple[Grid, ...]:
    """Return the sheets of a workbook in their order; those that are hidden without their cells.

    Raises
    ------
    InputError
        When the bytes are no workbook, or ask for more than `press.base.limits` allows.
    """
    if data.startswith(ZIP):
        _check_size(data, file)
    elif not data.startswith(OLE):
        raise _unopened(file, "Cannot detect file format")
    answer = bounded_answer(data, file)
    if "error" in answer:
        raise _unopened(file, answer["error"])
    if "found" in answer:
        raise InputError.at(file, answer["found"], answer["expected"])
    return tuple(_grid(sheet) for sheet in answer["sheets"])


def bounded_answer(data: bytes, file: str) -> dict[str, Any]:
    """Return what a process of its own says of a workbook; the system ends it where it asks too much.

    Raises
    ------
    InputError
        When it does.
    """
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
    return json.loads(done.stdout)


def _grid(sheet: dict[str, Any]) -> Grid:
    """Return a sheet as the bounded process told it."""
    return Grid(
        sheet["name"],
        sheet["cells"],
        sheet["state"],
        {(row, column): (found, expected) for row, column, found, expected in reversed(sheet["faults"])},
        {(row, column): mark for row, column, mark in sheet["marks"]},
        frozenset(sheet["hidden_rows"]),
        frozenset(sheet["hidden_columns"]),
        tuple((tuple(first), tuple(last)) for first, last in sheet["merged"]),
    )


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
    """Read a workbook from standard input and print its sheets as JSON: what the bounded process does."""
    _bound()
    sys.modules["numpy"] = None  # openpyxl does without, and begins in half the time
    # only here: the parent never parses a workbook
    from press.tables import spreadsheet

    sys.stdout.buffer.write(json.dumps(spreadsheet.answer(sys.stdin.buffer.read())).encode())


def _bound() -> None:
    """Let the system end this process where it takes too much (memory: where the system can)."""
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (WORKBOOK_SECONDS, WORKBOOK_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (WORKBOOK_MEGABYTES * 1_000_000,) * 2)
