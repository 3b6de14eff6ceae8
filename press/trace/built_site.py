"""A built site as a reader has it: its results.json, its pages, their tables and their numbers."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nan
from pathlib import Path
from typing import Any

from lxml import html

from press.base.errors import InputError
from press.numbers.keys import in_short, values_of_rows


@dataclass(frozen=True)
class BuiltSite:
    """The folder of a built site."""

    folder: Path

    @cached_property
    def results(self) -> dict[str, Any]:
        """What results.json holds."""
        return json.loads((self.folder / "results.json").read_text(encoding="utf-8"))

    @cached_property
    def values(self) -> dict[str, float]:
        """Every number of results.json by its key; absent ones are NaN."""
        return {key: nan if value is None else value for key, value in values_of(self.results).items()}

    def value(self, key: str) -> float:
        """Look a number up by its key.

        Raises
        ------
        KeyError
            When results.json has no such number.
        """
        return self.values[key]

    @cached_property
    def page_names(self) -> list[str]:
        """The pages beside the article, the article first."""
        names = sorted(path.name for path in (self.folder / "paper").glob("*.html"))
        return sorted(names, key=lambda name: name != "index.html")

    def main(self, name: str = "index.html") -> html.HtmlElement:
        """Return the main part of a page.

        Raises
        ------
        InputError
            When the site has no such page.
        """
        path = self.folder / "paper" / name
        if not path.exists():
            raise InputError(f"The build has no page paper/{name}.")
        return html.document_fromstring(
            path.read_text(encoding="utf-8").encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")
        ).xpath("//main")[0]


def numbers_in(main: html.HtmlElement) -> dict[str, set[str]]:
    """Return the numbers that a page prints in its own language: their forms by key."""
    found: dict[str, set[str]] = {}
    for element in main.xpath("//*[@data-key]"):
        if language_of(element) == language_of(main):
            found.setdefault(element.get("data-key"), set()).add(visible(element))
    return found


def language_of(element: html.HtmlElement) -> str:
    """Return the language that an element is marked as."""
    return element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")


def visible(element: html.HtmlElement) -> str:
    """Return the text of an element, with single blanks and a hyphen for a minus sign."""
    return re.sub(r"\s+", " ", element.text_content()).replace("−", "-").strip()


def values_of(results: Mapping[str, Any]) -> dict[str, float | None]:
    """Return every number of a results.json by its key."""
    rows = values_of_rows(results["estimates"])
    return {key: rows[key] for key in in_short(rows)} | results["scalars"]
