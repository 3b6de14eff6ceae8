"""The article as a user builds it, read back from all four formats."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from readers import TABLE_READERS, TEXT_READERS, html_page, html_table, pdf_pages, squeeze
from simulated import INFLOW_EFFECT, OUTFLOW_EFFECT

from press.base import edition

ROOT = Path(__file__).resolve().parents[2]
FORMATS = [".html", ".pdf", ".docx", ".xml"]
TABLES = {"tbl-inflow": "table2.csv", "tbl-outflow": "table3.csv"}
COLUMNS = ["coefficient", "std_error", "t_statistic", "p_value", "ci_low", "ci_high"]
NAMES = {
    "Interception": "Intercept",
    "Interaction_Program": "Program × Post",
    "Interaction_Sender": "Sender × Post",
}
CORRECTED = {
    ("tbl-inflow", "Program", "t_statistic"): "-0.29",
    ("tbl-outflow", "Interaction_Sender", "ci_high"): "10,177.84",
}

FINDINGS = (
    "No change in the net migration of the host regions can be discerned: ",
    "No effect on arrivals in the host regions can be discerned: 0.79 per 1,000 inhabitants (95% CI ",
    "No effect on departures from the south can be discerned: ",
)
STATEMENTS = ("Data availability", "Code availability", "Ethics", "Licence")


def grouped(printed: str) -> str:
    return re.sub(r"^(-?)(\d{4,})", lambda found: f"{found[1]}{int(found[2]):,}", printed)


def published_table(label: str) -> list[list[str]]:
    """The printed table with the two slips that the text corrects, and with commas from four digits on."""
    with (ROOT / "data" / "published" / TABLES[label]).open(encoding="utf-8") as file:
        return [
            [
                NAMES.get(row["variable"], row["variable"]),
                *(
                    grouped(CORRECTED.get((label, row["variable"], column), row[column]))
                    for column in COLUMNS
                ),
            ]
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("label", TABLES)
def test_tables_equal_the_published_ones_digit_for_digit(built, label, extension):
    assert TABLE_READERS[extension](built.article(extension), label) == published_table(label)


@pytest.mark.parametrize("extension", FORMATS)
def test_nothing_is_left_unresolved(built, extension):
    text = TEXT_READERS[extension](built.article(extension))
    assert not re.search(r"\?@|\?var|\?meta|\{\{<|\{python\}|data-key|\bnan\b|np\.", text)
    assert all(f"Figure {n}" in text for n in range(1, 6)) and all(f"Table {n}" in text for n in range(1, 4))


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_tells_that_the_panel_is_synthetic(built, extension):
    text = TEXT_READERS[extension](built.article(extension))
    assert "This edition’s regressions use a synthetic stand-in panel" in text[: len(text) // 4]
    assert "(published) (synthetic) Section 6.4" in text[: len(text) // 4]
    assert text.count("Source: synthetic stand-in panel") == 4  # two notes, two captions


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_names_the_key_findings_first_and_the_statements_last(built, extension):
    text = TEXT_READERS[extension](built.article(extension))
    places = [text.find(words) for words in FINDINGS]
    assert sorted(places) == places and places[0] > 0 and places[-1] < text.index("How well a country uses")
    behind = text[text.index("labour is short. ") :]
    stop = "" if extension == ".xml" else ". "  # in JATS they are titles of sections
    told = [behind.find(f"{label}{stop}") for label in STATEMENTS]
    assert sorted(told) == told and told[0] > 0 and "CC BY 4.0" in behind[told[-1] :]
    assert not any(f"{label}{stop}" in text for label in ("Competing interests", "Use of generative AI"))


def test_every_pdf_page_is_headed_by_the_panel(built):
    assert all("synthetic stand-in panel" in squeeze(page) for page in pdf_pages(built.article(".pdf")))


def test_every_figure_has_an_image_and_its_own_alternative_text(built):
    page = html_page(built.article(".html"))
    images = {
        label: page.xpath(f"//*[@id='{label}']//img")[0]
        for label in ("fig-balance", "fig-grants", "fig-graduates", "fig-inflow", "fig-outflow")
    }
    alternatives = [image.get("alt") for image in images.values()]
    assert all(len(text) > 80 for text in alternatives) and len(set(alternatives)) == 5
    for image in images.values():
        assert (built.site / "paper" / image.get("src")).read_bytes().lstrip().startswith(b"<?xml")


def test_the_page_asks_the_network_for_nothing(built):
    page = html_page(built.article(".html"))
    assets = page.xpath("//script/@src | //link[not(@rel='canonical')]/@href | //img/@src | //iframe/@src")
    assert assets and not [address for address in assets if re.match(r"(https?:)?//", address)]
    for address in assets:
        assert (built.site / "paper" / address).exists()


def test_every_link_inside_the_page_has_its_target(built):
    page = html_page(built.article(".html"))
    targets = set(page.xpath("//@id"))
    assert not [link for link in page.xpath("//a/@href") if link.startswith("#") and link[1:] not in targets]


def test_site_leads_to_the_article(built):
    assert "paper/index.html" in (built.site / "index.html").read_text(encoding="utf-8")


def test_results_json_gives_the_published_estimates(built):
    results = json.loads((built.site / "results.json").read_text(encoding="utf-8"))
    assert results["panel"]["name"] == "stand-in" and results["panel"]["rows"] == 245
    row = next(
        row for row in results["estimates"] if (row["model"], row["term"]) == ("inflow", "program_post")
    )
    assert set(row) == {
        "model",
        "term",
        "method",
        "estimate",
        "std_error",
        "t",
        "p",
        "ci_low",
        "ci_high",
        "n",
        "df",
        "clusters",
    }
    assert (round(row["estimate"], 2), round(row["p"], 3), row["n"], row["df"]) == (0.79, 0.814, 245, 241)


def test_another_panel_changes_the_tables(with_effect):
    for label, term, effect in (
        ("tbl-inflow", "Program × Post", f"{INFLOW_EFFECT:,.2f}"),
        ("tbl-outflow", "Sender × Post", f"{OUTFLOW_EFFECT:,.2f}"),
    ):
        row = html_table(with_effect.article(".html"), label)[3]
        assert row[:2] == [term, effect] and row[4].startswith("<0.001")


def test_another_panel_changes_the_figures(built, with_effect):
    def figure(copy, label):
        image = html_page(copy.article(".html")).xpath(f"//*[@id='{label}']//img")[0]
        return image.get("alt"), (copy.site / "paper" / image.get("src")).read_bytes()

    for label in ("fig-inflow", "fig-outflow"):
        assert figure(built, label)[0] != figure(with_effect, label)[0]
        assert figure(built, label)[1] != figure(with_effect, label)[1]
    assert figure(built, "fig-grants") == figure(with_effect, "fig-grants")


def opening(sentence: str) -> str:
    """A sentence's words before its first number."""
    return squeeze(sentence.split("{")[0])


