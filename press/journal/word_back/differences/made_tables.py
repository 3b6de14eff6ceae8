"""What was changed in tables that code makes: cells, rows, whole tables; none of it goes into the sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from press.journal.word_back.differences.letters import same_text
from press.journal.word_back.differences.pairing import Side, groups
from press.journal.word_back.model import Block, By

CELL, ROW_ADDED, ROW_DELETED = "table cell", "row added", "row deleted"
TABLE_ADDED, TABLE_DELETED = "table added", "table deleted"


@dataclass(frozen=True, slots=True)
class CellChange:
    """A change in a table.

    Attributes
    ----------
    what : str
        One of the words above.
    old, new : int or None
        The first block concerned among the printed ones, and among the edited ones.
    row, column : str
        What its row and its column are called; empty for a whole table.
    before, after : str
        What it said and says.
    by : By or None
        Who did it, with tracking on.
    keys : tuple of str
        The numbers that the printed cell holds.
    """

    what: str
    old: int | None
    new: int | None
    row: str
    column: str
    before: str
    after: str
    by: By | None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    block: int
    by: By | None
    keys: tuple[str, ...]


_Row = tuple[_Cell, ...]


def compare(old: Sequence[Block], new: Sequence[Block]) -> list[CellChange]:
    """Compare the printed tables with the edited ones.

    Parameters
    ----------
    old, new : sequence of Block
        All blocks of either file; those in no table are passed over.
    """
    before, after = _tables(old), _tables(new)
    sides = [Side([_text(table) for table in side], [frozenset()] * len(side)) for side in (before, after)]
    return [change for group in groups(*sides) for change in _in_group(group.old, group.new, before, after)]


def _in_group(
    old: tuple[int, ...], new: tuple[int, ...], before: list[list[_Row]], after: list[list[_Row]]
) -> Iterator[CellChange]:
    for first, second in zip_longest(old, new):
        if second is None:
            yield _whole(TABLE_DELETED, before[first], None)
        elif first is None:
            yield _whole(TABLE_ADDED, None, after[second])
        else:
            yield from _between(before[first], after[second])


def _whole(what: str, old: list[_Row] | None, new: list[_Row] | None) -> CellChange:
    rows = old or new or []
    text = " / ".join(" | ".join(cell.text for cell in row) for row in rows)
    first = rows[0][0]
    by = next((cell.by for row in rows for cell in row if cell.by), None)
    return CellChange(
        what, first.block if old else None, None if old else first.block, "", "", text if old else "",
        "" if old else text, by,
    )  # fmt: skip


def _between(old: list[_Row], new: list[_Row]) -> Iterator[CellChange]:
    """Yield the changes in a table that stayed."""
    head = old[0]
    keys = [[tuple(same_text(cell.text) for cell in row) for row in rows] for rows in (old, new)]
    for kind, i, i_end, j, j_end in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for first, second in _paired(old[i:i_end], new[j:j_end]):
            if first is None:
                yield _row(ROW_ADDED, second, head)
            elif second is None:
                yield _row(ROW_DELETED, first, head)
            else:
                yield from _cells(first, second, head)


def _paired(old: list[_Row], new: list[_Row]) -> Iterator[tuple[_Row | None, _Row | None]]:
    if len(old) == len(new):
        yield from zip(old, new, strict=True)
        return
    sides = [Side([_words(row) for row in rows], [frozenset()] * len(rows)) for rows in (old, new)]
    for group in groups(*sides):
        for i, j in zip_longest(group.old, group.new):
            yield None if i is None else old[i], None if j is None else new[j]


def _row(what: str, row: _Row | None, head: _Row) -> CellChange:
    assert row is not None
    text = " | ".join(cell.text for cell in row)
    by = next((cell.by for cell in row if cell.by), None)
    there = row[0].block
    if what == ROW_ADDED:
        return CellChange(what, head[0].block, there, row[0].text, "", "", text, by)
    keys = tuple(key for cell in row for key in cell.keys)
    return CellChange(what, there, None, row[0].text, "", text, "", by, keys)


def _cells(old: _Row, new: _Row, head: _Row) -> Iterator[CellChange]:
    for number, (first, second) in enumerate(zip_longest(old, new)):
        before, after = ("" if cell is None else cell.text for cell in (first, second))
        if same_text(before) == same_text(after):
            continue
        cell = first or old[-1]
        column = head[number].text if number < len(head) and old is not head else ""
        name = old[0].text if number else ""
        by = second.by if second else None
        yield CellChange(
            CELL, cell.block, second.block if second else None, name, column, before, after, by, cell.keys
        )


def _tables(blocks: Sequence[Block]) -> list[list[_Row]]:
    """Return the tables as rows of cells with all changes accepted; rows that were deleted are left out."""
    tables: dict[int, dict[int, dict[int, list[int]]]] = {}
    for number, block in enumerate(blocks):
        if block.cell:
            row = tables.setdefault(block.cell.table, {}).setdefault(block.cell.row, {})
            row.setdefault(block.cell.column, []).append(number)
    found = []
    for rows in tables.values():
        made = [tuple(_cell(blocks, numbers) for _, numbers in sorted(row.items())) for row in rows.values()]
        kept = [row for row, cells in zip(made, rows.values(), strict=True) if not _is_deleted(blocks, cells)]
        if kept:
            found.append(kept)
    return found


def _is_deleted(blocks: Sequence[Block], cells: dict[int, list[int]]) -> bool:
    runs = [run for numbers in cells.values() for number in numbers for run in blocks[number].runs]
    return bool(runs) and all(run.deleted for run in runs)


def _cell(blocks: Sequence[Block], numbers: list[int]) -> _Cell:
    runs = [run for number in numbers for run in blocks[number].runs]
    text = "\n".join(blocks[n].accepted for n in numbers)
    by = next((run.deleted or run.inserted for run in runs if run.deleted or run.inserted), None)
    return _Cell(text, numbers[0], by, tuple(dict.fromkeys(run.key for run in runs if run.key)))


def _words(row: _Row) -> str:
    return " ".join(cell.text for cell in row)


def _text(table: list[_Row]) -> str:
    return " ".join(map(_words, table))
