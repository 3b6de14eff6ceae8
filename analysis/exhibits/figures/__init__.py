"""Figures of all pages: for each label its numbers (`DATA`), its alternative text (`ALT`) and its drawing (`DRAW`).

Every function takes the paper's `Data`. A drawing leaves the figure open, so that a notebook shows it, and
returns it; an alternative text is one plain string computed from the numbers. `KEYED_ALT` has the same text
with the numbers that stand in the results as spans that carry their keys (`numbers.keyed`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.exhibits.figures import balance, comparison, event, flows, intervals, serpin
from press.numbers.formatter import without_keys

if TYPE_CHECKING:
    from analysis.results import Data

DATA = {
    "fig-balance": balance.numbers,
    "fig-grants": serpin.GRANTS.numbers,
    "fig-graduates": serpin.GRADUATES.numbers,
    "fig-inflow": comparison.INFLOW.numbers,
    "fig-outflow": comparison.OUTFLOW.numbers,
    "fig-event": event.HOSTS.numbers,
    "fig-event-senders": event.SENDERS.numbers,
    "fig-intervals": intervals.numbers,
    "fig-shares": flows.share_numbers,
    "fig-matrix": flows.matrix_numbers,
}
KEYED_ALT = {
    "fig-balance": balance.alt,
    "fig-grants": serpin.GRANTS.alt,
    "fig-graduates": serpin.GRADUATES.alt,
    "fig-inflow": comparison.INFLOW.alt,
    "fig-outflow": comparison.OUTFLOW.alt,
    "fig-event": event.HOSTS.alt,
    "fig-event-senders": event.SENDERS.alt,
    "fig-intervals": intervals.alt,
    "fig-shares": flows.share_alt,
    "fig-matrix": flows.matrix_alt,
}
DRAW = {
    "fig-balance": balance.draw,
    "fig-grants": serpin.GRANTS.draw,
    "fig-graduates": serpin.GRADUATES.draw,
    "fig-inflow": comparison.INFLOW.draw,
    "fig-outflow": comparison.OUTFLOW.draw,
    "fig-event": event.HOSTS.draw,
    "fig-event-senders": event.SENDERS.draw,
    "fig-intervals": intervals.draw,
    "fig-shares": flows.share_draw,
    "fig-matrix": flows.matrix_draw,
}


def _plain(describe: Callable[[Data], str]) -> Callable[[Data], str]:
    """Return an alternative text without the keys of its numbers."""
    return lambda data: without_keys(describe(data))


ALT = {label: _plain(describe) for label, describe in KEYED_ALT.items()}
