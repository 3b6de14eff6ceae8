"""Which typed numbers are let pass and which are not; how roundings and claims of significance are judged."""

import json
import re
import subprocess
import sys

import pytest

from press.base.errors import InputError
from press.base.paths import ROOT
from press.proof.check_numbers import built, check, hints, run
from press.proof.check_numbers.allowed import numbers, rules
from press.proof.check_numbers.marking import mark
from press.proof.check_numbers.rounding import is_printed, is_right_word, is_rounding
from press.proof.check_numbers.values import Values


class Given(Values):
    """Two estimates with the p-values and signs of one's choice, and a few other numbers."""

    def __init__(self, inflow=(0.79, 0.814), outflow=(2982.21, 0.415), **scalars):
        self.estimates = {"inflow.program_post": inflow, "outflow.sender_post": outflow}
        self.scalars = {key.replace("__", "."): value for key, value in scalars.items()}

    def get(self, key):
        term, _, statistic = key.rpartition(".")
        if term in self.estimates and statistic in ("estimate", "p"):
            return self.estimates[term][statistic == "p"]
        return self.scalars.get(key)

    def of_families(self, families):
        return {key: value for key, value in self.scalars.items() if key.split(".")[0] in families}

    def interactions(self):
        return list(self.estimates)


RISE = Given(inflow=(8.0, 0.001), outflow=(900.0, 0.001))
FALL = Given(inflow=(-8.0, 0.001), outflow=(-900.0, 0.001))


@pytest.fixture
def finds(tmp_path):
    """Checks a document of one's own; gives the finds as (line, digits)."""

    def in_document(body, values=None, name="page.qmd"):
        file = tmp_path / name
        file.write_text(body, encoding="utf-8")
        return [(one.line, one.digits) for one in check([file], values or Given())]

    return in_document


def typed(sentence):
    return [number.digits for number in numbers(mark(sentence).text) if number.structural is None]


# The project itself --------------------------------------------------------------------------------


def test_nothing_of_the_project_has_to_be_mended(capsys):
    status = run()
    said = capsys.readouterr().out
    assert status == 0, said
    assert re.fullmatch(r"Nothing to mend in \d+ files\.\n", said)


@pytest.mark.long
def test_the_command_prints_one_line_for_each_find_and_fails(tmp_path):
    page = tmp_path / "page.qmd"
    page.write_text("# A page\n\nThe panel has\n245 rows, and 36%\nof them are new.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "press", "check-numbers", str(page)],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "page.qmd:4: 245: The panel has 245 rows, and 36% of them are new.",
        "page.qmd:4: 36%: The panel has 245 rows, and 36% of them are new.",
    ]
    assert done.stderr.startswith("2 to mend")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("gone.qmd", None, "no such file"),
        ("page.docx", "x", "expected a .qmd"),
        ("page.qmd", "---\ntitle: [a\n---\n", "line 2: this YAML cannot be read"),
        ("page.qmd", "Text.\n\n```{python}\nx = (\n```\n", "line 4: this code cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path, name, text, said):
    file = tmp_path / name
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(said)):
        check([file], Given())


# Structural numbers: each rule, what it lets pass and what it does not -------------------------------

