"""Decides for each change whether it is carried into the sources or listed, and why."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from press.journal.word_back.differences import comparing
from press.journal.word_back.differences.found import (
    ADDED,
    DELETED,
    JOINED,
    LOOK,
    MOVED,
    NOTE_ADDED,
    NOTE_DELETED,
    SPLIT,
    STYLE,
    WORDS,
    Found,
)
from press.journal.word_back.differences.letters import letters_of, runs_of, tokens_of
from press.journal.word_back.model import THING, Block, By, Change, Match, Run, Span
from press.journal.word_back.printed_text import Printed
from press.journal.word_back.rewrite import block_rewriting, note_rewriting, rewriting
from press.journal.word_back.rewrite.edits import Rewriting, apply
from press.journal.word_back.saying import MARKS, WHOLE, Said, around, said_by, shown

MOVED_OTHERWISE = "was moved and changed in a way that is not written from Word: move it in the source"
LINKS = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
FENCE = re.compile(r"^[ \t>]*:{3,}[ \t]*([^\s:]?)", re.MULTILINE)
"""A line that begins a block of several paragraphs, or ends it where nothing follows the colons."""
DIV = re.compile(r"^\s*:{3,}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """A change, and what it was found as; what meets code is told in several changes."""

    found: Found
    change: Change


def placed(found: Sequence[Found], printed: Printed, notes: Mapping[str, Sequence[Block]]) -> list[Told]:
    """Turn what was found into changes with edits of the sources as they were when the file was made.

    Parameters
    ----------
    found : sequence of Found
    printed : Printed
    notes : mapping
        The paragraphs of each footnote of the edited file, by its identifier.
    """
    return [Told(one, change) for one in found for change in _placed(one, printed, notes)]


def _placed(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Iterator[Change]:
    if reason := _unwritable(one, printed):
        yield _refused(one, printed, notes, reason)
    elif one.what == WORDS:
        yield from _words(one, printed)
    elif one.what == ADDED:
        yield _added(one, printed, notes)
    else:
        how = HOW[one.what]
        yield _change(one, printed, how(one, printed, notes), said_by(one, printed, notes))


def _refused(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]], reason: str) -> Change:
    """Return a change that is not made, whatever it concerns."""
    refusal = Rewriting((), reason)
    if one.what == ADDED:
        return replace(_added(one, printed, notes), edits=(), reason=reason)
    return _change(one, printed, refusal, said_by(one, printed, notes))


def _unwritable(one: Found, printed: Printed) -> str:
    """Return why what was put in is written into no source; empty where it may be."""
    runs = (*one.runs, *(one.new.runs if one.what == ADDED and one.new else ()))
    known = set() if one.old is None else printed.links(one.old)
    links = ({run.look.link for run in runs if run.text.strip()} | {one.now.link}) - known
    if one.what != MOVED and any(link.startswith("#") for link in links):
        return "has a citation or a reference, which is written in the source"
    if any(not LINKS.match(link) for link in links if link):
        return "its link leads neither to the web nor to mail"
    if any(DIV.search(run.text) for run in runs):
        return "has a line of colons, which would open a block in the source"
    return ""


def _change(one: Found, printed: Printed, written: Rewriting, said: Said | None = None) -> Change:
    """Return a change of a printed block."""
    assert one.old is not None
    text = printed.text(one.old)
    said = said or Said(text[one.start : one.end], shown(one.runs))
    what = "link" if one.was.link != one.now.link else one.what
    return Change(
        0, what, printed.names[one.old], said.before, said.after, one.by or By(""), one.by is not None,
        ("", "") if one.what in WHOLE else around(text, one.start, one.end),
        *printed.line(one.old, one.start), written.edits, written.reason, written.beside,
    )  # fmt: skip


# Words ------------------------------------------------------------------------------------------


def _words(one: Found, printed: Printed) -> Iterator[Change]:
    """Yield a change of words, in parts where it meets what code makes."""
    assert one.old is not None
    match = printed.prose(one.old)
    if match is None:
        yield _change(one, printed, Rewriting((), _made_reason(one, printed)))
        return
    made = [span for span in match.spans if _is_made(span) and _overlap(span, one.start, one.end)]
    if not made or _is_whole_sentences(one, match, printed.text(one.old)):
        yield _change(one, printed, _rewritten(one, match, printed))
        return
    for part in _parts(one, printed):
        touched = [span for span in made if _overlap(span, part.start, part.end)]
        if touched:
            yield _not_made(part, touched, printed)
        else:
            yield _change(part, printed, _rewritten(part, match, printed))


def _rewritten(one: Found, match: Match, printed: Printed) -> Rewriting:
    assert one.old is not None
    runs = _without_look_around(one, match, printed)
    return rewriting.rewritten(match, printed.text_of, printed.text(one.old), one.start, one.end, runs)


def _without_look_around(one: Found, match: Match, printed: Printed) -> tuple[Run, ...]:
    """Return what was put in without the look that stands around a text which is written elsewhere.

    So it is where a document prints a sentence or a translated title in bold letters.
    """
    at = one.start if one.end > one.start else max(one.start - 1, 0)
    piece = next((span.piece for span in match.spans if span.start <= at < span.end), None)
    shown = None if one.old is None else printed.look(one.old, at)
    if piece is None or shown is None or piece.file in ("", match.passage.file):
        return one.runs
    around = {name for name in MARKS if getattr(shown, name) and not getattr(piece.look, name)}
    off = dict.fromkeys(around, False)
    return tuple(replace(run, look=replace(run.look, **off)) for run in one.runs) if around else one.runs


def _is_made(span: Span) -> bool:
    return span.piece.text is None and span.end > span.start


def _overlap(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end if end > start else span.start < start < span.end


def _is_whole_sentences(one: Found, match: Match, text: str) -> bool:
    """Whether whole sentences were taken out, with all that they print."""
    before, gone = text[: one.start].rstrip(), text[one.start : one.end].strip()
    begins = not before or before.endswith((".", "!", "?", "…", THING))
    whole = all(
        one.start <= span.start and span.end <= one.end
        for span in match.spans
        if _is_made(span) and _overlap(span, one.start, one.end)
    )
    return not one.runs and begins and whole and gone.endswith((".", "!", "?", "…")) and len(gone.split()) > 2


def _parts(one: Found, printed: Printed) -> Iterator[Found]:
    """Yield the parts of a change in which old and new words differ."""
    assert one.old is not None
    old = letters_of(printed.blocks[one.old].block, 0)[:-1]
    old = [letter for letter in old if one.start <= letter.at < one.end]
    new = letters_of(Block("text", one.runs), 0)[:-1]
    first, second = tokens_of(old), tokens_of(new)
    matcher = SequenceMatcher(None, [t.norm for t in first], [t.norm for t in second], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        start = old[first[i].start].at if i < len(first) else one.end
        end = old[first[i_end - 1].end - 1].at + 1 if i_end > i else start
        there = new[second[j].start : second[j_end - 1].end] if j_end > j else []
        yield replace(one, start=start, end=end, runs=runs_of(there))


def _not_made(one: Found, touched: Sequence[Span], printed: Printed) -> Change:
    """Return a change of what code makes, told by the whole of it."""
    assert one.old is not None
    text = printed.text(one.old)
    start, end = min(one.start, touched[0].start), max(one.end, touched[-1].end)
    after = text[start : one.start] + "".join(run.text for run in one.runs) + text[one.end : end]
    by_what = list(dict.fromkeys(span.piece.made_by for span in touched))
    what = next((kind for kind in KINDS if any(made.startswith(kind) for made in by_what)), "words")
    reason = "; ".join(map(rewriting.made_reason, by_what))
    whole = replace(one, start=start, end=end)
    said = Said(text[start:end], after)
    return replace(_change(whole, printed, Rewriting((), reason), said), what=what)


KINDS = ("number", "citation", "reference", "sentence", "variable", "picture", "math", "note")


def _made_reason(one: Found, printed: Printed) -> str:
    """Return why a change of a block is not carried over that no passage of the sources prints."""
    assert one.old is not None
    traced = printed.blocks[one.old]
    at = 0
    keys: dict[str, None] = {}
    for run in traced.block.runs:
        if run.key and at < max(one.end, one.start + 1) and one.start < at + len(run.text):
            keys[run.key] = None
        at += len(run.text)
    if keys:
        return f"comes from {', '.join(keys)}"
    match = printed.matches[one.old]
    if match is not None and match.passage.made_by:
        return rewriting.made_reason(match.passage.made_by)
    return MADE_OF.get(traced.block.style, "code makes this text, or its place in the sources was not found")


MADE_OF = {
    "bibliography": "the list of references is made from the bibliography: change the entry there",
    "author": "the title block is made from the authors in the front matter: change it there",
    "affiliation": "the title block is made from the authors in the front matter: change it there",
}
"""Styles of blocks that no passage prints, and what they are made from."""


# Paragraphs -------------------------------------------------------------------------------------


def _added(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Change:
    assert one.new is not None
    marks = [run.thing.removeprefix("note ") for run in one.new.runs if run.thing.startswith("note ")]
    said = ["".join(shown(block.runs) for block in notes.get(mark, ())) for mark in marks]
    text = "".join([shown(one.new.runs), *(f" [footnote: {words}]" for words in said)])
    near = one.after if one.after is not None else one.before
    where = f"after {printed.names[near]}" if near is not None and near == one.after else "at the beginning"
    what = {"heading": "heading added", "item": "item added"}.get(one.new.kind, ADDED)
    written, place = _written_anew(one, printed)
    by = one.by or By("")
    return Change(
        0, what, where, "", text, by, one.by is not None, ("", ""), *place, written.edits, written.reason
    )


def _written_anew(one: Found, printed: Printed) -> tuple[Rewriting, tuple[str, int]]:
    assert one.new is not None
    after, before = (None if n is None else printed.matches[n] for n in (one.after, one.before))
    if after is not None and before is not None and _is_left(after, before, one, printed):
        after = None
    place = after or before
    if one.new.cell is not None and (place is None or one.new.kind == "cell"):
        return Rewriting((), "it stands in a table"), ("", 0)
    if place is None:
        return Rewriting((), "it stands beside what code makes, so that its place is not known"), ("", 0)
    written = block_rewriting.paragraph_added(
        after and after.passage, before and before.passage, printed.text_of, one.new
    )
    return written, (place.passage.file, place.passage.last if after else place.passage.first)


def _is_left(after: Match, before: Match, one: Found, printed: Printed) -> bool:
    """Whether what stands before a new paragraph is within a block of the source that it is not within."""
    assert one.new is not None and one.after is not None
    first, second = after.passage, before.passage
    if first.file != second.file or first.end > second.start:
        return False
    between = printed.text_of(first.file)[first.end : second.start]
    beside = printed.blocks[one.after].block
    alike = beside.style == one.new.style and (beside.cell is None) == (one.new.cell is None)
    return _only_leaves(between) and not alike


def _only_leaves(text: str) -> bool:
    """Whether a stretch of a source ends blocks that began before it, and leaves none open."""
    depth = lowest = 0
    for fence in FENCE.finditer(text):
        depth += 1 if fence[1] else -1
        lowest = min(lowest, depth)
    return depth == lowest < 0


def _deleted(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Rewriting:
    assert one.old is not None
    match = printed.prose(one.old)
    if match is None:
        return Rewriting((), _made_reason(one, printed))
    if all(piece.text is None or not piece.text.strip() for piece in match.passage.pieces):
        return Rewriting((), "is a formula, a picture or the like: delete it in the source")
    shared = sum(other is not None and other.passage is match.passage for other in printed.matches) > 1
    if shared:  # one of several blocks that a passage prints, as beside an equation
        return _rewritten(one, match, printed)
    return block_rewriting.paragraph_deleted(match.passage, printed.text_of)


def _moved(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Rewriting:
    match = printed.prose(one.old)
    after, before = (None if n is None else printed.matches[n] for n in (one.after, one.before))
    if match is None or (after is None and before is None):
        return Rewriting((), "code makes this text, or its new neighbours")
    if one.old is not None and printed.blocks[one.old].block.cell is not None:
        return Rewriting((), "stands in a box or a table: move it in the source")
    moved = block_rewriting.paragraph_moved(
        match.passage, printed.text_of, after and after.passage, before and before.passage
    )
    return _with_changes(moved, one, match, printed) if moved.edits else moved


def _with_changes(moved: Rewriting, one: Found, match: Match, printed: Printed) -> Rewriting:
    """Return the move of a paragraph with the changes of its words made where it stands now."""
    assert one.old is not None and one.new is not None
    block, file = printed.blocks[one.old].block, match.passage.file
    inner = [replace(part, old=one.old) for part in comparing.compare([block], [one.new]).found]
    changes = [change for part in inner for change in _placed(part, printed, {})]
    edits = [edit for change in changes for edit in change.edits]
    if not changes:
        return moved
    start, end = match.passage.start, match.passage.end
    stays = all(change.edits for change in changes) and all(
        edit.file == file and start <= edit.start <= edit.end <= end for edit in edits
    )
    if not stays:
        return Rewriting((), MOVED_OTHERWISE)
    was = printed.text_of(file)[start:end]
    now = apply(was, [replace(edit, start=edit.start - start, end=edit.end - start) for edit in edits])
    made = tuple(replace(edit, text=edit.text.replace(was, now)) for edit in moved.edits)
    return Rewriting(made) if made != moved.edits else Rewriting((), MOVED_OTHERWISE)


def _split(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Rewriting:
    assert one.old is not None
    match = printed.prose(one.old)
    if match is None:
        return Rewriting((), _made_reason(one, printed))
    return block_rewriting.paragraph_split(match, printed.text_of, one.start)


def _joined(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Rewriting:
    first, second = printed.prose(one.old), printed.prose(one.second)
    if first is None or second is None:
        return Rewriting((), "code makes one of the two")
    return block_rewriting.paragraphs_joined(first, second, printed.text_of, bool(one.runs))


def _relooked(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Rewriting:
    assert one.old is not None
    match = printed.prose(one.old)
    if match is None:
        return Rewriting((), _made_reason(one, printed))
    return rewriting.relooked(
        match, printed.text_of, printed.text(one.old), one.start, one.end, one.was, one.now
    )


def _restyled(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Rewriting:
    now = one.new.style if one.new and one.new.style else "text"
    return Rewriting((), f"its style is “{now}” now, which is changed in the source")


def _note_added(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Rewriting:
    assert one.old is not None
    match, said = printed.prose(one.old), notes.get(one.note, ())
    if match is None or not said:
        return Rewriting((), _made_reason(one, printed))
    return note_rewriting.footnote_added(match, printed.text_of, one.start, _as_one(said))


def _as_one(blocks: Sequence[Block]) -> Block:
    """Return the paragraphs of a footnote as one."""
    runs = [run for block in blocks for run in (Run(" "), *block.runs)][1:]
    kept = tuple(replace(run, inserted=None) for run in runs if not run.deleted)
    return replace(blocks[0], runs=kept)


def _note_deleted(one: Found, printed: Printed, notes: Mapping[str, Sequence[Block]]) -> Rewriting:
    assert one.old is not None
    match = printed.prose(one.old)
    names = (
        span.piece.made_by.removeprefix("note ")
        for span in (match.spans if match else ())
        if span.start <= one.start < span.end and span.piece.made_by.startswith("note")
    )
    if match is None or (name := next(names, None)) is None:
        return Rewriting((), _made_reason(one, printed))
    return note_rewriting.footnote_deleted(match, printed.text_of, name)


HOW: Mapping[str, Callable[[Found, Printed, Mapping[str, Sequence[Block]]], Rewriting]] = {
    DELETED: _deleted,
    MOVED: _moved,
    SPLIT: _split,
    JOINED: _joined,
    LOOK: _relooked,
    STYLE: _restyled,
    NOTE_ADDED: _note_added,
    NOTE_DELETED: _note_deleted,
}
"""How each change but that of words is written into the sources."""
