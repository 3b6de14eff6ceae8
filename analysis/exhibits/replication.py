"""What the replication page shows: the comparison with the published article, in Markdown."""

from dataclasses import dataclass

from press.base.plain_text import markdown
from press.numbers.comparison import MATCH, Comparison
from press.numbers.formatter import keyed, with_minus
from press.numbers.prose import Prose
from press.tables.pipe_table import pipe_table

HEADERS = ("Published value", "Verdict", "Printed", "Here", "Tolerance")
ALIGNMENT = "llrrl"


@dataclass(frozen=True, slots=True)
class Replication:
    """The comparison, ready for a page.

    Attributes
    ----------
    comparisons
        The article against this build's results.
    """

    comparisons: tuple[Comparison, ...]

    def table(self, part: str) -> Prose:
        """Return the values of one part of the article ("Table 2", "text", ...) with their verdicts."""
        rows = [
            (where(one), verdict(one), quoted(one), rebuilt(one), markdown(one.tolerance))
            for one in self.comparisons
            if one.part == part
        ]
        return Prose(pipe_table(HEADERS, rows, ALIGNMENT))

    def explained(self, wanted: str) -> Prose:
        """Return the values of one verdict that have a reason, as a list, those with one reason together."""
        found = [one for one in self.comparisons if one.verdict == wanted and one.reason]
        reasons = dict.fromkeys(one.reason for one in found)
        entries = [entry([one for one in found if one.reason == reason], reason) for reason in reasons]
        return Prose("\n".join(entries) or "None.")


def where(comparison: Comparison) -> str:
    """Tell where the article has the value; in the table of a table its number goes without saying."""
    return markdown(comparison.where.removeprefix(f"{comparison.part}: "))


def quoted(comparison: Comparison) -> str:
    """Return what the article prints, marked as quoted."""
    return f"[{markdown(with_minus(comparison.printed))}]{{.quoted}}"


def rebuilt(comparison: Comparison) -> str:
    """Return the computed number as a span that names its key, with what stands around it."""
    relation, _, number = with_minus(comparison.rebuilt).rpartition(" ")
    digits = number.rstrip("*")
    printed = keyed(comparison.key, digits) + markdown(number[len(digits) :])
    return f"*p* {relation.removeprefix('p ')} {printed}".replace("<", r"\<") if relation else printed


def verdict(comparison: Comparison) -> str:
    """Return the verdict, in bold where it is no match."""
    return comparison.verdict if comparison.verdict == MATCH else f"**{comparison.verdict}**"


def entry(group: list[Comparison], reason: str) -> str:
    """Return an entry of the list: the places, what is printed and computed there, and the reason."""
    places = "; ".join(
        f"*{markdown(comparison.where)}*: printed {quoted(comparison)}, here {rebuilt(comparison)}"
        for comparison in group
    )
    return f"- {places}. {markdown(with_minus(reason))}"
