"""The preview as its user meets it: a process that serves, a browser that asks, an author who saves."""

import http.client
import os
import re
import select
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psutil
import pytest

from press.render.preview.serve import Shown
from press.render.preview.watch import Sources

CHECKOUT = Path(__file__).parents[3]
pytestmark = pytest.mark.xdist_group("preview")
SECONDS = 60
VISITS = count()
PAGE = (
    "---\ntitle: Title\n---\n\nOld prose.\n\n```{python}\n#| label: cell\n"
    "print('number', open('data/n.csv').read().strip())\n```\n"
)


class Browser:
    """Asks the preview at `address` for pages and listens to its events."""

    def __init__(self, address):
        self.place = re.fullmatch(r"http://([^/]+)/", address)[1]

    def ask(self, path="/index.html", method="GET", **headers):
        connection = http.client.HTTPConnection(self.place, timeout=SECONDS)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read().decode()

    def page(self, path="/index.html"):
        return self.ask(path)[1]

    def mark(self):
        return re.search(r'data-mark="(\w+)"', self.page())[1]

    def await_page(self, words):
        deadline = time.monotonic() + SECONDS
        while words not in (page := self.page()):
            assert time.monotonic() < deadline, f"{words!r} is not shown:\n{page}"
            time.sleep(0.05)
        return page

    @contextmanager
    def marks(self):
        """The marks that the events bring, one after the other."""
        connection = http.client.HTTPConnection(self.place, timeout=SECONDS)
        connection.request("GET", "/.press/events")
        lines = iter(connection.getresponse().readline, b"")
        yield (line.decode().split()[1] for line in lines if line.startswith(b"data: "))
        connection.close()


