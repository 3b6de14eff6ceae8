"""Which numbers a document prints, and where: its outline, filled by the values that its code gave."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from press.base.errors import InputError
from press.numbers.formatter import spans_in
from press.trace.outline import Spot


@dataclass(frozen=True, slots=True)
class Place:
    """A number as printed in one spot of a document (see `outline.Spot`)."""

    key: str
    printed: str
    where: str
    section: str
    exhibit: str


def places(spots: Iterable[Spot], print_spot: Callable[[Spot], str]) -> list[Place]:
    """List every number that the spots print, in the document's order.

    Parameters
    ----------
    spots
        The document's outline.
    print_spot
        Gives the Markdown that a spot prints.
    """
    return [
        Place(key, printed, spot.where, spot.section, spot.exhibit)
        for spot in spots
        for key, printed in spans_in(print_spot(spot))
    ]


def printer(
    namespace: Mapping[str, Any], variables: Mapping[str, Any], exhibit: Callable[[str], str]
) -> Callable[[Spot], str]:
    """Return what prints a spot of a document.

    Parameters
    ----------
    namespace
        The names that the document's cells have defined; inline expressions are evaluated in it once more.
    variables
        What `_variables.yml` holds, alternative texts with keys.
    exhibit
        Gives the Markdown of a table by its label.
    """

    def print_spot(spot: Spot) -> str:
        if spot.kind == "code":
            return str(eval(spot.prints, dict(namespace)))
        if spot.kind == "variable":
            return str(lookup(variables, spot.prints))
        return exhibit(spot.prints) if spot.prints.startswith("tbl-") else ""

    return print_spot


def lookup(variables: Mapping[str, Any], name: str) -> Any:
    """Return the variable of a dotted name; an InputError where there is none."""
    found: Any = variables
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            raise InputError(
                f"The text asks for {{{{< var {name} >}}}}, but there is no variable of this name."
            )
        found = found[part]
    return found


def place_in_words(place: Place) -> str:
    """Return a place in Markdown."""
    section = f"[§ @{place.section}]" if place.section.startswith("sec-") else place.section
    return in_words(place.where, place.exhibit and f"@{place.exhibit}", section)


def in_words(where: str, exhibit: str, section: str) -> str:
    """Name a place, as short as it goes: "abstract", "§ 7.4", "Table 2", "note of Table 2".

    Parameters
    ----------
    where
        As of a `Spot` of a document, or of a `page_reader.Span`.
    exhibit, section
        What leads to the table or figure, if it is in one, and to the section.
    """
    if exhibit:
        return exhibit if where in ("exhibit", "table cell") else f"{where} of {exhibit}"
    if where == "footnote":
        return f"footnote in {section}"
    return section if where == "text" and section else where
