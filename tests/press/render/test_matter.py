"""Licence, copyright, citation, funding and thanks: read in every form, printed where Quarto prints them."""

import re
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from press.base.errors import PressError
from press.render import citation_fields, matter, own_citation
from press.render.document import Project
from press.render.page import Page
from tests.press.render.pages import executed, made

DEFINITION = Path(__file__).parents[1] / "journal" / "jats-publishing-dtd-1.1.tar.xz"
AUTHORS = [
    {"name": "Dana Kim", "id": "kim", "corresponding": True, "email": "dana@example.org"},
    {"name": {"given": "Aru", "family": "Li"}, "affiliations": [{"id": "inland", "name": "Inland Centre"}]},
]
WHOLE = {
    "author": AUTHORS,
    "date": "2026-03-05",
    "thanks": "(c) and *thanks* to 3 readers & others",
    "license": [
        "CC BY-NC-SA 3.0",
        {"text": "1. Terms", "link": "https://example.org/a?b=1&c=2", "type": "open"},
    ],
    "copyright": {
        "statement": "(c) *2024* \\<Kim> & Li",
        "year": "2024-2026",
        "holder": ["Dana Kim", "Aru Li"],
    },
    "citation": {
        "type": "article-journal",
        "container-title": "Journal of Rivers & Lakes",
        "container-title-short": "J. Riv.",
        "container-id": [{"type": "nlm-ta", "value": "Riv"}, "rivers"],
        "article-id": "r-17",
        "publisher": "River Press",
        "publisher-location": "Almaty",
        "eissn": "1234-5678",
        "volume": 3,
        "issue": "2",
        "page": "10-20",
        "pmid": 99,
        "DOI": "10.1234/rivers",
        "subject": "Water",
        "categories": ["Rivers", "Lakes"],
    },
    "funding": [
        "2024. Paid by the Water Fund, grant 17 & 18.",
        {
            "statement": "Two grants.",
            "open-access": "The fee was paid.",
            "awards": [
                {
                    "id": "A-1",
                    "source": ["Water Fund", {"text": "River Board", "country": "KZ"}],
                    "recipient": [{"ref": "kim"}, {"ref": "inland"}, {"institution": {"name": "Lake & Co"}}],
                    "investigator": [{"name": "Aru Li"}, "all of us"],
                }
            ],
        },
    ],
}


@pytest.fixture(scope="module")
def article(tmp_path_factory):
    return etree.parse(made(tmp_path_factory.mktemp("jats"), "jats", "Text.", **WHOLE)).getroot()


def texts(article, path):
    return [" ".join("".join(part.itertext()).split()) for part in article.findall(f"front/{path}")]


def test_jats_with_all_of_it_is_valid(article, tmp_path):
    with tarfile.open(DEFINITION) as archive:
        archive.extractall(tmp_path)
    (file,) = tmp_path.rglob("JATS-journalpublishing1.dtd")
    definition = etree.DTD(file=str(file))
    article = etree.fromstring(etree.tostring(article))
    article.set("dtd-version", "1.1")
    if article.find("front/article-meta/pub-date") is None:
        day = etree.fromstring("<pub-date><year>2026</year></pub-date>")
        article.find("front/article-meta/author-notes").addnext(day)
    assert definition.validate(article), definition.error_log


def test_jats_says_where_the_article_stands(article):
    assert texts(article, "journal-meta/journal-id") == ["Riv", "rivers"]
    assert texts(article, "journal-meta//journal-title") == ["Journal of Rivers & Lakes"]
    assert texts(article, "journal-meta//publisher-loc") == ["Almaty"]
    assert texts(article, "article-meta/article-id") == ["r-17", "10.1234/rivers", "99"]
    assert texts(article, "article-meta/article-categories//subject") == ["Water", "Rivers", "Lakes"]
    places = [texts(article, f"article-meta/{name}") for name in ("volume", "issue", "fpage", "lpage")]
    assert places == [["3"], ["2"], ["10"], ["20"]]


def test_jats_says_what_may_be_done_with_it(article):
    assert texts(article, "article-meta/permissions/copyright-statement") == ["(c) 2024 <Kim> & Li"]
    assert texts(article, "article-meta/permissions/copyright-year") == ["2024", "2025", "2026"]
    assert texts(article, "article-meta/permissions/copyright-holder") == ["Dana Kim", "Aru Li"]
    known, own = article.findall("front/article-meta/permissions/license")
    assert [part.text for part in known] == [
        "https://creativecommons.org/licenses/by-nc-sa/3.0/",
        "CC BY-NC-SA 3.0",
    ]
    assert own.get("{http://www.w3.org/1999/xlink}href") == "https://example.org/a?b=1&c=2"
    assert (own.get("license-type"), own.findtext("license-p")) == ("open", "1. Terms")


