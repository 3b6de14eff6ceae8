"""Quarto 1.10.18's rules in new combinations.

The expectations follow from the rules, not from a rendered fixture.

Each document is rendered in every format it names and read back by the contract's extractor.
"""

import shutil
from pathlib import Path

import pytest

from press.base.errors import PressError
from press.render import build
from press.render.document import EXTENSIONS
from tests.press.render.contract.extract import extract

CONTRACT = Path(__file__).parent / "contract"
ALL = tuple(EXTENSIONS)
WITH_IDS = ("html", "docx", "jats")


@pytest.fixture
def render(tmp_path, shared_kernel):
    def render(text: str, format: str, **files: str) -> dict:
        for file in (CONTRACT / "fixtures" / "d2-subfigures" / "north.png", CONTRACT / "common" / "refs.bib"):
            shutil.copy(file, tmp_path)
        for name, content in {"index.qmd": text, **files}.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        build.render(tmp_path / "index.qmd", (format,))
        return extract(str(tmp_path / ("index" + EXTENSIONS[format])))

    return render


def paragraphs(found: dict) -> list[str]:
    return [text for kind, text in found["body"] if kind == "p"]


def part(format: str, number: int, letter: str) -> str:
    return f"{number}{letter}" if format == "typst" else f"{number} ({letter})"


PANELS = """---
title: T
---

@fig-both, @fig-a, [-@fig-b], [@fig-a; @fig-b], [Panel @tbl-two-b], @fig-later.

::: {#fig-both layout-ncol=2}
![First *map*](north.png){#fig-a}

![Second](north.png){#fig-b}

Both maps
:::

::: {#tbl-two layout-ncol=2}
| A |
|---|
| 1 |

: First {#tbl-two-a}

| C |
|---|
| 3 |

: Second {#tbl-two-b}

Main, with @fig-a
:::

::: {#fig-later}
![](north.png)
:::
"""


@pytest.mark.parametrize("format", ALL)
def test_parts_are_lettered_and_referred_to_through_their_whole(format, render):
    """Section 3: nested images and tables are parts; lists of references have commas.

    "Figure 1 (a)" is "Figure 1a" in the PDF.
    """
    found = render(PANELS, format)
    a, b, two_b = part(format, 1, "a"), part(format, 1, "b"), part(format, 1, "b")
    assert paragraphs(found)[-1:] == [
        f"Figure 1, Figure {a}, {b}, Figure {a}, Figure {b}, Panel {two_b}, Figure 2."
    ]
    floats = {float["label"]: float for float in found["floats"]}
    assert [(p["label"], p["caption"]) for p in floats["Figure 1"]["sub"]] == [
        ("(a)", "First map"),
        ("(b)", "Second"),
    ]
    assert floats["Table 1"]["caption"] == f"Main, with Figure {a}"
    assert floats["Figure 2"]["caption"] == ""


LISTS = """---
title: T
---

1. First

   $$ a $$ {#eq-one}

2. Second

   > Quoted $$ b $$ {#eq-two}

- A

  ::: {#tip-x .callout-tip}
  ## Titled @eq-two
  Inside, see @tip-x.
  :::

Term
:   See @eq-one.[^1]

[^1]: A note on @tip-x.
"""


@pytest.mark.parametrize("format", ALL)
def test_equations_and_callouts_are_numbered_inside_lists_quotes_and_definitions(format, render):
    """Sections 5 and 9: "Equation 1" without brackets, "Tip 1: Title"; JATS drops "Tip 1:"."""
    found = render(LISTS, format)
    assert {"Equation 1", "Equation 2", "Tip 1"} == {text for text, _ in found["xrefs"]}
    assert found["footnotes"] == ["A note on Tip 1."]
    shown = str(found["callouts"]) + str(found["body"])
    assert "Titled Equation 2" in shown and ("Tip 1: Titled" in shown) == (format != "jats")


SECTIONS = """---
title: T
number-sections: true
number-depth: 2
crossref: {sec-prefix: "§", fig-title: Plate, fig-prefix: pl., title-delim: "."}
---

### Deep first {#sec-d}

# One {#sec-one}

## Two {#sec-two}

### Three {#sec-three}

# Free {-}

# Last {.appendix #sec-last}

@sec-d, @sec-three, [-@sec-two], @sec-last, @fig-x, @Fig-x.

![C](north.png){#fig-x}
"""


