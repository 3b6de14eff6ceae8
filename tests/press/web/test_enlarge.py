"""Figures at full size on a phone: charts and pictures, by touch and by keyboard."""

import pytest
from playwright.sync_api import expect

PAGE = "paper/official.html"
PHONE = 360


@pytest.mark.parametrize(("label", "kind"), [("fig-matrix", "svg"), ("fig-specifications-curve", "img")])
def test_a_figure_opens_large_and_closes(open_page, label, kind):
    page = open_page(PAGE, width=PHONE)
    assert page.locator("dialog.enlarged").count() == 0  # made when it is asked for
    button = page.locator(f"#{label} figcaption").get_by_role("button")
    button.click()
    dialog = page.get_by_role("dialog")
    shown = dialog.locator(kind).first
    shown.wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('dialog img')].every(image => image.complete)"
    )
    assert shown.bounding_box()["width"] > 600
    box = dialog.locator(".enlarged-box")
    moved = "box => { box.scrollTo(200, 0); return box.scrollLeft; }"
    assert box.evaluate(moved) == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    expect(page.locator("dialog.enlarged :is(svg, img)")).to_have_count(0)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()


def test_a_button_stays_under_the_finger_while_charts_near_it_are_drawn(open_page):
    page = open_page(PAGE, width=PHONE)
    for button in page.locator("figcaption .enlarge").all():
        box = button.evaluate("""button => {
          scrollTo(0, 0);
          button.scrollIntoView({block: "center", behavior: "instant"});
          return button.getBoundingClientRect().toJSON();
        }""")
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.wait_for_timeout(300)
        assert button.bounding_box()["y"] == pytest.approx(box["y"], abs=1)
        page.mouse.up()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)


def test_a_chart_in_it_tells_its_values_to_arrow_keys(open_page):
    page = open_page("paper/index.html", width=PHONE)
    page.get_by_role("button", name="Enlarge Figure 1").click()
    dialog = page.get_by_role("dialog", name="Figure 1")
    dialog.locator(".chart-keys").focus()
    page.keyboard.press("ArrowRight")
    assert " per 1,000 (" in dialog.locator(".chart-said").inner_text()
    numbers = [text for text in dialog.locator("svg text").all_text_contents() if text[:1] in "−0123456789"]
    assert len(numbers) > 250  # every cell prints its number there


def test_every_figure_has_a_button_on_a_phone_and_none_on_a_wide_screen(open_page):
    for name in ("paper/index.html", PAGE):
        page = open_page(name, width=PHONE)
        figures = page.locator("main figure:has(img)").count()
        assert page.locator("figcaption .enlarge:visible").count() == figures > 4
        page.set_viewport_size({"width": 1440, "height": 900})
        assert page.locator(".enlarge:visible").count() == 0


def test_there_is_no_button_without_script_and_none_in_print(open_page):
    assert open_page(PAGE, width=PHONE, javaScript=False).locator(".enlarge").count() == 0
    page = open_page(PAGE, width=PHONE)
    page.emulate_media(media="print")
    assert page.locator(".enlarge:visible").count() == 0
