"""Built copies of the project, each made once in a test run."""

from __future__ import annotations

import pytest

from tests.copies import Copy, built_once


LONG_PAGES = ("test_access.py", "test_charts.py")
"""Browser tests that look at every page or figure; the short run has the article alone."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let wait for `make test-all` what needs a second build of the whole paper, and what repeats on other pages what holds on the article."""
    for item in items:
        other_page = any(name in item.nodeid for name in LONG_PAGES) and "[paper/" in item.nodeid and "[paper/index.html" not in item.nodeid
        if other_page or "with_effect" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.long)


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
    return built_once(tmp_path_factory, "effect",
                      lambda copy: copy.make("-C", str(copy.root), "paper", "ENGINE=press", "PANEL=my panel.csv", cwd=elsewhere))
