"""A reader's own panel on the page: dropped or chosen, judged in a sentence or two tables, and saved."""

from __future__ import annotations

import csv
import io
import json
import random
import re

import pytest
from test_access import violations, wait_until

from analysis.estimates.article import article_estimates
from analysis.exhibits import panel_rules
from analysis.panel.load import STANDIN, load_panel
from analysis.study import COLUMN_HEADERS, style_of
from press.base.plain_text import MARKDOWN_SIGNS
from press.numbers.formatter import format_number

PAGE = "paper/explore.html"
SLOWEST = 100
"""Milliseconds from the bytes of a panel of 245 rows to its tables."""
HEADER, *ROWS = list(csv.reader(STANDIN.open(encoding="utf-8", newline="")))
MODELS = {table["model"]: table for table in panel_rules.content()["tables"]}


PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""A page takes no key before it was painted."""


@pytest.fixture(scope="module")
def own():
    """Another panel than the stand-in: the text of its file."""
    draw = random.Random(7)
    rows = [[*row[:3], *(str(int(int(count) * draw.uniform(0.6, 1.4))) for count in row[3:])] for row in ROWS]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([HEADER, *rows[:-3]])
    return written.getvalue()


@pytest.fixture(scope="module")
def estimates(own, tmp_path_factory):
    """What the build estimates of it, by model, term and method."""
    path = tmp_path_factory.mktemp("own") / "own.csv"
    path.write_text(own, encoding="utf-8")
    rows = article_estimates(load_panel(path)).rows
    return {(row["model"], row["term"], row["method"]): row for row in rows}


def choose(page, text: str, name: str = "my panel.csv") -> None:
    """Choose a file, and wait until something is said of it."""
    page.locator("#own-file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    wait_until(
        page, "/[^]/.test([...document.querySelectorAll('.own-panel > p')].map(p => p.textContent).join(''))"
    )


def drop(page, *files: tuple[str, str]) -> bool:
    """Drop files, name and text of each, on the page's title; tells whether the browser keeps the page."""
    return page.evaluate(
        """files => {
      const transfer = new DataTransfer(), target = document.querySelector("h1");
      for (const [name, text] of files) transfer.items.add(new File([text], name));
      const send = kind => !target.dispatchEvent(
        new DragEvent(kind, {dataTransfer: transfer, bubbles: true, cancelable: true}));
      const isMarked = () => document.querySelector(".own-zone").classList.contains("own-over");
      return send("dragover") && isMarked() && send("drop");
    }""",
        files,
    )


def tables(page) -> list[list[list[str]]]:
    """The bodies of the tables."""
    return page.locator(".own-table table").evaluate_all(
        """tables => tables.map(table => [...table.tBodies[0].rows].map(
            row => [...row.cells].map(cell => cell.textContent)))"""
    )


def printed(estimates) -> list[list[list[str]]]:
    """The bodies of the tables as the build prints these estimates, without the names of the rows."""
    found = []
    for model, table in MODELS.items():
        last = table["terms"][-1]["term"]
        keys = [(model, term["term"], "classical") for term in table["terms"]]
        keys += [key for method in ("crv1", "ri") if (key := (model, last, method)) in estimates]
        found.append([cells(estimates[key]) for key in keys])
    return found


def cells(row) -> list[str]:
    shown = [
        None if row["method"] == "ri" and name.startswith("ci_") else row[name] for name in COLUMN_HEADERS
    ]
    key = f"{row['model']}.{row['term']}"
    text = [
        format_number(value, style_of(f"{key}.{name}"))
        for name, value in zip(COLUMN_HEADERS, shown, strict=True)
    ]
    if row["method"] == "classical" and row["p"] < 0.01:
        text[3] += "**"
    return text


