"""Tables 1-3 as Markdown pipe tables, and the notes below Tables 2 and 3.

Every figure is printed by a callable that turns a key of the results (`inflow.program_post.estimate`) into
Markdown; the tables themselves decide on rows, columns, weight and stars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from tabulate import tabulate

from analysis.inputs.published import HEADERS as STATISTICS, STAR_LEVEL
from analysis.panel import labels as panel_labels
from analysis.panel.load import Panel
from analysis.study import MODEL_OF_TABLE
from press.base.plain_text import code, markdown

Formatter = Callable[[str], str]

TERMS = {
    "intercept": "Intercept",
    "program": "Program",
    "sender": "Sender",
    "post": "Post",
    "program_post": "Program × Post",
    "sender_post": "Sender × Post",
}
UNITS = {
    "inflow": "migrants who arrive in the region in a year, per 1,000 inhabitants",
    "outflow": "persons who leave the region in a year",
}
MODEL_OF_LABEL = {f"tbl-{model}": model for model in MODEL_OF_TABLE.values()}
STARS = r"\*\*"
WIDEST = 50
"""Characters that a column of prose claims at most, so that it leaves room for the names beside it."""
SPAN = re.compile(r"\[([^\]]*)\]\{[^}]*\}")


def variables_table(variables: Iterable[tuple[str, str, str]]) -> str:
    """Table 1: the variables of the panel.

    Parameters
    ----------
    variables
        Name, description and unit of each, as `schema.variables` gives them.
    """
    rows = [(_code(name), markdown(description), markdown(unit)) for name, description, unit in variables]
    return pipe_table(("Variable", "Description", "Unit"), rows, ("left", "left", "left"))


def did_table(rows: Iterable[Mapping], number: Formatter, *, stars: bool = True) -> str:
    """Table 2 or 3: a difference in differences, one row per term.

    Parameters
    ----------
    rows
        The classical rows of one model (`DidResult.rows()`): model, term and p are read here; they are
        printed in the order in which they come.
    number
        Prints the number of a key as Markdown.
    stars
        Whether ``**`` behind p marks p < .01, as in the published tables.
    """
    body = [_did_row(row, number, stars) for row in rows]
    return pipe_table(("Variable", *STATISTICS.values()), body, ("left", *["right"] * len(STATISTICS)))


def did_note(model: str, number: Formatter, panel: Panel, *, stars: bool = True) -> str:
    """Return the note below Table 2 or 3: unit, sample, estimator, errors, stars and panel.

    Parameters
    ----------
    model
        "inflow" or "outflow".
    number
        Prints the number of a key as Markdown.
    panel
        The panel that the estimates come from.
    stars
        Whether the table marks p < .01.
    """
    sentences = [
        f"*Note.* Dependent variable: {UNITS[model]}.",
        f"*N* = {number(f'{model}.n')} region-years ({number('panel.regions')} regions, "
        f"{number('panel.years.first')}–{number('panel.years.last')}).",
        f"Ordinary least squares of the saturated 2 × 2 model, {number(f'{model}.df')} degrees of freedom; "
        "classical standard errors, not clustered by region.",
    ]
    if stars:
        sentences.append(rf"{STARS} *p* < {STAR_LEVEL}.")
    return " ".join([*sentences, panel_labels.source(panel)])


def _did_row(row: Mapping, number: Formatter, stars: bool) -> list[str]:
    cells = {statistic: number(f"{row['model']}.{row['term']}.{statistic}") for statistic in STATISTICS}
    if row["term"].endswith("_post"):
        cells["estimate"] = f"**{cells['estimate']}**"
    if stars and row["p"] < STAR_LEVEL:
        cells["p"] += STARS
    return [TERMS[row["term"]], *cells.values()]


def _code(name: str) -> str:
    """Return a variable's name in code font, an interaction's parts one by one."""
    return " × ".join(code(part) for part in name.split(" × "))


def pipe_table(headers: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[str]) -> str:
    """Return a pipe table whose rule follows the widths that readers see.

    The spans make the source lines long, and of long lines pandoc takes relative column widths from the
    dashes of the rule.
    """
    header, _, *body = tabulate(
        rows, headers, tablefmt="pipe", colalign=align, disable_numparse=True
    ).splitlines()
    columns = zip(headers, *rows, strict=True)
    widths = [min(WIDEST, max(len(_visible(cell)) for cell in column)) for column in columns]
    rule = "|".join(
        "-" * (width + 1) + ":" if side == "right" else ":" + "-" * (width + 1)
        for width, side in zip(widths, align, strict=True)
    )
    return "\n".join([header, f"|{rule}|", *body])


def _visible(cell: str) -> str:
    """Return a cell's text without Markdown's marks."""
    return re.sub(r"[\\*`]", "", SPAN.sub(r"\1", cell))
