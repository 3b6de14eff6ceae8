"""Figures of all pages: for each label its numbers (`DATA`), its alternative text (`ALT`) and its drawing (`DRAW`).

Every function takes the paper's `Data`. A drawing leaves the figure open, so that a notebook shows it, and returns
it; an alternative text is one plain string computed from the numbers.
"""

from analysis.figures import balance, comparison, event, flows, intervals, serpin

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
ALT = {
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
