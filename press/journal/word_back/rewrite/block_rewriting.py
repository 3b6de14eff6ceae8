"""Turns added, deleted, moved, parted and joined paragraphs into edits of the sources."""

import re
from collections.abc import Callable

from press.journal.word_back.model import Block, Edit, Match, Passage
from press.journal.word_back.rewrite import layout, notes_in_text
from press.journal.word_back.rewrite.edits import Rewriting
from press.journal.word_back.rewrite.markdown_words import at_line_start
from press.journal.word_back.rewrite.marks import Mark, shared
from press.journal.word_back.rewrite.places_of_blocks import (
    ITEM,
    below,
    edit_at,
    indent_of,
    lines_with_blanks,
    marker_of,
    spot,
    usable,
)  # fmt: skip
from press.journal.word_back.rewrite.printed import Printed, made_reason, printed_by
from press.journal.word_back.rewrite.strands import Letter, Strand, of_passage

NOWHERE = "has no place in the text of a document"
IN_YAML = "does not stand in the text of a document: change it in the source"
IDENTIFIER = re.compile(r"\{[^{}\n]*#([\w:.-]+)[^{}\n]*\}[ \t]*$")


def paragraph_added(
    after: Passage | None, before: Passage | None, text_of: Callable[[str], str], block: Block
) -> Rewriting:
    """Return the edit that adds a paragraph, heading, item or quotation between two passages.

    The level of a heading is that of its source: the number of its `#`.
    """
    if layout.has_things(block.runs):
        return Rewriting(reason="has a picture, a formula or a note: put it into the source")
    neighbour = _neighbour(after, before, text_of)
    if neighbour is None:
        return Rewriting(reason=NOWHERE)
    text = text_of(neighbour.file)
    written = layout.markdown(block.runs, neighbour.file, text, block.kind)
    place = spot(after if neighbour is after else None, before, text, block)
    if place is None or not written:
        return Rewriting(reason=NOWHERE if place is None else "")
    if block.kind == "heading":
        lines = f"{place.first}{'#' * max(1, block.level)} {written}"
    else:
        lines = layout.wrapped(written, layout.width(text), place.first, place.further)
    return Rewriting((edit_at(place, lines),))


def paragraph_deleted(passage: Passage, text_of: Callable[[str], str]) -> Rewriting:
    """Return the edits that delete a passage, the blank line that parted it, and the notes it alone has."""
    text = text_of(passage.file)
    if reason := _kept_because(passage, text):
        return Rewriting(reason=reason)
    start, end = lines_with_blanks(text, passage.start, passage.end, passage.kind == "item")
    names = {
        piece.made_by.removeprefix("note ") for piece in passage.pieces if piece.made_by.startswith("note ")
    }
    edits = [Edit(passage.file, start, end, "")]
    for name in sorted(names):
        found = notes_in_text.definition(text, name)
        if found and not notes_in_text.marks(text[: passage.start] + text[passage.end :], name):
            edits.append(Edit(passage.file, *lines_with_blanks(text, *found), ""))
    return Rewriting(_apart(edits))


def paragraph_moved(
    passage: Passage, text_of: Callable[[str], str], after: Passage | None, before: Passage | None
) -> Rewriting:
    """Return the edits that take a passage away and put it between two others, as it is written."""
    text = text_of(passage.file)
    if passage.made_by or not usable(passage, text) or _is_definition(passage, text):
        return Rewriting(reason=_kept_because(passage, text))
    if passage.kind == "item" and _holds_more(passage, text):
        return Rewriting(reason="is an item that holds others: move it in the source")
    if passage in (after, before):
        return Rewriting()
    neighbour = _neighbour(after, before, text_of)
    block = Block(passage.kind, (), passage.level, ordered=_ordered(passage, text))
    if (
        neighbour is None
        or (place := spot(after if neighbour is after else None, before, text_of(neighbour.file), block))
        is None
    ):
        return Rewriting(reason=NOWHERE)
    lines = _again(passage, text, place.first, place.further)
    start, end = lines_with_blanks(text, passage.start, passage.end, passage.kind == "item")
    if place.file == passage.file and start < place.at < end:
        return Rewriting()
    return Rewriting((Edit(passage.file, start, end, ""), edit_at(place, lines)))


def paragraph_split(match: Match, text_of: Callable[[str], str], at: int) -> Rewriting:
    """Return the edits that part a passage in two at a place of its printed text."""
    passage = match.passage
    text = text_of(passage.file)
    if passage.made_by or not usable(passage, text):
        return Rewriting(reason=_made_or_yaml(passage))
    if _holds_formula(passage, text):
        return Rewriting(reason="holds a formula in a line of its own: part it in the source")
    printed = printed_by(match, text_of)
    index = border(printed, at)
    if isinstance(index, str):
        return Rewriting(reason=index)
    strand = printed.strands[0]
    first = index
    while first and _is_blank(strand.letters[first - 1]):
        first -= 1
    while index < len(strand.letters) and _is_blank(strand.letters[index]):
        index += 1
    if not first or all(letter.fixed for letter in strand.letters[index:]):
        return Rewriting(reason="would part nothing: add a paragraph in the source")
    return Rewriting(_parted(passage, text, strand, first, index))


