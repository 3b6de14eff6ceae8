"""The one table and the one figure."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd

from press.base import figure_fonts
from press.numbers.formatter import keyed
from press.numbers.results import Results
from press.numbers.statements import Statements
from press.tables.pipe_table import pipe_table

figure_fonts.keep_to_packages()


@dataclass(frozen=True, slots=True)
class Data:
    """What the exhibits are made from."""

    plants: pd.DataFrame
    results: Results


def yield_table(statements: Statements) -> str:
    """Write the means of both groups and their difference."""
    rows = [
        ("In the sun", statements.num("yield.mean.sun")),
        ("Under the net", statements.num("yield.mean.shade")),
        ("Difference", statements.num("yield.shade.estimate")),
    ]
    return pipe_table(("Plants", "Grams"), rows)


def yield_numbers(data: Data) -> pd.DataFrame:
    """Return the means as a table."""
    return data.plants.groupby("shade", as_index=False)["grams"].mean()


def plants_alt(data: Data) -> str:
    """Describe the figure."""
    return f"Dot plot of {keyed('plants.count', str(len(data.plants)))} plants in two columns, sun and shade."


def plants_draw(data: Data) -> Any:
    """Draw a dot for each plant."""
    plt.rcParams.update({"svg.hashsalt": "tomatoes", "font.family": "DejaVu Sans"})
    figure, axes = plt.subplots(figsize=(5, 2.5), layout="constrained")
    axes.plot(data.plants["shade"], data.plants["grams"], "o")
    axes.set_xticks([0, 1], ["sun", "shade"])
    axes.set_ylabel("grams")
    return figure


EXHIBITS = {
    "tbl-yield": SimpleNamespace(
        label="tbl-yield",
        made_by=yield_table,
        markdown=yield_table,
        numbers=yield_numbers,
        alt=None,
        draw=None,
        chart=None,
    ),
    "fig-plants": SimpleNamespace(
        label="fig-plants",
        made_by=plants_draw,
        markdown=None,
        numbers=lambda data: data.plants,
        alt=plants_alt,
        draw=plants_draw,
        chart=None,
    ),
}
