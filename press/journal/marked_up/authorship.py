"""Who made a change that a Word file shows: the commit that has its words, else that of the results."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from press.journal.marked_up.atoms import words
from press.journal.marked_up.history import Hunk, Step, nobody_yet
from press.journal.marked_up.tracking import Stretch
from press.journal.word_back.model import By

NEIGHBOURS = 6
"""Words on either side that tell where a change is."""
ENOUGH, NEAR = 0.5, 0.6
"""Share of its words that a change must have in a source; share of the words around it that must be near."""
CLOSE, MANY = 0.3, 4
"""Share of the words around that fewer words than so many must have near."""


@dataclass(frozen=True, slots=True)
class Authorship:
    """Tells who made a change.

    Attributes
    ----------
    steps : sequence of Step
        The oldest first.
    """

    steps: Sequence[Step]

    def __call__(self, change: Stretch) -> By:
        """Return author and date of a change: by its words, by its place, by where numbers come from."""
        asked = Asked.of(change)
        for judge in (asked.by_words, asked.by_place):
            scores = [
                (score, number)
                for number, step in enumerate(self.steps)
                if (score := max(map(judge, step.hunks), default=0.0)) > 0
            ]
            if scores:
                return self.steps[max(scores)[1]].by
        return self._of_results()

    def _of_results(self) -> By:
        """Return the newest change of data or code, else the newest of all."""
        makers = [step for step in self.steps if step.results] or self.steps
        return makers[-1].by if makers else nobody_yet()


@dataclass(frozen=True, slots=True)
class Asked:
    """A change as it is looked for.

    Attributes
    ----------
    change : Stretch
    words : Counter
        Its words.
    around : frozenset of str
        The words on either side.
    """

    change: Stretch
    words: Counter[str]
    around: frozenset[str]

    @classmethod
    def of(cls, change: Stretch) -> "Asked":
        """Return what is looked for."""
        said = words(change.words)
        around = [*words(change.before)[-NEIGHBOURS:], *words(change.after)[:NEIGHBOURS]]
        with_letters = [word for word in said if any(map(str.isalnum, word))]
        return cls(change, Counter(with_letters or said), frozenset(filter(str.isalnum, around)))

    def by_words(self, hunk: Hunk) -> float:
        """Return how well a change of a source has the words; 0 where it does not."""
        if self.change.looks or not self.words:
            return 0.0
        side = hunk.come if self.change.inserted else hunk.gone
        found = (side & self.words).total() / self.words.total()
        near = self._near(hunk)
        if self.change.made or not any(map(str.isalpha, "".join(self.words))):
            return found + near if found == 1 and near >= ENOUGH and self.around else 0.0
        alone = not self.around and found == 1
        placed = near >= CLOSE or self.words.total() >= MANY or alone
        return found + near if found >= ENOUGH and placed else 0.0

    def by_place(self, hunk: Hunk) -> float:
        """Return how near a change of a source is that prints by code, or is marked up otherwise."""
        if self.change.made:
            return 0.0
        if not (hunk.code or self.change.looks):
            return 0.0
        near = self._near(hunk, with_words=self.change.looks)
        return near if near >= NEAR else 0.0

    def _near(self, hunk: Hunk, with_words: bool = False) -> float:
        """Return the share of the words around that stand there in the source."""
        there = hunk.new if self.change.inserted else hunk.old
        around = self.around | (frozenset(self.words) if with_words else frozenset())
        return len(around & there) / len(around) if around else 0.0
