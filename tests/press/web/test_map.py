"""The map of Figure 1 in a real browser: slider, values, play and pause, for pointer, touch and keyboard."""

import re

import pandas as pd
import pytest
from playwright.sync_api import expect

from analysis.estimates.descriptive import by_region_of_2014
from analysis.inputs.sources import load_official, load_regions
from analysis.study import SHOWN_AS
from press.numbers.languages import MINUS

PAGE = "paper/index.html"
KATO = load_regions().set_index("region")["kato"]


@pytest.fixture(scope="module")
def rates() -> pd.Series:
    """The official rate per 1,000 by KATO code and year."""
    frame = by_region_of_2014(load_official(), load_regions())
    return frame.assign(kato=frame["region"].map(KATO)).set_index(["kato", "year"])["rate"]


def told(rate: float) -> str:
    return f"{rate:+.1f}".replace("-", MINUS)


def the_map(page):
    place = page.locator("#map-fig-balance")
    place.scroll_into_view_if_needed()
    place.locator(".region-map").wait_for()
    return place


def region(place, name: str):
    return place.locator(f'.region[data-id="{KATO[name]}"]')


def label(place, name: str):
    return place.locator(f'.words[data-for="{KATO[name]}"] .label')


def shown_rates(place) -> dict[str, str]:
    """The rate that each region's name for assistive technology ends with, by KATO code."""
    names = place.locator(".region").evaluate_all(
        "all => all.map(one => [one.dataset.id, one.getAttribute('aria-label')])"
    )
    return {kato: re.search(r": (\S+) per 1,000$", name)[1] for kato, name in names}


def expected(rates: pd.Series, year: int) -> dict[str, str]:
    return {kato: told(rate) for kato, rate in rates.xs(year, level="year").items()}


@pytest.mark.long
def test_the_slider_by_keyboard_shows_the_official_rates_of_every_year(open_page, rates):
    place = the_map(open_page(PAGE))
    slider = place.get_by_role("slider", name="Year")
    slider.focus()
    slider.press("Home")
    for year in range(2009, 2024):
        assert place.locator(".year-map-year").inner_text() == str(year)
        assert slider.get_attribute("aria-valuetext").startswith(str(year))
        assert shown_rates(place) == expected(rates, year)
        slider.press("ArrowRight")


def test_the_slider_by_mouse(open_page, rates):
    place = the_map(open_page(PAGE))
    slider = place.get_by_role("slider", name="Year")
    before = label(place, "Astana city").text_content()
    box = slider.bounding_box()
    slider.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert place.locator(".year-map-year").inner_text() == "2016"
    assert shown_rates(place) == expected(rates, 2016)
    after = label(place, "Astana city").text_content()
    assert after == f"{rates[KATO['Astana city'], 2016]:.0f}" != before


def test_colour_follows_sign_and_size(open_page):
    place = the_map(open_page(PAGE))
    place.get_by_role("slider", name="Year").press("Home")
    fill = "one => getComputedStyle(one.querySelector('.area')).fill"
    place.page.wait_for_timeout(400)
    gain, loss, greater_loss = (
        region(place, name).evaluate(fill) for name in ("Astana city", "Turkestan", "North Kazakhstan")
    )
    assert len({gain, loss, greater_loss}) == 3
    assert "is-gain" in region(place, "Astana city").get_attribute("class")
    assert "is-loss" in region(place, "Turkestan").get_attribute("class")


def test_focus_tells_the_value_and_arrows_walk_from_west_to_east(open_page, rates):
    place = the_map(open_page(PAGE))
    place.get_by_role("slider", name="Year").focus()
    place.page.keyboard.press("Shift+Tab")  # the button
    place.page.keyboard.press("Shift+Tab")  # the one stop of the map
    status, seen = place.get_by_role("status"), []
    for _ in KATO[lambda codes: codes.isin(rates.index.levels[0])]:
        kato = place.page.evaluate("document.activeElement.dataset.id")
        name = KATO.index[kato == KATO][0]
        assert status.inner_text().startswith(
            f"{SHOWN_AS.get(name, name)}, 2023: {told(rates[kato, 2023])} per 1,000"
        )
        seen.append(name)
        place.page.keyboard.press("ArrowRight")
    assert len(set(seen)) == 16
    assert seen[0] == "West Kazakhstan" and seen[-1] == "East Kazakhstan"
    stroke = "getComputedStyle(document.activeElement.querySelector('.area')).strokeWidth"
    assert place.page.evaluate(stroke) == "4px"
    place.page.keyboard.press("Home")
    assert status.inner_text().startswith("West Kazakhstan")
    assert place.locator('.region[tabindex="0"]').count() == 1


@pytest.mark.parametrize("name", ["Astana city", "Almaty city", "Turkestan", "Karaganda"])
def test_the_pointer_tells_the_value(open_page, rates, name):
    place = the_map(open_page(PAGE, width=360))
    region(place, name).locator(".area").hover(force=True)
    status = place.get_by_role("status")
    assert status.inner_text().startswith(
        f"{SHOWN_AS.get(name, name)}, 2023: {told(rates[KATO[name], 2023])} per 1,000"
    )
    place.page.mouse.move(0, 0)
    assert "Point at a region" in status.inner_text()


