"""Results and checks of this paper, those of before where nothing that they come from has changed since.

Documents and exhibits take them here. `analysis.results.compute` and `analysis.validation.checks.checks`
always compute.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING

from analysis.validation.check import Check
from press.base.kept import MadeFrom, kept
from press.base.paths import ROOT
from press.numbers import stored
from press.numbers.results import Results

if TYPE_CHECKING:
    from analysis.panel.load import Panel

CODE = (
    "analysis/__init__.py",
    "analysis/study.py",
    "analysis/inputs",
    "analysis/panel",
    "analysis/estimators",
    "analysis/estimates",
    "analysis/audit",
    "analysis/validation",
    "analysis/results.py",
    "press/__init__.py",
    "press/base",
    "press/numbers",
    "press/tables",
)
"""The modules that compute; exhibits and wording only show."""
DATA = (
    "schema.yaml",
    "regions.csv",
    "region_names.csv",
    *("derived", "external", "official", "published", "resettlement", "serpin"),
)
"""What they read in data/, beside the panel."""


def results(panel: Panel) -> Results:
    """Return the results of a panel.

    Raises
    ------
    InputError
        As `analysis.results.compute`.
    """
    return stored.from_plain(kept("results", _made_from(panel), lambda: _computed(panel)))


def part(name: str) -> Results:
    """Return a part of `analysis.results.PARTS`: what no panel changes."""
    return stored.from_plain(kept(name, _made_from(), lambda: _computed_part(name)))


@cache
def checks() -> tuple[Check, ...]:
    """Return the checks of the estimators, in the order of `analysis.validation.checks.GROUPS`."""
    return tuple(Check(**check) for check in kept("checks", _made_from(), _checked))


def group(name: str) -> tuple[Check, ...]:
    """Return the checks of one group."""
    return tuple(check for check in checks() if check.group == name)


def _made_from(panel: Panel | None = None) -> MadeFrom:
    about = panel and [panel.name, panel.shown_path, panel.sha256, panel.synthetic, panel.public]
    return MadeFrom([ROOT / place for place in (*CODE, *(f"data/{name}" for name in DATA))], about)


def _computed(panel: Panel) -> dict:
    from analysis.results import compute  # brings all that estimates

    return stored.as_plain(compute(panel, part))


def _computed_part(name: str) -> dict:
    from analysis.results import PARTS  # brings all that estimates

    return stored.as_plain(PARTS[name]())


def _checked() -> list[dict]:
    from analysis.validation.checks import checks

    return [{name: stored.unboxed(value) for name, value in asdict(check).items()} for check in checks()]
