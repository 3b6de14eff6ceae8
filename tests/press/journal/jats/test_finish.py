"""One article, as both engines write it, comes out in one form, which the tag set that it names allows.

`quarto.xml` is what genuine Quarto 1.10.18 made of `article.qmd`, with the citation style of the paper.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from press.base import declarations
from press.base.declarations import NOTHING
from press.base.edition import Author, Published, current_work
from press.base.paths import ROOT
from press.journal import jats
from press.journal.jats.elements import LANGUAGE, LINK, text_of
from press.journal.jats.front import ALI
from press.journal.jats.known import Known, known_of
from press.proof.formats import jats as reader
from press.render import build
from tests.press.journal.jats.definitions import faults_in

HERE = Path(__file__).parent
SQUARE = (
    "A black square. It is drawn twenty dots wide and twenty dots high, so that nobody can take it for "
    "anything else, and it says nothing of how many other squares there are."
)
KNOWN = Known(
    alternatives={"fig-a": SQUARE},
    languages={"Тень": "ru"},
    publisher="Garden Press",
    issn="1234-5679",
)


AUTHOR = "Ludwig van Beethoven Jr."


def declared(**said):
    return declarations.read({"statements": said}, [AUTHOR], Path("edition.yml"))


DECLARED = declared(
    funding="The *Garden Fund* paid for the nets.",
    contributions={AUTHOR: ["Software", "Writing – original draft"]},
)


@pytest.fixture(scope="module")
def raw(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("article")
    for name in ("article.qmd", "article.bib"):
        shutil.copyfile(HERE / name, folder / name)
    shutil.copyfile(ROOT / "paper" / "theme" / "apa.csl", folder / "apa.csl")
    Image.new("RGB", (20, 20)).save(folder / "a.png")
    build.render(folder / "article.qmd", ("jats",))
    return {"press": (folder / "article.xml").read_bytes(), "quarto": (HERE / "quarto.xml").read_bytes()}


@pytest.fixture(params=["press", "quarto"])
def engine(request) -> str:
    return request.param


def work(**changes):
    usual = {
        "date": date(2026, 5, 7),
        "site": "https://example.org/shade",
        "declared": DECLARED,
        "jel": ("J61", "R23"),
    }
    return replace(current_work(), **(usual | changes))


def finished(content: bytes, known: Known = KNOWN, **changes) -> etree._Element:
    return etree.fromstring(jats.finish(content, work(**changes), known, "paper/index"))


def texts(article: etree._Element, path: str) -> list[str]:
    return [text_of(one) for one in article.findall(path)]


def test_both_engines_say_the_same_in_the_same_elements(raw):
    one, other = (finished(raw[name]) for name in ("press", "quarto"))
    for path in ("front/article-meta", "front/notes", "body", "back"):
        mine, theirs = (
            [
                (part.tag, "" if len(part) else text_of(part))
                for part in article.find(path).iter(etree.Element)
                if part.tag != "institution-wrap"
            ]
            for article in (one, other)
        )
        assert mine == theirs, path


def test_every_stage_of_knowledge_is_valid(raw, engine):
    known_journal = {"published": Published("Shade", "2026")}
    for known, changes in (
        (KNOWN, known_journal),
        (KNOWN, {}),
        (Known(), known_journal),
        (Known(), {"text_licence": current_work().code_licence}),
    ):
        assert faults_in(finished(raw[engine], known, **changes)) == []


def test_the_definitions_find_what_is_wrong(raw):
    for known in (KNOWN, Known()):
        article = finished(raw["press"], known)
        article.find("front/article-meta/title-group").append(etree.Element("trans-abstract"))
        assert faults_in(article)


def test_an_issn_makes_it_publishing_and_its_lack_archiving(raw, engine):
    with_issn, without = finished(raw[engine]), finished(raw[engine], Known())
    assert "Publishing" in with_issn.getroottree().docinfo.public_id
    assert texts(with_issn, "front/journal-meta/issn") == ["1234-5679"]
    assert texts(with_issn, "front/journal-meta/publisher/publisher-name") == ["Garden Press"]
    assert "Archiving" in without.getroottree().docinfo.public_id
    assert without.find("front/journal-meta") is None


def test_the_day_of_the_edition_is_its_date_and_without_one_there_is_none(raw, engine):
    assert finished(raw[engine]).find("front/article-meta/pub-date").get("iso-8601-date") == "2026-05-07"
    article = etree.fromstring(jats.finish(raw[engine], replace(work(), date=None), KNOWN))
    assert article.find("front/article-meta/pub-date") is None and faults_in(article) == []


def test_a_finished_file_stays_as_it_is(raw, engine):
    once = jats.finish(raw[engine], work(), KNOWN)
    assert jats.finish(once, replace(work(), version="9.9.9"), Known()) == once


def test_names_have_every_word_in_its_place(raw, engine):
    article = finished(raw[engine])
    names = [[(one.tag, one.text) for one in name] for name in article.findall(".//contrib/name")]
    assert names == [
        [("surname", "van Beethoven"), ("given-names", "Ludwig"), ("suffix", "Jr.")],
        [("surname", "García Márquez"), ("given-names", "Gabriel")],
    ]
    assert [text_of(one) for one in article.iterfind("back//name")] == [
        "KingMartin LutherJr.",
        "van der BergJan",
    ]
    assert article.find(".//contrib/string-name") is None


def test_authors_have_identifier_roles_affiliation_and_mail(raw, engine):
    article = finished(raw[engine])
    assert texts(article, ".//contrib-id") == ["https://orcid.org/0000-0002-1825-0097"]
    roles = article.findall(".//contrib/role")
    assert [one.text for one in roles] == ["Software", "Writing – original draft"]
    assert roles[1].get("content-type").endswith("/contributor-roles/writing-original-draft/")
    assert texts(article, ".//aff/label") == ["1", "2"] == texts(article, ".//xref[@ref-type='aff']")
    assert texts(article, ".//corresp/email") == ["a@b.org"]


def test_licence_and_copyright_are_for_machines_too(raw, engine):
    holder = Author("Ada", "Field")
    permissions = finished(raw[engine], editors=(holder,)).find("front/article-meta/permissions")
    licence = permissions.find("license")
    address = current_work().text_licence.url
    assert licence.get(LINK) == address == licence.findtext(f"{{{ALI}}}license_ref")
    assert [permissions.findtext(f"copyright-{name}") for name in ("statement", "year", "holder")] == [
        "© 2026 Ada Field", "2026", "Ada Field",
    ]  # fmt: skip


def test_the_licence_that_a_document_states_is_its_own(raw):
    own = b"<permissions><license><license-p>Mine.</license-p></license></permissions>"
    stated = raw["press"].replace(b"<permissions>\n</permissions>", own)
    assert stated != raw["press"]
    assert texts(finished(stated), "front/article-meta/permissions/license") == ["Mine."]


def test_translations_stand_in_the_front_matter(raw, engine):
    article = finished(raw[engine])
    meta = article.find("front/article-meta")
    assert texts(meta, f"title-group/trans-title-group[@{LANGUAGE}='ru']/trans-title") == ["Тень"]
    assert texts(meta, f"trans-abstract[@{LANGUAGE}='ru']/p") == ["Юг 0,5."]
    assert texts(meta, f"trans-abstract[@{LANGUAGE}='ru']/title") == ["Аннотация"]
    assert texts(meta, f"kwd-group[@{LANGUAGE}='ru']/kwd") == ["а", "б"]
    assert texts(meta, "kwd-group[@kwd-group-type='JEL']/kwd") == ["J61", "R23"]
    assert "Юг" not in "".join(article.find("body").itertext())


def test_an_abstract_whose_language_nobody_tells_stays(raw):
    article = finished(raw["quarto"], replace(KNOWN, languages={}))
    assert article.find(".//trans-abstract") is None and "Юг 0,5." in "".join(article.find("body").itertext())


def test_labels_stand_apart_and_no_table_in_a_figure(raw, engine):
    article = finished(raw[engine])
    floats = {one.get("id"): one for one in article.iter("fig", "table-wrap")}
    assert {name: (one.tag, text_of(one.find("label")), text_of(one.find("caption"))) for name, one in
            floats.items()} == {
        "fig-a": ("fig", "Figure 1", "A caption"),
        "tbl-b": ("table-wrap", "Table 1", "Cap"),
    }  # fmt: skip
    assert text_of(floats["tbl-b"].find("table-wrap-foot")) == "Note. A foot."
    assert not article.xpath("//fig//table-wrap")
    assert [text_of(one) for one in article.findall("body/sec/label")] == ["1"]
    assert text_of(article.find(".//disp-formula/label")) == "(1)"


def test_a_picture_is_described_in_short_and_in_full(raw, engine):
    [graphic] = finished(raw[engine]).iter("graphic")
    assert graphic.findtext("alt-text") == "A black square."
    assert graphic.findtext("long-desc") == SQUARE


def test_boxes_before_the_text_are_notes_of_the_edition(raw, engine):
    article = finished(raw[engine])
    assert texts(article, "front/notes/sec/title") == ["About"]
    assert [text_of(one.find("caption/title")) for one in article.iter("boxed-text")] == ["Inside"]


def test_references_to_data_are_data(raw, engine):
    data = finished(raw[engine]).find("back//ref[@id='ref-d']/element-citation")
    assert data.get("publication-type") == "data"
    assert [data.findtext(name) for name in ("data-title", "source", "pub-id")] == [
        "Rates", "Zenodo", "10.5281/zenodo.1",
    ]  # fmt: skip


def test_a_title_that_says_so_makes_data():
    citation = etree.fromstring(
        "<back><element-citation publication-type='webpage'><article-title>Rates [Data set]</article-title>"
        "<publisher-name>A</publisher-name></element-citation></back>"
    )
    article = etree.Element("article")
    article.append(citation)
    jats.references.conform_references(article)
    assert article.find("back/*").get("publication-type") == "data"
    assert text_of(article.find("back//data-title")) == "Rates"


def test_funding_is_said_where_it_is_known(raw, engine):
    path = "front/article-meta/funding-group/funding-statement"
    assert texts(finished(raw[engine]), path) == ["The Garden Fund paid for the nets."]
    assert finished(raw[engine], declared=NOTHING).find("front/article-meta/funding-group") is None


def test_grants_are_awards_with_their_funders(raw, engine):
    grants = [{"funder": "Garden Fund", "id": "https://ror.org/00x", "award": "A1"}, {"funder": "Net Trust"}]
    article = finished(raw[engine], declared=declared(funding=grants))
    group = article.find("front/article-meta/funding-group")
    assert texts(group, "award-group/funding-source//institution") == ["Garden Fund", "Net Trust"]
    assert texts(group, ".//institution-id") == ["https://ror.org/00x"] and texts(group, ".//award-id") == [
        "A1"
    ]
    assert texts(group, "funding-statement") == ["Garden Fund (award A1); Net Trust."]
    assert faults_in(article) == []


def test_a_box_before_the_translations_is_key_points(raw):
    box = b"<boxed-text><p><bold>Key Findings</bold></p><p>One.</p>"
    box += b"<list><list-item><p>Two.</p></list-item></list></boxed-text>"
    start = raw["press"].index(b"<body>") + len(b"<body>")
    article = finished(raw["press"][:start] + box + raw["press"][start:])
    [points] = article.findall("front/article-meta/abstract[@abstract-type='key-points']")
    assert text_of(points.find("title")) == "Key Findings" and texts(points, "p") == ["One.", "Two."]
    assert faults_in(article) == []


def test_each_statement_is_a_section_of_its_kind(raw):
    section = (
        b'<sec id="sec-statements"><title>Statements</title><p><bold>Data availability.</bold> Here.</p>'
        b"<p><bold>Competing interests.</bold> None.</p></sec></body>"
    )
    article = finished(raw["press"].replace(b"</body>", section))
    parts = article.findall("body/sec[@id='sec-statements']/sec")
    assert [one.get("sec-type") for one in parts] == ["data-availability", "COI-statement"]
    assert [text_of(one) for one in parts] == ["Data availabilityHere.", "Competing interestsNone."]
    assert faults_in(article) == []


def test_the_reader_finds_the_same_words_in_both_forms(raw, engine):
    before, after = raw[engine], jats.finish(raw[engine], work(), KNOWN)
    said = [" ".join(passage.text for passage in reader.read(content)) for content in (before, after)]
    for word in ("Figure 1", "A caption", "Table 1", "Юг 0,5.", "Тень", "1 Intro", "About", "A foot."):
        assert all(word in " ".join(text.split()) for text in said), word


def test_what_is_known_is_read_from_the_project(tmp_path):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "edition.yml").write_text(
        "licence:\n  text: {url: 'https://example.org/a'}\npublished: {issn: 1234-5679, publisher: P}\n",
        encoding="utf-8",
    )
    (tmp_path / "_variables.yml").write_text(
        "alt: {a: A square.}\ntranslation: {ru: {title: Тень}}\n", encoding="utf-8"
    )
    article = tmp_path / "index.xml"
    article.write_text("<article ><graphic/></article>")
    assert known_of(tmp_path, article) == Known({"fig-a": "A square."}, {"Тень": "ru"}, "P", "1234-5679")
    article.write_text('<article ><boxed-text xml:lang="ru"/></article>')
    assert known_of(tmp_path, article).languages == {}


def test_only_unfinished_articles_of_a_site_are_finished(tmp_path, raw):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "sitemap.xml").write_text("<urlset/>")
    (tmp_path / "paper" / "a.xml").write_bytes(raw["press"])
    (tmp_path / "paper" / "b.xml").write_bytes(jats.finish(raw["press"], work(), KNOWN))
    assert jats.finish_site(tmp_path) == [tmp_path / "paper" / "a.xml"]
    assert jats.finish_site(tmp_path) == []
