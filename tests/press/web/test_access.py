"""Every page for everyone: judged by axe, by keyboard, without script, without motion, and light to load."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import axe_playwright_python
import pytest
from lxml import html

from press.proof.publish_check.budgets import ARTICLE, ARTICLE_BYTES as BUDGET, ARTICLE_NODES
from press.proof.publish_check.site import SiteFiles
from press.proof.publish_check.sizes import cost

PAPER = Path(__file__).resolve().parents[3] / "paper"
PAGES = sorted(
    (f"paper/{source.stem}.html" for source in PAPER.glob("*.qmd")), key=lambda name: (name != ARTICLE, name)
)
LARGEST = "paper/numbers.html"
BY_TIME = [pytest.param(name, marks=pytest.mark.long) if name == LARGEST else name for name in PAGES]
"""The pages; what takes a minute on the one of all numbers runs with the long tests."""
SOURCE = "code/analysis/estimators/did.py.html"
WIDTHS = (360, 768, 1440)
LOOKS = [(width, scheme) for width in WIDTHS for scheme in ("light", "dark")]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ["violations"], preload: false,
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    rules: {"label-content-name-mismatch": {enabled: true}}})).violations.map(
    violation => `${violation.id}: ${violation.nodes.map(
        node => node.target + " " + node.html.slice(0, 120)).slice(0, 3).join(" | ")}`)"""

STOPS = """() => {
  const shown = element => element.checkVisibility({visibilityProperty: true}) && !element.closest("[inert]");
  const stops = [...document.querySelectorAll(`a[href], button, input, select, textarea, summary,
    audio[controls], video[controls], [contenteditable=true], [tabindex]`)];
  const groups = new Set();
  const open = stops.filter(element => element.tabIndex >= 0 && !element.disabled && shown(element));
  window.stops = open.filter(element => {
    if (element.type !== "radio" || element.checked) return true;
    const alike = [...document.getElementsByName(element.name)];
    return !alike.some(other => other.checked) && alike[0] === element;     // Tab reaches one of a group
  });
  window.reached = new Set();
  window.unseen = [];
  document.addEventListener("focusin", event => {
    const element = event.target, style = getComputedStyle(element), box = element.getBoundingClientRect();
    window.reached.add(element);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
                 || style.boxShadow !== "none";
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
                   && box.width * box.height > 0;
    const fault = ring ? "out of sight" : "no ring";
    if (!ring || !inside) window.unseen.push(`${fault}: ${element.outerHTML.slice(0, 120)}`);
  });
  return window.stops.length;
}"""
LEFT = """() => window.stops
  .filter(element => !window.reached.has(element) && element.checkVisibility({visibilityProperty: true}))
  .map(element => element.outerHTML.slice(0, 120))"""
RUNNING = (
    "document.getAnimations().filter(animation => animation.timeline instanceof DocumentTimeline && "
    "animation.playState === 'running')"
)
"""Animations in time; those that follow the reader's own scrolling are none."""
MOVING = """() => {
  const seconds = text => Math.max(...text.split(",").map(parseFloat));
  const moves = [...document.querySelectorAll("*")].filter(element => {
    const style = getComputedStyle(element);
    return seconds(style.transitionDuration) > 0.01
           || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01)
           || style.scrollBehavior === "smooth";
  });
  return [...moves.map(element => element.outerHTML.slice(0, 120)), ...RUNNING.map(String)];
}""".replace("RUNNING", RUNNING)


@cache
def read(site: Path, name: str) -> html.HtmlElement:
    return html.parse(str(site / name), parser=html.HTMLParser(encoding="utf-8")).getroot()


def wait_until(page, expression):
    """Ask again and again, since a page's Content-Security-Policy forbids Playwright's own way of waiting."""
    deadline = time.monotonic() + 10
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"not within time: {expression}"
        time.sleep(0.02)


def few_rows(page):
    """Leave, on the page of all numbers, a few of its thousand rows, which are all alike."""
    if (box := page.locator("#number-filter")).count():
        box.fill("inflow.program_post")
    return page


def violations(page):
    """What axe finds on a page that has come to rest."""
    wait_until(page, f"{RUNNING}.length === 0")
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("name", [*BY_TIME, SOURCE])
def test_axe_finds_no_violation(open_page, name, width, scheme):
    page = few_rows(open_page(name, width=width, scheme=scheme))
    assert not (found := violations(page)), "\n".join(found)


