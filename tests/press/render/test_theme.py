"""What press's pages do for their readers, in a real browser.

Colours, contents, progress, notes in the margin, previews, keys; and what is left without scripts.
"""

import re
import time
from pathlib import Path

import pytest
from lxml import html

from press.render.convert import convert
from press.render.document import Project
from tests.press.render.pages import executed, made

PICTURE = (Path(__file__).parent / "contract" / "fixtures" / "d2-subfigures" / "north.png").read_bytes()
REFERENCES = [
    {
        "id": "doe",
        "type": "book",
        "title": "On Maps",
        "author": [{"family": "Doe", "given": "J."}],
        "issued": {"date-parts": [[2020]]},
    }
]
LINE = (
    "A line of quite ordinary words that says little and goes on until it has filled some more of the "
    "column in which it stands. "
)
CELLS = (
    "| "
    + " | ".join(f"heading {column}" for column in range(8))
    + " |\n|"
    + "---|" * 8
    + "\n| "
    + " | ".join(["0.123"] * 8)
    + " |\n"
)
BODY = f"""
## One {{#sec-one}}

{LINE * 8} We cite @doe.[^a] See @fig-map, @tbl-x, @eq-y, @sec-two.[^b]

[^a]: The first *note*.
[^b]: The second note, which is close to the first. {LINE * 3}

![A map](map.png){{#fig-map fig-alt="Two regions"}}

$$ y = x $$ {{#eq-y}}

## Two {{#sec-two}}

The second section begins so. {LINE * 30}

### Deeper {{#sec-deeper}}

{LINE * 20}

## Three {{#sec-three}}

{LINE * 10}

{CELLS}
: A wide table {{#tbl-x}}

{LINE * 30}
"""
PHONE, TABLET, DESKTOP = 360, 768, 1440


@pytest.fixture(scope="module")
def page_file(tmp_path_factory) -> Path:
    """A page of a site, with everything that the theme treats."""
    folder = tmp_path_factory.mktemp("theme")
    (folder / "map.png").write_bytes(PICTURE)
    site = Project(
        root=folder, type="website", output_dir=folder / "_site", metadata={"website": {"title": "The site"}}
    )
    document = executed(
        folder,
        BODY,
        project=site,
        toc=True,
        references=REFERENCES,
        abstract=LINE * 3,
        **{"number-sections": True, "link-citations": True},
    )
    convert(document, "html", folder / "_site" / "index.html")
    return folder / "_site" / "index.html"


@pytest.fixture
def view(chromium, page_file):
    """Opens the page; in the end nothing was said on the console and nothing was asked of the network."""
    contexts, faults = [], []

    def opened(width: int = DESKTOP, **options):
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        context.set_default_timeout(5000)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: request.url.startswith(("file:", "data:")) or faults.append(request.url),
        )
        page.goto(page_file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def style(page, selector: str, name: str) -> str:
    return page.locator(selector).first.evaluate(
        f"element => getComputedStyle(element).getPropertyValue('{name}')"
    )


def box(page, selector: str) -> dict:
    return page.locator(selector).first.bounding_box()


def tab_to(page, selector: str, most: int = 80) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key does not reach {selector}")


def until(page, condition: str) -> None:
    """Wait until a condition holds in the page; Playwright's own way of it is against the page's policy."""
    deadline = time.monotonic() + 5
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(20)


# the page in itself


def test_the_policy_comes_first_and_all_that_the_page_loads_is_let_through(view, page_file):
    first = html.parse(str(page_file)).find("head")[0]
    assert first.get("http-equiv") == "Content-Security-Policy" and "script-src 'self';" in first.get(
        "content"
    )
    page = view()
    page.evaluate("document.fonts.ready")
    assert (
        page.evaluate(
            "[...document.fonts].filter(font => font.status === 'loaded').map(font => "
            "font.family.replaceAll('\"', ''))"
        ).count("Press Sans")
        >= 1
    )
    assert (
        page.evaluate("document.images[0].naturalWidth > 0") and style(page, "main", "position") == "relative"
    )
    assert page.evaluate("document.documentElement.dataset.script") == ""


def test_a_script_that_is_not_the_page_s_does_not_run(chromium, page_file):
    page = chromium.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.as_uri())
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1'; "
        "document.body.append(script); }"
    )
    assert page.evaluate("window.ran") is None and "Content Security Policy" in said[0]
    page.close()


