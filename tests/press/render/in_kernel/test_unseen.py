"""What a run has to do with that nobody can compare, and that such a run is never reused."""

from __future__ import annotations

import sqlite3
import sys

import pytest

from press.render import build
from press.render.in_kernel import unseen
from press.render.in_kernel.unseen import CHANCE, CLOCK

HEAD = "---\ntitle: T\n---\n\n"


@pytest.mark.parametrize(
    ("source", "reasons"),
    [
        ("import time\ntime.time()", {CLOCK}),
        ("from datetime import date\ndate.today()", {CLOCK}),
        ("pd.Timestamp.now()", {CLOCK}),
        ("from time import strftime", {CLOCK}),
        ("started = time.perf_counter()", set()),
        ("time.sleep(1)", set()),
        ("import random\nrandom.choice(rows)", {CHANCE}),
        ("import random\nrandom.seed(1)\nrandom.choice(rows)", set()),
        ("np.random.normal()", {CHANCE}),
        ("np.random.default_rng().normal()", {CHANCE}),
        ("np.random.default_rng(7).normal()", set()),
        ("frame.sample(3)", {CHANCE}),
        ("frame.sample(3, random_state=1)", set()),
        ("uuid.uuid4()", {CHANCE}),
        ("# drawn at random. Known by now", set()),
    ],
)
def test_code_says_what_it_has_to_do_with(source, reasons):
    assert unseen.reasons_in(source) == reasons


@pytest.mark.parametrize(
    ("name", "file"),
    [("d.sqlite", "d.sqlite"), (b"d.sqlite", "d.sqlite"), ("file:d.sqlite?mode=ro", "d.sqlite")]
    + [(name, None) for name in (":memory:", "", "file::memory:")],
)
def test_the_file_of_a_database(name, file):
    assert unseen.database_of(name) == file


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "_quarto.yml").write_text("project:\n  type: website\n")
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    (tmp_path / "moment.py").write_text(
        "import time\n\n\ndef told():\n    return time.time()\n\n\ndef other():\n    return 1\n"
    )
    return tmp_path


def lines_of_second_build(project, code, between=lambda: None):
    """The progress lines of a build that follows one of the same document."""
    (project / "index.qmd").write_text(f"{HEAD}```{{python}}\n{code}\n```\n")
    lines: list[str] = []
    build.render(project, ("html",))
    between()
    build.render(project, ("html",), report=lines.append)
    return "\n".join(lines)


@pytest.mark.long
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import subprocess; print(subprocess.run(['cat', 'a.txt']))", "it starts a program"),
        ("import socket; print(socket.getaddrinfo('localhost', 1))", "it asks the network"),
        ("import time; print(time.time())", "it reads the clock"),
        ("import moment; print(moment.told())", "it reads the clock"),
        (
            "import numpy.random as r; print(r.default_rng().normal())",
            "it draws random numbers without a seed",
        ),
        ("import secrets as s; print(s.randbits(8))", "it draws random numbers without a seed"),
    ],
)
def test_a_run_that_cannot_be_compared_is_run_each_time(project, code, reason):
    said = lines_of_second_build(project, code)
    assert f"index.qmd runs in every build: {reason}" in said and "unchanged, " not in said


@pytest.mark.parametrize(
    "code",
    [
        "import moment; print(moment.other())",
        "import time; time.sleep(0)",
        "import numpy.random; print(numpy.random.default_rng(1).normal())",
    ],
)
def test_other_runs_are_reused(project, code):
    assert "index.qmd unchanged" in lines_of_second_build(project, code)


def test_a_database_is_a_file_that_is_read(project):
    def write(value):
        with sqlite3.connect(project / "d.sqlite") as database:
            database.execute("create table if not exists t(v)")
            database.execute("delete from t")
            database.execute("insert into t values (?)", (value,))

    code = "import sqlite3; print('is', sqlite3.connect('d.sqlite').execute('select v from t').fetchone()[0])"
    write("one")
    assert "index.qmd unchanged" in lines_of_second_build(project, code)
    lines_of_second_build(project, code, lambda: write("two"))
    assert "is two" in (project / "_site" / "index.html").read_text()


def test_compiled_code_may_open_any_file_of_the_project(project):
    """lxml opens files by itself."""
    (project / "a.xml").write_text("<a>one</a>")
    code = "from lxml import etree; print('is', etree.parse('a.xml').getroot().text)"
    assert "index.qmd unchanged" in lines_of_second_build(project, code)
    lines_of_second_build(project, code, lambda: (project / "a.xml").write_text("<a>two</a>"))
    assert "is two" in (project / "_site" / "index.html").read_text()


def test_code_is_told_by_its_folder():
    here = __file__.rpartition("/")[0]
    assert unseen.comes_from(here, sys._getframe())
    assert not unseen.comes_from(here + "/other", sys._getframe())
    assert not unseen.comes_from(here, None)