@pytest.mark.parametrize("format", ALL)
def test_references_print_numbers_that_headings_do_not(format, render):
    """Sections 2 and 3: number-depth limits headings only; the PDF letters level 3; labels can be renamed.

    Appendices go on counting.
    """
    found = render(SECTIONS, format)
    deep, three = ("0.0.a", "1.1.a") if format == "typst" else ("0.0.1", "1.1.1")
    assert f"§ {deep}, § {three}, 1.1, § 2, pl. 1, Pl. 1." in paragraphs(found)
    numbers = {heading["text"]: heading["number"] for heading in found["headings"]}
    assert numbers == {"Deep first": "", "One": "1", "Two": "1.1", "Three": "", "Free": "", "Last": "2"}
    assert found["floats"][0]["label"].startswith("Plate 1")


CONDITIONS = """---
title: T
a: {yes: true, text: "true"}
---

[h]{.content-visible when-format="html"}[w]{.content-visible when-format="docx"}\
[n]{.content-hidden when-format="html"} x [y]{.content-visible when-meta="a.yes"}\
[t]{.content-visible when-meta="a.text"}[u]{.content-visible unless-meta="a.yes"}\
[p]{.content-visible when-profile="p"}

::: {.content-visible when-format="html" when-format="docx"}
Either.
:::

::: {.content-hidden unless-format="jats"}
![Only JATS](north.png){#fig-j}
:::

``` {.python .content-visible when-format="docx"}
only_word()
```

![All](north.png){#fig-all}

@fig-all
"""


@pytest.mark.parametrize(
    ("format", "line", "number"),
    [("html", "h x y", 1), ("docx", "wn x y", 1), ("typst", "n x y", 1), ("jats", "n x y", 2)],
)
def test_conditions_hold_for_spans_divs_and_code_and_hidden_figures_take_no_number(
    format, line, number, render
):
    """Section 11: true booleans only; several values of one condition are alternatives."""
    found = render(CONDITIONS, format)
    assert paragraphs(found)[0] == line
    assert ("Either." in paragraphs(found)) == (format in ("html", "docx"))
    assert [code["text"] for code in found["code"]] == (["only_word()"] if format == "docx" else [])
    assert f"Figure {number}" in paragraphs(found)


CITES = """---
title: T
bibliography: refs.bib
nocite: "@sjaastad1962"
format:
  typst: {citeproc: true}
---

# On @harris1970

[see @kim2015, p. 3; also -@harris1970]; not a@b.org.^[In a note [@kim2015].]

![Map [@kim2015]](north.png){#fig-a}

# Works {.unnumbered}

::: {#refs}
:::

# After

End.
"""


@pytest.mark.parametrize("format", ALL)
def test_citations_stand_in_headings_notes_and_captions_and_the_list_where_it_is_put(format, render):
    """Section 8: with citeproc every format prints the same; JATS keeps the list at the back."""
    found = render(CITES, format)
    assert found["headings"][0]["text"] == "On Harris and Todaro (1970)"
    assert "(see Kim 2015, 3; also 1970); not a@b.org." in paragraphs(found)[0]
    assert found["footnotes"] == ["In a note (Kim 2015)."]
    assert found["floats"][0]["caption"] == "Map (Kim 2015)"
    entries = [entry["text"] for entry in found["bibliography"]] or [
        text for text in paragraphs(found) if "(1970)" not in text and " 19" in text
    ]
    assert any("Sjaastad" in text for text in entries)
    after = found["order"].index("h:After")
    assert ("refs" in found["order"][after:]) == (format == "jats")


FRONT = """---
title: "On *moves* -- a 'quote'"
subtitle: Sub
a: {b: [x, "*y*"]}
author:
  - name: Ann Lee
    orcid: 0000-0001-2345-6789
    corresponding: true
    email: ann@example.org
    affiliations: [{ref: one}, {name: Two, city: Astana}]
  - name: {given: Bo, family: van Dam}
    affiliations: [{name: Two, city: Astana}]
affiliations:
  - {id: one, name: One, department: Dept, country: Kazakhstan}
date: 2026-03-05
abstract: |
  First `{python} 1 + 1`.

  Second {{< meta a.b.2 >}}.
abstract-title: Summary
keywords: [a, "{{< meta a.b.1 >}}"]
---

Text.
"""


