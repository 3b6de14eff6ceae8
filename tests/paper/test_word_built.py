"""The article's Word file as a user builds it: what an editor looks for, and what Word itself asks for."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
INCH = 914_400
"""English metric units."""


@pytest.fixture(scope="module")
def packed(built) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(built.article(".docx").read_bytes()))


@pytest.fixture(scope="module")
def document(packed) -> etree._Element:
    return etree.fromstring(packed.read("word/document.xml"))


@pytest.fixture(scope="module")
def relations(packed) -> dict[str, str]:
    return {
        one.get("Id"): one.get("Target")
        for one in etree.fromstring(packed.read("word/_rels/document.xml.rels"))
    }


def in_style(document: etree._Element, style: str) -> list[str]:
    return [
        "".join(one.xpath(".//*[local-name()='t']/text()"))
        for one in document.iter(W + "p")
        if one.xpath("string(*[local-name()='pPr']/*[local-name()='pStyle']/@*)") == style
    ]


def test_the_title_block_is_whole(document):
    authors, places = in_style(document, "Author"), in_style(document, "Affiliation")
    assert len(authors) == len(places) == 4
    for place, mail in zip(
        places,
        (
            "gulnaz.akhmetova@apa.kz",
            "zhuldyz.davletbayeva@apa.kz",
            "r.ismailova@astanait.edu.kz",
            "zulfiya1978@mail.ru",
        ),
        strict=True,
    ):
        assert mail in place
    assert "Academy of Public Administration" in places[0] and places[3].endswith("corresponding author")
    (keywords,) = in_style(document, "Keywords")
    assert keywords.endswith(
        "internal migration, government policy, effectiveness assessment, educational grants"
    )


def test_every_page_is_headed_by_the_panel(document, packed, relations):
    for section in document.iter(W + "sectPr"):
        (head,) = section.findall(W + "headerReference")
        text = etree.fromstring(packed.read("word/" + relations[head.get(OFFICE + "id")]))
        assert "synthetic stand-in panel" in "".join(text.itertext())


def test_every_figure_is_described_and_drawn_and_has_300_dots_per_inch_beside(document, packed, relations):
    pictures = list(document.iter(WP + "inline"))
    assert len(pictures) == 5
    assert all(len(one.find(WP + "docPr").get("descr")) > 80 for one in pictures)
    for picture in pictures:
        (drawing,) = [relations[one.get(OFFICE + "embed")] for one in picture.iter(SVG_BLIP)]
        assert b"<svg" in packed.read("word/" + drawing)
        (pixels,) = picture.xpath(".//*[local-name()='blip']/@*[local-name()='embed']")
        (across,) = struct.unpack(">I", packed.read("word/" + relations[pixels])[16:20])
        assert across / (int(picture.find(WP + "extent").get("cx")) / INCH) > 295  # without its blank margin


def test_no_table_and_no_picture_is_wider_than_the_page(document):
    section = document.find(f"{W}body/{W}sectPr")
    paper, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    room = int(paper.get(W + "w")) - int(margins.get(W + "left")) - int(margins.get(W + "right"))
    widths = [
        sum(int(column.get(W + "w")) for column in table.iter(W + "gridCol"))
        for table in document.iter(W + "tbl")
    ]
    assert len(widths) >= 4 and max(widths) <= room + 220
    assert max(int(one.get("cx")) for one in document.iter(WP + "extent")) <= room * INCH // 1440


def test_no_hyphen_stands_before_a_number_where_word_could_end_the_line(document):
    texts = [
        one.text or "" for one in document.iter(W + "t") if one.getparent().find(f"{W}rPr/{W}rStyle") is None
    ]
    assert not [text for text in texts if text.startswith("-") and text[1:2].isdigit()]
    assert any(text.startswith("\u2212") for text in texts)