def paragraphs_joined(
    first: Match, second: Match, text_of: Callable[[str], str], blank: bool = True
) -> Rewriting:
    """Return the edits that make one passage of two; `blank` tells whether a blank parts their words."""
    one, other = first.passage, second.passage
    for passage in (one, other):
        if passage.made_by or not usable(passage, text_of(passage.file)):
            return Rewriting(reason=_made_or_yaml(passage))
    text, further = text_of(one.file), text_of(other.file)
    if _holds_formula(one, text) or _holds_formula(other, further):
        return Rewriting(reason="holds a formula in a line of its own: join it in the source")
    if (one.kind == "note" or other.kind == "note") and one.note != other.note:
        return Rewriting(reason="is a footnote, which cannot be joined with other text")
    if reason := _kept_because(other, further):
        return Rewriting(reason=reason)
    tail = of_passage(other, further, lambda piece: None)[0]
    head = of_passage(one, text, lambda piece: None)[0]
    end = _words_end(head)
    indent = indent_of(text, one)
    words = further[tail.start : _words_end(tail)]
    words = re.sub(r"\n" + re.escape(indent_of(further, other)), "\n" + indent, words)
    parting = ("\n" + indent if one.kind != "heading" else " ") if blank else ""
    if one.kind == "heading":
        words = re.sub(r"(?<!\\)(?=#+$)", r"\\", re.sub(r"\s*\n\s*", " ", words))
    gap = text[one.end : other.start] if one.file == other.file and one.end <= other.start else "-"
    if not gap.strip(" \t\n>") and end == one.end:
        ends_list = other.kind == "item" and one.kind != "item" and below(further, other.end).strip()
        if words == further[tail.start : other.end] and not ends_list:  # nothing changes but what parts them
            return Rewriting((Edit(one.file, end, tail.start, parting),))
        return Rewriting((Edit(one.file, end, other.end, parting + words + "\n" * bool(ends_list)),))
    gone = lines_with_blanks(further, other.start, other.end, other.kind == "item")
    return Rewriting((Edit(one.file, end, end, parting + words), Edit(other.file, *gone, "")))


def border(printed: Printed, at: int) -> int | str:
    """Return which letter of the passage's own a place of its printed text is before, or why it is none."""
    before, offset = None, 0
    for place in printed.places:
        if offset >= at:
            break
        before, offset = place, offset + len(place.letter.text)
    if offset > at and before is not None:
        return (
            made_reason(before.letter.made) if before.letter.made else "is within a sign of several letters"
        )
    index = printed.places.index(before) + 1 if before else 0
    after = printed.places[index] if index < len(printed.places) else None
    if before and after and any(mark.verbatim for mark in shared(before.letter.marks, after.letter.marks)):
        return "stands within code"
    if before is not None and before.strand == 0:
        return before.index + 1
    if after is not None and after.strand == 0:
        return after.index
    if before is None or after is None or before.strand != after.strand:
        size = len(printed.strands[0].letters)
        return (
            0
            if before is None
            else size
            if after is None
            else "stands between two sentences that results choose"
        )
    branch = printed.branches[before.strand]
    return made_reason(branch[0].made_by if branch else "sentence")


def gap_at(strand: Strand, index: int) -> tuple[int, tuple[Mark, ...]]:
    """Return where in the source the border before a letter is, outside of marks that end there."""
    before = strand.letters[index - 1] if index else None
    after = strand.letters[index] if index < len(strand.letters) else None
    if before is None:
        return strand.start, ()
    around = shared(before.marks, after.marks if after else ())
    closes = "".join(mark.close for mark in reversed(before.marks[len(around) :]))
    if strand.source.startswith(closes, before.end):
        return before.end + len(closes), around
    return before.end, before.marks


def _parted(passage: Passage, text: str, strand: Strand, first: int, index: int) -> tuple[Edit, ...]:
    start, around = gap_at(strand, first)
    after: Letter = strand.letters[index]
    opens = "".join(mark.open for mark in after.marks[len(around) :])
    end = after.start - len(opens) if strand.source[: after.start].endswith(opens) else after.start
    closing = "".join(mark.close for mark in reversed(around))
    opening = "".join(mark.open for mark in around)
    indent = indent_of(text, passage)
    gap = "\n" + indent.rstrip() + "\n" + indent
    if passage.kind == "item":
        gap = ("\n\n" if _loose(passage, text) else "\n") + marker_of(text, passage)
    sign = at_line_start(strand.source[end:].partition("\n")[0]) if not after.made and not opening else -1
    made = [Edit(passage.file, start, end, closing + gap + opening)]
    if sign >= 0:
        made.append(Edit(passage.file, end + sign, end + sign, "\\"))
    line = strand.source[strand.start : start]
    if passage.kind != "heading" and "\n" not in line and (sign := at_line_start(line)) >= 0:
        made.insert(0, Edit(passage.file, strand.start + sign, strand.start + sign, "\\"))
    rest = text[_words_end(strand) : passage.end]
    if passage.kind == "heading" and rest.strip():
        made[0] = Edit(passage.file, start, end, closing + rest + gap + opening)
        made.append(Edit(passage.file, passage.end - len(rest), passage.end, ""))
    return tuple(made)


