"""The article's source: keys exist, exhibits are there and referred to, conclusions follow the numbers."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.estimates import patterns
from analysis.estimates.descriptive import facts
from analysis.exhibits import article_tables, table_manner
from analysis.panel.load import load_panel
from analysis.study import PRINT_STYLES, STAR_LEVEL
from press.base.markdown_text import plain
from press.base.paths import ROOT
from press.numbers import sentences
from press.numbers.origins import Traced
from press.numbers.results import COLUMNS, Results
from press.numbers.statements import Statements

SOURCE = (ROOT / "paper" / "index.qmd").read_text(encoding="utf-8")
SENTENCES = sentences.FILE.read_text(encoding="utf-8")
NAMED = dict.fromkeys(re.findall(r'say\("(\w+)"\)|var sentence\.(\w+)', SOURCE))
NAMED = list(dict.fromkeys(one or other for one, other in NAMED))
OF_STATISTICS = ("official_", "finding_official")
"""Sentences that official statistics choose, which have tests of their own."""
LABELS = {
    "tbl-variables",
    "tbl-inflow",
    "tbl-outflow",
    "tbl-official",
    "fig-balance",
    "fig-grants",
    "fig-graduates",
    "fig-inflow",
    "fig-outflow",
}
TERMS = {
    "inflow": ("intercept", "program", "post", "program_post"),
    "outflow": ("intercept", "sender", "post", "sender_post"),
}
CELL = re.compile(r"^```\{python\}\n(.*?)^```$", re.M | re.S)
NO_EFFECT = re.compile(
    r"not significant\. |no (?:such )?(?:increase|movement|effect|measurable)|no support|unlikely to|too "
    r"little|^No "
)


def results(inflow=(1, 0.5), outflow=(1, 0.5), synthetic=True):
    """Results with the same (estimate, p) for every term of a model, and the text's other figures."""
    given = {"inflow": inflow, "outflow": outflow}
    rows = [
        dict(
            zip(
                COLUMNS,
                (model, term, "classical", given[model][0], 1, 1, given[model][1], -1, 2, 245, 241, None),
                strict=True,
            )
        )
        for model, terms in TERMS.items()
        for term in terms
    ]
    cells = {
        f"{model}.mean.{group}_{period}": 4.5
        for model, group in (
            ("inflow", "program"),
            ("inflow", "others"),
            ("outflow", "sender"),
            ("outflow", "others"),
        )
        for period in ("pre", "post")
    }
    panel = {
        "published.inflow.program_post.estimate": 0.79,
        "published.outflow.sender_post.estimate": 2982.21,
        "panel.rows": 245,
        "panel.regions": 17,
        "panel.years.first": 2009,
        "panel.years.last": 2023,
        "official_hosts_240.n": 240,
        "official_hosts_245.n": 245,
        "gravity_senders5.n": 1440,
        "flows.years.count": 6,
    }
    texts = Traced(
        {"panel.senders": "A, B", "panel.checksum": "0123456789ab", "panel.shorter": "C from 2019"}
    )
    about = SimpleNamespace(synthetic=synthetic)
    return Results(about, pd.DataFrame(rows), facts() | cells | panel, texts=Traced(texts))


def paragraphs(inflow, outflow=(1, 0.5), synthetic=False):
    """Every sentence of the article that results choose, by name."""
    said = sentences.read(Statements(results(inflow, outflow, synthetic), PRINT_STYLES))
    return {name: said.say(name) for name in NAMED if not name.startswith(OF_STATISTICS)}


def test_every_key_of_the_article_is_a_number_of_the_results():
    known = set(results().all_keys())
    keys = set(re.findall(r'num\("([^"]+)"\)', SOURCE)) | set(
        re.findall(r"\{\{< var num\.(\S+) >\}\}", SOURCE)
    )
    assert len(keys) > 40
    assert keys - known == set()


def test_the_article_has_no_code_but_set_up_exhibits_and_numbers():
    cells = CELL.findall(SOURCE)
    lines = [line for cell in cells for line in cell.splitlines() if not line.startswith("#|")]
    set_up = """from analysis.paper import data, declarations, exhibit, num, say, table_marks, use_style

panel = data().panel
use_style()""".splitlines()
    allowed = rf'{"|".join(map(re.escape, set_up))}|exhibit\("[\w-]+"\)|declarations\(\)'
    assert [line for line in lines if not re.fullmatch(allowed, line)] == []
    inline = re.findall(r"`\{python\} ([^`]*)`", SOURCE)
    assert [
        code for code in inline if not re.fullmatch(r'(?:num|say)\("[\w.]+"\)|table_marks\(\)', code)
    ] == []


