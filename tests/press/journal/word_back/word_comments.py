"""Comments in the margin, with replies and resolved, as Word writes them."""

from __future__ import annotations

from lxml import etree

from tests.press.journal.word_back.word_editor import WordEditor
from tests.press.journal.word_back.word_package import R, element, tag
from tests.press.journal.word_back.word_text import runs_between
from tests.press.journal.word_back.word_words import new_run

COMMENTS, EXTENDED = "word/comments.xml", "word/commentsExtended.xml"
OF_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TYPE, RELATION = f"{OF_WORD}.comments+xml", f"{R}/comments"
EXTENDED_TYPE = f"{OF_WORD}.commentsExtended+xml"
EXTENDED_RELATION = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"


def comment(editor: WordEditor, words: str, says: str) -> str:
    """Hang a comment on words that occur once.

    Its identifier.
    """
    at = editor.find(words)
    runs = runs_between(at.paragraph, at.start, at.end)
    return _add(editor, runs[0], runs[-1], says, parent="")


def reply(editor: WordEditor, identifier: str, says: str) -> str:
    """Answer a comment; the answer hangs on the same words.

    Its identifier.
    """
    root = editor.package.xml("word/document.xml")
    start, end = (
        next(mark for mark in root.iter(tag(f"w:commentRange{side}")) if mark.get(tag("w:id")) == identifier)
        for side in ("Start", "End")
    )
    return _add(editor, start, end, says, parent=_paragraph_of(editor, identifier))


def resolve(editor: WordEditor, identifier: str) -> None:
    """Say of a comment that it is done with."""
    named = _paragraph_of(editor, identifier)
    for entry in editor.package.xml(EXTENDED):
        if entry.get(tag("w15:paraId")) == named:
            entry.set(tag("w15:done"), "1")


def _add(editor: WordEditor, first: etree._Element, last: etree._Element, says: str, parent: str) -> str:
    package, pen = editor.package, editor.pen
    comments = package.add(COMMENTS, element("w:comments"), TYPE, RELATION)
    extended = package.add(EXTENDED, element("w15:commentsEx"), EXTENDED_TYPE, EXTENDED_RELATION)
    identifier = str(len(comments))
    pen.authors.add(pen.author)
    entry = element("w:comment", id=identifier, author=pen.author, date=pen.date, initials=pen.author[:1])
    for number, line in enumerate(says.split("\n")):
        paragraph = etree.SubElement(entry, tag("w:p"))
        named = f"{0x40000000 + 16 * len(comments) + number:08X}"
        paragraph.set(tag("w14:paraId"), named)
        if not number:
            mark = etree.SubElement(paragraph, tag("w:r"))
            mark.append(element("w:annotationRef"))
        paragraph.append(new_run(line, None, None))
    comments.append(entry)
    known = element("w15:commentEx", paraId=named, done="0")
    if parent:
        known.set(tag("w15:paraIdParent"), parent)
    extended.append(known)
    first.addprevious(element("w:commentRangeStart", id=identifier))
    end = element("w:commentRangeEnd", id=identifier)
    last.addnext(end)
    reference = element("w:r")
    look = etree.SubElement(reference, tag("w:rPr"))
    look.append(element("w:rStyle", val="CommentReference"))
    reference.append(element("w:commentReference", id=identifier))
    end.addnext(reference)
    return identifier


def _paragraph_of(editor: WordEditor, identifier: str) -> str:
    """The name of a comment's last paragraph, by which Word's list of replies knows it."""
    for entry in editor.package.xml(COMMENTS):
        if entry.get(tag("w:id")) == identifier:
            return entry.findall(tag("w:p"))[-1].get(tag("w14:paraId"))
    raise AssertionError(f"there is no comment {identifier}")