def test_no_outline_crosses_a_label(open_page):
    place = the_map(open_page(PAGE))
    order = """map => { const texts = [...map.querySelectorAll("text")];
      const under = [...map.querySelectorAll(".area, .ring")];
      return under.every(one => texts.every(text => one.compareDocumentPosition(text) & 4)); }"""
    assert place.locator(".region-map").evaluate(order)
    look = place.locator(".label").first.evaluate(
        "text => [getComputedStyle(text).paintOrder, parseFloat(getComputedStyle(text).strokeWidth)]"
    )
    assert look[0].startswith("stroke") and look[1] > 1
    assert (
        place.locator(".words.is-gain .label").first.evaluate("text => getComputedStyle(text).fontWeight")
        == "700"
    )


def test_the_map_has_its_room_before_it_is_drawn(open_page):
    page = open_page(PAGE)
    place = page.locator("#map-fig-balance")
    assert place.locator(".region-map").count() == 0
    kept = place.bounding_box()["height"]
    assert abs(the_map(page).bounding_box()["height"] - kept) <= 2


def test_markers_of_cities_and_labels_are_legible_on_a_phone(open_page):
    place = the_map(open_page(PAGE, width=360))
    for name in ("Astana city", "Almaty city"):
        assert region(place, name).locator("circle").bounding_box()["width"] >= 20
    page = place.page
    heights = place.locator(".label").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.long
def test_play_shows_one_year_after_the_other_and_stops(open_page):
    page = open_page(PAGE)
    place = the_map(page)
    slider, year = place.get_by_role("slider", name="Year"), place.locator(".year-map-year")
    place.get_by_role("button", name="Play").click()
    assert year.inner_text() == "2009"
    assert place.get_by_role("status").get_attribute("aria-live") == "off"
    expect(year).to_have_text("2011", timeout=10_000)
    place.get_by_role("button", name="Pause").click()
    at = year.inner_text()
    page.wait_for_timeout(1300)
    assert year.inner_text() == at
    assert place.get_by_role("status").get_attribute("aria-live") == "polite"
    slider.press("End")
    slider.press("ArrowLeft")
    place.get_by_role("button", name="Play").click()
    expect(year).to_have_text("2023", timeout=10_000)
    assert place.get_by_role("button", name="Play").is_visible()
    place.get_by_role("button", name="Play").click()
    slider.press("ArrowRight")  # a hand on the slider ends the playing
    assert place.get_by_role("button", name="Play").is_visible()


def test_nothing_moves_where_motion_is_reduced(open_page):
    place = the_map(open_page(PAGE, reduced=True))
    assert place.get_by_role("slider", name="Year").is_visible()
    assert place.get_by_role("button").count() == 0
    assert (
        region(place, "Akmola").evaluate(
            "one => getComputedStyle(one.querySelector('.area')).transitionDuration"
        )
        == "0s"
    )


def test_a_finger_tells_the_value_and_it_stays(chromium, site, rates):
    context = chromium.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((site / PAGE).as_uri())
    place = the_map(page)
    place.locator(f'.region[data-id="{KATO["Karaganda"]}"] .area').tap(force=True)
    wanted = f"Karaganda, 2023: {told(rates[KATO['Karaganda'], 2023])} per 1,000"
    assert place.get_by_role("status").inner_text().startswith(wanted)
    context.close()


def test_source_and_licence_of_the_outlines_stand_below(open_page):
    place = the_map(open_page(PAGE))
    assert "Natural Earth (public domain)" in place.locator(".year-map-credit").inner_text()


@pytest.mark.long
def test_without_scripts_and_in_print_there_is_the_picture_alone(open_page):
    page = open_page(PAGE, javaScript=False)
    assert not page.locator("#map-fig-balance").is_visible()
    assert page.locator("#fig-balance img").is_visible()
    page = open_page(PAGE)
    page.emulate_media(media="print")
    assert not page.locator("#map-fig-balance").is_visible()


def test_selectable_regions_are_toggle_buttons(open_page):
    page = open_page(PAGE)
    the_map(page)
    page.evaluate("""() => {
        const box = document.querySelector('main').appendChild(document.createElement('div'));
        box.id = 'choice';
        window.pressed = [];
        window.choice = RegionMap.draw(box, {
            outlines: RegionOutlines, name: 'Choice', selectable: true, pressed: ['610000000'],
            onToggle: (region, pressed) => window.pressed.push([region.name, pressed])});
    }""")
    choice = page.locator("#choice")
    turkestan, akmola = (
        choice.get_by_role("button", name=name, exact=True) for name in ("Turkestan", "Akmola")
    )
    assert turkestan.get_attribute("aria-pressed") == "true"
    assert akmola.get_attribute("aria-pressed") == "false"
    akmola.click()
    turkestan.focus()
    page.keyboard.press("Enter")
    page.keyboard.press(" ")
    page.keyboard.press("Enter")
    assert page.evaluate("window.pressed") == [
        ["Akmola", True],
        ["Turkestan", False],
        ["Turkestan", True],
        ["Turkestan", False],
    ]
    assert akmola.get_attribute("aria-pressed") == "true"
    page.evaluate("window.choice.update({pressed: []})")
    assert akmola.get_attribute("aria-pressed") == "false"
