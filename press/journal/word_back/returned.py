"""What came back: an edited Word file compared with what was printed, told by the sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from press.journal.word_back.differences import comparing, made_tables, places
from press.journal.word_back.differences.found import Found
from press.journal.word_back.differences.made_tables import CellChange
from press.journal.word_back.differences.pairing import Side, groups
from press.journal.word_back.differences.steps import Step
from press.journal.word_back.match import locating
from press.journal.word_back.model import (
    Block,
    By,
    Change,
    Comment,
    Match,
    PlacedComment,
    TextIfThere,
    WordFile,
)
from press.journal.word_back.placing import placed
from press.journal.word_back.printed_text import Printed
from press.journal.word_back.source import sources
from press.journal.word_back.word_file.trace import Trace


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back.

    Attributes
    ----------
    changes : tuple of Change
        In the order of the file; their edits are those of the sources as they were then.
    concerned : tuple of frozenset of int
        For each change the edited blocks that it concerns.
    comments : tuple of PlacedComment
        With their places in the sources as they were then.
    printed : Printed
    stayed : mapping
        For each edited block the printed ones that its words come from.
    """

    changes: tuple[Change, ...]
    concerned: tuple[frozenset[int], ...]
    comments: tuple[PlacedComment, ...]
    printed: Printed
    stayed: dict[int, frozenset[int]]


def returned(said: WordFile, trace: Trace, then: TextIfThere) -> Returned:
    """Compare an edited Word file with the one that was made.

    Parameters
    ----------
    said : WordFile
        The edited file.
    trace : Trace
        What it brought along.
    then : callable
        Gives the sources as they were when it was made.
    """
    printed = printed_by(trace, then)
    old, new = [one.block for one in printed.blocks], list(said.blocks)
    flow = _Flow(old, new, printed)
    body = _Part(flow.old, flow.new, old, new)
    parts = [body, *_notes(body, old, new)]
    found = [one for part in parts for one in part.found]
    notes = {name: list(part) for name, part in groupby((b for b in new if b.note), key=lambda b: b.note)}
    told = placed(found, printed, notes)
    changes = [one.change for one in told]
    concerned = [_concerned(one.found, parts) for one in told]
    for cell in made_tables.compare(flow.old_tables, flow.new_tables):
        changes.append(_table_change(cell, printed))
        concerned.append(frozenset() if cell.new is None else frozenset({cell.new}))
    order = _order(changes, concerned, len(new))
    steps = [step for part in parts for step in part.steps]
    return Returned(
        tuple(replace(changes[at], number=number) for number, at in enumerate(order, 1)),
        tuple(concerned[at] for at in order),
        _comments(said, steps, printed),
        printed,
        _stayed(steps),
    )


def printed_by(trace: Trace, then: TextIfThere) -> Printed:
    """Return what was printed, with the passages that printed it."""
    blocks = [one.block for one in trace.blocks]
    passages = sources.read(trace.document, then)
    matches = locating.locate(passages, [block.text for block in blocks])

    def text_of(file: str) -> str:
        return then(file) or ""

    return Printed(trace.blocks, matches, places.names(blocks), text_of)


# What is text, and what code makes --------------------------------------------------------------


class _Flow:
    """The blocks of either file in two parts: the text, with tables of prose, and the tables that code makes.

    `old` and `new` are the numbers of blocks in the text; `old_tables` and `new_tables` are all blocks, those
    of the text without their cells.
    """

    def __init__(self, old: list[Block], new: list[Block], printed: Printed) -> None:
        prose = {
            block.cell.table
            for block, match in zip(old, printed.matches, strict=True)
            if block.cell and is_prose(match)
        }
        same = _tables_of_prose(old, new, prose)
        self.old = [n for n, block in enumerate(old) if _is_text(block, prose)]
        self.new = [n for n, block in enumerate(new) if _is_text(block, same)]
        self.old_tables = [block if _is_made(block, prose) else replace(block, cell=None) for block in old]
        self.new_tables = [block if _is_made(block, same) else replace(block, cell=None) for block in new]


def is_prose(match: Match | None) -> bool:
    """Whether authors wrote what a block says."""
    return match is not None and not match.passage.made_by


def _is_text(block: Block, prose: set[int]) -> bool:
    return not block.note and (block.cell is None or block.cell.table in prose)


def _is_made(block: Block, prose: set[int]) -> bool:
    return block.cell is not None and block.cell.table not in prose


def _tables_of_prose(old: list[Block], new: list[Block], prose: set[int]) -> set[int]:
    """Return which tables of the edited file are those of prose that were printed."""
    sides, numbers = [], []
    for blocks in (old, new):
        tables: dict[int, str] = {}
        for block in blocks:
            if block.cell:
                tables[block.cell.table] = f"{tables.get(block.cell.table, '')} {block.text}"
        sides.append(Side(list(tables.values()), [frozenset()] * len(tables)))
        numbers.append(list(tables))
    return {
        numbers[1][new_table]
        for group in groups(*sides)
        if any(numbers[0][table] in prose for table in group.old)
        for new_table in group.new
    }


