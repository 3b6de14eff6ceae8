"""Accepts and rejects tracked changes, all or some, as Word does."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from tests.press.journal.word_back.word_editor import DOCUMENT, FOOTNOTES, WordEditor, join
from tests.press.journal.word_back.word_package import tag

KEPT = {True: ("w:ins", "w:moveTo"), False: ("w:del", "w:moveFrom")}
LOST = {True: ("w:del", "w:moveFrom"), False: ("w:ins", "w:moveTo")}
RANGES = [tag(f"w:{kind}Range{end}") for kind in ("moveFrom", "moveTo") for end in ("Start", "End")]
CHANGED = {
    tag(f"w:{name}Change"): name
    for name in ("rPr", "pPr", "tblPr", "tblPrEx", "trPr", "tcPr", "sectPr", "tblGrid")
}

Chosen = Callable[[etree._Element], bool]


def accept(editor: WordEditor, chosen: Chosen = lambda mark: True) -> None:
    """Accept the tracked changes that are chosen."""
    _settle(editor, True, chosen)


def reject(editor: WordEditor, chosen: Chosen = lambda mark: True) -> None:
    """Reject the tracked changes that are chosen."""
    _settle(editor, False, chosen)


def by_author(author: str) -> Chosen:
    """Choose the changes of one author."""
    return lambda mark: mark.get(tag("w:author")) == author


def _settle(editor: WordEditor, accepted: bool, chosen: Chosen) -> None:
    for part in (DOCUMENT, FOOTNOTES):
        if not editor.package.has(part):
            continue
        root = editor.package.xml(part)
        _settle_rows(root, accepted, chosen)
        _settle_ends(root, accepted, chosen)
        _settle_runs(root, accepted, chosen)
        _settle_looks(root, accepted, chosen)
        for mark in [mark for mark in root.iter(*RANGES) if chosen(mark)]:
            mark.getparent().remove(mark)


def _settle_rows(root: etree._Element, accepted: bool, chosen: Chosen) -> None:
    for row in list(root.iter(tag("w:tr"))):
        properties = row.find(tag("w:trPr"))
        for mark in list(properties) if properties is not None else ():
            if mark.tag in (tag("w:ins"), tag("w:del")) and chosen(mark):
                properties.remove(mark)
                if (mark.tag == tag("w:ins")) is not accepted:
                    row.getparent().remove(row)


def _settle_ends(root: etree._Element, accepted: bool, chosen: Chosen) -> None:
    for paragraph in list(root.iter(tag("w:p"))):
        look = paragraph.find(f"{tag('w:pPr')}/{tag('w:rPr')}")
        gone = False
        for mark in list(look) if look is not None else ():
            if mark.tag in {tag(name) for name in (*KEPT[True], *LOST[True])} and chosen(mark):
                look.remove(mark)
                gone |= mark.tag in {tag(name) for name in LOST[accepted]}
        if gone and any(following.tag == tag("w:p") for following in paragraph.itersiblings()):
            join(paragraph)


def _settle_runs(root: etree._Element, accepted: bool, chosen: Chosen) -> None:
    inside = [tag("w:pPr"), tag("w:rPr"), tag("w:trPr")]
    for name in LOST[accepted]:
        for mark in [mark for mark in root.iter(tag(name)) if chosen(mark)]:
            if (parent := mark.getparent()) is not None and parent.tag not in inside:
                parent.remove(mark)
    for name in KEPT[accepted]:
        for mark in [mark for mark in root.iter(tag(name)) if chosen(mark)]:
            if mark.getparent().tag not in inside:
                _unwrap(mark)


def _unwrap(mark: etree._Element) -> None:
    if mark.tag == tag("w:del"):
        for child in mark.iter(tag("w:delText"), tag("w:delInstrText")):
            child.tag = tag("w:t" if child.tag == tag("w:delText") else "w:instrText")
    for child in list(mark):
        mark.addprevious(child)
    mark.getparent().remove(mark)


def _settle_looks(root: etree._Element, accepted: bool, chosen: Chosen) -> None:
    for change in [change for change in root.iter(*CHANGED) if chosen(change)]:
        properties = change.getparent()
        properties.remove(change)
        if not accepted and len(change):
            properties.getparent().replace(properties, change[0])
