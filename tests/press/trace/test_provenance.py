"""Origins: every number has one, it is true, and pages are linked to it without being changed otherwise."""

import csv
import hashlib
import io
import json
import re

import numpy as np
import pandas as pd
import pypandoc
import pytest
from lxml import html

from analysis.exhibits import figures
from analysis.paper import PAPER, data
from press.base.errors import InputError
from press.base.paths import ROOT
from press.numbers.formatter import spans_in
from press.numbers.origins import Origin, Source, Traced, made_from
from press.tables import csv_file
from press.trace import origins
from press.trace.known import line_of
from press.trace.page_record import MARK, TEXTS, fill, read_page
from press.trace.places import in_words, printed_numbers
from press.web import finish as site, glossary
from tests.recorded_pages import FILTER, QUARTO, figure, number, recorded, table

KEY = "inflow.program_post.estimate"
NUMBER = number(KEY, "0.79")
ROW = "numbers.html#num-inflow-program_post-estimate"


@pytest.fixture(scope="module")
def results():
    return data().results


def test_every_key_has_an_origin_with_data(results):
    keys = results.all_keys()
    assert len(keys) > 100
    for key in keys:
        assert results.origin(key).sources, key


def test_every_origin_is_the_def_of_its_function(results):
    made = {
        *map(results.origin, results.all_keys()),
        *(Origin.of(exhibit.made_by) for exhibit in PAPER.exhibits.values()),
    }
    assert len(made) > 10
    for origin in made:
        line = (
            (ROOT / origin.file)
            .read_text(encoding="utf-8")
            .splitlines()[line_of(origin.function, origin.file) - 1]
        )
        assert line.strip().startswith(f"def {origin.function.rpartition('.')[2]}("), origin
        assert origin.function.startswith(origin.file.removesuffix(".py").replace("/", "."))


def test_every_hash_is_that_of_its_file(results):
    sources = {source for origin in map(results.origin, results.all_keys()) for source in origin.sources}
    assert {"data/standin/panel.csv", "data/serpin/press_figures.csv"} <= {source.path for source in sources}
    for source in sources:
        assert source.sha256 == hashlib.sha256((ROOT / source.path).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("key", "function", "file"),
    [
        (KEY, "analysis.estimators.did.did", "data/standin/panel.csv"),
        ("inflow.n", "analysis.estimators.did.did", "data/standin/panel.csv"),
        ("inflow.mean.program_pre", "analysis.estimators.did.did", "data/standin/panel.csv"),
        ("grants.allocated.2020", "analysis.estimates.descriptive.grants", "data/serpin/press_figures.csv"),
        ("balance.hosts.pre_mean", "analysis.estimates.descriptive.balance", "data/official/region_year.csv"),
        (
            "published.inflow.program.t",
            "analysis.estimates.descriptive.misprints",
            "data/published/slips.csv",
        ),
    ],
)
def test_origins_name_function_and_file(results, key, function, file):
    origin = results.origin(key)
    assert origin.function == function and file in [source.path for source in origin.sources]


def test_a_number_without_an_origin_is_found_out():
    @made_from("data/regions.csv")
    def traced():
        return {"a.b": 1}

    joined = traced() | {"c.d": 2}
    assert joined == {"a.b": 1, "c.d": 2}
    assert set(joined.origins) == {"a.b"} and Traced({"x.y": 1}).origins == {}
    assert joined.origins["a.b"].sources == (Source.of("data/regions.csv"),)


# Alternative texts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("figure", figures.EXHIBITS, ids=lambda figure: figure.label)
def test_numbers_of_alternative_texts_are_those_of_their_keys(results, figure):
    found = spans_in(figure.alt(data()))
    assert found
    for key, printed in found:
        shown = float(printed.replace("−", "-").strip("%").replace(",", "")) / (
            100 if printed.endswith("%") else 1
        )
        decimals = len(printed.strip("%").partition(".")[2]) + (2 if printed.endswith("%") else 0)
        assert shown == pytest.approx(results.value(key), abs=0.5 * 10**-decimals + 1e-9), key


# What the filter writes down -----------------------------------------------------------------------

