"""What authors write that is easily misread: shortcodes over lines, captions within HTML tables, no title.

The expectations are what genuine Quarto 1.10.18 prints for the same text, but for the browser's title.
"""

import re

import pytest

from press.base.errors import PressError
from press.render import build
from press.render.document import EXTENSIONS
from tests.press.render.contract.extract import extract
from tests.press.render.pages import executed

ALL = tuple(EXTENSIONS)
MANY = r"""---
office:
  st.at:
    short: the bureau
town: on the steppe
path: "`Str \"data--raw\"`{=pandoc-native}"
---

## What was read

Over two lines: {{< meta
town >}}. A key with a dot: {{< meta office.st\\.at.short >}}. Raw text: {{< meta path >}}.

> Quoted {{< meta town >}}.

```{.text shortcodes="false"}
{{< meta town >}}
```

::: {#tbl-one}

```{=html}
<table>
  <caption>Its own caption.</caption>
  <thead><tr><th><span data-qmd="*Region* now"></span></th><th>Rate</th></tr></thead>
  <tbody><tr><td>Akmola</td><td><div data-qmd="**7**"></div></td></tr></tbody>
</table>
```

:::

::: {.callout-warning title=""}
Without a title.
:::

::: {.callout-tip appearance="simple"}
Without a title either.
:::

::: {.callout-important appearance="simple"}
## Named
With a title.
:::

::: {#tbl-two}

| a |
|---|
| 1 |

: Of a pipe table.

:::

::: {#tbl-three}

```{=html}
<table><tr><td>x</td></tr></table>
```

Below the table.

:::

```{=html}
<table><caption>Without a label.</caption><tr><td>y</td></tr></table>
```

See @tbl-one, @tbl-two, @tbl-three.
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reading")
    (folder / "a.b.qmd").write_text(MANY, encoding="utf-8")
    build.render(folder / "a.b.qmd", ALL)
    return folder


@pytest.mark.parametrize("format", ALL)
def test_shortcodes_and_captions_of_tables_are_read_in_every_format(pages, format):
    found = extract(str(pages / f"a.b{EXTENSIONS[format]}"))
    told = str(found["body"]) + str(found.get("front", ""))
    assert "Over two lines: on the steppe. A key with a dot: the bureau. Raw text: data--raw." in told
    assert "Quoted on the steppe." in told and "{{< meta town >}}" in str(found)
    captions = {table["label"]: table["caption"] for table in found["floats"] if table["label"]}
    assert captions == {
        "Table 1": "Its own caption.",
        "Table 2": "Of a pipe table.",
        "Table 3": "Below the table.",
    }
    assert "Warning" in str(found) and "Named" in str(found) and "Important" not in str(found)
    assert ("Tip" in str(found)) == (format in ("typst", "jats"))
    first = found["tables"][0]
    assert (first["header"], first["rows"]) == ([["Region now", "Rate"]], [["Akmola", "7"]])
    assert str(found["tables"]).count("'y'") == 1


def test_a_page_is_named_by_its_first_heading_and_its_file_by_all_of_the_sources_name(pages):
    assert "<title>What was read</title>" in (pages / "a.b.html").read_text("utf-8")
    assert (pages / "a.b_files").is_dir() and not list(pages.glob("a.html"))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Text.", "two.words"),
        ("---\ntitle: T\n---\n\n# H", "T"),
        ("---\npagetitle: P\n---\n\n# H", "P"),
        ("# `f` and *g*", "f and g"),
        ("Text.\n\n### Third {#x}", "Third"),
        ("Text.^[A note.]", "two.words"),
    ],
)
def test_the_browsers_title_is_never_empty(text, title, tmp_path):
    (tmp_path / "two.words.qmd").write_text(text, encoding="utf-8")
    build.render(tmp_path / "two.words.qmd", ("html",))
    page = (tmp_path / "two.words.html").read_text("utf-8")
    assert re.findall("<title>(.*?)</title>", page) == [title]
    assert '<h1 class="title"></h1>' not in page and ("title-block-header" in page) == (title == "T")


@pytest.mark.parametrize(
    ("stated", "name"),
    [("v1.2", "v1.2.html"), ("v1.2.html", "v1.2.html"), ("v", "v.html"), ("a/v.pdf", "v.html")],
)
def test_only_an_ending_of_a_page_is_no_part_of_its_name(stated, name, tmp_path):
    assert executed(tmp_path, "Text.", formats={"html": {"output-file": stated}}).output_name("html") == name


def test_raw_text_that_pandoc_cannot_read_is_refused_with_its_line(tmp_path):
    (tmp_path / "index.qmd").write_text('Text.\n\n`Str "a`{=pandoc-native}\n', encoding="utf-8")
    with pytest.raises(PressError, match=r'index.qmd:3: pandoc cannot read this raw text: Str "a'):
        build.render(tmp_path / "index.qmd", ("html",))


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("---\nformat: pdf\n---\n", "for a PDF say typst"),
        ("---\nembed-resources: true\n---\n", "pass on its folder with it, or the PDF"),
        ("---\ncode-annotations: hover\n---\n", "write the remarks as comments"),
        ("---\ncrossref: {fig-labels: roman}\n---\n", "rename kinds with fig-title"),
        ("::: {#thm-a}\nx\n:::\n", r"press does not support #thm-a: name and number it in the text"),
        ("::: {#exr-a}\nx\n:::\n", r"press does not support #exr-a: name and number it in the text"),
        ("::: {.proof}\nx\n:::\n", "begin the paragraph with the word"),
        ("::: {.panel-tabset}\n## A\n:::\n", "write its parts as sections"),
        ("::: {.callout-danger}\nx\n:::\n", "there are .callout-note"),
        ("```{.python}\nx = 1 # <1>\n```\n", "write the remark as a comment"),
        ("```{mermaid}\nx\n```\n", "put the drawing into an SVG"),
        ("A {{< brand color red >}}\n", "keep the value in _variables.yml"),
    ],
)
def test_what_is_refused_names_the_nearest_thing_that_works(text, instead, tmp_path):
    (tmp_path / "index.qmd").write_text(text, encoding="utf-8")
    with pytest.raises(PressError, match=rf"index.qmd:\d+: .*{instead}"):
        build.render(tmp_path / "index.qmd", ())


def test_options_that_say_what_press_does_anyhow_are_let_pass(tmp_path):
    text = (
        "---\ncode-annotations: none\ncrossref: {ref-hyperlink: true, labels: arabic, chapters: false}\n"
        "---\n\nText.\n"
    )
    (tmp_path / "index.qmd").write_text(text, encoding="utf-8")
    assert build.render(tmp_path / "index.qmd", ("jats",))


@pytest.mark.parametrize(
    "text", ["---\ntitle: Of $x^2$ and `y`\n---\n\nText.\n", "# Of $x^2$ and `y`\n\nText.\n"]
)
def test_a_formula_stands_once_in_the_browsers_title(text, tmp_path):
    (tmp_path / "a.qmd").write_text(text, encoding="utf-8")
    build.render(tmp_path / "a.qmd", ("html",))
    assert re.findall("<title>(.*?)</title>", (tmp_path / "a.html").read_text("utf-8")) == ["Of x^2 and y"]
