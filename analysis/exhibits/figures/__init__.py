"""Figures of all pages, one module per figure or family.

Each holds a figure's numbers, its alternative text, its drawing and its chart.
"""

from analysis.exhibits.exhibit import Figure
from analysis.exhibits.figures import balance, comparison, event, flows, intervals, serpin, specifications

EXHIBITS: tuple[Figure, ...] = (
    *balance.EXHIBITS,
    *serpin.EXHIBITS,
    *comparison.EXHIBITS,
    *specifications.EXHIBITS,
    *event.EXHIBITS,
    *intervals.EXHIBITS,
    *flows.EXHIBITS,
)
