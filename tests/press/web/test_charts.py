"""Charts in a real browser: one for every figure, with the right values, legible on any screen."""

import io
import json
import re

import pytest
from PIL import Image

from tests.press.web.drawn_text import CONTRASTS, TEXTS, check_legible

PAGES = {
    "paper/index.html": ("fig-balance", "fig-grants", "fig-graduates", "fig-inflow", "fig-outflow"),
    "paper/official.html": ("fig-event", "fig-event-senders", "fig-intervals", "fig-shares", "fig-matrix"),
}
FIGURES = [(page, label) for page, labels in PAGES.items() for label in labels]
SIZES = pytest.mark.parametrize("width", [360, 768, 1440])


def chart_of(page, label):
    chart = page.locator(f"#chart-{label}")
    chart.scroll_into_view_if_needed()
    chart.locator("svg").wait_for()
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    return chart


def spec_of(chart):
    return json.loads(chart.locator("script").text_content())


def told_by(spec, cell):
    """What a cell of a heat table tells, of one or more parts."""
    return "".join(
        around.format(part) for around, part in zip(spec.get("told", ["{}"]), cell[2:], strict=False)
    )


def told(spec):
    """What the marks of a spec tell, in the rows in which arrow keys walk them."""
    if spec["kind"] == "bars":
        return [[bar["text"] for bar in spec["bars"]]]
    if spec["kind"] == "forest":
        return [
            [row["text"]] for panel in spec["panels"] for group in panel["groups"] for row in group["rows"]
        ]
    if spec["kind"] == "heat":
        names = [column.get("told", column["name"]) for column in spec["columns"]]
        return [
            [
                spec["words"].format(row=row["name"], column=name, cell=told_by(spec, cell))
                for name, cell in zip(names, row["cells"], strict=True)
                if cell[0] is not None
            ]
            for row in spec["rows"]
        ]
    rows = {}
    for panel in spec["panels"]:
        for series in panel["series"]:
            rows.setdefault(series["name"], []).extend(
                point["text"] for point in series["points"] if point["y"] is not None
            )
    return list(rows.values())


def said(chart):
    return chart.locator(".chart-said").text_content()


@pytest.mark.parametrize(("name", "label"), FIGURES)
def test_a_chart_stands_for_the_picture_and_has_its_words(open_page, name, label):
    page = open_page(name)
    chart, picture = chart_of(page, label), page.locator(f"#{label} img")
    drawing = chart.get_by_role("img")
    assert drawing.is_visible() and not picture.is_visible()
    assert drawing.get_attribute("aria-label") == picture.get_attribute("alt")
    assert chart.locator("[tabindex='0']").count() == 1


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_of_a_page_has_a_chart(open_page, name):
    page = open_page(name)
    labels = "[...document.querySelectorAll('.chart[data-for]')].map(chart => chart.dataset.for)"
    assert page.evaluate(labels) == list(PAGES[name])
    seen = "[...document.querySelectorAll('figure img')].filter(image => image.checkVisibility()).length"
    assert page.evaluate(seen) == 0


def heights(page):
    """How high the room of every figure's chart is, by the figure's label [px]."""
    return page.evaluate("""() => Object.fromEntries([...document.querySelectorAll("[id^=chart-fig-]")]
      .map(chart => [chart.dataset.for, chart.getBoundingClientRect().height]))""")


@SIZES
@pytest.mark.parametrize("name", PAGES)
def test_a_chart_is_drawn_when_it_comes_near(open_page, name, width):
    page = open_page(name, width=width)
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.wait_for_timeout(300)
    label = PAGES[name][-1]
    chart = page.locator(f"#chart-{label}")
    alternative = page.locator(f"#{label} img").get_attribute("alt")
    assert chart.locator("svg").count() == 0
    assert chart.get_attribute("role") == "img" and chart.get_attribute("aria-label") == alternative
    chart_of(page, label)
    assert chart.get_attribute("role") is None


@SIZES
@pytest.mark.parametrize("name", PAGES)
def test_the_room_that_is_kept_is_the_room_that_is_taken(open_page, name, width):
    page = open_page(name, width=600)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.wait_for_timeout(300)
    kept = heights(page)
    assert set(PAGES[name]) <= set(kept)
    for label in kept:
        chart_of(page, label)
    assert heights(page) == pytest.approx(kept, abs=0.5)


