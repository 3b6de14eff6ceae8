"""`make number` beside a built site, as a reviewer runs it."""

from __future__ import annotations

import json

import pytest

from tests.copies import copy_project

pytestmark = pytest.mark.xdist_group("paper")

KEY = "inflow.program_post.estimate"


@pytest.mark.long
def test_a_number_is_told_as_the_site_tells_it(built):
    done = built.make("number", f"KEY={KEY}")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.split("\n")
    records = json.loads((built.site / "provenance.json").read_text(encoding="utf-8"))
    mine = [record for record in records if record["key"] == KEY]
    assert lines[0] == f"{KEY} = {mine[0]['value']}" and f"{mine[0]['value']:.2f}" == "0.79"
    assert "equal to what the built site says" in lines[2] and "not equal" not in lines[2]
    assert {f"  {record['printed']}" for record in mine} <= set(lines)
    assert f"  {mine[0]['function']}, in {mine[0]['file']}, line {mine[0]['line']}" in lines
    for source in mine[0]["sources"]:
        at = next(number for number, line in enumerate(lines) if line.startswith(f"  {source['path']}"))
        assert lines[at + 1].endswith(source["sha256"]) and lines[at + 2].endswith("when the site was built")
    assert "  245 rows, 5 columns" in lines


@pytest.mark.long
def test_an_unknown_key_is_answered_with_the_nearest(built):
    done = built.make("number", "KEY=inflow.program_post.estimat")
    assert done.returncode != 0 and not done.stdout
    assert done.stderr.startswith('error: there is no number "inflow.program_post.estimat"')
    assert done.stderr.split("\n")[1] == f"  {KEY}"


@pytest.mark.long
def test_without_a_built_site_the_number_is_told_all_the_same(tmp_path):
    done = copy_project(tmp_path / "copy").make("number", f"KEY={KEY}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("there is no built site") == 1 and "analysis.estimators.did.did" in done.stdout
    assert not (tmp_path / "copy" / "_site").exists()


@pytest.mark.long
def test_private_rows_are_shown_to_their_owner_and_said_to_be_private(tmp_path):
    from tests.paper.simulated import write_panel

    copy = copy_project(tmp_path / "copy")
    write_panel(copy.root / "data" / "authors" / "panel.csv")
    done = copy.make("number", f"KEY={KEY}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "  the authors' panel\n" in done.stdout and "private: its rows" in done.stdout
