"""The parts of the page that tell of one change or one comment: also those that cannot be chosen."""

from collections.abc import Sequence

from press.journal.word_back.model import Change, PlacedComment
from press.journal.word_back.telling.markup import change_of, code, one_line, who, words
from press.journal.word_back.telling.shown_words import place_of


def change_head(change: Change) -> str:
    """Return number and place of a change as a heading, then who made it and of what kind it is."""
    where = words(change.where) or "Somewhere in the text"
    return (
        f'<h3 id="title-{change.number}">{change.number}. {where}</h3>\n'
        f'<p class="meta">{who(change.by)} · {one_line(change.what)}</p>'
    )


def said(change: Change) -> str:
    """Return what the text said and says, with the words around it."""
    before, behind = map(words, change.around)
    return f'<p class="said">{before}{change_of(change.before, change.after)}{behind}</p>'


def beside(change: Change) -> str:
    """Return the branches of the same sentence that were not printed, for the author to follow."""
    if not change.beside:
        return ""
    rows = "\n".join(
        f"<li><strong>{one_line(other.name)}</strong>, {code(place_of(other.file, other.line))}: "
        f"<q>{words(other.text)}</q></li>"
        for other in change.beside
    )
    return (
        '<div class="beside">\n<p>Results choose this sentence. Its other texts stay as they are; '
        f"see whether they should follow:</p>\n<ul>\n{rows}\n</ul></div>\n"
    )


def listed_section(changes: Sequence[Change]) -> str:
    """Return the changes that are not made, each with its reason and all of its text."""
    if not changes:
        return ""
    rows = "\n".join(f'<li id="change-{change.number}">{_listed(change)}</li>' for change in changes)
    return _section("Not applied", "listed", rows)


def _listed(change: Change) -> str:
    place = place_of(change.file, change.line)
    behind = f" ({code(place)})" if place else ""
    reason = words(change.reason) or "it has no place in the sources"
    return f"{change_head(change)}\n{said(change)}\n<p>Not applied: {reason}{behind}.</p>\n{beside(change)}"


def comments_section(comments: Sequence[PlacedComment]) -> str:
    """Return the comments with their answers."""
    if not comments:
        return ""
    rows = "\n".join(f"<li>{_comment(comment)}</li>" for comment in comments)
    return _section("Comments", "comments", rows)


def _section(name: str, kind: str, rows: str) -> str:
    return f'<section aria-label="{name}">\n<h2>{name}</h2>\n<ol class="{kind}">\n{rows}\n</ol></section>'


def _comment(placed: PlacedComment) -> str:
    place = place_of(placed.file, placed.line)
    state = "resolved" if placed.comment.done else "open"
    told = filter(None, (who(placed.comment.by), words(placed.where), code(place) if place else "", state))
    hangs_on = f"<blockquote>{words(placed.words)}</blockquote>\n" if placed.words else ""
    return f'<p class="meta">{" · ".join(told)}</p>\n{hangs_on}{_text(placed)}{_replies(placed)}'


def _replies(placed: PlacedComment) -> str:
    return "".join(
        f'\n<div class="reply"><p class="meta">{who(reply.comment.by)} · reply</p>\n{_text(reply)}'
        f"{_replies(reply)}</div>"
        for reply in placed.replies
    )


def _text(placed: PlacedComment) -> str:
    paragraphs = filter(str.strip, placed.comment.text.splitlines())
    return "\n".join(f"<p>{one_line(paragraph)}</p>" for paragraph in paragraphs) or "<p>(no text)</p>"
