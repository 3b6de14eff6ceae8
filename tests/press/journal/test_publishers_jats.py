"""The publisher's JATS is valid, complete, and says what the article says."""

import re
from pathlib import Path

import pytest
from lxml import etree

from press.base.edition import current_work
from press.base.errors import InputError
from press.journal import jats
from press.journal.jats import body, elements, front
from press.trace.page_record import read_file
from tests.press.journal.jats.definitions import faults_in

pytestmark = pytest.mark.xdist_group("paper")
ROOT = Path(__file__).resolve().parents[3]
LANGUAGE, LINK = elements.LANGUAGE, elements.LINK


@pytest.fixture(scope="module")
def written(built, tmp_path_factory):
    return jats.write_jats(built.site, tmp_path_factory.mktemp("jats"))


@pytest.fixture
def article(written):
    return etree.parse(written[0]).getroot()


def texts(article, path):
    return [elements.text_of(one) for one in article.findall(path)]


def test_it_is_valid_and_so_is_that_of_the_site(article, built):
    assert faults_in(article) == [] == faults_in(etree.parse(built.article(".xml")).getroot())


def test_it_differs_from_that_of_the_site_in_the_names_of_pictures_alone(article, built):
    of_site = etree.parse(built.article(".xml")).getroot()
    for graphic in (*article.iter("graphic"), *of_site.iter("graphic")):
        graphic.attrib.pop(LINK)
    assert etree.tostring(article) == etree.tostring(of_site)


def test_front_matter_says_what_the_edition_says_of_itself(article):
    work, meta = current_work(), article.find("front/article-meta")
    assert texts(meta, "title-group/article-title") == [work.title]
    assert texts(meta, "contrib-group/contrib/name/surname") == [author.family for author in work.authors]
    assert texts(meta, "contrib-group/contrib/email") == [author.email for author in work.authors]
    assert texts(meta, "contrib-group/contrib[@corresp='yes']/name/surname") == [work.corresponding.family]
    assert [identifier.rpartition("/")[2] for identifier in texts(meta, ".//contrib-id")] == [
        author.orcid for author in work.authors if author.orcid
    ]
    named = {one.get("id"): elements.text_of(one.find("institution")) for one in meta.findall("aff")}
    given = [
        [named[link.get("rid")] for link in one.findall("xref[@ref-type='aff']")]
        for one in meta.iter("contrib")
    ]
    assert given == [list(author.affiliations) for author in work.authors]
    assert meta.find("permissions/license").get(LINK) == work.text_licence.url
    assert texts(meta, f"kwd-group[@{LANGUAGE}='en']/kwd") == list(work.keywords)


def test_titles_abstracts_and_keywords_are_there_in_three_languages(article, built):
    meta = article.find("front/article-meta")
    for path in ("title-group/trans-title-group", "trans-abstract"):
        assert [one.get(LANGUAGE) for one in meta.findall(path)] == ["ru", "kk"]
    assert [one.get(LANGUAGE) for one in meta.findall("kwd-group")] == ["en", "ru", "kk"]
    assert {len(one.findall("kwd")) for one in meta.findall("kwd-group")} == {4}
    russian, kazakh = texts(meta, "trans-abstract/p")
    assert russian.startswith("Юг Казахстана") and kazakh.startswith("Қазақстанның оңтүстігі")
    assert all("−5,83" in text and "35,8 %" in text for text in (russian, kazakh))
    assert "синтетической" in russian and "синтетикалық" in kazakh
    assert not re.search("[а-яА-Я]", "".join(article.find("body").itertext()))


def test_every_reference_inside_has_its_target(article):
    targets = {one.get("id") for one in article.iter() if one.get("id")}
    assert {link.get("rid") for link in article.iter("xref")} <= targets
    assert len(article.xpath("//@id")) == len(targets)


def test_tables_are_tables(article):
    tables = {one.get("id"): one for one in article.find("body").iter("table-wrap")}
    assert {"tbl-variables", "tbl-inflow", "tbl-outflow"} <= set(tables)
    for table in tables.values():
        assert re.fullmatch(r"Table\s\d+", elements.text_of(table.find("label"))) and elements.text_of(
            table.find("caption/title")
        )
        assert elements.text_of(table.find("table-wrap-foot")).startswith("Note.")
        assert not any(one.tag == "fig" for one in table.iterancestors())
    assert [elements.text_of(cell) for cell in tables["tbl-inflow"].findall(".//tr")[4]][:2] == [
        "Program × Post",
        "0.79",
    ]


