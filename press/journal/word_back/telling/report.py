"""What the terminal says of a Word file that came back: a line for each change and comment, and counts."""

from collections.abc import Iterator, Sequence

from press.journal.word_back.model import Change, PlacedComment, RoundTrip
from press.journal.word_back.telling.patch import clashes
from press.journal.word_back.telling.shown_words import (
    counts_of_blocks,
    counts_of_changes,
    counts_of_comments,
    line_of,
    name_of,
    place_of,
    signature,
)

GAP = "  "


def report_of(
    changes: Sequence[Change], comments: Sequence[PlacedComment], trip: RoundTrip | None = None
) -> str:
    """Return the lines for the terminal: changes in the patch, those that are listed, comments, counts.

    Nothing is left out or shortened: what is listed stands here with all of its text.
    """
    former = clashes(changes)
    made = [change for change in changes if change.edits and change.number not in former]
    listed = [change for change in changes if change not in made]
    sections = [
        [_change(change) for change in made],
        ["Not applied:", *(_listed(change, former) for change in listed)] if listed else [],
        ["Comments:", *(line for comment in comments for line in _comment(comment))] if comments else [],
        list(_differences(trip)),
        [_counts(changes, len(former), comments, trip)],
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines)


def _change(change: Change) -> str:
    """Return a change in one line: where it is, of what kind, by whom, what it does."""
    place = place_of(change.file, change.line) or line_of(change.where)
    told = (place, line_of(change.what), name_of(change.by), _step(change))
    return GAP.join(filter(None, told))


def _step(change: Change) -> str:
    """Return `a` -> `b`; what is put in or taken out has one side alone."""
    before, after = (f"`{line_of(text)}`" if text else "" for text in (change.before, change.after))
    return " -> ".join((before or "(nothing)", after or "(nothing)"))


def _listed(change: Change, former: dict[int, int]) -> str:
    reason = line_of(change.reason) or "it has no place in the sources"
    if change.number in former:
        reason = f"it touches what change {former[change.number]} changes"
    where = f"{GAP}({line_of(change.where)})" if change.file and change.where else ""
    return f"{GAP}{_change(change)}{where}: {reason}"


def _comment(placed: PlacedComment, depth: int = 1) -> Iterator[str]:
    """Yield a comment and its answers, each in a line."""
    place = place_of(placed.file, placed.line) or line_of(placed.where)
    words = f"on `{line_of(placed.words)}`" if placed.words else ""
    done = "resolved" if placed.comment.done else ""
    told = (place, words, signature(placed.comment.by), done)
    yield f"{GAP * depth}{GAP.join(filter(None, told))}: {line_of(_in_one_line(placed.comment.text))}"
    for reply in placed.replies:
        yield from _comment(reply, depth + 1)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _differences(trip: RoundTrip | None) -> Iterator[str]:
    """Yield where a build of the patched sources differs, for no reason that is listed."""
    if trip is None or not trip.others:
        return
    yield "A build of the patched sources differs from the reviewer's file:"
    for wanted, built in trip.others:
        yield f"{GAP}`{line_of(wanted)}` is in the build `{line_of(built)}`"


def _counts(
    changes: Sequence[Change], left_out: int, comments: Sequence[PlacedComment], trip: RoundTrip | None
) -> str:
    """Return the last line."""
    told = [counts_of_changes(changes, left_out), counts_of_comments(comments)]
    text = "; ".join([*told, *([counts_of_blocks(trip)] if trip else [])])
    return f"{text}."
