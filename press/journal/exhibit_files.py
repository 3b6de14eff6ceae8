"""Figures and tables as files of their own, named by the numbers that the text gives them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
from lxml import etree
from PIL import Image

from analysis.exhibits import figures
from analysis.exhibits.exhibit import Figure
from analysis.results import Data
from press.journal.word import style_of, text_of
from press.numbers.formatter import without_keys
from press.render.word import W, rewritten
from press.tables import csv_file

WORDS = "alternative-texts.txt"
"""The file that says what the pictures show."""
DOTS = 600
"""Dots per inch of the TIFF."""
IMAGES = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
MARKS = (W + "bookmarkStart", W + "bookmarkEnd")


def write_figures(folder: Path, labels: Sequence[str], data: Data) -> None:
    """Write every figure as PDF, SVG and TIFF, and what the pictures show in words."""
    folder.mkdir(parents=True, exist_ok=True)
    by_label = {figure.label: figure for figure in figures.EXHIBITS}
    texts = []
    for number, label in enumerate(labels, 1):
        _write_figure(folder / f"figure-{number}", by_label[label], data)
        texts.append(f"Figure {number}\n{without_keys(by_label[label].alt(data))}\n")
    (folder / WORDS).write_text("\n".join(texts), encoding="utf-8")


def _write_figure(file: Path, exhibit: Figure, data: Data) -> None:
    figure = exhibit.draw(data)
    with plt.rc_context({"pdf.fonttype": 42}):
        figure.savefig(
            file.with_suffix(".pdf"),
            bbox_inches="tight",
            metadata={"Creator": None, "Producer": None, "CreationDate": None},
        )
        figure.savefig(
            file.with_suffix(".svg"), bbox_inches="tight", metadata={"Creator": None, "Date": None}
        )
    dots = io.BytesIO()
    figure.savefig(dots, format="png", dpi=DOTS, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    Image.open(dots).convert("RGB").save(file.with_suffix(".tiff"), compression="tiff_lzw", dpi=(DOTS, DOTS))


def write_tables(folder: Path, manuscript: bytes) -> int:
    """Write every table of the manuscript (Word) as Word and CSV; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(manuscript)) as archive:
        body = etree.fromstring(archive.read("word/document.xml")).find(W + "body")
    captions = [place for place, part in enumerate(body) if style_of(part) == "TableCaption"]
    for number, place in enumerate(captions, 1):
        table = next(part for part in body[place:] if part.tag == W + "tbl")
        file = folder / f"table-{number}"
        file.with_suffix(".csv").write_text(_csv(table), encoding="utf-8", newline="")
        file.with_suffix(".docx").write_bytes(_alone(manuscript, place, number))
    return len(captions)


def _csv(table: etree._Element) -> str:
    """Return the cells as printed, with the minus sign and the hyphen that programs read."""
    header, *rows = (
        [
            text_of(cell).replace("\u200b", "").replace("\u2212", "-").replace("\u00a0", " ")
            for cell in row.findall(W + "tc")
        ]
        for row in table.findall(W + "tr")
    )
    return csv_file.text(header, rows, line_end="\r\n")


def _alone(manuscript: bytes, place: int, number: int) -> bytes:
    """Return the manuscript's file with nothing in it but one table, its caption and its note."""
    kept: set[str] = set()
    finishers: dict[str, Callable[[etree._Element], None]] = {
        "word/document.xml": lambda part: kept.update(_keep_table(part.find(W + "body"), place)),
        "docProps/core.xml": lambda part: _entitle(part, f"Table {number}"),
    }
    made = rewritten(manuscript, finishers)
    return _without_pictures(rewritten(made, {"word/footnotes.xml": lambda part: _keep_notes(part, kept)}))


def _keep_table(body: etree._Element, place: int) -> set[str]:
    """Drop all but the table; return the numbers of its footnotes."""
    end = next(i for i in range(place, len(body)) if body[i].tag == W + "tbl") + 1
    end += next(i for i, part in enumerate(body[end:]) if part.tag not in MARKS and style_of(part) != "Note")
    for i, part in reversed(list(enumerate(body))):
        if not (place <= i < end or part.tag == W + "sectPr"):
            body.remove(part)
    for link in list(body.iter(W + "hyperlink")):
        if link.get(W + "anchor"):
            _unwrap(link)
    for field in list(body.iter(W + "instrText")):
        _freeze(field.getparent())
    for mark in [mark for name in MARKS for mark in body.iter(name)]:
        mark.getparent().remove(mark)
    for lines in list(body.iter(W + "lnNumType")):
        lines.getparent().remove(lines)
    return {note.get(W + "id") for note in body.iter(W + "footnoteReference")}


def _unwrap(link: etree._Element) -> None:
    for part in list(link):
        link.addprevious(part)
    link.getparent().remove(link)


def _freeze(instruction: etree._Element) -> None:
    """Leave of a field what it shows: it is made of five runs, the second of which says what to show."""
    begin, separate = instruction.getprevious(), instruction.getnext()
    end = separate.getnext().getnext()
    for run in (begin, instruction, separate, end):
        run.getparent().remove(run)


def _keep_notes(notes: etree._Element, kept: set[str]) -> None:
    for note in notes.findall(W + "footnote"):
        if note.get(W + "type") is None and note.get(W + "id") not in kept:
            notes.remove(note)


def _entitle(core: etree._Element, title: str) -> None:
    for element in core.iter(DC_TITLE):
        element.text = title


def _without_pictures(docx: bytes) -> bytes:
    def forget(relations: etree._Element) -> None:
        for relation in relations.findall(IMAGES):
            if relation.get("Type", "").endswith(("/image", "/hyperlink")):
                relations.remove(relation)

    return rewritten(
        docx,
        {"word/_rels/document.xml.rels": forget, "word/_rels/footnotes.xml.rels": forget},
        dropped="word/media/",
    )