def _is_blank(letter: Letter) -> bool:
    return letter.blank or letter.text in ("\u00a0", "\n")


def _loose(passage: Passage, text: str) -> bool:
    behind = re.compile(r"\n[ \t]*\n(?=[ \t]*\S)").match(text, passage.end)
    return behind is not None and ITEM.match(text, behind.end()) is not None


def _words_end(strand: Strand) -> int:
    """Return where the words of a passage end, attributes of a heading and the like left out."""
    words = [letter for letter in strand.letters if not letter.fixed or strand.kind != "heading"]
    if not words:
        return strand.end
    last = words[-1]
    closes = "".join(mark.close for mark in reversed(last.marks))
    return last.end + len(closes) if strand.source.startswith(closes, last.end) else last.end


def _kept_because(passage: Passage, text: str) -> str:
    """Return why a passage cannot go; empty where it can."""
    if passage.made_by or not usable(passage, text):
        return _made_or_yaml(passage)
    if _is_definition(passage, text):
        return "is a footnote, which goes with its mark"
    found = IDENTIFIER.search(text[passage.start : passage.end]) if passage.kind == "heading" else None
    if found and _refers_to(found[1], text):
        return f"is referred to as @{found[1]}: take the reference out first"
    if passage.kind == "item" and _holds_more(passage, text):
        return "is an item that holds others: take it out in the source"
    return ""


def _refers_to(identifier: str, text: str) -> bool:
    """Whether a text refers to what has an identifier: as @sec-x or @Sec-x, or by a link to #sec-x."""
    name = re.escape(identifier)
    either = rf"[{name[0].upper()}{name[0]}]{name[1:]}" if name[0].isalpha() else name
    return re.search(rf"(?<![\w\\])@{either}(?![\w-])|#{name}(?=[\s)\"'>])(?<!\{{#{name})", text) is not None


def _holds_formula(passage: Passage, text: str) -> bool:
    """Whether a formula stands in a line of its own in a passage."""
    return any(piece.made_by == "math" and text.startswith("$$", piece.start) for piece in passage.pieces)


def _is_definition(passage: Passage, text: str) -> bool:
    """Whether a passage is the first paragraph of a footnote, with its name before it."""
    return passage.kind == "note" and text[passage.start : passage.end].lstrip(" \t>").startswith("[^")


def _neighbour(
    after: Passage | None, before: Passage | None, text_of: Callable[[str], str]
) -> Passage | None:
    """Return the passage that a block is put beside: the one before it, where it can be."""
    return next((one for one in (after, before) if one and usable(one, text_of(one.file))), None)


def _made_or_yaml(passage: Passage) -> str:
    return made_reason(passage.made_by) if passage.made_by else IN_YAML


def _holds_more(item: Passage, text: str) -> bool:
    """Whether other items or paragraphs stand within an item."""
    behind = re.compile(r"(?:\n[ \t]*)*\n(?P<indent>[ \t]*)(?=\S)").match(text, item.end)
    line = text[text.rfind("\n", 0, item.start) + 1 : item.end]
    own = len(line) - len(line.lstrip())
    return behind is not None and len(behind["indent"]) > own


def _ordered(passage: Passage, text: str) -> bool:
    return passage.kind == "item" and marker_of(text, passage).strip()[:1] not in "-*+"


def _again(passage: Passage, text: str, first: str, further: str) -> str:
    """Return the lines of a passage behind other beginnings."""
    start = text.rfind("\n", 0, passage.start) + 1
    lines = text[start : passage.end].split("\n")
    indent = indent_of(text, passage)
    head = ITEM.match(lines[0]) if passage.kind == "item" else re.match(r"[ \t]*(?:>[ \t]?)*", lines[0])
    lines = [lines[0][len(head[0]) if head else 0 :], *(line.removeprefix(indent) for line in lines[1:])]
    return "\n".join([first + lines[0], *((further + line).rstrip() for line in lines[1:])])


def _apart(edits: list[Edit]) -> tuple[Edit, ...]:
    """Return deletions in order, with none that another holds."""
    found: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if found and edit.start < found[-1].end:
            found[-1] = Edit(edit.file, found[-1].start, max(found[-1].end, edit.end), "")
        else:
            found.append(edit)
    return tuple(found)
