"""What cells take from `.press-kept` decides nothing; what it was made from does, as if it were computed."""

from __future__ import annotations

import json
import shutil

import pytest

from press.base.paths import ROOT
from tests.press.render.test_cache import render, replace

SUMS = """
from pathlib import Path
from press.base.kept import MadeFrom, kept

def total():
    root = Path.cwd()
    return kept("total", MadeFrom([root / "study", root / "data"], None, root), compute)

def compute():
    from study.adding import add
    return add(int(file.read_text()) for file in Path("data").rglob("*.csv"))
"""


@pytest.fixture
def site(site, monkeypatch):
    """A project whose cell keeps what it computes with a module that it loads only then."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (site / "study/sums.py").write_text(SUMS)
    (site / "study/adding.py").write_text("add = sum\n")
    return site


def kept_file(site):
    return site / ".press-kept/total.json"


def test_a_module_or_data_file_behind_kept_results_runs_the_cells(site):
    assert "total 4" in render(site)[1]
    assert json.loads(kept_file(site).read_bytes())["content"] == 4
    shutil.rmtree(site / ".press")  # the cells run again, and take what is kept without loading `adding`
    before = kept_file(site).stat().st_mtime_ns
    assert render(site)[0] == {"cells", "prepare", "after"}
    assert kept_file(site).stat().st_mtime_ns == before
    replace(site / "study/adding.py", "sum", "lambda numbers: 10 + sum(numbers)")
    ran, page = render(site)
    assert "cells" in ran and "total 14" in page
    replace(site / "data/more/a.csv", "1", "5")
    ran, page = render(site)
    assert "cells" in ran and "total 18" in page
    assert render(site)[0] == set()


def test_what_happens_to_the_folder_runs_nothing(site):
    page = render(site)[1]
    kept_file(site).write_bytes(b"damaged")
    assert render(site) == (set(), page)
    shutil.rmtree(site / ".press-kept")
    assert render(site) == (set(), page)


def test_a_false_sum_in_the_folder_reaches_no_page(site):
    page = render(site)[1]
    record = json.loads(kept_file(site).read_bytes())
    kept_file(site).write_text(json.dumps(record | {"content": 99}))
    shutil.rmtree(site / ".press")
    assert render(site)[1] == page
