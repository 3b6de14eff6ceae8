"""The finished site in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

LOCAL = ("file:", "data:", "blob:")


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Path:
    """The finished site: the folder that ONLINE_SITE names, else one built for this test run."""
    if folder := os.environ.get("ONLINE_SITE"):
        return Path(folder).resolve()
    return request.getfixturevalue("built").site


@pytest.fixture
def open_page(chromium, site: Path) -> Iterator[Callable]:
    """Opens pages of the site from the disk, and in the end finds fault with their scripts and addresses."""
    contexts, faults = [], []

    def watch(page) -> None:
        page.on(
            "console", lambda message: message.type == "error" and faults.append(f"console: {message.text}")
        )
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on(
            "request",
            lambda request: request.url.startswith(LOCAL) or faults.append(f"request: {request.url}"),
        )

    def opened(
        name: str, *, width: int = 1440, scheme: str = "light", javaScript: bool = True, reduced: bool = False
    ):
        """A page, as "paper/index.html" or "paper/index.html#part", in a window of a width in CSS pixels."""
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=javaScript,
            reduced_motion="reduce" if reduced else "no-preference",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.on("page", watch)
        file, mark, part = name.partition("#")
        page = context.new_page()
        page.goto((site / file).as_uri() + mark + part)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)
