"""Terms that a card explains: their file, and the cards in a real browser."""

import pytest

from press.base.errors import InputError
from press.trace.page_record import Page, Section
from press.web import glossary

in_browser = pytest.mark.xdist_group("paper")
ENTRY = """\
- term: hosts
  forms: [hosts, host regions]
  text: Regions that
    take students.
  section: index#sec-a
"""


def read(tmp_path, text):
    file = tmp_path / "glossary.yml"
    file.write_text(text, encoding="utf-8")
    return glossary.read(file)


# The file ------------------------------------------------------------------------------------------


def test_an_entry_has_its_forms_its_words_and_its_section(tmp_path):
    (term, other) = read(tmp_path, f"{ENTRY}- {{term: RI, text: Drawn., section: official#sec-b}}\n")
    assert term.forms == ("hosts", "host regions") and term.text == "Regions that take students."
    assert other.forms == ("RI",) and other.line == 6
    assert other.address("paper/index.html") == "official.html#sec-b"
    assert other.address("paper/official.html") == "#sec-b"


def test_without_a_file_there_are_no_terms(tmp_path):
    assert glossary.read(tmp_path / "glossary.yml") == []


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("term: hosts", None, "found no list"),
        (f"{ENTRY}- hosts", 6, "found no names with values, expected an entry with term, text, section"),
        (f"{ENTRY}- term: RI\n  section: index#sec-a", 6, "found no text, expected one in every entry"),
        (f"{ENTRY}  txet: x", 6, "found txet, expected one of term, forms, text, section"),
        (ENTRY.replace("index#sec-a", "sec-a"), 5, "found sec-a, expected a page and its section"),
        (ENTRY.replace("[hosts, host regions]", "hosts"), 2, "found no list as forms"),
        (ENTRY.replace("host regions]", "'']"), 2, "found no text as a form"),
        (ENTRY.replace("Regions that\n    take students.", "[a]"), 3, "found no text as text"),
        (
            f"{ENTRY}- term: Hosts\n  text: x\n  section: index#sec-a",
            6,
            "found the form Hosts of hosts, line 1, again",
        ),
        (f"{ENTRY}  term: again", 6, "the key 'term' stands twice"),
    ],
)
def test_a_fault_is_one_sentence_with_its_line(tmp_path, text, line, found):
    with pytest.raises(InputError) as fault:
        read(tmp_path, text)
    said = str(fault.value)
    assert found in said and "\n" not in said and "glossary.yml" in said
    assert line is None or f"line {line}" in said


def test_a_section_that_no_page_has_is_refused_where_the_page_is_known(tmp_path):
    terms, known = read(tmp_path, ENTRY), Page(sections=(Section("sec-b", "B", 1),))
    glossary.check_sections(terms, {"paper/official.html": known})
    with pytest.raises(InputError, match=r"line 1: found index#sec-a as the section of hosts, expected one"):
        glossary.check_sections(terms, {"paper/index.html": known}, tmp_path / "glossary.yml")


# The cards -----------------------------------------------------------------------------------------

ARTICLE = "paper/index.html"
SECTIONS = "one => one.closest('section')?.id ?? ''"


def card(page):
    return page.locator(".term-card:not([hidden])")


@in_browser
def test_the_first_mention_in_each_section_is_marked_and_no_heading_link_or_caption(open_page):
    page = open_page("paper/official.html")
    marks = page.locator(".term").all()
    places = [(mark.evaluate(SECTIONS), mark.get_attribute("href"), mark.inner_text()) for mark in marks]
    assert 20 < len(places) < 60
    terms = {(section, words[:4].lower()) for section, _, words in places}
    assert len(terms) == len(places), "no term twice in a section"
    assert page.locator(":is(h1, h2, h3, figcaption, figure, code, [lang=ru], .abstract) .term").count() == 0
    assert page.locator("a a").count() == 0
    assert page.locator("#sec-inference .term", has_text="CRV1").count() == 0, "which defines it itself"


@in_browser
def test_pointing_at_a_term_tells_what_it_means_and_a_click_leads_to_where_it_is_defined(open_page):
    page = open_page(ARTICLE)
    term = page.locator("#sec-official .term", has_text="CRV1")
    term.hover()
    card(page).wait_for()
    meaning = next(one for one in glossary.read(glossary.FILE) if one.term == "CRV1").text
    assert card(page).inner_text() == f"CRV1 {meaning}"
    term.click()
    page.wait_for_url("**/official.html#sec-inference")


@in_browser
def test_the_keyboard_reaches_a_term_and_escape_closes_its_card(open_page):
    page = open_page(ARTICLE)
    term = page.locator(".term").first
    page.keyboard.press("Tab")
    term.focus()
    card(page).wait_for()
    assert term.get_attribute("aria-describedby") == card(page).get_attribute("id")
    page.keyboard.press("Escape")
    assert card(page).count() == 0


@in_browser
def test_a_tap_shows_the_card_with_the_way_on(chromium, site):
    context = chromium.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    try:
        page = context.new_page()
        page.goto((site / ARTICLE).as_uri())
        page.locator("#sec-official .term").first.tap()
        card(page).wait_for()
        frame = card(page).bounding_box()
        assert frame["x"] >= 0 and frame["x"] + frame["width"] <= 360
        card(page).get_by_role("link", name="Where it is defined").tap()
        page.wait_for_url("**/index.html#sec-regions")
    finally:
        context.close()


@in_browser
def test_without_script_the_text_is_plain(open_page):
    page = open_page(ARTICLE, javaScript=False)
    assert page.locator(".term").count() == 0
    assert "host regions" in page.locator("#sec-model").inner_text()