def test_a_chart_that_is_hidden_has_its_room_when_it_shows(open_page):
    page = open_page("paper/official.html")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    hidden = page.add_style_tag(content="figure { display: none; }")
    page.set_viewport_size({"width": 360, "height": 900})
    page.wait_for_timeout(300)
    hidden.evaluate("style => style.remove()")
    page.wait_for_timeout(300)
    kept = heights(page)
    for label in kept:
        chart_of(page, label)
    assert heights(page) == pytest.approx(kept, abs=0.5)


def test_reading_down_the_page_moves_nothing(open_page):
    page = open_page("paper/index.html")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.wait_for_timeout(300)
    page.evaluate("""() => {
      window.shifts = 0;
      new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifts += entry.value; }))
        .observe({type: "layout-shift"});
    }""")
    page.mouse.move(700, 450)
    for _ in range(page.evaluate("Math.ceil(document.documentElement.scrollHeight / 800)")):
        page.mouse.wheel(0, 800)
        page.wait_for_timeout(40)
    page.wait_for_timeout(300)
    assert page.locator(".chart[data-for] svg").count() == len(PAGES["paper/index.html"])
    assert page.evaluate("window.shifts") < 0.01


@pytest.mark.parametrize(("name", "label"), FIGURES)
def test_pointing_at_a_mark_tells_its_value(open_page, name, label):
    page = open_page(name)
    chart = chart_of(page, label)
    marks = {"bars": "rect.chart-whole", "heat": ".chart-cell"}.get(spec_of(chart)["kind"], ".chart-point")
    heard = chart.evaluate(
        """(chart, marks) => {
      const keys = chart.querySelector(".chart-keys"), said = chart.querySelector(".chart-said");
      return [...chart.querySelectorAll(marks)].map(mark => {
        const box = mark.getBoundingClientRect();
        const middle = {clientX: (box.left + box.right) / 2, clientY: (box.top + box.bottom) / 2};
        keys.dispatchEvent(new PointerEvent("pointermove", middle));
        return said.textContent;
      });
    }""",
        marks,
    )
    rows = told(spec_of(chart))
    everything = [text for row in rows for text in row]
    if marks == ".chart-point":  # lines are drawn from the last to the first
        assert sorted(set(heard) - {""}) == sorted(everything)
    else:
        assert [text for text in heard if text][-len(everything) :] == everything


def test_the_real_pointer_shows_and_hides_the_value(open_page):
    page = open_page("paper/index.html")
    chart = chart_of(page, "fig-inflow")
    box = chart.locator("circle").last.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert said(chart).startswith("Hosts, ") and chart.locator(".chart-said").is_visible()
    page.keyboard.press("Escape")
    assert said(chart) == ""
    page.mouse.move(box["x"] + 1, box["y"] + 1)
    page.mouse.move(2, 2)
    assert said(chart) == ""


def test_a_tap_tells_the_value_and_keeps_it(open_page):
    page = open_page("paper/index.html", width=360)
    chart = chart_of(page, "fig-grants")
    chart.evaluate("""chart => {
      const keys = chart.querySelector(".chart-keys");
      const box = chart.querySelectorAll("rect.chart-part")[1].getBoundingClientRect();
      const touch = {pointerType: "touch", clientX: box.left + 5, clientY: box.top + 5};
      keys.dispatchEvent(new PointerEvent("pointerdown", touch));
      keys.dispatchEvent(new PointerEvent("pointerleave", touch));
    }""")
    assert said(chart) == "2020: 5,107 allocated, 979 taken up (19%)"


@pytest.mark.long
@pytest.mark.parametrize(("name", "label"), FIGURES)
def test_arrow_keys_walk_all_marks(open_page, name, label):
    page = open_page(name)
    chart = chart_of(page, label)
    rows = told(spec_of(chart))
    chart.locator(".chart-keys").focus()
    walked, ahead = [], True
    for row in rows:
        if walked:
            page.keyboard.press("ArrowDown")
        for _ in row[1:]:
            walked.append(said(chart))
            page.keyboard.press("ArrowRight" if ahead else "ArrowLeft")
        walked.append(said(chart))
        if len(row) > 1:
            ahead = not ahead
    expected = [row if i % 2 == 0 or len(row) == 1 else row[::-1] for i, row in enumerate(rows)]
    # a region has no moves to itself, so that a walk to and fro may begin one mark aside
    if label == "fig-matrix":
        assert walked[: len(rows[0])] == rows[0] and set(walked) <= {text for row in rows for text in row}
        assert len(set(walked)) > 0.9 * len(walked)
    else:
        assert walked == [text for row in expected for text in row]