PASS = {
    "period": ["from 2009–2023 on", "of 2014/15", "the years 2009-2023", "in 2020–24"],
    "date": ["on 1 January", "of 3 March 2024", "May 5, 2021 it was", "as of 2024-11-30"],
    "year": [
        "In 2014 it began",
        "in 2022 graduates were counted",
        "the census of 2021",
        "by 2050",
        "the 1990s",
        "(2014)",
        "mid-2014",
    ],
    "reference": [
        "@x in Table 2",
        "Tables 2 and 3 and Figures 4 and 5",
        "Section 3.1",
        "Equation 1",
        "p. 12",
        "pp. 3–5",
        "Law No. 410-V",
        "Resolution No. 264",
        "Figures 1, 2 and 3",
        "Example 13.4",
        "equation (1)",
        "Eqs. (1) and (2)",
        "models (1)–(3)",
        "footnote 4",
        "Here step 1 and model 4",
        "in steps 1 to 3 and models 1, 2 and 4",
        "hypothesis 2a, phase 3, fig. 2 and table 3",
        "of § 5, № 264 and no. 12",
    ],
    "ordinal": [
        "the 90th percentile",
        "the 21st century",
        "25th–75th",
        "the 1st, 2^nd^ and 3<sup>rd</sup>",
        "90-го процентиля и 4-й",
    ],
    "confidence": [
        "a 95% confidence interval",
        "its 95% CI",
        "at the 5% level",
        "the 1% significance level",
        "a 90 per cent confidence interval",
    ],
    "threshold": ["*p* < .05", "p < 0.01", "p<.001", "*p* ≥ .05"],
    "version": ["Version 1.0.0 of the edition", "since version 2.10.3"],
    "base": ["per 1,000 inhabitants", "per 1000", "per 100,000"],
    "design": ["the 2 × 2 model", "a 2x2 design", "a 2-by-2 table"],
    "indicator": [
        "is 1 for a region of the programme and 0 for any other",
        "1 from then on and 0 before",
        "1 if it hosts, 0 otherwise",
        "0 or 1",
    ],
    "name": [
        "Serpin-2050",
        "CC BY 4.0",
        "CC BY-SA 4.0",
        "SHA-256",
        "UTF-8",
        "ISO 8601",
        "Python 3.11",
        "PDF/UA-1",
        "Quarto 1.10",
        "WCAG 2.1",
        "Covid-19",
        "EU-27 and ICD-10",
        "SARS-CoV-2",
        "Industry 4.0",
        "open 24/7",
    ],
}
FIND = {
    "period": [("2009–245", "245"), ("2014/15%", "15%")],
    "date": [("245 January", "245"), ("40 persons in May", "40")],
    "year": [
        ("2,014 grants", "2,014"),
        ("2050 grants", "2050"),
        ("a total of 2014", "2014"),
        ("about 2014 persons", "2014"),
        ("2014%", "2014%"),
        ("1850", "1850"),
        ("some 2000 came", "2000"),
        ("fell to -2014", "-2014"),
        ("N = 2014", "2014"),
    ],
    "reference": [
        ("Table 245", "245"),
        ("Table 2 and 16% more", "16%"),
        ("the figure 12 is", "12"),
        ("row 16", "16"),
        ("Tables 2 and 3 of 16", "16"),
        ("No. 10,200", "10,200"),
        ("equation (245)", "245"),
        ("column (3) of 16", "16"),
        ("the footnote (16)", "16"),
        ("step 36.4", "36.4"),
        ("model 36%", "36%"),
        ("in part 5,000", "5,000"),
        ("step 1 and 16 regions", "16"),
    ],
    "ordinal": [("10 the year", "10"), ("36.4th", "36.4"), ("5-year", "5")],
    "confidence": [
        ("95% of the regions", "95%"),
        ("a 37% confidence interval", "37%"),
        ("5% more", "5%"),
        ("the 6% level", "6%"),
    ],
    "threshold": [("*p* = .05", ".05"), ("p < .03", ".03"), ("p > 0.814", "0.814"), ("map < .05", ".05")],
    "version": [("version 4.0", "4.0"), ("version 1.0.0%", "1.0.0%"), ("the inversion 1.2.3", "1.2.3")],
    "base": [
        ("16 per 1,000", "16"),
        ("1,000 persons", "1,000"),
        ("per 245", "245"),
        ("per 1,000,000,000 or so", "1,000,000,000"),
    ],
    "design": [("2 × 3", "2"), ("12 x 2", "12"), ("2 by 20", "20")],
    "indicator": [("1 region", "1"), ("the estimate is 0", "0"), ("10 for each and 0 for none", "10")],
    "name": [
        ("Serpin-2045 and Serpin-16", "16"),
        ("release 4.0", "4.0"),
        ("Python 245", "245"),
        ("Quarto 3,200", "3,200"),
        ("KZT-5", "5"),
        ("EU-27%", "27%"),
        ("Industry 4.5", "4.5"),
    ],
}