def test_axe_finds_a_violation_that_is_there(open_page):
    page = open_page(PAGES[-1])
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<p style=\"color: #999; "
        'background: #fff">Pale</p><img src="data:,"><button aria-label="Send">Write</button>\')'
    )
    assert [found.split(":")[0] for found in violations(page)] == [
        "color-contrast",
        "image-alt",
        "label-content-name-mismatch",
    ]


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("name", BY_TIME[::-1])  # the article last: it has hundreds of stops
def test_the_keyboard_reaches_everything_with_its_focus_in_sight(open_page, name, width):
    page = few_rows(open_page(name, width=width, reduced=True))
    page.evaluate("document.activeElement.blur()")
    links_of_paragraphs = page.locator("main p").count()  # each is made where the keyboard comes to one
    for _ in range(page.evaluate(STOPS) + links_of_paragraphs + 20):
        page.keyboard.down("Tab")  # kept down, it repeats
    assert not (left := page.evaluate(LEFT)), f"{len(left)} not reached:\n" + "\n".join(left[:5])
    assert not (unseen := page.evaluate("window.unseen")), (
        f"{len(unseen)} without visible focus:\n" + "\n".join(unseen[:5])
    )


@pytest.mark.parametrize("name", PAGES)
def test_the_first_stop_skips_to_the_text(open_page, name):
    page = open_page(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_moves_where_motion_is_unwelcome(open_page, name):
    page = open_page(name, reduced=True)
    assert not page.evaluate(MOVING)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_its_window(open_page, name, width):
    page = open_page(name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_without_script_the_page_is_whole(open_page, site, name):
    page = open_page(name, javaScript=False)
    assert page.locator("main").inner_text().split() != []
    for element in page.locator("main img, main table").all():
        element.scroll_into_view_if_needed()
        assert element.is_visible()
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    dead = "button, input, select, textarea, [role=button], [role=slider]"
    assert (
        page.evaluate(
            (
                "dead => [...document.querySelectorAll(dead)].filter(element => "
                "element.checkVisibility({visibilityProperty: true})).map(element => "
                "element.outerHTML.slice(0, 120))"
            ),
            dead,
        )
        == []
    )


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_headings_with_scope_and_a_caption(site, name):
    for table in read(site, name).xpath("//main//table"):
        assert table.xpath(
            "caption[normalize-space()] | ancestor::figure[1]/figcaption[normalize-space()]"
        ), html.tostring(table)[:200]
        headings = table.xpath(".//th")
        assert headings and all(
            heading.get("scope") in ("col", "row", "colgroup", "rowgroup") for heading in headings
        )


@pytest.mark.parametrize("name", PAGES)
def test_formulas_and_pictures_have_words(site, name):
    page = read(site, name)
    for formula in page.xpath("//*[local-name()='math']"):
        assert (
            formula.get("alttext")
            or "".join(
                formula.xpath(".//*[local-name()='annotation'][@encoding='application/x-tex']//text()")
            ).strip()
        )
    for picture in page.xpath("//main//img"):
        assert len(picture.get("alt", "")) > 40


@pytest.mark.parametrize("name", [*PAGES, SOURCE])
def test_every_word_has_a_language(site, name):
    page = read(site, name)
    assert page.get("lang") == "en"
    for text in page.xpath("//text()[not(parent::script or parent::style)]"):
        if re.search("[\u0400-\u04ff]{2}", text):
            holder = text.getparent().getparent() if text.is_tail else text.getparent()
            assert holder.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") in ("ru", "kk"), text


def test_the_front_door_leads_to_the_article(open_page):
    page = open_page("index.html")
    page.wait_for_url("**/paper/index.html")
    assert page.locator("h1").is_visible()


def scroll_through(page):
    """Show every part once, so that what loads late is loaded."""
    for element in page.locator("main img").all():
        if element.is_visible():
            element.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("width", [360, 1440])
def test_the_article_keeps_its_budget_with_everything(chromium, site, width):
    page = chromium.new_page(viewport={"width": width, "height": 900})
    asked = set()
    page.on("request", lambda request: asked.add(Path(unquote(urlsplit(request.url).path))))
    page.goto((site / ARTICLE).as_uri())
    nodes = "document.querySelectorAll('*').length"
    assert page.evaluate(nodes) < ARTICLE_NODES
    scroll_through(page)
    page.close()
    sizes = {file.relative_to(site).as_posix(): file.stat().st_size for file in asked if file.is_file()}
    assert ARTICLE in sizes and any(name.endswith(".css") for name in sizes)
    assert sum(sizes.values()) < BUDGET, sorted(sizes.items(), key=lambda pair: -pair[1])
    assert sum(sizes.values()) <= cost(SiteFiles(site), ARTICLE), (
        "what publish-check counts is no less than what a browser loads"
    )


@pytest.mark.parametrize("name", PAGES)
def test_the_first_paint_waits_for_no_script(chromium, site, name):
    page = chromium.new_page()
    held = []
    page.route(re.compile(r"\.js(\?|$)"), lambda route: held.append(route))  # asked for, and never answered
    page.goto((site / name).as_uri(), wait_until="commit")
    wait_until(page, "performance.getEntriesByName('first-contentful-paint').length > 0")
    assert page.locator("h1").is_visible()
    for route in held:
        route.abort()
    page.close()
