"""What the reviewer did to paragraphs: words, looks, notes; added, deleted, moved, parted, joined ones."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from press.journal.word_back.differences.letters import Letter, look_shown, runs_of, same_text, words_of
from press.journal.word_back.differences.steps import IN, KEPT, OUT, Step, between
from press.journal.word_back.model import PLAIN, THING, Block, By, Look, Run

WORDS, LOOK, STYLE = "words", "look", "style"
ADDED, DELETED, MOVED = "paragraph added", "paragraph deleted", "paragraph moved"
SPLIT, JOINED = "paragraph split", "paragraphs joined"
NOTE_ADDED, NOTE_DELETED = "footnote added", "footnote deleted"
LIKE, FEW = 0.6, 6
"""One of at least so many words that has so much of its words in common with one elsewhere was moved."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was changed, told by the printed paragraphs.

    Attributes
    ----------
    what : str
        One of the words above.
    by : By or None
        Who did it, with tracking on.
    old : int or None
        The number of the printed paragraph that it concerns.
    start, end : int
        The stretch of its text that is concerned; where something is put in both are the same.
    runs : tuple of Run
        What stands there now.
    new : Block or None
        A paragraph that was added, or as it is now.
    after, before : int or None
        The printed paragraphs between which one was added or moved.
    second : int or None
        The printed paragraph that was joined to it.
    note : str
        The identifier of a footnote, in the file where it stands.
    was, now : Look
        Before and after a change of look.
    new_block : int or None
        The number of the edited paragraph where it stands.
    new_at : int
        Its offset there.
    """

    what: str
    by: By | None = None
    old: int | None = None
    start: int = 0
    end: int = 0
    runs: tuple[Run, ...] = ()
    new: Block | None = None
    after: int | None = None
    before: int | None = None
    second: int | None = None
    note: str = ""
    was: Look = PLAIN
    now: Look = PLAIN
    new_block: int | None = None
    new_at: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found, and which parts stayed.

    Attributes
    ----------
    found : tuple of Found
        In the order of the edited file.
    notes : tuple of (str, str)
        Identifiers of footnotes whose marks stayed: as printed, and in the edited file.
    steps : tuple of Step
    """

    found: tuple[Found, ...]
    notes: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


def compare(old: Sequence[Block], new: Sequence[Block]) -> Comparison:
    """Compare printed paragraphs with edited ones."""
    steps = between(old, new)
    paragraphs = [_Paragraph(part) for part in _accepted(steps)]
    placed = _Placed(old, new, paragraphs)
    found = [one for number in range(len(paragraphs)) for one in placed.found_in(number)]
    found += placed.deleted_at_last()
    notes = tuple(_notes(steps))
    return Comparison(tuple(_with_moves(found, old)), notes, tuple(steps))


