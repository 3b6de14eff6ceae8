"""Turns added and deleted footnotes into edits of the sources."""

import re
from collections.abc import Callable
from dataclasses import replace

from press.journal.word_back.model import Block, Edit, Match, Passage
from press.journal.word_back.rewrite import layout, notes_in_text
from press.journal.word_back.rewrite.block_rewriting import border, gap_at
from press.journal.word_back.rewrite.edits import Rewriting
from press.journal.word_back.rewrite.places_of_blocks import ITEM, lines_with_blanks
from press.journal.word_back.rewrite.printed import made_reason, printed_by
from press.journal.word_back.rewrite.word_rewriting import edited


def footnote_added(match: Match, text_of: Callable[[str], str], at: int, note: Block) -> Rewriting:
    """Return the edits that mark a new footnote at a place of the printed text, and define it.

    The definition stands behind the paragraph, or behind the list that the item is of; in files whose notes
    stand where they are marked, and in front matter, the new one does too.
    """
    passage = match.passage
    if passage.made_by:
        return Rewriting(reason=made_reason(passage.made_by))
    if passage.kind in ("note", "caption"):
        kind = "footnote" if passage.kind == "note" else passage.kind
        return Rewriting(reason=f"stands in a {kind}, which can have no footnote of its own")
    if all(piece.text is None and piece.made_by == "math" for piece in passage.pieces):
        return Rewriting(reason=made_reason("math"))
    if layout.has_things(note.runs):
        return Rewriting(reason="has a picture or a formula: put it into the source")
    printed = printed_by(match, text_of)
    index = border(printed, at)
    if isinstance(index, str):
        return Rewriting(reason=index)
    strand = printed.strands[0]
    text = text_of(passage.file)
    words = layout.markdown(note.runs, passage.file, text)
    place, _ = gap_at(strand, index)
    if strand.style in ("single", "double", "plain") and re.search(r"[\"'\\]|: | #", words):
        return Rewriting(
            reason="stands in YAML, which would have to spell it otherwise: put it into the source"
        )
    if strand.style != "markdown" or notes_in_text.only_inline(text):
        return Rewriting((Edit(passage.file, place, place, f"^[{words}]"),))
    name = notes_in_text.free_name(text, note.text)
    indent = notes_in_text.indent(text)
    lines = layout.wrapped(f"[^{name}]: {words}", layout.width(text), "", indent)
    end = _behind(passage, text)
    definition = Edit(passage.file, end, end, "\n\n" + lines)
    return Rewriting((Edit(passage.file, place, place, f"[^{name}]"), definition))


def footnote_deleted(match: Match, text_of: Callable[[str], str], name: str) -> Rewriting:
    """Return the edits that take away a footnote's mark, and its definition where no mark is left."""
    printed = printed_by(match, text_of)
    text = text_of(match.passage.file)
    letters = list(printed.strands[0].letters)
    kept = [letter for letter in letters if letter.made != f"note {name}"]
    if len(kept) == len(letters):
        return Rewriting(reason=f"has no mark of the footnote {name}")
    made = edited(printed, {0: kept}, text_of)
    found = notes_in_text.definition(text, name)
    if made.reason or found is None or notes_in_text.marks(text, name) > len(letters) - len(kept):
        return made
    gone = Edit(match.passage.file, *lines_with_blanks(text, *found), "")
    return replace(made, edits=(*made.edits, gone))


def _behind(passage: Passage, text: str) -> int:
    """Return where a definition goes: behind the passage, the list or the quotation that it is part of."""
    lines = text[passage.end :].split("\n")[1:]
    end = at = passage.end
    if passage.kind != "item" and not text[passage.start :].lstrip().startswith(">"):
        return end
    blank = False
    for line in lines:
        at += 1 + len(line)
        belongs = line[:1] in " \t>" or ITEM.match(line) is not None or not blank
        if line.strip() and (not belongs or re.match(r"\s*:::", line)):
            break
        blank = not line.strip()
        end = end if blank else at
    return end