def test_what_an_author_writes_into_the_page_still_runs(chromium, tmp_path):
    file = made(
        tmp_path,
        "html",
        "Text.",
        **{
            "header-includes": "<script>document.title = 'ran'</script><script src='https://example.org/x.js'></script>"
        },
    )
    policy = html.parse(str(file)).find("head")[0].get("content")
    assert re.search(r"script-src 'self' 'sha256-[\w+/]+=' https://example\.org;", policy)
    page = chromium.new_page()
    page.route("https://example.org/**", lambda route: route.abort())
    page.goto(file.as_uri())
    assert page.title() == "ran"
    page.close()


@pytest.mark.parametrize("width", [TABLET, 1100, DESKTOP, 1920])
def test_a_line_holds_sixty_to_seventy_five_letters(view, width):
    lines = view(width).evaluate("""() => {
        const text = [...document.querySelectorAll('#sec-two > p')][0];
        const range = document.createRange(), counts = new Map();
        for (let at = 0; at < text.firstChild.length; at++) {
            range.setStart(text.firstChild, at); range.setEnd(text.firstChild, at + 1);
            const top = Math.round(range.getBoundingClientRect().top);
            counts.set(top, (counts.get(top) ?? 0) + 1);
        }
        return [...counts.values()].slice(0, -1);
    }""")
    assert 60 <= sum(lines) / len(lines) <= 75


@pytest.mark.parametrize("width", [PHONE, TABLET, 1024, 1280, DESKTOP, 1920])
def test_the_page_is_never_wider_than_the_window(view, width):
    page = view(width)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_page_is_whole(view):
    for width in (PHONE, DESKTOP):
        page = view(width, java_script_enabled=False)
        assert page.locator(".theme-switch").is_hidden() and page.locator(".contents-switch").is_hidden()
        assert page.locator("#fn1").is_visible() and page.locator(".site-title").is_visible()
    assert page.locator("#TOC a").first.is_visible()  # beside the text; on the phone it unfolds
    page = view(PHONE, java_script_enabled=False)
    page.locator("#TOC summary").click()
    assert page.locator("#TOC a").first.is_visible()


# colours


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system_until_the_reader_chooses_and_the_choice_stays(view, scheme):
    page, dark, light = view(color_scheme=scheme), "rgb(20, 24, 28)", "rgb(255, 255, 255)"
    switch = page.get_by_role("button", name=re.compile("^Theme: "))
    seen = [(switch.inner_text(), style(page, "body", "background-color"))]
    for _ in range(3):
        switch.click()
        seen.append((switch.inner_text(), style(page, "body", "background-color")))
        page.reload()
        assert (switch.inner_text(), style(page, "body", "background-color")) == seen[-1]
    system = ("Theme: System", dark if scheme == "dark" else light)
    assert seen == [system, ("Theme: Light", light), ("Theme: Dark", dark), system]