def make_site(root):
    files = {
        "_quarto.yml": (
            "project:\n  type: website\n  execute-dir: project\n  render: ['*.qmd']\n"
            "  pre-render: python prepare.py\n"
        ),
        "prepare.py": (
            "import pathlib, study\npathlib.Path('_variables.yml').write_text(f'k: {study.NAME}\\n')\n"
        ),
        "study.py": "NAME = 'kay'\n",
        "data/n.csv": "1\n",
        "index.qmd": PAGE,
        "folder/other.qmd": "Other.\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return make_site(tmp_path_factory.mktemp("site"))


@contextmanager
def previewing(root, temporary):
    environment = os.environ | {
        "PYTHONPATH": str(CHECKOUT),
        "TMPDIR": str(temporary),
        "SOURCE_DATE_EPOCH": "0",
    }
    with (temporary / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "press", "preview"],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert select.select([process.stdout], [], [], SECONDS)[0], "no address within time"
        line = process.stdout.readline()
        yield process, Browser(re.search(r"http://\S+", line)[0]), temporary / "log"
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def preview(site, tmp_path_factory):
    with previewing(site, tmp_path_factory.mktemp("temporary")) as (_, browser, log):
        browser.log = log
        yield browser


@pytest.fixture
def browser(preview, site):
    """A browser in front of a page that no other test saw, with no build under way."""
    words = f"Visit {next(VISITS)}."
    with preview.marks() as marks:
        next(marks)
        (site / "index.qmd").write_text(PAGE + words)
        next(mark for mark in marks if words in (page := preview.page()) and mark in page)
    return preview


def builds(browser):
    """How many builds have ended well."""
    return browser.log.read_text().count("Built, ")


def test_a_saved_word_is_shown_and_browsers_are_told(site, browser):
    with browser.marks() as marks:
        first = next(marks)
        assert first == browser.mark(), "a page knows which state it shows"
        (site / "index.qmd").write_text(PAGE.replace("Old prose", "New words"))
        browser.await_page("New words")
        assert next(marks) == browser.mark() != first


def test_what_the_preview_adds_is_in_no_file(site, browser):
    assert "/.press/preview.js" in browser.page()
    assert ".press" not in (site / ".press" / "preview" / "index.html").read_text()
    assert not (site / "_site").exists(), "the last good site is not the preview's to touch"
    assert "EventSource" in browser.page("/.press/preview.js")


@pytest.mark.long
def test_an_error_lies_on_top_of_the_last_good_page_until_it_is_mended(site, browser):
    (site / "index.qmd").write_text("---\ntitle: [<b>\n---\n\nBroken.\n")
    page = browser.await_page('role="alert"')
    assert (
        re.search(r'role="alert">index.qmd:\d: broken YAML', page)
        and "Old prose" in page
        and "<b>" not in page
    )
    assert "role=" in browser.ask("/nothing.html")[1], "also on a page that is not there"
    (site / "index.qmd").write_text(PAGE)
    deadline = time.monotonic() + SECONDS
    while "press-error" in browser.page():
        assert time.monotonic() < deadline, "the error stays although it is mended"
        time.sleep(0.05)
    assert "Old prose" in browser.page()


def test_browsers_are_told_of_changes_only(tmp_path):
    shown = Shown(tmp_path)
    marks = []
    for page, error in (("a", ""), ("a", ""), ("a", "wrong"), ("a", "wrong"), ("a", ""), ("b", "")):
        (tmp_path / "a.html").write_text(page)
        news = shown.news
        shown.update(error)
        marks.append(shown.mark)
        assert news.is_set() == (len(marks) < 2 or marks[-1] != marks[-2])
    assert marks[0] == marks[1] == marks[4] and marks[2] == marks[3] and len(set(marks)) == 3


def test_changed_data_and_changed_code_run_the_cells_again(site, browser):
    assert "number 1" in browser.page()
    (site / "data" / "n.csv").write_text("2\n")
    browser.await_page("number 2")
    (site / "study.py").write_text("NAME = 'bee'\n")
    (site / "index.qmd").write_text(PAGE.replace("Old prose", "Name {{< var k >}}"))
    browser.await_page("Name bee")


@pytest.mark.long
def test_a_burst_of_saves_ends_with_the_last(site, browser):
    before = builds(browser)
    for number in range(100):
        (site / "index.qmd").write_text(PAGE.replace("Old prose", f"Save number {number:03}"))
        time.sleep(0.005)
    browser.await_page("Save number 099")
    assert builds(browser) - before < 20, "saves that come while a build runs are built together"


@pytest.mark.parametrize(
    "path",
    [
        "/../../_quarto.yml",
        "/%2e%2e/%2e%2e/_quarto.yml",
        "//etc/passwd",
        "/..%2f..%2f_quarto.yml",
        "/out/_quarto.yml",
        "/loop",
        "/%00",
        "/" + "a" * 5000,
        "/no/page.html",
    ],
)
def test_only_files_of_the_preview_are_served(site, browser, path):
    for name, target in (("out", site), ("loop", "loop")):
        link = site / ".press" / "preview" / name
        if not link.is_symlink():
            link.symlink_to(target)
    answer, page = browser.ask(path)
    assert answer.status == 404 and "project:" not in page and "root:" not in page


def test_a_folder_stands_for_its_index(site, browser):
    assert "Old prose" in browser.page("/")
    (site / ".press" / "preview" / "inner").mkdir(exist_ok=True)
    answer, _ = browser.ask("//inner")
    assert (answer.status, answer.headers["Location"]) == (302, "/inner/"), "no way out to another host"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "0.0.0.0"]
)
def test_foreign_names_are_refused(browser, host):
    for path in ("/index.html", "/.press/events", "/.press/preview.js"):
        answer, page = browser.ask(path, Host=host)
        assert answer.status == 403 and "Old prose" not in page


@pytest.mark.parametrize(
    "asked",
    [
        ("GET", "/index.html"),
        ("HEAD", "/"),
        ("GET", "/no/page.html"),
        ("GET", "/.press/preview.js"),
        ("GET", "/.press/no.js"),
        ("POST", "/"),
        ("GET", "/%00"),
        ("OPTIONS", "*"),
        ("GET", "http://evil.example/"),
        ("GET", "/inner"),
    ],
)
def test_no_answer_may_be_framed(site, browser, asked):
    (site / ".press" / "preview" / "inner").mkdir(exist_ok=True)
    for host in ("localhost", "evil.example"):
        answer, _ = browser.ask(asked[1], asked[0], Host=host)
        assert (
            answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
            and answer.headers["X-Frame-Options"] == "DENY"
        ), answer.status
        assert answer.headers["Cache-Control"] == "no-store" and (
            host == "localhost" or answer.status in (403, 405)
        )


def test_it_answers_get_and_head_and_nothing_is_kept(browser):
    assert browser.ask(Host="localhost:99")[0].status == 200
    answer, page = browser.ask(method="HEAD")
    assert answer.status == 200 and page == "" and int(answer.headers["Content-Length"]) > 100
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["ETag"] is None
    assert {browser.ask(method=method)[0].status for method in ("POST", "PUT", "DELETE", "OPTIONS")} == {405}


