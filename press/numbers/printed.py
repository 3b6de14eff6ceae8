"""Numbers as print writes them: read from a text, and others written likewise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from press.numbers.formatter import without_sign_of_zero
from press.numbers.languages import as_typed

NUMBER = re.compile(r"(?P<digits>[-−]?\d[\d.,]*)(?P<percent>%?)(?P<stars>\**)")
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed.

    Attributes
    ----------
    value : float
        The number; a percentage as the fraction that it is.
    decimals : int
        Decimals printed.
    low, high : float
        Half a unit of the last decimal either side: every number between rounds to what is printed.
    thousands, decimal_comma, percent : bool
        Whether commas group thousands, a comma stands for the decimal point, and a percent sign follows.
    stars : str
        Stars of significance printed behind it.
    """

    value: float
    decimals: int
    low: float
    high: float
    thousands: bool = False
    decimal_comma: bool = False
    percent: bool = False
    stars: str = ""

    @classmethod
    def parse(cls, text: str) -> PrintedNumber:
        """Read a text that is a number and nothing else.

        Raises
        ------
        ValueError, ArithmeticError
            It is none.
        """
        if not NUMBER.fullmatch(text):
            raise ValueError(f"{text!r} is no number.")
        return cls.first_in(text)

    @classmethod
    def first_in(cls, text: str) -> PrintedNumber:
        """Read the first number of a text.

        A comma groups thousands where three digits follow each one, else it is decimal. Minus is a hyphen or
        U+2212.

        Raises
        ------
        ValueError, ArithmeticError
            There is none.
        """
        match = NUMBER.search(text)
        if match is None:
            raise ValueError(f"There is no number in {text!r}.")
        digits = as_typed(match["digits"]).rstrip(".,")
        thousands = bool(THOUSANDS.fullmatch(digits))
        decimal_comma = "," in digits and not thousands
        number = Decimal(digits.replace(",", "." if decimal_comma else ""))
        decimals = -int(number.as_tuple().exponent)
        half = Decimal(5).scaleb(-decimals - 1)
        value, low, high = (
            float(one) / (100 if match["percent"] else 1) for one in (number, number - half, number + half)
        )
        return cls(
            value, decimals, low, high, thousands, decimal_comma, bool(match["percent"]), match["stars"]
        )

    def write(self, value: float) -> str:
        """Write a number in the same way, without stars, as data files do: a hyphen stands for minus.

        A rounded zero carries none.
        """
        scaled = value * (100 if self.percent else 1)
        written = without_sign_of_zero(f"{scaled:{',' if self.thousands else ''}.{self.decimals}f}")
        return (written.replace(".", ",") if self.decimal_comma else written) + ("%" if self.percent else "")

    def agrees(self, value: float) -> bool:
        """Tell whether a number, rounded to the printed decimals, is the printed one digit for digit."""
        return self.write(value) == self.write(self.value)
