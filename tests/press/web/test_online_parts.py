"""Head, links among pages, bar, masthead and comments, on small pages in the shapes of both engines."""

import dataclasses
import json
import os
import re
import struct
import zipfile
import zlib
from datetime import date
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from lxml import html

from press.base import change_log, citation, project_files, zip_archive
from press.base.change_log import Released
from press.base.edition import SETTINGS, Author, Published, current_work, settings_of
from press.base.paths import ROOT
from press.trace.page_record import MARK, TEXTS, PrintedNumber, fill, raised, read_page
from press.web import banner, feedback, head, masthead, navigation, page_end, paragraph_links
from press.web.view import View
from tests.recorded_pages import figure, number, recorded

PARTS = (
    head.pieces,
    navigation.pieces,
    banner.pieces,
    masthead.pieces,
    feedback.pieces,
    paragraph_links.pieces,
    page_end.pieces,
)
EDITION = {
    "panel": {
        "label": "a <test> panel",
        "synthetic": True,
        "keys": ["inflow.*"],
        "bar": "Built from a <test> panel.",
        "bars": {"paper/official.html": "Built from statistics."},
    },
    "data": ["data/regions.csv"],
}
BODY = f"""
::: {{.key-findings}}
Found 0.79.
:::

## First {{#sec-a}}

Text.

### Inner “x” {{#sec-b}}

{figure("fig-a", "Figure 1: A", "files/a.svg", "What it shows")}

## Bare {{#sec-c}}

### Deep {{#sec-d}}

Text.

#### Deeper {{#sec-e}}

Text.

## References {{#refs-sec}}

::: {{#refs}}
:::

Says @lee.

---
references:
- {{id: lee, type: book, title: 'On "x"; and y', author: [{{family: Lee, given: A.}}],
   issued: {{date-parts: [[2020]]}}}}
---
"""
OF_THE_PANEL = {
    f"paper/{name}.html": [PrintedNumber("inflow.a", "0.79", "alt text")]
    for name in ("index", "audit", "official")
}
RELEASED = Released(date(2026, 2, 1), is_past=True)
"""What the change log is taken to say."""
ABSTRACT = "Short &lt;and&gt; clear.\n\nMore."
PRESS, QUARTO = (recorded(BODY, engine, abstract=ABSTRACT) for engine in ("press", "quarto"))


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + b"IHDR"
        + header
        + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    )


@pytest.fixture
def edition(tmp_path):
    """A site with one figure and a PDF, and what was prepared for it.

    Gives (page text, name) -> finished text.
    """
    output, prepared = tmp_path / "site", tmp_path / "prepared"
    (output / "paper" / "files").mkdir(parents=True)
    prepared.mkdir()
    (prepared / "edition.json").write_text(json.dumps(EDITION), encoding="utf-8")
    (output / "paper" / "files" / "a.png").write_bytes(png(1200, 630))
    (output / "paper" / "index.pdf").write_bytes(b"%PDF")
    (output / "results.json").write_text("{}", encoding="utf-8")

    def finished(text, name="paper/index.html", others=OF_THE_PANEL):
        view = View(
            name,
            output,
            prepared,
            {name: read_page(text)},
            printed={name: read_page(text).numbers} | others,
            own=frozenset(project_files.names()),
        )
        return fill(text, [piece for part in PARTS for piece in part(view)])

    finished.output = output
    return finished


@pytest.fixture
def of(monkeypatch):
    """Lets the parts see an edition with some changes."""

    def change(**changes):
        work = dataclasses.replace(
            current_work(),
            **{"commit": "0123456789abcdef" * 2, "date": date(2026, 3, 9), "editors": ()} | changes,
        )
        for part in (head, masthead, feedback, page_end):
            monkeypatch.setattr(part, "current_work", lambda: work)
        for part in (head, masthead):
            monkeypatch.setattr(part, "released", lambda *given: RELEASED)
        return work

    return change


def tags(page, *names):
    """The contents of meta elements of these names."""
    return [
        one.get("content")
        for one in page.xpath("//meta")
        if (one.get("name") or one.get("property")) in names
    ]


both = pytest.mark.parametrize("text", [PRESS, QUARTO], ids=["press", "quarto"])


