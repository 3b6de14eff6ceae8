"""What the replication page shows.

The comparison with the published article as Markdown tables, lists and sentences.
"""

from __future__ import annotations

from functools import cache

from analysis.exhibits.article_tables import pipe_table
from analysis.paper import Prose, data, num
from analysis.validation import reproduction as reproduce
from analysis.validation.reproduction import Comparison
from press.base.plain_text import markdown
from press.numbers.formatter import keyed

HEADERS = ("Published value", "Verdict", "Printed", "Here", "Tolerance")
ALIGNMENT = ("left", "left", "right", "right", "left")


@cache
def comparisons() -> tuple[Comparison, ...]:
    """Return the article against this build's results."""
    return tuple(reproduce.compare_all(data().results.value))


def table(part: str) -> Prose:
    """Return the values of one of `reproduce.PARTS` with their verdicts."""
    rows = [
        (
            where(comparison),
            verdict(comparison),
            quoted(comparison),
            rebuilt(comparison),
            markdown(comparison.tolerance),
        )
        for comparison in comparisons()
        if comparison.part == part
    ]
    return Prose(pipe_table(HEADERS, rows, ALIGNMENT))


def where(comparison: Comparison) -> str:
    """Where the article has the value; in the table of a table its number goes without saying."""
    return markdown(comparison.where.removeprefix(f"{comparison.part}: "))


def quoted(comparison: Comparison) -> str:
    """Return what the article prints, marked as quoted."""
    return f"[{markdown(comparison.printed)}]{{.quoted}}"


def rebuilt(comparison: Comparison) -> str:
    """Return the computed number as a span that names its key, with what stands around it."""
    relation, _, number = comparison.rebuilt.rpartition(" ")
    digits = number.rstrip("*")
    printed = keyed(comparison.key, digits) + markdown(number[len(digits) :])
    return f"*p* {relation.removeprefix('p ')} {printed}".replace("<", r"\<") if relation else printed


def verdict(comparison: Comparison) -> str:
    """Return the verdict, in bold where it is no match."""
    return comparison.verdict if comparison.verdict == reproduce.MATCH else f"**{comparison.verdict}**"


def explained(wanted: str) -> Prose:
    """Return the values of one verdict that have a reason, as a list, those with one reason together."""
    found = [comparison for comparison in comparisons() if comparison.verdict == wanted and comparison.reason]
    reasons = dict.fromkeys(comparison.reason for comparison in found)
    entries = [entry([c for c in found if c.reason == reason], reason) for reason in reasons]
    return Prose("\n".join(entries) or "None.")


def entry(group: list[Comparison], reason: str) -> str:
    """One entry of the list: the places, what is printed and computed there, and the reason."""
    places = "; ".join(
        f"*{markdown(comparison.where)}*: printed {quoted(comparison)}, here {rebuilt(comparison)}"
        for comparison in group
    )
    return f"- {places}. {markdown(reason)}"


def summary() -> Prose:
    """Return the outcome in words, its counts as numbers of the results."""
    grade, why = reproduce.classification(list(comparisons()), synthetic=data().panel.synthetic)
    return Prose(
        f"In the terms of the report form that the AEA Data Editor uses, this is a **{grade}**; reason for incomplete "
        f"reproducibility: *{why}*. Of {num('reproduction.values')} published values {num('reproduction.match')} match, "
        f"{num('reproduction.slip')} are slips of the article, {num('reproduction.source_differs')} differ because their "
        f"sources do, and {num('reproduction.differs')} differ otherwise."
    )


def worth() -> Prose:
    """Return what the agreement is worth with this panel."""
    return Prose(reproduce.worth(data().panel.synthetic))