def test_every_rule_is_tested_both_ways():
    assert set(PASS) == set(FIND) == {rule.name for rule in rules()}


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in PASS.items() for text in texts])
def test_a_rule_lets_pass_what_it_names(rule, text):
    found = numbers(mark(text).text)
    assert found and {number.structural for number in found} == {rule}


@pytest.mark.parametrize(
    ("rule", "text", "digits"), [(rule, *example) for rule, examples in FIND.items() for example in examples]
)
def test_a_rule_does_not_let_pass_what_only_resembles(rule, text, digits):
    assert digits in typed(text)


def test_every_rule_says_why():
    assert all(rule.reason.endswith(".") for rule in rules())


@pytest.mark.parametrize(
    "text",
    [
        "# Head {#sec-a2 width=50%}",
        "![A map](map-17.png){width=60% fig-alt='A map'}",
        "`x = 245`",
        "``a ` 245``",
        "<https://stat.gov.kz/245>",
        "[here](https://stat.gov.kz/2/45)",
        "https://doi.org/10.1000/182",
        "doi: 10.1000/182",
        "a24@mail.kz",
        "[@key2024, p. 245]",
        "$\\beta_3$ and $x^{2}$",
        "$\\beta_1 = 0$",
        "text[^24]",
        "[^24]: note",
        "CRV1 and x1",
        "CO2, H2O, PM2.5, COP26, G20 and v1.0.2",
        "<style>p { width: 36px }</style>",
        '<li value="36">a</li>',
        "<!-- 245 -->",
        "{{< var num.inflow.n >}}",
        "`{python} num('a.b_2020')`",
        '<td colspan="3">a</td>',
        "a&#8211;b",
        "1. first\n2. second\n3. third",
        "1) first\n2) second",
        "| a |\n|--:|\n| b |",
    ],
)
def test_what_no_reader_sees_is_no_number(finds, text):
    assert finds(f"{text}\n") == []


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("$N = 245$", "245"),
        ("$$\n\\hat\\beta_3 = 0.79\n$$", "0.79"),
        ("[245 rows](https://a.kz)", "245"),
        ("[245]{.num}", "245"),
        ("[245]{.smallcaps}", "245"),
        ("245-row panel", "245"),
        ("**245**", "245"),
        ("`<b>245</b>`{=html}", "245"),
        ("```{=html}\n<b>245</b>\n```", "245"),
        ("Text\n245. Then more", "245"),
        ("½", "½"),
        ("1,5", "1,5"),
        ("See @tbl-inflow: 0.79.", "0.79"),
        ("It is .79 here", ".79"),
        ("−0.29", "−0.29"),
        ("USD5 million", "5"),
        ("KZT5,000 a head", "5,000"),
        ("x10 the year before", "10"),
        ("×10 the year before", "10"),
        ("US$36 million", "36"),
        ("€36 and", "36"),
        ("36€ and", "36"),
        ("₸5,000", "5,000"),
        ("only36 of them", "36"),
        ("rose36.4%", "36.4%"),
        ("36million", "36"),
        ("10x", "10"),
        ("⅞", "⅞"),
        ('<meter max="1" value="36"></meter>', "36"),
        ('<i aria-description="36 of them">a</i>', "36"),
        ('![a](b.png){fig-alt="\\"Of 36\\" b"}', "36"),
        ("> 245", "245"),
        ("    245", "245"),
        ("Term\n: 245", "245"),
        ("one--245", "245"),
        ("245&nbsp;rows", "245"),
    ],
)
def test_what_readers_see_is_a_number(finds, text, digits):
    assert [found for _, found in finds(f"{text}\n")] == [digits]


