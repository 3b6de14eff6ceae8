"""Footnotes of two versions: which belong together, and what becomes of those that came or went."""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from press.journal.marked_up.align import Likeness, groups
from press.journal.marked_up.atoms import shown_in, words
from press.journal.marked_up.comparing import Comparer
from press.journal.marked_up.names import W
from press.journal.marked_up.pictures import DOCUMENT
from press.journal.marked_up.pieces import COME, GONE
from press.journal.marked_up.word_package import WordPackage

NOTES = "word/footnotes.xml"


@dataclass(slots=True)
class Notes:
    """The footnotes of both versions.

    Attributes
    ----------
    old, new : WordPackage
    pairs : dict
        The new identifier of each old footnote that is still there.
    last : int
        The highest identifier given so far.
    """

    old: WordPackage
    new: WordPackage
    pairs: dict[str, str] = field(default_factory=dict)
    last: int = 0

    def __post_init__(self) -> None:
        """Find which footnotes belong together."""
        versions = [in_order(package) for package in (self.old, self.new)]
        texts = {note: " ".join(words(shown_in((note,)))) for version in versions for note in version}
        likeness: Likeness[etree._Element] = Likeness(
            key=lambda note: texts[note],
            words=lambda note: Counter(texts[note].split()),
            may_pair=lambda _old, _new: True,
            may_part=lambda _note: False,
        )
        for group in groups(*versions, likeness):
            if group.old and group.new:
                self.pairs[group.old[0].get(W + "id", "")] = group.new[0].get(W + "id", "")
        notes = self.new.tree(NOTES)
        numbers = [] if notes is None else [int(note.get(W + "id", "0")) for note in notes]
        self.last = max(numbers, default=0)

    def name_of_old(self, number: str) -> str:
        """Return the name by which both versions know a footnote of the old one."""
        return self.pairs.get(number, f"old {number}")

    def next(self) -> str:
        """Return an identifier that no footnote has."""
        self.last += 1
        return str(self.last)

    def write(self, comparer: Comparer, came: set[str], gone: dict[str, str]) -> None:
        """Mark the changes within footnotes; put those that went among the new file's.

        Parameters
        ----------
        came, gone
            As `Writer` has them.
        """
        notes, before = self.new.tree(NOTES), self.old.tree(NOTES)
        if notes is None:
            return
        by_new = {new: old for old, new in self.pairs.items()}
        earlier = {} if before is None else {one.get(W + "id"): one for one in before.iter(W + "footnote")}
        for note in notes.findall(W + "footnote"):
            number = note.get(W + "id", "")
            if number in came:
                notes.replace(note, comparer.alone(note, COME))
            elif number in by_new:
                comparer.compare(earlier[by_new[number]], note)
        for old, new in gone.items():
            if old in earlier:
                note = comparer.alone(earlier[old], GONE)
                note.set(W + "id", new)
                notes.append(note)
        self._sort(notes)

    def _sort(self, notes: etree._Element) -> None:
        """Give footnotes new numbers in the order of their marks, and let them stand so.

        Some programs take the first footnote for the first mark, whatever their identifiers.
        """
        fixed = [note for note in notes if note.get(W + "type")]
        start = max((int(note.get(W + "id", "0")) for note in fixed), default=0) + 1
        known = {note.get(W + "id", ""): note for note in notes if note not in fixed}
        numbers = dict.fromkeys([*numbers_in_order(self.new), *known])
        given = {number: str(place) for place, number in enumerate(numbers, start)}
        for mark in marks_of(self.new):
            mark.set(W + "id", given[mark.get(W + "id", "")])
        for number, note in known.items():
            note.set(W + "id", given[number])
        notes.extend([*fixed, *(known[number] for number in numbers if number in known)])


def in_order(package: WordPackage) -> list[etree._Element]:
    """Return the footnotes of a file in the order of their marks."""
    notes, document = package.tree(NOTES), package.tree(DOCUMENT)
    if notes is None or document is None:
        return []
    known = {one.get(W + "id"): one for one in notes.iter(W + "footnote") if not one.get(W + "type")}
    return [known[number] for number in numbers_in_order(package) if number in known]


def numbers_in_order(package: WordPackage) -> list[str]:
    """Return the identifiers of footnotes in the order of their marks."""
    return list(dict.fromkeys(mark.get(W + "id", "") for mark in marks_of(package)))


def marks_of(package: WordPackage) -> list[etree._Element]:
    """Return the marks of footnotes."""
    document = package.tree(DOCUMENT)
    return [] if document is None else list(document.iter(W + "footnoteReference"))