def test_figures_have_their_files_and_say_what_they_show(article, written, built):
    alternatives = [
        one.alternative for one in read_file(built.article(".html")).exhibits.values() if one.image
    ]
    graphics = list(article.iter("graphic"))
    described = [elements.text_of(one.find("long-desc")) for one in graphics]
    assert described == [" ".join(text.split()) for text in alternatives]
    short = [elements.text_of(one.find("alt-text")) for one in graphics]
    assert all(
        whole.startswith(part.rstrip(" …")) and 15 < len(part) < 160
        for part, whole in zip(short, described, strict=True)
    )
    assert (
        [one.get(LINK) for one in graphics]
        == [file.name for file in written[1:]]
        == [f"figure-{n}.png" for n in range(1, 6)]
    )
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in written[1:])


def test_references_carry_the_dois_of_the_bibliography(article):
    lists = [(ROOT / "paper" / name).read_text(encoding="utf-8") for name in ("references.bib", "press.bib")]
    entries, press = (dict(re.findall(r"@\w+\{(\w+),(.*?)\n\}", text, re.S)) for text in lists)
    dois = {
        key: found[1] for key, entry in entries.items() if (found := re.search(r"\bdoi = \{(.*?)\}", entry))
    }
    listed = {one.get("id").removeprefix("ref-"): one.find("element-citation") for one in article.iter("ref")}
    assert len(dois) > 10 and set(entries) <= set(listed) <= {*entries, *press}
    printed = {key: one.findtext("pub-id[@pub-id-type='doi']") for key, one in listed.items()}
    assert {key: doi.lower() for key, doi in printed.items() if doi} == {
        key: doi.lower() for key, doi in dois.items()
    }
    for key, one in listed.items():
        assert (
            one.findtext("year") and one.find("source") is not None and one.find("person-group") is not None
        ), key


def test_the_equation_is_mathml_with_its_number_as_label(article):
    [formula] = article.iter("disp-formula")
    assert formula.get("id") == "eq-did" and elements.text_of(formula.find("label")) == "(1)"
    assert "qquad" not in formula.findtext(".//tex-math") and formula.getparent().tag == "sec"
    row = formula.find(f".//{body.MATHML}math/{body.MATHML}mrow")
    assert [child.tag.removeprefix(body.MATHML) for child in row][-2:] == ["mo", "msub"]


def test_counts_are_those_of_the_article(article):
    counts = {one.tag: int(one.get("count")) for one in article.find("front/article-meta/counts")}
    words = int(counts.pop("word-count"))
    assert counts == {
        "fig-count": 5,
        "table-count": 4,
        "equation-count": 1,
        "ref-count": len(list(article.iter("ref"))),
    }
    assert 3000 < words < len("".join(article.find("body").itertext()).split())


def test_numbers_of_sections_are_labels(article):
    titles = texts(article, "body//sec/title")
    assert not [title for title in titles if re.match(r"\d", title)]
    assert texts(article, "body/sec/label")[:3] == ["1", "2", "3"]


def test_two_runs_write_the_same_bytes(built, written, tmp_path):
    again = jats.write_jats(built.site, tmp_path)
    assert [file.read_bytes() for file in again] == [file.read_bytes() for file in written]


def test_a_site_without_jats_is_refused(tmp_path):
    with pytest.raises(InputError, match="found no such file, expected the article as JATS"):
        jats.write_jats(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>a<x>b</x>c</p>", "<p>abc</p>"),
        ("<p><x/>c</p>", "<p>c</p>"),
        ("<p><i/>a<x>b<j/>c</x>d</p>", "<p><i/>ab<j/>cd</p>"),
        ("<p><x><j/></x>d</p>", "<p><j/>d</p>"),
        ("<p><x>b<j/></x>d<k/></p>", "<p>b<j/>d<k/></p>"),
    ],
)
def test_unwrapping_keeps_every_word_in_its_place(before, after):
    tree = etree.fromstring(before)
    elements.unwrap(tree.find("x"))
    assert etree.tostring(tree).decode() == after


def test_removing_keeps_the_words_behind():
    tree = etree.fromstring("<p>a<x>b</x>c<i/>d<x/>e</p>")
    for one in tree.findall("x"):
        elements.remove(one)
    assert etree.tostring(tree).decode() == "<p>ac<i/>de</p>"


def test_running_words_leave_out_formulas_and_tables():
    tree = etree.fromstring(
        "<body><p>one <b>t</b>wo<tex-math>x y</tex-math>three</p><table-wrap>no</table-wrap></body>"
    )
    assert front.running_text(tree).split() == ["one", "two", "three"]