def test_the_choice_holds_also_where_the_first_script_comes_last(view):
    page = view(color_scheme="light")
    page.evaluate("localStorage.setItem('press-theme', 'dark')")
    page.route("**/theme.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.reload(wait_until="domcontentloaded")
    assert (
        page.locator("html").get_attribute("data-theme") == "dark"
        and page.locator(".theme-name").inner_text() == "Dark"
    )
    page.unroute("**/theme.js")


def test_the_theme_s_script_is_asked_for_first_and_no_script_holds_the_page_up(page_file):
    head = html.parse(str(page_file)).find("head")
    loaded = [element.get("src") or element.get("href") for element in head.iter("script", "link")]
    assert loaded[0].endswith("theme.js") and head.find("script").get("async") is not None
    assert all(script.get("defer") is not None for script in head.findall("script")[1:])


# contents, progress, sections


def test_the_contents_stay_in_view_and_mark_the_section_and_how_far_it_is_read(view):
    page = view()
    page.locator("#sec-three").evaluate("element => element.scrollIntoView()")
    until(page, "document.querySelector('#TOC [aria-current]')?.hash === '#sec-three'")
    assert page.locator("#TOC [aria-current]").count() == 1 and 0 <= box(page, "#TOC")["y"] < 100
    assert box(page, "#TOC")["x"] + box(page, "#TOC")["width"] <= box(page, "#sec-three")["x"]
    before = page.locator("#TOC details > ul").evaluate(
        "list => parseFloat(list.style.getPropertyValue('--read'))"
    )
    page.mouse.wheel(0, 200)
    until(
        page,
        (
            "parseFloat(document.querySelector('#TOC details > ul').style.getPropertyValue('--read')) > "
            f"{before}"
        ),
    )


def test_on_a_phone_a_line_on_top_tells_the_progress_and_the_bar_the_section(view):
    page = view(PHONE)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    until(page, "document.querySelector('.progress').style.getPropertyValue('--progress') === '1.0000'")
    assert box(page, ".press-bar")["y"] == 0 and page.locator(".progress").is_visible()
    page.locator("#sec-deeper").evaluate("element => element.scrollIntoView()")
    until(page, "document.querySelector('.bar-here').textContent.includes('Deeper')")


@pytest.mark.parametrize("how", ["click", "keyboard"])
def test_the_contents_open_from_the_bar_and_close_by_escape_choice_and_click_elsewhere(view, how):
    page = view(PHONE)
    opener, link = page.get_by_role("button", name="Contents"), page.locator("#TOC a[href='#sec-three']")
    assert link.is_hidden()
    for leave in ("Escape", "choice", "elsewhere"):
        if how == "keyboard":
            opener.focus()
            page.keyboard.press("Enter")
        else:
            opener.click()
        assert opener.get_attribute("aria-expanded") == "true" and link.is_visible()
        assert page.evaluate("document.activeElement.closest('#TOC') !== null")
        if leave == "Escape":
            page.keyboard.press("Escape")
            assert page.evaluate("document.activeElement.className") == "contents-switch"
        elif leave == "choice":
            link.click()
            assert page.evaluate("location.hash") == "#sec-three"
            assert box(page, "#sec-three > h2")["y"] >= box(page, ".press-bar")["height"]  # not below the bar
        else:
            page.mouse.click(180, 790)
        assert opener.get_attribute("aria-expanded") == "false" and link.is_hidden()


def test_every_section_has_a_link_to_itself(view):
    page = view()
    links = page.locator(".section-link")
    targets = links.evaluate_all("links => links.map(link => link.hash)")
    assert targets[:4] == ["#sec-one", "#sec-two", "#sec-deeper", "#sec-three"] and all(
        page.locator(target).count() == 1 for target in targets
    )
    assert style(page, "#sec-two > h2 .section-link", "opacity") == "0"
    page.locator("#sec-two > h2").hover()
    until(page, "getComputedStyle(document.querySelector('#sec-two > h2 .section-link')).opacity === '1'")
    page.get_by_role("link", name="Link to this section").nth(1).click()
    assert page.evaluate("location.hash") == "#sec-two"


# notes in the margin


def test_footnotes_stand_in_the_margin_beside_their_calls_and_do_not_overlap(view):
    page = view()
    first, second = (page.locator(f".margin-note[data-note='fn{number}']") for number in (1, 2))
    text, call = box(page, "#sec-one > p"), box(page, "#fnref1")
    assert first.inner_text().split() == ["The", "first", "note."]
    assert first.evaluate("note => getComputedStyle(note, '::before').content") == '"1"'
    assert (
        abs(first.bounding_box()["y"] - call["y"]) < 30
        and first.bounding_box()["x"] >= text["x"] + text["width"]
    )
    assert second.bounding_box()["y"] >= first.bounding_box()["y"] + first.bounding_box()["height"]
    assert first.get_attribute("aria-hidden") == "true" and page.locator("#fn1").is_visible()
    assert page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map(part => part.id)).size === "
        "document.querySelectorAll('[id]').length"
    )


def test_notes_make_way_for_what_reaches_into_the_margin(view):
    page = view()
    page.evaluate("""() => {
        const wide = document.createElement('div'); wide.className = 'wide'; wide.style.height = '200px';
        document.querySelector('#sec-one > p').after(wide);
    }""")
    overlap = """() => {
        const wide = document.querySelector('div.wide').getBoundingClientRect();
        return [...document.querySelectorAll('.margin-note')].map(note => note.getBoundingClientRect())
            .some(note => note.top < wide.bottom && note.bottom > wide.top);
    }"""
    until(page, f"!({overlap})()")
    assert box(page, "div.wide")["width"] > box(page, "#sec-one > p")["width"] + 200


