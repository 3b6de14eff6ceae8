"""Where a number comes from: the function that made it and the files that it was made from."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar

from press.base.paths import ROOT, shown

P = ParamSpec("P")
V = TypeVar("V", float, str)


@dataclass(frozen=True, slots=True)
class Source:
    """A data file: its path from the project's root (a bare name where it lies outside) and its SHA-256."""

    path: str
    sha256: str

    @classmethod
    def of(cls, file: str) -> Source:
        """Return a file of the project, by its path from the project's root."""
        return cls(file, digest(file))


@dataclass(frozen=True, slots=True)
class Origin:
    """What made a number.

    Attributes
    ----------
    function
        Module and qualified name, such as "analysis.estimators.did.did".
    file
        The module's file, relative to the project; its line is looked up there (`press.trace.known`).
    sources
        The data files that the function's numbers come from.
    """

    function: str
    file: str
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, function: Callable, sources: Iterable[Source] = ()) -> Origin:
        """Return the origin of what a function of the project returns."""
        plain = inspect.unwrap(getattr(function, "__func__", function))
        return cls(
            f"{plain.__module__}.{plain.__qualname__}",
            shown(Path(inspect.getfile(plain))),
            tuple(sources),
        )


class Traced(Mapping[str, V], Generic[V]):
    """Numbers, or texts, by key; `origins` has the origin of each. `|` joins both.

    Parameters
    ----------
    numbers
        Numbers by key.
    origin
        What made all of them; without it only those of `numbers` that are traced already have one.
    """

    def __init__(self, numbers: Mapping[str, V] = {}, origin: Origin | None = None) -> None:
        self._numbers: dict[str, V] = dict(numbers)
        self.origins: dict[str, Origin] = (
            dict.fromkeys(numbers, origin) if origin else {**getattr(numbers, "origins", {})}
        )

    def __getitem__(self, key: str) -> V:
        """Look a number up by its key."""
        return self._numbers[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        return iter(self._numbers)

    def __len__(self) -> int:
        """Count the numbers."""
        return len(self._numbers)

    def __or__(self, other: Mapping[str, V]) -> Traced[V]:
        """Return the numbers of both, each with its origin where that is known."""
        joined: Traced[V] = Traced({**self, **other})
        joined.origins = self.origins | getattr(other, "origins", {})
        return joined


def made_from(*files: str) -> Callable[[Callable[P, Mapping[str, V]]], Callable[P, Traced[V]]]:
    """Declare the data files that a function's numbers come from; it then returns them traced.

    Parameters
    ----------
    files
        Paths from the project's root.
    """

    def decorate(function: Callable[P, Mapping[str, V]]) -> Callable[P, Traced[V]]:
        @wraps(function)
        def traced(*arguments: P.args, **named: P.kwargs) -> Traced[V]:
            return Traced(function(*arguments, **named), Origin.of(function, map(Source.of, files)))

        return traced

    return decorate


@cache
def digest(file: str) -> str:
    """Return the SHA-256 of a file of the project."""
    return hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
