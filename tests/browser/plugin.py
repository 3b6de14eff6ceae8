"""Tests in a real browser: it is found once a run, if a selected test needs one.

Where none can be had, one line says how many tests were left out and why.

`find` chooses the browser, `packaged` gets one from npm, `node` what drives it, `keep` keeps both, `launch`
starts any. `tests/conftest.py` takes in what pytest asks this module for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.once import once

BROWSER: pytest.StashKey = pytest.StashKey()
LEFT_OUT = "left out"
"""How such tests are counted in pytest's last line, and under which name their reports carry the reason."""


@pytest.fixture(scope="module")  # no longer: while it runs, no other event loop can run in this process
def chromium(request: pytest.FixtureRequest) -> Iterator:
    """The browser, without a window."""
    from tests.browser.launch import driven, launched

    browser = request.config.stash[BROWSER]
    with driven(browser.node) as playwright, launched(playwright, browser) as opened:
        yield opened


def pytest_collection_finish(session: pytest.Session) -> None:
    """Find the browser, unless no test needs it; without one, let the tests that do be skipped."""
    needing = [item for item in session.items if "chromium" in getattr(item, "fixturenames", ())]
    if not needing or session.config.option.collectonly:
        return
    from tests.browser.launch import Browser

    found = json.loads(_of_this_run(session.config))
    if "none" not in found:
        session.config.stash[BROWSER] = Browser(**found)
        return
    for item in needing:
        item.add_marker(pytest.mark.skip(reason=found["none"]))
        item.user_properties.append((LEFT_OUT, found["none"]))


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Count tests without a browser by themselves, so that no line of its own stands for each."""
    return (LEFT_OUT, "s", LEFT_OUT.upper()) if report.skipped and _reason(report) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line how many tests were left out, and why."""
    if reports := terminalreporter.stats.get(LEFT_OUT):
        tests = (
            "1 test that needs a browser was"
            if len(reports) == 1
            else f"{len(reports)} tests that need a browser were"
        )
        terminalreporter.write_line(f"{tests} left out: {_reason(reports[0])}.")


def _reason(report: pytest.TestReport) -> str | None:
    return dict(getattr(report, "user_properties", ())).get(LEFT_OUT)


def _of_this_run(config: pytest.Config) -> str:
    """What was found, or why nothing: by this process, or by the first of several of pytest-xdist."""
    if not hasattr(config, "workerinput"):
        return _found()
    return once(Path(config.getoption("basetemp")).parent, "browser", _found)


def _found() -> str:
    from tests.browser.find import find
    from tests.browser.launch import NoBrowser

    # to the terminal also from processes of pytest-xdist, which show nothing of their standard output
    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    try:
        return json.dumps(asdict(find(say)))
    except NoBrowser as reason:
        return json.dumps({"none": str(reason)})
