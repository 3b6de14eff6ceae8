"""Keeps what stands behind a `|` in a cell of a pipe table, where pandoc and Quarto would drop it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:[|+]\s*:?-+:?\s*)*\|?\s*")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_KEPT = re.compile(
    r"\\. | (?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`) | \$(?!\s)[^$]*[^$\s\\]\$(?!\d)", re.VERBOSE
)
"""What holds a `|` that parts no cells: an escaped sign, code, a formula."""


@dataclass(frozen=True, slots=True)
class Mended:
    """Lines of Markdown; the numbers of those that held more cells than their table, and that still do."""

    rows: list[str]
    mended: list[int]
    lost: list[int]


def mend(rows: list[str]) -> Mended:
    """Return lines of Markdown whose pipe tables keep all they hold, where that can be.

    A table that is laid out in columns, as tabulate writes it, tells which signs part its cells: the others
    are escaped. In any other the cells that are too many are lost.
    """
    result = Mended(list(rows), [], [])
    for rule, places in _tables(rows):
        columns = len(_signs(rows[rule].replace("+", "|")))
        for place in places:
            if len(_signs(rows[place])) > columns:
                row = _escaped(rows[place], rows[rule])
                result.rows[place] = row or rows[place]
                (result.mended if row else result.lost).append(place)
    return result


def _tables(rows: list[str]) -> Iterator[tuple[int, list[int]]]:
    """Yield the numbers of the rules below headers, each with those of its table's other rows."""
    fence = ""
    for number, row in enumerate(rows):
        if found := _FENCE.match(row):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        elif not fence and number and _is_rule(row, rows[number - 1]):
            end = next((at for at in range(number, len(rows)) if not rows[at].strip()), len(rows))
            yield number, [number - 1, *range(number + 1, end)]


def _is_rule(row: str, above: str) -> bool:
    return "|" in row and "-" in row and _RULE.fullmatch(row) is not None and "|" in above


def _signs(row: str) -> list[int]:
    """Return the places of the signs that part the cells of a row; those at its ends are left out."""
    shown = _KEPT.sub(lambda found: "x" * len(found[0]), row)
    first, last = len(shown) - len(shown.lstrip()), len(shown.rstrip()) - 1
    return [at for at, sign in enumerate(shown) if sign == "|" and at not in (first, last)]


def _escaped(row: str, rule: str) -> str | None:
    """Return a row in which the signs at the places of the rule's part cells, no others; None if none are."""
    places = [at for at, sign in enumerate(rule) if sign in "|+"]
    signs = {_width(row[:at]): at for at in range(len(row)) if row[at] == "|"}
    is_laid_out = _width(row.rstrip()) == _width(rule.rstrip()) and all(place in signs for place in places)
    if not places or not is_laid_out:
        return None
    parting, inner = {signs[place] for place in places}, set(_signs(row))
    return "".join("\\|" if at in inner and at not in parting else sign for at, sign in enumerate(row))


def _width(text: str) -> int:
    """Return how many columns a text takes where every letter has the same width."""
    return sum(
        0 if unicodedata.combining(letter) else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )
