"""The specification curve in a real browser: each estimate told, chosen among, and legible on any screen."""

import pandas as pd
import pytest

from analysis.exhibits.figures import specifications
from analysis.paper import data
from press.numbers.formatter import format_number
from tests.press.web.drawn_text import CONTRASTS, TEXTS, check_legible

PAGE, LABEL = "paper/official.html", "fig-specifications-curve"
GROUPS = {"hosts": "Hosts", "senders5": "Five senders"}
DONORS, ESTIMATOR = "Compared with", "Estimator"


@pytest.fixture(scope="module")
def estimates() -> pd.DataFrame:
    return specifications.numbers(data())


def curve(page):
    place = page.locator(f"#chart-{LABEL}")
    place.scroll_into_view_if_needed()
    place.locator("svg").wait_for()
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    return place


def card(place) -> str:
    return place.locator(".specification-card").inner_text()


def words(row: pd.Series) -> str:
    """What the card says of an estimate of the figure's table."""
    printed = [format_number(row[name], "decimal2") for name in ("estimate", "ci_low", "ci_high")]
    made: dict[str, list[str]] = {}
    for column in row.index[[": " in str(name) for name in row.index]]:
        subject, choice = column.split(": ")
        if row[column]:
            made.setdefault(subject, []).append(choice)
    assumed = " · ".join(f"{subject}: {', '.join(choices)}" for subject, choices in made.items())
    head = f"{printed[0]} per 1,000 (95% interval {printed[1]} to {printed[2]})"
    return f"{GROUPS[row['group']]}: {head}\n{assumed}"


def count(some: pd.DataFrame, every: pd.DataFrame) -> str:
    apart = ((some["ci_low"] > 0) | (some["ci_high"] < 0)).sum()
    return f"{len(some)} of {len(every)} estimates; intervals that exclude zero: {apart}."


def counts(estimates: pd.DataFrame, *chosen: str) -> str:
    """What is said above the curve where estimates rest on the chosen columns."""
    parts = []
    for group, name in GROUPS.items():
        every = estimates[estimates["group"] == group]
        some = every[every[list(chosen)].all(axis=1)] if chosen else every
        parts.append(f"{name}: {count(some, every)}")
    return " ".join(parts)


def test_pointing_at_an_estimate_tells_it_and_what_it_assumes(open_page, estimates):
    page = open_page(PAGE)
    place = curve(page)
    heard = place.evaluate("""place => {
      const keys = place.querySelector(".chart-keys"), card = place.querySelector(".specification-card");
      return [...place.querySelectorAll(".chart-point")].map(point => {
        const box = point.getBoundingClientRect();
        const middle = {clientX: (box.left + box.right) / 2, clientY: (box.top + box.bottom) / 2};
        keys.dispatchEvent(new PointerEvent("pointermove", middle));
        return card.textContent;
      });
    }""")
    assert heard == [words(row) for _, row in estimates.iterrows()]
    dot = place.locator(".chart-point").first.bounding_box()
    page.mouse.move(dot["x"] + 2, dot["y"] + 2)
    assert card(place).startswith("Hosts: ")
    page.keyboard.press("Escape")
    assert card(place).startswith("Point at an estimate")


def test_arrow_keys_walk_all_estimates_and_to_the_other_group(open_page, estimates):
    page = open_page(PAGE)
    place = curve(page)
    place.locator(".chart-keys").focus()
    hosts = estimates[estimates["group"] == "hosts"]
    heard = [card(place)]
    for _ in hosts.index[1:]:
        page.keyboard.press("ArrowRight")
        heard.append(card(place))
    assert heard == [words(row) for _, row in hosts.iterrows()]
    page.keyboard.press("ArrowDown")
    assert card(place).startswith("Five senders: ")
    page.keyboard.press("Tab")
    assert card(place).startswith("Point at an estimate")


def test_a_tap_tells_an_estimate_and_it_stays_in_sight(chromium, site, estimates):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    place = curve(page)
    place.locator(".chart").evaluate("chart => { chart.scrollIntoView(); scrollBy(0, -250); }")
    page.wait_for_timeout(300)
    point = place.locator(".chart-point").nth(7).bounding_box()
    page.touchscreen.tap(point["x"] + 3, point["y"] + 3)
    assert card(place) == words(estimates[estimates["group"] == "hosts"].iloc[7])
    page.evaluate("scrollBy(0, 500)")
    page.wait_for_timeout(200)
    box = place.locator(".specification-card").bounding_box()
    assert 0 <= box["y"] < 200  # beside the dots that it is about
    context.close()