@pytest.mark.parametrize("format", ALL)
def test_front_matter_runs_code_and_equal_affiliations_are_one(format, render):
    """Section 1: HTML prints names of institutions only and the date in words.

    Word and PDF the date as typed; JATS all institutions and the date in numbers.
    """
    found = render(FRONT, format)
    assert found["keywords"] == ["a", "x"]
    if format == "typst":
        assert found["front"] == [
            "On moves – a ‘quote’",
            "Sub",
            "Ann LeeOne, Twoann@example.org",
            "Bo van DamTwo",
            "2026-03-05",
            "Summary First 2.",
        ]
        return
    assert (found["title"], found["subtitle"]) == ("On moves – a ‘quote’", "Sub")
    assert found["abstract"] == ["First 2.", "Second y."]
    assert found["date"] == {"html": "March 5, 2026", "docx": "2026-03-05", "jats": "2026-03-05"}[format]
    institutions = {
        "html": [["One", "Two"], ["Two"]],
        "jats": [["Dept, One, Kazakhstan", "Two, Astana"], ["Two, Astana"]],
    }
    if format in institutions:
        assert [author["affiliations"] for author in found["authors"]] == institutions[format]
        assert found["authors"][0]["orcid"] == "0000-0001-2345-6789"


CELLS = """---
title: T
execute: {echo: false, warning: false}
---

1. item

   ```{python}
   #| label: tbl-in
   #| tbl-cap: "In a list, see @fig-two^[A note.]"
   from IPython.display import HTML, Markdown, display
   Markdown("| a |\\n|---|\\n| *x* |")
   ```

```{python}
#| warning: true
import sys
print("o"); print("e", file=sys.stderr)
```

```{python}
print("never", file=sys.stderr)
```

```{python}
#| output: asis
print("**b**\\n\\n## Made {#sec-made}")
```

```{python}
#| label: fig-two
#| fig-cap: Two
#| fig-subcap: [North, South]
#| fig-alt: [AN, AS]
#| layout-ncol: 2
import matplotlib.pyplot as plt
plt.plot([1]); plt.show()
plt.plot([2]); plt.show()
```

```{python}
#| layout-ncol: 2
#| echo: true
print("said")
display(Markdown("L"), Markdown("R"))
```

{{< include part.qmd >}}

Values `{python} 1 / 4`, `{python} None`, `{python} "a_b *c*"`, `{python} Markdown("*m*")`, \
`{python} [1, 'x']`, `{python} __import__("decimal").Decimal("0.79")`.
"""
PART = (
    "```{python}\n#| label: tbl-part\n#| tbl-cap: Part\nMarkdown('| p |\\n|---|\\n| 1 |')\n```\n\n"
    "See @tbl-part and @fig-two-2.\n"
)


@pytest.mark.parametrize("format", ALL)
def test_cells_in_lists_includes_and_layouts(format, render):
    """Sections 3, 4, 6, 7 and 10.

    Options of cells beat the document's, includes run as if pasted, values print as `display` would show
    them.
    """
    found = render(CELLS, format, **{"part.qmd": PART})
    text = " ".join(text for _, text in found["body"]) + str(found["code"]) + str(found["outputs"])
    assert f"See Table 2 and Figure {part(format, 1, 'b')}." in paragraphs(found)
    assert "Values 0.25, None, a_b *c*, m, [1, ‘x’], Decimal(‘0.79’)." in paragraphs(found)
    figure = next(float for float in found["floats"] if float["label"] == "Figure 1")
    assert [p["caption"] for p in figure["sub"]] == ["North", "South"]
    assert [p["alt"] for p in figure["sub"]] == ([[], []] if format == "jats" else [["AN"], ["AS"]])
    assert "e" in text and "never" not in text and "b" in paragraphs(found)
    assert {"L", "R"} <= set(paragraphs(found)) or [["L", "R"]] in [
        table["rows"] for table in found["tables"]
    ]
    assert "Made" in [heading["text"] for heading in found["headings"]]
    assert 'print("said")' in text.replace("print ( ", "print(").replace(" )", ")").replace(r"\"", '"')


TABLES = """---
title: T
---

| A | B |
|:--|--:|
| [l](https://example.org) | 1^[In a cell.] |

: Grid with $x$ {#tbl-a}

| c |
|---|
| d |

: Unlabelled

| e |
|---|
| f |

```{=html}
<table><thead><tr><th>H</th></tr></thead><tbody><tr><td>мәтін</td></tr></tbody></table>
```

@tbl-a
"""


