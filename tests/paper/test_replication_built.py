"""The replication page as it is built, and `make reproduce` as a user runs it."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter

import pytest
from lxml import html
from readers import html_page, squeeze

from analysis.inputs.published_values import published_values
from analysis.paper import PAPER
from press.numbers.comparison import DIFFERS, VERDICTS
from press.proof import reproduce
from press.trace.built_site import BuiltSite

pytestmark = pytest.mark.xdist_group("paper")


def rows_of(copy):
    """The rows of the page's tables: value, verdict, printed, here, tolerance."""
    page = html_page(copy.site / "paper" / "replication.html")
    return [
        [squeeze(cell.text_content()) for cell in row.xpath("td|th")]
        for row in page.xpath("//main//tbody/tr")
    ]


def test_every_published_value_stands_on_the_page_with_its_verdict(built):
    rows = rows_of(built)
    assert Counter(row[2] for row in rows) == Counter(value.printed for value in published_values())
    assert all(row[1] in VERDICTS and row[3] and row[4] for row in rows)


def test_page_and_json_say_the_same(built):
    entries = json.loads((built.site / "reproduction.json").read_text(encoding="utf-8"))
    assert Counter((row[2], row[3], row[1]) for row in rows_of(built)) == Counter(
        (entry["printed"], entry["rebuilt"], entry["verdict"]) for entry in entries
    )
    assert {entry["verdict"] for entry in entries} == {"match", "slip", "source differs"}


def straight(text):
    """Text with the quotation marks of a keyboard: a page prints a typographer's."""
    return text.replace("“", '"').replace("”", '"').replace("’", "'")


def test_whatever_is_no_match_is_explained_on_the_page(built):
    text = squeeze(html_page(built.site / "paper" / "replication.html").xpath("//main")[0].text_content())
    entries = json.loads((built.site / "reproduction.json").read_text(encoding="utf-8"))
    assert all(
        straight(entry["reason"]) in straight(text) for entry in entries if entry["verdict"] != "match"
    )
    assert (
        "not able to reproduce most or all of the results" in text and "agreement is by calibration" in text
    )
    assert "No regression cell was reproduced from data." in text


def test_the_page_is_titled_and_warns_of_the_panel(built):
    page = html_page(built.site / "paper" / "replication.html")
    assert (
        squeeze(page.xpath("//h1")[0].text_content()) == "How This Edition Differs from the Published Article"
    )
    assert "agree with print by construction" in page.xpath("//*[@id='panel-banner']")[0].text_content()


def test_what_a_build_prints_is_compared_with_the_article(built):
    comparisons = reproduce.compare_built(BuiltSite(built.site), PAPER)
    assert len(comparisons) == len(published_values())
    assert not [comparison for comparison in comparisons if comparison.verdict == DIFFERS]


def test_a_digit_that_only_the_page_has_wrong_is_found(built, tmp_path):
    (tmp_path / "paper").mkdir()
    (tmp_path / "results.json").write_bytes((built.site / "results.json").read_bytes())
    page = html_page(built.article(".html"))
    row = page.xpath("//*[@id='tbl-inflow']//tbody/tr")[3]
    for cell, wrong in (
        (row.xpath("td|th")[2].xpath(".//*[@data-key]")[0], "3.63"),
        (page.xpath("//*[@data-key='graduates.2022']")[0], "2,300"),
    ):
        for child in list(cell):
            cell.remove(child)
        cell.text = wrong
    (tmp_path / "paper" / "index.html").write_bytes(
        html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
    )
    wrong = {
        comparison.key: comparison.rebuilt
        for comparison in reproduce.compare_built(BuiltSite(tmp_path), PAPER)
        if comparison.verdict == DIFFERS
    }
    assert wrong == {"inflow.program_post.std_error": "3.63", "graduates.2022": "2,300"}


def test_another_panel_is_judged_by_what_it_gives(with_effect):
    entries = json.loads((with_effect.site / "reproduction.json").read_text(encoding="utf-8"))
    verdicts = {entry["key"]: entry["verdict"] for entry in entries}
    assert verdicts["inflow.program_post.estimate"] == verdicts["inflow.n"] == "differs"
    assert verdicts["panel.years.first"] == verdicts["study.hosts"] == "match"
    text = squeeze(
        html_page(with_effect.site / "paper" / "replication.html").xpath("//main")[0].text_content()
    )
    assert "calibration" not in text and "No regression cell" not in text and "partial reproduction" in text


def digest_of(root):
    """One hash of everything in a copy that a user keeps: sources and site, names and contents."""
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
        relative = path.relative_to(root)
        if "__pycache__" not in relative.parts and relative.parts[0] not in (
            ".venv",
            ".press",
            ".press-kept",
        ):
            digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@pytest.mark.long
def test_make_reproduce_names_the_cell_that_a_doctored_panel_changes(built, tmp_path):
    with (built.root / "data" / "standin" / "panel.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    sender = next(row for row in rows if row[:2] == ["2023", "Zhambyl"])
    sender[rows[0].index("out_migration")] = str(int(sender[rows[0].index("out_migration")]) + 3)
    with (tmp_path / "doctored panel.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    before = digest_of(built.root)
    result = built.make(
        "-C", str(built.root), "reproduce", "ENGINE=press", "PANEL=doctored panel.csv", cwd=tmp_path
    )
    assert result.returncode != 0 and "Traceback" not in result.stderr
    differing = [line for line in result.stdout.splitlines() if line.startswith("differs: ")]
    assert any(
        "Table 3: Interaction_Sender, Coefficient: printed 2982.21, rebuilt 2982.31" in line
        for line in differing
    )
    assert not any("Table 2" in line for line in differing), "departures have no part in Table 2"
    assert digest_of(built.root) == before, "the project's own files and site stay as they are"