@pytest.mark.parametrize(
    "name", ["SIGINT", *(pytest.param(name, marks=pytest.mark.long) for name in ("SIGTERM", "SIGHUP"))]
)
def test_it_stops_cleanly_in_the_middle_of_a_build(tmp_path, name):
    (tmp_path / "site").mkdir()
    (tmp_path / "temporary").mkdir()
    site = make_site(tmp_path / "site")
    with previewing(site, tmp_path / "temporary") as (process, browser, log), browser.marks():
        browser.await_page("Old prose")
        (site / "index.qmd").write_text(
            PAGE + "\n```{python}\nopen('running', 'w')\nimport time\ntime.sleep(60)\n```\n"
        )
        deadline = time.monotonic() + SECONDS
        while not (site / "running").exists():
            assert time.monotonic() < deadline, "the cell does not run"
            time.sleep(0.05)
        family = psutil.Process(process.pid).children(recursive=True)
        assert any("ipykernel_launcher" in child.cmdline() for child in family)
        process.send_signal(getattr(signal, name))
        assert process.wait(15) == 0
        assert not psutil.wait_procs(family, timeout=10)[1], "no process is left"
    assert [path.name for path in (tmp_path / "temporary").iterdir()] == [
        "log"
    ] and "Traceback" not in log.read_text()
    assert not list(site.glob(".press-*"))
    assert "Old prose" in (site / ".press" / "preview" / "index.html").read_text()


def test_a_taken_port_and_a_folder_without_project_are_said_in_a_sentence(site, browser, tmp_path):
    def complaint(folder, *arguments):
        done = subprocess.run(
            [sys.executable, "-m", "press", "preview", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        return done.returncode, done.stderr

    port = browser.place.split(":")[1]
    assert complaint(site, "--port", port) == (1, f"port {port} cannot be used: Address already in use.\n")
    assert complaint(tmp_path) == (1, ".:1: there is no _quarto.yml here or above.\n")


def test_what_no_author_saves_is_no_change(tmp_path):
    for folder in ("_site", ".hidden", "env", "__pycache__", "paper"):
        (tmp_path / folder).mkdir()
    (tmp_path / "paper" / "a.qmd").write_text("a")
    sources = Sources(tmp_path, tmp_path / "_site")
    seen = sources.look()
    assert list(seen) == [str(tmp_path / "paper" / "a.qmd")]
    for name in (
        "_site/index.html",
        ".hidden/a",
        ".a.qmd.swp",
        "a.qmd~",
        "#a.qmd#",
        "env/pyvenv.cfg",
        "env/a.py",
        "__pycache__/a.pyc",
    ):
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dead").symlink_to("nothing")
    (tmp_path / "paper" / "a.qmd").touch()
    assert sources.look() == seen
    (tmp_path / "paper" / "a.qmd").unlink()
    assert sources.look() == {}


def test_a_second_save_within_the_same_tick_of_the_clock_is_seen(tmp_path):
    file, sources = tmp_path / "a.qmd", Sources(tmp_path, tmp_path / "_site")
    file.write_text("one")
    now = file.stat().st_mtime_ns
    seen = sources.look()
    with file.open("r+") as same:
        same.write("two")
    os.utime(file, ns=(now, now))
    assert sources.look() != seen


def test_files_elsewhere_are_watched_when_named(tmp_path):
    (tmp_path / "project").mkdir()
    panel = tmp_path / "panel.csv"
    sources = Sources(tmp_path / "project", tmp_path / "project" / "_site", (panel,))
    assert sources.look() == {}
    panel.write_text("a")
    assert list(sources.look()) == [str(panel)]


def test_what_a_build_generates_is_no_save(tmp_path):
    sources = Sources(tmp_path, tmp_path / "_site")
    before = sources.look()
    (tmp_path / "_results").mkdir()
    for name in ("_variables.yml", "_results/a.json", "_quarto.yml", "_results/part.qmd"):
        (tmp_path / name).write_text("a")
    left = sources.look().keys() - sources.after_build(before).keys()
    assert left == {str(tmp_path / "_quarto.yml"), str(tmp_path / "_results" / "part.qmd")}
