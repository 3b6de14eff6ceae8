"""The binding of the second paper: all that press asks of one."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import pandas as pd

from press.base.paths import ROOT
from press.numbers.comparison import PublishedValue
from press.numbers.origins import Source, Traced, digest
from press.numbers.results import COLUMNS, Dataset, Results, made, origins_of_rows
from press.numbers.statements import Statements
from press.paper import Claims, PanelWords, Share, ShownEstimate
from press.tables import schema
from press.trace.documents import Documents
from study.exhibits import EXHIBITS, Data
from study.yields import PLANTS, counts, difference_in_means

STYLES = {"plants.*": "integer", "yield.count.*": "integer", "yield.*.p": "p", "yield.*": "decimal0"}


class TomatoPaper:
    """The second paper (see `press.paper.Paper`)."""

    styles = STYLES
    claims = Claims(
        subjects={"yield": ("shade", "net", "plants?")}, study=("shade", "effect"), tested="shade", level=0.05
    )
    exhibits = EXHIBITS
    panel = PanelWords(
        label="the trial of 1930",
        keys=("yield.*",),
        bar="Built from the trial of 1930.",
        heads={"index": "Built from the trial of 1930"},
        agreement="The trial is all there is.",
    )
    maps: dict = {}
    widgets = ()
    timings: dict = {}

    @cached_property
    def data(self) -> Data:
        """Load the plants and estimate."""
        plants = schema.load("plants")
        rows = made(difference_in_means, [difference_in_means(plants)])
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        about = Dataset("trial", PLANTS, digest(PLANTS), len(plants), ("garden",), (1930,))
        return Data(
            plants, Results(about, frame, Traced(counts(plants)), origins_of_rows(rows, [Source.of(PLANTS)]))
        )

    @property
    def results(self) -> Results:
        """Every number by its key."""
        return self.data.results

    @cached_property
    def statements(self) -> Statements:
        """Print numbers and pick sentences."""
        return Statements(self.results, STYLES)

    @property
    def published(self) -> list[PublishedValue]:
        """Read what was printed of the trial."""
        rows = schema.load("printed").to_dict("records")
        return [
            PublishedValue(part="text", place="Section 2", file="data/printed.csv", **row) for row in rows
        ]

    @property
    def share(self) -> Share:
        """Say what the net changed."""
        change = self.results.value("yield.shade.estimate")
        found = f"Under the net a plant bore {change:.0f} grams less or more."
        return Share("Paper", found, "grams", (ShownEstimate("Difference", f"{change:.0f}", change),))

    def compute(self) -> Results:
        """Compute every number anew."""
        return type(self)().results

    def prepare(self) -> None:
        """Ask nothing before anything is written."""

    def work_ahead(self) -> None:
        """Do nothing: two means take no time."""

    def data_file(self) -> tuple[Path, bool]:
        """Name the plants' file, which the project ships."""
        return ROOT / PLANTS, True

    def private_files(self) -> tuple[Path, ...]:
        """Name no file: there is nothing private."""
        return ()


PAPER = TomatoPaper()
_documents = Documents(PAPER)
num, say, exhibit = _documents.num, _documents.say, _documents.exhibit
declarations = _documents.declarations
