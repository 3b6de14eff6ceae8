"""What an .xls file (BIFF8) says of the look of its cells, which calamine does not tell.

The file is a container of streams in sectors; the stream "Workbook" is a row of records, each with a number
and a length. Read here: fonts, number formats, the looks that cells refer to, texts with parts of their own
look, and of each sheet its hidden rows and columns, merged cells, and formulas.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from press.base.limits import PANEL_COLUMNS
from press.tables import look
from press.tables.cell_marks import Run
from press.tables.look import Look

OLE = b"\xd0\xcf\x11\xe0"
FREE = 0xFFFFFFF0
"""Sectors from here on are marks: end of a chain, unused."""
WHITE = (1, 9)
NO_RESULT = (bytes(8), b"\x03\0\0\0\0\0\xff\xff")
"""What a program that computes nothing stores as a formula's result: nought, or empty text."""
BUILT_IN = {9: "0%", 10: "0.00%"}
"""Number formats that need no text and change what is seen."""
BOF, FORMULA, CONTINUE, FONT, SST, LABELSST, NUMBER, RK, MULRK = (
    0x809, 0x06, 0x3C, 0x31, 0xFC, 0xFD, 0x203, 0x27E, 0xBD,
)  # fmt: skip
XF, FORMAT, BOUNDSHEET, RECALCID, ROW, COLINFO, WINDOW2, MERGED, END = (
    0xE0, 0x41E, 0x85, 0x1C1, 0x208, 0x7D, 0x23E, 0xE5, 0x0A,
)  # fmt: skip


@dataclass(slots=True)
class _Book:
    """What the first part of the stream says for all sheets."""

    fonts: list[tuple[bool, bool, bool]] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    looks: list[tuple[int, int, bool]] = field(default_factory=list)
    texts: list[tuple[str, list[tuple[int, int]]]] = field(default_factory=list)
    sheets: dict[str, int] = field(default_factory=dict)
    computed: bool = False

    def font(self, number: int) -> tuple[bool, bool, bool]:
        """Return whether a font is raised, struck out, white; there is no font 4."""
        place = number - (number > 4)
        return self.fonts[place] if place < len(self.fonts) else (False, False, False)


def add_marks(data: bytes, sheets: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Add to sheets what the file says of the look of their cells; return why that cannot be told."""
    try:
        stream = _stream(data)
        book = _globals(stream)
        for sheet in sheets:
            if sheet["cells"]:
                _mark_sheet(_records(stream, book.sheets[sheet["name"]]), sheet, book)
    except (struct.error, LookupError, ValueError) as error:
        return {
            "found": f"a workbook of which only the values can be told, not how Excel shows them ({error})",
            "expected": "an .xlsx file, or one that Excel or LibreOffice saved anew",
        }
    return None


def _stream(data: bytes) -> bytes:
    """Return the stream "Workbook" of the container."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if not 64 <= size <= 4096:
        raise ValueError("no sectors")
    table = _table(data, size)
    folder = _chain(data, struct.unpack_from("<I", data, 48)[0], table, size)
    entries = {}
    for at in range(0, len(folder) - 127, 128):
        length = struct.unpack_from("<H", folder, at + 64)[0]
        name = folder[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        entries[name] = struct.unpack_from("<II", folder, at + 116)
    if "Workbook" not in entries:
        raise ValueError("older than Excel 97")
    start, length = entries["Workbook"]
    if length >= struct.unpack_from("<I", data, 56)[0]:
        return _chain(data, start, table, size)[:length]
    small = _chain(data, entries["Root Entry"][0], table, size)
    packed = _chain(data, struct.unpack_from("<I", data, 60)[0], table, size)
    links = struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4])
    return _chain(small, start, links, 64, header=0)[:length]


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Return which sector follows each."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    after, seen = struct.unpack_from("<I", data, 68)[0], set()
    while after < FREE and after not in seen:
        seen.add(after)
        *more, after = struct.unpack_from(f"<{size // 4}I", data, size * (after + 1))
        sectors += more
    return tuple(
        link
        for sector in sectors
        if sector < FREE
        for link in struct.unpack_from(f"<{size // 4}I", data, size * (sector + 1))
    )