def test_choices_leave_the_estimates_that_rest_on_them(open_page, estimates):
    page = open_page(PAGE)
    place = curve(page)
    told, points = place.locator(".specification-count"), place.locator(".chart-point")
    assert told.inner_text() == counts(estimates) and points.count() == len(estimates)
    for column in [name for name in estimates if str(name).startswith((DONORS, ESTIMATOR))]:
        subject, choice = column.split(": ")
        place.get_by_label(subject).select_option(label=choice)
        assert told.inner_text() == counts(estimates, column)
        assert points.count() == estimates[column].sum() > 0
        place.get_by_role("button", name="Reset").click()
    place.get_by_label(DONORS).select_option(label="neither hosts nor senders")
    place.get_by_label(ESTIMATOR).select_option(label="synthetic DiD")
    both = [f"{DONORS}: neither hosts nor senders", f"{ESTIMATOR}: synthetic DiD"]
    assert told.inner_text() == counts(estimates, *both)
    place.get_by_label("Group", exact=True).select_option(label="Five senders")
    senders = estimates[estimates["group"] == "senders5"]
    some = senders[senders[both].all(axis=1)]
    assert told.inner_text() == f"Five senders: {count(some, senders)}"
    place.locator(".chart-keys").focus()
    page.keyboard.press("ArrowLeft")
    assert card(place) == words(some.iloc[0])
    place.get_by_role("button", name="Reset").click()
    assert told.inner_text() == counts(estimates) and points.count() == len(estimates)
    assert place.locator("select").evaluate_all("all => all.map(one => one.value)") == ["", "", ""]


def test_a_choice_that_no_estimate_makes_leaves_none(open_page, estimates):
    place = curve(open_page(PAGE))
    place.get_by_label(DONORS).select_option(label="neither hosts nor senders")
    place.get_by_label(ESTIMATOR).select_option(label="with a linear trend of the group")
    assert (
        not estimates[
            [f"{DONORS}: neither hosts nor senders", f"{ESTIMATOR}: with a linear trend of the group"]
        ]
        .all(axis=1)
        .any()
    )
    assert place.locator(".specification-count").inner_text().startswith("Hosts: 0 of ")
    assert place.locator(".chart-point").count() == 0


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_the_curve_is_legible_on_any_screen(open_page, estimates, width):
    page = open_page(PAGE, width=width)
    place = curve(page)
    check_legible(place.evaluate(TEXTS), LABEL)
    group = place.get_by_label("Group", exact=True)
    assert group.input_value() == ("0" if width == 360 else "")
    group.select_option(label="All")
    check_legible(place.evaluate(TEXTS), LABEL)
    boxes = [place.get_by_text(name, exact=True).last.bounding_box() for name in GROUPS.values()]
    stacked = boxes[1]["y"] > boxes[0]["y"] + 100
    assert stacked == (width == 360)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_marks_stand_out_in_light_and_dark(open_page, scheme):
    assert curve(open_page(PAGE, scheme=scheme)).evaluate(CONTRASTS) == []


def test_without_script_and_in_print_there_is_the_printed_figure(open_page):
    page = open_page(PAGE, javaScript=False)
    assert page.locator(f"#{LABEL} img").is_visible() and not page.locator(f"#chart-{LABEL}").is_visible()
    page = open_page(PAGE)
    curve(page)
    page.emulate_media(media="print")
    page.locator(f"#{LABEL} figcaption").scroll_into_view_if_needed()
    page.wait_for_function(f"() => document.querySelector('#{LABEL} img').naturalWidth > 0")
    assert page.locator(f"#{LABEL} img").is_visible() and not page.locator(f"#chart-{LABEL}").is_visible()


def test_other_pages_do_not_load_it(open_page):
    scripts = "[...document.scripts].map(script => script.src.split('/').pop())"
    assert "specifications.js" in open_page(PAGE).evaluate(scripts)
    assert "specifications.js" not in open_page("paper/index.html").evaluate(scripts)
