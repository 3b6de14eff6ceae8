"""The whole paper, built from data whose names are hostile.

They come out as text in every format, and nothing runs.
"""

import csv
import json
import re
import zipfile

import pdfplumber
import pytest
from lxml import etree, html
from simulated import write_panel

from press.proof.publish_check.machine import unpacked
from tests.copies import copy_project

REGION = "Kyzylorda"
NAME = (
    "Kyzylorda <script>alert(1)</script> *b* $x$ [l](javascript:alert(2)) {{< env HOME >}} \\input{x} #sys "
    "`c`"
)
PANEL = "panel *b* <script>alert(3)<¤script> $x$ [l](x) |c| {{< env HOME >}}.csv"
WHERE_REGIONS_STAND = (
    "regions.csv",
    "region_names.csv",
    "official/region_year.csv",
    "official/flows.csv",
    "official/unemployment.csv",
    "standin/panel.csv",
    "geo/outlines.csv",
)

SECRET = "hushhush-71c2"
MARKS = " <script>alert(4)</script> *b* `c` {{< env HOSTILE_SECRET >}} $x$ ::: @k ]{.num}"
"""Added to every text of the data that is no key; short, since the audit cuts names."""
TEXTS = {
    "published/text.csv": ("place", "what", "unit", "reason"),
    "published/slips.csv": ("reason",),
    "published/table2.csv": ("variable",),
    "published/table3.csv": ("variable",),
    "external/printed.csv": ("what", "source"),
    "regions.csv": ("name_ru", "name_kk"),
    "serpin/press_figures.csv": ("detail", "stated_by", "source_date", "note"),
}
PRINTED = {
    "replication.html": (
        ("published/text.csv", "place"),
        ("published/text.csv", "what"),
        ("published/text.csv", "reason"),
        ("published/table2.csv", "variable"),
        ("published/table3.csv", "variable"),
    ),
    "audit.html": (("published/table3.csv", "variable"),),
    "validation.html": (("external/printed.csv", "what"), ("external/printed.csv", "source")),
}
"""Which columns each page prints, every cell of them but of these:"""
SOME = ("reason", "source")


def as_printed(page, cell):
    """What a page prints of a cell.

    The audit the beginning, the table of restrictions what follows the name of the study.
    """
    if page == "audit.html":
        return cell[:79]
    return cell.partition(", ")[2] if cell.startswith("Medicaid: ") else cell


def make_hostile(file, columns):
    """Add the marks to every text of some columns."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    for row in rows:
        row |= {column: row[column] + MARKS for column in columns if row[column]}
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


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
    for name, columns in TEXTS.items():
        make_hostile(copy.root / "data" / name, columns)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write_panel(elsewhere / PANEL)
    rename(elsewhere / PANEL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOSTILE_SECRET", SECRET)
        result = copy.make("-C", str(copy.root), "paper", "ENGINE=press", f"PANEL={PANEL}", cwd=elsewhere)
    assert result.returncode == 0, result.stdout + result.stderr
    return copy


def flat(text):
    return re.sub(r"[\s\u200b]+", "", text)


def assert_text(text):
    """A region's name stands in the text as it was given; that of the private panel's file does not."""
    assert flat(NAME) in flat(text) and "alert(3)" not in flat(text)
    assert re.search(r"theauthors'panelof\d+region-years[^.]*\(SHA-256", flat(text).replace("’", "'"))


def pages_of(copy):
    return {
        path: html.document_fromstring(path.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for path in sorted(copy.site.rglob("*.html"))
    }


def assert_harmless(pages):
    """No page holds a handler, a script of its own, or a link that runs something."""
    for path, page in pages.items():
        handlers = page.xpath("//@*[starts-with(name(), 'on')]")
        inline = page.xpath(
            "//script[not(@src)][not(@type='application/json' or @type='application/ld+json')]"
        )
        addresses = [
            str(address)
            for address in page.xpath(
                "//@href | //@src | //@action | //@formaction | //@*[name()='xlink:href']"
            )
        ]
        running = [
            address
            for address in addresses
            if re.match(r"[\s\x00-\x20]*(javascript|vbscript|data:text)", address, re.IGNORECASE)
        ]
        assert not handlers and not inline and not running, path


def test_no_page_of_the_paper_runs_anything_inline(built):
    assert_harmless(pages_of(built))


def test_every_page_of_the_paper_says_so_itself(built):
    """Those of code too: a policy stands first, and lets no script run that stands in the page."""
    for path, page in pages_of(built).items():
        policies = page.xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")
        assert len(policies) == 1 and not page.xpath("//body//meta"), path
        words = dict(part.split(" ", 1) for part in policies[0].split("; "))
        assert {words[name] for name in ("default-src", "object-src", "base-uri", "form-action")} == {
            "'none'"
        }, path
        assert words.get("script-src", "'self'") == "'self'" and (
            "script-src" in words or not page.xpath("//script")
        ), path


@pytest.mark.long
def test_html(hostile):
    pages = pages_of(hostile)
    assert_harmless(pages)
    assert_text(pages[hostile.article(".html")].find(".//main").text_content())


@pytest.mark.long
@pytest.mark.parametrize("page", PRINTED)
def test_every_text_of_the_data_is_printed_as_it_is(hostile, page):
    text = flat(
        html.parse(hostile.site / "paper" / page, html.HTMLParser(encoding="utf-8"))
        .find(".//main")
        .text_content()
    ).lower()
    for name, column in PRINTED[page]:
        with (hostile.root / "data" / name).open(encoding="utf-8", newline="") as file:
            cells = {as_printed(page, row[column]) for row in csv.DictReader(file) if row[column]}
        found = [cell for cell in cells if flat(cell).lower() in text]
        assert found, (name, column)
        assert column in SOME or len(found) == len(cells), (name, column, cells - set(found))


@pytest.mark.long
def test_no_variable_of_the_environment_is_printed(hostile):
    for path in (path for path in hostile.site.rglob("*") if path.is_file()):
        assert not [
            inner for inner, content in unpacked(path.name, path.read_bytes()) if SECRET.encode() in content
        ], path
    with pdfplumber.open(hostile.article(".pdf")) as pdf:
        assert SECRET not in flat("".join(page.extract_text() for page in pdf.pages))


@pytest.mark.long
def test_nothing_runs_in_a_browser(hostile, chromium):
    said = []
    for path in sorted((hostile.site / "paper").glob("*.html")):
        page = chromium.new_page()
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on(
            "request",
            lambda request: request.url.startswith(("file:", "data:", "blob:")) or said.append(request.url),
        )
        page.goto(path.as_uri())
        page.wait_for_load_state("networkidle")
        page.close()
    assert not said


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
        relations = b"".join(
            packed.read(name) for name in packed.namelist() if name.endswith(".rels")
        ).decode()
    assert_text("".join(text for part in parts for text in part.itertext()))
    assert "javascript:" not in relations


@pytest.mark.long
def test_jats(hostile):
    article = etree.parse(hostile.article(".xml"))
    assert_text("".join(article.getroot().itertext()))
    assert not [
        target
        for target in article.xpath("//@x:href", namespaces={"x": "http://www.w3.org/1999/xlink"})
        if target.startswith("javascript")
    ]


@pytest.mark.long
def test_tables_and_json(hostile):
    for path in hostile.site.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as text:
            cells = [cell for row in csv.reader(text) for cell in row]
        assert not [cell for cell in cells if re.match(r"\s*[=@+]|\s*-(?![\d.])", cell)], path
    for path in hostile.site.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
