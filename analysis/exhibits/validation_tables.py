"""Tables of the page "Validation", as Markdown pipe tables; every figure is printed by its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from analysis.exhibits.article_tables import Formatter, pipe_table
from analysis.validation.checks import Check, group
from press.base.plain_text import link, markdown

NUMBER = re.compile(r"\d(?:(?:\\[.,])*\d)*(?:\\%)?")
"""A number in Markdown that is all text."""
FIGURES = ("printed", "ours", "difference", "tolerance")


def printed_table(number: Formatter) -> str:
    """Return checks against print, one figure a row."""
    rows = [[_words(check.what), *_figures(check, number)] for check in group("printed")]
    return pipe_table(("Figure", "Printed", "Ours", "Difference", "Within"), rows, ("left", *["right"] * 4))


def trends_table(number: Formatter) -> str:
    """Return checks of robust intervals against print, one interval a row."""
    checks = group("trends")
    rows = []
    for low, high in zip(checks[::2], checks[1::2], strict=True):
        ends = zip(_figures(low, number), _figures(high, number), strict=True)
        printed, ours, differences, tolerances = ends
        rows.append(
            [
                _words(low.what.partition(", ")[2].capitalize()),
                " to ".join(printed),
                " to ".join(ours),
                " and ".join(differences),
                tolerances[0],
            ]
        )
    return pipe_table(
        ("Restriction", "Printed", "Ours", "Differences", "Within"), rows, ("left", *["right"] * 4)
    )


def identities_table(number: Formatter) -> str:
    """Identities: the figure, the other way to it, ours and the difference."""
    rows = []
    for check in group("identity"):
        _, ours, difference, _ = _figures(check, number)
        rows.append([_words(check.what), _words(check.source), ours, difference])
    return pipe_table(
        ("Figure", "The other way", "Ours", "Difference"), rows, ("left", "left", "right", "right")
    )


def sources(name: str) -> str:
    """Who prints the known figures of a group, as a list."""
    return "\n".join(dict.fromkeys(f"- {link(_words(check.source), check.address)}" for check in group(name)))


def simulated_table(number: Formatter) -> str:
    """Return checks on simulated panels: what, kind of panel, truth, ours, difference, tolerance."""
    rows = [
        [_words(check.what), _words(check.source), *_figures(check, number)] for check in group("simulated")
    ]
    return pipe_table(
        ("What", "Simulated with", "Truth", "Ours", "Difference", "Within"),
        rows,
        ("left", "left", *["right"] * 4),
    )


def _figures(check: Check, number: Formatter) -> list[str]:
    return [number(f"validation.{check.key}.{figure}") for figure in FIGURES]


def _words(text: str) -> str:
    """Words, with others' numbers in them marked as quoted."""
    return NUMBER.sub(r"[\g<0>]{.quoted}", markdown(text))


TABLES: dict[str, Callable[[Formatter, Collection[str]], str]] = {
    "tbl-printed": lambda number, _: printed_table(number),
    "tbl-trends": lambda number, _: trends_table(number),
    "tbl-identities": lambda number, _: identities_table(number),
    "tbl-simulated": lambda number, _: simulated_table(number),
}
"""Table by label; each is given what prints a number by its key, and the keys that there are."""
