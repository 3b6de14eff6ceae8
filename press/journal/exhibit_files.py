"""Figures and tables as files of their own, named by the numbers that the text gives them."""

import re
import shutil
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from lxml import etree

from press.journal import exhibit_pictures
from press.journal.hiding import Hiding
from press.journal.numbering import Numbered
from press.journal.word import CAPTIONS, body_of, numbered_captions, style_of, text_of
from press.paper import Paper
from press.render.document import Executed
from press.render.word import Finisher, rewritten
from press.render.word_tables import W
from press.tables import csv_file

ALTERNATIVE_TEXTS = "alternative-texts.txt"
"""The file that says what the pictures show."""
DRAWN = re.compile(r"\bexhibit\(\s*[\"']([\w-]+)[\"']")
"""Where a document asks for what the paper draws, with its label."""
OUTSIDE = ("/image", "/hyperlink")
"""How the kinds of relations end that lead out of the text."""
BOOKMARKS = (W + "bookmarkStart", W + "bookmarkEnd")


def write_figures(folder: Path, numbered: Sequence[Numbered], paper: Paper, article: Executed) -> None:
    """Write every figure as PDF, SVG (of dots PNG) and TIFF, and what the pictures show in words.

    What the paper draws is drawn anew, its letters as letters; the author's own is taken as it stands in the
    manuscript.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = set(DRAWN.findall(article.prose))
    for one in numbered:
        exhibit = paper.exhibits.get(one.label) if one.label in drawn else None
        if exhibit and exhibit.draw:
            exhibit_pictures.write_drawing(folder / f"{one.kind}-{one.number}", exhibit.draw(paper.data))
        else:
            for name, picture in one.names():
                exhibit_pictures.write_picture(folder / name, picture.file)
    (folder / ALTERNATIVE_TEXTS).write_text(alternative_texts(numbered), encoding="utf-8")


def alternative_texts(numbered: Sequence[Numbered]) -> str:
    """Say of every picture what it shows, with its name: its alternative text, else its caption."""
    return "\n".join(
        f"{name.capitalize().replace('-', ' ')}\n{picture.alternative or one.caption}\n"
        for one in numbered
        for name, picture in one.names()
    )


def copy_figures(
    source: Path, target: Path, before: Sequence[Numbered], after: Sequence[Numbered], hiding: Hiding
) -> None:
    """Copy the figures of one manuscript for another, which may have fewer, under the numbers there.

    Names are hidden in what says what the pictures show.
    """
    target.mkdir(parents=True, exist_ok=True)
    names = {one.label: [name for name, _ in one.names()] for one in before}
    for one in after:
        for old, (new, _) in zip(names[one.label], one.names(), strict=True):
            for file in sorted(source.glob(f"{old}.*")):
                shutil.copyfile(file, target / f"{new}{file.suffix}")
    words = hiding.hide_in_text(alternative_texts(after), f"{target.name}/{ALTERNATIVE_TEXTS}")
    (target / ALTERNATIVE_TEXTS).write_text(words, encoding="utf-8")


def write_tables(folder: Path, manuscript: bytes) -> int:
    """Write every table of the manuscript (Word) that has a number as Word and CSV.

    Of one whose parts are tables each part is a CSV. One that is a picture has no cells.

    Returns
    -------
    int
        How many tables there are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    captions = numbered_captions(body_of(manuscript), "TableCaption")
    for number, caption in captions.items():
        if (table := _table_below(caption)) is None:
            continue
        file = folder / f"table-{number}"
        parts = table.findall(f"{W}tr/{W}tc/{W}tbl") or [table]
        for place, part in enumerate(parts):
            letter = chr(ord("a") + place) if len(parts) > 1 else ""
            csv = folder / f"{file.name}{letter}.csv"
            csv.write_text(table_as_csv(part), encoding="utf-8", newline="")
        file.with_suffix(".docx").write_bytes(_table_alone(manuscript, number))
    return len(captions)


def _table_below(caption: etree._Element) -> etree._Element | None:
    """Return the table that a caption heads; None where a picture follows."""
    for part in caption.itersiblings(W + "tbl", W + "p"):
        if part.tag == W + "tbl":
            return part
        if style_of(part) in CAPTIONS or next(part.iter(W + "drawing"), None) is not None:
            return None
    return None


def table_as_csv(table: etree._Element) -> str:
    """Return the cells as printed, with the minus sign that programs read and without spaces about them."""
    signs = str.maketrans({"\u200b": None, "\u2212": "-", "\u00a0": " "})
    header, *rows = (
        [text_of(cell).translate(signs).strip() for cell in row.findall(W + "tc")]
        for row in table.findall(W + "tr")
    )
    return csv_file.text(header, rows, line_end="\r\n")


def _table_alone(manuscript: bytes, number: int) -> bytes:
    """Return the manuscript's file with nothing in it but one table, its caption and its note."""
    kept: set[str] = set()
    finishers: dict[str, Finisher] = {  # `rewritten` takes the text before its footnotes
        "word/document.xml": lambda part: kept.update(_keep_table(part.find(W + "body"), number)),
        "word/footnotes.xml": lambda part: _keep_notes(part, kept),
        "word/_rels/document.xml.rels": _forget_outside,
        "word/_rels/footnotes.xml.rels": _forget_outside,
        "docProps/core.xml": lambda part: _set_title(part, f"Table {number}"),
    }
    return rewritten(manuscript, finishers, dropped="word/media/")


def _keep_table(body: etree._Element, number: int) -> set[str]:
    """Drop all but the table; return the numbers of its footnotes."""
    caption = numbered_captions(body, "TableCaption")[number]
    table = _table_below(caption)
    below = takewhile(lambda part: part.tag in BOOKMARKS or style_of(part) == "Note", table.itersiblings())
    between = takewhile(lambda part: part is not table, caption.itersiblings())
    wanted = [caption, *between, table, *below, body.find(W + "sectPr")]
    body[:] = wanted
    etree.strip_tags(body, W + "hyperlink")
    for field in list(body.iter(W + "instrText")):
        _freeze_field(field.getparent())
    etree.strip_elements(body, *BOOKMARKS, W + "lnNumType")
    return {note.get(W + "id") for note in body.iter(W + "footnoteReference")}


def _freeze_field(instruction: etree._Element) -> None:
    """Leave of a field what it shows: it is made of five runs, the second of which says what to show."""
    begin, separate = instruction.getprevious(), instruction.getnext()
    for run in (begin, instruction, separate, separate.getnext().getnext()):
        run.getparent().remove(run)


def _keep_notes(notes: etree._Element, kept: set[str]) -> None:
    for note in notes.findall(W + "footnote"):
        if note.get(W + "type") is None and note.get(W + "id") not in kept:
            notes.remove(note)
    etree.strip_tags(notes, W + "hyperlink")


def _forget_outside(relations: etree._Element) -> None:
    for relation in list(relations):
        if relation.get("Type", "").endswith(OUTSIDE):
            relations.remove(relation)


def _set_title(core: etree._Element, title: str) -> None:
    for element in core.iter("{http://purl.org/dc/elements/1.1/}title"):
        element.text = title
