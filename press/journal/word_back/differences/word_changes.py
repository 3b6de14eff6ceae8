"""The changes of words and of looks in a paragraph that stayed."""

from collections.abc import Iterator
from itertools import groupby

from press.journal.word_back.differences.found import LOOK, NOTE_ADDED, NOTE_DELETED, WORDS, Found
from press.journal.word_back.differences.letters import Letter, look_shown, runs_of, same_text
from press.journal.word_back.differences.steps import KEPT, OUT, Step
from press.journal.word_back.model import THING, By, Look


def changed_words(paragraph: list[Step], whole: set[int]) -> Iterator[Found]:
    """Yield the changes of words in a paragraph that stayed."""
    steps = [step for step in paragraph if step.old is None or step.old.block in whole]
    for part in _stretches(steps):
        yield from _change(steps, part)


def _stretches(steps: list[Step]) -> Iterator[range]:
    """Yield which steps make one change: they follow each other, and one person made them.

    A blank that was kept between two untracked changes belongs to them; the mark of a note is a change alone.
    """
    start: int | None = None
    for number, step in enumerate([*steps, None]):
        if start is not None and (step is None or not _continues(steps, number)):
            yield range(start, number)
            start = None
        if start is None and step is not None and step.kind != KEPT and not step.is_end:
            start = number


def _continues(steps: list[Step], number: int) -> bool:
    step, last = steps[number], steps[number - 1]
    if step.is_end or _is_note(step) or _is_note(last):
        return False
    if step.kind == KEPT:
        later = steps[number + 1] if number + 1 < len(steps) else None
        bridges = later is not None and later.kind != KEPT and later.by is None and not later.is_end
        return step.letter.sign == " " and last.kind != KEPT and last.by is None and bridges
    return last.kind == KEPT or step.by == last.by or _same_person(step.by, last.by)


def _same_person(one: By | None, other: By | None) -> bool:
    return one is not None and other is not None and one.author == other.author


def _is_note(step: Step) -> bool:
    return step.kind != KEPT and step.letter.run.thing.startswith("note ")


def _change(steps: list[Step], part: range) -> Iterator[Found]:
    inside = [steps[number] for number in part]
    old = [step.old for step in inside if step.old is not None]
    new = [step.new for step in inside if step.new is not None and step.kind != OUT]
    by = next(step.by for step in inside if step.kind != KEPT)
    block, at = (old[0].block, old[0].at) if old else _place(steps, part)
    if block is None:
        return
    end = old[-1].at + 1 if old else at
    if _is_note(inside[0]):
        kind = NOTE_DELETED if inside[0].kind == OUT else NOTE_ADDED
        note = inside[0].letter.run.thing.removeprefix("note ")
        yield Found(kind, by, block, at, end, note=note)
        return
    blank = all(one.sign.isspace() for one in (*old, *new))
    if blank and (_at_end(steps, part) or (old and new)):
        return  # part of a split or a join, or other blanks
    if not blank and _compared(old) == _compared(new):
        return
    where = new[0] if new else None
    yield Found(
        WORDS, by, block, at, end, runs_of(new),
        new_block=where.block if where else None, new_at=where.at if where else 0,
    )  # fmt: skip


def _compared(letters: list[Letter]) -> str:
    """Return letters as they are compared, formulas by their own letters too."""
    return same_text("".join(one.norm for one in letters))


def _place(steps: list[Step], part: range) -> tuple[int | None, int]:
    """Return the printed paragraph and the offset where something was put in."""
    for step in reversed(steps[: part.start]):
        if step.old is not None and not step.is_end:
            return step.old.block, step.old.at + 1
    for step in steps[part.stop :]:
        if step.old is not None:
            return step.old.block, step.old.at
    return None, 0


def _at_end(steps: list[Step], part: range) -> bool:
    """Whether a change touches where a paragraph begins or ends."""
    before = steps[part.start - 1] if part.start else None
    after = steps[part.stop] if part.stop < len(steps) else None
    return before is None or after is None or before.is_end or after.is_end


# Looks ------------------------------------------------------------------------------------------


def changed_looks(paragraph: list[Step]) -> Iterator[Found]:
    """Yield the changes of looks of words that stayed."""
    kept = [step for step in paragraph if step.kind == KEPT and step.old and step.new and not step.is_end]

    def change(step: Step) -> tuple[int, Look, Look, By | None]:
        assert step.old and step.new
        return (
            step.old.block,
            look_shown(step.old.run.look),
            look_shown(step.new.run.look),
            step.new.run.relooked,
        )

    for (block, was, now, by), part in groupby(kept, change):
        letters = [step.old for step in part if step.old]
        if was == now or all(one.sign.isspace() or one.sign == THING for one in letters):
            continue
        yield Found(LOOK, by, block, letters[0].at, letters[-1].at + 1, was=was, now=now)
