"""The page on official statistics as a user builds it."""

from __future__ import annotations

import json
import re

import pytest
from readers import html_page, html_table, html_text, pdf_text, squeeze

FIGURES = (
    "fig-specifications-curve",
    "fig-event",
    "fig-event-senders",
    "fig-intervals",
    "fig-shares",
    "fig-matrix",
)
TABLES = (
    "tbl-specifications",
    "tbl-specifications-senders",
    "tbl-specifications-three",
    "tbl-placebo",
    "tbl-synthetic",
    "tbl-honest",
    "tbl-methods",
    "tbl-size",
    "tbl-gravity",
    "tbl-resettlement",
    "tbl-power",
    "tbl-holm",
)


@pytest.fixture(scope="module")
def page(built):
    return html_page(built.site / "paper" / "official.html")


@pytest.fixture(scope="module")
def results(built):
    return json.loads((built.site / "results.json").read_text(encoding="utf-8"))


def scalar_or_estimate(results, key):
    if key in results["scalars"]:
        return results["scalars"][key]
    *model_and_term, statistic = key.split(".")
    method = model_and_term[2] if len(model_and_term) == 3 else "classical"
    rows = [row for row in results["estimates"] if row["model"] == model_and_term[0]]
    if len(model_and_term) > 1:
        rows = [row for row in rows if (row["term"], row["method"]) == (model_and_term[1], method)]
    return rows[0][statistic]


def printed_number(text):
    """A printed number as a float, a percentage as a fraction."""
    text = text.replace(",", "").replace("−", "-").lstrip("<")
    return float(text.rstrip("%")) / 100 if text.endswith("%") else float(text)


@pytest.mark.parametrize("extension", [".html", ".pdf"])
def test_nothing_is_left_unresolved(built, extension):
    reader = {".html": html_text, ".pdf": pdf_text}[extension]
    text = reader(built.site / "paper" / f"official{extension}")
    assert not re.search(
        r"\?@|\?var|\{\{<|\{python\}|data-key|\bnan\b|np\.|\{[a-z0-9_]+\.[a-z0-9_.]+\}", text
    )
    assert all(f"Figure {n}" in text for n in range(1, len(FIGURES) + 1))
    assert all(f"Table {n}" in text for n in range(1, len(TABLES) + 1))


def test_every_exhibit_is_there_with_words(page):
    for label in FIGURES:
        assert len(page.xpath(f"//*[@id='{label}']//img")[0].get("alt")) > 80
    for label in TABLES:
        assert len(page.xpath(f"//*[@id='{label}']//tbody/tr")) >= 2


def test_every_number_is_that_of_its_key(page, results):
    spans = page.xpath("//main//span[@data-key]")
    assert len(spans) > 700
    for span in spans:
        text, value = squeeze(span.text_content()), scalar_or_estimate(results, span.get("data-key"))
        digits = len(text.rstrip("%").partition(".")[2]) + 2 * text.endswith("%")
        assert (
            abs(printed_number(text) - value) <= 0.5 * 10**-digits + 1e-9
            or text.startswith("<")
            and value < 0.001
        ), span.get("data-key")


@pytest.mark.parametrize("label", TABLES)
def test_every_cell_with_a_decimal_carries_its_key(page, label):
    for cell in page.xpath(f"//*[@id='{label}']//tbody//td"):
        # M is given, not found
        is_bound = label == "tbl-honest" and cell.xpath("count(preceding-sibling::*)") == 1
        if re.fullmatch(r"[-−]?[\d,]+\.\d+%?", squeeze(cell.text_content())) and not is_bound:
            assert cell.xpath(".//span[@data-key]"), squeeze(cell.text_content())


def test_specifications_agree_with_the_headline(page, results):
    for label, model, term in (
        ("tbl-specifications", "official_hosts_240", "program_post"),
        ("tbl-specifications-senders", "official_senders5_240", "sender_post"),
        ("tbl-specifications-three", "official_senders3_240", "sender_post"),
    ):
        first = [squeeze(cell.text_content()) for cell in page.xpath(f"//*[@id='{label}']//tbody/tr[1]/*")]
        estimate = scalar_or_estimate(results, f"{model}.{term}.estimate")
        assert first[1] == f"{estimate:.2f}" and first[6:] == ["240"]


def test_the_article_s_table_holds_the_page_s_coefficients(built, results):
    rows = {row[0]: row[1:] for row in html_table(built.article(".html"), "tbl-official")}
    assert (
        rows["Net rate of the hosts"][0]
        == f"{scalar_or_estimate(results, 'official_hosts_240.program_post.estimate'):.2f}"
    )
    flow = rows["Moves from senders to hosts, log points"]
    assert (
        flow[0] == f"{scalar_or_estimate(results, 'gravity_senders5.sender_host_post.two_way.estimate'):.3f}"
    )
    assert flow[4] == f"{scalar_or_estimate(results, 'gravity_senders5.sender_host_post.ri.p'):.3f}"


def test_the_page_prints_no_number_of_the_stand_in(built, page):
    assert "The synthetic stand-in panel" in squeeze(page.xpath("//main")[0].text_content())
    assert not page.xpath("//*[@id='panel-banner']")
    assert "Tables 2 and 3 and Figures" not in pdf_text(built.site / "paper" / "official.pdf")
    keys = {span.get("data-key") for span in page.xpath("//main//span[@data-key]")}
    assert not [key for key in keys if key.startswith(("inflow.", "outflow.", "panel."))]
    assert {"published.inflow.program_post.p", "published.outflow.sender_post.p"} <= keys


def test_with_the_authors_panel_their_rows_are_added_and_no_other_changes(built, with_effect):
    for label in ("tbl-specifications", "tbl-gravity", "tbl-size", "tbl-power", "tbl-holm"):
        assert html_table(built.site / "paper" / "official.html", label) == html_table(
            with_effect.site / "paper" / "official.html", label
        )
    methods = 5
    before, after = (
        html_table(copy.site / "paper" / "official.html", "tbl-methods") for copy in (built, with_effect)
    )
    added = [
        row
        for index, name in enumerate(row[0] for row in after)
        if name.startswith(("Arrivals", "Departures"))
        for row in after[index : index + methods]
    ]
    assert len(added) == 2 * methods
    assert [row for row in after if row not in added] == before
    assert not re.search(
        "synthetic (panel|stand-in)", html_text(with_effect.site / "paper" / "official.html").lower()
    )
