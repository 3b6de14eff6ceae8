"""The whole paper, built from data whose names are hostile: they come out as text in every format, and nothing runs."""

import csv
import json
import re
import zipfile

import pdfplumber
import pytest
from tests.copies import copy_project
from lxml import etree, html
from simulated import write_panel

REGION = "Kyzylorda"
NAME = "Kyzylorda <script>alert(1)</script> *b* $x$ [l](javascript:alert(2)) {{< env HOME >}} \\input{x} #sys `c`"
PANEL = "panel *b* <script>alert(3)<¤script> $x$ [l](x) |c| {{< env HOME >}}.csv"
WHERE_REGIONS_STAND = ("regions.csv", "region_names.csv", "official/region_year.csv", "official/flows.csv", "official/unemployment.csv",
                       "standin/panel.csv", "geo/outlines.csv")


def rename(file):
    """Give the region its hostile name wherever a cell of a table is its name."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = [[NAME if cell == REGION else cell for cell in row] for row in csv.reader(text)]
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The paper built from a hostile authors' panel with a hostile file name, and from renamed data."""
    copy = copy_project(tmp_path_factory.mktemp("paper") / "hostile")
    for name in WHERE_REGIONS_STAND:
        rename(copy.root / "data" / name)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write_panel(elsewhere / PANEL)
    rename(elsewhere / PANEL)
    result = copy.make("-C", str(copy.root), "paper", "ENGINE=press", f"PANEL={PANEL}", cwd=elsewhere)
    assert result.returncode == 0, result.stdout + result.stderr
    return copy


def flat(text):
    return re.sub(r"[\s\u200b]+", "", text)


def assert_text(text):
    """A region's name stands in the text as it was given; that of the private panel's file does not."""
    assert flat(NAME) in flat(text) and "alert(3)" not in flat(text)
    assert "theauthors'panel(SHA-256" in flat(text).replace("’", "'")


def pages_of(copy):
    return {path: html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8")) for path in sorted(copy.site.rglob("*.html"))}


def assert_harmless(pages):
    """No page holds a handler, a script of its own, or a link that runs something."""
    for path, page in pages.items():
        handlers = page.xpath("//@*[starts-with(name(), 'on')]")
        inline = page.xpath("//script[not(@src)][not(@type='application/json' or @type='application/ld+json')]")
        addresses = [str(address) for address in page.xpath("//@href | //@src | //@action | //@formaction | //@*[name()='xlink:href']")]
        running = [address for address in addresses if re.match(r"[\s\x00-\x20]*(javascript|vbscript|data:text)", address, re.IGNORECASE)]
        assert not handlers and not inline and not running, path


def test_no_page_of_the_paper_runs_anything_inline(built):
    assert_harmless(pages_of(built))


def test_every_page_of_the_paper_says_so_itself(built):
    """Those of code too: a policy stands first, and lets no script run that stands in the page."""
    for path, page in pages_of(built).items():
        policies = page.xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")
        assert len(policies) == 1 and not page.xpath("//body//meta"), path
        words = dict(part.split(" ", 1) for part in policies[0].split("; "))
        assert {words[name] for name in ("default-src", "object-src", "base-uri", "form-action")} == {"'none'"}, path
        assert words.get("script-src", "'self'") == "'self'" and ("script-src" in words or not page.xpath("//script")), path


@pytest.mark.long
def test_html(hostile):
    pages = pages_of(hostile)
    assert_harmless(pages)
    assert_text(pages[hostile.article(".html")].find(".//main").text_content())


@pytest.mark.long
def test_pdf(hostile):
    with pdfplumber.open(hostile.article(".pdf")) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
        links = [link.get("uri") or "" for page in pdf.pages for link in page.hyperlinks]
    assert "alert(1)" in flat(text) and "alert(3)" not in flat(text)
    assert not [link for link in links if link.startswith("javascript")]


@pytest.mark.long
def test_word(hostile):
    with zipfile.ZipFile(hostile.article(".docx")) as packed:
        parts = [etree.fromstring(packed.read(f"word/{name}.xml")) for name in ("document", "footnotes")]
        relations = b"".join(packed.read(name) for name in packed.namelist() if name.endswith(".rels")).decode()
    assert_text("".join(text for part in parts for text in part.itertext()))
    assert "javascript:" not in relations


@pytest.mark.long
def test_jats(hostile):
    article = etree.parse(hostile.article(".xml"))
    assert_text("".join(article.getroot().itertext()))
    assert not [target for target in article.xpath("//@x:href", namespaces={"x": "http://www.w3.org/1999/xlink"}) if target.startswith("javascript")]


@pytest.mark.long
def test_tables_and_json(hostile):
    for path in hostile.site.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as text:
            cells = [cell for row in csv.reader(text) for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=@+]|\s*-(?![\d.])", cell)], path
    for path in hostile.site.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
