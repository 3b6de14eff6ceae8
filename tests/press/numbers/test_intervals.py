"""The filter that keeps intervals whole: two bounds and the word between them."""

import pypandoc
import pytest

from press.base.paths import ROOT

FILTER = f"--lua-filter={ROOT / 'press' / 'numbers' / 'intervals.lua'}"


def num(key: str, printed: str) -> str:
    return f'[{printed}]{{.num data-key="{key}"}}'


LOW, HIGH = num("inflow.b.ci_low", "−5.83"), num("inflow.b.ci_high", "7.42")


def made(markdown: str, form: str) -> str:
    return pypandoc.convert_text(markdown, form, format="markdown", extra_args=[FILTER, "--wrap=none"])


def test_in_html_a_class_keeps_it_on_one_line_and_its_spaces_stay():
    page = made(f"From {LOW}\nto {HIGH} here.", "html")
    assert '<span class="interval"><span class="num" data-key="inflow.b.ci_low">−5.83</span> to <span' in page
    assert "\N{NO-BREAK SPACE}" not in page


@pytest.mark.parametrize("form", ["typst", "docx", "jats", "plain"])
def test_elsewhere_its_spaces_do_not_break(form, tmp_path):
    if form == "docx":
        file = tmp_path / "a.docx"
        pypandoc.convert_text(
            f"From {LOW} до {HIGH}.", "docx", format="markdown", extra_args=[FILTER], outputfile=str(file)
        )
        text = pypandoc.convert_file(str(file), "plain")
    else:
        text = made(f"From {LOW} до {HIGH}.", form)
    spaces = "~до~" if form == "typst" else "\N{NO-BREAK SPACE}до\N{NO-BREAK SPACE}"
    assert spaces in text


@pytest.mark.parametrize(
    "pair",
    [
        f"{LOW} to {num('inflow.c.ci_high', '7.42')}",
        f"{HIGH} to {LOW}",
        f"{LOW} and so to {HIGH}",
        f"{num('a.b', '1')} to {num('a.b', '1')}",
    ],
)
def test_two_numbers_that_are_no_interval_may_part(pair):
    assert "interval" not in made(pair, "html") and "\N{NO-BREAK SPACE}" not in made(pair, "plain")


def test_titles_and_abstracts_have_intervals_too():
    page = made(f"---\ntitle: From {num('a.lowest', '1')} to {num('a.highest', '2')}\n---\n", "json")
    assert '"interval"' not in page and page.count("\N{NO-BREAK SPACE}") + page.count("\\u00a0") == 2
