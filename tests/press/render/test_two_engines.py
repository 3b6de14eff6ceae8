"""The PDF of genuine Quarto, where it is installed, looks as that of press: same words, same places."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest

from press.base.paths import ROOT
from press.render import build

FILTER = "press/render/filters/quarto_floats.lua"
PARTIALS = (
    "paper/theme/typst-template.typ",
    "paper/theme/typst-show.typ",
    "press/render/templates/typst/press.typ",
)
WORDS = "Some words of text that fill the page and go on. " * 60
ROWS = "".join(
    f"| {f'Group {row // 7}' if row % 7 == 0 else ''} | row{row} | {row}.5 |\n" for row in range(70)
)
TEXT = f"""---
title: "A Title That Takes More Than One Line of the Page, as Titles of Papers Do, and Goes On"
author:
  - name: Ann Lee
    email: ann@example.org
    affiliations: [{{name: "The Institute of Long Names at the Academy of Even Longer Names"}}]
  - name: Bo Ray
    email: bo@example.org
    corresponding: true
    affiliations: [{{name: "The Second Institute of Long Names at Another Academy of Names"}}]
abstract: In short.
keywords: [one word, another]
jupyter: python3
---

# One

{WORDS}

```{{python}}
#| label: tbl-a
#| tbl-cap: "What the columns hold"
#| echo: false
from IPython.display import Markdown
Markdown("| Variable | Estimate | Meaning |\\n|---|--:|------|\\n| `in_migration_rate` | 0.79 | a rate |\\n")
```

::: {{.table-note}}
*Note.* Small print of the first table.
:::

See @tbl-a and @tbl-b. {WORDS}

| Group | Name | Value |
|---|---|--:|
{ROWS}
: A long table {{#tbl-b}}

{WORDS}
"""


@pytest.fixture
def project(tmp_path) -> Path:
    for name in (
        *PARTIALS,
        FILTER,
        *(f"{FILTER.rpartition('/')[0]}/{name}.lua" for name in ("writer_typst", "widths", "words")),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    partials = "".join(f"      - {name}\n" for name in PARTIALS)
    (tmp_path / "_quarto.yml").write_text(
        "project:\n  type: default\n  output-dir: _site\n"
        f"filters:\n  - path: {FILTER}\n    at: post-render\nnumber-sections: true\n"
        "format:\n  typst:\n    papersize: a4\n    mainfont: Libertinus Serif\n    fontsize: 10.5pt\n"
        f"    margin: {{x: 2.6cm, top: 2.5cm, bottom: 2.6cm}}\n    template-partials:\n{partials}",
        encoding="utf-8",
    )
    (tmp_path / "index.qmd").write_text(TEXT, encoding="utf-8")
    return tmp_path


def words_of(pdf: Path) -> list[list[tuple[str, int, int]]]:
    """The words of each page, with their places in steps of two points."""
    with pdfplumber.open(pdf) as document:
        return [
            [(word["text"], round(word["x0"] / 2), round(word["top"] / 2)) for word in page.extract_words()]
            for page in document.pages
        ]


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("quarto"), reason="genuine Quarto is not installed")
def test_both_engines_set_the_same_pages(project, shared_kernel):
    build.render(project / "index.qmd", ("typst",))
    pdf = project / "_site" / "index.pdf"
    ours = words_of(pdf)
    pdf.unlink()
    subprocess.run(
        ["quarto", "render", "index.qmd", "--to", "typst"],
        cwd=project,
        env=os.environ | {"QUARTO_PYTHON": sys.executable},
        check=True,
        capture_output=True,
    )
    theirs = words_of(pdf)
    assert [[word for word, *_ in page] for page in theirs] == [[word for word, *_ in page] for page in ours]
    moved = [
        pair
        for one, other in zip(ours, theirs, strict=True)
        for pair in zip(one, other, strict=True)
        if max(abs(a - b) for a, b in zip(pair[0][1:], pair[1][1:], strict=True)) > 2
    ]
    assert moved == []
