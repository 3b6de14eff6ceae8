"""The command lines: every command leads to a function that takes what it is given."""

from __future__ import annotations

import argparse
import inspect
from importlib import import_module

import pytest

from analysis import __main__ as of_analysis
from press import __main__ as of_press
from press.base import command_line

GIVEN = {
    "audit": ["table.csv"],
    "outlines": ["topo.json"],
    "diff": ["v1"],
    "marked-up": ["v1"],
    "word-back": ["reviewed.docx"],
    "number": ["some.key"],
    "pins": ["folder"],
    "ahead": ["prepare"],
}
"""Words that some commands ask for."""


def commands(parser: argparse.ArgumentParser) -> list[str]:
    choices = next(action.choices for action in parser._actions if action.choices)
    return list(choices)


class Bound:
    """A module whose functions only see whether they take what they are given."""

    def __init__(self, name: str) -> None:
        self.module = import_module(name)

    def __getattr__(self, name: str):
        function = getattr(self.module, name)
        return lambda **options: inspect.signature(function).bind(**options) and None


@pytest.mark.parametrize("module", [of_analysis, of_press], ids=lambda module: module.__package__)
def test_every_command_leads_to_a_function_that_takes_its_options(module, monkeypatch):
    monkeypatch.setattr(command_line, "import_module", Bound)
    parser = module._parser()
    for name in commands(parser):
        chosen = parser.parse_args([name, *GIVEN.get(name, [])])
        if chosen.command.__qualname__.startswith("named."):
            assert chosen.command(chosen) is None, name


def test_what_computes_and_what_publishes_are_parted():
    assert set(commands(of_analysis._parser())) == {
        "check",
        "audit",
        "stand-in",
        "size",
        "honest-did",
        "outlines",
    }
    assert {
        "render",
        "preview",
        "check-numbers",
        "number",
        "diff",
        "marked-up",
        "reproduce",
        "publish-check",
        "submission",
        "package",
        "metadata",
    } <= set(commands(of_press._parser()))
