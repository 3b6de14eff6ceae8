"""How soon a page can be read over a slow line and on a slow machine, and that nothing moves meanwhile."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import pytest

from press.proof.publish_check.budgets import ARTICLE
from tests.press.web.test_access import PAGES

SLOWED = 4
"""How many times slower than this machine the reader's is."""
FONTS_TAKE = 1.0
"""How long the server takes over a font [s]."""
FREE_WITHIN = 1.0
"""How long the main thread may work on the article before the reader asks for anything [s]."""
SHIFT = 0.05
"""The article's bar, in the unit of the browser's `layout-shift`."""
ONE_LINE = 0.2
"""What other pages may have: a paragraph near the top that has a line more or less in the stand-in."""

WATCH = """() => {
  window.shifts = [];
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push([entry.value,
      ...entry.sources.slice(0, 3).map(({node}) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 80))
    ]);
  }).observe({type: "layout-shift", buffered: true});
}"""
WIDTHS_OF_STAND_INS = """async () => {
  const pen = document.createElement("canvas").getContext("2d");
  const texts = [...document.querySelectorAll("main section > p")].map(part => part.textContent
    .replace(/\\s+/g, " ").slice(0, 500)).filter(text => text.length > 200);
  const width = async font => {
    await document.fonts.load(font).catch(() => {});
    pen.font = `${font}, "No such font"`;
    return texts.reduce((sum, text) => sum + pen.measureText(text).width, 0);
  };
  const found = {};
  for (const face of document.fonts) {
    const family = face.family.replaceAll('"', ""), [own, , name] = family.split(/ (as) /);
    if (!name || face.weight !== "400 500") continue;
    await face.load().catch(() => {});
    if (face.status !== "loaded") continue;
    const style = face.style === "italic" ? "italic " : "";
    const widths = [await width(`${style}20px "${family}"`), await width(`${style}20px "Press ${own}"`)];
    found[style + family] = widths[0] / widths[1];
  }
  return found;
}"""


@pytest.fixture
def stand_ins(open_page) -> dict[str, float]:
    """How wide texts are in the machine's fonts that stand in, as multiples of their width in the page's."""
    widths = open_page(ARTICLE).evaluate(WIDTHS_OF_STAND_INS)
    if not widths:
        pytest.skip("this machine, or its browser, has none of the fonts that stand in")
    return widths


@contextmanager
def served(folder, seconds):
    """A server of a folder that takes its time over fonts; yields its address and what it was asked for."""
    asked = []

    class Slow(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(unquote(urlsplit(self.path).path).lstrip("/"))
            if self.path.endswith(".woff2"):
                time.sleep(seconds)
            super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Slow, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def slow_page(chromium, width):
    """A page of a browser whose machine is slowed."""
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.add_init_script(f"({WATCH})()")
    try:
        yield page
    finally:
        context.close()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize(
    "name", [name if name == ARTICLE else pytest.param(name, marks=pytest.mark.long) for name in PAGES]
)
def test_nothing_moves_when_slow_fonts_come(chromium, site, stand_ins, name, width):
    with served(site, FONTS_TAKE) as (address, asked), slow_page(chromium, width) as page:
        page.goto(f"{address}/{name}", wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_timeout(500)
        shifts = page.evaluate("window.shifts")
    assert any(file.endswith(".woff2") for file in asked)
    assert sum(value for value, *_ in shifts) < (SHIFT if name == ARTICLE else ONE_LINE), shifts


def test_stand_ins_are_as_wide_as_the_fonts(stand_ins):
    assert all(abs(width - 1) < 0.02 for width in stand_ins.values()), stand_ins


def test_two_fonts_are_asked_for_ahead_and_from_the_disk_none(chromium, open_page, site):
    ahead = "[...document.querySelectorAll('link[rel=preload]')].map(link => link.href.split('/').pop())"
    with served(site, 0) as (address, _), slow_page(chromium, 1440) as page:
        page.goto(f"{address}/{ARTICLE}")
        assert page.evaluate(ahead) == ["serif-latin-normal.woff2", "sans-latin-normal.woff2"]
    assert open_page(ARTICLE).evaluate(ahead) == []


def test_letters_of_other_scripts_are_loaded_where_they_show(open_page):
    ranges = """[...document.fonts].filter(face => face.status === "loaded" && face.family.includes("Press"))
                .map(face => face.unicodeRange.toUpperCase()).join()"""
    page = open_page(ARTICLE)
    page.wait_for_function(f"{ranges}.includes('U+0-FF')")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert "U+4" not in page.evaluate(ranges)
    page.locator("#folded-abstract-ru > summary").click()
    page.wait_for_function(f"{ranges}.includes('U+400-45F')")


@pytest.mark.long
@pytest.mark.parametrize("width", [360, 1440])
def test_the_main_thread_is_free_within_a_second(chromium, site, width):
    """In the thread's own time, which nothing else that the machine does can lengthen."""
    taken = []
    for _ in range(3):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        counter = context.new_cdp_session(page)
        counter.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto((site / ARTICLE).as_uri(), wait_until="load")
        page.wait_for_timeout(1000)
        counted = counter.send("Performance.getMetrics")["metrics"]
        taken.append(next(one["value"] for one in counted if one["name"] == "TaskDuration"))
        context.close()
    assert SLOWED * min(taken) < FREE_WITHIN, taken
