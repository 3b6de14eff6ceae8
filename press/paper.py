"""What press is given: one computed paper, found by the name that `paper/edition.yml` states.

This is all that press knows of a paper. The binding of a project (its `analysis/paper.py`) makes the object;
a second paper makes another, and press serves it unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from press.base.edition import SETTINGS, computed_by
from press.base.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from press.numbers.comparison import PublishedValue
    from press.numbers.results import Results
    from press.numbers.statements import Statements

OBJECT = "PAPER"
"""What the module that `paper/edition.yml` names calls the paper."""


class Exhibit(Protocol):
    """A table or figure with a label in a document; each part is a function of the paper's data, or absent.

    Attributes
    ----------
    label
        Its label in the documents ("tbl-..." or "fig-...").
    made_by
        The function that makes it: what its line of origin leads to.
    markdown
        Of a table, its Markdown, every figure printed by its key.
    numbers
        Its numbers as a table, unrounded.
    alt
        Of a figure, its alternative text, numbers with their keys.
    draw
        Of a figure, its drawing (a matplotlib figure).
    chart
        Of a figure, its spec for `press/web/theme/charts.js`, from its numbers.
    """

    label: str
    made_by: Callable[..., Any]
    markdown: Callable[[Statements], str] | None
    numbers: Callable[[Any], pd.DataFrame] | None
    alt: Callable[[Any], str] | None
    draw: Callable[[Any], Any] | None
    chart: Callable[[pd.DataFrame, Any], dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class PanelWords:
    """What pages say of the data that they were built from.

    Attributes
    ----------
    label
        The data in a few words, as part of a sentence.
    keys
        Patterns (of fnmatch) of the keys whose numbers need the bar: a page that prints one has it.
    bar
        The sentence of that bar.
    heads
        The line that heads every page of a document's PDF, by the document's name without ending; the
        article's is that of all that are not named.
    bars
        Other sentences for the bars of some pages, by the document's name without ending.
    agreement
        What agreement with an earlier print is worth with these data, in sentences.
    """

    label: str
    keys: Sequence[str]
    bar: str
    heads: Mapping[str, str]
    bars: Mapping[str, str] = field(default_factory=dict)
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the checks of the text have to know of the paper's subject.

    Attributes
    ----------
    subjects
        For models of the results, patterns (regular expressions) of the words that speak of their outcomes.
    study
        Patterns of words that speak of the paper's estimates without saying which.
    tested
        The ending of the terms that the paper is about.
    level
        The p-value below which an estimate is called significant.
    names
        Patterns of names that hold digits.
    counted
        Patterns of words for what the paper counts.
    code
        Modules that write words for readers, as patterns of paths from the project's root.
    invented
        Names that results give to invented data.
    """

    subjects: Mapping[str, Sequence[str]]
    study: Sequence[str]
    tested: str
    level: float
    names: Sequence[str] = ()
    counted: Sequence[str] = ()
    code: Sequence[str] = ()
    invented: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Widget:
    """Something that scripts build on a page that has a place for it.

    Attributes
    ----------
    place
        The id of the element that it fills.
    data
        What it reads, as JSON.
    styles, scripts
        Its files, as names in the theme of the online edition or paths from the project's root.
    """

    place: str
    data: Callable[[], Any]
    styles: Sequence[str]
    scripts: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownEstimate:
    """An estimate on the picture of a shared link.

    Attributes
    ----------
    label
        What it is an estimate of, and from which data, in a few words.
    printed
        It and its interval, as the pages print them.
    value, low, high
        It and the ends of its interval, if it has one, all of one unit.
    """

    label: str
    printed: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """What the picture of a shared link says, all in plain text.

    Attributes
    ----------
    kind
        What the pages are, above the title.
    finding
        The finding, in a sentence.
    unit
        What the axis of the estimates counts.
    estimates
        One or two, those of the finding first.
    """

    kind: str
    finding: str
    unit: str
    estimates: Sequence[ShownEstimate]


class Paper(Protocol):
    """A computed paper. Nothing of it is computed before it is asked for.

    Attributes
    ----------
    results
        Every number by its key, with its origin.
    styles
        Print styles by key pattern; the first match wins.
    statements
        Prints these numbers and picks sentences by them.
    data
        What its exhibits are functions of.
    exhibits
        By label.
    published
        What an earlier print says of the same numbers; empty where there is none.
    panel
        What pages say of the data.
    claims
        What the checks of the text have to know.
    maps
        Outlines and maps for the figures that have one, as JSON; empty where none has.
    widgets
        What scripts build on pages.
    share
        What the picture of a shared link says.
    timings
        Computations that `make bench` times, by what they are.
    """

    results: Results
    styles: Mapping[str, str]
    statements: Statements
    data: Any
    exhibits: Mapping[str, Exhibit]
    published: Sequence[PublishedValue]
    panel: PanelWords
    claims: Claims
    maps: Mapping[str, Any]
    widgets: Sequence[Widget]
    share: Share
    timings: Mapping[str, Callable[[], Any]]

    def compute(self) -> Results:
        """Compute the results anew, and believe nothing that was kept."""

    def prepare(self) -> None:
        """Check what has to hold before anything is written."""

    def work_ahead(self) -> None:
        """Compute a share of the results and keep it (`press.base.kept`): runs beside all that needs them."""

    def data_file(self) -> tuple[Path, bool]:
        """Find the file that a build reads, and whether the project ships it."""

    def private_files(self) -> Sequence[Path]:
        """List data files in the project's folder that are not to leave it."""


@cache
def current() -> Paper:
    """Find the paper of this project.

    Raises
    ------
    InputError
        When `paper/edition.yml` names no module, or one that is not there or holds no paper.
    """
    name = computed_by()
    try:
        return getattr(import_module(name), OBJECT)
    except (ModuleNotFoundError, AttributeError) as error:
        if isinstance(error, ModuleNotFoundError) and not name.startswith(error.name or ""):
            raise
        raise InputError.at(SETTINGS, f"paper: {name}", f"the name of a module that holds {OBJECT}") from None
