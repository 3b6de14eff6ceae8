"""Notes, Markdown and names in the front matter, in every format and in the properties of the files."""

from __future__ import annotations

import re
import zipfile

import pypdfium2
import pytest
from lxml import etree, html
from pages import made

from tests.press.render.pages import executed

FRONT = {
    "title": "Grants and *moves*^[We thank the referees; all errors are ours.]",
    "subtitle": "A study^[Note of the subtitle.]",
    "date": "2024-03-01",
    "author": [
        {"name": "Ana María de la Cruz"},
        {"name": "Smith, John^[On leave.]"},
        {"name": {"literal": "World *Statistics* Office"}},
        {"name": {"given": "Қанат Нұрланұлы", "family": "Әбілқасымов"}},
    ],
    "keywords": ["*in situ*", "moves"],
    "abstract": "We count moves.^[Note of the abstract.]\n\n"
    "- first *item*\n- second^[Note of an item.]\n\nLast.",
}
BODY = "# One\n\nFirst note.^[First note of the text.] Second note.^[Second note of the text.]"
NOTES = [
    "We thank the referees; all errors are ours.",
    "Note of the subtitle.",
    "On leave.",
    "Note of the abstract.",
    "Note of an item.",
    "First note of the text.",
    "Second note of the text.",
]
WORDS = ["We count moves.", "first item", "second", "Last."]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return html.parse(made(tmp_path_factory.mktemp("html"), "html", BODY, **FRONT)).getroot()


@pytest.fixture(scope="module")
def jats(tmp_path_factory):
    return etree.parse(made(tmp_path_factory.mktemp("jats"), "jats", BODY, **FRONT)).getroot()


def words(element):
    return " ".join("".join(element.itertext()).replace("↩︎", "").split())


def test_notes_of_the_page_are_numbered_as_they_are_read(page):
    calls = page.xpath("//a[@role='doc-noteref']")
    assert [words(call) for call in calls] == [str(number) for number in range(1, len(NOTES) + 1)]
    assert [words(page.get_element_by_id(call.get("href")[1:])) for call in calls] == NOTES
    assert [words(note) for note in page.xpath("//*[@role='doc-endnotes']//li")] == NOTES
    backs = [link.get("href")[1:] for link in page.xpath("//a[@role='doc-backlink']")]
    assert backs == [call.get("id") for call in calls]


def test_notes_of_jats_lead_to_notes_that_are_there_in_reading_order(jats):
    calls = [call for call in jats.iter("xref") if call.get("ref-type") == "fn"]
    assert [call.text for call in calls] == [str(number) for number in range(1, len(NOTES) + 1)]
    notes = {note.get("id"): note for note in jats.iter("fn")}
    assert [words(notes[call.get("rid")].find("p")) for call in calls] == NOTES
    assert [note.findtext("label") for note in notes.values()] == [call.text for call in calls]


def test_tags_of_the_page_hold_plain_words(page):
    tags = {tag.get("name"): tag.get("content") for tag in page.xpath("//meta[@name]")}
    assert page.findtext("head/title") == "Grants and moves"
    assert tags["description"] == " ".join(WORDS)
    assert tags["keywords"] == "in situ, moves"
    authors = [tag.get("content") for tag in page.xpath("//meta[@name='author']")]
    assert authors == [
        "Ana María de la Cruz", "Smith, John", "World Statistics Office", "Қанат Нұрланұлы Әбілқасымов"
    ]  # fmt: skip


def test_properties_of_word_and_pdf_hold_plain_words(tmp_path):
    docx = zipfile.ZipFile(made(tmp_path, "docx", BODY, **FRONT))
    core = etree.fromstring(docx.read("docProps/core.xml"))
    found = {etree.QName(part).localname: part.text for part in core}
    assert (found["title"], found["keywords"]) == ("Grants and moves", "in situ, moves")
    assert "World Statistics Office" in found["creator"] and "leave" not in found["creator"]
    pdf = pypdfium2.PdfDocument(made(tmp_path, "typst", BODY, **FRONT))
    properties = pdf.get_metadata_dict()
    assert (properties["Title"], properties["Keywords"]) == ("Grants and moves", "in situ, moves")
    assert "World Statistics Office" in properties["Author"] and "leave" not in properties["Author"]
    pdf.close()


