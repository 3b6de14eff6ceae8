"""The one formatter: every figure that the paper prints passes through here.

A number is asked for by its key in the results (`inflow.program_post.estimate`); its style follows
from the key, and what comes out is a Markdown span that names the key, so that a reader can trace
the figure in any format that keeps spans.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from math import isinf, isnan

STYLES: dict[str, Callable[[float], str]] = {
    "integer": lambda x: f"{round(x):,}",
    "year": lambda x: f"{round(x)}",
    **{f"decimal{digits}": f"{{:,.{digits}f}}".format for digits in range(16)},
    "exponent": lambda x: f"{x:.0e}".replace("e-0", "e-").replace("e+00", ""),
    "table3": lambda x: f"{x:,.2f}" if abs(x) >= 10_000 else f"{x:.2f}",
    "signed1": lambda x: f"{x:+,.1f}",
    "percent0": lambda x: f"{100 * x:.0f}%",
    "percent1": lambda x: f"{100 * x:.1f}%",
    "p": lambda x: "<0.001" if x < 0.0005 else f"{x:.3f}",
}

# First match wins. Decimals are those of the published tables; Table 3 sets a comma from five digits on.
RULES: tuple[tuple[str, str], ...] = (
    ("*.n", "integer"),
    ("*.df", "integer"),
    ("*.clusters", "integer"),
    ("*.cells.*", "integer"),
    ("*.p", "p"),
    ("*_p", "p"),
    ("robustness.*.count.*", "integer"),
    ("*.choices*", "integer"),
    ("*.as_large", "integer"),
    ("size.assignments.*", "integer"),
    ("size.*", "percent1"),
    ("mde.outflow", "integer"),
    ("gravity_*.t", "decimal2"),
    ("*gravity_*", "decimal3"),
    ("outflow.*.t", "decimal3"),
    ("outflow.mean.*", "integer"),
    ("outflow.*", "table3"),
    ("audit.official.moves.first_year", "year"),
    ("audit.official.moves.*", "integer"),
    ("audit.official.*", "decimal2"),
    ("audit.*.quantile", "decimal6"),
    ("audit.*.residual_sd.*", "decimal4"),
    ("audit.*.variance.*", "decimal3"),
    ("audit.*.slip", "decimal2"),
    ("audit.table2.mean.*", "decimal2"),
    ("audit.*", "integer"),
    ("panel.years.*", "year"),
    ("panel.*", "integer"),
    ("study.*_year", "year"),
    ("study.*", "integer"),
    ("reproduction.*", "integer"),
)
DEFAULT_STYLE = "decimal2"
SPAN = re.compile(r'\[(?P<printed>[^\]]*)\]\{\.num data-key="(?P<key>[^"]+)"\}')
ABSENT = "–"


def style_of(key: str, rules: Mapping[str, str] | None = None) -> str:
    """Name the print style of a key.

    Parameters
    ----------
    key
        Key of a number in the results.
    rules
        Patterns (as of `fnmatch`) and styles that go before the general ones.
    """
    for pattern, style in (*(rules or {}).items(), *RULES):
        if fnmatchcase(key, pattern):
            return style
    return DEFAULT_STYLE


def format_number(value: float, style: str) -> str:
    """Print a number in a style of `STYLES`; a rounded zero carries no minus sign, an absent number is a dash.

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
        return "∞" if value > 0 else "-∞"
    printed = STYLES[style](value)
    is_zero = printed.startswith("-") and not any(digit in printed for digit in "123456789")
    return printed.removeprefix("-") if is_zero else printed


def span(key: str, value: float, style: str) -> str:
    """Print a number as a Markdown span that carries its key."""
    return keyed(key, format_number(value, style))


def keyed(key: str, printed: str) -> str:
    """A printed number as a Markdown span that carries its key."""
    return f'[{printed}]{{.num data-key="{key}"}}'


def spans_in(markdown: str) -> list[tuple[str, str]]:
    """The numbers in a piece of Markdown, in order: their keys and how they are printed."""
    return [(match["key"], match["printed"]) for match in SPAN.finditer(markdown)]


def without_keys(markdown: str) -> str:
    """Markdown with its numbers as bare text, for the places that hold no spans."""
    return SPAN.sub(lambda match: match["printed"], markdown)