TABLE = table(
    "tbl-inflow", f"Table 2: of {NUMBER}", f"| Variable | Coefficient |\n|---|---|\n| Post | {NUMBER} |"
)
BODY = f"""Before {NUMBER}.

::: {{#abstract-ru .translation lang="ru"}}
Да {NUMBER}.
:::

# First {NUMBER} {{#sec-a}}

Text {NUMBER} & [linked {NUMBER}](#x).[^n]

[^n]: It says {NUMBER}.

{TABLE}

::: table-note
Note {NUMBER}
:::

End.

{figure("fig-inflow", f"Figure 4: of {NUMBER}", "files/a.svg", "Rises by 0.79")}

## Deeper {{#sec-b}}

- An item, {NUMBER}
- and *one **more** {NUMBER}*

# Nothing but a part {{#sec-c}}

## Part {{#sec-d}}

> Quoted {NUMBER}

| A | B |
|---|---|
| {NUMBER} | b |
"""
ABSTRACT = f"Short {NUMBER}.\n\nMore."


def page_of(body, **front):
    return read_page(recorded(body, **front))


def test_a_page_writes_down_every_kind_of_place():
    found = [
        (one.where, one.section and one.section.heading, one.exhibit, one.row, one.column)
        for one in page_of(BODY, title=f"T {NUMBER}", abstract=ABSTRACT).numbers
    ]
    first = "First 0.79"
    assert found == [
        ("title", None, None, None, None),
        ("abstract", None, None, None, None),
        ("text", None, None, None, None),
        ("abstract", None, None, None, None),
        ("text", first, None, None, None),
        ("text", first, None, None, None),
        ("text", first, None, None, None),
        ("footnote", first, None, None, None),
        ("caption", first, "tbl-inflow", None, None),
        ("table cell", first, "tbl-inflow", "Post", "Coefficient"),
        ("note", first, "tbl-inflow", None, None),
        ("caption", first, "fig-inflow", None, None),
        ("text", "Deeper", None, None, None),
        ("text", "Deeper", None, None, None),
        ("text", "Part", None, None, None),
        ("table cell", "Part", None, "0.79", "A"),
    ]


def test_alternative_texts_count_where_the_picture_has_them():
    page = page_of(BODY)
    (last,) = printed_numbers(page, {"fig-inflow": [[KEY, "0.79"]], "fig-x": [["a.b", "1"]]})[-1:]
    assert (last.where, last.exhibit, last.id) == ("alt text", "fig-inflow", "fig-inflow")
    assert len(printed_numbers(page, {"fig-inflow": [[KEY, "0.80"]]})) == len(page.numbers)


def test_a_page_writes_down_title_abstract_exhibits_and_sections():
    page = page_of(BODY, abstract=ABSTRACT)
    assert (page.title, page.abstract) == ("A & B", "Short 0.79.\n\nMore.")
    assert [(one.label, one.title, one.image) for one in page.exhibits.values()] == [
        ("tbl-inflow", "Table 2", ""),
        ("fig-inflow", "Figure 4", "files/a.svg"),
    ]
    assert page.exhibits["fig-inflow"].alternative == "Rises by 0.79"
    assert [(one.id, one.level) for one in page.sections] == [
        ("sec-a", 1),
        ("sec-b", 2),
        ("sec-c", 1),
        ("sec-d", 2),
    ]
    assert page.translations == ("abstract-ru",)


def test_places_in_words():
    page = page_of(BODY.replace("# First", "# 7.1 First"), abstract=ABSTRACT)
    words = [in_words(one, page).replace("\N{NO-BREAK SPACE}", " ") for one in page.numbers]
    assert list(dict.fromkeys(words)) == [
        "abstract",
        "text",
        "§ 7.1",
        "footnote in § 7.1",
        "caption of Table 2",
        "Table 2",
        "note of Table 2",
        "caption of Figure 4",
        "Deeper",
        "Part",
        "table in Part",
    ]


def test_columns_are_named_by_all_that_stands_above_them():
    grid = """
+------+---------------------------------------+
|      | Hosts                                 |
|      +--------+------------------------------+
|      | Before | After                        |
+======+========+==============================+
| Mean | 1      | [2]{.num data-key="a.b"}     |
+------+--------+------------------------------+
"""
    (one,) = page_of(grid).numbers
    assert (one.row, one.column) == ("Mean", "Hosts, After")