# Citations and marks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "There are 247 million of them [@zhenmin2016].",
        "As @zhenmin2016 counts, 75% live\nin the east.",
        "It has [247 million]{.cited}.",
        "It prints [35.8%]{.quoted}.",
        "It is high [see @a2020, p. 3; @b2021] at 75%.",
    ],
)
def test_a_cited_or_marked_number_passes(finds, text):
    assert finds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "They are many [@zhenmin2016]. There are 247 of them.",
        "Of 247 regions. As @zhenmin2016 says.",
        "- many [@zhenmin2016]\n- 247 of them",
        "Many [@zhenmin2016]\n\n247 of them",
        '![Cap [@a]](f.png){fig-alt="247 dots"}',
        "| a [@a] |\n|---|\n| 247 |",
        "It is [35.8%]{.quoted} or 247.",
        "See [@fig-balance] for 247.",
        "Mail a@b.kz for 247.",
    ],
)
def test_a_citation_or_mark_covers_nothing_else(finds, text):
    assert [digits for _, digits in finds(text)] == ["247"]


# Where numbers can stand -----------------------------------------------------------------------------

FRONT = """---
title: "Of {} regions"
author:
  - name: A
    email: a1978@mail.ru
abstract: |
  Of these
  {} count.
keywords: [a, "{} b"]
format:
  html:
    toc-depth: 3
---
"""


def test_front_matter_is_read_where_readers_see_it(finds):
    assert finds(FRONT.format(*("",) * 3)) == []
    assert finds(FRONT.format(11, 22, 33)) == [(2, "11"), (8, "22"), (9, "33")]


CELL = """Text.

```{python}
#| label: fig-x1
#| fig-width: 6.5
#| fig-cap: "A map of
#|   17 regions"
#| fig-alt: |
#|   Seen from
#|   18 sides
rows = 245
table = frame["2020"].head(5)
if rows == 245:
    chosen = text("By {inflow.program_post.estimate}, "
                  "or 19.",
                  f"By {rows} or {20}.")
print("It is", 21, f"{rows:.2f} of 22")
style = num("a.b", "decimal1")
```

It is `{python} rows`, `{python} 23`, `{python} f"{rows} of 24"` and `{python} num("a.b_2020", "percent0")`.
"""


def test_cells_and_inline_code_are_read_where_they_print(finds):
    assert finds(CELL) == [
        (7, "17"),
        (10, "18"),
        (11, "245"),
        (15, "19"),
        (16, "20"),
        (17, "21"),
        (17, "22"),
        (21, "23"),
        (21, "24"),
    ]


@pytest.mark.parametrize(
    "code",
    [
        'pd.DataFrame({"Region": ["A"], "Share": [36.4]})',
        'pd.DataFrame([["A", 36.4]], columns=["Region", "Share"])',
        'Markdown(tabulate([["Akmola", 36.4]], headers=["Region", "Share"]))',
        'plt.bar(["Akmola"], [36.4])',
        'plt.bar("Akmola", 36.4, 0.8)',
        'plt.barh(y=["A"], width=[36.4])',
        "ax.scatter([2014], [36.4], s=12)",
        'frame["share"] = [36.4]',
        "frame.assign(share=36.4)",
        "GT(pd.DataFrame(dict(share=[36.4])))",
        'rows.append(["A", 36.4])',
        'for region, share in [("A", 36.4)]:\n    print(region, share)',
        "[share for share in (36.4,)]",
        "def share():\n    return 36.4",
        "share = 36.4 / 100",
        "print(36.4 * 10)",
        "share = 36.4 if known else other",
        "[36.4]",
        'HTML("<b>36.4</b>")',
    ],
)
def test_a_cell_shows_no_number_that_is_typed_into_a_call_or_a_list(finds, code):
    assert [digits for _, digits in finds(f"```{{python}}\n{code}\n```\n")] == ["36.4"]


