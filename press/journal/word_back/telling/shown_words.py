"""How changes and comments are told to people: who, when and what, with nothing of it that hides."""

from collections.abc import Sequence

from press.base.plain_text import BLANKS, shortened, shown, visible
from press.journal.word_back.model import THING, By, Change, PlacedComment, RoundTrip

LONGEST_NAME = 60
"""Letters of a reviewer's name that one line quotes."""
OBJECT = "[object]"
"""What stands in a line of text for a picture, an equation or the mark of a note."""
UNTRACKED = "not tracked"


def name_of(by: By) -> str:
    """Return a reviewer's name in one line, or that there is none."""
    name = shown(BLANKS.sub(" ", by.author).strip())
    return shortened(name, LONGEST_NAME) if name else UNTRACKED


def signature(by: By) -> str:
    """Return name and day: "Jane Doe, 2026-11-20"."""
    return ", ".join(filter(None, (name_of(by), day(by))))


def day(by: By) -> str:
    """Return the day of a change or comment, without its time."""
    return visible(by.date[:10])


def line_of(text: str) -> str:
    """Return a text in one line: line ends and marks of control are escapes."""
    return visible(text.replace(THING, OBJECT))


def step(change: Change) -> str:
    """Return what a change does in one line: `"words" -> "other words"`, with its kind if it is no words."""
    kind = "" if change.what == "words" else f"{line_of(change.what)}: "
    before, after = (shortened(line_of(text)) for text in (change.before, change.after))
    if change.before and change.after:
        return f'{kind}"{before}" -> "{after}"'
    return f'{kind}"{before}" deleted' if change.before else f'{kind}"{after}" inserted'


def place_of(file: str, line: int) -> str:
    """Return file and line, `paper/index.qmd:91`, as far as they are known."""
    return f"{line_of(file)}:{line}" if file and line else line_of(file)


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: "1 change", "2 changes"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def counts_of_changes(changes: Sequence[Change], left_out: int = 0) -> str:
    """Return how many changes there are, in the patch and listed."""
    made = sum(bool(change.edits) for change in changes) - left_out
    if not changes:
        return "no changes"
    return f"{counted(len(changes), 'change')}: {made} in the patch, {len(changes) - made} listed"


def counts_of_comments(comments: Sequence[PlacedComment]) -> str:
    """Return how many comments there are, and how many answers."""
    replies = sum(len(comment.replies) for comment in comments)
    answers = f" with {counted(replies, 'reply').replace('replys', 'replies')}" if replies else ""
    return f"{counted(len(comments), 'comment')}{answers}" if comments else "no comments"


def counts_of_blocks(trip: RoundTrip) -> str:
    """Return what the comparison of a build with the reviewer's file comes to."""
    told = f"{trip.alike} of {trip.blocks} blocks say what the reviewer's file says"
    if trip.named:
        told += f", {_differ(trip.named)} as listed"
    return told + (f", {_differ(len(trip.others))} otherwise" if trip.others else "")


def _differ(count: int) -> str:
    return f"{count} {'differs' if count == 1 else 'differ'}"