@both
def test_parts_only_insert(edition, text):
    finished = edition(text)
    rest = iter(finished)
    assert all(letter in rest for letter in re.sub(MARK, "", TEXTS.sub("", raised(text))))
    identifiers = html.document_fromstring(finished).xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


@both
def test_the_key_findings_stand_below_the_title_and_once(edition, text):
    page = html.document_fromstring(edition(text))
    (box,) = page.xpath("//div[@class='key-findings']")
    assert box.getparent().get("id") == "title-block-header" and box.getprevious().tag == "h1"
    assert box.getnext().get("class") == "abstract" and box.text_content().strip() == "Found 0.79."
    assert page.xpath("//nav[@id='TOC' and not(ancestor::header)]")


def test_without_findings_or_title_block_nothing_is_moved():
    text = recorded("Text.\n")
    assert raised(text) == text
    bare = PRESS.replace('<header id="title-block-header"', "<header")
    assert raised(bare) == bare


@both
def test_links_bar_and_title_come_first_in_main(edition, text):
    main = html.document_fromstring(edition(text)).xpath("//main")[0]
    assert [child.get("id") for child in main][:4] == [
        "edition-nav",
        "panel-banner",
        "title-block-header",
        "masthead",
    ]


# Links among the pages -----------------------------------------------------------------------------


def test_every_document_has_its_link():
    assert {path.stem for path in (ROOT / "paper").glob("*.qmd")} <= set(navigation.pages())


def test_the_open_page_is_marked(edition):
    nav = html.document_fromstring(edition(PRESS, "paper/audit.html")).xpath("//nav[@id='edition-nav']")[0]
    assert nav.xpath(".//a[@aria-current='page']/@href") == ["audit.html"]
    assert [(ROOT / "paper" / href).with_suffix(".qmd").is_file() for href in nav.xpath(".//a/@href")] == [
        True
    ] * len(nav.xpath(".//a"))
    assert "index.html" in nav.xpath(".//a/@href")


# The bar -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words", "target"),
    [
        ("paper/index.html", "Built from a <test> panel.", "#sec-data"),
        ("paper/audit.html", "Built from a <test> panel.", "index.html#sec-data"),
        ("paper/official.html", "Built from statistics.", "index.html#sec-data"),
    ],
)
def test_the_bar_names_the_panel_and_leads_to_the_explanation(edition, name, words, target):
    bar = html.document_fromstring(edition(PRESS, name)).get_element_by_id("panel-banner")
    assert bar.text_content() == f"{words} What this means" and bar.xpath(".//a/@href") == [target]
    assert "is-synthetic" in bar.get("class") and bar.get("aria-label")


def test_a_page_without_numbers_of_the_panel_has_no_bar_and_that_of_all_numbers_has_one(edition):
    def has_bar(body, others):
        page = html.document_fromstring(edition(recorded(body), "paper/page.html", others))
        return bool(page.xpath("//*[@id='panel-banner']"))

    everything = "::: {#all-numbers .all-numbers}\n:::\n"
    assert not has_bar(f"Text, and {number('outflow.a', '1')}.\n", OF_THE_PANEL)
    assert has_bar(f"Text, and {number('inflow.b.c', '1')}.\n", {})
    assert has_bar(everything, OF_THE_PANEL) and not has_bar(everything, {})


def test_numbers_of_the_findings_are_known_by_their_place():
    page = read_page(recorded(f"::: {{.key-findings}}\nIs {number('inflow.a', '1')}.\n:::\n"))
    assert [(one.key, one.where, one.section) for one in page.numbers] == [("inflow.a", "key findings", None)]


def test_the_explanation_is_in_the_article():
    section = settings_of(ROOT / SETTINGS)["data_section"]
    assert f"{{#{section}}}" in (ROOT / "paper" / "index.qmd").read_text(encoding="utf-8")


def test_without_preparation_nothing_is_said_of_the_panel(edition):
    for file in edition.output.parent.glob("prepared/*.json"):
        file.unlink()
    page = html.document_fromstring(edition(PRESS))
    assert not page.xpath("//*[@id='panel-banner' or @id='masthead']") and page.xpath(
        "//*[@id='edition-nav']"
    )


# The head ------------------------------------------------------------------------------------------


