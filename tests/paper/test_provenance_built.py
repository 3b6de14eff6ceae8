"""From any number of the built pages to its origin in two steps."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import etree, html
from readers import html_page, pdf_text, squeeze, word_document, word_text_of

from tests.copies import Copy

ROOT = Path(__file__).resolve().parents[2]
EXHIBITS = [
    "fig-balance",
    "fig-grants",
    "fig-graduates",
    "fig-inflow",
    "fig-outflow",
    "tbl-inflow",
    "tbl-outflow",
    "tbl-official",
    "tbl-variables",
]
pytestmark = pytest.mark.xdist_group("paper")


def pages(copy):
    return {
        path.relative_to(copy.site).as_posix(): html_page(path)
        for path in sorted((copy.site / "paper").glob("*.html"))
    }


def bare(text: str) -> str:
    return squeeze(text.replace("\u200b", ""))


@cache
def elements_of(file: Path, version: int) -> dict[str, html.HtmlElement]:
    """The elements of a page by their ids; parsed once as long as the file is the same."""
    return {element.get("id"): element for element in html_page(file).xpath("//*[@id]")}


def element_of(file: Path, name: str) -> html.HtmlElement | None:
    return elements_of(file, file.stat().st_mtime_ns).get(name)


def follow(copy, page: str, link: str) -> Path:
    """The file that a link leads to; its target must be in it."""
    address, fragment = urldefrag(link)
    file = (copy.site / page).parent / unquote(address) if address else copy.site / page
    assert file.is_file(), (page, link)
    if fragment:
        assert element_of(file, fragment) is not None, (page, link)
    return file


def records(copy):
    return json.loads((copy.site / "provenance.json").read_text(encoding="utf-8"))


def test_every_number_leads_to_its_origin_in_two_steps(built):
    seen = set()
    for name, page in pages(built).items():
        numbers = page.xpath("//span[contains(concat(' ', @class, ' '), ' num ')][@data-key]")
        for number in numbers:
            if number.xpath("ancestor::a | ancestor::h1 | ancestor::h2 | ancestor::h3 | ancestor::h4"):
                continue
            (link,) = number.xpath("a/@href")
            assert not number.xpath(".//a//a")
            if link in seen:
                continue
            seen.add(link)
            target = follow(built, name, link)
            row = element_of(target, urldefrag(link)[1])
            assert bare(row.xpath("td")[0].text_content()) == number.get("data-key")
            home = target.relative_to(built.site).as_posix()
            code, *data = [
                follow(built, home, address) for address in row.xpath("td[4]//a/@href | td[5]//a/@href")
            ]
            assert code.name.endswith(".py.html") and data
    assert len(seen) > 900


def test_the_line_of_code_is_the_function(built):
    for row in all_numbers(built).values():
        file, line = urldefrag(row.xpath("td[4]//a/@href")[0])
        page = html_page(built.site / "paper" / file)
        code = page.xpath("string(//*[@id=$id])", id=line)
        assert (built.site / "paper" / file).parent.joinpath(page.xpath("//link/@href")[0]).is_file()
        assert f"def {bare(row.xpath('td')[3].text_content()).rpartition('.')[2]}(" in code


def all_numbers(copy):
    """The rows of the page of all numbers, by key."""
    rows = html_page(copy.site / "paper" / "numbers.html").xpath("//tr[td[6]]")
    return {bare(row[0].text_content()): row for row in rows}


def test_the_page_of_numbers_tells_what_provenance_json_tells(built):
    rows, told = all_numbers(built), records(built)
    assert set(rows) == {record["key"] for record in told}
    for record in told:
        _, printed, value, function, data, places = rows[record["key"]]
        assert record["printed"].replace("−", "-") in bare(printed.text_content()).split(", ")
        assert bare(value.text_content()) == str(record["value"])
        assert record["function"].endswith(bare(function.text_content()))
        assert all(source["sha256"][:12] in data.text_content() for source in record["sources"])
        assert {place["page"].rpartition("/")[2] for place in record["places"]} <= {
            address.partition("#")[0] for address in places.xpath(".//a/@href")
        }


def test_every_place_leads_back_to_the_number(built):
    for key, row in all_numbers(built).items():
        for address in row[5].xpath(".//a/@href"):
            name, _, part = address.partition("#")
            found = element_of(built.site / "paper" / name, part)
            assert found.get("data-key") == key or found.xpath(".//img/@alt")


def test_data_files_are_listed_with_whole_checksums(built):
    page = html_page(built.site / "paper" / "numbers.html")
    for link, digest in page.xpath("//*[@id='data-files']//tr[td]"):
        file = follow(built, "paper/numbers.html", link.xpath("a/@href")[0])
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest.text_content()


def test_cards_carry_what_provenance_json_tells(built):
    known = {record["key"]: record for record in records(built)}
    for name, page in pages(built).items():
        for script in page.xpath("//script[@data-cards]"):
            text = (built.site / "paper" / script.get("data-cards")).read_text(encoding="utf-8")
            cards = json.loads(text.removeprefix("window.numberCards = ").removesuffix(";\n"))
            keys = set(page.xpath("//span[@data-key]/@data-key"))
            assert set(cards["numbers"]) == keys, name
            for key, (value, function, files) in cards["numbers"].items():
                record = known[key]
                assert value == record["value"]
                assert record["function"].endswith(cards["functions"][function][0])
                assert [cards["files"][file][0] for file in files] == [
                    source["path"] for source in record["sources"]
                ]


def test_formats_that_are_no_pages_say_where_the_list_is_and_have_none(built):
    key = re.compile(r"\b(in|out)flow\.\w+\.\w+")
    texts = {
        "pdf": pdf_text(built.article(".pdf")),
        "docx": word_text_of(word_document(built.article(".docx"))),
        "xml": "".join(etree.parse(built.article(".xml")).getroot().itertext()),
    }
    for format, text in texts.items():
        text = re.sub(r"\s+", "", text.replace("\u200b", ""))
        assert "(paper/numbers.html)" in text and "output/numbers.csv" in text, format
        assert not key.search(text), format


def test_provenance_json_covers_every_number_of_the_pages_once(built):
    expected = Counter()
    for name, page in pages(built).items():
        for number in page.xpath("//span[contains(concat(' ', @class, ' '), ' num ')][@data-key]"):
            cell = bool(number.xpath("ancestor::td | ancestor::th"))
            expected[name, number.get("data-key"), squeeze(number.text_content()), cell] += 1
    found = Counter()
    for record in records(built):
        for place in record["places"]:
            if place["where"] != "alt text":
                found[
                    place["page"], record["key"], squeeze(record["printed"]), place["where"] == "table cell"
                ] += 1
    assert found == expected and len(found) > 100


def test_provenance_json_tells_the_truth_about_values_and_files(built):
    results = json.loads((built.site / "results.json").read_text(encoding="utf-8"))
    values = {
        f"{row['model']}.{row['term']}.{name}": row[name]
        for row in results["estimates"]
        if row["method"] == "classical"
        for name in ("estimate", "std_error", "t", "p", "ci_low", "ci_high")
    }
    for record in records(built):
        assert set(record) == {
            "key",
            "printed",
            "value",
            "function",
            "file",
            "line",
            "sources",
            "commit",
            "places",
        }
        known = values | results["scalars"]
        assert record["key"] not in known or record["value"] == known[record["key"]]
        assert (
            f"def {record['function'].rpartition('.')[2]}("
            in (ROOT / record["file"]).read_text(encoding="utf-8").splitlines()[record["line"] - 1]
        )
        for source in record["sources"]:
            assert hashlib.sha256((built.site / source["path"]).read_bytes()).hexdigest() == source["sha256"]


def test_places_name_section_cell_caption_and_alternative_text(built):
    places = [
        (record["key"], record["printed"], place) for record in records(built) for place in record["places"]
    ]
    by_where = {
        where: [(key, place) for key, _, place in places if place["where"] == where]
        for where in ("abstract", "text", "table cell", "caption", "footnote", "note", "alt text")
    }
    assert all(by_where.values())
    cell = next(
        place
        for key, place in by_where["table cell"]
        if key == "inflow.program_post.estimate" and place["page"] == "paper/index.html"
    )
    assert (cell["exhibit"], cell["row"], cell["column"]) == ("tbl-inflow", "Program × Post", "Coefficient")
    assert "Inflow into the Host Regions" in cell["section"]
    pages = {page: html_page(built.site / page) for page in {place["page"] for _, _, place in places}}
    for _, printed, place in places:
        if place["where"] == "alt text":
            assert printed in pages[place["page"]].xpath(
                "string(//*[@id=$id]//img/@alt)", id=place["exhibit"]
            )


def test_every_exhibit_has_one_line_whose_files_open(built):
    page = html_page(built.article(".html"))
    for label in EXHIBITS:
        (line,) = page.xpath("//nav[@class='exhibit-links'][@id=$id]", id=f"origin-{label}")
        assert line.get("aria-label") and not page.xpath("//figure[.//nav[@class='exhibit-links']]")
        kinds = {
            link.text: follow(built, "paper/index.html", link.get("href")) for link in line.xpath(".//a")
        }
        assert list(kinds) == ["Code", "Data (CSV)"] + (["SVG", "PNG"] if label.startswith("fig-") else [])
        assert kinds["Data (CSV)"].name == f"{label}.csv" and kinds["Data (CSV)"].stat().st_size > 100
    assert len(page.xpath("//nav[@class='exhibit-links']")) == len(EXHIBITS)


@pytest.mark.long
def test_the_csv_of_a_figure_holds_what_it_plots(built):
    from analysis.exhibits import figures
    from analysis.paper import data
    from press.numbers.results import plain

    for figure in [figure for figure in figures.EXHIBITS if figure.label in EXHIBITS]:
        label, frame = figure.label, figure.numbers(data())
        with (built.site / "paper" / "exhibits" / f"{label}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        assert header == list(frame.columns) and len(rows) == len(frame)
        for row, given in zip(rows, frame.itertuples(index=False), strict=True):
            assert row == ["" if value != value or value is None else str(plain(value)) for value in given]


def test_the_csv_of_a_table_holds_its_numbers_unrounded(built):
    results = json.loads((built.site / "results.json").read_text(encoding="utf-8"))
    for label, model in (("tbl-inflow", "inflow"), ("tbl-outflow", "outflow")):
        with (built.site / "paper" / "exhibits" / f"{label}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        expected = [
            row for row in results["estimates"] if row["model"] == model and row["method"] == "classical"
        ]
        assert [
            {name: str(value) for name, value in row.items() if name != "clusters"} for row in expected
        ] == rows


def test_finishing_again_changes_nothing(built, tmp_path):
    again = Copy(tmp_path)
    shutil.copytree(built.site, again.site)
    environment = {"QUARTO_PROJECT_OUTPUT_DIR": str(again.site), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-m", "press", "deliver"], cwd=built.root, env=environment, check=True)
    assert again.site_digest() == built.site_digest()


def test_the_authors_panel_is_neither_named_nor_shown(with_effect):
    row = all_numbers(with_effect)["inflow.program_post.estimate"]
    assert "the authors' panel" in row[4].text_content() and "my panel" not in row[4].text_content()
    for name in ("index", "numbers"):
        page = html_page(with_effect.site / "paper" / f"{name}.html")
        assert not [link for link in page.xpath("//a/@href") if "panel.csv" in link]
    assert not list((with_effect.site / "data").rglob("*panel.csv"))