def test_authors_of_jats_are_persons_with_both_names_or_bodies(jats):
    found = [
        (author.findtext("name/given-names"), author.findtext("name/surname"), author.find("collab"))
        for author in jats.iter("contrib")
    ]
    assert [names[:2] for names in found] == [
        ("Ana María", "de la Cruz"),
        ("John", "Smith"),
        (None, None),
        ("Қанат Нұрланұлы", "Әбілқасымов"),
    ]
    assert words(found[2][2]) == "World Statistics Office"


def test_jats_has_the_date_in_its_parts(jats, tmp_path):
    date = jats.find(".//pub-date")
    assert (date.get("iso-8601-date"), words(date)) == ("2024-03-01", "01 03 2024")
    undated = etree.parse(made(tmp_path, "jats", "Text.")).getroot()
    assert undated.find(".//pub-date") is None


@pytest.mark.parametrize("format", ["html", "jats", "docx", "typst"])
def test_an_abstract_of_paragraphs_and_lists_is_whole_in_every_format(format, tmp_path):
    file = made(tmp_path, format, "Text.", abstract=re.sub(r"\^\[[^]]*\]", "", FRONT["abstract"]))
    if format == "typst":
        with pypdfium2.PdfDocument(file) as pdf:
            text = pdf[0].get_textpage().get_text_range()
        assert re.search(r"We count moves\.\s+• first item\s+• second\s+Last\.", text)
    elif format == "docx":
        document = etree.fromstring(zipfile.ZipFile(file).read("word/document.xml"))
        paragraphs = ["".join(part.itertext()).strip() for part in document.iter("{*}p")]
        assert [one for one in paragraphs if one in WORDS] == WORDS
    else:
        tree = html.parse(file).getroot() if format == "html" else etree.parse(file).getroot()
        abstract = tree.find_class("abstract")[0] if format == "html" else tree.find(".//abstract")
        leaves = [part for part in abstract.iter("p", "li") if part.tag == "p" or part.find("p") is None]
        assert [words(part) for part in leaves] == WORDS


def test_an_abstract_that_begins_with_a_list_is_a_list_in_the_pdf(tmp_path):
    file = made(tmp_path, "typst", "Text.", abstract="1. One\n2. Two")
    with pypdfium2.PdfDocument(file) as pdf:
        assert re.search(r"Abstract\s+1\. One\s+2\. Two", pdf[0].get_textpage().get_text_range())


def test_an_author_who_looks_like_a_body_is_named_in_a_warning(tmp_path):
    from press.render.convert import convert

    document = executed(tmp_path, "Text.", author=["Institute of Words", "Ann Lee"])
    (warning,) = convert(document, "jats", tmp_path / "index.xml")
    assert warning.startswith("the author Institute of Words is taken for an organisation")


@pytest.mark.parametrize("own", [True, False])
def test_authors_stand_below_the_heading_that_the_document_words(tmp_path, own):
    authors = [{"name": name, "affiliations": [{"name": "Institute"}]} for name in ("Ana Cruz", "Jon Smith")]
    words_of_its_own = {"language": {"title-block-author-plural": "Authors of the study"}} if own else {}
    front = {"author": authors, **words_of_its_own}
    shown = html.parse(made(tmp_path / "h", "html", BODY, **front)).xpath(
        "//*[contains(@class, 'own-heading')]"
    )
    assert [words(one) for one in shown] == (["Authors of the study"] if own else [])
    pdf = pypdfium2.PdfDocument(made(tmp_path / "p", "typst", BODY, **front))
    first = pdf[0].get_textpage().get_text_range()
    assert ("Authors of the study" in first) == own and "Ana Cruz" in first