@both
def test_the_article_tells_scholar_who_when_and_where(edition, of, text):
    work = of(site="", published=Published(doi="10.1000/x"))
    page = html.document_fromstring(edition(text))
    assert tags(page, "citation_title") == [work.title]
    assert tags(page, "citation_author") == [f"{author.family}, {author.given}" for author in work.authors]
    assert tags(page, "citation_publication_date", "DC.date") == ["2026-02-01", "2026/02/01"]
    assert tags(page, "DCTERMS.modified", "article:modified_time") == ["2026-03-09"] * 2
    assert tags(page, "citation_abstract") == ["Short <and> clear.\n\nMore."]
    assert tags(page, "citation_reference") == [
        "citation_title=On “x”, and y; citation_author=Lee, A.; citation_publication_date=2020"
    ]
    assert tags(page, "citation_pdf_url") == ["index.pdf"] and tags(page, "og:image") == ["files/a.png"]
    assert tags(page, "DCTERMS.isVersionOf") == ["https://doi.org/10.1000/x"]
    assert not tags(page, "citation_fulltext_html_url", "og:url", "DC.identifier") and not page.xpath(
        "//link[@rel='canonical']"
    )


def test_programs_are_told_editors_from_authors_of_the_study(edition, of):
    work = of(editors=(Author("Ann", "Lee"),))
    page = html.document_fromstring(edition(PRESS))
    assert tags(page, "citation_author") == tags(page, "DC.creator") == ["Lee, Ann"]
    assert tags(page, "DC.contributor") == [author.sorted_name for author in work.authors]
    said = json.loads(page.get_element_by_id("schema-org").text)
    assert [one["name"] for one in said["author"]] == ["Ann Lee"]
    assert [one["name"] for one in said["isBasedOn"]["author"]] == [author.name for author in work.authors]


def test_addresses_are_absolute_on_a_named_site(edition, of):
    of(site="https://example.org/a")
    page = html.document_fromstring(edition(PRESS))
    assert tags(page, "citation_pdf_url", "og:image") == [
        "https://example.org/a/paper/files/a.png",
        "https://example.org/a/paper/index.pdf",
    ]
    assert set(tags(page, "og:url", "DC.identifier", "citation_fulltext_html_url")) == {
        "https://example.org/a/paper/index.html"
    }
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://example.org/a/paper/index.html"]


def test_the_card_of_a_shared_link_tells_the_beginning_of_a_long_abstract(edition):
    words = " ".join(f"word{number}" for number in range(200))
    page = html.document_fromstring(edition(recorded(BODY, "press", abstract=words)))
    (told,) = tags(page, "og:description")
    assert len(told) <= 300 and told.endswith(" …") and words.startswith(told.removesuffix(" …"))
    assert tags(page, "DC.description") == [words]


def test_the_card_of_a_shared_link_has_title_text_and_picture(edition):
    page = html.document_fromstring(edition(PRESS))
    assert (tags(page, "og:title"), tags(page, "og:description")) == (["A & B"], ["Short <and> clear."])
    assert tags(page, "og:image:width", "og:image:height", "og:image:alt") == ["1200", "630", "What it shows"]
    (edition.output / "paper" / "files" / "a.png").unlink()
    assert not tags(html.document_fromstring(edition(PRESS)), "og:image", "twitter:card")


def test_the_picture_of_the_edition_stands_for_each_page(edition, of):
    of(site="https://example.org/a")
    prepared = edition.output.parent / "prepared"
    (prepared / "share.png").write_bytes(png(1200, 630))
    told = EDITION | {"share": "A & B. Found <0.79>."}
    (prepared / "edition.json").write_text(json.dumps(told), encoding="utf-8")
    for name in ("paper/index.html", "paper/audit.html"):
        page = html.document_fromstring(edition(PRESS, name))
        assert tags(page, "og:image", "twitter:image") == ["https://example.org/a/paper/share.png"] * 2
        assert tags(page, "og:image:alt", "twitter:image:alt") == ["A & B. Found <0.79>."] * 2
        assert tags(page, "og:image:width", "og:image:height") == ["1200", "630"]
    assert (edition.output / "paper" / "share.png").read_bytes() == png(1200, 630)


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!-- A",
        "--> ]]>",
        '" onclick="alert(1)',
        "' x='",
        "</title></head><body>",
        "<img src=x onerror=alert(1)>",
        "&lt;b&gt;",
    ],
)
def test_what_the_front_matter_says_is_text_in_head_masthead_and_citations(edition, of, text):
    """The same elements and attributes as with harmless words, and the words as they were given."""

    def shape(page):
        return [(element.tag, sorted(element.keys())) for element in page.iter()]

    def said(word):
        person = Author(
            given=word, family=word, affiliations=(word,), email=f"{word}@b.org", orcid="0000-0002-1825-0097"
        )
        of(
            title=f"A {word}",
            authors=(person,),
            keywords=(word,),
            published=Published(journal=word, year="2020", pages=word),
            feedback=f"{word}@b.org",
            version=word,
        )
        return html.document_fromstring(edition(PRESS))

    page = said(text)
    assert shape(page) == shape(said("w"))
    assert tags(page, "citation_title", "og:site_name") == [f"A {text}"] * 2 and tags(
        page, "citation_keywords"
    ) == [text]
    block = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert block["author"][0]["givenName"] == text and block["isBasedOn"]["isPartOf"]["name"] == text
    assert text in page.get_element_by_id("citation-apa").text_content()


