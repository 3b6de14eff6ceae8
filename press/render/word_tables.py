"""Tables in Word: columns as wide as what they hold; smaller type, or a turned page, for what is too wide."""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from press.render.table_widths import SMALLEST

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHARACTER, BOLD_CHARACTER, CELL_MARGIN, TEXT_WIDTH = 105, 125, 220, 9072
"""Widths in a table, in twentieths of a point."""
SIZE, SMALL, CLOSE_MARGIN, TURNED_MARGIN = 9.5, 7.5, 100, 850
"""Points of the type that has these widths, and of type that a turned page is better than; the margins of
cells in a table that is too wide and of a turned page, in twentieths of a point."""
FULL_SIZE = 11
"""Points of the type of a table that need not be small: the paragraphs' own."""
NARROW, LETTER, CAPITAL, WIDE = 65, 106, 144, 170
"""Widths of bold letters of that type."""
SLIM, BROAD = "fijlrtI.,;:'|!()[]-/", "mwMW%@—ЖМШЩЮжмшщю"
CENTIMETRE = 567  # twentieths of a point
SHORT_TABLE = 12  # rows that stay on one page
SHORT_CELL = 16  # characters that stay on one line
WORD = re.compile(r"(?:[^\s\u200b-]|[\u00a0\u202f]|(?<![^\W\d])-)+-?")
"""A zero-width space or a hyphen behind a letter parts words; a hyphen before a number does not, nor does a
no-break space."""
CAPTION = ("TableCaption", "Note", "TableNote")
"""Styles of what goes with its table onto a turned page."""
BEHIND_SIZE = {
    W + name
    for name in ("highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang")
}
"""What the schema puts behind the size among a run's properties."""


@dataclass(frozen=True, slots=True)
class Wide:
    """A table that had to be set in smaller type than can be read: its label, and what `wide_table` says."""

    label: str
    width: float
    room: float
    size: float


def lay_out_tables(document: etree._Element) -> list[Wide]:
    """Give columns room by what they hold, and keep rows, and short tables, on one page.

    What is too wide is set in smaller type, where that would be small on a page that is turned; what is still
    too wide to be read is returned.
    """
    for row in document.iter(W + "tr"):
        _keep_row_together(row)
    wide = []
    for table in _styled_tables(document):
        wide += _size_columns(table, document)
        _keep_on_one_page(table)
    return wide


def _styled_tables(document: etree._Element) -> list[etree._Element]:
    return [table for table in document.iter(W + "tbl") if table.find(f"{W}tblPr/{W}tblStyle") is not None]


def _keep_on_one_page(table: etree._Element) -> None:
    rows = table.findall(W + "tr")
    short = rows[:-1] if len(rows) <= SHORT_TABLE else []
    for paragraph in (part for row in short for part in row.iter(W + "pPr")):
        if paragraph.find(W + "keepNext") is None:
            paragraph.insert(0 if paragraph.find(W + "pStyle") is None else 1, etree.Element(W + "keepNext"))


def _keep_row_together(row: etree._Element) -> None:
    if (properties := row.find(W + "trPr")) is None:
        row.insert(0, properties := etree.Element(W + "trPr"))
    if properties.find(W + "cantSplit") is None:
        properties.insert(0, etree.Element(W + "cantSplit"))


def _size_columns(table: etree._Element, document: etree._Element) -> list[Wide]:
    """Give columns room by their longest cell (pandoc makes them equal) and centre the table."""
    if (width := table.find(f"{W}tblPr/{W}tblW")) is None or width.get(W + "type") != "auto":
        return []
    columns, room = table.findall(f"{W}tblGrid/{W}gridCol"), _room(document)
    texts = _texts(table, len(columns))
    for character in (BOLD_CHARACTER, CHARACTER, 0):
        least = [_least_width(column, character) for column in texts]
        if sum(least) <= room + CELL_MARGIN:
            break
    else:
        return _fit(table, texts, document)
    _set_widths(columns, _widths(texts, least, CELL_MARGIN, room))
    _centre(table)
    return []


def _centre(table: etree._Element) -> None:
    if table.find(f"{W}tblPr/{W}jc") is None:
        table.find(f"{W}tblPr/{W}tblW").addnext(etree.Element(W + "jc", {W + "val": "center"}))


