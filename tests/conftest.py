"""Built copies of the project, each made once in a test run."""

from __future__ import annotations

import pytest
from hypothesis import settings

from press.base import kept
from tests import said
from tests.browser import plugin as browser
from tests.browser.plugin import (  # noqa: F401 (pytest's)
    chromium,
    pytest_collection_finish,
    pytest_report_teststatus,
)
from tests.copies import Copy, built_once

settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.load_profile("same")  # the same examples each time, however busy the machine is
kept.BEGUN = 0.0  # what tests compute may come from something they changed: nothing of it is kept

FIRST_CASE_ONLY = (
    "press/web/test_access.py",
    "press/web/test_charts.py",
    "press/web/test_map.py",
    "press/web/test_specifications.py",
    "press/web/test_masthead.py",
    "press/web/test_page_frame.py",
    "press/web/test_search.py",
    "press/web/test_symbols.py",
    "press/web/test_explore_page.py",
    "press/render/test_theme.py",
    "press/render/test_own_files.py",
    "press/render/test_preview.py",
    "press/render/test_store.py",
    "press/archive/test_package.py",
    "press/proof/test_check_numbers_plants.py",
    "press/journal/word_back/test_hostile_word_files.py",
    "press/journal/word_back/test_page.py",
    "press/journal/word_back/test_libreoffice_files.py",
    "press/journal/word_back/test_comments_into_source.py",
    "press/web/test_own_panel.py",
    "press/web/test_speed_in_browser.py",
    "press/web/test_tables_of_pages.py",
    "press/web/test_what_fits.py",
    "press/render/test_feature_list.py",
    "press/render/test_finer.py",
    "bad_input/test_panels.py",
)
"""Tests that ask the same of many pages, figures, windows, files or errors; the short run asks it once."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let wait for `make test-all` what needs a second build of the whole paper.

    The further cases of tests that have many alike wait too.
    """
    asked = set()
    for item in items:
        if item.get_closest_marker("long"):
            continue
        test = item.nodeid.partition("[")[0]
        if "with_effect" in getattr(item, "fixturenames", ()) or (
            test in asked and test.partition("::")[0].endswith(FIRST_CASE_ONLY)
        ):
            item.add_marker(pytest.mark.long)
        asked.add(test)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what tests counted, and how many need a browser that is not there."""
    browser.pytest_terminal_summary(terminalreporter)
    said.tell(terminalreporter)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The paper built with the default panel; its files are for reading."""
    return built_once(tmp_path_factory, "clean", lambda copy: copy.make("paper", "ENGINE=press"))


@pytest.fixture(scope="session")
def with_effect(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The paper built from a simulated panel with a known effect, named relative to where make is called."""
    from tests.paper.simulated import write_panel

    elsewhere = tmp_path_factory.mktemp("elsewhere")
    write_panel(elsewhere / "my panel.csv")
    return built_once(
        tmp_path_factory,
        "effect",
        lambda copy: copy.make(
            "-C", str(copy.root), "paper", "ENGINE=press", "PANEL=my panel.csv", cwd=elsewhere
        ),
    )
