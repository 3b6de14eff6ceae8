"""Charts of the online edition.

For each figure a spec that `paper/theme/charts.js` draws (its first comment documents specs).

A spec is computed from the same table as the figure's CSV (`figures.DATA`), and every number that a chart
shows is text from the project's formatter, so that a chart says what the paper prints.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.exhibits import figures
from analysis.exhibits.charts import bars, heat, intervals, lines

if TYPE_CHECKING:
    from analysis.results import Data

Spec = dict[str, Any]

SPECS: dict[str, Callable[[pd.DataFrame, Data], Spec]] = {
    "fig-balance": heat.balance,
    "fig-grants": bars.GRANTS,
    "fig-graduates": bars.GRADUATES,
    "fig-inflow": lines.INFLOW,
    "fig-outflow": lines.OUTFLOW,
    "fig-event": lines.HOSTS,
    "fig-event-senders": lines.SENDERS,
    "fig-intervals": intervals.intervals,
    "fig-shares": lines.shares,
    "fig-matrix": heat.matrix,
}
"""By label: what makes a spec from the figure's table (`figures.DATA`)."""


def specs(data: Data) -> dict[str, Spec]:
    """Return the specs of all figures, by label."""
    return {label: make(figures.DATA[label](data), data) for label, make in SPECS.items()}


def to_json(data: Data) -> str:
    """Return the specs as JSON."""
    return (
        json.dumps(specs(data), ensure_ascii=False, indent=None, separators=(",", ":"), allow_nan=False)
        + "\n"
    )


from analysis.exhibits.exhibit import Figure  # noqa

EXHIBITS = tuple(
    Figure(label, figures.DATA[label], figures.KEYED_ALT[label], figures.DRAW[label], SPECS[label])
    for label in SPECS
)