SETTINGS = """```{python}
plt.plot([1, 2]); plt.show()
frame.groupby(["program", "post"])["rate"].mean().round(2).reset_index()
fig, ax = plt.subplots(2, 3, figsize=(6.5, 4.2), gridspec_kw={"width_ratios": [2, 3]})
ax.set_ylim(0, 100); ax.set_xticks([2010, 2015]); plt.xlim([3, 5]); ax.text(3, 4, "a")
frame.quantile([0.25, 0.75]).head(5).isin([3, 7]); frame.iloc[3:5]; range(7)
ax.legend(bbox_to_anchor=(1.05, 3)); plt.hist(x, bins=[3, 5, 7]); np.zeros((3, 4))
ax.bar(names, values, 0.8, color=(0.2, 0.3, 0.4)); ax.annotate("see", xy=(3, 4.5))
pd.DataFrame({"id": [1, 2, 3], "on": [0, 1, 1]})
```
"""


def test_what_only_sets_how_something_looks_is_no_number_in_a_cell(finds):
    assert finds(SETTINGS) == []


def test_what_a_document_includes_is_read_whatever_it_is_called(finds, tmp_path):
    (tmp_path / "_parts").mkdir()
    (tmp_path / "_parts" / "methods.qmd").write_text("A share of 36.4% was typed.\n")
    (tmp_path / "note.md").write_text("One.\n\n{{< include _parts/methods.qmd >}}\nOf 36 men.\n")
    (tmp_path / "rows.txt").write_text("plt.bar(names,\n        [22.1])\n")
    body = (
        "Of 11.\n\n{{< include note.md >}}\n\n```{python}\n{{< include rows.txt >}}\n```\n\n"
        "Of 12.\n\n{{< include _parts/../_parts/methods.qmd >}}\n"
    )
    assert finds(body) == [(1, "11"), (1, "36.4%"), (4, "36"), (2, "22.1"), (9, "12")]


@pytest.mark.parametrize(
    ("name", "said"),
    [("gone.md", "page.qmd:3: the included file gone.md does not exist"), ("page.qmd", "includes itself")],
)
def test_an_include_that_cannot_be_read_is_said_in_one_sentence(finds, name, said):
    with pytest.raises(InputError, match=re.escape(said)):
        finds(f"One.\n\n{{{{< include {name} >}}}}\n")


def test_modules_are_read_where_they_print(finds):
    code = (
        '"""Of 245 rows."""\nSIZE = 6.5\n\ndef draw(axes):\n    """Draws 12 bars."""\n'
        '    axes.text(1, 245, "a")\n'
        '    axes.text(1, 2, 3)\n    axes.set_title(f"{SIZE:.2f} in 4 of {SIZE}")\n'
        '    axes.bar(5, color="#0072B2")\n    axes.bar(names, [6.5])\n    return Table({"a": [7]})\n'
    )
    assert finds(code, name="figure.py") == [(7, "3"), (8, "4"), (10, "6.5")]


def test_sentences_of_the_front_matter_are_read(finds):
    sentences = (
        "inflow:\n  effect: inflow.program_post\n  up: >-\n    Up by\n    12.\n  down: Down.\n"
        "  none: 'By {a.b_2}'\n"
    )
    assert finds(sentences, name="sentences.yml") == [(5, "12")]


def test_number_words_are_hints_and_no_finds(tmp_path):
    page = tmp_path / "page.qmd"
    page.write_text("The sixteen regions. Half the story. Some six host regions [@a].\n", encoding="utf-8")
    assert check([page], Given()) == []
    assert [one.digits for one in hints([page])] == ["sixteen"]


# Rounding --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "value", "right"),
    [
        ("0.79", 0.7949, True),
        ("0.8", 0.7949, True),
        ("0.80", 0.7949, False),
        ("about 36%", 0.35955, True),
        ("36.0%", 0.35955, True),
        ("35.8%", 0.35955, False),
        ("40%", 0.35955, False),
        ("3,200", 3200, True),
        ("3,000", 3200, True),
        ("3,300", 3200, False),
        ("3.2 thousand", 3200, True),
        ("18 thousand", 18077, True),
        ("-0.29", -0.292, True),
        ("0.29", -0.292, False),
        ("+4.4", 4.41, True),
        ("−4.4", -4.41, True),
        ("36 per cent", 0.35955, True),
        ("some", 1, False),
    ],
)
def test_a_rounding_is_right_to_its_last_digit(words, value, right):
    assert is_rounding(words, value) is right