def test_a_dropped_panel_gives_both_tables_as_the_build_prints_them(open_page, own, estimates):
    page = open_page(PAGE)
    assert drop(page, ("own.csv", own))
    page.locator(".own-table").first.wait_for()
    found = tables(page)
    assert [[row[1:] for row in table] for table in found] == printed(estimates)
    assert [row[0] for row in found[0]][3:] == ["Program × Post", "by CRV1", "by randomization"]
    assert page.locator(".own-message").inner_text() == (
        "own.csv was read: 242 region-years; 17 regions in 16 clusters; 2009-2023."
    )
    assert "3 of the 245 region-years" in page.locator(".own-notes").inner_text()
    assert page.locator("#own-file").evaluate("input => input.files[0].name") == "own.csv"
    assert "own-over" not in page.locator(".own-zone").get_attribute("class")


def test_the_stand_in_gives_the_article_s_tables_and_says_that_it_is_invented(open_page, site):
    page = open_page(PAGE)
    choose(page, STANDIN.read_text(encoding="utf-8"))
    results = json.loads((site / "results.json").read_text(encoding="utf-8"))["estimates"]
    classical = {
        (row["model"], row["term"], "classical"): row for row in results if row["method"] == "classical"
    }
    assert [[row[1:] for row in table] for table in tables(page)] == printed(classical)
    assert "they are invented" in page.locator(".own-notes").inner_text()
    for note in page.locator(".own-note").all_inner_texts():
        assert "classical errors stand alone" in note and "CRV1" not in note


def test_a_wrong_file_gives_one_sentence_and_takes_the_tables_away(open_page, own):
    page = open_page(PAGE)
    choose(page, own)
    assert page.locator(".own-table").count() == 2
    choose(page, own.replace("Kostanay", "Kostannai", 1), "wrong.csv")
    alert = page.get_by_role("alert").filter(has_text="wrong.csv")
    assert alert.inner_text() == (
        'wrong.csv, row 10, column region: found "Kostannai", expected a region of Kazakhstan '
        '(did you mean "Kostanai"?).'
    )
    assert page.locator(".own-results").inner_text() == page.locator(".own-message").inner_text() == ""
    choose(page, own)
    assert page.locator(".own-table").count() == 2 and page.locator(".own-problem").inner_text() == ""


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([("a.csv", "x"), ("b.csv", "y")], "Found 2 files, expected one."),
        (
            [("panel.xlsx", "x")],
            'panel.xlsx: found the file type ".xlsx", expected .csv (in Excel: save as "CSV UTF-8").',
        ),
        ([("p.csv", "")], "p.csv: found an empty file, expected a header and rows below it."),
        (
            [("<img src=x onerror=alert(1)>.csv", "year,region\n")],
            "<img src=x onerror=alert(1)>.csv, row 1: found no column population and no column in_migration "
            "and no column out_migration, expected the columns year, region, population, in_migration, "
            "out_migration.",
        ),
        ([("p.csv", "x" * 5_250_000)], "p.csv: found 5.2 MB, expected at most 5 MB."),
    ],
)
def test_what_is_no_panel_is_refused(open_page, files, sentence):
    page = open_page(PAGE)
    assert drop(page, *files)
    wait_until(page, "document.querySelector('.own-problem').textContent !== ''")
    assert page.locator(".own-problem").inner_text() == sentence


def test_what_is_dragged_and_no_file_is_left_alone(open_page):
    page = open_page(PAGE)
    kept = page.evaluate("""() => {
      const transfer = new DataTransfer();
      transfer.setData("text/plain", "words");
      return document.body.dispatchEvent(
        new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
    }""")
    assert kept and page.locator(".own-problem").inner_text() == ""


