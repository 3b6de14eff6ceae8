"""Symbols of formulas that lead to their rows in the table of variables."""

import pytest

from press.base.errors import InputError
from press.trace.page_record import Exhibit, Page
from press.web import symbols
from press.web.view import View

in_browser = pytest.mark.xdist_group("paper")
ARTICLE = "paper/index.html"
SYMBOL = "#eq-did .symbol[data-name='{}']"


# The settings --------------------------------------------------------------------------------------


@pytest.fixture
def view(tmp_path):
    (tmp_path / "exhibits").mkdir()
    (tmp_path / "exhibits" / "tbl-v.csv").write_text("variable,description\nrate,x\n", encoding="utf-8")
    return View(ARTICLE, tmp_path, tmp_path, {ARTICLE: Page(exhibits={"tbl-v": Exhibit("tbl-v", "Table 1")})})


def test_a_symbol_that_is_called_otherwise_has_its_row(view):
    assert symbols.symbols_of({"table": "tbl-v", "symbols": {"Y": "rate"}}, view) == {"Y": "rate"}
    assert symbols.symbols_of({"table": "tbl-v"}, view) == {}


def test_a_row_that_the_table_has_not_is_refused(view):
    with pytest.raises(
        InputError, match=r"edition.yml: found share for the symbol Y, expected a row of tbl-v\."
    ):
        symbols.symbols_of({"table": "tbl-v", "symbols": {"Y": "share"}}, view)


# The page ------------------------------------------------------------------------------------------


def card(page):
    return page.locator(".term-card:not([hidden])")


def row_of(page, name):
    """Description and unit as the table has them."""
    rows = page.locator("#tbl-variables tbody tr").all()
    cells = [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows]
    return next(one for one in cells if one[0] == name)


@in_browser
@pytest.mark.parametrize("name", ["Program", "Post", "Program × Post", "in_migration_rate"])
def test_pointing_at_a_symbol_tells_its_row_and_a_click_leads_there(open_page, name):
    page = open_page(ARTICLE)
    _, description, unit = row_of(page, name)
    page.locator(SYMBOL.format(name)).first.hover()
    card(page).wait_for()
    assert card(page).inner_text() == f"{name} {description} ({unit})"
    page.locator(SYMBOL.format(name)).first.click()
    assert page.locator("tr:target").locator("th").inner_text() == name


@in_browser
def test_symbols_that_the_table_has_not_lead_nowhere(open_page):
    page = open_page(ARTICLE)
    names = page.locator(".symbol").evaluate_all("all => all.map(one => one.textContent.trim())")
    assert set(names) == {"Y", "Program", "Post", "×"}


@in_browser
def test_the_keyboard_reaches_each_symbol_once_with_its_focus_over_it(open_page):
    page = open_page(ARTICLE)
    links = page.locator("#eq-did .symbol-link")
    assert links.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))") == [
        "Y, in_migration_rate",
        "Program",
        "Post",
        "Program × Post",
    ]
    page.locator("#eq-did math").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    card(page).wait_for()
    assert links.nth(1).evaluate("one => one === document.activeElement")
    assert links.nth(1).get_attribute("aria-describedby") == card(page).get_attribute("id")
    over, symbol = links.nth(1).bounding_box(), page.locator(SYMBOL.format("Program")).first.bounding_box()
    assert all(abs(over[side] - symbol[side]) < 1 for side in over)
    page.keyboard.press("Escape")
    assert card(page).count() == 0
    page.keyboard.press("Enter")
    assert page.locator("tr:target th").inner_text() == "Program"


@in_browser
def test_on_a_phone_a_tap_opens_the_card_and_its_link_leads_to_the_table(chromium, site):
    context = chromium.new_context(viewport={"width": 360, "height": 800}, has_touch=True)
    try:
        page = context.new_page()
        page.goto((site / ARTICLE).as_uri())
        page.locator(SYMBOL.format("Program")).first.tap()
        card(page).wait_for()
        assert page.url.endswith("index.html"), "the first tap follows nothing"
        frame = card(page).bounding_box()
        assert frame["x"] >= 0 and frame["x"] + frame["width"] <= 360
        card(page).get_by_role("link", name="Go to Table 1").tap()
        page.wait_for_url("**/index.html#variable-program")
    finally:
        context.close()


@in_browser
def test_without_script_formulas_are_formulas(open_page):
    page = open_page(ARTICLE, javaScript=False)
    assert page.locator("#eq-did math").is_visible() and page.locator(".symbol, .symbol-link").count() == 0