def test_what_an_author_writes_cannot_end_the_record():
    page = page_of('# A \\</script> \\<!-- "b" {#sec-x}\n\nText.\n', title="\\</script> & B")
    assert page.title == "</script> & B" and page.sections[0].heading.startswith("A </script> <!")


def test_a_work_that_is_cited_is_written_down():
    works = """---
references:
- {id: lee, type: article-journal, title: "On *x*",
   author: [{family: Lee, given: Ann}, {literal: Office of Y}], issued: {date-parts: [[2020, 3]]},
   container-title: "J. of X", volume: 3, DOI: 10.1000/x}
- {id: other, type: book, title: Not cited}
---

"""
    (work,) = page_of(f"{works}Says @lee.\n").works
    assert (work.authors, work.title, work.year) == (("Lee, Ann", "Office of Y"), "On x", "2020")
    assert (work.journal, work.volume, work.doi) == ("J. of X", "3", "10.1000/x")


def test_other_formats_are_left_as_they_are():
    for format in ("typst", "jats", "native"):
        plain = pypandoc.convert_text(BODY, format, "markdown")
        filtered = pypandoc.convert_text(BODY, format, "markdown", extra_args=[f"--lua-filter={FILTER}"])
        assert filtered == plain


# Places for what the edition adds ------------------------------------------------------------------


def marks(text):
    return MARK.findall(text)


def test_marks_stand_where_something_comes():
    text = recorded(BODY)
    assert marks(text) == [
        "title",
        "fold:abstract-ru",
        "unfold:abstract-ru",
        "comment:sec-a",
        "within:tbl-inflow",
        "below:tbl-inflow",
        "within:fig-inflow",
        "below:fig-inflow",
        "comment:sec-b",
        "comment:sec-d",
    ]
    note, line, after = (
        text.index(part) for part in ("Note <span", "<!--edition:below:tbl-inflow", "<p>End.")
    )
    assert note < text.index("</div>", note) < line < after
    assert re.search(r"<figure>\s*<!--edition:within:fig-inflow-->", text)


@pytest.mark.parametrize("engine", ["press", QUARTO])
def test_pieces_come_to_their_places_in_their_order_and_marks_go(engine):
    text = recorded(BODY, engine)
    links = "<nav>1</nav><nav>2</nav>"
    end = "<nav>3</nav>"
    pieces = [("head", "<meta>"), ("main", links[:12]), ("end", end), ("main", links[12:]), ("nowhere", "x")]
    filled = fill(text, pieces)
    assert "<meta></head>" in filled and f'{links}<header id="title-block-header"' in filled
    assert f"{end}</main>" in filled
    bare = filled.replace("<meta>", "").replace(links, "").replace(end, "")
    assert bare == re.sub(MARK, "", TEXTS.sub("", text))


# Finished pages ------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(glossary, "FILE", tmp_path / "none.yml")  # its sections are those of the article
    prepared, output = tmp_path / "prepared", tmp_path / "site"
    (prepared / "exhibits").mkdir(parents=True)
    (output / "paper").mkdir(parents=True)
    (prepared / "origins.json").write_text(origins.for_pages(PAPER), encoding="utf-8")
    (prepared / "exhibits" / "tbl-inflow.csv").write_text("a\n1\n", encoding="utf-8")
    (output / "paper" / "index.html").write_text(recorded(BODY, abstract=ABSTRACT), encoding="utf-8")
    (output / "paper" / "numbers.html").write_text(
        recorded("::: {#all-numbers .all-numbers}\n:::\n"), encoding="utf-8"
    )
    return prepared, output


def finished(folder, name="index"):
    prepared, output = folder
    site.finish(output, prepared)
    return (output / "paper" / f"{name}.html").read_text(encoding="utf-8")


