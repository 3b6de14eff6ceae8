"""Parts of an executed document are found by their identifiers, whatever stands in code."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.base.errors import InputError
from press.journal import parts
from press.render.document import Line

TEXT = """\
::: {#about .callout-note title="About"}
Who made it.

::: {.content-visible}
More.
:::
:::

## One {#sec-one}

```
## Two {#sec-two}
::: {#tbl-false .cell}
```

::: {#tbl-a .cell tbl-cap="A"}
::: {.cell-output}
| a |
|---|
| 1 |
:::
:::

::: {.table-note}
Its note.
:::

### Deeper {#sec-deeper}

Below @tbl-a.

## Two {#sec-two .unnumbered}

::: {#fig-b .cell fig-cap="B"}
![](b.png)
:::

The end."""


def lines(text: str = TEXT) -> list[Line]:
    return [Line(line, Path("a.qmd"), number) for number, line in enumerate(text.split("\n"), 1)]


def text(made: list[Line]) -> str:
    return "\n".join(line.text for line in made)


def test_a_div_goes_with_all_that_is_in_it():
    assert text(parts.without_parts(lines(), ["about"])).lstrip() == TEXT[TEXT.index("## One") :]


def test_a_section_goes_with_its_subsections_up_to_the_next_of_its_depth():
    left = text(parts.without_parts(lines(), ["sec-one"]))
    assert "Deeper" not in left and "#tbl-a" not in left
    assert left.count("## Two") == 1 and "The end." in left


def test_the_last_section_goes_to_the_end():
    assert text(parts.without_parts(lines(), ["sec-two"])).rstrip().endswith("Below @tbl-a.")


def test_a_part_that_is_not_there_is_named():
    with pytest.raises(InputError, match="found sec-none"):
        parts.without_parts(lines(), ["sec-none"])


def test_exhibits_are_listed_in_their_order_without_those_in_code():
    assert [label for label, _, _ in parts.exhibits_in(lines())] == ["tbl-a", "fig-b"]


def test_exhibits_move_to_the_end_with_their_notes_and_leave_a_word_behind():
    made = text(parts.move_exhibits_last(lines(), "docx"))
    before, after = made.split("The end.")
    assert r"\[@tbl-a about here\]" in before and r"\[@fig-b about here\]" in before
    assert "Its note." in after and "Its note." not in before
    assert after.index("#tbl-a") < after.index("#fig-b") and after.count('w:type="page"') == 2


OWN = """\
![A picture](a.png){#fig-own fig-alt="Of {#fig-false} it"}

Text `{#fig-code}`.

::: {#fig-two layout-ncol=2}
![North](n.png){#fig-n}

![South](s.png){#fig-s}

Both
:::

| a |
|---|
| 1 |

: Below {#tbl-below}

Table: Above {#tbl-above tbl-colwidths="[1]"}

| b |
|---|
| 2 |

| c |
|---|
| 3 |
: Close {#tbl-close}

::: {#fig-cell .cell fig-cap="C"}
![](c.png)
:::

::: {.table-note}
Its note.
:::

![Two lines
long](d.png){#fig-long
width=50%}

The end."""


def test_what_the_author_typed_with_a_label_is_an_exhibit_too():
    found = parts.exhibits_in(lines(OWN))
    assert [label for label, _, _ in found] == [
        *("fig-own", "fig-two", "tbl-below", "tbl-above", "tbl-close", "fig-cell", "fig-long"),
    ]
    texts = {label: text(lines(OWN)[start:end]) for label, start, end in found}
    assert texts["tbl-below"] == "| a |\n|---|\n| 1 |\n\n: Below {#tbl-below}"
    assert texts["tbl-above"].startswith("Table: Above") and texts["tbl-above"].endswith("| 2 |")
    assert texts["tbl-close"].startswith("| c |") and texts["fig-long"].count("\n") == 2
    assert texts["fig-two"].count("!") == 2


def test_the_authors_own_exhibits_move_to_the_end_in_their_order():
    before, after = text(parts.move_exhibits_last(lines(OWN), "docx")).split("The end.")
    assert before.count("about here") == 7 and "![" not in before and "|---|" not in before
    order = [after.index(f"#{label}") for label, _, _ in parts.exhibits_in(lines(OWN))]
    assert order == sorted(order) and "Its note." in after


@pytest.mark.parametrize(
    "stuck", ["- ![a](a.png){#fig-a}", "> ![a](a.png){#fig-a}", "See ![a](a.png){#fig-a}."]
)
def test_an_exhibit_within_other_text_is_not_left_behind_in_silence(stuck):
    with pytest.raises(InputError, match=r"a\.qmd:3: found fig-a within other text"):
        parts.move_exhibits_last(lines(f"One.\n\n{stuck}\n"), "docx")
