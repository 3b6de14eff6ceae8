"""Origins: every number has one, it is true, and pages are linked to it without being changed otherwise."""

import csv
import hashlib
import io
import json
import re

import numpy as np
import pandas as pd
import pytest

from analysis.exhibits import figures
from analysis.paper import PAPER, data
from press.base.errors import InputError
from press.base.paths import ROOT
from press.numbers.formatter import spans_in
from press.numbers.origins import Origin, Source, Traced, made_from
from press.tables import csv_file
from press.trace import provenance
from press.trace.appendix import anchor
from press.trace.outline import outline
from press.trace.page_reader import read_page
from press.trace.places import places, printer
from press.web import finish as site

KEY = "inflow.program_post.estimate"
NUMBER = f'<span class="num" data-key="{KEY}">0.79</span>'


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
        line = (ROOT / origin.file).read_text(encoding="utf-8").splitlines()[origin.line - 1]
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


# Where a document prints numbers -------------------------------------------------------------------

DOCUMENT = """---
title: "T"
abstract: |
  A {{< var num.a.b >}}
  line.
---

## One {#sec-one}

Text `{python} num("c.d")` and a note.[^n] `code {{< x >}}`

```{python}
chosen = num("never.printed")
```

```{python}
#| label: tbl-x
#| tbl-cap: "Of {{< var num.a.b >}}"
exhibit("tbl-x")
```

::: {.table-note}
`{python} chosen`
:::

## Two {#sec-two .unnumbered}

`{python} chosen`

[^n]: It says
    `{python} num("e.f")`.
"""


def test_outline_and_values_give_every_place():
    def num(key):
        return f'[1]{{.num data-key="{key}"}}'

    print_spot = printer(
        {"num": num, "chosen": num("g.h")}, {"num": {"a": {"b": num("a.b")}}}, lambda label: num("t.t")
    )
    found = [
        (place.key, place.where, place.section, place.exhibit)
        for place in places(outline(DOCUMENT), print_spot)
    ]
    assert found == [
        ("a.b", "abstract", "", ""),
        ("c.d", "text", "sec-one", ""),
        ("e.f", "footnote", "sec-one", ""),
        ("t.t", "exhibit", "sec-one", "tbl-x"),
        ("a.b", "caption", "sec-one", "tbl-x"),
        ("g.h", "note", "sec-one", "tbl-x"),
        ("g.h", "text", "Two", ""),
    ]


@pytest.mark.parametrize("variables", [{}, {"num": {}}, {"num": "nothing below"}])
def test_an_unknown_variable_is_named(variables):
    print_spot = printer({"num": str, "chosen": ""}, variables, str)
    with pytest.raises(InputError, match=r"\{\{< var num\.a\.b >\}\}, but there is no variable"):
        places(outline(DOCUMENT), print_spot)


def test_an_outline_does_not_change_with_the_prose():
    assert outline(DOCUMENT) == outline(DOCUMENT.replace("Text ", "Other words ").replace("line.", "end."))


# Finished pages ------------------------------------------------------------------------------------

PAGE = f"""<!DOCTYPE html><html><head><style>a > b {{}}</style></head><body><main>
<section id="sec-a"><h2><span class="header-section-number">1</span> First {NUMBER}</h2>
<p>Text {NUMBER} &amp; <a href="#x">linked {NUMBER}</a><a class="footnote-ref" href="#fn1">1</a><br></p>
<div id="tbl-inflow"><figure><figcaption>Table 2: of {NUMBER}</figcaption>
<table><thead><tr><th>Variable</th><th>Coefficient</th></tr></thead>
<tbody><tr><td>Post</td><td>{NUMBER}</td></tr></tbody></table></figure></div>
<div class="table-note"><p>Note {NUMBER}</p></div>
<p>End.</p></section>
<section id="sec-provenance"><h2>Where</h2><div class="provenance"></div></section>
<section class="footnotes"><ol><li id="fn1"><p>{NUMBER}</p></li></ol></section>
</main></body></html>
"""


