"""Carries edits of a file as it was when Word files were made of it to the file as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from press.journal.word_back.model import Edit


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a file that is the same then and now: where it began and ended, where it begins now."""

    start: int
    end: int
    now: int


class Carrier:
    """Knows which stretches of a file stayed.

    Parameters
    ----------
    then, now : str
        The file's text.
    """

    def __init__(self, then: str, now: str) -> None:
        self.stretches = _stretches(then, now)

    def carried(self, edit: Edit) -> Edit | None:
        """Return an edit in the file as it is now; None where the file has changed at its place."""
        for one in self.stretches:
            if one.start <= edit.start and edit.end <= one.end and _is_inside(edit, one, self.stretches):
                shift = one.now - one.start
                return Edit(edit.file, edit.start + shift, edit.end + shift, edit.text)
        return None


def _is_inside(edit: Edit, one: Stretch, all_of_them: Sequence[Stretch]) -> bool:
    """Whether an edit does not touch what was changed: beside it something stays, or the file ends."""
    first, last = one is all_of_them[0] and one.start == one.now == 0, one is all_of_them[-1]
    return (edit.start > one.start or first) and (edit.end < one.end or last)


def _stretches(then: str, now: str) -> list[Stretch]:
    if then == now:
        return [Stretch(0, len(then), 0)]
    found: list[Stretch] = []
    old, new = then.splitlines(keepends=True), now.splitlines(keepends=True)
    at_old, at_new = _offsets(old), _offsets(new)
    for kind, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            _add(found, Stretch(at_old[i], at_old[i_end], at_new[j]))
        elif kind == "replace":
            for one in _within("".join(old[i:i_end]), "".join(new[j:j_end])):
                _add(found, Stretch(at_old[i] + one.start, at_old[i] + one.end, at_new[j] + one.now))
    return found


def _within(old: str, new: str) -> list[Stretch]:
    """Return the words that stayed in lines that changed."""
    first, second = _words(old), _words(new)
    at_old, at_new = _offsets(first), _offsets(second)
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return [Stretch(at_old[one.a], at_old[one.a + one.size], at_new[one.b]) for one in blocks if one.size]


def _words(text: str) -> list[str]:
    words, start = [], 0
    for at in range(1, len(text) + 1):
        if at == len(text) or text[at].isalnum() != text[at - 1].isalnum() or not text[at].isalnum():
            words.append(text[start:at])
            start = at
    return words


def _offsets(parts: Sequence[str]) -> list[int]:
    offsets = [0]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return offsets


def _add(found: list[Stretch], one: Stretch) -> None:
    """Add a stretch, to the one before where it follows at once."""
    last = found[-1] if found else None
    if last and last.end == one.start and last.now + last.end - last.start == one.now:
        found[-1] = Stretch(last.start, one.end, last.now)
    else:
        found.append(one)