# Comparing --------------------------------------------------------------------------------------


class _Part:
    """A part of both files that is compared by itself: the text, or one footnote."""

    def __init__(
        self, old_numbers: Sequence[int], new_numbers: Sequence[int], old: list[Block], new: list[Block]
    ) -> None:
        self.old, self.new = old_numbers, new_numbers
        made = comparing.compare([old[n] for n in old_numbers], [new[n] for n in new_numbers])
        self.notes = made.notes
        self.found = [self._everywhere(one) for one in made.found]
        self.steps = [self._step(step) for step in made.steps]

    def _everywhere(self, one: Found) -> Found:
        """Return what was found with the numbers that blocks have in the whole files."""

        def of(number: int | None, numbers: Sequence[int]) -> int | None:
            return None if number is None else numbers[number]

        return replace(
            one, old=of(one.old, self.old), after=of(one.after, self.old), before=of(one.before, self.old),
            second=of(one.second, self.old), new_block=of(one.new_block, self.new),
        )  # fmt: skip

    def _step(self, step: Step) -> Step:
        old, new = step.old, step.new
        return replace(
            step,
            old=old and replace(old, block=self.old[old.block]),
            new=new and replace(new, block=self.new[new.block]),
        )


def _notes(body: _Part, old: list[Block], new: list[Block]) -> Iterable[_Part]:
    """Yield the footnotes whose marks stayed."""
    for printed, edited in body.notes:
        sides = [
            [n for n, block in enumerate(blocks) if block.note == name]
            for blocks, name in ((old, printed), (new, edited))
        ]
        yield _Part(sides[0], sides[1], old, new)


def _concerned(one: Found, parts: Sequence[_Part]) -> frozenset[int]:
    """Return the edited blocks that a change concerns."""
    told = {one.new_block} if one.new_block is not None else set()
    wanted = {one.old, one.second, *({one.after, one.before} if one.old is None else ())} - {None}
    for part in parts:
        told |= {step.new.block for step in part.steps if step.new and step.old and step.old.block in wanted}
    return frozenset(told)


def _stayed(steps: Iterable[Step]) -> dict[int, frozenset[int]]:
    """Return for each edited block the printed ones that its words come from."""
    found: dict[int, set[int]] = {}
    for step in steps:
        if step.old and step.new:
            found.setdefault(step.new.block, set()).add(step.old.block)
    return {number: frozenset(old) for number, old in found.items()}


def _order(changes: Sequence[Change], concerned: Sequence[frozenset[int]], last: int) -> list[int]:
    """Return the numbers of changes in the order of the edited file."""
    return sorted(range(len(changes)), key=lambda at: (min(concerned[at], default=last), at))


# Tables and comments ----------------------------------------------------------------------------


def _table_change(cell: CellChange, printed: Printed) -> Change:
    table = "" if cell.old is None else places.table_name([b.block for b in printed.blocks], cell.old)
    where = ", ".join(filter(None, (table or "a new table", cell.row, cell.column)))
    reason = f"comes from {', '.join(cell.keys)}" if cell.keys else "code makes this table"
    if cell.what in (made_tables.ROW_ADDED, made_tables.TABLE_ADDED):
        reason = "rows and tables are made by code or written in the source"
    by = cell.by or By("")
    return Change(0, cell.what, where, cell.before, cell.after, by, cell.by is not None, reason=reason)


def _comments(said: WordFile, steps: Sequence[Step], printed: Printed) -> tuple[PlacedComment, ...]:
    """Return the comments with the words they hang on and their places; replies with what they answer."""
    at: dict[str, list[tuple[int, int, int]]] = {}
    for number, block in enumerate(said.blocks):
        for name, start, end in block.comments:
            at.setdefault(name, []).append((number, start, end))
    known = {one.identifier for one in said.comments}
    told = {
        one.identifier: _comment(one, at.get(one.identifier, []), said, steps, printed)
        for one in said.comments
    }
    tops = [one for one in said.comments if not one.parent or one.parent not in known]
    return tuple(
        replace(
            told[top.identifier],
            replies=tuple(told[one.identifier] for one in said.comments if one.parent == top.identifier),
        )
        for top in tops
    )


def _comment(
    comment: Comment,
    at: Sequence[tuple[int, int, int]],
    said: WordFile,
    steps: Sequence[Step],
    printed: Printed,
) -> PlacedComment:
    words = " ".join(said.blocks[number].text[start:end] for number, start, end in at)
    if not at:
        return PlacedComment(comment, words, "the file")
    number, start, _ = at[0]
    near = [(step.new, step.old) for step in steps if step.new and step.old and step.new.block == number]
    if not near:
        return PlacedComment(comment, words, places.names(said.blocks)[number])
    _, nearest = min(near, key=lambda pair: (abs(pair[0].at - start), pair[0].at))
    file, line = printed.line(nearest.block, nearest.at)
    return PlacedComment(comment, words, printed.names[nearest.block], file, line)
