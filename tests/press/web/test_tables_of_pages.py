"""Tables on the built pages: whole numbers, points below each other, headers of rows, phones, print."""

import pytest

PAGES = ("paper/index.html", "paper/official.html")
IN_VIEW = """() => [...document.querySelectorAll("[id^=tbl-] table")]
  .filter(table => table.querySelector("tbody th")).map(table => {
    const box = table.closest(".table-box"), edge = box.getBoundingClientRect();
    const header = table.querySelector("tbody th");
    const number = table.querySelector("tbody td .num");
    const right = number ? number.getBoundingClientRect().right : 0;
    box.scrollLeft = 500;
    const {left, width} = header.getBoundingClientRect(), scrolled = box.scrollLeft;
    box.scrollLeft = 0;
    const rem = width / parseFloat(getComputedStyle(document.documentElement).fontSize);
    const label = table.closest("[id^=tbl-]").id;
    return {label, rem, left: left - edge.left, scrolled, right, room: edge.right};
  })"""
ENDS = """label => [...document.querySelectorAll(`#${label} tbody tr`)].map(row => {
  const cell = row.querySelectorAll("td")[3], text = cell.querySelector(".num").firstChild.firstChild;
  const range = document.createRange();
  range.selectNodeContents(text);
  return range.getBoundingClientRect().right;
})"""


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_first_column_stays_and_the_estimate_is_in_view(open_page, page, scheme):
    opened = open_page(page, width=360, scheme=scheme)
    found = opened.evaluate(IN_VIEW)
    assert len(found) >= 4 and any(one["scrolled"] for one in found)
    for one in found:
        assert one["rem"] <= 9.01 and abs(one["left"]) < 1 and one["right"] <= one["room"], one
    of_page, of_header = (
        opened.locator(where).first.evaluate("one => getComputedStyle(one).backgroundColor")
        for where in ("body", "[id^=tbl-] tbody th")
    )
    assert of_page == of_header, "what scrolls does not show through"
    assert opened.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("label", ["tbl-inflow", "tbl-outflow"])
def test_digits_end_below_each_other_and_stars_hang_outside(open_page, label):
    ends = open_page("paper/index.html").evaluate(ENDS, label)
    assert len(ends) == 4 and max(ends) - min(ends) < 0.6


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES)
def test_numbers_have_no_hyphen_and_intervals_stay_on_a_line(open_page, page):
    opened = open_page(page)
    numbers = opened.locator("main .num").all_text_contents()
    assert len(numbers) > 100 and not [number for number in numbers if "-" in number]
    assert any(number.startswith("−") for number in numbers)
    lines = opened.locator("main .interval").evaluate_all(
        "all => all.map(one => getComputedStyle(one).whiteSpace)"
    )
    assert lines and set(lines) == {"nowrap"}


def test_in_print_short_tables_stay_whole_and_long_ones_repeat_their_header(open_page):
    opened = open_page("paper/official.html")
    opened.emulate_media(media="print")
    found = opened.evaluate(
        """() => [...document.querySelectorAll("[id^=tbl-] table")].map(table => [
          table.tBodies[0].rows.length, getComputedStyle(table.closest("figure")).breakInside,
          getComputedStyle(table.tHead).display])"""
    )
    assert {rows >= 20 for rows, _, _ in found} == {True, False}
    for rows, inside, head in found:
        assert inside == ("auto" if rows >= 20 else "avoid") and head == "table-header-group"
    groups = opened.evaluate(
        """() => [...document.querySelectorAll("#tbl-methods tbody tr")].filter(row => row.nextElementSibling)
          .map(row => [row.nextElementSibling.cells[0].tagName === "TH", getComputedStyle(row).breakAfter])"""
    )
    assert groups and all(after == ("auto" if begins else "avoid") for begins, after in groups)


@pytest.mark.parametrize("width", [360, 1440])
def test_no_rule_of_a_table_strikes_the_note_below_it(open_page, width):
    page = open_page("paper/replication.html", width=width)
    notes = page.evaluate(
        """() => [...document.querySelectorAll(".table-note")].map(note => {
          const table = [...document.querySelectorAll("main table")].filter(
            one => one.compareDocumentPosition(note) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
          return note.getBoundingClientRect().top - table.getBoundingClientRect().bottom;
        })"""
    )
    assert len(notes) >= 3 and min(notes) > 2
