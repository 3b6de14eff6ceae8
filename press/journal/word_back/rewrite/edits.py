"""Edits of files: what a rewriting gives, and how they are made."""

from collections.abc import Iterable
from dataclasses import dataclass

from press.base.errors import InputError
from press.journal.word_back.model import Beside, Edit


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The edits that make a change, or why it cannot be made.

    Attributes
    ----------
    edits : tuple of Edit
        In the order of their places; none where it cannot be made, or where nothing is to be done.
    reason : str
        "comes from model.term.estimate"; empty where it can be made.
    beside : tuple of Beside
        Other branches of the sentences that are rewritten.
    """

    edits: tuple[Edit, ...] = ()
    reason: str = ""
    beside: tuple[Beside, ...] = ()


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits as they stand in the text; of those in one place, insertions come first."""
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text of a file with edits made; those at one offset go in one behind the other.

    Raises
    ------
    InputError
        When edits overlap or lie outside the text.
    """
    parts, at = [], 0
    for edit in in_order(edits):
        if edit.start < at or edit.end < edit.start or edit.end > len(text):
            line = text.count("\n", 0, edit.start) + 1
            raise InputError(f"{edit.file}:{line}: found edits that overlap, expected one for each place.")
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def shortest(text: str, edit: Edit) -> Edit:
    """Return an edit without what it leaves as it is, at its beginning and at its end."""
    old, new = text[edit.start : edit.end], edit.text
    most = min(len(old), len(new))
    first = next((i for i in range(most) if old[i] != new[i]), most)
    last = next((i for i in range(most - first) if old[-1 - i] != new[-1 - i]), most - first)
    return Edit(edit.file, edit.start + first, edit.end - last, new[first : len(new) - last])