def test_another_panel_changes_the_conclusions(built, with_effect):
    branches = edition.read_yaml(ROOT / "paper" / "sentences.yml")
    # the signs of the simulated effects; the stand-in has neither
    expected = {
        "inflow": "up",
        "outflow": "down",
    }
    for extension in FORMATS:
        before, after = (TEXT_READERS[extension](copy.article(extension)) for copy in (built, with_effect))
        for name, branch in expected.items():
            assert opening(branches[name]["none"]) in before and opening(branches[name]["none"]) not in after
            assert opening(branches[name][branch]) in after and opening(branches[name][branch]) not in before


@pytest.mark.parametrize("extension", FORMATS)
def test_with_the_authors_panel_nothing_is_called_synthetic(with_effect, extension):
    text = TEXT_READERS[extension](with_effect.article(extension))
    assert "(authors' panel) Section 6.4" in text.replace("’", "'") and "synthetic" not in text.lower()


def test_a_bad_panel_leaves_the_last_good_site(with_effect, tmp_path):
    before = with_effect.site_digest()
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "year,region,population,in_migration,out_migration\n2009,Akmola,700000,many,5\n", encoding="utf-8"
    )
    result = with_effect.make("paper", "ENGINE=press", f"PANEL={bad}")
    sentences = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert result.returncode != 0 and len(sentences) == 1 and "Traceback" not in result.stderr
    assert all(part in sentences[0] for part in ("bad.csv", "row 2", "in_migration", "many"))
    assert with_effect.site_digest() == before


def test_check_tells_what_was_read_and_builds_nothing(built, tmp_path):
    from simulated import write_panel

    before = built.site_digest()
    write_panel(tmp_path / "panel.csv")
    result = built.make("check", f"PANEL={tmp_path / 'panel.csv'}")
    assert result.returncode == 0, result.stderr
    assert "240" in result.stdout and "16" in result.stdout and "2009" in result.stdout
    assert built.site_digest() == before