def _accepted(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Yield the steps of each paragraph that is there once all changes are accepted."""
    part: list[Step] = []
    for step in steps:
        part.append(step)
        if step.is_end and step.kind != OUT:
            yield part
            part = []
    if part:
        yield part


def _notes(steps: Sequence[Step]) -> Iterator[tuple[str, str]]:
    for step in steps:
        if step.kind == KEPT and step.old and step.new and step.old.run.thing.startswith("note "):
            yield step.old.run.thing.removeprefix("note "), step.new.run.thing.removeprefix("note ")


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as it is once all changes are accepted."""

    steps: list[Step]
    homes: list[int] = field(default_factory=list)

    def kept(self) -> Counter[int]:
        """Count the letters that stayed, by the printed paragraph that they come from."""
        return Counter(
            step.old.block
            for step in self.steps
            if step.kind == KEPT and step.old and not step.is_end and not step.old.sign.isspace()
        )

    def put_in(self) -> list[Letter]:
        return [step.letter for step in self.steps if step.kind == IN and not step.is_end]

    @property
    def says_new(self) -> bool:
        return any(not one.sign.isspace() for one in self.put_in())

    @property
    def end(self) -> Step | None:
        return self.steps[-1] if self.steps[-1].is_end else None


class _Placed:
    """Knows from which printed paragraphs every paragraph comes."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block], paragraphs: list[_Paragraph]) -> None:
        self.old, self.new, self.paragraphs = old, new, paragraphs
        self.told: set[int] = set()  # deleted paragraphs that were told of
        for one in paragraphs:
            one.homes = list(one.kept())
        self.whole = {number for one in paragraphs for number in one.homes}
        for one in paragraphs:
            self._give_home(one)

    def _give_home(self, one: _Paragraph) -> None:
        """Let a paragraph all of whose words were replaced be the one whose end it has."""
        end = one.end
        if one.homes or not one.says_new or end is None or end.old is None or end.old.block in self.whole:
            return
        out = {step.old.block for step in one.steps if step.kind == OUT and step.old and not step.is_end}
        if end.old.block in out:
            one.homes = [end.old.block]
            self.whole.add(end.old.block)

    def found_in(self, number: int) -> Iterator[Found]:
        """Yield what was done to a paragraph, and which were deleted before it."""
        one = self.paragraphs[number]
        yield from self._deleted(one)
        if not one.homes:
            if one.says_new:
                yield self._added(number)
            return
        yield from self._split(number)
        yield from self._joined(one)
        yield from self._restyled(one)
        yield from _words(one, self.whole)
        yield from _looks(one)

    def deleted_at_last(self) -> Iterator[Found]:
        """Yield printed paragraphs of which no step tells (none, unless something is wrong)."""
        for number, block in enumerate(self.old):
            if block.text.strip() and number not in self.whole | self.told:
                yield Found(DELETED, None, number, 0, len(block.text))

    def _deleted(self, one: _Paragraph) -> Iterator[Found]:
        gone = {
            step.old.block: step
            for step in reversed(one.steps)
            if step.kind == OUT and step.old and step.old.block not in self.whole
        }
        for number in sorted(gone.keys() - self.told):
            self.told.add(number)
            yield Found(DELETED, gone[number].by, number, 0, len(self.old[number].text))

    def _added(self, number: int) -> Found:
        one = self.paragraphs[number]
        letters = one.put_in()
        block = replace(self.new[letters[0].block], runs=_stripped(runs_of(letters)))
        by = next(step.by for step in one.steps if step.kind == IN)
        after = next(
            (home for part in reversed(self.paragraphs[:number]) for home in reversed(part.homes)), None
        )
        before = next((home for part in self.paragraphs[number + 1 :] for home in part.homes), None)
        return Found(ADDED, by, new=block, after=after, before=before, new_block=letters[0].block)

    def _split(self, number: int) -> Iterator[Found]:
        """Yield that a paragraph was parted, if its first home began in the one before."""
        one, before = self.paragraphs[number], self.paragraphs[number - 1] if number else None
        home = one.homes[0]
        if before is None or home not in before.homes:
            return
        at = next(
            step.old.at for step in one.steps if step.kind == KEPT and step.old and step.old.block == home
        )
        by = before.end.by if before.end else None
        yield Found(SPLIT, by, home, at, at, new=self._form(one))

    def _joined(self, one: _Paragraph) -> Iterator[Found]:
        for first, second in zip(one.homes, one.homes[1:], strict=False):
            at = next((n for n, step in enumerate(one.steps) if _is_lost_end(step, first)), None)
            by = None if at is None else one.steps[at].by
            runs = (Run(" "),) if at is not None and _has_blank(one.steps, at) else ()
            end = len(self.old[first].text)
            yield Found(JOINED, by, first, end, end, runs, second=second)

    def _restyled(self, one: _Paragraph) -> Iterator[Found]:
        home, form = one.homes[-1], self._form(one)
        if form is None or len(one.homes) > 1:
            return
        printed = self.old[home]
        if (form.kind, form.level) != (printed.kind, printed.level) and "heading" in (
            form.kind,
            printed.kind,
        ):
            yield Found(STYLE, None, home, 0, len(printed.text), new=form)

    def _form(self, one: _Paragraph) -> Block | None:
        end = one.end
        return self.new[end.new.block] if end is not None and end.new is not None else None


def _is_lost_end(step: Step, block: int) -> bool:
    return step.is_end and step.kind == OUT and step.old is not None and step.old.block == block


def _has_blank(steps: Sequence[Step], at: int) -> bool:
    """Whether a blank stands where the end of a paragraph was, before the next letter or behind the last."""
    there = [step for step in steps[:at] if step.kind != OUT][-1:] + [
        step for step in steps[at + 1 :] if step.kind != OUT
    ][:1]
    return any(step.letter.sign.isspace() for step in there)


def _stripped(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return runs without blanks at either end."""
    found = list(runs)
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        found[0] = replace(found[0], text=found[0].text.lstrip())
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)


# Words ------------------------------------------------------------------------------------------


def _words(one: _Paragraph, whole: set[int]) -> Iterator[Found]:
    """Yield the changes of words in a paragraph that stayed."""
    steps = [step for step in one.steps if step.old is None or step.old.block in whole]
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
    if (
        same_text("".join(one.sign for one in old)) == same_text("".join(one.sign for one in new))
        and not blank
    ):
        return
    where = new[0] if new else None
    yield Found(
        WORDS, by, block, at, end, runs_of(new),
        new_block=where.block if where else None, new_at=where.at if where else 0,
    )  # fmt: skip


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


def _looks(one: _Paragraph) -> Iterator[Found]:
    """Yield the changes of looks of words that stayed."""
    kept = [step for step in one.steps if step.kind == KEPT and step.old and step.new and not step.is_end]

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


# Moves ------------------------------------------------------------------------------------------


def _with_moves(found: list[Found], old: Sequence[Block]) -> Iterator[Found]:
    """Yield what was found, with a paragraph deleted here and added there as moved, though words changed."""
    gone = {
        one.old: same_text(old[one.old].text) for one in found if one.what == DELETED and one.old is not None
    }
    came = {
        number: same_text("".join(run.text for run in one.new.runs))
        for number, one in enumerate(found)
        if one.what == ADDED and one.new is not None
    }
    moved: dict[int, int] = {}
    for least in (1.0, LIKE):  # those that are the same find each other first
        for number in came.keys() - moved.keys():
            for block in sorted(gone.keys() - set(moved.values())):
                if number not in moved and _is_moved(gone[block], came[number], least):
                    moved[number] = block
    for number, one in enumerate(found):
        if number in moved:
            yield replace(one, what=MOVED, old=moved[number])
        elif not (one.what == DELETED and one.old in moved.values()):
            yield one


def _is_moved(old: str, new: str, least: float) -> bool:
    """Whether a paragraph that came is one that went: it has its words, all or most of them."""
    first, second = Counter(words_of(old)), Counter(words_of(new))
    if least == 1.0:
        return old == new and first.total() > 1
    common = (first & second).total()
    return first.total() >= FEW and 2 * common >= least * (first.total() + second.total())
