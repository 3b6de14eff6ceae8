"""What people read of a change: what the text said and says, and the words around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from press.journal.word_back.differences.found import (
    JOINED,
    LOOK,
    MOVED,
    NOTE_ADDED,
    NOTE_DELETED,
    SPLIT,
    Found,
)
from press.journal.word_back.model import Block, Look, Run
from press.journal.word_back.printed_text import Printed

END = "¶"
"""Shows where a paragraph ends."""
AROUND = 40
"""Letters on either side that show where a change stands."""
MARKS = {"bold": "**", "italic": "*", "strike": "~~", "superscript": "^", "subscript": "~", "code": "`"}
"""How looks are shown, by the names of their switches."""
WHOLE = (SPLIT, JOINED, MOVED, NOTE_ADDED, NOTE_DELETED)
"""What is told by itself, without words around it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a change made of what: what the text said, and says."""

    before: str
    after: str


def said_by(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Said:
    """Return what a change made of what, for people to read."""
    assert one.old is not None
    text = printed.text(one.old)
    words = text[one.start : one.end]
    if one.what == LOOK:
        return Said(shown_look(words, one.was), shown_look(words, one.now))
    if one.what == SPLIT:
        left, right = text[: one.start].rstrip()[-AROUND:], text[one.start :].lstrip()[:AROUND]
        return Said(f"{left} {right}", f"{left} {END} {right}")
    if one.what == JOINED and one.second is not None:
        left, right = text.rstrip()[-AROUND:], printed.text(one.second).lstrip()[:AROUND]
        return Said(f"{left} {END} {right}", f"{left}{' ' if one.runs else ''}{right}")
    if one.what == MOVED:
        behind = f"behind {printed.names[one.after]}" if one.after is not None else "to the beginning"
        now = "".join(run.text for run in one.new.runs) if one.new else text
        return Said(text, f"{now} ({behind})")
    if one.what == NOTE_ADDED:
        return Said("", "".join(run.text for block in notes.get(one.note, ()) for run in block.runs))
    if one.what == NOTE_DELETED:
        gone = (traced.block.text for traced in printed.blocks if traced.block.note == one.note)
        return Said(" ".join(gone), "")
    return Said(words, shown(one.runs))


def shown(runs: Sequence[Run]) -> str:
    """Return what runs say; what is no text is told in brackets."""
    return "".join(
        f"[{run.thing}]" if run.thing and not run.thing.startswith("note ") else run.text for run in runs
    )


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return some whole words before and behind a stretch of a text."""
    before, behind = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = before.partition(" ")[2]
    if len(text) > end + AROUND:
        behind = behind.rpartition(" ")[0]
    return before, behind


def shown_look(text: str, look: Look) -> str:
    """Return words with their look as Markdown has it."""
    for name, sign in MARKS.items():
        if getattr(look, name):
            text = f"{sign}{text}{sign}"
    text = f"[{text}]{{.smallcaps}}" if look.small_caps else text
    return f"[{text}]({look.link})" if look.link else text