def saved(page, button: str) -> tuple[str, str]:
    """Name and text of the file that a button saves."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")


def test_the_csv_file_holds_every_estimate_unrounded(open_page, own, estimates):
    page = open_page(PAGE)
    choose(page, own)
    name, text = saved(page, "Save as CSV")
    assert name == "my panel-tables.csv"
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 12 and {row["panel"] for row in rows} == {"own"}
    for row in rows:
        wanted = estimates[row["model"], row["term"], row["method"]]
        names = (
            ["estimate", "p", "n", "clusters"]
            if row["method"] == "ri"
            else [*COLUMN_HEADERS, "n", "df", "clusters"]
        )
        for column in names:
            if wanted[column] is None:
                assert row[column] == ""
            else:
                assert float(row[column]) == pytest.approx(wanted[column], rel=1e-8, abs=1e-8)


def test_the_markdown_file_holds_the_tables_as_they_are_printed(open_page, own):
    page = open_page(PAGE)
    choose(page, own, "my|panel*.csv")
    name, text = saved(page, "Save as Markdown")
    assert name.endswith("-tables.md")
    plain = re.sub(r"\\(?=" + MARKDOWN_SIGNS.pattern + ")", "", text)
    assert r"my\|panel\*.csv" in text
    lines = [line[2:-2].split(" | ") for line in plain.splitlines() if line.startswith("| ")]
    heads = [line for line in lines if line[0] == "Variable"]
    assert heads == [["Variable", *COLUMN_HEADERS.values()]] * 2
    body = [line for line in lines if line[0] not in ("Variable", ":---")]
    assert body == [row for table in tables(page) for row in table]
    for note in page.locator(".own-note").all_inner_texts():
        assert note.removeprefix("Note. ") in plain
    assert "3 of the 245 region-years" in plain


def test_a_panel_of_245_rows_takes_no_time(open_page):
    """The quickest of some, as others use the machine too."""
    took = open_page(PAGE).evaluate(
        """text => {
      const rules = JSON.parse(document.getElementById("own-panel-data").textContent);
      const bytes = new TextEncoder().encode(text);
      return Array.from({length: 8}, () => {
        const from = performance.now();
        const panel = PanelFile.read("p.csv", bytes, rules);
        OwnPanelTables.tables({...panel, invented: false}, rules);
        return performance.now() - from;
      });
    }""",
        STANDIN.read_text(encoding="utf-8"),
    )
    assert min(took) < SLOWEST, took


def test_the_keyboard_alone_chooses_a_file_and_saves_the_tables(open_page, own, tmp_path):
    page = open_page(PAGE)
    (tmp_path / "own.csv").write_text(own, encoding="utf-8")
    choosers: list = []
    # Asked for well before the key is pressed: Playwright does not wait until the browser knows of it.
    page.on("filechooser", lambda chooser: choosers.append(chooser))
    page.evaluate(PAINTED)
    page.locator("#own-file").focus()
    page.keyboard.press("Enter")
    for _ in range(500):
        if not choosers:
            page.wait_for_timeout(20)
    choosers[0].set_files(tmp_path / "own.csv")
    page.locator(".own-table").first.wait_for()
    for expected in ("What was read", "Save as CSV", "Save as Markdown"):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert at == [expected, "solid"]
    with page.expect_download():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(open_page, own, width, scheme):
    """With tables, notes and facts, and with a sentence on a wrong file."""
    page = open_page(PAGE, width=width, scheme=scheme)
    choose(page, own)
    page.get_by_text("What was read").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.locator(".own-table").evaluate_all(
        "boxes => boxes.map(box => [box.scrollWidth > box.clientWidth + 1, box.tabIndex === 0])"
    )
    assert all(scrolls == reached for scrolls, reached in boxes) and boxes[1][0] == (width == 360)
    assert not (found := violations(page)), "\n".join(found)
    choose(page, "x" * 500, f"{'long name ' * 20}.csv")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not (found := violations(page)), "\n".join(found)


def test_forced_colours_keep_the_zone_and_what_is_dragged_over_it(open_page):
    page = open_page(PAGE)
    page.emulate_media(forced_colors="active")
    zone = page.locator(".own-zone")
    style = "zone => [getComputedStyle(zone).borderTopStyle, getComputedStyle(zone).borderTopWidth]"
    assert zone.evaluate(style) == ["dashed", "2px"]
    zone.evaluate("zone => zone.classList.add('own-over')")
    assert zone.evaluate(style) == ["solid", "2px"]


def test_without_scripts_a_sentence_tells_the_commands(open_page):
    text = open_page(PAGE, javaScript=False).locator("#own-panel").inner_text()
    assert "needs JavaScript" in text
    assert "make check PANEL=file.csv" in text and "make paper PANEL=file.csv" in text
