"""Chooses the browser of a test run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Playwright

from tests.browser import packaged
from tests.browser.launch import Browser, NoBrowser, driven, shows_pages
from tests.browser.node import driver

PROGRAMS = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
"""Names on the PATH, and where macOS has programs that are not on it.

First those that are without a window anyway: they open a page in half the time.
"""


def find(say: Callable[[str], None]) -> Browser:
    """The first browser that shows pages here: an installed one, Playwright's own, the one from npm.

    Raises
    ------
    NoBrowser
        None does, or none can be had.
    """
    node, reasons = driver(say), []
    with driven(node) as playwright:
        for browser in _installed(playwright):
            if shows_pages(playwright, browser):
                return replace(browser, node=node)
            reasons.append(f"{browser.program} shows no page here")
        try:
            browser = packaged.get(say)
            if shows_pages(playwright, browser):
                return replace(browser, node=node)
            refusal = "the one from npm shows no page here"
        except NoBrowser as reason:
            refusal = str(reason)
    raise NoBrowser(", and ".join([*(reasons or ["no Chromium or Chrome is installed"]), refusal]))


def _installed(playwright: Playwright) -> Iterator[Browser]:
    yield from (Browser(program) for program in filter(None, map(shutil.which, PROGRAMS)))
    if Path(own := playwright.chromium.executable_path).exists():
        yield Browser(own)
