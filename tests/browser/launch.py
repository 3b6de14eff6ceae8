"""Starts a browser; all its switches stand here."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Opened, Error, Playwright, sync_playwright

SWITCHES = (
    "--no-sandbox",  # root may not start Chromium with it, nor anybody in many a container
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # letters as wide as on fine screens, also without a window
)
PATIENCE = 60_000
"""For the start [ms]."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A Chromium or Chrome on this machine.

    Attributes
    ----------
    program : str
        Path of the file that starts it.
    environment : dict
        Variables that it needs beside those of the process.
    node : str or None
        The Node to drive it with; None for the one that Playwright brings.
    """

    program: str
    environment: dict[str, str] = field(default_factory=dict)
    node: str | None = None


class NoBrowser(Exception):
    """No browser can be had; the text says why, as a sentence without its full stop."""


@contextmanager
def driven(node: str | None) -> Iterator[Playwright]:
    """Playwright, until the block ends.

    Raises
    ------
    NoBrowser
        It does not start.
    """
    with pytest.MonkeyPatch.context() as environment:
        if node:
            environment.setenv("PLAYWRIGHT_NODEJS_PATH", node)
        try:
            playwright = sync_playwright().start()
        except Exception as error:  # it has no narrower class for this
            raise NoBrowser("Playwright does not start here") from error
        try:
            yield playwright
        finally:
            playwright.stop()


@contextmanager
def launched(playwright: Playwright, browser: Browser) -> Iterator[Opened]:
    """The browser, without a window, until the block ends."""
    opened = playwright.chromium.launch(
        executable_path=browser.program,
        headless=True,
        args=SWITCHES,
        timeout=PATIENCE,
        env=os.environ | browser.environment,
    )
    try:
        yield opened
    finally:
        opened.close()


def shows_pages(playwright: Playwright, browser: Browser) -> bool:
    """Whether it starts here and shows a file of the temporary folder, in letters that it has."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text("<!doctype html><title>Shown</title><span>letters</span>", encoding="utf-8")
        try:
            with launched(playwright, browser) as opened:
                page = opened.new_page()
                page.goto(file.as_uri())
                return page.title() == "Shown" and page.locator("span").bounding_box()["width"] > 0
        except Error:
            return False