def _texts(table: etree._Element, count: int) -> list[list[str]]:
    """Return the texts of each column, its head first; cells over several columns have no say."""
    texts: list[list[str]] = [[] for _ in range(count)]
    for row in table.findall(W + "tr"):
        at = 0
        for cell in row.findall(W + "tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            columns = 1 if span is None else int(span.get(W + "val"))
            for column in range(at, min(at + columns, count)):
                texts[column].append("".join(cell.itertext()) if columns == 1 else "")
            at += columns
    return texts


def _least_width(column: list[str], character: int) -> int:
    """Return room for a column's longest word, and for short cells as a whole at a character's width."""
    word = max((_width_of(word) for text in column for word in WORD.findall(text)), default=0)
    cell = max((len(text) for text in column[1:] if len(text) <= SHORT_CELL), default=0)
    return CELL_MARGIN + max(int(word * FULL_SIZE / SIZE), character * cell)


def _widths(texts: list[list[str]], least: list[int], margin: int, room: int) -> list[int]:
    """Return widths that fit the page: what is left over goes to cells first, then to heads on one line."""
    cells = _wanted_widths([column[1:] for column in texts], least, margin)
    if sum(cells) > room:
        return _share_width(least, cells, room)
    return _share_width(cells, _wanted_widths(texts, cells, margin), room)


def _wanted_widths(texts: list[list[str]], least: list[int], margin: int) -> list[int]:
    return [
        max(low, margin + CHARACTER * max((len(text.replace("\u200b", "")) for text in column), default=0))
        for low, column in zip(least, texts, strict=True)
    ]


def _share_width(least: list[int], wanted: list[int], room: int) -> list[int]:
    """Return the widths that are wanted if they fit the page; else the least and shares of what is left."""
    if sum(wanted) <= room:
        return wanted
    spare, asked = max(room - sum(least), 0), sum(wanted) - sum(least)
    return [low + int(spare * (want - low) / max(asked, 1)) for low, want in zip(least, wanted, strict=True)]


def _set_widths(columns: list[etree._Element], widths: list[int]) -> None:
    for column, size in zip(columns, widths, strict=True):
        column.set(W + "w", str(size))


def _fit(table: etree._Element, texts: list[list[str]], document: etree._Element) -> list[Wide]:
    """Set a table that is too wide so that its words fit; return it where it cannot be read then."""
    words = [
        max((_width_of(word) for text in column for word in WORD.findall(text)), default=0)
        for column in texts
    ]
    margins, room = CLOSE_MARGIN * len(texts), _room(document)
    label, turned = _label(table), _turned_section(document)
    if (
        (room - margins) / sum(words) * SIZE < SMALL
        and table.getparent().tag == W + "body"
        and turned is not None
    ):
        _turn_page(table, document, turned)
        room = _room_of(turned)
    scale = min(1, max(room - margins, len(words)) / sum(words))
    least = [CLOSE_MARGIN + int(scale * word) for word in words]
    widths = _widths(texts, least, CLOSE_MARGIN, room)
    _set_widths(table.findall(f"{W}tblGrid/{W}gridCol"), widths)
    _fix_layout(table, sum(widths))
    if scale < 1:
        _set_size(table, SIZE * scale)
    if SIZE * scale >= SMALLEST:
        return []
    asked = margins + sum(words) * SMALLEST / SIZE
    return [Wide(label, asked / CENTIMETRE, room / CENTIMETRE, SIZE * scale)]


def _width_of(word: str) -> int:
    """Return the width of a word in bold type, in twentieths of a point."""
    return sum(
        NARROW
        if one in SLIM
        else WIDE
        if one in BROAD or ord(one) > 0x2E7F
        else CAPITAL
        if one.isupper()
        else LETTER
        for one in word
    )


def _fix_layout(table: etree._Element, total: int) -> None:
    """Keep Word from finding widths of its own, and set the cells close to each other."""
    width = table.find(f"{W}tblPr/{W}tblW")
    width.set(W + "type", "dxa")
    width.set(W + "w", str(total))
    margins = etree.Element(W + "tblCellMar")
    for side in ("left", "right"):
        etree.SubElement(margins, W + side, {W + "w": str(CLOSE_MARGIN // 2), W + "type": "dxa"})
    _centre(table)
    table.find(f"{W}tblPr/{W}jc").addnext(margins)
    margins.addprevious(etree.Element(W + "tblLayout", {W + "type": "fixed"}))


def _set_size(table: etree._Element, points: float) -> None:
    """Set the size of all type of a table, in whole half points."""
    size = str(max(int(points * 2), 2))
    for run in table.iter(W + "r"):
        if (look := run.find(W + "rPr")) is None:
            run.insert(0, look := etree.Element(W + "rPr"))
        _put_size(look, size)
    for paragraph in table.iter(W + "p"):
        if (properties := paragraph.find(W + "pPr")) is None:
            paragraph.insert(0, properties := etree.Element(W + "pPr"))
        if (look := properties.find(W + "rPr")) is None:
            properties.append(look := etree.Element(W + "rPr"))
        _put_size(look, size)


def _put_size(look: etree._Element, size: str) -> None:
    for old in look.findall(W + "sz") + look.findall(W + "szCs"):
        look.remove(old)
    at = next((number for number, part in enumerate(look) if part.tag in BEHIND_SIZE), len(look))
    look.insert(at, etree.Element(W + "szCs", {W + "val": size}))
    look.insert(at, etree.Element(W + "sz", {W + "val": size}))


# ---- the page


def _room(document: etree._Element) -> int:
    section = document.find(f"{W}body/{W}sectPr")
    return TEXT_WIDTH if section is None else _room_of(section)


def _room_of(section: etree._Element) -> int:
    """Return the width between a section's margins, in twentieths of a point."""
    paper, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    if paper is None or margins is None:
        return TEXT_WIDTH
    return int(paper.get(W + "w")) - int(margins.get(W + "left")) - int(margins.get(W + "right"))


def _turned_section(document: etree._Element) -> etree._Element | None:
    """Return the last section's properties for a turned page; None if it states no upright page."""
    if (section := document.find(f"{W}body/{W}sectPr")) is None:
        return None
    turned = copy.deepcopy(section)
    paper, margins = turned.find(W + "pgSz"), turned.find(W + "pgMar")
    if paper is None or margins is None or int(paper.get(W + "w")) >= int(paper.get(W + "h")):
        return None
    paper.attrib.update({
        W + "w": paper.get(W + "h"), W + "h": paper.get(W + "w"), W + "orient": "landscape",
    })  # fmt: skip
    margins.attrib.update({W + "left": str(TURNED_MARGIN), W + "right": str(TURNED_MARGIN)})
    return turned


def _turn_page(table: etree._Element, document: etree._Element, turned: etree._Element) -> None:
    """Put a table with its caption and notes into a section of its own, whose pages are turned."""
    first, last = table, table
    for part in _beside(table, preceding=True):
        first = part
    for part in _beside(table, preceding=False):
        last = part
    before, upright = first.getprevious(), document.find(f"{W}body/{W}sectPr")
    if before is not None and before.find(f"{W}pPr/{W}sectPr/{W}pgSz[@{W}orient='landscape']") is not None:
        before.getparent().remove(before)
    else:
        first.addprevious(_end_of_section(upright))
    if last.getnext() is upright:  # else a blank page would follow
        upright.getparent().replace(upright, turned)
    else:
        last.addnext(_end_of_section(turned))


def _beside(table: etree._Element, preceding: bool) -> Iterator[etree._Element]:
    """Yield what stands right before or behind a table and belongs to it: bookmarks, its caption, notes."""
    for part in table.itersiblings(preceding=preceding):
        style = part.find(f"{W}pPr/{W}pStyle")
        if part.tag in (W + "bookmarkStart", W + "bookmarkEnd"):
            if (part.tag == W + "bookmarkStart") == preceding:
                yield part
        elif style is not None and style.get(W + "val") in CAPTION:
            yield part
        else:
            return


def _end_of_section(section: etree._Element) -> etree._Element:
    """Return a paragraph of no height that ends a section."""
    paragraph = etree.Element(W + "p")
    properties = etree.SubElement(paragraph, W + "pPr")
    spacing = {"before": "0", "after": "0", "line": "20", "lineRule": "exact"}
    etree.SubElement(properties, W + "spacing", {W + name: value for name, value in spacing.items()})
    properties.append(copy.deepcopy(section))
    return paragraph


def _label(table: etree._Element) -> str:
    """Return the name of the last bookmark that opens before a table and its caption."""
    names = [
        part.get(W + "name") for part in _beside(table, preceding=True) if part.tag == W + "bookmarkStart"
    ]
    return names[0] if names else ""