@pytest.mark.parametrize("format", ALL)
def test_tables_with_and_without_captions_and_of_html_are_real_tables(format, render):
    """Sections 3 and 4: only labelled tables are numbered; an HTML table is a table in every format."""
    found = render(TABLES, format)
    assert [table["rows"][-1][0] for table in found["tables"]] == ["l", "d", "f", "мәтін"]
    assert [float["label"] for float in found["floats"] if float["label"]] == ["Table 1"]
    assert found["footnotes"] == ["In a cell."]
    assert "Table 1" in paragraphs(found)


SHORTCODES = """---
title: "About {{< meta a.b >}}"
a: {b: val}
---

{{< meta a.b >}} {{< var v.w >}} {{< var list.2 >}} {{< env NO_SUCH_NAME "dflt" >}} \
{{{< meta a.b >}}} `{{< meta a.b >}}` {{< meta no >}}

## Head {{< var v.w >}} {#sec-h}

![Cap {{< var v.w >}}](north.png){#fig-z}

- a

  ::: {.content-hidden when-format="typst"}
  {{< pagebreak >}}
  :::

  b

::: {.callout-note title="T {{< meta a.b >}}"}
x
:::
"""


@pytest.mark.parametrize("format", ALL)
def test_shortcodes_stand_in_text_headings_captions_titles_and_code_spans(format, render):
    """Section 10: a missing name prints ?meta:name; a page break inside a list item leaves the item whole."""
    found = render(SHORTCODES, format, **{"_variables.yml": "v: {w: W *it*}\nlist: [one, two]\n"})
    assert paragraphs(found)[0] == "val W it two dflt {{< meta a.b >}} val ?meta:no"
    assert found["headings"][0]["text"] == "Head W it" and found["floats"][0]["caption"] == "Cap W it"
    assert "{=" not in str(found["body"]) and "T val" in str(found["callouts"]) + str(found["body"])


@pytest.mark.parametrize("format", ALL)
def test_alt_texts_and_texts_with_marks_of_xml_and_typst_are_kept(format, render):
    """Section 3: alt texts reach HTML and PDF, and Word by press; nothing in them breaks a format."""
    found = render(
        (
            '---\ntitle: "A & B $5 #x"\n---\n\n![C & D](north.png){#fig-a fig-alt="E & <F> \\"g\\""}\n\n'
            "H & #i $5 @fig-a *J*\\_k"
        ),
        format,
    )
    assert found["title"] == "A & B $5 #x" and paragraphs(found) == ["H & #i $5 Figure 1 J_k"]
    assert found["floats"][0]["alt"] == ([] if format == "jats" else ['E & <F> "g"'])


@pytest.mark.parametrize("format", ALL)
def test_a_div_that_pandoc_does_not_see_is_refused(format, render):
    with pytest.raises(PressError, match=r"index.qmd:3: a line of ::: opens and closes no div"):
        render("1. a\n\n    ::: {.callout-tip}\n    x\n    :::\n", format)


def test_a_page_break_that_typst_cannot_set_is_named_with_its_line(render):
    with pytest.raises(PressError, match="index.qmd:3: a pagebreak inside a list"):
        render("- a\n\n  {{< pagebreak >}}\n\n  b\n", "typst")


@pytest.mark.parametrize("format", ("docx", "typst"))
def test_today_is_a_date_in_every_format(format, render, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772668800")
    assert "2026-03-05" in str(render("---\ntitle: T\ndate: today\n---\n\nText.", format))


def test_folder_metadata_are_checked_like_front_matter(tmp_path):
    (tmp_path / "_quarto.yml").write_text("project:\n  type: website\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "_metadata.yml").write_text("toc: true\nfilters: [a.py]\n")
    (tmp_path / "sub" / "page.qmd").write_text("Text.\n")
    with pytest.raises(PressError, match=r"_metadata.yml:2: the filter `a.py` is not supported"):
        build.render(tmp_path)


def test_unlisted_headings_stay_out_of_the_contents(render, tmp_path):
    render("---\ntitle: T\ntoc: true\n---\n\n# A\n\n# B {.unlisted}\n", "html")
    assert (
        '<a href="#a">A</a>' in (tmp_path / "index.html").read_text()
        and 'href="#b"' not in (tmp_path / "index.html").read_text()
    )
