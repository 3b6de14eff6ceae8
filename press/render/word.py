"""Word: pandoc's writer, then what it leaves out: styles, paper, running heads, drawings, the same bytes.

`finished` does this to the file of either engine; `template` makes what both take for their `reference-doc`.
"""

import io
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from press.base.files import is_inside
from press.base.zip_archive import FIRST_DAY
from press.render import matter_pages, word_pictures
from press.render.dates import build_time, typed_date
from press.render.page import Page
from press.render.pandoc import address, command
from press.render.table_widths import wide_table
from press.render.word_front import place_people
from press.render.word_pictures import OFFICE
from press.render.word_tables import W, Wide, lay_out_tables

STYLES = Path(__file__).parent / "assets" / "word-styles.xml"
DCTERMS = "{http://purl.org/dc/terms/}"
Finisher = Callable[[etree._Element], None]
OPENED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADER = (
    f'{OPENED}<w:hdr xmlns:w="{W[1:-1]}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p></w:hdr>'
)
FOOTER = f"""{OPENED}<w:ftr xmlns:w="{W[1:-1]}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>\
<w:r><w:fldChar w:fldCharType="begin"/></w:r>
<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>\
<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>"""
SECTION = f"""<w:sectPr xmlns:w="{W[1:-1]}">\
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
    docx, wide = finished(made if reference else prepare_template(made), lambda path: _drawing(page, path))
    page.destination.write_bytes(docx)
    return [wide_table(page, one.label, one.width, one.room, one.size) for one in wide]


def _drawing(page: Page, picture: str) -> bytes | None:
    """Return a cell's figure as SVG; the text's own pictures have one form."""
    file = Path(unquote(picture)).with_suffix(".svg")
    return file.read_bytes() if file.is_file() and is_inside(file, page.executed.files) else None


def _headings(page: Page) -> dict[str, Any]:
    """Return the titles of contents and abstract."""
    labels = page.labels
    return {
        "toc-title": str(page.option("toc-title", labels["toc-title-document"])),
        "abstract-title": str(page.option("abstract-title", labels["section-title-abstract"])),
    }


def template(head: str = "") -> bytes:
    """Return the Word file that either engine takes for its `reference-doc`.

    Parameters
    ----------
    head : str, optional
        The words at the top of every page.
    """
    plain = subprocess.run(
        command("--print-default-data-file", "reference.docx"), capture_output=True, check=True
    ).stdout
    return rewritten(prepare_template(plain, head), PLAIN_FINISHERS)


def prepare_template(docx: bytes, head: str = "") -> bytes:
    """Return a Word file with press's styles, paper, running head and page numbers."""
    parts = {"footer": FOOTER} | ({"header": HEADER.format(words=escape(head, quote=False))} if head else {})
    return rewritten(
        docx,
        {
            "word/document.xml": lambda part: _set_paper(part, tuple(parts)),
            "word/styles.xml": _replace_styles,
            "word/_rels/document.xml.rels": lambda part: _relate(part, tuple(parts)),
            "[Content_Types].xml": lambda part: _name_parts(part, tuple(parts)),
        },
        {f"word/{name}.xml": text.encode() for name, text in parts.items()},
    )


def finished(docx: bytes, drawing: Callable[[str], bytes | None]) -> tuple[bytes, list[Wide]]:
    """Return a Word file as readers get it, and the tables that are too wide to be read.

    Parameters
    ----------
    docx : bytes
        What pandoc made, in press or in genuine Quarto.
    drawing : callable
        Gives the SVG of a picture, by the path under which pandoc found it, or None.
    """
    wide: list[Wide] = []
    vectors = word_pictures.vectors(docx, drawing)

    def finish_document(document: etree._Element) -> None:
        place_people(document)
        word_pictures.describe(document)
        word_pictures.refer(document, vectors)
        wide.extend(lay_out_tables(document))

    finishers: dict[str, Finisher] = {
        "word/document.xml": finish_document,
        "word/_rels/document.xml.rels": lambda part: word_pictures.relate(part, vectors),
        "[Content_Types].xml": lambda part: word_pictures.name_kind(part, vectors),
    }
    made = rewritten(docx, PLAIN_FINISHERS | finishers, {one.part: one.svg for one in vectors.values()})
    return made, wide


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


def _set_paper(document: etree._Element, parts: tuple[str, ...]) -> None:
    """Give the document paper, margins, and the parts that head and foot its pages."""
    section = document.find(f"{W}body/{W}sectPr")
    for at, name in enumerate(sorted(parts, reverse=True)):
        told = {W + "type": "default", f"{{{OFFICE}}}id": name}
        section.insert(at, etree.Element(f"{W}{name}Reference", told))
    for part in etree.fromstring(SECTION):
        if section.find(part.tag) is None:
            section.append(part)


def _relate(relations: etree._Element, parts: tuple[str, ...]) -> None:
    for name in parts:
        told = {"Id": name, "Type": f"{OFFICE}/{name}", "Target": f"{name}.xml"}
        etree.SubElement(relations, relations[0].tag, told)


def _name_parts(types: etree._Element, parts: tuple[str, ...]) -> None:
    for name in parts:
        kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
        told = {"PartName": f"/word/{name}.xml", "ContentType": kind}
        etree.SubElement(types, f"{{{types.nsmap[None]}}}Override", told)


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