@pytest.mark.parametrize("width", [PHONE, 1100])
def test_without_room_there_are_no_notes_in_the_margin(view, width):
    assert view(width).locator(".margin-note").first.is_hidden()


# previews

SHOWN = {
    "a[role='doc-biblioref']": "Doe",
    "a[href='#tbl-x']": "A wide table",
    "a[href='#fig-map']": "A map",
    "a[href='#sec-two']": "The second section begins so.",
}


@pytest.mark.parametrize("link", SHOWN)
def test_pointing_at_a_link_shows_what_it_leads_to_until_escape(view, link):
    page = view()
    page.locator(f"#sec-one > p {link}").hover()
    preview = page.locator(".preview")
    preview.wait_for(state="visible")
    assert SHOWN[link] in preview.inner_text() and preview.locator("[role=listitem]").count() == 0
    preview.hover()  # it can be pointed at itself
    page.wait_for_timeout(400)
    assert preview.is_visible()
    page.keyboard.press("Escape")
    assert preview.is_hidden()


def test_previews_show_the_table_the_picture_and_the_formula(view):
    page = view()
    for link, part in (("#tbl-x", "table"), ("#fig-map", "img[alt='Two regions']"), ("#eq-y", "math")):
        page.locator(f"#sec-one > p a[href='{link}']").hover()
        page.locator(f".preview {part}").wait_for(state="visible")
        frame = box(page, ".preview")
        assert frame["x"] >= 0 and frame["x"] + frame["width"] <= DESKTOP
        page.keyboard.press("Escape")


def test_a_preview_goes_when_the_pointer_does(view):
    page = view()
    page.locator("a[role='doc-biblioref']").first.hover()
    page.locator(".preview").wait_for(state="visible")
    page.mouse.move(5, 5)
    page.locator(".preview").wait_for(state="hidden")


def test_previews_open_by_keyboard_are_announced_and_enter_follows_the_link(view):
    page = view(1100)
    for selector, text in (
        ("a[role='doc-biblioref']", "On Maps"),
        ("a[role='doc-noteref']", "The first note."),
    ):
        tab_to(page, selector)
        preview = page.locator(".preview")
        assert preview.is_visible() and text in preview.inner_text()
        assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "press-preview"
        assert style(page, ":focus", "outline-style") == "solid"
        page.keyboard.press("Escape")
        assert preview.is_hidden() and page.evaluate(
            "selector => document.activeElement.matches(selector)", selector
        )
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#fn1" and page.locator(".preview").is_hidden()


def test_a_first_tap_shows_the_note_and_a_second_leads_to_it(view):
    page = view(PHONE, has_touch=True)
    call = page.locator("#fnref1")
    call.tap()
    assert page.locator(".preview").is_visible() and page.evaluate("location.hash") == ""
    assert page.locator(".preview").inner_text().split("\n")[-1] == "Go to Footnote 1"
    frame = box(page, ".preview")
    assert frame["x"] >= 0 and frame["x"] + frame["width"] <= PHONE
    page.touchscreen.tap(10, 700)
    assert page.locator(".preview").is_hidden()
    call.tap()
    call.tap()
    assert page.evaluate("location.hash") == "#fn1" and page.locator(".preview").is_hidden()


def test_a_note_in_the_margin_needs_no_preview_and_lights_up(view):
    page = view()
    page.locator("#fnref1").hover()
    page.wait_for_timeout(400)
    assert page.locator(".preview").is_hidden()
    assert page.locator(".margin-note.called").get_attribute("data-note") == "fn1"


def test_who_wants_less_motion_gets_none(view):
    for motion, name in (("reduce", "none"), ("no-preference", "preview-in")):
        page = view(reduced_motion=motion)
        page.locator("a[role='doc-biblioref']").first.hover()
        page.locator(".preview").wait_for(state="visible")
        assert style(page, ".preview", "animation-name") == name


# paper


def test_on_paper_only_the_text_is_left(view):
    page = view(color_scheme="dark")
    page.emulate_media(media="print")
    for selector in (".press-bar", "#TOC", ".margin-note", ".section-link", ".footnote-back"):
        assert page.locator(selector).first.is_hidden(), selector
    assert (
        style(page, "body", "background-color") == "rgb(255, 255, 255)"
        and style(page, "body", "color") == "rgb(0, 0, 0)"
    )
    assert page.locator("#fn1").is_visible()
