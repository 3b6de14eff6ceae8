"""Word: pandoc's writer, then what it leaves out: alt texts, styles, paper, page numbers, the same bytes."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from press.base.zip_archive import FIRST_DAY
from press.render import matter_pages
from press.render.dates import build_time, typed_date
from press.render.page import Page
from press.render.pandoc import address
from press.render.table_widths import wide_table
from press.render.word_tables import W, Wide, lay_out_tables, lay_out_wide_tables

STYLES = Path(__file__).parent / "assets" / "word-styles.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DCTERMS = "{http://purl.org/dc/terms/}"
Finisher = Callable[[etree._Element], None]
FOOTER = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="{W[1:-1]}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>\
<w:r><w:fldChar w:fldCharType="begin"/></w:r>
<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>\
<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>"""
SECTION = f"""<w:sectPr xmlns:w="{W[1:-1]}" xmlns:r="{OFFICE}">\
<w:footerReference w:type="default" r:id="footer"/>
<w:pgSz w:w="11906" w:h="16838"/>\
<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417"\
 w:header="709" w:footer="709" w:gutter="0"/>
</w:sectPr>"""


def make(page: Page) -> list[str]:
    """Write the .docx."""
    arguments = ["--to", "docx"]
    if reference := page.option("reference-doc"):
        arguments += ["--reference-doc", address(page.required_file(str(reference), "reference-doc"))]
    if page.option("toc"):
        arguments += ["--toc", "--toc-depth", str(page.option("toc-depth", 3))]
    made = page.run_pandoc(
        *arguments,
        author=[author.name for author in page.authors],
        date=typed_date(str(page.option("date", "")), page.option("date-format"), page.language),
        **_headings(page),
        keywords=page.keywords,
        thanks=matter_pages.thanks(page),
    )
    wide: list[Wide] = []
    page.destination.write_bytes(
        rewritten(made, PLAIN_FINISHERS | {"word/document.xml": lambda part: _finish_in_template(part, wide)})
        if reference
        else prepare_template(made, wide)
    )
    return [wide_table(page, one.label, one.width, one.room, one.size) for one in wide]


def _headings(page: Page) -> dict[str, Any]:
    """Return the titles of contents and abstract."""
    labels = page.labels
    return {
        "toc-title": str(page.option("toc-title", labels["toc-title-document"])),
        "abstract-title": str(page.option("abstract-title", labels["section-title-abstract"])),
    }


def prepare_template(docx: bytes, wide: list[Wide] | None = None) -> bytes:
    """Return a Word file with press's styles, paper and page numbers, as it is or for a `reference-doc`.

    What tables are too wide to be read is added to `wide`.
    """
    found = [] if wide is None else wide
    return rewritten(
        docx,
        PLAIN_FINISHERS
        | {
            "word/document.xml": lambda part: _finish_document(part, found),
            "word/styles.xml": _replace_styles,
            "word/_rels/document.xml.rels": _relate_footer,
            "[Content_Types].xml": _name_footer,
        },
        {"word/footer.xml": FOOTER.encode()},
    )


def rewritten(
    docx: bytes,
    finishers: Mapping[str, Finisher],
    added: Mapping[str, bytes] | None = None,
    dropped: str | None = None,
) -> bytes:
    """Return a Word file with some of its parts changed, packed without dates and in one order.

    Parameters
    ----------
    docx : bytes
        The file.
    finishers : mapping
        What changes a part's tree in place, by the part's name.
    added : mapping, optional
        Further parts.
    dropped : str, optional
        The folder of parts to be left out.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {
            name: old.read(name) for name in old.namelist() if not (dropped and name.startswith(dropped))
        } | dict(added or {})
        for name in parts.keys() & finishers.keys():
            part = etree.fromstring(parts[name])
            finishers[name](part)
            parts[name] = etree.tostring(part, encoding="UTF-8", xml_declaration=True, standalone=True)
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            new.writestr(zipfile.ZipInfo(name, FIRST_DAY), parts[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _finish_document(document: etree._Element, wide: list[Wide]) -> None:
    _describe_pictures(document)
    _set_paper(document)
    wide += lay_out_tables(document)


def _finish_in_template(document: etree._Element, wide: list[Wide]) -> None:
    _describe_pictures(document)
    wide += lay_out_wide_tables(document)


def _describe_pictures(document: etree._Element) -> None:
    """Give the picture itself its description, where pandoc puts the file's path."""
    for drawing in document.iter(W + "drawing"):
        title = drawing.xpath("string(.//*[local-name()='docPr']/@title)")
        for picture in drawing.xpath(".//*[local-name()='cNvPr']"):
            picture.set("descr", title)


def _set_paper(document: etree._Element) -> None:
    """Give the document paper, margins and a footer with the page's number."""
    section = document.find(f"{W}body/{W}sectPr")
    footer, *paper = etree.fromstring(SECTION)
    section.insert(0, footer)
    for part in paper:
        if section.find(part.tag) is None:
            section.append(part)


def _relate_footer(relations: etree._Element) -> None:
    etree.SubElement(relations, relations[0].tag, Id="footer", Type=f"{OFFICE}/footer", Target="footer.xml")


def _name_footer(types: etree._Element) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"
    etree.SubElement(types, f"{{{types.nsmap[None]}}}Override", PartName="/word/footer.xml", ContentType=kind)


def _replace_styles(styles: etree._Element) -> None:
    known = {style.get(W + "styleId"): style for style in styles.iter(W + "style")}
    for style in etree.parse(STYLES).getroot().iter(W + "style"):
        if (old := known.get(style.get(W + "styleId"))) is not None:
            styles.replace(old, style)
        else:
            styles.append(style)


def _fix_dates(core: etree._Element) -> None:
    for element in core.iter(DCTERMS + "created", DCTERMS + "modified"):
        element.text = build_time().strftime("%Y-%m-%dT%H:%M:%SZ")


PLAIN_FINISHERS: dict[str, Finisher] = {
    "docProps/custom.xml": etree._Element.clear,
    "docProps/core.xml": _fix_dates,
}
"""What becomes of the parts of every Word file."""
