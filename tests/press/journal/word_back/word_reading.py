"""Reads what a Word file says, paragraph by paragraph, with all its tracked changes accepted or rejected.

It is written by itself, so that what `press.journal.word_back` reads can be held against it.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tests.press.journal.word_back.word_package import WordPackage, tag
from tests.press.journal.word_back.word_text import text

HERE_NOT = {
    True: {tag("w:del"), tag("w:moveFrom")},
    False: {tag("w:ins"), tag("w:moveTo")},
}


def plain_text(docx: bytes | Path, accepted: bool = True) -> list[str]:
    """The text of each paragraph of the body, then of the footnotes; those without text are left out."""
    package = WordPackage(docx)
    found = []
    for name in ("word/document.xml", "word/footnotes.xml"):
        if package.has(name):
            found += [line for line in _lines(package.xml(name), HERE_NOT[accepted]) if line.strip()]
    return found


def _lines(root: etree._Element, gone: set[str]) -> list[str]:
    lines, open_line = [], ""
    for paragraph in root.iter(tag("w:p")):
        if any(
            parent.tag == tag("w:tr") and _has_mark(parent.find(tag("w:trPr")), gone)
            for parent in paragraph.iterancestors()
        ):
            continue
        open_line += text(paragraph, gone)
        ends = not _has_mark(paragraph.find(f"{tag('w:pPr')}/{tag('w:rPr')}"), gone)
        if ends or paragraph.getnext() is None:
            lines.append(open_line)
            open_line = ""
    return lines


def _has_mark(properties: etree._Element | None, gone: set[str]) -> bool:
    return properties is not None and any(child.tag in gone for child in properties)
