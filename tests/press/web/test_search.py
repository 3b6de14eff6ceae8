"""The search over all pages and numbers, in a real browser, from the disk."""

import re

import pytest

pytestmark = pytest.mark.xdist_group("paper")
ARTICLE = "paper/index.html"


def box(page):
    return page.get_by_role("searchbox", name="Search all pages and numbers")


def links(page):
    return page.locator(".search-list a")


def look(page, words):
    """Type words, and wait for what is found."""
    box(page).fill(words)
    page.locator(".search-said", has_text=re.compile("result|Nothing")).wait_for()
    page.wait_for_timeout(300)
    return links(page).all_inner_texts()


def test_the_index_comes_with_the_first_focus_and_not_before(open_page):
    page = open_page(ARTICLE)
    assert page.evaluate("window.EditionSearch") is None
    box(page).focus()
    page.wait_for_timeout(500)
    assert len(page.evaluate("window.EditionSearch.pages")) >= 6


def test_headings_come_first_and_other_pages_are_found(open_page):
    page = open_page("paper/audit.html")
    found = look(page, "inflow host")
    assert found[0].startswith("Article · 6.4 Inflow into the Host Regions")
    found = look(page, "wild bootstrap")
    assert any(one.startswith("Official statistics · 3 Inference") for one in found)
    assert {"wild", "bootstrap"} <= {one.lower() for one in page.locator("mark").all_inner_texts()}


def test_all_words_must_be_there_and_each_may_be_a_beginning(open_page):
    page = open_page(ARTICLE)
    assert look(page, "grav") and look(page, "GRÄVITY model")
    assert look(page, "ravity model") == [] and look(page, "gravity zebra") == []
    assert page.locator(".search-said").inner_text() == "Nothing found."


@pytest.mark.parametrize(
    ("words", "place"), [("внутренняя мигр", "#abstract-ru"), ("КӨШІ-ҚОНДЫ", "#abstract-kk")]
)
def test_russian_and_kazakh_are_found_and_the_folded_abstract_is_opened(open_page, words, place):
    page = open_page("paper/audit.html")
    look(page, words)
    page.locator(f".search-list a[href='index.html{place}']").click()
    page.wait_for_url(f"**/index.html{place}")
    assert page.locator(f"{place} p").first.is_visible()


def test_a_number_is_found_by_its_printed_form_and_by_its_key(open_page):
    page = open_page("paper/official.html")
    key = "inflow.program_post.estimate"
    form = look(page, key)[0]
    printed = links(page).first.locator(".search-number").inner_text().split(", ")[0]
    assert key in form
    found = look(page, printed)
    assert any(key in one and printed in one for one in found)
    links(page).first.click()
    target = page.locator(".num:target")
    target.wait_for()
    assert target.inner_text().startswith(printed)


def test_the_keyboard_alone_goes_in_through_and_out(open_page):
    page = open_page(ARTICLE)
    look(page, "migration")
    page.keyboard.press("ArrowDown")
    assert links(page).nth(0).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowDown")
    assert links(page).nth(1).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert box(page).evaluate("one => one === document.activeElement")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert box(page).evaluate("one => one === document.activeElement")
    assert not page.locator(".search-panel").is_visible() and box(page).input_value() == "migration"
    page.keyboard.press("Enter")
    assert links(page).nth(0).evaluate("one => one === document.activeElement")
    for _ in range(links(page).count()):
        page.keyboard.press("Tab")
    assert not page.locator(".search-panel").is_visible(), "Tab leads on, and the list closes"


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_results_fit_the_window_and_how_many_there_are_is_said_politely(open_page, width):
    page = open_page(ARTICLE, width=width)
    look(page, "region")
    frame = page.locator(".search-panel").bounding_box()
    assert frame["x"] >= 0 and frame["x"] + frame["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    said = page.get_by_role("status").filter(has_text="results")
    assert re.fullmatch(r"\d+ results", said.inner_text())


def test_a_click_elsewhere_closes_the_list(open_page):
    page = open_page(ARTICLE)
    look(page, "region")
    page.mouse.click(5, 500)
    assert not page.locator(".search-panel").is_visible()


def test_nothing_moves_when_the_box_comes(open_page):
    page = open_page(ARTICLE, width=360)
    place = page.locator("h1").bounding_box()
    page.evaluate("document.querySelector('.edition-search').classList.remove('is-ready')")
    assert not box(page).is_visible() and page.locator("h1").bounding_box() == place


def test_without_script_there_is_no_box(open_page):
    page = open_page(ARTICLE, javaScript=False)
    assert not page.locator("#edition-search").is_visible()
