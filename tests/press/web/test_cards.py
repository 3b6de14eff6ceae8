"""Cards of numbers, the switch that underlines them, and the page of all numbers, in a real browser."""

import json

import pytest

pytestmark = pytest.mark.xdist_group("paper")
KEY = "inflow.program_post.estimate"
NUMBER = f"main p .num[data-key='{KEY}'] > a"


def card(page):
    return page.locator(".number-card:not([hidden])")


def value_of(site, key):
    records = json.loads((site / "provenance.json").read_text(encoding="utf-8"))
    return next(record for record in records if record["key"] == key)


def test_pointing_at_a_number_shows_value_function_and_files(open_page, site):
    page, known = open_page("paper/index.html"), value_of(site, KEY)
    page.locator(NUMBER).first.hover()
    card(page).wait_for()
    told = card(page).inner_text().replace("\u200b", "")
    assert str(known["value"]) in told and KEY in told
    assert known["function"].removeprefix("analysis.") in told
    assert all(source["path"] in told for source in known["sources"])
    for link in card(page).locator("a").all():
        address = link.get_attribute("href").partition("#")[0]
        assert (site / "paper" / address).resolve().is_file()
    page.mouse.move(0, 0)
    page.wait_for_timeout(600)
    assert card(page).count() == 0


def test_the_card_opens_by_keyboard_is_described_and_closes_with_escape(open_page):
    page = open_page("paper/index.html")
    link = page.locator(NUMBER).first
    page.keyboard.press("Tab")
    link.focus()
    card(page).wait_for()
    assert link.get_attribute("aria-describedby") == card(page).get_attribute("id")
    page.keyboard.press("Escape")
    assert card(page).count() == 0 and not link.get_attribute("aria-describedby")


def test_a_tap_opens_the_card_and_a_second_one_follows(chromium, site):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    try:
        page = context.new_page()
        page.goto((site / "paper" / "index.html").as_uri())
        page.locator(NUMBER).first.tap()
        card(page).wait_for()
        box = card(page).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        card(page).get_by_role("link", name="All about this number").tap()
        page.wait_for_url("**/numbers.html#num-inflow-program_post-estimate")
    finally:
        context.close()


def test_a_number_in_a_table_has_its_card_too(open_page):
    page = open_page("paper/index.html")
    page.locator(f"#tbl-inflow .num[data-key='{KEY}'] > a").hover()
    card(page).wait_for()
    assert KEY in card(page).inner_text().replace("\u200b", "")


def test_the_switch_is_off_at_first_and_underlines_numbers_on_every_page(open_page):
    page = open_page("paper/index.html")
    line = "element => getComputedStyle(element).textDecorationLine"
    number, switch = page.locator(NUMBER).first, page.get_by_role("button", name="Show sources")
    assert switch.get_attribute("aria-pressed") == "false" and number.evaluate(line) == "none"
    switch.click()
    assert switch.get_attribute("aria-pressed") == "true" and number.evaluate(line) == "underline"
    switch.click()
    assert number.evaluate(line) == "none"


def test_without_script_numbers_are_links_and_the_switch_is_not_there(open_page):
    page = open_page("paper/index.html", javaScript=False)
    assert page.locator(NUMBER).first.get_attribute("href").startswith("numbers.html#num-")
    assert not page.locator(".sources-switch").is_visible()


# The page of all numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1440])
def test_a_number_leads_to_its_row_and_back(open_page, width):
    page = open_page("paper/numbers.html#num-inflow-program_post-estimate", width=width)
    row = page.locator("tr:target")
    assert row.is_visible() and KEY in row.inner_text().replace("\u200b", "")
    row.get_by_role("link", name="Table 2").first.click()
    page.wait_for_url("**/index.html#number-*")
    assert page.locator(".num:target").get_attribute("data-key") == KEY


def test_the_filter_leaves_what_holds_every_word_and_says_how_many(open_page):
    page = open_page("paper/numbers.html")
    rows, box = page.locator("tr[id^='num-']:visible"), page.get_by_label("Filter")
    every = rows.count()
    box.fill("program_post inflow")
    left = rows.count()
    assert 0 < left < every and f"{left} of " in page.locator(".number-filter output").inner_text()
    assert all("program_post" in text for text in rows.all_text_contents())
    box.fill("no such number anywhere")
    assert rows.count() == 0 and page.locator(".numbers-of-page h2:visible").all_inner_texts()[-1:] == [
        page.locator("#data-files h2").inner_text()
    ]
    box.fill("")
    assert rows.count() == every


def test_a_link_to_a_number_that_the_filter_hides_shows_it(open_page):
    page = open_page("paper/numbers.html")
    page.get_by_label("Filter").fill("no such number")
    page.evaluate("location.hash = '#num-inflow-program_post-estimate'")
    page.locator("tr:target").wait_for()
    assert page.get_by_label("Filter").input_value() == ""


def test_without_script_the_page_of_numbers_is_a_plain_table(open_page):
    page = open_page("paper/numbers.html", javaScript=False)
    assert page.locator("tr[id^='num-']").count() > 1000
    assert not page.locator(".number-filter").is_visible()
