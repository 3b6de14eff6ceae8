"""Tables of the page "Validation", as Markdown pipe tables; every figure is printed by its key."""

import re

from analysis.exhibits.exhibit import Table
from analysis.kept import group
from analysis.validation.check import Check
from press.base.plain_text import link, markdown
from press.numbers.formatter import interval, with_minus
from press.numbers.statements import Statements
from press.tables.pipe_table import pipe_table

NUMBER = re.compile(r"\d(?:(?:\\[.,])*\d)*(?:\\%)?")
"""A number in Markdown that is all text."""
FIGURES = ("printed", "ours", "difference", "tolerance")


def printed_table(statements: Statements) -> str:
    """Return checks against print, one figure a row."""
    rows = [[_words(check.what), *_figures(check, statements)] for check in group("printed")]
    return pipe_table(("Figure", "Printed", "Ours", "Difference", "Within"), rows)


def trends_table(statements: Statements) -> str:
    """Return checks of robust intervals against print, one interval a row."""
    checks = group("trends")
    rows = []
    for low, high in zip(checks[::2], checks[1::2], strict=True):
        printed, ours, differences, tolerances = zip(
            _figures(low, statements), _figures(high, statements), strict=True
        )
        rows.append(
            [
                _words(low.what.partition(", ")[2].capitalize()),
                interval(*printed),
                interval(*ours),
                " and ".join(differences),
                tolerances[0],
            ]
        )
    return pipe_table(("Restriction", "Printed", "Ours", "Differences", "Within"), rows, "lr")


def identities_table(statements: Statements) -> str:
    """Return identities: the figure, the other way to it, ours and the difference."""
    rows = []
    for check in group("identity"):
        _, ours, difference, _ = _figures(check, statements)
        rows.append([_words(check.what), _words(check.source), ours, difference])
    return pipe_table(("Figure", "The other way", "Ours", "Difference"), rows, "llrr")


def sources(name: str) -> str:
    """Return who prints the known figures of a group, as a list."""
    return "\n".join(dict.fromkeys(f"- {link(_words(check.source), check.address)}" for check in group(name)))


def simulated_table(statements: Statements) -> str:
    """Return checks on simulated panels: what, kind of panel, truth, ours, difference, tolerance."""
    rows = [
        [_words(check.what), _words(check.source), *_figures(check, statements)]
        for check in group("simulated")
    ]
    return pipe_table(("What", "Simulated with", "Truth", "Ours", "Difference", "Within"), rows, "llr")


def _figures(check: Check, statements: Statements) -> list[str]:
    return [statements.num(f"validation.{check.key}.{figure}") for figure in FIGURES]


def _words(text: str) -> str:
    """Return words in Markdown, with others' numbers in them marked as quoted."""
    return NUMBER.sub(r"[\g<0>]{.quoted}", markdown(with_minus(text)))


EXHIBITS = (
    Table("tbl-printed", printed_table),
    Table("tbl-trends", trends_table),
    Table("tbl-identities", identities_table),
    Table("tbl-simulated", simulated_table),
)
