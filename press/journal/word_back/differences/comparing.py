"""What the reviewer did to paragraphs: words, looks, notes; added, deleted, moved, parted, joined ones."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from press.journal.word_back.differences.found import (
    ADDED,
    DELETED,
    JOINED,
    SPLIT,
    STYLE,
    Found,
)
from press.journal.word_back.differences.letters import Letter, runs_of
from press.journal.word_back.differences.moves import with_moves
from press.journal.word_back.differences.steps import IN, KEPT, OUT, Step, between
from press.journal.word_back.differences.word_changes import changed_looks, changed_words
from press.journal.word_back.model import Block, Run


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
    return Comparison(tuple(with_moves(found, old)), notes, tuple(steps))


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
        yield from changed_words(one.steps, self.whole)
        yield from changed_looks(one.steps)

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