def test_a_printed_number_is_right_to_its_last_digit_even_where_that_is_zero():
    assert is_rounding("240", 243) and not is_printed("240", 243)
    assert is_printed("240", 240.4)


@pytest.mark.parametrize(
    ("words", "value", "right"),
    [
        ("a third", 0.36, True),
        ("a quarter", 0.36, False),
        ("More than half", 0.57, True),
        ("more than half", 0.49, False),
        ("nearly half", 0.48, True),
        ("nearly half", 0.5, False),
        ("two-thirds", 0.66, True),
        ("many", 0.5, False),
    ],
)
def test_a_share_is_called_by_the_nearest_fraction(words, value, right):
    assert is_right_word(words, value) is right


SHARES = Given(a__share=0.35955, a__count=3200)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ('[about 36%]{.rounded data-key="a.share"}', []),
        ('[about 37%]{.rounded data-key="a.share"}', ["about 37%"]),
        ('[a third]{.rounded data-key="a.share"}', []),
        ('[half]{.rounded data-key="a.share"}', ["half"]),
        ("[36%]{.rounded}", ["36%"]),
        ('[36%]{.rounded data-key="a.gone"}', ["36%"]),
        ('[36.0%]{.num data-key="a.share"}', ["36.0%"]),
        ('[35.8%]{.num data-key="a.share"}', ["35.8%"]),
        ('Of `{python} num("a.count")`, or 35.8%, [@b].', ["35.8%"]),
        ('Of `{python} num("a.count")`, or 36%, [@b].', []),
        ('Of `{python} num("a.count")`, or [35.8%]{.quoted}, [@b].', []),
        ('Of `{python} num("a.count")`, or 75%, [@b].', []),
        ('About a quarter (`{python} num("a.share")`) left.', ["a quarter"]),
        ('A third (`{python} num("a.share")`) left.', []),
        ("More than half of them ({{< var num.a.share >}}) left.", ["More than half"]),
    ],
)
def test_prose_rounds_computed_numbers_rightly(finds, text, digits):
    assert [found for _, found in finds(text, SHARES)] == digits


def test_numbers_on_built_pages_show_their_values(tmp_path):
    results = {
        "estimates": [
            {
                "model": "inflow",
                "term": "post",
                "method": "classical",
                "estimate": 1.794,
                "std_error": 2.0,
                "t": 0.9,
                "p": 0.0001,
                "ci_low": -2.2,
                "ci_high": 5.8,
                "n": 245,
                "df": 241,
            }
        ],
        "scalars": {"a.share": 0.35955},
    }
    (tmp_path / "results.json").write_text(json.dumps(results), encoding="utf-8")
    page = (
        '<html><body>\n<p><span class="num" data-key="inflow.post.estimate"><a href="#x">1.79</a></span>\n'
        '<span class="num" data-key="inflow.post.p">&lt;0.001</span> <span class="num" '
        'data-key="inflow.n">{}</span>\n'
        '<span class="num x" data-key="a.share">{}</span></p></body></html>'
    )
    (tmp_path / "index.html").write_text(page.format("245", "36.0%"), encoding="utf-8")
    assert list(built.find_wrong_numbers(tmp_path)) == []
    (tmp_path / "index.html").write_text(page.format("240", "35.8%"), encoding="utf-8")
    assert [(one.line, one.digits) for one in built.find_wrong_numbers(tmp_path)] == [
        (3, "240"),
        (4, "35.8%"),
    ]


# Claims of significance ------------------------------------------------------------------------------