def test_schema_org_says_the_same_as_the_front_matter(edition, of):
    work = of(site="https://example.org", published=Published("J", "2025", doi="10.1000/x"))
    block = html.document_fromstring(edition(PRESS)).xpath("//script[@type='application/ld+json']")[0]
    said = json.loads(block.text)
    assert "<" not in block.text and said["@type"] == "ScholarlyArticle"
    assert [
        (one["givenName"], one["familyName"], one["affiliation"][0]["name"]) for one in said["author"]
    ] == [(author.given, author.family, author.affiliations[0]) for author in work.authors]
    assert (said["version"], said["keywords"]) == (work.version, list(work.keywords))
    assert (said["datePublished"], said["dateModified"]) == ("2026-02-01", work.date.isoformat())
    assert said["license"] == work.text_licence.url and said["image"].startswith("https://example.org/paper/")
    assert (
        said["isBasedOn"]["@id"] == "https://doi.org/10.1000/x"
        and said["isBasedOn"]["isPartOf"]["name"] == "J"
    )
    assert [one["contentUrl"] for one in said["encoding"]] == ["https://example.org/paper/index.pdf"]


def test_other_pages_are_parts_of_the_article_and_no_articles(edition):
    page = html.document_fromstring(edition(PRESS, "paper/audit.html"))
    assert not [one for one in page.xpath("//meta/@name") if one.startswith("citation_")]
    said = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (said["@type"], said["isPartOf"]["name"]) == ("WebPage", current_work().title)


def test_style_and_script_lie_beside_the_page(edition):
    page = html.document_fromstring(edition(PRESS))
    for address in [*page.xpath("//head/link[@rel='stylesheet']/@href"), *page.xpath("//head/script/@src")]:
        assert (edition.output / "paper" / address).is_file()
    assert all(script.get("defer") is not None for script in page.xpath("//head/script[@src]"))


# Version, citations, downloads ---------------------------------------------------------------------


def test_the_masthead_shows_what_its_files_hold(edition, of):
    work = of()
    page = html.document_fromstring(edition(PRESS))
    for kind, file in masthead.CITATION_FILES.items():
        text = getattr(citation, kind)(work, EDITION["panel"]["label"])
        assert page.get_element_by_id(f"citation-{kind}").text == text.strip().replace("\r\n", "\n")
        assert (edition.output / "downloads" / file).read_bytes() == text.encode()
        button = page.xpath(f"//button[@data-copy='citation-{kind}']")[0]
        assert button.get("hidden") is not None and button.text_content() == f"Copy {citation.FORMATS[kind]}"


def test_every_download_is_there(edition):
    (edition.output / "provenance.json").write_text("[]", encoding="utf-8")
    page = html.document_fromstring(edition(PRESS))
    addresses = page.xpath("//nav[@id='masthead']//a[@download]/@href")
    assert {os.path.basename(one) for one in addresses} == {
        *masthead.CITATION_FILES.values(),
        "index.pdf",
        "index.qmd",
        "data.zip",
        "code.zip",
        "results.json",
        "provenance.json",
    }
    assert all((edition.output / "paper" / address).is_file() for address in addresses)


