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
    assert parts.exhibit_labels(lines()) == ["tbl-a", "fig-b"]


def test_exhibits_move_to_the_end_with_their_notes_and_leave_a_word_behind():
    made = text(parts.move_exhibits_last(lines(), "docx"))
    before, after = made.split("The end.")
    assert r"\[@tbl-a about here\]" in before and r"\[@fig-b about here\]" in before
    assert "Its note." in after and "Its note." not in before
    assert after.index("#tbl-a") < after.index("#fig-b") and after.count('w:type="page"') == 2
