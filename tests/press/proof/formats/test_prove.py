"""Faults that are planted in one format of a page, and what is no fault."""

import re
import zipfile

import pytest

from press.base.errors import PressError
from press.proof.formats import compare, html
from press.proof.formats.prove import differences, prove, read_all
from press.proof.formats.said import Part, Passage
from tests.press.proof.formats.paper import BODY, document, made

NAMES = {"html": "HTML", "typst": "the PDF", "docx": "Word", "jats": "JATS"}
#: What is done to the source for one format, and a word of the sentence that has to tell of it.
FAULTS = {
    "a lost minus sign": ("−6.5", "6.5", "-6.5"),
    "a lost minus sign in a cell": ("-27.9", "27.9", "-27.9"),
    "a lost digit": ("35.8%", "35%", "35.8"),
    "swapped cells": ("18.2 | 20.1", "20.1 | 18.2", "20.1"),
    "a missing row": ("| Aktobe | 18.2 | 20.1 |\n", "", "Aktobe"),
    "a missing note": ("[^b]: The bureau says 17,084.", "", "17,084"),
    "a note with another number": ("17,084", "17,048", "17,048"),
    "another number in a formula": ("-0.79", "-0.78", "0.78"),
    "a number in a heading": ("# Results", "# Results 2", "Results 2"),
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The document and its pages, as they should be."""
    folder = tmp_path_factory.mktemp("page")
    whole = document(folder / "source")
    return whole, made(whole, folder / "out")


def test_a_page_without_fault(page):
    assert prove(*page) == []


@pytest.mark.parametrize(
    "format", ["html", "typst", *(pytest.param(name, marks=pytest.mark.long) for name in ("docx", "jats"))]
)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_ends_the_build(page, tmp_path, fault, format):
    before, after, told = FAULTS[fault]
    whole, pages = page
    spoilt = BODY.replace(before, after).replace(
        "[^b]", "[^b]" if "[^b]:" in BODY.replace(before, after) else ""
    )
    wrong = made(document(tmp_path / "spoilt", spoilt), tmp_path / "out", format)
    with pytest.raises(PressError) as error:
        prove(whole, pages | wrong)
    assert NAMES[format] in error.value.message
    assert told in error.value.message
    assert error.value.file == whole.source


def test_the_sentence_has_both_passages_and_the_line(page, tmp_path):
    whole, pages = page
    spoilt = BODY.replace("−6.5", "6.5")
    wrong = made(document(tmp_path / "spoilt", spoilt), tmp_path / "out", "typst")
    with pytest.raises(PressError) as error:
        prove(whole, pages | wrong)
    assert str(error.value).removeprefix(f"{whole.source.parent}/") == (
        "index.qmd:3: HTML says “rate of the north fell from -6.5 to -16.9 per 1,000 as Table” where the PDF "
        "says “rate of the north fell from 6.5 to -16.9 per 1,000 as Table”; a number must be the same in "
        "all formats"
    )


def without_number(file, target):
    """Take the number of the caption from a page."""
    target.parent.mkdir(exist_ok=True)
    if file.suffix != ".docx":
        text = re.sub(r"(Table|Figure)(?:&#160;|&nbsp;|\u00a0| )1:", r"\1:", file.read_text("utf-8"))
        target.write_text(text, "utf-8")
        return target
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                text = re.sub("Table\u00a01(?=(?:<[^>]*>)*:)".encode(), b"Table", text)
            new.writestr(name, text)
    return target


@pytest.mark.parametrize("format", ["html", "docx", "jats"])
def test_a_missing_number_of_a_caption(page, tmp_path, format):
    whole, pages = page
    wrong = without_number(pages[format], tmp_path / "out" / pages[format].name)
    assert wrong.read_bytes() != pages[format].read_bytes()
    with pytest.raises(PressError, match="Table 1 Migration"):
        prove(whole, pages | {format: wrong})


def test_a_missing_number_of_a_caption_in_the_pdf(page, tmp_path):
    whole, pages = page
    bare = BODY.replace(": Migration of three regions {#tbl-net}", ": Migration of three regions").replace(
        "@tbl-net", "Table 1"
    )
    wrong = made(document(tmp_path / "bare", bare), tmp_path / "out", "typst")
    found = list(differences({name: file.read_bytes() for name, file in (pages | wrong).items()}))
    assert [(one.formats, [token.text for token in one.runs[0]]) for one in found] == [
        (("html", "typst"), ["Table", "1"])
    ]


def test_words_are_told_and_do_not_end_the_build(page, tmp_path):
    whole, pages = page
    wrong = made(document(tmp_path / "w", BODY.replace("the slope", "a slope")), tmp_path / "out", "docx")
    (warning,) = prove(whole, pages | wrong)
    assert warning.startswith("line 4: HTML says “") and "Word says “" in warning


@pytest.mark.parametrize(
    "text",
    [
        '::: {.content-visible when-format="html"}\nOnly here 5.\n:::',
        '::: {.content-hidden when-format="docx"}\nNot there 7.\n\nNor here 8.\n:::',
        'A word [of 9 things]{.content-visible when-format="html"} at its place.',
        "Raw `<b>12</b>`{=html}.",
        "```{=html}\n<p>13</p>\n```",
    ],
)
def test_what_the_author_means_for_one_format_is_no_fault(tmp_path, text):
    only = document(tmp_path / "only", f"Before it 3.\n\n{text}\n\nBehind it 4.")
    pages = made(only, tmp_path / "out")
    assert list(differences({format: file.read_bytes() for format, file in pages.items()}))
    assert prove(only, pages) == []


@pytest.mark.parametrize(
    "text",
    [
        "10^2^ and H~2~O, x^2^ in 2014^5^",
        "from 2009--2023, pp. 126--142, SARS-CoV-2, 3-4, 5 - 6, (-7), -8%, p<-0.5",
        "$x^{10}$ $\\frac{1}{2}$ $\\sum_{i=1}^{16} x_i^2$, $-5$ and $10 - 3$",
        "## Deep {#sec-deep}\n\n#### Deeper still\n\nSee @sec-deep.",
        "1. one 1\n2. two 2\n\n   a. three 3\n\n- four 4\n    - five 5\n\n3) six",
        "Term 1\n:   Definition 2\n\n> Quoted 3\n\n| line 4\n| line 5\n\n- [ ] open 6\n- [x] done 7",
        '::: {.callout-tip title="Title 1"}\nBox 2\n:::\n\n'
        "::: {#tip-a .callout-tip}\n## Named 3\nBox 4\n:::\n\n@tip-a",
        "```\ncode 1\n  2\n```\n\nand `code 3` here",
        "A[^n] B[^m] C[^n]\n\n[^n]: Note 1\n\n    with a second paragraph 2\n\n[^m]: Note 3 with $x_4$",
        "Түркістан 2018, Ақтөбе −3,5 %, Ελλάδα 4, «5» „6“ № 7, 8 ₸, 9 °C, 10 ‰, ½, 1 000,5",
        "| a | b |\n|--|--|\n| $x_1$ | **2** |\n| 3[^t] | |\n\n: Cap {#tbl-c}\n\n"
        "[^t]: In a table 5\n\n@tbl-c",
        "::: {#tbl-p layout-ncol=2}\n\n| a |\n|--|\n| 1 |\n\n: First {#tbl-p1}\n\n| b |\n|--|\n| 2 |\n\n"
        ": Second {#tbl-p2}\n\nMain caption 3\n:::\n\nSee @tbl-p, @tbl-p1.",
        "See <https://doi.org/10.1257/aer.20190159> and [here 5](https://example.org/6).",
        "A line\\\nbroken 5\\\n6 7",
        "# First {.appendix}\n\nOne 1.\n\n# Second\n\nTwo 2.",
    ],
)
def test_no_false_alarm(tmp_path, text):
    right = document(tmp_path / "right", text)
    assert prove(right, made(right, tmp_path / "out")) == []


def test_a_date_names_and_keywords_belong_to_the_title_block(tmp_path):
    front = {
        "title": "Rates of 2023",
        "subtitle": "Part 2",
        "author": [{"name": "Ann Lee", "email": "ann7@example.org", "affiliation": "Office 9"}],
        "date": "2024-03-05",
        "abstract": "It fell by 5.\n\nIt rose by 6.",
        "keywords": ["rate 1", "flow"],
        "doi": "10.1234/567",
    }
    right = document(tmp_path / "right", "Text 1.", **front)
    assert prove(right, made(right, tmp_path / "out")) == []
    wrong = document(tmp_path / "wrong", "Text 1.", **front | {"abstract": "It fell by 5.\n\nIt rose by 7."})
    pages = made(right, tmp_path / "out")
    for format in ("html", "typst"):
        spoilt = pages | made(wrong, tmp_path / format, format)
        with pytest.raises(PressError, match="rose by"):
            prove(right, spoilt)


def test_a_pdf_without_structure_is_left_out(page, tmp_path):
    import pypdfium2

    blank = tmp_path / "blank.pdf"
    with pypdfium2.PdfDocument.new() as pdf:
        pdf.new_page(100, 100)
        pdf.save(blank)
    whole, pages = page
    assert set(read_all({"html": pages["html"].read_bytes(), "typst": blank.read_bytes()})) == {"html"}
    assert prove(whole, pages | {"typst": blank}) == []


def test_key_findings_below_the_title_are_read_where_other_formats_have_them():
    """In HTML the box stands in the title block, in other formats behind the abstract."""
    page = (
        '<main id="quarto-document-content"><header id="title-block-header"><h1>T</h1>{}'
        '<div class="abstract"><p>Of 12.</p></div></header>{}<p>Text 3.</p></main>'
    )
    box = '<div class="key-findings"><p>Found 0.79.</p></div>'
    raised, behind = (html.read(page.format(*places).encode()) for places in ((box, ""), ("", box)))
    assert raised == behind and "Found 0.79." in [passage.text.strip() for passage in raised]


def test_a_title_page_tells_more_than_a_page_behind_its_title():
    title, text = Passage("Rates", Part.TITLE), Passage("It fell by 5.", Part.TEXT)
    facts = Passage("Version 1.0.0", Part.TEXT)
    titled = ("html", (title, text)), ("typst", (title, facts, text))
    assert compare.differences(*titled) == []
    within = compare.differences(titled[0], ("typst", (title, text, facts)))
    assert [one.counts for one in within] == [True]
    lost = compare.differences(("html", (title, facts, text)), ("typst", (title, text)))
    assert [one.counts for one in lost] == [True]
