"""Where authors wrote their figures and tables, and what pages and the terminal say of those."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.base.errors import InputError
from press.trace.documents import Documents
from press.trace.page_record import read_page
from press.trace.written import place_of
from tests.recorded_pages import figure, recorded

DOCUMENT = """---
title: A
---

See @fig-cell, @fig-picture and `#fig-cell`.

```{python}
#| label: fig-cell
draw()
```

{{< include _parts/own.md >}}

![A picture](a.png){width=50% #fig-picture}

::: {#fig-box layout-ncol=2}
![North](n.png){#fig-north}
:::

```{python}
#| label: "tbl-quoted"
```
"""
PART = """One.

| a |
|---|
| 1 |

: A table {#tbl-part}
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    (tmp_path / "_parts").mkdir()
    (tmp_path / "_parts" / "own.md").write_text(PART)
    (tmp_path / "a.qmd").write_text(DOCUMENT)
    return tmp_path / "a.qmd"


@pytest.mark.parametrize(
    ("label", "name", "line"),
    [
        ("fig-cell", "a.qmd", 8),
        ("fig-cell-2", "a.qmd", 8),
        ("tbl-part", "own.md", 7),
        ("fig-picture", "a.qmd", 14),
        ("fig-box", "a.qmd", 16),
        ("fig-north", "a.qmd", 17),
        ("tbl-quoted", "a.qmd", 21),
    ],
)
def test_a_label_is_found_where_the_author_wrote_it(document: Path, label: str, name: str, line: int):
    file, found = place_of(document, label, document.parent)
    assert (file.name, found) == (name, line)


def test_a_label_that_is_nowhere_has_no_place(document: Path):
    assert place_of(document, "fig-none", document.parent) is None
    assert place_of(document.with_name("none.qmd"), "fig-cell", document.parent) is None


PAIR = f"""
::: {{#fig-pair .quarto-float}}
{figure("fig-north", "[(a)]{} North: cold", "n.png", "Of the north")}
{figure("fig-south", "[(b)]{} South", "s.png", "Of the south")}

Figure 2: Both sides
:::

::: {{.table-note}}
Its note.
:::
"""


def test_parts_are_called_by_their_whole_and_have_a_picture_each():
    text = recorded(PAIR)
    found = read_page(text).exhibits.values()
    assert [(one.label, one.title, one.image) for one in found] == [
        ("fig-pair", "Figure 2", ""),
        ("fig-north", "Figure 2 (a)", "n.png"),
        ("fig-south", "Figure 2 (b)", "s.png"),
    ]
    assert text.index("Its note.") < text.index("<!--edition:below:fig-pair-->")


class Nothing:
    """A paper with one table."""

    exhibits = {"tbl-only": None}


def test_an_exhibit_that_the_paper_does_not_have_is_said_in_one_sentence():
    with pytest.raises(InputError, match=r'exhibit\("tbl-onyl"\): found no such table .* as tbl-only;'):
        Documents(Nothing()).exhibit("tbl-onyl")
