"""What people call the places of a Word file: "Introduction, paragraph 2", "Table 2", "footnote 4"."""

import re
from collections.abc import Sequence

from press.journal.word_back.model import Block

NUMBER = re.compile(r"^[\d.]+\s+")
LABEL = re.compile(r"^[^\W\d_][\w .]*?[\s\u00a0]\d+(?=\W)")
TOP = {
    "title": "the title",
    "subtitle": "the subtitle",
    "author": "the title block",
    "affiliation": "the title block",
    "abstract": "the abstract",
    "keywords": "the keywords",
    "bibliography": "the references",
}
"""Styles of paragraphs that have a name of their own, wherever they stand."""


def names(blocks: Sequence[Block]) -> list[str]:
    """Return what the place of each block is called."""
    found: list[str] = []
    section, count, notes = "", 0, 0
    last_note = ""
    for number, block in enumerate(blocks):
        if block.note:
            notes, last_note = notes + (block.note != last_note), block.note
            found.append(f"footnote {notes}")
        elif block.kind == "heading":
            section, count = NUMBER.sub("", block.text).strip(), 0
            found.append(f"the heading “{section}”")
        elif block.style in TOP:
            found.append(TOP[block.style])
        elif block.kind == "caption":
            found.append(f"the caption of {_label(block.text) or 'an exhibit'}")
        elif block.cell and block.kind == "cell":
            found.append(table_name(blocks, number))
        else:
            count += bool(block.text.strip())
            found.append(f"{section or 'the beginning'}, paragraph {count}")
    return found


def table_name(blocks: Sequence[Block], number: int) -> str:
    """Return what the table is called in which a block stands: by its caption before or behind it."""
    cell = blocks[number].cell
    assert cell is not None
    first = next(n for n, block in enumerate(blocks) if block.cell and block.cell.table == cell.table)
    last = max(n for n, block in enumerate(blocks) if block.cell and block.cell.table == cell.table)
    for near in (first - 1, last + 1):
        if (
            0 <= near < len(blocks)
            and blocks[near].kind == "caption"
            and (label := _label(blocks[near].text))
        ):
            return label
    return f"the table number {cell.table}"


def _label(caption: str) -> str:
    found = LABEL.match(caption)
    return " ".join(found[0].split()) if found else ""
