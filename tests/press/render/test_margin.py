"""What stands beside the text is printed once in every format, wherever it was written."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from press.base.errors import PressError
from press.render import options
from tests.press.render.pages import made

NORTH = Path(__file__).parent / "contract" / "fixtures" / "p1-margin" / "north.png"
EVERYWHERE = """\
::: {.column-margin}
Number 101 begins the page.
:::

::: {.aside}
Number 102 follows it.
:::

# Head [number 103]{.aside}

::: {.column-margin}
Number 104 behind a heading, with a note.^[Number 105 within.]
:::

- item [number 106]{.aside} ends

  ::: {.column-margin}
  Number 107 in an item
  :::
- other

::: {.callout-note}
Body 108.

::: {.column-margin}
- list 109
- list 110
:::
:::

| a [number 111]{.aside} | b |
|---|---|
| 1 | 2 [number 112]{.column-margin} |

: Caption [number 113]{.aside} {#tbl-a}

See @tbl-a *and [number 114]{.aside} emphasis*.

![Picture 115](north.png){#fig-p .column-margin fig-alt="A map"}

```{.python .column-margin}
x = 116
```

::: {#fig-q .column-margin}
![](north.png){fig-alt="A map"}

Caption 117
:::

See @fig-p, @fig-q.

$$ y = 118 $$ {#eq-y}

::: {.column-margin}
Behind the formula 119
:::

> Quote 120
>
> ::: {.column-margin .mine}
> Beside the quote 121
> :::

::: {.column-margin}
Nested [number 122]{.aside} here 123

::: {.column-margin}
Deep 124
:::
:::

Word[^1] end.

[^1]: A note [number 125]{.aside} of 126.

::: {.column-margin}
Last 127
:::

See @eq-y.
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("margin")
    shutil.copy(NORTH, folder)
    return {name: made(folder, name, EVERYWHERE) for name in ("html", "typst", "docx", "jats")}


def printed(page: Path) -> str:
    """The text of a page."""
    if page.suffix == ".pdf":
        pdfplumber = pytest.importorskip("pdfplumber")
        with pdfplumber.open(page) as pdf:
            return " ".join(sheet.extract_text() for sheet in pdf.pages)
    if page.suffix == ".docx":
        with zipfile.ZipFile(page) as word:
            parts = [word.read(f"word/{name}.xml") for name in ("document", "footnotes")]
        return " ".join("".join(etree.fromstring(part).itertext()) for part in parts)
    if page.suffix == ".xml":
        return " ".join(etree.parse(page).getroot().itertext())
    tree = html.parse(page)
    for annotation in tree.xpath("//*[local-name()='annotation']"):
        annotation.drop_tree()
    return tree.getroot().text_content()


@pytest.mark.parametrize("format", ["html", "typst", "docx", "jats"])
def test_all_that_stands_in_the_margin_is_printed(pages, format):
    text = printed(pages[format])
    assert [number for number in range(101, 128) if str(number) not in text] == []


def test_html_prints_it_once(pages):
    found = re.findall(r"(?<!\d)1[012]\d(?!\d)", printed(pages["html"]))
    assert sorted(found) == [str(number) for number in range(101, 128)]


def test_jats_has_it_in_notes_and_only_figures_tables_and_code_in_the_text(pages):
    article = etree.parse(pages["jats"]).getroot()
    notes = [" ".join("".join(part.itertext()) for part in note.iter("p")) for note in article.iter("fn")]
    assert "Number 107 in an item" in notes
    assert "Number 105 within." in notes
    assert "A note number 125 of 126." in notes
    assert [part.get("id") for part in article.iter("fig")] == ["tbl-a", "fig-p", "fig-q"]
    assert article.findtext("body//code") == "x = 116"


def test_html_sets_it_beside_the_paragraph_and_says_that_it_is_a_note(pages):
    page = html.parse(pages["html"]).getroot()
    beside = page.find_class("column-margin")
    assert all(part.get("role") == "note" for part in beside)
    item = next(part for part in beside if "106" in part.text_content())
    assert item.getparent().tag == "li"
    assert page.xpath("//*[@class='column-margin']//*[@id='fig-p']")


@pytest.mark.parametrize("format", ["html", "docx"])
def test_places_that_press_does_not_have_are_named(tmp_path, format):
    for text, sentence in {
        "[x]{.column-page}": "press does not support .column-page",
        "::: {.column-screen-inset}\nx\n:::": "press does not support .column-screen-inset",
        "[x]{.margin-caption}": "press does not support .margin-caption",
        '| a |\n|---|\n| 1 |\n\n: C {#tbl-a tbl-cap-location="margin"}': "the attribute tbl-cap-location",
    }.items():
        with pytest.raises(PressError, match=re.escape(sentence)):
            made(tmp_path, format, text)


@pytest.mark.parametrize("names", ["wide", ".wide", ".wide .of-mine", "a_b"])
def test_a_cell_has_classes(names):
    assert options.problem_in_cell({"classes": names}) is None


@pytest.mark.parametrize("names", ["wide of-mine", ["wide"], "", "a,b", "{x}", 'a"b', 3])
def test_names_that_quarto_would_not_read_are_no_classes(names):
    assert options.problem_in_cell({"classes": names}) == (
        "classes",
        f"cell option `classes` cannot be `{names}`.",
    )


@pytest.mark.parametrize("place", ["margin", "left", True])
def test_a_caption_stands_above_or_below(place):
    for name in ("cap-location", "fig-cap-location", "tbl-cap-location", "lst-cap-location"):
        assert options.problem_in_cell({name: "top"}) is None
        assert options.problem_in_cell({name: place})[0] == name
        assert options.problem_in_document({name: "bottom"}) is None
        assert options.problem_in_document({name: place})[0] == name


UNLABELLED = """\
::: {.cell tbl-cap="Low" tbl-cap-location="bottom"}
::: {.cell-output .cell-output-display}
| a |
|---|
| 1 |
:::
:::

::: {.cell fig-cap="High" cap-location="top"}
::: {.cell-output .cell-output-display}
![](north.png){fig-alt="A map"}
:::
:::
"""


def test_captions_without_label_stand_where_their_cell_says(tmp_path):
    shutil.copy(NORTH, tmp_path)
    page = html.parse(made(tmp_path, "html", UNLABELLED)).getroot()
    (table,), (figure,) = page.iter("table"), page.iter("figure")
    assert table.get("class") == "caption-bottom"
    assert [part.tag for part in figure][0] == "figcaption"
    assert not page.xpath("//@data-cap-location | //@data-tbl-cap-location")
    with zipfile.ZipFile(made(tmp_path, "docx", UNLABELLED)) as word:
        text = "".join(etree.fromstring(word.read("word/document.xml")).itertext())
    assert re.search("a.*1.*Low.*High", text, re.DOTALL)
