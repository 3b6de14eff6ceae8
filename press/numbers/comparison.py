"""Printed values against computed ones, number by number.

A number agrees by the tolerance of its class:

* count: exactly;
* estimate: in every printed digit, stars included;
* rounded: between the ends that its rounded parts leave, the results' `KEY_lowest` and `KEY_highest`;
* significance: on the same side of the line that the print draws.

What does not agree is a known slip of the print where the computed number is what should have been printed,
has another source where that is known, and else differs.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from press.base.errors import InputError
from press.numbers.formatter import format_number, with_minus
from press.numbers.languages import as_typed
from press.numbers.printed import PrintedNumber

MATCH, SLIP, SOURCE_DIFFERS, DIFFERS = "match", "slip", "source differs", "differs"
VERDICTS = (MATCH, SLIP, SOURCE_DIFFERS, DIFFERS)

TOLERANCES = {
    "count": "count exact",
    "estimate": "estimate to printed digits",
    "rounded": "within the rounding of its parts",
    "significance": "same side of the significance line",
}

PANEL = "panel"
"""What numbers rest on that are estimated from the panel (`PublishedValue.rests_on`)."""

P_CLAIM = re.compile(r"p (?P<side>[<>]) (?P<line>0\.\d+)")

Values = Callable[[str], float]
"""Looks up a number of the results by its key."""


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """One printed value.

    Attributes
    ----------
    part : str
        The part of the print that holds it, such as "Table 2".
    place, what : str
        Where it is printed, and what it says.
    printed : str
        The number with its stars, or the words of a claim of significance.
    key : str
        The number's key in the results.
    tolerance : str
        One of `TOLERANCES`.
    starred_by : str
        Key of the p-value that decides on stars behind the number; empty where the column carries none.
    level : float
        The p-value that stars, or a claim of significance that names no other, stand for.
    file : str
        The file that the value was read from.
    known : str
        "slip", "source differs", or empty where the two should agree.
    correct : str
        For a slip, what should have been printed.
    reason : str
        Why it is a slip or differs, or what its agreement is worth.
    rests_on : str
        What the computed number rests on, in one word: `PANEL`, or a word of the paper's own.
    retold : bool
        Whether the paper's own table prints it too; else the results alone are compared.
    """

    part: str
    place: str
    what: str
    printed: str
    key: str
    tolerance: str
    starred_by: str = ""
    level: float = 0.05
    file: str = ""
    known: str = ""
    correct: str = ""
    reason: str = ""
    rests_on: str = ""
    retold: bool = True

    @property
    def where(self) -> str:
        """Place and meaning in one."""
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A printed value beside the one computed here.

    Attributes
    ----------
    part, where, printed, key : str
        As in `PublishedValue`.
    rebuilt : str
        The computed number, written as data files have the printed one.
    tolerance : str
        One of `TOLERANCES`.
    verdict : str
        One of `VERDICTS`.
    reason : str
        Why it is no match; for a match, what it is worth where that is in doubt.
    rests_on : str
        As in `PublishedValue`.
    """

    part: str
    where: str
    printed: str
    rebuilt: str
    tolerance: str
    verdict: str
    reason: str
    key: str
    rests_on: str = ""


def compare(published: PublishedValue, values: Values) -> Comparison:
    """Compare one printed value with the results.

    Raises
    ------
    InputError
        When the results do not have its key.
    """
    try:
        value = values(published.key)
    except KeyError:
        expected = "the key of a result (see results.json)"
        raise InputError.at(published.file, repr(published.key), expected, column="key") from None
    stars = "**" if published.starred_by and values(published.starred_by) < published.level else ""
    rebuilt = write_like(published, value) + stars
    verdict, reason = judge(published, values, rebuilt)
    return Comparison(
        published.part,
        published.where,
        published.printed,
        rebuilt,
        published.tolerance,
        verdict,
        reason,
        published.key,
        published.rests_on,
    )


def write_like(published: PublishedValue, value: float) -> str:
    """Return a computed number as the print would have it."""
    if published.tolerance == "significance":
        p = format_number(value, "p")
        return f"p {'' if p.startswith('<') else '= '}{p}".replace("<", "< ")
    return PrintedNumber.first_in(published.correct or published.printed).write(value)


def judge(published: PublishedValue, values: Values, rebuilt: str) -> tuple[str, str]:
    """Return the verdict on a computed number, and its reason."""
    if agrees(published, published.printed, values, rebuilt):
        return MATCH, "" if published.known else published.reason
    if published.known == SLIP and agrees(published, published.correct, values, rebuilt):
        return SLIP, published.reason
    if published.known == SOURCE_DIFFERS:
        return SOURCE_DIFFERS, published.reason
    return DIFFERS, difference(published, rebuilt)


def agrees(published: PublishedValue, printed: str, values: Values, rebuilt: str) -> bool:
    """Tell whether a computed number agrees with a printed one, by the tolerance of its class."""
    value = values(published.key)
    if published.tolerance == "rounded":
        lowest, highest = (values(f"{published.key}_{end}") for end in ("lowest", "highest"))
        return lowest <= PrintedNumber.first_in(printed).value <= highest
    if published.tolerance == "significance":
        line, none = significance_claim(printed, published.level)
        return (value > line) == none
    if re.search("[A-Za-z]", printed):  # "3,200 thousand" does not say 3,200
        return False
    if published.tolerance == "count":
        return value == PrintedNumber.first_in(printed).value
    return rebuilt == as_typed(printed)


