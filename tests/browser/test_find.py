"""Which browser a test run takes, and what is said where none is to be had."""

from __future__ import annotations

import os
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.browser import find as finder
from tests.browser.launch import Browser, NoBrowser, shows_pages
from tests.browser.plugin import BROWSER

PACKAGED = Browser("packaged", {"LD_LIBRARY_PATH": "lib"})


def program(path: Path, script: str = "exit 1") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine without any browser, on which all that is installed works, and none is to be had from npm."""
    machine = SimpleNamespace(
        bin=tmp_path / "bin",
        own=tmp_path / "playwright" / "chrome",
        npm=NoBrowser("npm could not get one"),
        node=None,
        broken=set(),
        asked=[],
    )

    def get(say):
        machine.asked.append("npm")
        if isinstance(machine.npm, NoBrowser):
            raise machine.npm
        return machine.npm

    playwright = SimpleNamespace(chromium=SimpleNamespace(executable_path=str(machine.own)))
    monkeypatch.setattr(finder, "driver", lambda _: machine.node)
    monkeypatch.setattr(finder, "driven", lambda node: nullcontext(playwright))
    monkeypatch.setattr(
        finder, "shows_pages", lambda _, browser: Path(browser.program).name not in machine.broken
    )
    monkeypatch.setattr(finder, "PROGRAMS", [name for name in finder.PROGRAMS if not name.startswith("/")])
    monkeypatch.setattr(finder.packaged, "get", get)
    monkeypatch.setenv("PATH", str(machine.bin))
    return machine


@pytest.mark.parametrize(
    ("installed", "taken"),
    [
        (["google-chrome", "chromium", "chrome"], "chromium"),
        (["google-chrome", "chromium-browser"], "chromium-browser"),
        (["chrome", "google-chrome-stable"], "google-chrome-stable"),
        (["chrome"], "chrome"),
        (["chromium", "chromium-headless-shell"], "chromium-headless-shell"),
    ],
)
def test_an_installed_browser_comes_first(machine, installed, taken):
    machine.npm = PACKAGED
    for path in (machine.own, *(machine.bin / name for name in installed)):
        program(path)
    assert finder.find(print) == Browser(str(machine.bin / taken)) and not machine.asked


def test_playwright_s_own_comes_second_and_npm_s_last(machine):
    machine.npm = PACKAGED
    assert finder.find(print) == PACKAGED
    program(machine.own)
    machine.asked.clear()
    assert finder.find(print) == Browser(str(machine.own)) and not machine.asked


def test_what_drives_it_is_kept_with_it(machine):
    machine.npm, machine.node = PACKAGED, "/usr/bin/node"
    assert finder.find(print) == replace(PACKAGED, node="/usr/bin/node")
    program(machine.bin / "chromium")
    assert finder.find(print) == Browser(str(machine.bin / "chromium"), node="/usr/bin/node")


def test_one_that_shows_no_page_is_passed_over(machine):
    machine.broken = {"chromium", "chrome"}
    for path in (machine.own, machine.bin / "chromium", machine.bin / "google-chrome"):
        program(path)
    assert finder.find(print) == Browser(str(machine.bin / "google-chrome"))
    (machine.bin / "google-chrome").unlink()
    with pytest.raises(NoBrowser) as none:
        finder.find(print)
    assert str(none.value) == (
        f"{machine.bin}/chromium shows no page here, and {machine.own} shows no page here, "
        "and npm could not get one"
    )


def test_why_there_is_none_is_said(machine):
    with pytest.raises(NoBrowser, match="^no Chromium or Chrome is installed, and npm could not get one$"):
        finder.find(print)
    machine.npm, machine.broken = PACKAGED, {"packaged"}
    with pytest.raises(
        NoBrowser, match="^no Chromium or Chrome is installed, and the one from npm shows no page here$"
    ):
        finder.find(print)


@pytest.mark.parametrize("script", ["exit 1", "echo 'This is installed by another command.'"])
def test_a_browser_shows_pages_and_another_program_does_not(chromium, request, tmp_path, script):
    playwright = SimpleNamespace(chromium=chromium.browser_type)
    assert shows_pages(playwright, request.config.stash[BROWSER])
    assert not shows_pages(playwright, Browser(program(tmp_path / "chromium", script)))
    assert not shows_pages(playwright, Browser(os.devnull))
