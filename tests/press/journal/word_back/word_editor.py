"""Edits a Word file as its reviewers do: words, paragraphs, headings, items, tables, notes, links.

It knows nothing of `press.journal.word_back`, which is to find these edits again.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.press.journal.word_back import word_words
from tests.press.journal.word_back.word_package import R, WordPackage, element, tag
from tests.press.journal.word_back.word_text import letters, runs_between, text
from tests.press.journal.word_back.word_words import Pen, strike_texts

DOCUMENT, FOOTNOTES = "word/document.xml", "word/footnotes.xml"
PEOPLE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml"
PEOPLE = "http://schemas.microsoft.com/office/2011/relationships/people"
HYPERLINK = f"{R}/hyperlink"


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: the paragraph and the offsets of what it shows."""

    paragraph: etree._Element
    start: int
    end: int


class WordEditor:
    """A Word file that is open for editing; `tracked` says whether edits are recorded."""

    def __init__(
        self,
        source: bytes | Path,
        author: str = "Ann Reviewer",
        date: str = "2026-03-04T05:06:00Z",
        tracked: bool = True,
    ) -> None:
        self.package = WordPackage(source)
        self.tracked = tracked
        self.pen = Pen(author, date, taken=self._highest())

    def by(self, author: str, date: str) -> None:
        """Whose edits those that follow are, and when they are made."""
        self.pen.author, self.pen.date = author, date

    # What there is ------------------------------------------------------------------------------

    @property
    def body(self) -> etree._Element:
        return self.package.xml(DOCUMENT).find(tag("w:body"))

    def paragraphs(self) -> list[etree._Element]:
        """All of the body, those in tables among them."""
        return list(self.body.iter(tag("w:p")))

    def notes(self) -> list[etree._Element]:
        """The paragraphs of footnotes, without those that draw lines."""
        if not self.package.has(FOOTNOTES):
            return []
        notes = [note for note in self.package.xml(FOOTNOTES) if note.get(tag("w:type")) in (None, "normal")]
        return [paragraph for note in notes for paragraph in note.iter(tag("w:p"))]

    def find(self, words: str) -> Found:
        """Where words stand that occur once, in the body or in footnotes."""
        found = [
            Found(paragraph, at, at + len(words))
            for paragraph in [*self.paragraphs(), *self.notes()]
            if (shown := text(paragraph)) and (at := shown.find(words)) >= 0
        ]
        assert len(found) == 1, f"{words!r} stands in {len(found)} paragraphs"
        return found[0]

    def style(self, paragraph: etree._Element) -> str:
        """The identifier of a paragraph's style."""
        style = paragraph.find(f"{tag('w:pPr')}/{tag('w:pStyle')}")
        return "" if style is None else style.get(tag("w:val"))

    # Words --------------------------------------------------------------------------------------

    def replace(self, old: str, new: str) -> None:
        """Type new words over old ones, which occur once."""
        at = self.find(old)
        word_words.replace(at.paragraph, at.start, at.end, new, self._tracking)

    def insert_after(self, words: str, new: str, looks: tuple[str, ...] | None = None) -> None:
        """Type new words behind some that occur once."""
        at = self.find(words)
        word_words.insert(at.paragraph, at.end, new, self._tracking, looks)

    def insert_before(self, words: str, new: str, looks: tuple[str, ...] | None = None) -> None:
        """Type new words in front of some that occur once."""
        at = self.find(words)
        word_words.insert(at.paragraph, at.start, new, self._tracking, looks)

    def delete(self, words: str) -> None:
        """Delete words that occur once: prose, a citation, a number."""
        at = self.find(words)
        word_words.delete(at.paragraph, at.start, at.end, self._tracking)

    def look(self, words: str, look: str, on: bool = True) -> None:
        """Make words bold, italic, ..., or plain again."""
        at = self.find(words)
        word_words.format_words(at.paragraph, at.start, at.end, look, on, self._tracking)

    def language(self, words: str, language: str) -> None:
        """Let Word know in which language words are written, which it does by itself."""
        at = self.find(words)
        for run in runs_between(at.paragraph, at.start, at.end):
            properties = run.find(tag("w:rPr"))
            if properties is None:
                properties = element("w:rPr")
                run.insert(0, properties)
            for old in properties.findall(tag("w:lang")):
                properties.remove(old)
            properties.append(element("w:lang", val=language))

    def link(self, words: str, address: str) -> None:
        """Make words of the body a link to an address outside the file."""
        at = self.find(words)
        identifier = self.package.relate(DOCUMENT, HYPERLINK, address, outside=True)
        link = etree.Element(tag("w:hyperlink"))
        link.set(f"{{{R}}}id", identifier)
        runs = runs_between(at.paragraph, at.start, at.end)
        runs[0].addprevious(link)
        for run in runs:
            link.append(run)
            properties = run.find(tag("w:rPr"))
            if properties is None:
                properties = element("w:rPr")
                run.insert(0, properties)
            properties.insert(0, element("w:rStyle", val="Hyperlink"))

    # Paragraphs ---------------------------------------------------------------------------------

    def split(self, before: str) -> None:
        """Press Enter in front of words that occur once."""
        at = self.find(before)
        first = next(letter.run for letter in letters(at.paragraph)[at.start :]) if at.start else None
        assert first is not None, "there is nothing before these words"
        first = runs_between(at.paragraph, at.start, at.end)[0]
        while first.getparent() is not at.paragraph:
            assert first.getprevious() is None, "these words stand within a link or an insertion"
            first = first.getparent()
        head = etree.Element(tag("w:p"), nsmap=at.paragraph.nsmap)
        for child in list(at.paragraph):
            if child is first:
                break
            head.append(deepcopy(child) if child.tag == tag("w:pPr") else child)
        at.paragraph.addprevious(head)
        if self.tracked:
            self._mark(head, "w:ins")

    def join(self, words: str) -> None:
        """Delete the end of the paragraph of these words, so that it becomes one with the next."""
        paragraph = self.find(words).paragraph
        if self.tracked:
            self._mark(paragraph, "w:del")
        else:
            join(paragraph)

    def add_paragraph(
        self, after: str, words: str, style: str | None = None, own_end: bool = False
    ) -> etree._Element:
        """Add a paragraph behind that of some words, alike it or of a style ("Heading2").

        Where it is tracked, the end of the old paragraph counts as the inserted one, since Enter was pressed
        there; with `own_end` that of the new, as if Enter had been pressed behind it.
        """
        old = self.find(after).paragraph
        new = etree.Element(tag("w:p"), nsmap=old.nsmap)
        if (properties := old.find(tag("w:pPr"))) is not None:
            new.append(deepcopy(properties))
        if style is not None:
            was = new.find(tag("w:pPr"))
            was = element("w:pPr") if was is None else deepcopy(was)
            _set_style(new, style)
            if self.tracked:
                change = self.pen.mark("w:pPrChange")
                change.append(was)
                new.find(tag("w:pPr")).append(change)
        old.addnext(new)
        run = word_words.new_run(words, None, self._tracking)
        new.append(self._wrapped("w:ins", run) if self.tracked else run)
        if self.tracked:
            self._mark(new if own_end else old, "w:ins")
        return new

    def delete_paragraph(self, words: str) -> None:
        """Delete the whole paragraph of some words."""
        paragraph = self.find(words).paragraph
        if not self.tracked:
            paragraph.getparent().remove(paragraph)
            return
        word_words.delete(paragraph, 0, len(text(paragraph)), self.pen)
        self._mark(paragraph, "w:del")

    def move_paragraph(self, words: str, after: str, name: str = "move9001") -> None:
        """Cut the paragraph of some words and paste it behind that of others."""
        old, place = self.find(words).paragraph, self.find(after).paragraph
        if not self.tracked:
            place.addnext(old)
            return
        new = deepcopy(old)
        for copied in [*new.iter(tag("w:bookmarkStart")), *new.iter(tag("w:bookmarkEnd"))]:
            copied.getparent().remove(copied)
        place.addnext(new)
        for paragraph, kind in ((old, "moveFrom"), (new, "moveTo")):
            self._move(paragraph, kind, name)

    def _move(self, paragraph: etree._Element, kind: str, name: str) -> None:
        for run in runs_between(paragraph, 0, len(text(paragraph))):
            mark = self.pen.mark(f"w:{kind}")
            run.addprevious(mark)
            mark.append(run)
            if kind == "moveFrom":
                strike_texts(run)
                for child in run.iter(tag("w:delText")):
                    child.tag = tag("w:t")  # what was moved away is no deleted text to Word
        self._mark(paragraph, f"w:{kind}")
        start = self.pen.mark(f"w:{kind}RangeStart", name=name)
        paragraph.insert(1, start)
        paragraph.append(element(f"w:{kind}RangeEnd", id=start.get(tag("w:id"))))

    # Tables and notes ---------------------------------------------------------------------------

    def add_row(self, after: str, cells: tuple[str, ...]) -> None:
        """Add a row behind that of some words, in its look."""
        row = next(self.find(after).paragraph.iterancestors(tag("w:tr")))
        new = deepcopy(row)
        for cell, words in zip(new.findall(tag("w:tc")), cells, strict=True):
            paragraph = cell.find(tag("w:p"))
            for child in list(paragraph):
                if child.tag != tag("w:pPr"):
                    paragraph.remove(child)
            run = word_words.new_run(words, None, self._tracking)
            paragraph.append(self._wrapped("w:ins", run) if self.tracked else run)
        row.addnext(new)
        if self.tracked:
            self._mark_row(new, "w:ins")

    def delete_row(self, words: str) -> None:
        """Delete the row of some words."""
        row = next(self.find(words).paragraph.iterancestors(tag("w:tr")))
        if not self.tracked:
            row.getparent().remove(row)
            return
        for paragraph in row.iter(tag("w:p")):
            word_words.delete(paragraph, 0, len(text(paragraph)), self.pen)
            self._mark(paragraph, "w:del")
        self._mark_row(row, "w:del")

    def add_footnote(self, after: str, words: str) -> None:
        """Add a footnote behind words of the body."""
        notes = self.package.xml(FOOTNOTES)
        identifier = str(max(int(note.get(tag("w:id"))) for note in notes) + 1)
        note = element("w:footnote", id=identifier)
        paragraph = etree.SubElement(note, tag("w:p"))
        _set_style(paragraph, "FootnoteText")
        sign = _styled_run("FootnoteReference")
        sign.append(element("w:footnoteRef"))
        run = word_words.new_run(f" {words}", None, self._tracking)
        for child in (sign, run):
            paragraph.append(self._wrapped("w:ins", child) if self.tracked else child)
        notes.append(note)
        at = self.find(after)
        reference = word_words.insert(at.paragraph, at.end, "?", self._tracking)
        mark = _styled_run("FootnoteReference")
        mark.append(element("w:footnoteReference", id=identifier))
        reference.getparent().replace(reference, mark)

    def delete_footnote(self, words: str) -> None:
        """Delete the mark of the footnote that says these words; untracked, the note goes too."""
        note = next(self.find(words).paragraph.iterancestors(tag("w:footnote")))
        identifier = note.get(tag("w:id"))
        for paragraph in self.paragraphs():
            for at, letter in enumerate(letters(paragraph)):
                if (
                    letter.child.tag == tag("w:footnoteReference")
                    and letter.child.get(tag("w:id")) == identifier
                ):
                    word_words.delete(paragraph, at, at + 1, self._tracking)
                    if not self.tracked:
                        note.getparent().remove(note)
                    return
        raise AssertionError(f"nothing refers to footnote {identifier}")

    # Writing ------------------------------------------------------------------------------------

    def content(self) -> bytes:
        """The file as Word would save it."""
        self._introduce()
        return self.package.content()

    def save(self, path: Path) -> Path:
        path.write_bytes(self.content())
        return path

    @property
    def _tracking(self) -> Pen | None:
        return self.pen if self.tracked else None

    def _highest(self) -> int:
        parts = [self.package.xml(part) for part in (DOCUMENT, FOOTNOTES) if self.package.has(part)]
        taken = [node.get(tag("w:id"), "0") for part in parts for node in part.iter()]
        return 1000 + max(int(identifier) for identifier in taken if identifier.lstrip("-").isdigit())

    def _wrapped(self, name: str, run: etree._Element) -> etree._Element:
        mark = self.pen.mark(name)
        mark.append(run)
        return mark

    def _mark(self, paragraph: etree._Element, name: str) -> None:
        """Record that the end of a paragraph was inserted, deleted or moved."""
        properties = paragraph.find(tag("w:pPr"))
        if properties is None:
            properties = element("w:pPr")
            paragraph.insert(0, properties)
        look = properties.find(tag("w:rPr"))
        if look is None:
            look = element("w:rPr")
            behind = next((c for c in properties if c.tag in (tag("w:sectPr"), tag("w:pPrChange"))), None)
            properties.append(look) if behind is None else behind.addprevious(look)
        look.insert(0, self.pen.mark(name))

    def _mark_row(self, row: etree._Element, name: str) -> None:
        properties = row.find(tag("w:trPr"))
        if properties is None:
            properties = element("w:trPr")
            row.insert(0, properties)
        properties.append(self.pen.mark(name))

    def _introduce(self) -> None:
        """List the authors of tracked changes in `people.xml`, as Word does."""
        if not self.pen.authors:
            return
        people = self.package.add("word/people.xml", element("w15:people"), PEOPLE_TYPE, PEOPLE)
        known = {person.get(tag("w15:author")) for person in people}
        for author in sorted(self.pen.authors - known):
            person = element("w15:person", author=author)
            person.append(element("w15:presenceInfo", providerId="None", userId=author))
            people.append(person)


def join(paragraph: etree._Element) -> None:
    """Make a paragraph one with the next, which lends its properties."""
    following = paragraph.getnext()
    while following is not None and following.tag != tag("w:p"):
        following = following.getnext()
    assert following is not None, "no paragraph follows"
    place = 1 if following.find(tag("w:pPr")) is not None else 0
    for child in [child for child in paragraph if child.tag != tag("w:pPr")]:
        following.insert(place, child)
        place += 1
    paragraph.getparent().remove(paragraph)


def _set_style(paragraph: etree._Element, style: str) -> None:
    properties = paragraph.find(tag("w:pPr"))
    if properties is None:
        properties = element("w:pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(tag("w:pStyle")):
        properties.remove(old)
    properties.insert(0, element("w:pStyle", val=style))


def _styled_run(style: str) -> etree._Element:
    run = element("w:r")
    look = etree.SubElement(run, tag("w:rPr"))
    look.append(element("w:rStyle", val=style))
    return run
