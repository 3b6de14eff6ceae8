"""Each rule for JATS finds the fault that is planted for it, and nothing in an article that keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.proof import publish_check
from press.proof.publish_check import jats, jats_rules
from press.proof.publish_check.site import SiteFiles

ARTICLE = Path(__file__).with_name("keeps_all_rules.xml").read_text(encoding="utf-8")
TABLE = "<table-wrap id='t'><label>T</label><caption><title>c</title></caption><table/></table-wrap>"

PLANTS = {
    "permissions": [
        ("<license ", "<licence ", "</license>", "</licence>", "has no licence"),
        ("https://example.org/by/</ali", "by</ali", "has a licence without an address"),
        ("Use it.", "", "has a licence without words"),
        ("<copyright-year>2026</copyright-year>", "", "has a copyright without statement, year or holder"),
    ],
    "authors": [
        ("<surname>Field</surname>", "<given-names>Ada</given-names>", "has an author without a family name"),
        ("<surname>Field", "<surname>Field Jr.", "has Field Jr. for a family name"),
        ("1825-0097", "1825-0098", "has https://orcid.org/0000-0002-1825-0098 for the ORCID of Field"),
        ("https://credit.niso.org", "https://example.org", "has the role Software of Field, which is none"),
    ],
    "affiliations": [
        ('<xref ref-type="aff" rid="aff-1">1</xref>', "", "has no affiliation of Field"),
        ("Garden School", " ", "has the affiliation aff-1 without an institution"),
        ('rid="aff-1"', 'rid="aff-2"', "has the affiliation aff-1 of nobody"),
        ("<email>a@example.org</email>", "", "has no e-mail address of Field, who is written to"),
    ],
    "abstracts": [
        ("<abstract>", "<abstract><p>a</p></abstract><abstract>", "has 2 abstracts of the same kind"),
        ("<p>Twelve plants.</p>", "<p/>", "has an abstract without text"),
        ('<trans-abstract xml:lang="ru">', "<trans-abstract>", "a translated abstract that does not say"),
        ('<trans-abstract xml:lang="ru">', '<trans-abstract xml:lang="en">', "does not say its language"),
        ('<trans-title-group xml:lang="ru">', '<trans-title-group xml:lang="kk">', "no title in the"),
        ("<p>Двенадцать.</p>", "<p/>", "has an abstract without text in the language ru"),
        ("<body>", '<body><boxed-text id="abstract-ru"><p>a</p></boxed-text>', "has an abstract in its text"),
    ],
    "languages of keywords": [
        ('ali/1.0/" xml:lang="en"', 'ali/1.0/"', "does not say its language"),
        ('type="author" xml:lang="ru"', 'type="author"', "has keywords that do not say their language"),
        ('type="author" xml:lang="ru"', 'type="author" xml:lang="en"', "two groups of keywords in one"),
    ],
    "words for pictures": [
        ("a%20b.png", "c.png", "names the picture c.png, which is not there"),
        ("<alt-text>Bars.</alt-text>", "", "does not say in words what a%20b.png shows"),
        ("Bars.", "Weights", "repeats the caption in place of what a%20b.png shows"),
        ("Bars.", "long " * 60, "has a text of 299 letters for a%20b.png, and no short one"),
    ],
    "figures and tables": [
        ("<caption><title>Weights", f"{TABLE}<caption><title>Weights", "has a table within the figure fig-a"),
        ("<label>Table 1</label>", "", "has tbl-b without a label"),
        ("<title>Means", "<title>Table 1: Means", "has the label of tbl-b in its caption"),
    ],
    "citations of data": [
        ("<year>2020</year>", "", "has the data ref-d without year"),
        ("<source>Zenodo</source>", "", "has the data ref-d without keeper"),
        ("<pub-id>10.5281/zenodo.1</pub-id>", "", "has the data ref-d without address"),
        ("<data-title>Rates</data-title>", "", "has the data ref-d without title"),
        ('"data"', '"webpage"', "has data in ref-d, of another kind of publication"),
        ("Dataset shift", "Shift [Dataset]", "has data in ref-e, of another kind of publication"),
    ],
    "funding": [("None.", "", "has funding without a statement or an award")],
    "references inside": [
        ('rid="fig-a"', 'rid="fig-b"', "refers to fig-b, which is not there"),
        ('<sec id="s">', '<sec id="fig-a">', "has the identifier fig-a more than once"),
    ],
    "nothing empty": [
        ("<issn>", "<issn/><issn>", "has an empty issn"),
        ("<journal-id>A</journal-id>", "<journal-id/>", "has an empty journal-id"),
        ("<label>Table 1</label>", "<label/>", "has an empty label"),
    ],
    "preprint servers' minimum": [
        ("Research Article", "", "has no subject"),
        ("<abstract><p>Twelve plants.</p></abstract>", "", "has no abstract"),
        ("<email>a@example.org</email>", "", "has no e-mail address"),
        ("<article-title>Shade</article-title><trans", "<trans", "has no title"),
    ],
    "DOAJ's minimum": [
        ("<issn>1234-5679", "<issn>12345679", "has 12345679 for an ISSN"),
        ("<year>2026</year>", "<year>26</year>", "has a date without a year"),
        ("<journal-title>A</journal-title>", "<journal-subtitle>A</journal-subtitle>", "but no journal"),
        ('<self-uri xlink:href="https:', '<self-uri xlink:href="ftp:', "has ftp://example.org/shade for"),
        ("<article-title>Shade</article-title><trans", "<trans", "has no title"),
    ],
}  # fmt: skip


def outcomes(folder, text=ARTICLE):
    (folder / "paper").mkdir()
    for name, content in {
        "index.html": "<html><body>a</body></html>", "paper/index.xml": text, "paper/a b.png": "a",
        "sitemap.xml": "<urlset/>",
    }.items():  # fmt: skip
        (folder / name).write_text(content, encoding="utf-8")
    return {one.name: one for one in jats.check_jats(SiteFiles(folder))}


def test_an_article_that_keeps_all_rules_has_nothing_to_mend(tmp_path):
    found = outcomes(tmp_path)
    assert [find for one in found.values() for find in one.finds] == []
    assert found["JATS: authors"].figure == "1 author" and len(found) == len(jats_rules.CHECKS)


@pytest.mark.parametrize(
    ("rule", "plant"), [(rule, plant) for rule, plants in PLANTS.items() for plant in plants]
)
def test_each_rule_finds_its_fault(rule, plant, tmp_path):
    *changes, expected = plant
    text = ARTICLE
    for before, after in zip(changes[::2], changes[1::2], strict=True):
        assert before in text
        text = text.replace(before, after)
    finds = outcomes(tmp_path, text)[f"JATS: {rule}"].finds
    assert any(
        expected in find and find.startswith("paper/index.xml has") or expected in find for find in finds
    )


def test_every_rule_has_a_plant():
    assert set(PLANTS) == {check.name for check in jats_rules.CHECKS}


def test_what_is_not_known_is_no_fault(tmp_path):
    text = ARTICLE
    for start, end in (
        ("<journal-meta>", "</journal-meta>"),
        ("<pub-date>", "</pub-date>"),
        ("<funding", "</funding-group>"),
    ):
        text = text.replace(text[text.index(start) : text.index(end) + len(end)], "")
    assert [find for one in outcomes(tmp_path, text).values() for find in one.finds] == []


def test_publish_check_prints_a_verdict_for_every_rule(tmp_path, capsys):
    outcomes(tmp_path, ARTICLE.replace('rid="fig-a"', 'rid="fig-b"'))
    publish_check.run(tmp_path)
    printed = capsys.readouterr().out
    lines = [line for line in printed.split("\n") if line.startswith("JATS: ")]
    assert len(lines) == len(jats_rules.CHECKS) and sum("to mend" in line for line in lines) == 1
    assert "paper/index.xml refers to fig-b, which is not there (archives)." in printed


@pytest.mark.parametrize(("digits", "right"), [("0000-0002-1694-233X", True), ("0000-0002-1694-2331", False)])
def test_the_last_digit_of_an_orcid_is_checked(digits, right):
    """The example with X in ORCID's own documentation."""
    assert jats_rules.is_orcid(digits) is right
