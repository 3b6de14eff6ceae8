"""The workflows take no action that could change under them, and no more rights than they need."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml

from press.base.paths import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+(?:/[\w.-]+)+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")


def workflow(name):
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))


def steps(name, job):
    return workflow(name)["jobs"][job]["steps"]


def commands(name, job):
    return [step["run"] for step in steps(name, job) if "run" in step]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_every_action_is_pinned_by_its_digest_with_the_version_beside_it(file):
    used = re.findall(r"uses:\s*(.+)", file.read_text(encoding="utf-8"))
    assert used and not [action for action in used if not PINNED.fullmatch(action)]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_rights_are_to_read_and_only_deployment_has_more(file):
    read = workflow(file.name)
    assert read["permissions"] == {"contents": "read"} and read["concurrency"]["group"]
    more = {name: job["permissions"] for name, job in read["jobs"].items() if "permissions" in job}
    assert more == ({"deploy": {"pages": "write", "id-token": "write"}} if "deploy" in read["jobs"] else {})
    assert all(job["timeout-minutes"] <= 90 for job in read["jobs"].values())
    assert all(
        step["with"]["persist-credentials"] is False
        for job in read["jobs"].values()
        for step in job["steps"]
        if step.get("uses", "").startswith("actions/checkout")
    )


def test_one_workflow_publishes_what_genuine_quarto_built_and_another_tests_press():
    assert commands("publish.yml", "build") == ["make paper ENGINE=quarto", "make publish-check", "make test"]
    assert steps("publish.yml", "build")[-1]["with"]["path"] == "_site"
    assert commands("test.yml", "test") == [
        "make paper ENGINE=press",
        "make publish-check",
        "make lint",
        "make test-all",
    ]


def test_the_workflow_takes_the_quarto_of_pyproject():
    (setup,) = [step for step in steps("publish.yml", "build") if "quarto-actions" in step.get("uses", "")]
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]["quarto"]
    assert extra == [f"quarto-cli=={setup['with']['version']}"]