def test_jats_says_who_paid(article):
    groups = article.findall("front/article-meta/funding-group")
    statements = [group.findtext("funding-statement") for group in groups]
    assert statements == ["2024. Paid by the Water Fund, grant 17 & 18.", "Two grants."]
    award = groups[1].find("award-group")
    sources = [(part.text, part.get("country")) for part in award.findall("funding-source")]
    assert sources == [("Water Fund", None), ("River Board", "KZ")]
    recipients = ["".join(part.itertext()) for part in award.findall("principal-award-recipient")]
    assert recipients == ["KimDana", "Inland Centre", "Lake & Co"]
    investigators = ["".join(part.itertext()) for part in award.findall("principal-investigator")]
    assert investigators == ["LiAru", "all of us"]
    assert "".join(groups[1].find("open-access").itertext()) == "The fee was paid."


def test_html_prints_reuse_copyright_citation_and_thanks(tmp_path):
    page = html.parse(made(tmp_path, "html", "Text.^[A note.]", **WHOLE)).getroot()
    appendix = page.get_element_by_id("quarto-appendix")
    assert [heading.text for heading in appendix.iter("h2")] == [
        "Footnotes",
        "Reuse",
        "Copyright",
        "Citation",
    ]
    assert appendix.xpath(".//a[@rel='license']/@href") == [
        "https://creativecommons.org/licenses/by-nc-sa/3.0/",
        "https://example.org/a?b=1&c=2",
    ]
    assert page.get_element_by_id("quarto-copyright").find("div").text_content() == "(c) 2024 <Kim> & Li"
    assert page.xpath("//meta[@name='dcterms.rights']/@content") == ["(c) 2024 <Kim> & Li"]
    assert page.xpath("string(//header//*[@class='thanks']/p)") == "(c) and thanks to 3 readers & others"
    entry = page.xpath("string(//pre/code)")
    assert entry.startswith("@article{kim2026,")
    assert "journal = {Journal of Rivers \\& Lakes}" in entry
    reference = page.xpath("string(//*[contains(@class, 'quarto-appendix-citeas')])")
    assert " ".join(reference.split()).startswith("Kim, Dana, and Aru Li. 2026. “A Title.” Journal of Rivers")


@pytest.mark.parametrize("format", ["typst", "docx"])
def test_thanks_are_printed_in_pdf_and_word_and_change_no_number_of_a_note(tmp_path, format):
    from tests.press.render.contract.extract import extract

    found = extract(str(made(tmp_path, format, "Text.^[A note.]", **WHOLE)))
    printed = [*found["footnotes"], *(text for _, text in found["body"])]
    assert "(c) and thanks to 3 readers & others" in printed
    assert found["body"][-1][1] == {"typst": "Text.1", "docx": "Text.[^1]"}[format]


@pytest.mark.parametrize(
    ("stated", "text", "address"),
    [
        ("CC BY", "CC BY 4.0", "licenses/by/4.0/"),
        ("cc by-nd 2.5", "CC BY-ND 2.5", "licenses/by-nd/2.5/"),
        ("CC-BY-SA-4.0", "CC BY-SA 4.0", "licenses/by-sa/4.0/"),
        ("CC0", "CC0 1.0", "publicdomain/zero/1.0/"),
        ("CC BY and more", "CC BY and more", ""),
        ("MIT", "MIT", ""),
    ],
)
def test_names_of_creative_commons_bring_their_address(stated, text, address):
    (licence,) = matter.read_licences({"license": stated})
    assert (licence.text, licence.address.removeprefix("https://creativecommons.org/")) == (text, address)


def test_a_deed_is_in_the_language_of_the_document():
    (licence,) = matter.read_licences({"license": "CC BY", "lang": "pt-BR"})
    assert licence.address.endswith("/by/4.0/deed.pt_br")
    (licence,) = matter.read_licences({"license": "CC BY", "lang": "en-GB"})
    assert licence.address.endswith("/by/4.0/")


@pytest.mark.parametrize("years", ["2024-2026", "2026 – 2024", "2024, 2025,2026", [2024, "2025", 2026]])
def test_years_of_copyright(years):
    assert matter.read_copyright({"copyright": {"year": years}}).years == ("2024", "2025", "2026")


@pytest.mark.parametrize(
    "text", ["(c) 2026 Kim", "1. Fund", "2026) Fund", "- Fund", "A. Kim paid", "# 17", "> 5", "i. one"]
)
def test_a_text_that_opens_a_list_is_a_text(text, tmp_path):
    article = etree.parse(
        made(tmp_path, "jats", "Text.", funding=text, copyright=text, thanks=text)
    ).getroot()
    for path in ("funding-group/funding-statement", "permissions/copyright-statement", "author-notes/p"):
        assert texts(article, f"article-meta/{path}") == [text]


