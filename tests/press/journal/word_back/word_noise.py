"""What Word and LibreOffice do to a file that nobody asked for: none of it is a change."""

from __future__ import annotations

import random
import re

from lxml import etree

from tests.press.journal.word_back.word_editor import DOCUMENT, FOOTNOTES, WordEditor
from tests.press.journal.word_back.word_package import MC, element, tag
from tests.press.journal.word_back.word_text import cut_run, letters, text

WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
STYLES = "word/styles.xml"
RENAMED = {"BodyText": "Textkrper", "FirstParagraph": "TextBody1", "Compact": "Compact1", "Title": "Titel"}
"""Identifiers of styles before and after a German LibreOffice; the names within the styles stay."""


def noise(editor: WordEditor, seed: int = 1) -> None:
    """All that Word does when it opens and saves a file."""
    dice = random.Random(seed)
    split_runs(editor, dice)
    revision_marks(editor, dice)
    spelling_marks(editor, dice)
    languages_and_fonts(editor, dice)
    wrappers(editor, dice)
    last_place(editor)


def split_runs(editor: WordEditor, dice: random.Random, share: float = 0.15) -> None:
    """Cut runs anywhere, as Word does at each save."""
    for paragraph in _paragraphs(editor):
        for letter in reversed(letters(paragraph)):
            if letter.offset and letter.run.tag == tag("w:r") and dice.random() < share / 6:
                cut_run(letter)


def revision_marks(editor: WordEditor, dice: random.Random) -> None:
    """Say of paragraphs and runs in which session they were written."""
    for part in _roots(editor):
        for node in part.iter(tag("w:p"), tag("w:r"), tag("w:tr")):
            node.set(tag("w:rsidR"), f"00{dice.randrange(16**6):06X}")
            if node.tag == tag("w:p"):
                node.set(tag("w:rsidRDefault"), "00AA00AA")
                node.set(tag("w14:paraId"), f"{dice.randrange(1, 2**31):08X}")
                node.set(tag("w14:textId"), "77777777")


def spelling_marks(editor: WordEditor, dice: random.Random) -> None:
    """Mark words that Word's spelling does not know, and where pages ended."""
    for part in _roots(editor):
        for run in list(part.iter(tag("w:r"))):
            if dice.random() < 0.05 and run.getparent().tag == tag("w:p"):
                run.addprevious(element("w:proofErr", type="spellStart"))
                run.addnext(element("w:proofErr", type="spellEnd"))
            if dice.random() < 0.02 and (words := run.find(tag("w:t"))) is not None:
                words.addprevious(element("w:lastRenderedPageBreak"))


def languages_and_fonts(editor: WordEditor, dice: random.Random) -> None:
    """Give runs a language, a font and a size, which they get when text is pasted."""
    for part in _roots(editor):
        for run in part.iter(tag("w:r")):
            if run.find(tag("w:t")) is None or dice.random() > 0.1:
                continue
            look = run.find(tag("w:rPr"))
            if look is None:
                look = element("w:rPr")
                run.insert(0, look)
            if look.find(tag("w:rFonts")) is None:
                place = 1 if look.find(tag("w:rStyle")) is not None else 0
                look.insert(place, element("w:rFonts", ascii="Cambria", hAnsi="Cambria"))
            if look.find(tag("w:lang")) is None:
                look.append(element("w:szCs", val="24"))
                look.append(element("w:lang", val="en-GB"))


def wrappers(editor: WordEditor, dice: random.Random) -> None:
    """Wrap runs in smart tags and controls, and pictures in a choice for newer programs."""
    for part in _roots(editor):
        for run in [run for run in part.iter(tag("w:r")) if run.getparent().tag == tag("w:p")]:
            chance = dice.random()
            if run.find(tag("w:t")) is None or chance > 0.03:
                continue
            if chance < 0.02:
                around = inner = element(
                    "w:smartTag", uri="urn:schemas-microsoft-com:office:smarttags", element="place"
                )
            else:
                around = element("w:sdt")
                etree.SubElement(around, tag("w:sdtPr")).append(
                    element("w:id", val=str(dice.randrange(10**6)))
                )
                inner = etree.SubElement(around, tag("w:sdtContent"))
            run.addprevious(around)
            inner.append(run)
        for drawing in list(part.iter(tag("w:drawing"))):
            choice = etree.Element(tag("mc:AlternateContent"), nsmap={"mc": MC, "wps": WPS})
            drawing.addprevious(choice)
            etree.SubElement(choice, tag("mc:Choice"), Requires="wps").append(drawing)
            etree.SubElement(choice, tag("mc:Fallback")).append(element("w:pict"))


def last_place(editor: WordEditor) -> None:
    """The bookmark by which Word comes back to where somebody wrote last."""
    paragraph = editor.paragraphs()[len(editor.paragraphs()) // 2]
    place = 1 if paragraph.find(tag("w:pPr")) is not None else 0
    paragraph.insert(place, element("w:bookmarkEnd", id="99990"))
    paragraph.insert(place, element("w:bookmarkStart", id="99990", name="_GoBack"))


def typographer(editor: WordEditor) -> int:
    """Make straight quotes curly and blanks before units such as do not break, as Word does by itself.

    How many signs it changed.
    """
    changed = 0
    for part in _roots(editor):
        for words in part.iter(tag("w:t")):
            old = words.text or ""
            new = re.sub(r"(?<=\w)'(?=\w)", "\u2019", old)
            new = re.sub(r'(?<!\S)"', "\u201c", new).replace('"', "\u201d")
            new = re.sub(r"(?<=\d) (?=[%a-z])|(?<=Table) (?=\d)", "\u00a0", new)
            changed += sum(before != after for before, after in zip(old, new, strict=True))
            words.text = new
    return changed


def without_trace(editor: WordEditor) -> None:
    """Drop bookmarks and custom XML, as converters and mail programs do."""
    for part in _roots(editor):
        for mark in list(part.iter(tag("w:bookmarkStart"), tag("w:bookmarkEnd"))):
            mark.getparent().remove(mark)
    editor.package.remove("customXml/")
    editor.package.remove("docProps/custom.xml")


def renamed_styles(editor: WordEditor) -> None:
    """Give styles other identifiers, as LibreOffice does in other languages; their names stay."""
    for part in (*_roots(editor), editor.package.xml(STYLES)):
        for node in part.iter():
            for attribute in ("w:styleId", "w:val"):
                known = node.get(tag(attribute))
                refers = node.tag in {
                    tag(f"w:{name}") for name in ("style", "pStyle", "basedOn", "next", "link")
                }
                if refers and known in RENAMED:
                    node.set(tag(attribute), RENAMED[known])


def _roots(editor: WordEditor) -> list[etree._Element]:
    return [editor.package.xml(name) for name in (DOCUMENT, FOOTNOTES) if editor.package.has(name)]


def _paragraphs(editor: WordEditor) -> list[etree._Element]:
    return [paragraph for paragraph in (*editor.paragraphs(), *editor.notes()) if text(paragraph)]
