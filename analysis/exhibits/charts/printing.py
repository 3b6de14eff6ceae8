"""Numbers as the charts print them."""

from __future__ import annotations

from press.numbers.formatter import format_number
from press.numbers.languages import MINUS

DRAWN = 6
"""Significant digits of a number that only places a mark."""


def printed(value: float, style: str) -> str:
    """Return a number in a style of the project's formatter, with the minus sign that the figures use."""
    return format_number(value, style).replace("-", MINUS)


def drawn(value: float) -> float:
    """Return a number that places a mark, without digits that no eye can see."""
    return float(f"{value:.{DRAWN}g}")
