"""The preview under load: a hundred saves in a minute while twenty browsers look on.

Another test builds the whole site beside it.
"""

import os
import re
import subprocess
import sys
import threading
import time

import psutil
import pytest
from test_preview import CHECKOUT, PAGE, Browser, make_site, previewing

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("preview")]
SAVES, CLIENTS, MINUTE = 100, 20, 60.0


class Client(threading.Thread):
    """A browser that asks for the page when the events tell of news, until it has shown the last words."""

    def __init__(self, place, last):
        super().__init__(daemon=True)
        self.browser, self.last, self.pages, self.broken, self.seen = (
            Browser(f"http://{place}/"),
            last,
            0,
            [],
            None,
        )

    def run(self):
        with self.browser.marks() as marks:
            for _ in marks:
                answer, page = self.browser.ask()
                self.pages += 1
                if answer.status != 200 or "</html>" not in page:
                    self.broken.append((answer.status, page[:200]))
                if self.last in page:
                    self.seen = time.monotonic()
                    return


def save(file, text):
    """Save in one step, as editors do: no build finds half a module."""
    new = file.with_name(f".{file.name}.new")
    new.write_text(text)
    os.replace(new, file)


def save_a_hundred_times(site, words):
    for number in range(SAVES):
        begun = time.monotonic()
        save(site / "index.qmd", PAGE + (words if number == SAVES - 1 else f"Save {number}."))
        if number % 10 == 0:
            save(site / "study.py", f"NAME = 'kay'  # {number}\n")
        time.sleep(max(0.0, MINUTE / SAVES - (time.monotonic() - begun)))


def test_a_hundred_saves_in_a_minute_and_twenty_browsers(tmp_path):
    site, temporary = make_site(tmp_path / "site"), tmp_path / "tmp"
    temporary.mkdir()
    with previewing(site, temporary) as (process, browser, log):
        browser.await_page("Old prose")
        clients = [Client(browser.place, "The last words.") for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        save_a_hundred_times(site, "The last words.")
        done = time.monotonic()
        for client in clients:
            client.join(60)
        built, memory = (
            log.read_text().count("Built, "),
            psutil.Process(process.pid).memory_info().rss / 2**20,
        )
        late = max((client.seen or float("inf")) - done for client in clients)
        print(
            f"{built} builds for {SAVES} saves, {sum(client.pages for client in clients)} pages to "
            f"{CLIENTS} browsers, the last state {late:.1f} s after the last save, {memory:.0f} MB"
        )
        assert process.poll() is None and late < 30
        assert [client.broken for client in clients if client.broken] == []
        assert len(psutil.Process(process.pid).children()) == 1, "only the process of the next build waits"
        assert memory < 300
        assert "Traceback" not in log.read_text()


def test_a_build_beside_the_preview(tmp_path):
    site, temporary = make_site(tmp_path / "site"), tmp_path / "tmp"
    temporary.mkdir()
    environment = os.environ | {
        "PYTHONPATH": str(CHECKOUT),
        "TMPDIR": str(temporary),
        "SOURCE_DATE_EPOCH": "0",
    }
    with previewing(site, temporary) as (process, browser, log):
        browser.await_page("Old prose")
        for number in range(3):
            (site / "index.qmd").write_text(f"{PAGE}Words {number}.")
            done = subprocess.run(
                [sys.executable, "-m", "press", "render", "--fresh"],
                cwd=site,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert f"Words {number}." in (site / "_site" / "index.html").read_text()
            browser.await_page(f"Words {number}.")
        assert not re.search("Traceback|cannot", log.read_text())
        await_no_build(site)


def await_no_build(site):
    """Wait for the end of a build that a last save has begun: its folder goes with it."""
    deadline = time.monotonic() + 30
    while list(site.glob(".press-*")):
        assert time.monotonic() < deadline, "what builds made aside is gone after them"
        time.sleep(0.1)
