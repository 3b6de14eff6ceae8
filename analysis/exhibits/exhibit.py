"""What a table or figure of the paper is made of: each module of exhibits lists its own in `EXHIBITS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from press.numbers.statements import Statements

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from analysis.panel.load import Panel
    from press.numbers.results import Results


@dataclass(frozen=True, slots=True)
class Data:
    """What the exhibits are made from: the panel, the results, and the official and press figures."""

    panel: Panel
    results: Results
    official: pd.DataFrame
    flows: pd.DataFrame
    serpin: pd.DataFrame
    regions: pd.DataFrame


def remembered(numbers: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """Let a function or method of the data compute its table once; each caller gets a copy of its own.

    A figure's numbers are asked for by its drawing, its alternative text, its chart and its file.
    """
    known: dict[tuple[Any, ...], tuple[Data, pd.DataFrame]] = {}

    @wraps(numbers)
    def table(*given: Any) -> pd.DataFrame:
        *of, data = given
        if tuple(of) not in known or known[tuple(of)][0] is not data:
            known[tuple(of)] = data, numbers(*given)
        return known[tuple(of)][1].copy()

    return table


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure.

    Attributes
    ----------
    label
        Its label in the documents, "fig-...".
    numbers
        Its numbers as a table, unrounded.
    alt
        Its alternative text, the numbers of the results with their keys.
    draw
        Its drawing, left open, so that a notebook shows it.
    chart
        Its spec for `press/web/theme/charts.js` (whose first comment documents specs), from its numbers.
        Every number that a chart shows is text from the one formatter. None for a figure that stays a
        picture.
    """

    label: str
    numbers: Callable[[Data], pd.DataFrame]
    alt: Callable[[Data], str]
    draw: Callable[[Data], Drawing]
    chart: Callable[[pd.DataFrame, Data], dict[str, Any]] | None = None

    @property
    def made_by(self) -> Callable[..., Any]:
        """The function that a line of origin leads to."""
        return self.draw


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    label
        Its label in the documents, "tbl-...".
    markdown
        Writes it, every figure printed by its key.
    numbers
        Its numbers as a table, unrounded, where readers get them as a file.
    """

    label: str
    markdown: Callable[[Statements], str]
    numbers: Callable[[Data], pd.DataFrame] | None = None
    alt: ClassVar[None] = None
    draw: ClassVar[None] = None
    chart: ClassVar[None] = None

    @property
    def made_by(self) -> Callable[..., Any]:
        """The function that a line of origin leads to."""
        return self.markdown.func if isinstance(self.markdown, partial) else self.markdown