@pytest.mark.parametrize("page", sorted((ROOT / "paper").glob("*.qmd")), ids=lambda page: page.stem)
def test_no_page_chooses_sentences_in_code(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(
        r"\b(?:effect|sign|compare|text)\(|\bif\b.*\belse\b|synthetic =", "".join(CELL.findall(text))
    )


def test_every_exhibit_stands_once_and_is_referred_to():
    assert sorted(re.findall(r"#\| label: ((?:fig|tbl)-\S+)", SOURCE)) == sorted(LABELS)
    assert sorted(re.findall(r'exhibit\("([^"]+)"\)', SOURCE)) == sorted(LABELS)
    for label in LABELS | {"eq-did"}:
        assert f"@{label}" in SOURCE, label


def test_every_reference_has_its_target():
    targets = set(re.findall(r"\{#([\w-]+)", SOURCE)) | LABELS
    referred = set(re.findall(r"@((?:fig|tbl|eq|sec)-[\w-]+)", SOURCE))
    assert referred - targets == set()


def test_every_footnote_is_called_once_and_written_once():
    calls, notes = re.findall(r"\[\^(\w+)\](?!:)", SOURCE), re.findall(r"^\[\^(\w+)\]:", SOURCE, re.M)
    assert len(calls) >= 12
    assert sorted(calls) == sorted(notes)


def test_inline_code_is_one_expression_on_one_line():
    inline = re.findall(r"`\{python\}([^`]*)`", CELL.sub("", SOURCE))
    assert len(inline) > 50
    for code in inline:
        assert "\n" not in code
        compile(code.strip(), "index.qmd", "eval")


@pytest.mark.parametrize(
    "name",
    [
        "inflow_effect",
        "finding_inflow",
        "flows_summary",
        "theory_capital",
        "answer_inflow",
        "conclusion_result",
        "conclusion_policy",
        "conclusion_last",
    ],
)
def test_conclusions_follow_the_inflow_estimate(name):
    branches = {
        case: paragraphs(inflow)[name]
        for case, inflow in {"up": (8, 0.001), "down": (-8, 0.001), "none": (8, 0.2)}.items()
    }
    assert len(set(branches.values())) == 3


def test_a_significant_rise_is_nowhere_called_no_effect():
    chosen = paragraphs((8, 0.001), (900, 0.001))
    assert [name for name, paragraph in chosen.items() if NO_EFFECT.search(paragraph)] == []


def test_what_is_not_significant_is_nowhere_called_a_rise():
    claims = re.compile(r"gained|the answer is yes|it is yes|supports the|does move people")
    chosen = paragraphs((8, 0.2), (900, 0.2))
    official = {"mangystau_balance", "cities_balance"}  # say what the official balance did
    assert [
        name for name, paragraph in chosen.items() if claims.search(paragraph) and name not in official
    ] == []
    assert NO_EFFECT.search(chosen["inflow_effect"]) and NO_EFFECT.search(chosen["conclusion_result"])


def test_what_the_text_says_about_the_south_follows_the_outflow_estimate():
    rise, fall, none = (
        paragraphs((8, 0.2), outflow) for outflow in ((900, 0.001), (-900, 0.001), (900, 0.2))
    )
    for name in (
        "outflow_effect",
        "finding_outflow",
        "answer_outflow",
        "conclusion_outflow",
        "outflow_picture",
    ):
        assert len({rise[name], fall[name], none[name]}) == 3, name
    assert rise["conclusion_result"] == fall["conclusion_result"] == none["conclusion_result"]


PLOTS = ("inflow_picture", "outflow_picture", "flows_summary")


def test_no_sentence_judges_the_invented_course_of_the_stand_in():
    """Its plots say nothing, whatever its regressions give; an authors' plots are read."""
    invented, other = (
        paragraphs(inflow, outflow, synthetic=True)
        for inflow, outflow in (((8, 0.001), (900, 0.001)), ((8, 0.2), (-900, 0.2)))
    )
    judged = re.compile("suggests|agree|confirm|gain|fall|rose|fell|chance|ordinary variation")
    for name in PLOTS:
        assert invented[name] == other[name] and not judged.search(invented[name]), name
    assert "invented" in invented["inflow_picture"] and "invented" in invented["outflow_picture"]
    assert all(judged.search(paragraphs((8, 0.001), (900, 0.001))[name]) for name in PLOTS)


def test_equal_means_are_not_called_a_rise():
    said = paragraphs((1, 0.5))["outflow_picture"]
    assert said.startswith("On average as many people leave after 2014 as before. ")


def test_no_sentence_claims_a_width_that_it_does_not_look_at():
    assert not re.search(r"interval as wide|width of the\s+intervals?", SOURCE + SENTENCES)


def test_the_text_calls_the_panel_synthetic_only_when_it_is():
    assert "synthetic stand-in" in paragraphs((1, 0.5), synthetic=True)["panel_source"]
    authors = paragraphs((1, 0.5), synthetic=False)
    assert authors["sender_choice"] == r"The panel of this build marks A\, B."
    assert not any(re.search("synthetic|stand-in", paragraph) for paragraph in authors.values())


def test_regions_that_begin_later_are_named_with_their_year():
    assert plain(paragraphs((1, 0.5))["sample_extent"]) == "17 regions, 2009–2023; C from 2019"
    assert patterns.of_panel(load_panel())["panel.shorter"] == "Shymkent city from 2019"


@pytest.mark.parametrize(
    ("model", "unit"), [("inflow", "per 1,000 inhabitants"), ("outflow", "persons who leave")]
)
def test_the_note_below_a_table_states_unit_sample_errors_and_stars(model, unit):
    note = SOURCE.split(f'exhibit("tbl-{model}")')[1].split("::: {.table-note}")[1].split(":::")[0]
    assert all(f'num("{model}.{key}")' in note for key in ("n", "df"))
    assert 'say("sample_extent")' in note
    words = " ".join(note.split())
    assert unit in words and "Ordinary least squares" in words and "not clustered by region" in words
    assert "`{python} table_marks()`" in words
    of_published = table_manner.MARKS[table_manner.PUBLISHED]
    assert (of_published == rf"\*\* *p* < {STAR_LEVEL}.") == article_tables.MARK_STARS
    assert "{{< var sentence.panel_caption >}}" in note