def test_numbers_are_linked_but_not_inside_links_and_headings(folder):
    page = html.document_fromstring(finished(folder))
    linked = page.xpath("//span[@data-key]/a/@href")
    assert len(linked) == 13 and set(linked) == {ROW}
    bare = page.xpath("//span[@data-key][not(a)]")
    assert [one.getparent().tag for one in bare] == ["h1", "a"]
    assert len(set(page.xpath("//span[@data-key]/@id"))) == 15


def test_the_page_of_numbers_has_a_row_for_each_with_ways_back(folder):
    page = html.document_fromstring(finished(folder, "numbers"))
    (row,) = page.xpath("//tr[td][@id]")
    key, printed, value, made_by, files, places = row
    assert row.get("id") == ROW.partition("#")[2] and key.text_content() == KEY
    assert printed.text_content() == "0.79"
    assert float(value.text_content()) == pytest.approx(data().results.value(KEY), rel=1e-11)
    origin = data().results.origin(KEY)
    line = line_of(origin.function, origin.file)
    assert made_by.xpath("a/@href") == [f"../code/{origin.file}.html#L{line}"]
    assert files.xpath("a/@href") == ["../data/standin/panel.csv", "../data/regions.csv"]
    index = html.parse(str(folder[1] / "paper" / "index.html"))
    for address in places.xpath("a/@href"):
        name, _, part = address.partition("#")
        assert name == "index.html" and index.xpath("//*[@id=$part]", part=part), address


def test_finishing_again_changes_nothing(folder):
    once = finished(folder)
    assert finished(folder) == once


def test_what_tells_of_all_pages_is_written_with_all_pages_only(folder):
    prepared, output = folder
    (output / "paper" / "numbers.html").unlink()
    site.finish(output, prepared, whole=False)
    assert not (output / "provenance.json").exists() and not (output / "code").exists()
    assert "edition:" not in (output / "paper" / "index.html").read_text(encoding="utf-8")
    site.finish(output, prepared)
    assert (output / "provenance.json").exists() and (output / "code").exists()


def test_the_line_of_a_table_leads_to_code_and_data(folder):
    text = finished(folder)
    assert 'aria-label="Origin of Table 2"' in text and 'href="exhibits/tbl-inflow.csv"' in text
    line = html.document_fromstring(text).get_element_by_id("origin-tbl-inflow")
    assert [link.text for link in line.iter("a")] == ["Code", "Data (CSV)"]


def test_an_unknown_key_is_refused(folder):
    page = folder[1] / "paper" / "index.html"
    page.write_text(recorded(number("no.such.number", "0.79")), encoding="utf-8")
    with pytest.raises(InputError, match=r"paper/index.html: the number 0.79 has the key no.such.number"):
        finished(folder)


def test_a_private_panel_is_neither_copied_nor_linked(folder):
    prepared, output = folder
    known = json.loads((prepared / "origins.json").read_text(encoding="utf-8"))
    known["private"] = ["data/standin/panel.csv"]
    (prepared / "origins.json").write_text(json.dumps(known), encoding="utf-8")
    for name in ("index", "numbers"):
        text = finished(folder, name) + (output / "paper" / "cards" / "index.js").read_text(encoding="utf-8")
        assert not re.search(r'"[^"]*\.\./data[^"]*panel.csv"', text) and "panel.csv" in text
    assert (output / "data" / "regions.csv").exists() and not (output / "data" / "standin").exists()


def test_a_table_without_a_frame_of_its_own_has_what_it_prints_by_key():
    text = origins.exhibit_csvs(PAPER)["tbl-official"]
    header, *rows = list(csv.reader(io.StringIO(text)))
    assert header == ["key", "printed", "value"] and len(rows) > 10
    for key, _, value in rows:
        assert float(value) == pytest.approx(data().results.value(key), rel=1e-11)


def test_csv_cells_are_no_formulas():
    frame = pd.DataFrame(
        {"text": ["=1+1", "-x", "@a", "plain, with comma"], "number": [-1.5, 1 / 3, np.nan, 4.0]}
    )
    rows = list(csv.reader(io.StringIO(csv_file.of_frame(frame))))
    assert rows == [
        ["text", "number"],
        ["'=1+1", "-1.5"],
        ["'-x", "0.333333333333"],
        ["'@a", ""],
        ["plain, with comma", "4"],
    ]
