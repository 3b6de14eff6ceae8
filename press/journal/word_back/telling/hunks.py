"""Edits of one text as a section of a patch, in the form of `git diff`.

Lines end with a line feed and nothing else, as git takes them. Which lines differ is seen by comparing the
beginnings and ends of those that an edit touches: a rule that `assets/choose.js` follows too, so that a page
without Python writes the same patch. Whoever changes one changes the other; a test holds them together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from os.path import commonprefix

from press.journal.word_back.model import Edit
from press.journal.word_back.rewrite.edits import apply, in_order

CONTEXT = 3
"""Lines around a change that a hunk shows."""
NO_LINE_END = "\\ No newline at end of file\n"
ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that take the place of others: `first` is the number of the first one, from 0."""

    first: int
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def end(self) -> int:
        """The number of the line behind the old ones."""
        return self.first + len(self.old)


def near_groups(text: str, edits: Sequence[Edit]) -> list[list[Edit]]:
    """Return edits of a text in their order, together those that one hunk shows."""
    ordered = in_order(edits)
    groups = [ordered[:1]] if ordered else []
    for former, edit in pairwise(ordered):
        if text.count("\n", former.end, edit.start) - 1 <= 2 * CONTEXT:
            groups[-1].append(edit)
        else:
            groups.append([edit])
    return groups


def section(file: str, text: str, edits: Sequence[Edit], heading: str) -> str:
    """Return the section of a patch that makes some edits in one hunk; empty where they change nothing."""
    lines = split_lines(text)
    changed = segments(text, lines, edits)
    if not changed:
        return ""
    old, new = quoted(f"a/{file}"), quoted(f"b/{file}")
    tab = "\t" if " " in file else ""
    return f"diff --git {old} {new}\n--- {old}{tab}\n+++ {new}{tab}\n{hunk(lines, changed, heading)}"


def split_lines(text: str) -> list[str]:
    """Return the lines of a text with the line feeds at their ends."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def segments(text: str, lines: Sequence[str], edits: Sequence[Edit]) -> list[Segment]:
    """Return what edits change, line by line; edits that touch the same line are one segment."""
    found = []
    for first, last, together in stretches(text, edits):
        start = sum(map(len, lines[:first]))
        old = "".join(lines[first:last])
        moved = [Edit(edit.file, edit.start - start, edit.end - start, edit.text) for edit in together]
        found.append(_trimmed(first, split_lines(old), split_lines(apply(old, moved))))
    return [segment for segment in found if segment.old or segment.new]


def stretches(text: str, edits: Sequence[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Yield first and last line (exclusive) that edits touch, with these edits."""
    first, last, together = 0, 0, list[Edit]()
    for edit in in_order(edits):
        begin, end = text.count("\n", 0, edit.start), text.count("\n", 0, edit.end) + 1
        if together and begin >= last:
            yield first, last, together
            together = []
        first, last = first if together else begin, end
        together.append(edit)
    if together:
        yield first, last, together


def _trimmed(first: int, old: list[str], new: list[str]) -> Segment:
    """Return a segment without the lines that are the same at its beginning and its end."""
    before = len(commonprefix([old, new]))
    old, new = old[before:], new[before:]
    behind = len(commonprefix([old[::-1], new[::-1]]))
    return Segment(first + before, tuple(old[: len(old) - behind]), tuple(new[: len(new) - behind]))


def hunk(lines: Sequence[str], changed: Sequence[Segment], heading: str) -> str:
    """Return some segments with the lines around and between them."""
    start = max(0, changed[0].first - CONTEXT)
    place, body = start, []
    for segment in changed:
        body += [f" {line}" for line in lines[place : segment.first]]
        body += [f"-{line}" for line in segment.old] + [f"+{line}" for line in segment.new]
        place = segment.end
    end = min(len(lines), place + CONTEXT)
    body += [f" {line}" for line in lines[place:end]]
    added = sum(len(segment.new) - len(segment.old) for segment in changed)
    head = f"@@ -{_range(start, end - start)} +{_range(start, end - start + added)} @@ {heading}\n"
    return head + "".join(line if line.endswith("\n") else f"{line}\n{NO_LINE_END}" for line in body)


def _range(start: int, count: int) -> str:
    """Return lines as the head of a hunk names them; of none, the line before them."""
    return f"{start + 1 if count else start},{count}"


def quoted(name: str) -> str:
    """Return a file's name as git writes it: in quotation marks where no line could hold it as it is."""
    if not any(letter in ESCAPES or letter < " " or letter == "\x7f" for letter in name):
        return name
    written = (
        ESCAPES.get(letter) or (letter if " " <= letter != "\x7f" else f"\\{ord(letter):03o}")
        for letter in name
    )
    return f'"{"".join(written)}"'
