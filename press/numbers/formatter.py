"""The one formatter: every figure that the paper prints passes through here.

A number is asked for by its key in the results (`inflow.program_post.estimate`); its style follows
from the key, and what comes out is a Markdown span that names the key, so that a reader can trace
the figure in any format that keeps spans.
"""

import re
from collections.abc import Callable, Mapping
from fnmatch import translate
from functools import cache
from math import isinf, isnan

from press.numbers.languages import MINUS

NOISE = 1e-9
"""A difference below it is the machine's rounding: neither its digit nor its sign says anything."""
STYLES: dict[str, Callable[[float], str]] = {
    "integer": lambda x: f"{round(x):,}",
    "year": lambda x: f"{round(x)}",
    **{f"decimal{digits}": f"{{:,.{digits}f}}".format for digits in range(16)},
    "exponent": lambda x: f"{x:.0e}".replace("e-0", "e-").replace("e+00", ""),
    "noise": lambda x: "<1e-9" if 0 < abs(x) < NOISE else STYLES["exponent"](x),
    "as_in_table3": lambda x: f"{x:,.2f}" if abs(x) >= 10_000 else f"{x:.2f}",
    "signed1": lambda x: f"{x:+,.1f}",
    "percent0": lambda x: f"{100 * x:,.0f}%",
    "percent1": lambda x: f"{100 * x:,.1f}%",
    "p": lambda x: "<0.001" if x < 0.0005 else f"{x:.3f}",
}
"""Print styles. A comma groups thousands from four digits on; only `as_in_table3`, which quotes the published
Table 3, begins at five. They sign negative numbers as Python does; `format_number` sets the minus sign."""

DEFAULT_STYLE = "decimal2"
SPAN = re.compile(r'\[(?P<printed>[^\]]*)\]\{\.num data-key="(?P<key>[^"]+)"\}')
ABSENT = "–"
TYPED_MINUS = re.compile(r"(?<![\w.,)\]\-])-(?=\.?\d|∞)|(?<=\de)-(?=\d)")
"""A hyphen that stands for a minus: where a number or a power of ten begins, not within a word or a range."""


def style_of(key: str, rules: Mapping[str, str]) -> str:
    """Name the print style of a key.

    Parameters
    ----------
    key
        Key of a number in the results.
    rules
        Patterns (as of `fnmatch`) and styles; the first match wins.
    """
    found = _any_of(tuple(rules)).match(key)
    return list(rules.values())[found.lastindex - 1] if found and found.lastindex else DEFAULT_STYLE


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return an expression whose groups are the patterns, in their order."""
    return re.compile("|".join(f"({translate(pattern)})" for pattern in patterns) or r"(?!)")


def format_number(value: float, style: str) -> str:
    """Print a number in a style of `STYLES`.

    A rounded zero carries no minus sign, an absent number is a dash. Minus is U+2212.

    Raises
    ------
    KeyError
        When the style is not known.
    """
    if style not in STYLES:
        raise KeyError(f"There is no print style {style!r}; known are {', '.join(STYLES)}.")
    if value is None or isnan(value):
        return ABSENT
    if isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return with_minus(without_sign_of_zero(STYLES[style](value)))


def with_minus(text: str) -> str:
    """Return a text whose numbers have a minus sign (U+2212) where a hyphen stood for one."""
    return TYPED_MINUS.sub(MINUS, text)


def without_sign_of_zero(printed: str) -> str:
    """Return a printed number; without its minus sign where it is zero."""
    return printed if any(digit in printed for digit in "123456789") else printed.removeprefix("-")


def span(key: str, value: float, style: str) -> str:
    """Print a number as a Markdown span that carries its key."""
    return keyed(key, format_number(value, style))


def keyed(key: str, printed: str) -> str:
    """Return a printed number as a Markdown span that carries its key."""
    return f'[{printed}]{{.num data-key="{key}"}}'


def interval(low: str, high: str) -> str:
    """Return two printed bounds in one piece of text that never breaks."""
    return f"{low}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{high}"


def spans_in(markdown: str) -> list[tuple[str, str]]:
    """Return the numbers in a piece of Markdown, in order: their keys and how they are printed."""
    return [(match["key"], match["printed"]) for match in SPAN.finditer(markdown)]


def without_keys(markdown: str) -> str:
    """Return Markdown with its numbers as bare text, for the places that hold no spans."""
    return SPAN.sub(lambda match: match["printed"], markdown)