def _chain(data: bytes, start: int, links: tuple[int, ...], size: int, *, header: int = 1) -> bytes:
    """Return the bytes of the sectors that follow each other from one on."""
    parts, seen = [], set()
    while start < FREE:
        if start in seen:
            raise ValueError("sectors that go round in a circle")
        seen.add(start)
        parts.append(data[size * (start + header) : size * (start + header + 1)])
        start = links[start]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of the records from one on, to the end of its part."""
    while at + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + length]
        if number == END:
            return
        at += 4 + length


def _globals(stream: bytes) -> _Book:
    """Read what holds for all sheets."""
    book, texts = _Book(), list[bytes]()
    last = 0
    for number, content in _records(stream, 0):
        if number == BOF and struct.unpack_from("<H", content)[0] != 0x600:
            raise ValueError("older than Excel 97")
        if number == FONT:
            options, colour, _, escapement = struct.unpack_from("<4H", content, 2)
            book.fonts.append((escapement in (1, 2), bool(options & 8), colour in WHITE))
        elif number == FORMAT:
            key, length = struct.unpack_from("<HH", content)
            book.formats[key] = _characters(content, 4, length)
        elif number == XF:
            font, key = struct.unpack_from("<HH", content)
            filled = struct.unpack_from("<I", content, 14)[0] >> 26 != 0
            book.looks.append((font, key, filled))
        elif number == BOUNDSHEET:
            book.sheets[_characters(content, 7, content[6])] = struct.unpack_from("<I", content)[0]
        elif number == RECALCID:
            book.computed = True
        elif number == SST or (number == CONTINUE and last in (SST, CONTINUE) and texts):
            texts.append(content)
        last = number
    book.texts = list(_texts(texts)) if texts else []
    return book


def _characters(content: bytes, at: int, length: int) -> str:
    """Return letters behind their flag, one byte or two for each."""
    wide = content[at] & 1
    return content[at + 1 : at + 1 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


class _Pieces:
    """Bytes that go on over several records."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.piece, self.at = pieces, 0, 0

    def left(self) -> int:
        return len(self.pieces[self.piece]) - self.at

    def take(self, length: int) -> bytes:
        taken = b""
        while len(taken) < length:
            if not self.left():
                self.piece, self.at = self.piece + 1, 0
            part = self.pieces[self.piece][self.at : self.at + length - len(taken)]
            self.at += len(part)
            taken += part
        return taken

    def letters(self, length: int, flags: int) -> str:
        """Return letters; where a record ends among them the next one begins with a flag of its own."""
        text = ""
        while len(text) < length:
            if not self.left():
                self.piece, self.at = self.piece + 1, 0
                flags = self.take(1)[0]
            width = 1 + (flags & 1)
            count = min(length - len(text), self.left() // width)
            if not count:
                raise ValueError("half a letter")
            text += self.take(count * width).decode("utf-16-le" if width == 2 else "latin-1", "surrogatepass")
        return text


def _texts(pieces: list[bytes]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield the texts of all cells, each with the places from which another font holds."""
    source = _Pieces(pieces)
    _, count = struct.unpack("<II", source.take(8))
    for _ in range(count):
        length, flags = struct.unpack("<HB", source.take(3))
        runs = struct.unpack("<H", source.take(2))[0] if flags & 8 else 0
        further = struct.unpack("<I", source.take(4))[0] if flags & 4 else 0
        text = source.letters(length, flags)
        fonts = [struct.unpack("<HH", source.take(4)) for _ in range(runs)]
        source.take(further)
        yield text, fonts


def _mark_sheet(records: Iterator[tuple[int, bytes]], sheet: dict[str, Any], book: _Book) -> None:
    zeros, cells = True, list[tuple[int, int, int, Any]]()
    for number, content in records:
        if number == WINDOW2:
            zeros = bool(struct.unpack_from("<H", content)[0] & 0x10)
        cells += _cells(number, content, book)
        _hidden_and_merged(number, content, sheet)
    for row, column, style, kind in cells:
        if row < len(sheet["cells"]) and column < len(sheet["cells"][row]):
            look.mark(sheet, row + 1, column + 1, _look(book, style, kind, zeros=zeros))


def _cells(number: int, content: bytes, book: _Book) -> list[tuple[int, int, int, Any]]:
    """Return row, column, look and kind of the cells of a record."""
    if number in (LABELSST, NUMBER, RK, FORMULA):
        return [(*struct.unpack_from("<3H", content), _kind(number, content, book))]
    if number != MULRK:
        return []
    row, column = struct.unpack_from("<HH", content)
    styles = [struct.unpack_from("<H", content, at)[0] for at in range(4, len(content) - 2, 6)]
    return [(row, column + place, style, None) for place, style in enumerate(styles)]


def _hidden_and_merged(number: int, content: bytes, sheet: dict[str, Any]) -> None:
    """Note the rows and columns that a record hides, and the cells that it merges."""
    if number == ROW:
        row, _, _, height = struct.unpack_from("<4H", content)
        if struct.unpack_from("<H", content, 12)[0] & 0x20 or height & 0x7FFF == 0:
            sheet["hidden_rows"].append(row + 1)
    elif number == COLINFO:
        first, last, width, _, options = struct.unpack_from("<5H", content)
        if options & 1 or width == 0:
            sheet["hidden_columns"] += range(first + 1, min(last + 1, PANEL_COLUMNS) + 1)
    elif number == MERGED:
        for at in range(2, len(content) - 7, 8):
            first, last, left, right = struct.unpack_from("<4H", content, at)
            sheet["merged"].append([[first + 1, left + 1], [last + 1, right + 1]])


def _kind(number: int, content: bytes, book: _Book) -> Any:
    """Return the text of a cell of text, or whether a formula's value was not stored; else nothing."""
    if number == LABELSST:
        return book.texts[struct.unpack_from("<I", content, 6)[0]]
    return number == FORMULA and not book.computed and content[6:14] in NO_RESULT


def _look(book: _Book, style: int, kind: Any, *, zeros: bool) -> Look:
    font, key, filled = book.looks[style]
    raised, struck, white = book.font(font)
    runs = _runs(book, *kind, font) if isinstance(kind, tuple) else ()
    code = book.formats.get(key, "General")
    return Look(code, raised, struck, white and not filled, runs, no_value=kind is True, zeros=zeros)


def _runs(book: _Book, text: str, fonts: list[tuple[int, int]], font: int) -> tuple[Run, ...]:
    """Return the parts of a text, each with the look of its font."""
    starts = [(0, font), *fonts]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    parts = ((text[start:end], book.font(number)) for (start, number), end in zip(starts, ends, strict=True))
    return tuple(Run(part, raised, struck) for part, (raised, struck, _) in parts if part)