def test_a_chart_is_one_tab_stop_and_escape_leaves_it(open_page):
    page = open_page("paper/index.html")
    chart = chart_of(page, "fig-grants")
    chart.locator(".chart-keys").focus()
    page.keyboard.press("ArrowLeft")  # the first mark: nothing before it
    assert said(chart).startswith("2020: ")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    assert said(chart) == "" and not chart.evaluate("chart => chart.contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    assert said(chart).startswith("2020: ")
    page.keyboard.press("Escape")
    assert said(chart) == "" and page.evaluate("document.activeElement === document.body")


@SIZES
@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_cut_small_or_on_another(open_page, name, width):
    page = open_page(name, width=width)
    for label in PAGES[name]:
        texts = chart_of(page, label).evaluate(TEXTS)
        assert len(texts) > 5
        check_legible(texts, label)


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_text_and_marks_stand_out_in_light_and_dark(open_page, name, width, scheme):
    page = open_page(name, width=width, scheme=scheme)
    for label in PAGES[name]:
        assert chart_of(page, label).evaluate(CONTRASTS) == [], label


@SIZES
def test_every_point_of_the_shares_and_the_launch_are_labelled(open_page, width):
    chart = chart_of(open_page("paper/official.html", width=width), "fig-shares")
    [panel] = spec_of(chart)["panels"]
    printed = [text["text"] for text in chart.evaluate(TEXTS)]
    for series in panel["series"]:
        for point in series["points"]:
            printed.remove(point["label"])
    assert panel["rules"][0]["text"] in printed


def test_the_matrix_has_numbers_and_a_scale_on_a_phone(open_page):
    chart = chart_of(open_page("paper/official.html", width=360), "fig-matrix")
    spec, printed = spec_of(chart), [text["text"] for text in chart.evaluate(TEXTS)]
    cells = [
        cell[1].removeprefix("+") for row in spec["rows"] for cell in row["cells"] if cell[0] is not None
    ]
    assert len(cells) == 240
    for text in (*spec["scale"], *cells):
        printed.remove(text)


STANDS = r"\b(?i:left(?! out)|right|above|below(?! 0\.05))\b"
"""Words for places; not in "left out" and "p below 0.05"."""
CELL_FILLS = "chart => [...chart.querySelectorAll('.chart-cell')].map(cell => getComputedStyle(cell).fill)"


def test_one_ramp_serves_the_map_and_the_table_of_figure_1(open_page):
    page = open_page("paper/index.html", width=360)
    chart = chart_of(page, "fig-balance")
    page.locator("#map-fig-balance .region-map").wait_for()
    page.wait_for_timeout(400)  # the map's colours pass into each other
    spec, fills = spec_of(chart), chart.evaluate(CELL_FILLS)
    shades = [cell[0] for row in spec["rows"] for cell in row["cells"]]
    least, most = fills[shades.index(-1)], fills[shades.index(1)]
    on_map = "name => getComputedStyle(document.querySelector('.year-map')).getPropertyValue(name)"
    paint = """colour => { const one = document.createElement("i"); one.style.color = colour;
        document.body.append(one); const found = getComputedStyle(one).color; one.remove(); return found; }"""
    canvas = """colours => colours.map(colour => {
      const pen = document.createElement("canvas").getContext("2d"); pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; })"""
    ends = [page.evaluate(paint, page.evaluate(on_map, f"--map-{end}")) for end in ("loss", "gain")]
    assert page.evaluate(canvas, [least, most]) == page.evaluate(canvas, ends)
    # and the same rate has the same colour: Astana's city is beyond the end of both in the last year
    astana = page.locator(".region.is-city.is-gain .area").first.evaluate(
        "area => getComputedStyle(area).fill"
    )
    assert page.evaluate(canvas, [astana]) == page.evaluate(canvas, [most])
    assert page.locator(".year-map-scale").is_visible()


def colours_of(locator) -> int:
    """How many colours that are not grey a screenshot holds."""
    picture = Image.open(io.BytesIO(locator.screenshot())).convert("RGB")
    return len({pixel for _, pixel in picture.getcolors(1 << 24) if max(pixel) - min(pixel) > 16})


def test_colours_that_are_data_survive_forced_colours(open_page):
    page = open_page("paper/index.html")
    page.emulate_media(forced_colors="active")
    chart = chart_of(page, "fig-balance")
    page.locator("#map-fig-balance .region-map").wait_for()
    assert len(set(chart.evaluate(CELL_FILLS))) > 20
    areas = page.locator(".region-map .area").evaluate_all(
        "all => all.map(area => [getComputedStyle(area).fill, getComputedStyle(area).stroke])"
    )
    assert len({fill for fill, _ in areas}) > 5 and all(stroke != fill for fill, stroke in areas)
    assert colours_of(page.locator(".year-map-scale")) > 50
    halo = chart.locator("text").first.evaluate("text => getComputedStyle(text).paintOrder")
    assert halo.startswith("stroke")


def test_no_caption_says_where_a_panel_stands(site):
    for file in sorted(site.glob("paper/*.html")):
        captions = re.findall(r"<(?:fig)?caption\b.*?</(?:fig)?caption>", file.read_text("utf-8"), re.DOTALL)
        for caption in captions:
            words = re.sub(r"<[^>]+>", "", caption)
            assert not re.search(STANDS, words), words


def test_colours_follow_the_theme_of_the_page(open_page):
    page = open_page("paper/index.html")
    chart_of(page, "fig-inflow")
    colour = "getComputedStyle(document.querySelector('#chart-fig-inflow circle')).fill"
    light = page.evaluate(colour)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert page.evaluate(colour) != light
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    assert page.evaluate(colour) == light


def test_a_narrower_window_redraws(open_page):
    page = open_page("paper/index.html")
    chart = chart_of(page, "fig-balance")
    wide = chart.locator("svg").bounding_box()["width"]
    page.set_viewport_size({"width": 360, "height": 800})
    page.wait_for_function(
        "wide => document.querySelector('#chart-fig-balance svg').getBoundingClientRect().width < wide",
        arg=wide,
    )
    assert chart.locator("svg").bounding_box()["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", PAGES)
def test_print_shows_the_pictures(open_page, name):
    page = open_page(name)
    page.emulate_media(media="print")
    for label in PAGES[name]:
        picture = page.locator(f"#{label} img")
        page.locator(f"#{label} figcaption").scroll_into_view_if_needed()
        page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0", arg=picture.element_handle()
        )
        assert picture.is_visible() and not page.locator(f"#chart-{label}").is_visible()


