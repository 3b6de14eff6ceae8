"""Tables of the page "Validation", as Markdown pipe tables; every figure is printed by its key."""

from __future__ import annotations

from collections.abc import Callable, Collection

from analysis.tables import Formatter, pipe_table
from analysis.validation import Check, group

FIGURES = ("printed", "ours", "difference", "tolerance")


def printed_table(number: Formatter, name: str) -> str:
    """Checks against print: what, printed, ours, difference, tolerance, source."""
    rows = [[_words(check.what), *_figures(check, number), _source(check)] for check in group(name)]
    return pipe_table(("What is estimated", "Printed", "Ours", "Difference", "Within", "Printed by"), rows,
                      ("left", *["right"] * 4, "left"))


def identities_table(number: Formatter) -> str:
    """Identities: the figure, ours, the other way, what that way gives, and the difference."""
    rows = [[_words(check.what), ours, _words(check.source), other, difference]
            for check in group("identity") for other, ours, difference, _ in [_figures(check, number)]]
    return pipe_table(("Figure", "Ours", "The other way", "gives", "Difference"), rows, ("left", "right", "left", "right", "right"))


def simulated_table(number: Formatter) -> str:
    """Checks on simulated panels: what, kind of panel, truth, ours, difference, tolerance."""
    rows = [[_words(check.what), _words(check.source), *_figures(check, number)] for check in group("simulated")]
    return pipe_table(("What", "Simulated with", "Truth", "Ours", "Difference", "Within"), rows,
                      ("left", "left", *["right"] * 4))


def _figures(check: Check, number: Formatter) -> list[str]:
    return [number(f"validation.{check.key}.{figure}") for figure in FIGURES]


def _words(text: str) -> str:
    """Words that may hold others' numbers."""
    return f"[{text}]{{.quoted}}" if any(character.isdigit() for character in text) else text


def _source(check: Check) -> str:
    return f"[{_words(check.source)}]({check.address})"


TABLES: dict[str, Callable[[Formatter, Collection[str]], str]] = {
    "tbl-printed": lambda number, _: printed_table(number, "printed"),
    "tbl-trends": lambda number, _: printed_table(number, "trends"),
    "tbl-identities": lambda number, _: identities_table(number),
    "tbl-simulated": lambda number, _: simulated_table(number),
}
"""Table by label; each is given what prints a number by its key, and the keys that there are."""
