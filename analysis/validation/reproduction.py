"""The published article against what is computed here, number by number.

What the article prints is read from data/published: Tables 2 and 3 cell by cell, the numbers of its text and
figures, and the sample that its tables imply. A number agrees by the tolerance of its class:

* count: exactly;
* estimate: in every printed digit, stars included;
* significance: on the same side of the line that the article draws.

What does not agree is a known slip of the article where the computed number is what should have been
printed, has another source where that is known, and else differs.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache

from analysis.inputs.published import HEADERS, STAR_LEVEL, STATISTICS, Printed, load_table
from analysis.study import MODEL_OF_TABLE, SIGNIFICANCE_LEVEL
from press.base.errors import InputError
from press.numbers.formatter import format_number
from press.tables import schema

MATCH, SLIP, SOURCE_DIFFERS, DIFFERS = "match", "slip", "source differs", "differs"
VERDICTS = (MATCH, SLIP, SOURCE_DIFFERS, DIFFERS)

TOLERANCES = {
    "count": "count exact",
    "estimate": "estimate to printed digits",
    "significance": "same side of the significance line",
}
FILES = (
    "data/published/table2.csv",
    "data/published/table3.csv",
    "data/published/slips.csv",
    "data/published/text.csv",
)
PARTS = ("Table 2", "Table 3", "text", "figures", "sample")

NUMBER = re.compile(r"(?P<number>-?\d[\d.,]*)(?P<percent>%?)(?P<stars>\**)")
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
P_CLAIM = re.compile(r"p (?P<side>[<>]) (?P<line>0\.\d+)")

Values = Callable[[str], float]
"""Looks up a number of the results by its key."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a printed number is written.

    Attributes
    ----------
    value : float
        The number; a percentage as the fraction that it is.
    decimals : int
        Decimals printed.
    thousands, decimal_comma, percent : bool
        Whether commas group thousands, a comma stands for the decimal point, and a percent sign follows.
    """

    value: float
    decimals: int
    thousands: bool
    decimal_comma: bool
    percent: bool

    @classmethod
    def of(cls, text: str) -> Form:
        """Read the first number of a text; its commas group thousands where three digits follow each."""
        match = NUMBER.search(text)
        if match is None:
            raise ValueError(f"There is no number in {text!r}.")
        written = match["number"].rstrip(".,")
        thousands = bool(THOUSANDS.fullmatch(written))
        decimal_comma = "," in written and not thousands
        number = Decimal(written.replace(",", "." if decimal_comma else ""))
        scale = 100 if match["percent"] else 1
        return cls(
            float(number) / scale, -int(number.as_tuple().exponent), thousands, decimal_comma, scale == 100
        )

    def write(self, value: float) -> str:
        """Write a number in the same way; a rounded zero carries no minus sign."""
        scaled = value * (100 if self.percent else 1)
        written = f"{scaled:{',' if self.thousands else ''}.{self.decimals}f}"
        if not any(digit in written for digit in "123456789"):
            written = written.removeprefix("-")
        return (written.replace(".", ",") if self.decimal_comma else written) + ("%" if self.percent else "")


@dataclass(frozen=True, slots=True)
class PublishedValue:
    """One value of the article.

    Attributes
    ----------
    part : str
        One of `PARTS`.
    place, what : str
        Where the article prints it, and what it says.
    printed : str
        The number with its stars, or the words of a claim of significance.
    key : str
        The number's key in the results.
    tolerance : str
        One of `TOLERANCES`.
    starred_by : str
        Key of the p-value that decides on stars behind the number; empty where the column carries none.
    known : str
        "slip", "source differs", or empty where the two should agree.
    correct : str
        For a slip, what should have been printed.
    reason : str
        Why it is a slip or differs, or what its agreement is worth.
    """

    part: str
    place: str
    what: str
    printed: str
    key: str
    tolerance: str
    starred_by: str = ""
    known: str = ""
    correct: str = ""
    reason: str = ""

    @property
    def where(self) -> str:
        """Place and meaning in one."""
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value of the article beside the one computed here.

    Attributes
    ----------
    part, where, printed, key : str
        As in `PublishedValue`.
    rebuilt : str
        The computed number, written as the article writes it.
    tolerance : str
        One of `TOLERANCES`.
    verdict : str
        One of `VERDICTS`.
    reason : str
        Why it is no match; for a match, what it is worth where that is in doubt.
    """

    part: str
    where: str
    printed: str
    rebuilt: str
    tolerance: str
    verdict: str
    reason: str
    key: str


