"""Links for comments in a real browser: at their headings, out of the way, and there for everybody."""

from __future__ import annotations

import dataclasses

import pytest

from press.base.edition import current_work
from press.base.paths import ROOT
from press.trace.page_record import HEAD, fill, read_page
from press.web import feedback
from press.web.view import THEME, View
from tests.recorded_pages import recorded, table

STYLES = (ROOT / "press/render/assets/press.css", ROOT / "paper/theme/paper.css", THEME / "edition.css")
ROWS = "| a | b |\n|:--|--:|\n| one | 1.25 |\n| two | 2.5 |\n"
LONG = "A Heading that is as Long as Headings of this Paper Are at the Most, and Goes on for More than a Line"
BODY = f"""
## First {{#sec-a}}

Text.

{table("tbl-a", "Table 1: A", ROWS)}

## {LONG} {{#sec-b}}

{table("tbl-b", "Table 2: B", ROWS)}

### Inner {{#sec-c}}

{ROWS}

## Bare {{#sec-d}}

### Deep {{#sec-e}}

> Said.
"""
COVERED = """link => {
  const own = link.getBoundingClientRect();
  const words = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("main *")].filter(element => {
    const solid = element.matches("table, figure, tr, img") || words(element);
    if (!solid || element.closest(".feedback") || element.closest("header")) return false;
    const range = document.createRange();
    range.selectNodeContents(element);
    const boxes = element.matches("table, figure, tr, img") ? [element.getBoundingClientRect()]
                                                            : [...range.getClientRects()];
    return boxes.some(box => box.left < own.right && box.right > own.left
                             && box.top < own.bottom && box.bottom > own.top);
  }).map(element => element.outerHTML.slice(0, 80));
}"""
SEEN = "link => Number(getComputedStyle(link).opacity)"
SECTIONS = ["First", LONG, "Inner", "Deep"]


@pytest.fixture
def open_comments(chromium, tmp_path, monkeypatch):
    """Opens a page with comments in a window of a width, on a device with a mouse or for fingers."""
    read_by_somebody = dataclasses.replace(current_work(), feedback="reader@example.org")
    monkeypatch.setattr(feedback, "current_work", lambda: read_by_somebody)
    text, name = recorded(BODY), "paper/index.html"
    links = "".join(f'<link rel="stylesheet" href="{style.as_uri()}">' for style in STYLES)
    head = f'<meta name="viewport" content="width=device-width">{links}'
    comments = feedback.pieces(View(name, tmp_path, tmp_path, {name: read_page(text)}))
    file, contexts = tmp_path / "page.html", []
    file.write_text(fill(text, [(HEAD, head), *comments]), encoding="utf-8")

    def opened(width=1440, fingers=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, has_touch=fingers, is_mobile=fingers
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("width", "fingers"), [(360, True), (768, True), (1440, False)])
def test_nothing_stands_where_a_link_for_comments_does(open_comments, width, fingers):
    page = open_comments(width, fingers)
    links = page.locator(".feedback")
    assert links.count() == len(SECTIONS)
    for link in links.all():
        assert link.evaluate(COVERED) == []
        box = link.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_link_that_stands_in_the_text_is_found(open_comments):
    page = open_comments()
    page.add_style_tag(content=".feedback { bottom: auto; top: 3rem; }")
    assert any(link.evaluate(COVERED) for link in page.locator(".feedback").all())


def test_a_link_for_comments_shows_where_a_reader_points(open_comments):
    page = open_comments()
    first, second = (page.locator(f"#feedback-sec-{name}") for name in "ab")
    assert first.evaluate(SEEN) == second.evaluate(SEEN) == 0
    page.locator("#sec-a > h2").hover()
    assert (first.evaluate(SEEN), second.evaluate(SEEN)) == (1, 0)
    second.hover()
    assert (first.evaluate(SEEN), second.evaluate(SEEN)) == (0, 1)


def test_a_link_for_comments_shows_where_the_keyboard_is(open_comments):
    page = open_comments()
    for name in "abce":
        page.keyboard.press("Tab")
        link = page.locator(f"#feedback-sec-{name}")
        assert link.evaluate("link => link === document.activeElement") and link.evaluate(SEEN) == 1


def test_fingers_find_every_link_for_comments(open_comments):
    page = open_comments(360, fingers=True)
    assert {link.evaluate(SEEN) for link in page.locator(".feedback").all()} == {1}


def test_the_name_of_a_link_for_comments_begins_with_what_it_shows(open_comments):
    page = open_comments()
    for heading in SECTIONS:
        link = page.get_by_role("link", name=f"Comment on the section “{heading}”", exact=True)
        assert link.count() == 1 and link.inner_text().startswith("Comment")
