"""The template of the Word files, `assets/reference.docx`.

`python -m press reference-docx` makes it anew.

pandoc's own template with press's styles, in the form that reviewers read: double spacing, ample type, pages
numbered below.
"""

import subprocess
from pathlib import Path

from lxml import etree

from press.base.zip_archive import FIRST_DAY
from press.journal.word import LANGUAGE
from press.render.pandoc import command
from press.render.word import DCTERMS, prepare_template, rewritten
from press.render.word_tables import W

FILE = Path(__file__).parent / "assets" / "reference.docx"
DOUBLE = "480"
"""Line height of double spacing, in 240ths of a line."""
SPACED = ("Normal", "BodyText", "FirstParagraph", "Abstract", "Bibliography", "BlockText")
SINGLE = (
    "Compact",
    "Caption",
    "Note",
    "Footer",
    "FootnoteText",
    "Title",
    "Subtitle",
    "Author",
    "Affiliation",
    "Keywords",
    "Equation",
    "Header",
    "Date",
    "TableHeader",
    "Heading1",
    "Heading2",
    "Heading3",
    "Heading4",
    "TableCaption",
    "ImageCaption",
    "CaptionedFigure",
    "AbstractTitle",
)
HALF_POINTS = {
    "Normal": "24",
    "Abstract": "24",
    "Caption": "22",
    "Note": "20",
    "FootnoteText": "20",
    "Compact": "20",
}
OPENED = f'<w:style xmlns:w="{W[1:-1]}" w:type="paragraph"'
LIST = f"""{OPENED} w:styleId="ListParagraph">
<w:name w:val="List Paragraph"/><w:basedOn w:val="Normal"/><w:qFormat/></w:style>"""
FRONT = f"""{OPENED} w:customStyle="1" w:styleId="FrontMatter">
<w:name w:val="Front Matter"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepLines/>\
<w:spacing w:before="120" w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:style>"""
HEAD = f"""{OPENED} w:customStyle="1" w:styleId="TableHeader">
<w:name w:val="Table Header"/><w:basedOn w:val="Compact"/><w:qFormat/><w:pPr><w:keepNext/></w:pPr>\
<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"""


def write_template(file: Path = FILE) -> None:
    """Write the template."""
    plain = subprocess.run(
        command("--print-default-data-file", "reference.docx"), capture_output=True, check=True
    ).stdout
    file.write_bytes(
        rewritten(prepare_template(plain), {"word/styles.xml": _set_styles, "docProps/core.xml": _set_dates})
    )


def _set_styles(styles: etree._Element) -> None:
    styles.extend(map(etree.fromstring, (HEAD, LIST, FRONT)))
    known = {style.get(W + "styleId"): style for style in styles.iter(W + "style")}
    for name in (*SPACED, *SINGLE):
        if name in known:
            _set_spacing(known[name], DOUBLE if name in SPACED else "240")
    for name, size in HALF_POINTS.items():
        _set_size(known[name], size)
    for language in styles.iter(W + "lang"):
        language.set(W + "val", LANGUAGE)


def _set_dates(core: etree._Element) -> None:
    """Date the template the same whenever it is made; documents have dates of their own."""
    for name in ("created", "modified"):
        for element in core.iter(DCTERMS + name):
            element.text = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*FIRST_DAY)


def _set_spacing(style: etree._Element, line: str) -> None:
    properties = _child_made(style, "pPr", before=("rPr", "tblPr"))
    spacing = _child_made(properties, "spacing", before=("ind", "jc", "outlineLvl"))
    spacing.set(W + "line", line)
    spacing.set(W + "lineRule", "auto")


def _set_size(style: etree._Element, half_points: str) -> None:
    properties = _child_made(style, "rPr", before=("tblPr",))
    for name in ("sz", "szCs"):
        _child_made(properties, name).set(W + "val", half_points)


def _child_made(parent: etree._Element, name: str, before: tuple[str, ...] = ()) -> etree._Element:
    """Return the child of a name, which is made if need be, before those that the schema wants behind it."""
    if (found := parent.find(W + name)) is None:
        found = etree.Element(W + name)
        later = {W + other for other in before}
        parent.insert(next((i for i, part in enumerate(parent) if part.tag in later), len(parent)), found)
    return found
