"""Where blocks stand among the lines of a file: what parts them, what goes with one, where a new one goes."""

import re
from dataclasses import dataclass

from press.journal.word_back.model import Block, Edit, Passage

ITEM = re.compile(r"[ \t]*(?:[-*+]|\(?(?:\d+|[a-zA-Z]|#|@)[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
QUOTE = re.compile(r"[ \t]*>[ \t]?")
FENCE = re.compile(r"\s*(:::|```|~~~)")
QUOTES = ("quote", "block text", "intense quote")
"""Styles of Word that are quotations."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a new block goes: at `at`, parted by blank lines or line ends, with what its lines begin with."""

    file: str
    at: int
    before: str
    behind: str
    first: str
    further: str


def lines_with_blanks(text: str, passage_start: int, passage_end: int, item: bool = False) -> tuple[int, int]:
    """Return what goes when a block goes: its lines, and the blank lines on one side of it."""
    start = text.rfind("\n", 0, passage_start) + 1
    end = _behind_line(text, passage_end)
    before = start - len(_blanks_before(text, start))
    after = end + len(_blanks_after(text, end))
    above = text[text.rfind("\n", 0, max(0, before - 1)) + 1 : before]
    below = text[after:].partition("\n")[0]
    if after > end and (before < start or not above.strip() or FENCE.match(above) or not item):
        return start, after
    if before < start and (not below.strip() or FENCE.match(below)):
        return before, end
    return start, end


def indent_of(text: str, passage: Passage) -> str:
    """Return what the lines of a block begin with behind its first."""
    first = text[text.rfind("\n", 0, passage.start) + 1 : passage.end].split("\n")
    if len(first) > 1:
        found = re.match(r"[ \t]*(?:>[ \t]?)*[ \t]*", first[1])
        assert found is not None
        return found[0]
    if passage.kind == "note":
        return "    "
    head = ITEM.match(first[0]) if passage.kind == "item" else re.match(r"[ \t]*(?:>[ \t]?)*", first[0])
    return re.sub(r"[^\s>]", " ", head[0]) if head else ""


def marker_of(text: str, passage: Passage) -> str:
    """Return the sign of an item with its indentation."""
    head = ITEM.match(text, text.rfind("\n", 0, passage.start) + 1)
    return head[0] if head else "- "


def spot(after: Passage | None, before: Passage | None, text: str, block: Block) -> Spot | None:
    """Return where a block goes between two passages; None where neither stands in a document's text."""
    if usable(after, text):
        assert after is not None
        gap, first, further = _beside(after, text, block, before)
        end = _content_end(text, after)
        behind = (
            "\n" if gap != "\n" and below(text, end).strip() and not FENCE.match(below(text, end)) else ""
        )
        return Spot(after.file, end, gap, behind, first, further)
    if usable(before, text):
        assert before is not None
        gap, first, further = _beside(before, text, block, None)
        start = text.rfind("\n", 0, before.start) + 1
        above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : start]
        parted = gap == "\n" or not above.strip() or FENCE.match(above)
        return Spot(before.file, start, "" if parted else "\n", gap, first, further)
    return None


def below(text: str, end: int) -> str:
    """Return the line behind the one that ends at a place."""
    return text[end + 1 :].partition("\n")[0]


def usable(passage: Passage | None, text: str) -> bool:
    """Whether a passage is a block of a document's text, beside which another can stand."""
    if passage is None or passage.holder != "markdown" or passage.kind in ("title", "caption", "cell"):
        return False
    behind = re.compile(r"\s*\n[ \t]*:[ \t]").match(text, passage.end)  # its definition
    return not behind and not re.match(r"[ \t>]*:(?:::|[ \t])", text[passage.start : passage.end])


def edit_at(place: Spot, lines: str) -> Edit:
    """Return the edit that puts the lines of a block where it goes."""
    return Edit(place.file, place.at, place.at, place.before + lines + place.behind)


def _beside(other: Passage, text: str, block: Block, next_one: Passage | None) -> tuple[str, str, str]:
    """Return what parts a block from its neighbour, and what its lines begin with."""
    line = text.rfind("\n", 0, other.start) + 1
    quote = QUOTE.match(text, line)
    quoted = block.style in QUOTES
    if block.kind == "item":
        marker = marker_of(text, other) if other.kind == "item" else ("1. " if block.ordered else "- ")
        loose = other.kind != "item" or _is_loose(text, other)
        if other.kind == "item" and block.level != other.level:
            marker = _deeper(text, other, block)
        return "\n\n" if loose else "\n", marker, re.sub(r"\S", " ", marker)
    if other.kind == "note":
        return "\n\n", *(("    ",) * 2 if block.note else ("", ""))
    if other.kind == "item":
        within = next_one is not None and next_one.kind == "item"
        return "\n\n", *((indent_of(text, other),) * 2 if within else ("", ""))
    if quote or quoted:
        head = quote[0].rstrip() if quote else ">"
        gap = f"\n{head}\n" if quote and quoted else "\n\n"
        return gap, *((head + " ",) * 2 if quoted else ("", ""))
    indent = re.compile(r"[ \t]*").match(text, line)
    assert indent is not None
    return "\n\n", indent[0], indent[0]


def _deeper(text: str, other: Passage, block: Block) -> str:
    marker = marker_of(text, other)
    if block.level > other.level:
        return re.sub(r"\S", " ", marker) + marker.lstrip()
    steps = len(marker) - len(marker.lstrip())
    return " " * (steps * block.level // max(1, other.level)) + marker.lstrip()


def _is_loose(text: str, item: Passage) -> bool:
    """Whether blank lines part the items of a list."""
    end = _behind_line(text, item.end)
    behind = re.compile(r"\n[ \t]*\n").match(text, end - 1) and ITEM.match(
        text, end + len(_blanks_after(text, end))
    )
    start = text.rfind("\n", 0, item.start) + 1
    blanks = _blanks_before(text, start)
    above = text[text.rfind("\n\n", 0, start - len(blanks)) + 1 : start - len(blanks)].lstrip("\n")
    return bool(behind) or bool(blanks) and ITEM.match(above) is not None


def _content_end(text: str, passage: Passage) -> int:
    end = _behind_line(text, passage.end)
    return end - 1 if end > passage.start and text[end - 1 : end] == "\n" else end


def _behind_line(text: str, at: int) -> int:
    """Return where the next line begins, or the text ends; a place right behind a line break is there."""
    if at and text[at - 1 : at] == "\n":
        return at
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _blanks_before(text: str, start: int) -> str:
    first = start
    while first and not text[(line := text.rfind("\n", 0, first - 1) + 1) : first].strip(" \t>\n"):
        first = line
    return text[first:start]


def _blanks_after(text: str, end: int) -> str:
    found = re.compile(r"(?:[ \t]*\n)+").match(text, end)
    return found[0] if found else ""
