"""The results of a paper: every number by its key, each with its origin.

Whatever the paper prints is looked up here by key:

* `MODEL.TERM.STATISTIC`, the classical row (`inflow.program_post.p`),
* `MODEL.TERM.METHOD.STATISTIC`, another method's row (`inflow.program_post.crv1.p`),
* `MODEL.n` and `MODEL.df`,
* any other key, a scalar (`grants.allocated.2020`).

Some keys have a text in place of a number, such as the names of regions.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from math import isfinite
from typing import Any, SupportsFloat

import pandas as pd

from press.numbers.keys import CLASSICAL, STATISTICS, in_short, values_of_rows
from press.numbers.origins import Origin, Source, Traced

COLUMNS = ("model", "term", "method", *STATISTICS, "n", "df", "clusters")
MADE_BY = "made_by"
"""What an estimation adds to its rows beside `COLUMNS`: the function that computed them."""
SIGNIFICANT_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Dataset:
    """What results say of the data that they were estimated from.

    Attributes
    ----------
    name, path, sha256
        What it is called, its file as pages name it, and the digest of that.
    rows, regions, years
        Its size, its units and its periods.
    synthetic
        Whether it is invented.
    public
        Whether its rows may be published.
    """

    name: str
    path: str
    sha256: str
    rows: int
    regions: tuple[str, ...]
    years: tuple[int, ...]
    synthetic: bool = False
    public: bool = True


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that was estimated from one dataset.

    Attributes
    ----------
    panel
        The data that the estimates come from.
    estimates
        One row per model, term and method, with the columns `COLUMNS`.
    scalars
        Every other number of the paper, by key.
    estimated
        What made the rows of a model and method.
    texts
        What is no number, by key, for sentences to print or to be chosen by.
    values
        Every number by its key, also those that a row leaves open.
    """

    panel: Dataset
    estimates: pd.DataFrame
    scalars: Traced[float]
    estimated: dict[tuple[str, str], Origin] = field(default_factory=dict)
    texts: Traced[str] = field(default_factory=Traced)
    values: dict[str, float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index every number by its key."""
        object.__setattr__(
            self, "values", {**values_of_rows(self.estimates.to_dict("records")), **self.scalars}
        )

    def value(self, key: str) -> float:
        """Look a number up by its key.

        Raises
        ------
        KeyError
            When nothing in the results has this key.
        """
        if key not in self.values:
            raise KeyError(f"The results have no number {key!r}.")
        return self.values[key]

    def has(self, key: str) -> bool:
        """Tell whether there is a number of this key, and not only a row that leaves it open."""
        return key in self.scalars or not pd.isna(self.values.get(key))

    def origin(self, key: str) -> Origin:
        """Look up what made the number, or the text, of a key.

        Raises
        ------
        KeyError
            When the number was added without its origin (see `origins.made_from`).
        """
        if key in self.scalars:
            return self.scalars.origins[key]
        if key in self.texts:
            return self.texts.origins[key]
        model, *between = key.split(".")[:-1]
        method = between[1] if len(between) == 2 else CLASSICAL if between else ""
        return next(
            origin for (name, by), origin in self.estimated.items() if name == model and by == (method or by)
        )

    def all_keys(self) -> list[str]:
        """List the key of every number that is there, classical rows in their short form."""
        rows = (key for key in in_short(self.values) if key not in self.scalars)
        return [*filter(self.has, rows), *self.scalars]


def made(by: Callable[..., Any], rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Note in rows which function computed them."""
    return [{**row, MADE_BY: by} for row in rows]


def origins_of_rows(
    rows: Iterable[Mapping[str, Any]], sources: Iterable[Source]
) -> dict[tuple[str, str], Origin]:
    """Tell what made the rows of each model and method.

    Parameters
    ----------
    rows
        Rows that an estimation returned, each with the function that computed it (`MADE_BY`).
    sources
        The data files that all of them come from.
    """
    sources = tuple(sources)
    return {(row["model"], row["method"]): Origin.of(row[MADE_BY], sources) for row in rows}


def to_json(results: Results) -> str:
    """Write the results as `results.json`: 12 significant digits, null for what is absent."""
    described = asdict(results.panel)
    document = {
        "panel": {name: described[name] for name in ("name", "path", "sha256", "rows", "regions", "years")},
        "estimates": [
            {column: plain(row[column]) for column in COLUMNS} for row in results.estimates.to_dict("records")
        ],
        "scalars": {key: plain(value) for key, value in results.scalars.items()},
        **({"texts": dict(results.texts)} if results.texts else {}),
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: SupportsFloat | str | None) -> float | str | None:
    """Give a value as JSON knows it: whole numbers whole, floats rounded, absent ones null."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)
    if not isfinite(number):
        return None
    if number.is_integer() and abs(number) < 1e15:
        return int(number)
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}")