REFUSED = {
    "license: it has neither a text nor an address": {"license": {"type": "open"}},
    "colour: it is no field of license": {"license": {"text": "T", "colour": "red"}},
    "license: it must be text or fields: type, link, url, text": {"license": [True]},
    "owner: it is no field of copyright": {"copyright": {"owner": "Kim"}},
    "money: it is no field of funding": {"funding": {"money": 3}},
    "awards: it must be fields: id": {"funding": {"awards": "A-1"}},
    "grant: it is no field of awards": {"funding": {"awards": {"grant": "A-1"}}},
    "land: it is no field of source": {"funding": {"awards": {"source": {"land": "KZ"}}}},
    "ref: no author and no affiliation has the id li": {"funding": {"awards": {"recipient": {"ref": "li"}}}},
    "thanks: it must be text": {"thanks": ["a", "b"]},
    "citation: it must be true, false or fields of CSL": {"citation": "Kim 2026"},
    "journal: it is no field of a citation": {"citation": {"journal": "Rivers"}},
    "issued: last year is not of the form YYYY": {"citation": {"issued": "last year"}},
    "type: essay is no type of CSL": {"citation": {"type": "essay"}},
    "appendix-cite-as: it is display, bibtex, both or false": {"appendix-cite-as": "apa"},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_cannot_be_read_is_refused_by_name(sentence, tmp_path):
    name, _, reason = sentence.partition(": ")
    with pytest.raises(PressError, match=f"press does not support {name} here: {re.escape(reason)}"):
        made(tmp_path, "html", "Text.", **REFUSED[sentence])


def test_what_jats_has_no_place_for_is_said():
    award = {"id": "A-1", "name": "Rivers", "source": "Water Fund"}
    assert matter.left_out({"funding": {"awards": award}}) == [
        "the name of the award A-1 has no place in JATS 1.2: it is left out, as in Quarto"
    ]


def test_false_asks_for_nothing(tmp_path):
    asked = dict.fromkeys(("license", "copyright", "citation", "funding", "thanks"), False)
    page = html.parse(made(tmp_path, "html", "Text.", **asked)).getroot()
    assert page.xpath("//*[@id='quarto-appendix' or @class='thanks']") == []


@pytest.mark.parametrize(
    ("name", "address"),
    [("index.qmd", "https://example.org/a/paper/"), ("other.qmd", "https://example.org/a/paper/other.html")],
)
def test_a_page_of_a_site_is_cited_by_its_address(tmp_path, name, address):
    website = {"website": {"site-url": "https://example.org/a/"}}
    project = Project(root=tmp_path, type="website", output_dir=tmp_path / "out", metadata=website)
    document = replace(executed(tmp_path, "Text.", project=project), source=tmp_path / "paper" / name)
    found = own_citation.item(Page(document, "html", document.metadata, tmp_path / "out"))
    assert found["URL"] == address


def item(folder, **metadata):
    document = executed(folder, "Text.", **metadata)
    return own_citation.item(Page(document, "html", document.metadata, folder / "index.html"))


def test_a_citation_takes_what_is_not_stated_from_the_front_matter(tmp_path):
    found = item(
        tmp_path,
        title="Rivers of *Asia* and CO~2~^[A note.]",
        author=["Dana Kim", "Bureau"],
        date="2026-03-05",
        doi="10.1/x",
        abstract="One & two.",
        citation=True,
    )
    assert found == {
        "type": "webpage",
        "title": "Rivers of <i>Asia</i> and CO<sub>2</sub>",
        "author": [{"family": "Kim", "given": "Dana"}, {"literal": "Bureau"}],
        "issued": {"date-parts": [[2026, 3, 5]]},
        "language": "en",
        "DOI": "10.1/x",
        "abstract": "One & two.",
        "id": "kim2026",
    }


def test_a_citation_states_fields_of_its_own(tmp_path):
    found = item(
        tmp_path,
        author="Dana Kim",
        citation={
            "type": "report",
            "title": "Other",
            "author": [{"given": "Aru", "family": "Li"}],
            "editor": "Ed Or",
            "issued": {"year": 2020, "month": 4},
            "page-first": 3,
            "page-last": 9,
            "URL": "https://example.org",
            "volume": 2,
        },
    )
    assert found["author"] == [{"family": "Li", "given": "Aru"}]
    assert found["editor"] == [{"family": "Or", "given": "Ed"}]
    assert found["issued"] == {"date-parts": [[2020, 4]]}
    assert (found["page"], found["volume"], found["URL"]) == ("3 - 9", "2", "https://example.org")
    assert (found["type"], found["title"], found["id"]) == ("report", "Other", "li2020")


def test_a_citation_without_anything_has_a_key_all_the_same(tmp_path):
    assert item(tmp_path, citation=True)["id"] == "untitled"


@pytest.mark.parametrize(
    ("given", "parts"),
    [
        ("2026-03-05", [2026, 3, 5]),
        ("2026-03", [2026, 3]),
        ("2026/03", [2026, 3]),
        (2026, [2026]),
        ([2026, 3], [2026, 3]),
        ({"year": 2026}, [2026]),
        ({"date-parts": [[2026, 3]]}, [2026, 3]),
        ("2026-03-05T10:00:00", [2026, 3, 5]),
    ],
)
def test_dates_of_a_citation(given, parts):
    assert citation_fields.date_of(given) == {"date-parts": [parts]}


@pytest.mark.parametrize("given", ["5 March 2026", "26", "", None, {}, [], "03-2026", {"month": 3}])
def test_what_is_no_date_of_a_citation(given):
    assert citation_fields.date_of(given) is None
