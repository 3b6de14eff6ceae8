"""What has to fit on the built pages: formulas, captions, reports of programs, notes in the margin."""

import pytest

PHONE, DESKTOP = 360, 1440
OVERPRINTED = """() => {
  const right = element => element.getBoundingClientRect().right;
  return [...document.querySelectorAll("math mtd")].filter(cell =>
    [...cell.children].some(part => right(part) > right(cell) + 1)).map(cell => cell.textContent);
}"""
CAPTIONS = """() => [...document.querySelectorAll(".table-box:has(caption)")].map(box => {
  box.scrollLeft = 80;
  const seen = box.getBoundingClientRect(), words = box.querySelector("caption").getBoundingClientRect();
  return {scrolled: box.scrollLeft, left: words.left - seen.left, right: words.right - seen.right};
})"""
CUT = """() => [...document.querySelectorAll(".cell-output pre")].map(report =>
  [report.scrollWidth - report.clientWidth, parseFloat(getComputedStyle(report).fontSize)])"""
FROM_ITS_MARK = """() => [...document.querySelectorAll(".margin-note:not([hidden])")].map(note => {
  const mark = document.querySelector(`a[role=doc-noteref][href="#${note.dataset.note}"]`);
  return Math.abs(note.getBoundingClientRect().top - mark.getBoundingClientRect().top);
})"""


@pytest.mark.parametrize("name", ["audit", "official", "index"])
def test_no_part_of_a_formula_prints_over_another_on_a_phone(open_page, name):
    page = open_page(f"paper/{name}.html", width=PHONE)
    assert page.locator("math").count() > 2 and page.evaluate(OVERPRINTED) == []


def test_a_caption_stays_whole_in_sight_while_its_table_scrolls(open_page):
    captions = open_page("paper/replication.html", width=PHONE).evaluate(CAPTIONS)
    assert len(captions) >= 4 and any(one["scrolled"] for one in captions)
    for one in captions:
        assert abs(one["left"]) < 1 and one["right"] < 1, one


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("name", ["audit", "replication", "index"])
def test_no_rule_of_a_table_strikes_what_stands_below_it(open_page, name, width):
    struck = open_page(f"paper/{name}.html", width=width).evaluate("""() => {
      const tables = [...document.querySelectorAll("main table")].map(table => table.getBoundingClientRect());
      return [...document.querySelectorAll(".table-note, .feedback a")].map(below => {
        const top = below.getBoundingClientRect().top;
        return tables.some(({bottom}) => top < bottom + 4 && top > bottom - 40) && below.textContent;
      }).filter(Boolean);
    }""")
    assert struck == []


@pytest.mark.parametrize("width", [1000, 1280, DESKTOP, PHONE])
def test_no_number_of_the_list_prints_over_the_next_column_or_breaks_within(open_page, width):
    page = open_page("paper/numbers.html", width=width)
    found = page.evaluate("""() => [...document.querySelectorAll(".numbers-of-page tr[id]")].flatMap(row =>
      [row.cells[1], row.cells[2]].map(cell => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        const over = words.getBoundingClientRect().right - cell.getBoundingClientRect().right;
        const text = cell.firstChild;
        let at = 0;
        const broken = text.data.split(", ").some(form => {
          words.setStart(text, at);
          words.setEnd(text, at + form.length);
          at += form.length + 2;
          return new Set([...words.getClientRects()].map(({top}) => Math.round(top))).size > 1;
        });
        return {text: text.data, over, broken};
      }))""")
    assert len(found) > 2000
    assert [one["text"] for one in found if one["over"] > 1 or one["broken"]] == []


def test_the_report_of_a_program_fits_a_small_window_and_is_read_with_ease(open_page):
    reports = open_page("paper/audit.html", width=612).evaluate(CUT)
    assert reports and all(over <= 0 and size > 11 for over, size in reports), reports


def test_the_verdicts_of_the_audit_are_in_sight_on_a_phone(open_page):
    page = open_page("paper/audit.html", width=PHONE)
    right = page.evaluate("""() => {
      const report = document.querySelector(".cell-output pre"), text = document.createTreeWalker(report, 4);
      while (text.nextNode()) {
        const at = text.currentNode.data.indexOf("CONFLICT"), word = document.createRange();
        if (at < 0) continue;
        word.setStart(text.currentNode, at);
        word.setEnd(text.currentNode, at + "CONFLICT".length);
        return report.getBoundingClientRect().right - word.getBoundingClientRect().right;
      }
    }""")
    assert right > 0


def test_a_note_in_the_margin_is_near_its_mark(open_page):
    page = open_page("paper/index.html", width=DESKTOP)
    page.locator(".margin-note").first.wait_for()
    page.wait_for_timeout(300)
    distances = page.evaluate(FROM_ITS_MARK)
    assert distances and max(distances) <= 300, distances


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_room_is_kept_for_pictures_that_have_not_come(chromium, site, width):
    context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
    page, held = context.new_page(), []
    page.route("**/*.svg", lambda route: held.append(route))  # asked for, and never answered
    page.goto((site / "paper" / "index.html").as_uri(), wait_until="commit")
    page.locator("#fig-grants img").wait_for(state="attached")
    page.locator("#fig-grants").scroll_into_view_if_needed()
    boxes = page.locator("main figure img").evaluate_all(
        "all => all.map(one => { const box = one.getBoundingClientRect(); return box.width / box.height; })"
    )
    context.close()
    assert len(boxes) >= 5 and all(1 < shape < 3 for shape in boxes), boxes
