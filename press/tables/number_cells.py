"""Numbers as people write them in spreadsheets: read exactly, or refused where they could mean two things."""

import math
import re

from press.base.plain_text import shortened

SPACE = "[ \u00a0\u2009\u202f]"
WHOLE = re.compile(rf"[+-]?(\d+|\d{{1,3}}({SPACE}\d{{3}})+)([.,]0+)?", re.ASCII)
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+([.,]\d*)?", re.ASCII)
MOST_DIGITS = 400
"""More than any number that a spreadsheet holds has, written in full."""
INFINITE = re.compile(r"[+-]?(inf|infinity|∞)", re.IGNORECASE)


def whole_number(text: str) -> int:
    """Read a whole number.

    Thousands may be set apart by spaces ("738 827"), and the fraction may be zero ("738827.0", "738827,00").
    A point or comma that could set thousands apart ("1,000") is refused, since it could as well be a decimal
    sign.

    Raises
    ------
    ValueError
        With a hint for the writer, or an empty one.
    """
    text = _tidy(text)
    if THOUSANDS.fullmatch(text):
        raise ValueError(" written without a point or comma between thousands")
    match = WHOLE.fullmatch(text)
    if not match or len(text) > MOST_DIGITS:
        raise ValueError("")
    return int(re.sub(SPACE, "", text.removesuffix(match[3] or "")))


def number(text: str) -> float:
    """Read a number with a decimal point or a decimal comma.

    Raises
    ------
    ValueError
        With an empty hint.
    """
    text = _tidy(text)
    if not NUMBER.fullmatch(text) or not math.isfinite(value := float(text.replace(",", "."))):
        raise ValueError("")
    return value


def rounding(text: str) -> float:
    """Return half a unit of the last decimal that is written: how far rounding may have moved the number."""
    mantissa, _, exponent = _tidy(text).casefold().replace(",", ".").partition("e")
    decimals = len(mantissa.partition(".")[2])
    return 0.5 * float(f"1e{int(exponent or 0) - decimals}")  # infinite where a power would overflow


def decimal_signs(texts: list[str]) -> str:
    """Name the decimal signs that numbers use: "decimal point", "decimal comma", both or none."""
    signs = {sign for text in texts for sign in ".," if sign in text}
    names = [name for sign, name in ((".", "decimal point"), (",", "decimal comma")) if sign in signs]
    return " and ".join(names) or "no decimals"


def described(text: str) -> str:
    """Return what a cell holds, to be read after "found"."""
    if not text.strip():
        return "an empty cell"
    return f'an infinite number ("{text}")' if INFINITE.fullmatch(text.strip()) else f'"{shortened(text)}"'


def _tidy(text: str) -> str:
    return text.strip().replace("\u2212", "-")