@lru_cache
def published_values() -> tuple[PublishedValue, ...]:
    """Return every value of the article that is computed here too: tables, text, figures, implied sample."""
    text = schema.load("published_text").drop(columns=["id", "unit"]).fillna("").to_dict("records")
    return (*table_values(2), *table_values(3), *(PublishedValue(**row) for row in text))


def table_values(number: int) -> Iterator[PublishedValue]:
    """Yield the cells of Table 2 or 3."""
    table = load_table(number)
    slips = {(slip.term, slip.column): slip for slip in table.slips}
    for (term, column), printed in table.cells.items():
        statistic, slip = STATISTICS[column], slips.get((term, column))
        row = f"{MODEL_OF_TABLE[number]}.{term}"
        yield PublishedValue(
            part=f"Table {number}",
            place=f"Table {number}",
            what=f"{table.variables[term]}, {HEADERS[statistic]}",
            printed=cell_text(printed),
            key=f"{row}.{statistic}",
            tolerance="estimate",
            starred_by=f"{row}.p" if statistic == "p" else "",
            known=SLIP if slip else "",
            correct=cell_text(slip.correct) if slip else "",
            reason=slip.reason if slip else "",
        )


def cell_text(printed: Printed) -> str:
    """Return a cell as the tables print it: thousands commas from five digits on, stars behind."""
    return f"{printed.value:{',' if abs(printed.value) >= 10_000 else ''}.{printed.decimals}f}{printed.stars}"


def compare_all(values: Values) -> list[Comparison]:
    """Compare everything that the article prints with a set of results, such as `Results.value`.

    Raises
    ------
    InputError
        A value of the article names a key that no result has.
    """

    def known(key: str) -> float:
        try:
            return values(key)
        except KeyError:
            file, expected = "data/published/text.csv", "the key of a result (see results.json)"
            raise InputError.at(file, repr(key), expected, column="key") from None

    return [compare(published, known) for published in published_values()]


def compare(published: PublishedValue, values: Values) -> Comparison:
    """Compare one value of the article with the results.

    Raises
    ------
    KeyError
        When the results do not have its key.
    """
    value = values(published.key)
    stars = "**" if published.starred_by and values(published.starred_by) < STAR_LEVEL else ""
    rebuilt = write_like(published, value) + stars
    verdict, reason = judge(published, value, rebuilt)
    return Comparison(
        published.part,
        published.where,
        published.printed,
        rebuilt,
        published.tolerance,
        verdict,
        reason,
        published.key,
    )


def write_like(published: PublishedValue, value: float) -> str:
    """Return a computed number as the article would print it."""
    if published.tolerance == "significance":
        p = format_number(value, "p")
        return f"p {'' if p.startswith('<') else '= '}{p}".replace("<", "< ")
    return Form.of(published.correct or published.printed).write(value)


def judge(published: PublishedValue, value: float, rebuilt: str) -> tuple[str, str]:
    """Return verdict and reason for a computed number."""
    if agrees(published.printed, published.tolerance, value, rebuilt):
        return MATCH, "" if published.known else published.reason
    if published.known == SLIP and agrees(published.correct, published.tolerance, value, rebuilt):
        return SLIP, published.reason
    if published.known == SOURCE_DIFFERS:
        return SOURCE_DIFFERS, published.reason
    return DIFFERS, difference(published, rebuilt)


def agrees(printed: str, tolerance: str, value: float, rebuilt: str) -> bool:
    """Say whether a computed number agrees with a printed one, by the tolerance of its class.

    Claims of significance are "p > 0.05", "p < 0.05", "significant" and "not significant".
    """
    if tolerance == "significance":
        claim = P_CLAIM.search(printed)
        line = float(claim["line"]) if claim else SIGNIFICANCE_LEVEL
        return (value > line) == (claim["side"] == ">" if claim else "not" in printed)
    if re.search("[A-Za-z]", printed):  # "3,200 thousand" does not say 3,200
        return False
    if tolerance == "count":
        return value == Form.of(printed).value
    return rebuilt == printed


