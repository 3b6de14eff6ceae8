"""Read the built article back: its tables as rows of text, and its prose, from each format."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from pathlib import Path

import pdfplumber
import pypdfium2
from lxml import etree, html

WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def squeeze(text: str) -> str:
    """One blank for each run of white space, a hyphen for a minus sign."""
    return re.sub(r"\s+", " ", text).replace("−", "-").strip()


def html_page(path: Path) -> html.HtmlElement:
    return html.document_fromstring(
        path.read_bytes().decode("utf-8"), parser=html.HTMLParser(encoding="utf-8")
    )


def html_table(path: Path, label: str) -> list[list[str]]:
    """The body rows of the table with this id."""
    rows = html_page(path).xpath(f"//*[@id='{label}']//tbody/tr")
    return [[squeeze(cell.text_content()) for cell in row.xpath("td|th")] for row in rows]


def html_text(path: Path) -> str:
    return squeeze(html_page(path).xpath("//main")[0].text_content())


def jats_table(path: Path, label: str) -> list[list[str]]:
    rows = etree.parse(path).xpath(f"//*[@id='{label}']//tbody/tr")
    return [[squeeze("".join(cell.itertext())) for cell in row.xpath("td|th")] for row in rows]


def jats_text(path: Path) -> str:
    return squeeze("".join(etree.parse(path).getroot().itertext()))


def word_document(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def word_text_of(element: etree._Element) -> str:
    return squeeze("".join(element.xpath(".//w:t/text()", namespaces=WORD)))


def word_table(path: Path, label: str) -> list[list[str]]:
    """The body rows of the first data table that follows the bookmark of this label."""
    document = word_document(path)
    mark = document.xpath(f"//w:bookmarkStart[@w:name='{label}']", namespaces=WORD)[0]
    tables = mark.xpath("(ancestor::w:tbl[1] | following::w:tbl)[.//w:t='Coefficient'][1]", namespaces=WORD)
    innermost = tables[0].xpath("descendant-or-self::w:tbl[not(.//w:tbl)]", namespaces=WORD)[0]
    rows = innermost.xpath("./w:tr", namespaces=WORD)[1:]
    return [[word_text_of(cell) for cell in row.xpath("./w:tc", namespaces=WORD)] for row in rows]


def word_text(path: Path) -> str:
    paragraphs = word_document(path).xpath("//w:p", namespaces=WORD)
    return squeeze("\n".join(word_text_of(paragraph) for paragraph in paragraphs))


@cache
def pdf_pages(path: Path) -> list[str]:
    """The text of each page, read once in a test run."""
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


@cache
def pdf_lines(path: Path, caption: str) -> str:
    """The text from a caption on, in lines as they stand on the page and the next one; slow."""
    first = next(number for number, text in enumerate(pdf_pages(path)) if caption in squeeze(text))
    with pdfplumber.open(path) as document:
        text = "\n".join(page.extract_text() for page in document.pages[first : first + 2])
    return text.replace("−", "-")


def pdf_text(path: Path) -> str:
    return squeeze("\n".join(pdf_pages(path)))


def pdf_table(path: Path, label: str) -> list[list[str]]:
    """The rows below the caption of Table 2 or 3, split at blanks; names of terms are joined again."""
    number = {"tbl-inflow": 2, "tbl-outflow": 3}[label]
    text = pdf_lines(path, f"Table {number}: ")
    start = re.search(rf"^Table {number}: ", text, re.M).end()
    lines = re.findall(
        r"^(Intercept|Program × Post|Sender × Post|Program|Sender|Post) (-?\d.*)$", text[start:], re.M
    )
    return [[name, *figures.split()] for name, figures in lines[:4]]


TABLE_READERS = {".html": html_table, ".xml": jats_table, ".docx": word_table, ".pdf": pdf_table}
TEXT_READERS = {".html": html_text, ".xml": jats_text, ".docx": word_text, ".pdf": pdf_text}