def significance_claim(claim: str, level: float) -> tuple[float, bool]:
    """Read the level of a claim, and whether it says that there is no significance.

    Claims are "p > 0.05", "p < 0.05", "significant" and "not significant".
    """
    match = P_CLAIM.search(claim)
    return (float(match["line"]), match["side"] == ">") if match else (level, "not" in claim)


def difference(published: PublishedValue, rebuilt: str) -> str:
    """Say in a sentence how a computed number fails to agree."""
    correct = with_minus(published.correct)
    expected = f"; {correct} would have been the correction of a known slip" if correct else ""
    match published.tolerance:
        case "significance":
            return f"The computed {rebuilt} is on the other side of the significance line."
        case "count":
            return f"The computed count is {rebuilt}{expected}."
    if rebuilt.rstrip("*") == as_typed(published.printed).rstrip("*"):
        side = "below" if rebuilt.endswith("*") else "not below"
        return f"The digits agree; the stars do not, since p is {side} {published.level}."
    return f"Rounded to the printed digits the computed number is {with_minus(rebuilt)}{expected}."


def compare_all(published: Iterable[PublishedValue], values: Values) -> list[Comparison]:
    """Compare everything that is printed with a set of results, such as `Results.value`."""
    return [compare(one, values) for one in published]


def fails(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """Return the comparisons that should be a match and are not."""
    return [comparison for comparison in comparisons if comparison.verdict == DIFFERS]


def tally(comparisons: Iterable[Comparison]) -> dict[str, int]:
    """Count the comparisons of each verdict."""
    found = Counter(comparison.verdict for comparison in comparisons)
    return {verdict: found[verdict] for verdict in VERDICTS}


def classification(comparisons: list[Comparison], *, synthetic: bool) -> tuple[str, str]:
    """Return the class of the reproduction, and the reason why it is not full.

    Both are in the words of the AEA Data Editor's report form, which counts a reproduction as partial where
    data are not available or more than a quarter of the numbers differ, and as failed where less than a
    quarter could be obtained. What an invented panel gives back is not obtained. A conclusion that changes
    sides is no minor issue here.
    """
    found, total = tally(comparisons), len(comparisons)
    obtained = total - found[DIFFERS]
    if synthetic:
        obtained = sum(one.verdict in (MATCH, SLIP) and one.rests_on != PANEL for one in comparisons)
    reversed_claims = any(comparison.tolerance == "significance" for comparison in fails(comparisons))
    discrepancy = "Discrepancy in output"
    if synthetic:
        discrepancy = "Data not available" + (f"; {discrepancy}" if found[DIFFERS] else "")
    if obtained < total / 4:
        return "not able to reproduce most or all of the results", discrepancy
    if synthetic:
        return "partial reproduction", discrepancy
    if found[DIFFERS] > total / 4 or reversed_claims:
        return "partial reproduction", discrepancy
    if found[MATCH] < total:
        return "full reproduction with minor issues", discrepancy
    return "full reproduction", "none"


def summary(comparisons: list[Comparison], *, synthetic: bool, worth: str) -> str:
    """Return the outcome in a few sentences (plain text), the last of which says what agreement is worth."""
    found = tally(comparisons)
    grade, why = classification(comparisons, synthetic=synthetic)
    rest = f" ({matches_of(comparisons, PANEL)} of them from an invented panel)" if synthetic else ""
    return (
        f"In the terms of the AEA Data Editor's report form: {grade} "
        f"(reason for incomplete reproducibility: {why}). "
        f"Of {len(comparisons)} published values {found[MATCH]} match{rest}, "
        f"{found[SLIP]} are slips of the article, {found[SOURCE_DIFFERS]} differ because their sources do, "
        f"and {found[DIFFERS]} differ otherwise. {worth}"
    )


def to_json(comparisons: Iterable[Comparison]) -> str:
    """Return the comparisons as `reproduction.json`."""
    entries = [
        asdict(comparison) | {"tolerance": TOLERANCES[comparison.tolerance]} for comparison in comparisons
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def matches_of(comparisons: Iterable[Comparison], rests_on: str) -> int:
    """Count the matches whose computed number rests on something."""
    return sum(one.verdict == MATCH and one.rests_on == rests_on for one in comparisons)


def tally_by_key(comparisons: list[Comparison]) -> dict[str, int]:
    """Count the printed values as numbers of the results: by verdict, and matches by what they rest on."""
    verdicts = {
        f"reproduction.{verdict.replace(' ', '_')}": number for verdict, number in tally(comparisons).items()
    }
    grounds = sorted({one.rests_on for one in comparisons if one.rests_on})
    rests_on = {f"reproduction.match_{ground}": matches_of(comparisons, ground) for ground in grounds}
    return {"reproduction.values": len(comparisons), **verdicts, **rests_on}
