"""Settles which changes are made: carried to the sources as they are now, not against each other, and proved.

A change that cannot be carried, or after which the source would not print what the reviewer wants, is listed.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from press.journal.word_back.carrying import Carrier
from press.journal.word_back.differences.found import NOTE_ADDED
from press.journal.word_back.match import locating
from press.journal.word_back.model import Block, Change, Edit, PlacedComment, TextOf
from press.journal.word_back.returned import Returned
from press.journal.word_back.source import sources
from press.journal.word_back.telling import patch

CHANGED_SINCE = "the source has changed there since the Word file was made"
CLASHES = "it touches what change {} changes"
REPEATED = "is made with change {}"
NOT_PROVED = "written into the source it would not print what the reviewer wants"
NEW_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


def settled(
    came: Returned, blocks: Sequence[Block], document: str, carriers: "Carriers", stale: frozenset[int]
) -> tuple[Change, ...]:
    """Return the changes, with edits of the sources as they are now where they can be made.

    Parameters
    ----------
    came : Returned
    blocks : sequence of Block
        Those of the edited file.
    document : str
        The document that it comes from.
    carriers : Carriers
    stale : frozenset of int
        The edited blocks whose source has changed since.
    """
    changes = _with_names_apart(_without_repeats(came.changes))
    changes = tuple(map(carriers.change, changes))
    changes = _without_clashes(changes)
    return _proved(changes, came, blocks, document, carriers.now, stale)


def changed_since(came: Returned, document: str, now: TextOf) -> frozenset[int]:
    """Return the edited blocks whose printed text the sources of now do not print any more."""
    printed = came.printed
    texts = [traced.block.text for traced in printed.blocks]
    found = locating.locate(sources.read(document, lambda file: now(file) or None), texts)
    gone = {n for n, then in enumerate(printed.matches) if then is not None and found[n] is None}
    return frozenset(number for number, old in came.stayed.items() if old & gone)


class Carriers:
    """Carries from the sources as they were (`then`) to those as they are (`now`)."""

    def __init__(self, then: TextOf, now: TextOf) -> None:
        self.then, self.now = then, now
        self.known: dict[str, Carrier] = {}

    def change(self, change: Change) -> Change:
        """Return a change with edits of the sources as they are now; with none where these differ."""
        carried = [self._of(edit.file).carried(edit) for edit in change.edits]
        edits = tuple(self._with_line_ends(edit) for edit in carried if edit is not None)
        if edits and len(edits) == len(carried):
            line = self.now(edits[0].file).count("\n", 0, edits[0].start) + 1
            return replace(change, edits=edits, file=edits[0].file, line=line)
        file, line = self.line(change.file, change.line)
        reason = CHANGED_SINCE if carried else change.reason
        return replace(change, edits=(), reason=reason, file=file, line=line)

    def _with_line_ends(self, edit: Edit) -> Edit:
        """Return an edit with the line ends of its file."""
        text = edit.text.replace("\r\n", "\n")
        return replace(edit, text=text.replace("\n", "\r\n") if "\r\n" in self.now(edit.file) else text)

    def comment(self, one: PlacedComment) -> PlacedComment:
        """Return a comment with its line in the sources as they are now."""
        file, line = self.line(one.file, one.line)
        return replace(one, file=file, line=line, replies=tuple(map(self.comment, one.replies)))

    def line(self, file: str, line: int) -> tuple[str, int]:
        """Return file and line where a line is now; 0 where it is gone."""
        lines = self.then(file).split("\n") if file else []
        if not 0 < line <= len(lines):
            return file, 0
        start = sum(len(one) + 1 for one in lines[: line - 1])
        places = (Edit(file, at, at, "") for at in range(start, start + len(lines[line - 1]) + 1))
        found = next((one for place in places if (one := self._of(file).carried(place))), None)
        return file, self.now(file).count("\n", 0, found.start) + 1 if found else 0

    def _of(self, file: str) -> Carrier:
        if file not in self.known:
            self.known[file] = Carrier(self.then(file), self.now(file))
        return self.known[file]


def _without_repeats(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return changes of which those that make the same edits as a former one make none.

    So it is where a sentence is printed at two places, and changed at both.
    """
    known: dict[tuple[Edit, ...], int] = {}
    result = []
    for change in changes:
        if change.edits and (former := known.setdefault(change.edits, change.number)) != change.number:
            change = replace(change, edits=(), reason=REPEATED.format(former))
        result.append(change)
    return tuple(result)


def _with_names_apart(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return changes of which no two add a footnote of the same name."""
    known: set[str] = set()
    result = []
    for change in changes:
        names = [found[1] for edit in change.edits if (found := NEW_NOTE.search(edit.text))]
        if change.what == NOTE_ADDED and names:
            name = _free(names[0], known)
            known.add(name)
            change = replace(change, edits=tuple(_renamed(edit, names[0], name) for edit in change.edits))
        result.append(change)
    return tuple(result)


def _free(name: str, known: set[str]) -> str:
    numbered = (f"{name}{number}" for number in range(2, len(known) + 3))
    return name if name not in known else next(one for one in numbered if one not in known)


def _renamed(edit: Edit, old: str, new: str) -> Edit:
    return replace(edit, text=edit.text.replace(f"[^{old}]", f"[^{new}]"))


def _without_clashes(changes: Sequence[Change]) -> tuple[Change, ...]:
    clashing = patch.clashes(changes)
    return tuple(
        replace(change, edits=(), reason=CLASHES.format(clashing[change.number]))
        if change.number in clashing
        else change
        for change in changes
    )


# What the sources would print -------------------------------------------------------------------


def _proved(
    changes: tuple[Change, ...],
    came: Returned,
    blocks: Sequence[Block],
    document: str,
    now: TextOf,
    stale: frozenset[int],
) -> tuple[Change, ...]:
    """List the changes of paragraphs that the patched sources would not print as the reviewer wants them."""
    after = patch.texts_after(changes, now)
    if not after:
        return changes
    passages = sources.read(document, lambda file: after.get(file) or now(file) or None)
    wanted = set(_wanted(changes, came, blocks)) - stale
    found = locating.locate(passages, [block.accepted for block in blocks])
    failed = frozenset(number for number in wanted if found[number] is None)
    return tuple(
        replace(change, edits=(), reason=NOT_PROVED) if change.edits and failed & concerned else change
        for change, concerned in zip(changes, came.concerned, strict=True)
    )


def _wanted(changes: Sequence[Change], came: Returned, blocks: Sequence[Block]) -> list[int]:
    """Return the edited blocks all of whose changes are made, so that the sources must print them."""
    made: set[int] = set()
    listed: set[int] = set()
    for change, concerned in zip(changes, came.concerned, strict=True):
        (made if change.edits else listed).update(concerned)
    parted = {number + 1 for number, block in enumerate(blocks) if block.deleted}
    return [
        number
        for number in sorted(made - listed - parted)
        if blocks[number].accepted.strip() and not blocks[number].deleted and not blocks[number].cell
    ]
