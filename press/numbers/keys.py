"""How the numbers of estimates are named, as `press.numbers.results` tells; standard library only."""

from collections.abc import Iterable, Mapping
from typing import Any

KEY = r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+"
"""The pattern of a key: words of small letters, digits and underscores, joined by dots."""
STATISTICS = ("estimate", "std_error", "t", "p", "ci_low", "ci_high")
CLASSICAL = "classical"
"""The method whose rows keys need not name."""


def values_of_rows(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Name the numbers of rows: first the statistics, then the sizes of each model's first row."""
    values: dict[str, Any] = {}
    sizes: dict[str, Any] = {}
    for row in rows:
        term = f"{row['model']}.{row['term']}"
        for prefix in (f"{term}.{row['method']}", term)[: 2 if row["method"] == CLASSICAL else 1]:
            values |= {f"{prefix}.{statistic}": row[statistic] for statistic in STATISTICS}
        for size in ("n", "df"):
            sizes.setdefault(f"{row['model']}.{size}", row[size])
    return values | sizes


def in_short(keys: Iterable[str]) -> list[str]:
    """Return the keys but for those that name the classical method."""
    return [key for key in keys if f".{CLASSICAL}." not in key]