def test_the_archives_hold_the_public_tables_and_the_code(edition):
    edition(PRESS)
    with (
        zipfile.ZipFile(edition.output / "downloads" / "data.zip") as data,
        zipfile.ZipFile(edition.output / "downloads" / "code.zip") as code,
    ):
        assert set(data.namelist()) == {"data/regions.csv", *masthead.ABOUT_DATA}
        assert data.read("data/regions.csv") == (ROOT / "data" / "regions.csv").read_bytes()
        assert {"analysis/estimators/did.py", "press/numbers/results.py", "requirements/paper.lock"} <= set(
            code.namelist()
        )
        assert not [name for name in code.namelist() if "__pycache__" in name]


def test_other_pages_name_the_version_alone(edition, of):
    of(commit="0123456789abcdef0123", repository="")
    bar = html.document_fromstring(edition(PRESS, "paper/audit.html")).get_element_by_id("masthead")
    assert bar.text_content().strip() == (
        f"Version {current_work().version}, released 1 February 2026, and changes since then"
        " · commit 0123456789ab of 9 March 2026"
    )
    assert not bar.xpath(".//details")
    assert bar.xpath(".//time/@datetime") == ["2026-02-01", "2026-03-09"]
    assert html.document_fromstring(edition(PRESS, "paper/changes.html")).xpath(
        "//nav[@id='masthead']//details[@id='cite']"
    )


def test_an_unknown_commit_is_left_out(edition, of, monkeypatch):
    of(commit="", date=None)
    monkeypatch.setattr(masthead, "released", lambda *given: Released())
    line = html.document_fromstring(edition(PRESS)).xpath("//p[@class='version']")[0].text_content()
    assert line == f"Version {current_work().version} · built from a <test> panel"


def test_the_published_article_is_named_where_it_is_known(edition, of):
    of(published=Published("Journal of X", "2025", "12"))
    assert (
        "cite the published article: Journal of X, 12 (2025)."
        in html.document_fromstring(edition(PRESS)).get_element_by_id("cite").text_content()
    )


def test_an_archive_is_the_same_for_the_same_files_and_new_for_changed_ones(tmp_path):
    for name, text in (("b.txt", "b"), ("a.txt", "a")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    zip_archive.write(tmp_path / "1.zip", tmp_path, ["b.txt", "a.txt"])
    os.utime(tmp_path / "a.txt", (0, 10**9))
    zip_archive.write(tmp_path / "2.zip", tmp_path, ["a.txt", "b.txt"])
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    kept, target = tmp_path / "kept", tmp_path / "site" / "x.zip"
    zip_archive.deliver(target, tmp_path, ["a.txt"], kept)
    (tmp_path / "a.txt").write_text("changed", encoding="utf-8")
    zip_archive.deliver(target, tmp_path, ["a.txt"], kept)
    with zipfile.ZipFile(target) as found:
        assert found.read("a.txt") == b"changed"


@pytest.mark.parametrize("damaged", ["x.zip", "x.zip.json"])
@pytest.mark.parametrize("content", [None, b"", b"{", b"[]"])
def test_a_kept_archive_is_believed_only_as_it_was_written(tmp_path, damaged, content):
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    kept, target = tmp_path / "kept", tmp_path / "site" / "x.zip"
    zip_archive.deliver(target, tmp_path, ["a.txt"], kept)
    whole, file = target.read_bytes(), kept / damaged
    file.write_bytes(file.read_bytes().replace(b"a", b"b") if content is None else content)
    zip_archive.deliver(target, tmp_path, ["a.txt"], kept)
    assert target.read_bytes() == whole and (kept / "x.zip").read_bytes() == whole


@pytest.mark.parametrize(
    ("log", "commit_day", "expected"),
    [
        ("## Version 1.2.0, 3 May 2026\n\n- A.\n", 3, Released(date(2026, 5, 3))),
        ("## Version 1.2.0, 3 May 2026 {#v}\n", 4, Released(date(2026, 5, 3), is_past=True)),
        ("## Next version\n\n## Version 1.2.0, 3 May 2026\n", 3, Released(date(2026, 5, 3))),
        ("## Next\n\n- B.\n\n## Version 1.2.0, 3 May 2026\n", 3, Released(date(2026, 5, 3), is_past=True)),
        ("## Version 1.1.0, 3 May 2026\n", 4, Released()),
        (None, 4, Released()),
    ],
)
def test_the_change_log_tells_the_release_from_what_came_since(tmp_path, log, commit_day, expected):
    work = dataclasses.replace(current_work(), version="1.2.0", date=date(2026, 5, commit_day))
    if log is not None:
        (tmp_path / "CHANGELOG.md").write_text(log, encoding="utf-8")
    assert change_log.released(work, tmp_path / "CHANGELOG.md") == expected


# The end of the page -------------------------------------------------------------------------------


@both
def test_a_page_ends_with_licences_citation_and_ways_on(edition, of, text):
    work = of(site="", commit="0123456789abcdef0123")
    page = html.document_fromstring(edition(text, "paper/explore.html"))
    end = page.xpath("//main")[0][-1]
    assert (end.tag, end.get("id")) == ("nav", "page-end")
    licences, cited = (line.text_content() for line in end.xpath("p"))
    assert licences == f"Text and data: {work.text_licence.name} · Code: {work.code_licence.name}"
    assert end.xpath(".//a[@rel='license']/@href") == [work.text_licence.url, work.code_licence.url]
    version = f"(Version {work.version}, commit 0123456789ab)"
    assert cited.startswith("Cite as: Akhmetova, G., ") and f" (2026). {work.title} {version}" in cited
    assert end.xpath(".//p[2]/a/@href") == ["index.html#cite"]
    assert end.xpath(".//a[@rel='prev']/@href") == ["official.html"]
    assert end.xpath(".//a[@rel='next']/@href") == ["replication.html"]
    (top,) = end.xpath(".//li[@class='to-top']/a/@href")
    assert page.get_element_by_id(top.removeprefix("#")).tag == "main"


def test_the_first_and_the_last_page_lead_one_way_alone(edition):
    first, *_, last = (f"paper/{stem}.html" for stem in navigation.pages())
    for name, relations in ((first, ["next"]), (last, ["prev"]), ("paper/unlisted.html", [])):
        end = html.document_fromstring(edition(PRESS, name)).get_element_by_id("page-end")
        assert end.xpath(".//li//a[@rel]/@rel") == relations


def test_one_licence_is_named_once(edition, of):
    work = of()
    of(code_licence=work.text_licence)
    end = html.document_fromstring(edition(PRESS)).get_element_by_id("page-end")
    assert end.xpath("string(p)") == f"Text, data and code: {work.text_licence.name}"


# Comments ------------------------------------------------------------------------------------------


@both
def test_each_section_with_text_of_its_own_has_one_link_that_names_it(edition, text, of):
    of(feedback="a@example.org")
    page = html.document_fromstring(edition(text))
    links = page.xpath("//a[@class='feedback']")
    assert [link.text_content() for link in links] == [
        "Comment on the section “First”",
        "Comment on the section “Inner “x””",
        "Comment on the section “Deep”",
        "Comment on the section “References”",
    ]
    first = page.get_element_by_id("feedback-sec-a")
    assert first.getparent().get("id") == "sec-a" and first.getprevious().tag in ("h1", "h2")


def test_where_nobody_reads_comments_none_are_asked_for(edition, of):
    """By default an edition of a study by others writes to none of its authors."""
    of(repository="", feedback="")
    assert "feedback" not in edition(PRESS)
    assert current_work().feedback == "" or "@mail.ru" not in current_work().feedback


def test_a_comment_by_mail_says_what_it_is_about(edition, of):
    work = of(repository="", feedback="a@example.org")
    link = html.document_fromstring(edition(PRESS)).xpath("//a[@id='feedback-sec-a']/@href")[0]
    assert link.startswith("mailto:a@example.org?subject=") and " " not in link
    subject = unquote(link.partition("=")[2])
    assert (
        subject
        == f"Comment: First (paper/index.html#sec-a, version {work.version}, commit {work.short_commit})"
    )


@pytest.mark.parametrize(
    ("repository", "path", "field"),
    [
        ("https://github.com/a/b", "/a/b/issues/new", "title"),
        ("https://gitlab.example.org/a/b", "/a/b/-/issues/new", "issue[title]"),
    ],
)
def test_a_comment_opens_an_issue_where_there_is_a_repository(edition, of, repository, path, field):
    of(repository=repository)
    link = urlsplit(html.document_fromstring(edition(PRESS)).xpath("//a[@id='feedback-sec-b']/@href")[0])
    assert link.path == path and re.match(
        "Inner “x” .paper/index.html#sec-b, version ", parse_qs(link.query)[field][0]
    )