def test_a_link_to_a_figure_leads_there(open_page):
    page = open_page("paper/official.html#fig-matrix")
    page.locator("#chart-fig-matrix svg").wait_for()
    page.wait_for_timeout(500)
    assert 0 <= page.locator("#fig-matrix").bounding_box()["y"] < 120


def test_pictures_that_no_one_sees_are_not_loaded(open_page):
    page = open_page("paper/index.html")
    page.wait_for_load_state("load")
    chart_of(page, "fig-outflow")
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert not [name for name in names if "/figure/" in name]


def test_without_script_the_pictures_stay(open_page):
    page = open_page("paper/index.html", javaScript=False)
    for label in PAGES["paper/index.html"]:
        assert page.locator(f"#{label} img").is_visible() and not page.locator(f"#chart-{label}").is_visible()


def test_drawing_again_replaces_the_chart_at_once(open_page):
    page = open_page("paper/index.html")
    found = page.evaluate("""() => {
      const spec = JSON.parse(document.querySelector("#chart-fig-inflow script").textContent);
      const place = document.createElement("div");
      place.className = "chart";
      document.querySelector("main").append(place);
      Charts.draw({...spec, name: "First"}, place);
      const start = performance.now();
      for (let i = 0; i < 10; i++)
        Charts.draw({...spec, name: "Again", panels: spec.panels.slice(0, 1)}, place);
      return {each: (performance.now() - start) / 10, pictures: place.querySelectorAll("svg").length,
              points: place.querySelectorAll(".chart-point").length,
              name: place.querySelector(".chart-keys").ariaLabel};
    }""")
    assert found["pictures"] == 1 and found["points"] == 30 and found["name"].startswith("Again")
    assert found["each"] < 100  # milliseconds
