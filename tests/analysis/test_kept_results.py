"""The kept results are those that would be computed, and what they come from is named whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from analysis import kept, results
from analysis.panel.load import load_panel
from analysis.paper import PAPER
from analysis.validation.checks import checks
from press.base import kept as base
from press.base.paths import ROOT
from press.numbers.results import to_json

WATCHED = """
import json, sys
opened = set()
sys.addaudithook(lambda event, given: opened.add(str(given[0])) if event == "open" else None)
from analysis.panel.load import load_panel
panel = load_panel()
opened.clear()
from analysis.results import compute
from analysis.validation.checks import checks
compute(panel), checks()
modules = [getattr(module, "__file__", None) for module in sys.modules.values()]
print(json.dumps({"modules": [file for file in modules if file], "opened": sorted(opened)}))
"""


@pytest.fixture(scope="module")
def used():
    """The project's files that are loaded or read while everything is computed."""
    run = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    found = json.loads(run.stdout)
    inside = {
        name: {
            file
            for file in map(str, found[name])
            if file.startswith(f"{ROOT}/") and not file.startswith(sys.prefix) and "__pycache__" not in file
        }
        for name in found
    }
    assert any(file.endswith("estimators/did.py") for file in inside["modules"])
    assert any(file.endswith("official/flows.csv") for file in inside["opened"])
    return inside


@pytest.mark.long
@pytest.mark.parametrize("what", ["modules", "opened"])
def test_all_that_computing_loads_and_reads_decides_whether_the_kept_results_hold(used, what):
    named = {str(file) for file in kept._made_from().all_files()}
    panel = {str(ROOT / load_panel().shown_path)}
    assert used[what] - named - panel == set()


def test_exhibits_and_wording_decide_nothing():
    named = {file.relative_to(ROOT).as_posix() for file in kept._made_from().all_files()}
    assert not any(
        name.startswith(("analysis/exhibits", "analysis/wording", "analysis/paper.py", "data/authors"))
        for name in named
    )


@pytest.fixture
def kept_here(tmp_path, monkeypatch):
    """Keep things in a folder of the test's own, and count how often results are computed."""
    (tmp_path / "requirements").mkdir()
    times = []
    compute = kept._computed
    monkeypatch.setattr(base, "BEGUN", float("inf"))
    monkeypatch.setattr(base, "_open", lambda root: base.open_store(tmp_path, print, base.FOLDER))
    monkeypatch.setattr(kept, "_computed", lambda panel: times.append(panel.name) or compute(panel))
    return times


def test_kept_results_are_the_computed_ones(kept_here):
    panel = load_panel()
    first, second = kept.results(panel), kept.results(panel)
    assert kept_here == ["stand-in"]
    assert to_json(first) == to_json(second)
    assert first.scalars.origins == second.scalars.origins


def test_another_panel_is_another_result(kept_here, tmp_path):
    panel = load_panel()
    kept.results(panel)
    changed = panel.frame.astype({"in_migration": int}).drop(columns=panel.frame.columns[2:])
    file = tmp_path / "panel.csv"
    rows = panel.frame[["year", "region", "population", "in_migration", "out_migration"]].copy()
    rows.loc[0, "in_migration"] += 1000
    rows.to_csv(file, index=False)
    assert len(changed) == len(rows)
    other = kept.results(load_panel(file))
    assert kept_here == ["stand-in", "authors"]
    assert other.value("inflow.program_post.estimate") != kept.results(panel).value(
        "inflow.program_post.estimate"
    )


def test_another_panel_estimates_nothing_again_that_no_panel_changes(kept_here, tmp_path, monkeypatch):
    panel = load_panel()
    kept.results(panel)
    for name in results.PARTS:
        monkeypatch.setitem(results.PARTS, name, lambda: pytest.fail("estimated again"))
    file = tmp_path / "panel.csv"
    panel.frame[["year", "region", "population", "in_migration", "out_migration"]].to_csv(file, index=False)
    again = kept.results(load_panel(file))
    assert kept_here == ["stand-in", "authors"]
    assert again.values == pytest.approx(kept.results(panel).values, nan_ok=True)


@pytest.mark.parametrize("name", results.PARTS)
def test_no_panel_is_a_source_of_a_part(name):
    part = results.PARTS[name]()
    made_by = [*part.scalars.origins.values(), *part.estimated.values()]
    assert {*part.scalars} == {*part.scalars.origins}
    sources = {source.path for origin in made_by for source in origin.sources}
    assert sources and not any("standin" in path or "authors" in path for path in sources)


def test_every_number_that_a_panel_changes_names_the_panel_among_its_sources(kept_here, tmp_path):
    panel = load_panel()
    rows = panel.frame[["year", "region", "population", "in_migration", "out_migration"]].copy()
    rows.loc[rows.index % 3 == 0, ["in_migration", "out_migration"]] += [700, 900]
    rows.to_csv(tmp_path / "panel.csv", index=False)
    first, second = kept.results(panel), kept.results(load_panel(tmp_path / "panel.csv"))
    changed = [
        key
        for key in first.all_keys()
        if key in second.values and first.value(key) != pytest.approx(second.value(key), nan_ok=True)
    ]
    changed += [key for key in first.texts if first.texts[key] != second.texts[key]]
    assert {"inflow.program_post.estimate", "panel.checksum"} <= set(changed)
    for key in changed:
        assert any(source.path == panel.shown_path for source in first.origin(key).sources), key


def test_what_is_worked_ahead_need_not_be_computed(kept_here, monkeypatch):
    PAPER.work_ahead()
    for name in ("power", "flows"):
        monkeypatch.setitem(results.PARTS, name, lambda: pytest.fail("computed again"))
    assert kept.results(load_panel()).has("mde.official_hosts_240")


def test_checks_are_the_computed_ones(kept_here):
    kept.checks.cache_clear()
    first = kept.checks()
    kept.checks.cache_clear()
    assert kept.checks() == first == checks()
    assert [check.key for check in kept.group("identity")] == [
        check.key for check in checks() if check.group == "identity"
    ]
    kept.checks.cache_clear()