P = '`{python} num("inflow.program_post.p")`'
SIGNIFICANT = [
    f"The effect is statistically significant (p {P}).",
    f"It is significant, at {P}.",
    f"Arrivals rose significantly ({P}).",
    f"There is a significant positive effect ({P}).",
    f"It is positive (*p* < .05), see {P}.",
    "The programme significantly increased arrivals in the host regions.",
    "The programme was highly effective.",
    f"It is clearly significant, at {P}.",
    f"The estimate reaches statistical significance ({P}).",
    f"The first result is {P}. This effect is highly significant.",
]
NOT_SIGNIFICANT = [
    f"The effect is not statistically significant (p {P}).",
    f"It did not rise significantly ({P}).",
    "It had no effect on arrivals.",
    f"It is insignificant, at {P}.",
    "There was no significant increase of arrivals.",
    f"It did not reach significance ({P}).",
    f"It cannot be told from zero ({P}).",
]
NO_CLAIM = [
    "If the effect is significant, it is an effect of the programme.",
    (
        "A $\\beta_3$ above zero and statistically significant says that the programme measurably raised "
        "migration."
    ),
    "We ask whether arrivals rose significantly.",
    "The article calls the effect on arrivals statistically significant.",
    "Arrivals rose significantly elsewhere [@hagglund2006].",
    "Education plays a significant role in migration.",
    "An estimate counts as significant where *p* < .05.",
    "A test that fails to find a significant effect says little.",
    "The programme may have had no effect.",
]


@pytest.mark.parametrize("text", SIGNIFICANT)
def test_a_claim_of_significance_is_held_to_the_p_value(finds, text):
    assert len(finds(text)) == 1
    assert finds(text, RISE) == []


@pytest.mark.parametrize("text", NOT_SIGNIFICANT)
def test_a_claim_of_no_effect_is_held_to_the_p_value(finds, text):
    assert finds(text) == []
    assert len(finds(text, RISE)) == 1


@pytest.mark.parametrize("text", NO_CLAIM)
def test_conditions_definitions_and_reports_are_no_claims(finds, text):
    assert finds(text) == finds(text, RISE) == finds(text, FALL) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"Arrivals rose significantly ({P}).", FALL),
        (f"Arrivals fell significantly ({P}).", RISE),
        ("Departures significantly decreased.", RISE),
    ],
)
def test_a_claimed_direction_is_held_to_the_sign(finds, text, wrong):
    assert len(finds(text, wrong)) == 1
    assert finds(text, FALL if wrong is RISE else RISE) == []


BRANCHES = """x:
  when: a.b > 1
  yes:
    effect: inflow.program_post
    up: {up}
    down: {down}
    none: {none}
  no: ""
"""
RIGHT = {"up": "It rose significantly.", "down": "A significant decrease.", "none": "No effect."}


@pytest.mark.parametrize("values", [Given(), RISE, FALL], ids=["none", "up", "down"])
def test_a_branch_is_held_to_its_case_whatever_the_panel(finds, values):
    assert finds(BRANCHES.format(**RIGHT), values, "sentences.yml") == []
    for case, false in {
        "up": "It fell significantly.",
        "down": "It is not significant.",
        "none": "It is significant.",
    }.items():
        assert len(finds(BRANCHES.format(**RIGHT | {case: false}), values, "sentences.yml")) == 1


def test_what_a_condition_chooses_is_no_claim_and_the_text_beside_it_is(finds):
    claim = "The effect is significant."
    written = f"x:\n  - when: a.b > 1\n    yes: {claim}\n    no: a\n  - {claim}\n"
    assert finds(written, name="sentences.yml") == [(5, "is significant")]


def test_a_claim_beside_a_chosen_sentence_speaks_of_its_estimate(finds):
    assert finds(BRANCHES.format(**RIGHT), name="sentences.yml") == []
    for asked in ('`{python} say("x")`', "{{< var sentence.x >}}"):
        page = f"\n{asked} It is highly significant.\n"
        assert finds(page) == [(2, "highly significant")]
        assert finds(page, RISE) == []
