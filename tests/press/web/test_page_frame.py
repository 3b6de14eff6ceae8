"""What frames the text of each page: links to paragraphs, its end, other formats, its sign and picture."""

from __future__ import annotations

import struct
from urllib.parse import unquote

import pytest
from lxml import html

from press.web import navigation
from tests.press.web.test_access import wait_until

pytestmark = pytest.mark.xdist_group("paper")
ARTICLE = "paper/index.html"
SECTION = "sec-introduction"
THIRD = f"#{SECTION} > p >> nth=2"
BOX = "element.getBoundingClientRect()"
IN_VIEW = f"element => {BOX}.top >= 0 && {BOX}.bottom <= innerHeight"
AT_TOP = f"element => element && {BOX}.top > -1 && {BOX}.top < innerHeight / 2"
TINT = "element => getComputedStyle(element).backgroundColor"
CLEAR = "rgba(0, 0, 0, 0)"


def copied(page) -> str:
    page.get_by_text("Link copied.").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


# Links to paragraphs -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1440])
def test_a_paragraph_is_linked_where_a_reader_points_and_the_link_copied(open_page, width):
    page = open_page(ARTICLE, width=width)
    before = page.evaluate("document.querySelectorAll('*').length")
    assert page.locator(".paragraph-link").count() == 0
    paragraph = page.locator(THIRD)
    height = paragraph.bounding_box()["height"]
    paragraph.hover()
    link = paragraph.get_by_role("link", name="Copy the link to this paragraph")
    assert link.is_visible() and paragraph.bounding_box()["height"] == height, "no line changes"
    box = link.bounding_box()
    assert box["x"] + box["width"] <= width
    assert page.evaluate("document.querySelectorAll('*').length") <= before + 3
    link.click()
    assert copied(page) == page.url and page.url.endswith(f"/{ARTICLE}#{SECTION}-p3")
    said = page.get_by_role("status").filter(has_text="Link copied.").bounding_box()
    assert said["x"] >= 0 and said["x"] + said["width"] <= width
    page.locator("h1").hover()
    page.locator(f"#{SECTION} > p >> nth=0").hover()
    assert page.locator(".paragraph-link").count() == 1, "one link, which goes along"


def test_the_keyboard_reaches_and_copies_the_link_of_a_paragraph(open_page):
    page = open_page(ARTICLE)
    page.locator(f"#{SECTION} > p >> nth=0").locator("a").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "paragraph-link"
    first = page.evaluate("document.activeElement.hash")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.className") == "paragraph-link"
    second = page.evaluate("document.activeElement.hash")
    page.keyboard.press("Enter")
    assert copied(page).endswith(second) and second != first
    assert page.evaluate("document.activeElement.className") == "paragraph-link"


@pytest.mark.parametrize("name", [ARTICLE, "paper/official.html"])
def test_the_address_of_a_paragraph_leads_there_and_marks_it(open_page, name):
    page = open_page(name)
    paragraph = page.locator("main > section > p").last
    paragraph.hover()
    address = unquote(paragraph.locator(".paragraph-link").get_attribute("href"))
    page = open_page(f"{name}{address}")
    target = page.locator(address)
    target.wait_for()
    wait_until(page, f"({AT_TOP})(document.querySelector('p:target'))")
    assert target.evaluate(TINT) != CLEAR
    assert target.text_content() == page.locator("main > section > p").last.text_content()


def test_the_address_of_a_paragraph_that_is_gone_leads_to_its_section(open_page):
    page = open_page(f"{ARTICLE}#sec-official-p99")
    wait_until(page, f"({AT_TOP})(document.querySelector('#sec-official'))")


def test_text_that_is_copied_holds_no_sign_of_the_link(open_page):
    page = open_page(ARTICLE)
    paragraph = page.locator(THIRD)
    words = paragraph.inner_text()
    paragraph.hover()
    paragraph.evaluate("element => getSelection().selectAllChildren(element)")
    assert page.evaluate("getSelection().toString()").strip() == words.strip()


# The end of the page -------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1440])
def test_readers_go_through_all_pages_and_back_from_their_ends(open_page, width):
    page = open_page(ARTICLE, width=width)
    names = [page.locator("h1").inner_text()]
    while (onward := page.locator("#page-end a[rel=next]")).count():
        told = onward.inner_text()
        onward.click()
        page.wait_for_load_state()
        assert page.locator("#edition-nav a[aria-current]").inner_text() in told
        names.append(page.locator("h1").inner_text())
    assert len(set(names)) == len(names) == len(navigation.pages())
    page.locator("#page-end a[rel=prev]").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == names[-2]


def test_the_end_leads_to_the_top_and_to_every_form_of_the_citation(open_page):
    page = open_page("paper/audit.html", width=360)
    page.get_by_role("link", name="Top of the page").click()
    assert page.evaluate("scrollY") < 200
    page.get_by_role("link", name="All forms of the citation").click()
    page.wait_for_url("**/index.html#cite")
    page.locator("#citation-apa").wait_for()
    assert page.locator("#cite > summary").evaluate(IN_VIEW)


def test_without_javascript_a_page_ends_as_with_it(open_page):
    page = open_page("paper/explore.html", javaScript=False)
    end = page.locator("#page-end")
    assert end.is_visible() and end.locator("a").count() == 6
    assert page.locator("main > :last-child").get_attribute("id") == "page-end"


# What stands beside the text -----------------------------------------------------------------------


def test_other_formats_are_called_by_their_names(open_page):
    for name, formats in ((ARTICLE, ["PDF", "Word", "JATS XML"]), ("paper/official.html", ["PDF"])):
        links = open_page(name).locator(".quarto-alternate-formats a")
        assert [words.strip() for words in links.all_inner_texts()] == formats


def test_the_article_leads_to_the_official_page_where_it_names_it(open_page):
    page = open_page(ARTICLE)
    page.locator("#sec-official").get_by_role(
        "link", name="Official Statistics: An Independent Answer"
    ).click()
    page.wait_for_url("**/paper/official.html")


@pytest.mark.parametrize("name", [ARTICLE, "paper/numbers.html", "code/analysis/estimators/did.py.html"])
def test_every_page_has_a_sign_that_lies_in_the_site(site, name):
    page = html.parse(str(site / name)).getroot()
    links = page.xpath("//head/link[contains(@rel, 'icon')]")
    assert [link.get("href").rpartition("/")[2] for link in links if link.get("rel") == "icon"] == [
        "favicon.svg"
    ]
    for link in links:
        content = ((site / name).parent / link.get("href")).resolve().read_bytes()
        assert (content.startswith(b"\x89PNG") or b"<svg" in content) and b"href" not in content


def test_the_picture_of_a_shared_link_has_the_size_and_the_words_that_are_asked_for(site):
    for name in (ARTICLE, "paper/audit.html"):
        page = html.parse(str(site / name), parser=html.HTMLParser(encoding="utf-8")).getroot()
        said = {tag.get("property"): tag.get("content") for tag in page.xpath("//meta[@property]")}
        assert said["og:image"].endswith("share.png")
        content = (site / "paper" / "share.png").read_bytes()
        assert struct.unpack(">II", content[16:24]) == (1200, 630) and len(content) < 100_000
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
        findings = page.xpath("string(//*[contains(@class, 'key-findings')]//li)")
        assert name != ARTICLE or findings.split(":")[0].strip() in said["og:image:alt"]