def difference(published: PublishedValue, rebuilt: str) -> str:
    """Say in a sentence how a computed number fails to agree."""
    expected = (
        f"; {published.correct} would have been the correction of a known slip" if published.correct else ""
    )
    match published.tolerance:
        case "significance":
            return f"The computed {rebuilt} is on the other side of the significance line."
        case "count":
            return f"The computed count is {rebuilt}{expected}."
    if rebuilt.rstrip("*") == published.printed.rstrip("*"):
        side = "below" if rebuilt.endswith("*") else "not below"
        return f"The digits agree; the stars do not, since p is {side} {STAR_LEVEL}."
    return f"Rounded to the printed digits the computed number is {rebuilt}{expected}."


def fails(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """Return the comparisons that should be a match and are not."""
    return [comparison for comparison in comparisons if comparison.verdict == DIFFERS]


def tally(comparisons: Iterable[Comparison]) -> dict[str, int]:
    """Count the comparisons of each verdict."""
    return dict.fromkeys(VERDICTS, 0) | Counter(comparison.verdict for comparison in comparisons)


def scalars(values: Values) -> dict[str, int]:
    """Count the published values, and those of each verdict, by key."""
    comparisons = compare_all(values)
    verdicts = {
        f"reproduction.{verdict.replace(' ', '_')}": number for verdict, number in tally(comparisons).items()
    }
    return {"reproduction.values": len(comparisons), **verdicts}


def classification(comparisons: list[Comparison], *, synthetic: bool) -> tuple[str, str]:
    """Return the class of the reproduction, and the reason why it is not full.

    Both are words of the AEA Data Editor's report form, which counts a reproduction as partial where data are
    not available or more than a quarter of the numbers differ, and as failed where less than a quarter could
    be obtained. A conclusion that changes sides is no minor issue here.
    """
    found, total = tally(comparisons), len(comparisons)
    reversed_claims = any(comparison.tolerance == "significance" for comparison in fails(comparisons))
    discrepancy = "Discrepancy in output"
    if total - found[DIFFERS] < total / 4:
        return "not able to reproduce most or all of the results", discrepancy
    if synthetic:
        return "partial reproduction", "Data not available" + (f"; {discrepancy}" if found[DIFFERS] else "")
    if found[DIFFERS] > total / 4 or reversed_claims:
        return "partial reproduction", discrepancy
    if found[MATCH] < total:
        return "full reproduction with minor issues", discrepancy
    return "full reproduction", "none"


def summary(comparisons: list[Comparison], *, synthetic: bool) -> str:
    """Return the outcome in a few sentences (plain text)."""
    found = tally(comparisons)
    grade, why = classification(comparisons, synthetic=synthetic)
    return (
        f"In the terms of the AEA Data Editor's report form: {grade} "
        f"(reason for incomplete reproducibility: {why}). "
        f"Of {len(comparisons)} published values {found[MATCH]} match, "
        f"{found[SLIP]} are slips of the article, "
        f"{found[SOURCE_DIFFERS]} differ because their sources do, and {found[DIFFERS]} differ otherwise. "
        f"{worth(synthetic)}"
    )


def worth(synthetic: bool) -> str:
    """Return what agreement is worth with a panel that is synthetic, or with the authors'."""
    if synthetic:
        return (
            "The panel is the synthetic stand-in, which was calibrated to the published tables: wherever a "
            "number comes from the panel, agreement is by calibration. It shows that the tables can be "
            "computed and are consistent; it does not reproduce the study."
        )
    return "The panel is the authors': the comparison judges what it gives."


def to_json(comparisons: Iterable[Comparison]) -> str:
    """Return the comparisons as `reproduction.json`."""
    entries = [
        asdict(comparison) | {"tolerance": TOLERANCES[comparison.tolerance]} for comparison in comparisons
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
