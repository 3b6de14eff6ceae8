"""Figures and tables as files of their own, named by the numbers that the text gives them."""

import io
from collections.abc import Sequence
from pathlib import Path

import matplotlib.pyplot as plt
from lxml import etree
from matplotlib.figure import Figure
from PIL import Image

from press.journal.word import body_of, style_of, text_of
from press.numbers.formatter import without_keys
from press.paper import Paper
from press.render.word import Finisher, W, rewritten
from press.tables import csv_file

ALTERNATIVE_TEXTS = "alternative-texts.txt"
"""The file that says what the pictures show."""
DOTS = 600
"""Dots per inch of the TIFF."""
OUTSIDE = ("/image", "/hyperlink")
"""How the kinds of relations end that lead out of the text."""
BOOKMARKS = (W + "bookmarkStart", W + "bookmarkEnd")


def write_figures(folder: Path, labels: Sequence[str], paper: Paper) -> None:
    """Write every figure as PDF, SVG and TIFF, and what the pictures show in words."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = []
    for number, label in enumerate(labels, 1):
        exhibit = paper.exhibits[label]
        _write_figure(folder / f"figure-{number}", exhibit.draw(paper.data))
        texts.append(f"Figure {number}\n{without_keys(exhibit.alt(paper.data))}\n")
    (folder / ALTERNATIVE_TEXTS).write_text("\n".join(texts), encoding="utf-8")


def _write_figure(file: Path, figure: Figure) -> None:
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
    body = body_of(manuscript)
    captions = [place for place, part in enumerate(body) if style_of(part) == "TableCaption"]
    for number, place in enumerate(captions, 1):
        table = next(part for part in body[place:] if part.tag == W + "tbl")
        file = folder / f"table-{number}"
        file.with_suffix(".csv").write_text(table_as_csv(table), encoding="utf-8", newline="")
        file.with_suffix(".docx").write_bytes(_table_alone(manuscript, place, number))
    return len(captions)


def table_as_csv(table: etree._Element) -> str:
    """Return the cells as printed, with the minus sign and the hyphen that programs read."""
    signs = str.maketrans({"\u200b": None, "\u2212": "-", "\u00a0": " "})
    header, *rows = (
        [text_of(cell).translate(signs) for cell in row.findall(W + "tc")] for row in table.findall(W + "tr")
    )
    return csv_file.text(header, rows, line_end="\r\n")


def _table_alone(manuscript: bytes, place: int, number: int) -> bytes:
    """Return the manuscript's file with nothing in it but one table, its caption and its note."""
    kept: set[str] = set()
    finishers: dict[str, Finisher] = {  # `rewritten` takes the text before its footnotes
        "word/document.xml": lambda part: kept.update(_keep_table(part.find(W + "body"), place)),
        "word/footnotes.xml": lambda part: _keep_notes(part, kept),
        "word/_rels/document.xml.rels": _forget_outside,
        "word/_rels/footnotes.xml.rels": _forget_outside,
        "docProps/core.xml": lambda part: _set_title(part, f"Table {number}"),
    }
    return rewritten(manuscript, finishers, dropped="word/media/")


def _keep_table(body: etree._Element, place: int) -> set[str]:
    """Drop all but the table; return the numbers of its footnotes."""
    end = next(i for i in range(place, len(body)) if body[i].tag == W + "tbl") + 1
    end += next(
        i for i, part in enumerate(body[end:]) if part.tag not in BOOKMARKS and style_of(part) != "Note"
    )
    for i, part in reversed(list(enumerate(body))):
        if not (place <= i < end or part.tag == W + "sectPr"):
            body.remove(part)
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
