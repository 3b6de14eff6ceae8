"""What the four formats hold beyond the contract.

Accessibility, files beside the page, nothing of the machine, the same bytes twice.
"""

import re
import time
import zipfile
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree, html

from press.base.errors import PressError
from press.render.convert import convert
from press.render.document import EXTENSIONS, Project
from tests.press.render.pages import executed, made

PICTURE = (Path(__file__).parent / "contract" / "fixtures" / "d2-subfigures" / "north.png").read_bytes()
PAPER = """
## Model {#sec-model}

See @fig-map, @tbl-x and @eq-y in @sec-model.[^1]

[^1]: A note.

::: {#fig-map .cell fig-cap="A *map*"}
::: {.cell-output .cell-output-display}
![](index_files/figure/map.png){fig-alt="Two regions"}
:::
:::

| A | in_migration_rate |
|---|---|
| 1 | 2 |

: Rates {#tbl-x}

$$ y = x $$ {#eq-y alt="y equals x"}

The effect is [0.79]{.num data-key="effect"}, $x$ being one.
"""
NUMBERED = {"number-sections": True}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "index_files" / "figure").mkdir(parents=True)
    (tmp_path / "index_files" / "figure" / "map.png").write_bytes(PICTURE)
    return tmp_path


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_page_is_the_same_bytes_on_another_day_and_names_no_folder_of_the_machine(
    folder, format, monkeypatch
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = made(folder, format, PAPER, **NUMBERED).read_bytes()
    time.sleep(1.1)
    page = made(folder, format, PAPER, **NUMBERED)
    assert page.read_bytes() == first
    parts = [first]
    if format == "docx":
        with zipfile.ZipFile(page) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
    assert not any(str(folder).encode() in part for part in parts)


def test_html_is_accessible_complete_and_asks_the_network_for_nothing(folder):
    page = made(
        folder,
        "html",
        PAPER,
        lang="en",
        toc=True,
        abstract="We map.",
        formats={"html": {}, "typst": {}, "docx": {}, "jats": {}},
    )
    document = html.parse(str(page)).getroot()
    assert document.get("lang") == "en"
    assert document.xpath("string(//title)") == "A title"
    assert document.xpath("string(//meta[@name='description']/@content)") == "We map."
    assert document.xpath("//a[@class='skip-link']/@href") == ["#quarto-document-content"]
    assert [image.get("alt") for image in document.iter("img")] == ["Two regions"]
    assert (page.parent / document.xpath("string(//img/@src)")).read_bytes() == PICTURE
    assert document.xpath("//nav[@id='TOC']//a/@href") == ["#sec-model"]
    assert document.xpath("//nav[@class='quarto-alternate-formats']//a/@href") == ["index.pdf", "index.docx"]
    assert document.xpath("string(//span[@class='num']/@data-key)") == "effect"
    assert document.xpath("//th/@scope") == ["col", "col"]
    assert all(script.get("src") and not script.text for script in document.iter("script"))
    loaded = document.xpath("//link/@href | //img/@src | //script/@src")
    assert loaded and not [link for link in loaded if re.match(r"(?:[a-z]+:)?//", link)]
    assert all((page.parent / link).is_file() for link in loaded)


def test_a_site_s_pages_share_one_style_and_the_author_s_style_comes_last(tmp_path):
    paper = tmp_path / "paper"
    (tmp_path / "theme").mkdir()
    paper.mkdir()
    (tmp_path / "theme" / "own.css").write_text("body {}")
    site = Project(
        root=tmp_path,
        type="website",
        output_dir=tmp_path / "_site",
        metadata={"website": {"title": "The site"}},
    )
    document = executed(paper, "Text.", project=site, css="theme/own.css")
    convert(document, "html", tmp_path / "_site" / "paper" / "index.html")
    page = html.parse(str(tmp_path / "_site" / "paper" / "index.html")).getroot()
    assert page.xpath("//link/@href") == ["../site_libs/press/press.css", "../theme/own.css"]
    assert (tmp_path / "_site" / "theme" / "own.css").is_file()
    assert page.xpath("string(//title)") == "A title – The site"


def test_the_pdf_is_pdf_ua_where_every_picture_has_an_alt_text_and_tagged_where_not(folder):
    accessible = made(folder, "typst", PAPER, date="2026-03-05", **NUMBERED).read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in accessible
    page = made(folder, "typst", PAPER.replace('{fig-alt="Two regions"}', ""), **NUMBERED)
    assert b"pdfuaid" not in page.read_bytes()
    with pdfplumber.open(page) as pdf:
        assert pdf.doc.catalog["MarkInfo"]["Marked"]
        assert pdf.metadata["Title"] == "A title"


def test_word_reads_pictures_aloud_repeats_header_rows_and_is_on_a4(folder):
    with zipfile.ZipFile(made(folder, "docx", PAPER)) as packed:
        document = etree.fromstring(packed.read("word/document.xml"))
        styles = packed.read("word/styles.xml").decode()
    assert document.xpath("//*[local-name()='docPr']/@descr") == ["Two regions"]
    assert document.xpath("//*[local-name()='cNvPr']/@descr") == ["Two regions"]
    assert len(document.xpath("//*[local-name()='tblHeader']")) == 1
    assert document.xpath("//*[local-name()='pgSz']/@*[local-name()='w']") == ["11906"]
    assert "Times New Roman" in styles


def test_jats_names_the_picture_beside_it_and_keeps_its_description(folder):
    page = made(folder, "jats", PAPER)
    article = etree.parse(page, etree.XMLParser(no_network=True))
    graphic = article.find(".//graphic")
    assert (page.parent / graphic.get("{http://www.w3.org/1999/xlink}href")).read_bytes() == PICTURE
    assert graphic.findtext("long-desc") == "Two regions"


@pytest.mark.parametrize(
    ("body", "options", "sentence"),
    [
        ("See @fig-nope.", {}, "index.qmd:1: nothing has the label fig-nope"),
        ("Text.\n\n::: {.callout-note}\nNever closed.", {}, "index.qmd:3: the div that begins here"),
        ("![A](a.png){#fig-a}", {}, "index.qmd:1: the image a.png does not exist"),
        ("![A](https://example.org/a.png)", {}, "lies on the network"),
        ("Text.\n\n::: {.panel-tabset}\n:::", {}, "index.qmd:3: press does not support .panel-tabset"),
        ("::: {#thm-a}\nTrue.\n:::", {}, "press does not support #thm-a"),
        ("## A {#sec-a}\n\nSee [@sec-a, there].", {}, "index.qmd:3: the text after @sec-a"),
        ("Text.", {"html-math-method": "katex"}, "press does not support html-math-method"),
        ("Text.", {"bibliography": "no.bib"}, "the file no.bib (bibliography) does not exist"),
    ],
)
def test_what_would_be_lost_is_refused_with_file_and_line(folder, body, options, sentence):
    with pytest.raises(PressError) as refusal:
        made(folder, "html", body, formats={"html": {}}, **options)
    assert sentence in str(refusal.value)
    assert "Traceback" not in str(refusal.value) and "\n" not in str(refusal.value)


def test_a_broken_bibliography_is_named_with_its_line(folder):
    (folder / "broken.bib").write_text("@article{a,\n title={x\n")
    with pytest.raises(PressError) as refusal:
        made(folder, "html", "See [@a].", formats={"html": {}}, bibliography="broken.bib")
    assert re.search(
        r"broken\.bib:3: the bibliography cannot be read: unexpected end of input[^\n]*$", str(refusal.value)
    )


def test_labels_can_be_renamed_and_parts_have_letters(folder):
    body = """
::: {#fig-two .cell fig-cap="Both" fig-subcap="[\\"One\\", \\"Two\\"]" layout-ncol="2"}
::: {.cell-output .cell-output-display}
![](index_files/figure/map.png)
:::
::: {.cell-output .cell-output-display}
![](index_files/figure/map.png)
:::
:::

See @fig-two-2 and @Fig-two.
"""
    page = html.parse(
        str(made(folder, "html", body, crossref={"fig-title": "Plate", "fig-prefix": "pl."}))
    ).getroot()
    assert [caption.text_content().strip() for caption in page.iter("figcaption")] == [
        "(a) One",
        "(b) Two",
        "Plate\u00a01: Both",
    ]
    assert [link.text_content() for link in page.xpath("//a[@class='quarto-xref']")] == [
        "pl.\u00a01 (b)",
        "Pl.\u00a01",
    ]


def test_long_codes_in_a_table_get_the_room_they_need_in_word(folder):
    with zipfile.ZipFile(made(folder, "docx", PAPER)) as packed:
        document = etree.fromstring(packed.read("word/document.xml"))
    narrow, wide = (
        int(width) for width in document.xpath("//*[local-name()='gridCol']/@*[local-name()='w']")
    )
    assert wide > 3 * narrow


def test_words_with_places_to_break_need_less_room_in_word(folder):
    def widths(name):
        table = f"| Key | Words |\n|:---|:---|\n| {name} | {'word ' * 40}|\n"
        with zipfile.ZipFile(made(folder, "docx", table)) as packed:
            document = etree.fromstring(packed.read("word/document.xml"))
        return [int(width) for width in document.xpath("//*[local-name()='gridCol']/@*[local-name()='w']")]

    parts = ["a_long", "name_of", "several", "parts"]
    whole, broken = widths(".".join(parts)), widths(".\u200b".join(parts))
    assert broken[0] < whole[0] and sum(broken) <= sum(whole)
