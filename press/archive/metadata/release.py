"""A version of the edition as it is published: its description without what changes from commit to commit."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from press.base import change_log
from press.base.change_log import CHANGES
from press.base.edition import ARTICLE, Work, current_work, front_matter
from press.base.errors import InputError
from press.base.markdown_text import COMPUTED, paragraphs
from press.base.paths import ROOT, shown
from press.numbers.formatter import without_keys
from press.numbers.variables import lookup, variables
from press.paper import current

VARIABLE = re.compile(r"\{\{<\s*var\s+(?P<name>[\w.-]+)\s*>\}\}")


@dataclass(frozen=True, slots=True)
class Release:
    """A version.

    Attributes
    ----------
    work
        The edition; its date is the day of the version, its commit is empty.
    panel
        The panel that the public edition is built from, in a few words.
    abstract
        The abstract of the article as the public edition prints it: plain text, paragraphs parted by an
        empty line.
    """

    work: Work
    panel: str
    abstract: str


@cache
def current_release() -> Release:
    """Return the version of this checkout, built from the panel that everybody has."""
    paper = current()
    if not paper.data_file()[1]:
        raise InputError(
            "the metadata describe the public edition: leave PANEL empty and data/authors without a panel."
        )
    work = replace(current_work(), commit="", date=day_of(current_work().version, ROOT / CHANGES))
    return Release(work, paper.panel.label, abstract(ROOT / ARTICLE, variables(paper)))


def day_of(version: str, changes: Path) -> date:
    """Return the day of a version, as the change log gives it.

    Raises
    ------
    InputError
        When the change log does not know the version.
    """
    if day := change_log.day_of(version, changes.read_text(encoding="utf-8")):
        return day
    raise InputError(
        f"{shown(changes)}: found no heading of version {version}, "
        f'expected "## Version {version}, DAY MONTH YEAR".'
    )


def abstract(document: Path, variables: dict) -> str:
    """Return the abstract of a document as plain text, its variables filled in."""
    return "\n\n".join(paragraphs(filled_in(front_matter(document).get("abstract", ""), variables)))


def filled_in(text: object, variables: dict) -> str:
    """Return Markdown of the front matter with the values of its variables, without the keys of numbers."""
    filled = without_keys(VARIABLE.sub(lambda found: str(lookup(variables, found["name"])), str(text)))
    if found := COMPUTED.search(filled):
        raise InputError.at(
            ARTICLE,
            f"{found[0]} in the abstract",
            "words and variables ({{< var NAME >}}), which files repeat",
        )
    return filled
