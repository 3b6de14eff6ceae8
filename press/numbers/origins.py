"""Where a number comes from: the function that made it and the files that it was made from."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path

from press.base.paths import ROOT, shown


@dataclass(frozen=True, slots=True)
class Source:
    """A data file: its path (relative to the project, or a bare name where it lies outside) and its SHA-256."""

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
    file, line
        The module's file, relative to the project, and the line of its `def`.
    sources
        The data files that the function's numbers come from.
    """

    function: str
    file: str
    line: int
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, function: Callable, sources: Iterable[Source] = ()) -> Origin:
        """Return the origin of what a function of the project returns."""
        plain = inspect.unwrap(getattr(function, "__func__", function))
        return cls(
            f"{plain.__module__}.{plain.__qualname__}",
            shown(Path(inspect.getsourcefile(plain))),
            definition_line(plain),
            tuple(sources),
        )


class Traced(dict[str, float]):
    """Numbers by key; `origins` has the origin of each. `|` joins both.

    Parameters
    ----------
    numbers
        Numbers by key.
    origin
        What made all of them; without it only those of `numbers` that are traced already have one.
    """

    def __init__(self, numbers: Mapping[str, float] = {}, origin: Origin | None = None) -> None:
        super().__init__(numbers)
        self.origins: dict[str, Origin] = (
            dict.fromkeys(numbers, origin) if origin else {**getattr(numbers, "origins", {})}
        )

    def __or__(self, other: Mapping[str, float]) -> Traced:
        joined = Traced(self)
        joined |= other
        return joined

    def __ior__(self, other: Mapping[str, float]) -> Traced:
        self.update(other)
        self.origins |= getattr(other, "origins", {})
        return self


def made_from(*files: str) -> Callable[[Callable[..., Mapping[str, float]]], Callable[..., Traced]]:
    """Declare the data files that a function's numbers come from; it then returns them traced.

    Parameters
    ----------
    files
        Paths from the project's root.
    """

    def decorate(function: Callable[..., Mapping[str, float]]) -> Callable[..., Traced]:
        @wraps(function)
        def traced(*arguments, **named) -> Traced:
            return Traced(function(*arguments, **named), Origin.of(function, map(Source.of, files)))

        return traced

    return decorate


def definition_line(function: Callable) -> int:
    """Return the line of a function's `def`, below its decorators."""
    lines, first = inspect.getsourcelines(function)
    return first + next(i for i, line in enumerate(lines) if line.lstrip().startswith("def "))


@cache
def digest(file: str) -> str:
    """SHA-256 of a file of the project."""
    return hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