@pytest.fixture
def folder(tmp_path):
    prepared, output = tmp_path / "prepared", tmp_path / "site"
    (prepared / "exhibits").mkdir(parents=True)
    (output / "paper").mkdir(parents=True)
    (prepared / "origins.json").write_text(provenance.for_pages(PAPER), encoding="utf-8")
    (prepared / "exhibits" / "tbl-inflow.csv").write_text("a\n1\n", encoding="utf-8")
    (output / "paper" / "index.html").write_text(PAGE, encoding="utf-8")
    return prepared, output


def finished(folder):
    prepared, output = folder
    site.finish(output, prepared)
    return (output / "paper" / "index.html").read_text(encoding="utf-8")


def test_a_page_tells_where_it_prints_what():
    spans = [
        (span.where, span.section, span.exhibit, span.row, span.column) for span in read_page(PAGE).numbers
    ]
    first = "1 First 0.79"
    assert spans == [
        ("text", "", None, None, None),
        ("text", first, None, None, None),
        ("text", first, None, None, None),
        ("caption", first, "tbl-inflow", None, None),
        ("table cell", first, "tbl-inflow", "Post", "Coefficient"),
        ("note", first, "tbl-inflow", None, None),
        ("footnote", first, None, None, None),
    ]


def test_a_page_tells_where_something_may_be_put():
    text = PAGE.replace(
        "<main>",
        '<main class="content"><header id="title-block-header"><h1>T</h1>'
        '<div class="abstract"><div>Abstract</div><p>Short.</p></div></header>',
    )
    page = read_page(text)
    assert text[page.head :].startswith("</head>") and text[: page.main].endswith('<main class="content">')
    assert text[: page.title_block].endswith("</header>") and page.abstract == "Short."
    assert [
        (section.id, section.heading, section.level, text[section.end : section.end + 10])
        for section in page.sections
    ] == [("sec-a", "1 First 0.79", 2, "</section>"), ("sec-provenance", "Where", 2, "</section>")]


def test_an_exhibit_tells_where_its_content_begins_and_ends():
    exhibit = read_page(PAGE).exhibits["tbl-inflow"]
    assert PAGE[: exhibit.start].endswith("<figure>") and PAGE[exhibit.start :].startswith("<figcaption>")
    assert PAGE[: exhibit.end].endswith("</div>") and PAGE[exhibit.end :].startswith("\n<p>End.")


def test_numbers_are_linked_but_not_inside_links_and_headings(folder):
    text = finished(folder)
    linked = re.findall(
        rf'<span class="num" data-key="{KEY}"><a href="#{anchor(KEY)}"[^>]*>0.79</a></span>', text
    )
    assert len(linked) == 5
    assert (
        text.count(NUMBER) == 2
        and f'<a href="#x">linked {NUMBER}</a>' in text
        and f"First {NUMBER}</h2>" in text
    )
    assert f'id="{anchor(KEY)}"' in text


def test_finishing_only_inserts_and_does_so_once(folder):
    once = finished(folder)
    rest = iter(once)
    assert all(letter in rest for letter in PAGE)
    assert finished(folder) == once


def test_the_line_of_a_table_stands_below_its_note(folder):
    text = finished(folder)
    note, line, after = (
        text.index("Note <span"),
        text.index('<nav class="exhibit-links"'),
        text.index("<p>End."),
    )
    assert note < line < after
    assert (
        'aria-label="Origin of Table 2"' in text
        and 'href="exhibits/tbl-inflow.csv"' in text
        and "Image" not in text
    )


def test_an_unknown_key_is_refused(folder):
    page = folder[1] / "paper" / "index.html"
    page.write_text(PAGE.replace(KEY, "no.such.number"), encoding="utf-8")
    with pytest.raises(InputError, match=r"paper/index.html: the number 0.79 has the key no.such.number"):
        finished(folder)


def test_a_private_panel_is_neither_copied_nor_linked(folder):
    prepared, output = folder
    known = json.loads((prepared / "origins.json").read_text(encoding="utf-8"))
    known["private"] = ["data/standin/panel.csv"]
    (prepared / "origins.json").write_text(json.dumps(known), encoding="utf-8")
    text = finished(folder)
    assert (
        "panel.<wbr>csv" not in text and not re.search(r'href="[^"]*panel.csv"', text) and "panel.csv" in text
    )
    assert (output / "data" / "regions.csv").exists() and not (output / "data" / "standin").exists()


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
