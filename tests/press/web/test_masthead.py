"""Version, citations, comments and the bar of the panel, in a real browser."""

import pytest

pytestmark = pytest.mark.xdist_group("paper")
FORMS = ["apa", "bibtex", "ris"]
PAGES = ["index", "official", "replication", "audit", "validation", "numbers", "changes"]


def opened_citations(page):
    page.locator("#cite > summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#cite").get_attribute("open") is not None
    return page


@pytest.mark.parametrize("form", FORMS)
def test_a_button_copies_what_stands_below_it_and_says_so(open_page, form):
    page = opened_citations(open_page("paper/index.html", width=360))
    button = page.locator(f"button[data-copy=citation-{form}]")
    button.focus()
    page.keyboard.press("Enter")
    status = page.locator(".citation-form", has=button).get_by_role("status")
    status.get_by_text("copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(f"#citation-{form}").text_content()
    assert button.evaluate("element => document.activeElement === element")
    assert page.locator("[role=status]", has_text="copied").count() == 1


REFUSE = (
    "Object.defineProperty(navigator, 'clipboard', {value: {writeText: "
    "() => Promise.reject(new Error('no'))}})"
)
ABSENT = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"


@pytest.mark.parametrize("without", [REFUSE, ABSENT], ids=["refused", "absent"])
def test_without_a_clipboard_of_its_own_the_old_way_copies(open_page, without):
    page = opened_citations(open_page("paper/index.html"))
    page.evaluate(
        "window.copied = ''; document.addEventListener('copy', "
        "() => { window.copied = getSelection().toString() || document.activeElement.value; })"
    )
    page.evaluate(without)
    page.locator("button[data-copy=citation-apa]").click()
    page.get_by_text("APA copied.").wait_for()
    assert page.evaluate("window.copied") == page.locator("#citation-apa").text_content()
    assert page.locator("textarea").count() == 0


def test_where_nothing_can_copy_the_text_is_selected(open_page):
    page = opened_citations(open_page("paper/index.html"))
    page.evaluate(ABSENT)
    page.evaluate("document.execCommand = () => false")
    page.locator("button[data-copy=citation-bibtex]").click()
    page.get_by_text("Selected: copy it with your keyboard.").wait_for()
    assert (
        page.evaluate("getSelection().toString()").split()
        == page.locator("#citation-bibtex").text_content().split()
    )


def test_without_javascript_there_are_no_buttons_but_texts_and_files(open_page):
    page = open_page("paper/index.html", javaScript=False)
    page.locator("#cite > summary").click()
    assert page.locator("button.copy:visible").count() == 0
    assert page.locator("#citation-ris").is_visible() and page.locator(
        "#cite a[download]:visible"
    ).count() == len(FORMS)


WITH_BAR = ("index", "replication", "explore", "numbers")
"""The pages that print a number of the panel."""


@pytest.mark.long
def test_pages_without_a_number_of_the_panel_have_no_bar(open_page):
    others = {*PAGES} - {*WITH_BAR}
    assert others == {"official", "audit", "validation", "changes"}
    assert not [name for name in others if open_page(f"paper/{name}.html").locator("#panel-banner").count()]


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (360, 740)])
def test_the_first_screen_says_what_was_found(open_page, width, height):
    page = open_page("paper/index.html", width=width)
    box = page.locator(".key-findings").bounding_box()
    assert box["y"] + box["height"] <= height and box["x"] + box["width"] <= width
    items = page.locator(".key-findings li")
    assert items.count() == 3
    for item in items.all():
        assert item.locator(".num").count() == 3 and item.locator(".evidence").count() >= 1
        target = item.locator("a.quarto-xref").get_attribute("href")
        assert page.locator(target).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", WITH_BAR)
def test_the_bar_is_seen_at_once(open_page, name):
    page = open_page(f"paper/{name}.html", width=360)
    bar = page.locator("#panel-banner")
    box = bar.bounding_box()
    assert (
        bar.is_visible()
        and box["y"] + box["height"] < 450
        and box["x"] >= 0
        and box["x"] + box["width"] <= 360
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    bar.get_by_role("link").click()
    page.locator("#sec-data").wait_for()  # it is there and seen, once the article is
    assert page.url.endswith("paper/index.html#sec-data")


@pytest.mark.long
def test_all_pages_are_reached_from_any_and_back(open_page):
    page = open_page("paper/changes.html")
    for name in PAGES:
        page.locator(f"#edition-nav a[href='{name}.html']").click()
        assert page.locator("#edition-nav a[aria-current=page]").get_attribute("href") == f"{name}.html"


def test_the_page_asks_for_no_comment_where_nobody_is_named_to_read_it(open_page):
    page = open_page("paper/index.html")
    assert page.locator(".feedback").count() == 0
    assert page.locator("main a[href*='subject=']").count() == 0
