"""The year after next of the bureau: its rows are added, and pages, axes and tables follow by themselves."""

from __future__ import annotations

import json
import re

import pytest
from next_year import add_years
from readers import html_page, html_table, html_text

from tests.copies import Copy, copy_project

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The HTML of a copy whose balance is whole to 2024 and whose moves go on to 2025."""
    copy = copy_project(tmp_path_factory.mktemp("later") / "paper")
    add_years(copy.root / "data")
    done = copy.make("html")
    assert done.returncode == 0, done.stdout + done.stderr
    return copy


def page_of(copy, name):
    return copy.root / "_draft" / "paper" / f"{name}.html"


def alt(copy, name, label):
    return html_page(page_of(copy, name)).xpath(f"//*[@id='{label}']//img/@alt")[0]


def test_the_text_has_the_new_years(later):
    text = html_text(page_of(later, "official"))
    assert "2015, 2020, 2021, 2023, 2024 and 2025" in text
    assert re.search(r"256 region-years.{1,10}the regions of 2014 in 16 years", text)
    assert re.search(r"33\.3% in 2014 and [\d.]+% in 2024", text)
    assert re.search(r"[\d.]+% in 2010 and [\d.]+% in 2025", text)


def test_nothing_ends_with_the_years_of_before(later):
    """Only the list of years and the table's rows name 2024 for the moves; 2023 ends the article's rows."""
    official, article = (html_text(page_of(later, name)) for name in ("official", "index"))
    assert not re.search(r"% in 2024 \(|in 2010 and [\d.]+% in 2024|from 2024|without 2024", official)
    assert not re.search(r"country’s people, in 2023|2009–2023; \d+ rows keep", article)


def test_the_article_keeps_its_own_years(later):
    text = html_text(page_of(later, "index"))
    assert "N = 245 region-years (17 regions, 2009–2023; Shymkent city from 2019)" in text


def test_the_tables_have_the_new_rows(later):
    names = [row[0] for row in html_table(page_of(later, "official"), "tbl-gravity")]
    assert "Senders to hosts, without 2025" in names and "Senders to hosts, without 2024" not in names
    assert [name for name in names if name.endswith("against 2010")] == [
        f"{year} against 2010" for year in (2015, 2020, 2021, 2023, 2024, 2025)
    ]
    rows = {row[0]: row[-1] for row in html_table(page_of(later, "official"), "tbl-specifications")}
    assert rows["2×2, South Kazakhstan together"] == "256"
    assert rows["2×2, the article’s 245 rows"] == "245"


def test_alternative_texts_have_the_new_years(later):
    for label in ("fig-event", "fig-event-senders"):
        assert "2009 to 2024" in alt(later, "official", label)
    assert "with 7 points per line" in alt(later, "official", "fig-shares")
    assert "% in 2025." in alt(later, "official", "fig-shares")
    assert "yearly from 2009 to 2024" in alt(later, "index", "fig-balance")


def test_axes_reach_the_new_years(later):
    charts = json.loads((later.root / "_results" / "charts.json").read_text(encoding="utf-8"))
    for panel in charts["fig-event"]["panels"]:
        assert max(tick for tick, _ in panel["ticks"]) == 2024
    assert max(tick for tick, _ in charts["fig-shares"]["panels"][0]["ticks"]) == 2025
    assert [one["told"] for one in charts["fig-balance"]["columns"]][-1] == "mean 2014–2024"


def test_the_check_names_what_is_lacking(later):
    said = later.make("check").stdout
    assert "balance of migration 2009-2024, moves between regions to 2025." in said
    assert "For 2025 the pages still lack:" in said and "grp_mln_kzt of 2025 in 17 of 17 regions" in said
    assert "honest_did.csv: computed for years to 2023" in said
