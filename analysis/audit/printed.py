"""A table as printed: every cell is the interval that its rounding leaves open, with exact ends."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from press.base.limits import NUMBER_DIGITS

COLUMNS = ("coefficient", "std_error", "t_statistic", "p_value", "ci_low", "ci_high")
ROLES = ("intercept", "group", "post", "interaction")
"""The four rows of a saturated 2x2 difference in differences, in the order of every `Table`."""

CellPlace = tuple[int, str]
"""Number of the row (0 to 3, as `ROLES`) and column."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """A printed number.

    Attributes
    ----------
    text : str
        The number with a decimal point and without thousands separators and stars, e.g. "10200.00" or
        "<0.001".
    low, high : Fraction
        Half a unit of the last printed digit either side, ends included: all that can round to `text`,
        whichever way halves go. For "<0.001" they are 0 and 0.001, for ">0.10", a probability, 0.10 and 1.
    decimals : int
        Decimals printed.
    stars : str
        Stars printed behind the number.
    """

    text: str
    low: Fraction
    high: Fraction
    decimals: int
    stars: str = ""

    @classmethod
    def parse(cls, text: str) -> Rounded:
        """Read a number with a decimal point, perhaps after "<" or ">" and before stars.

        Raises
        ------
        ValueError
            The text is no number, or has more digits than a table prints.
        """
        bare = text.rstrip("*")
        number, decimals = _decimal(bare.removeprefix("<").removeprefix(">"))
        half = Fraction(1, 2) / Fraction(10) ** decimals
        ends = {"<": (Fraction(0), number), ">": (number, Fraction(1))}
        low, high = ends.get(bare[:1], (number - half, number + half))
        return cls(bare, low, high, max(decimals, 0), text[len(bare) :])

    def overlaps(self, low: float | Fraction, high: float | Fraction) -> bool:
        """Say whether some number from `low` to `high` prints as this one."""
        return low <= self.high and self.low <= high


def _decimal(text: str) -> tuple[Fraction, int]:
    try:
        number = Decimal(text.replace("_", "?"))  # Python's own sign between thousands is nobody else's
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number") from None
    if not number.is_finite():
        raise ValueError(f"{text!r} is no finite number")
    _, digits, exponent = number.as_tuple()
    if max(len(digits), abs(exponent), abs(number.adjusted())) > NUMBER_DIGITS:
        raise ValueError(f"more than {NUMBER_DIGITS} digits")
    return Fraction(number), -int(number.as_tuple().exponent)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: the variable's name as printed, and its printed cells by column."""

    name: str
    cells: dict[str, Rounded]


@dataclass(frozen=True, slots=True)
class Table:
    """A printed 2x2 difference-in-differences table.

    Attributes
    ----------
    name : str
        What the report calls it.
    rows : tuple of Row
        Intercept, group, post and interaction.
    level : float
        Confidence level of the printed intervals.
    """

    name: str
    rows: tuple[Row, Row, Row, Row]
    level: float = 0.95

    @property
    def cells(self) -> list[CellPlace]:
        """Every printed cell."""
        return [(number, column) for number, row in enumerate(self.rows) for column in row.cells]

    def cell(self, cell: CellPlace) -> Rounded:
        """Return the printed number of a cell."""
        return self.rows[cell[0]].cells[cell[1]]
