"""A build that is killed, has no room, or meets another one.

The last good output stays, and the next build is right.
"""

import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from press.render import build_folders, publish

CHECKOUT = Path(__file__).parents[3]
PAGE = """---
title: Page of {name}
---

The text says {word}, the cell says:

```{{python}}
#| label: fig-{name}
#| fig-cap: A line
import matplotlib.pyplot as plt
_ = plt.plot([1, 2, {number}])
```
"""
PREPARE = "import pathlib, time\npathlib.Path('_variables.yml').write_text(f'stamp: {word}\\n')\n"


def write_site(root, word, number):
    files = {
        "_quarto.yml": (
            "project:\n  type: website\n  render: ['*.qmd']\n  execute-dir: project\n"
            "  pre-render: python prepare.py\n"
            "format:\n  html:\n    html-math-method: mathml\n  docx: default\n  typst: default\n"
        ),
        "prepare.py": f"word = {word!r}\n{PREPARE}",
        "index.qmd": PAGE.format(name="one", word=word, number=number),
        "two.qmd": PAGE.format(name="two", word=word, number=number),
    }
    for name, text in files.items():
        root.mkdir(exist_ok=True)
        (root / name).write_text(text)


WORDS = {"apples": 3, "pears": 5}


class Site:
    """A small project with a temporary folder of its own."""

    def __init__(self, folder):
        self.root, self.temporary = folder / "site", folder / "tmp"
        self.temporary.mkdir()
        self.write("apples")

    def write(self, word):
        write_site(self.root, word, WORDS[word])

    def start(self, *words):
        environment = os.environ | {
            "PYTHONPATH": str(CHECKOUT),
            "TMPDIR": str(self.temporary),
            "SOURCE_DATE_EPOCH": "0",
        }
        return subprocess.Popen(
            [sys.executable, "-m", "press", "render", *words],
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def build(self, *words):
        process = self.start(*words)
        said = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, *said)

    def digest(self):
        """Of names and contents below `_site`."""
        return digest(self.root / "_site")

    def litter(self):
        """What builds may leave that is no output and no record."""
        kept = {
            "index.qmd",
            "two.qmd",
            "prepare.py",
            "_quarto.yml",
            "_variables.yml",
            "_site",
            ".press",
            "__pycache__",
        }
        records = [
            name
            for name in os.listdir(self.root / ".press")
            if name != "pages" and not name.endswith(".json")
        ]
        return sorted(set(os.listdir(self.root)) - kept) + records + os.listdir(self.temporary)


def digest(folder):
    total = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        total.update(str(file.relative_to(folder)).encode() + file.read_bytes())
    return total.hexdigest()


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """What undisturbed builds make of the two states of the sources, and how long they take."""
    digests, seconds = {}, 0.0
    for word in WORDS:
        site = Site(tmp_path_factory.mktemp(word))
        site.write(word)
        started = time.monotonic()
        done = site.build()
        seconds = time.monotonic() - started
        assert done.returncode == 0 and not site.litter(), done.stderr
        digests[word] = site.digest()
    assert len(set(digests.values())) == 2
    return digests, seconds


def kill_and_check(site, good, number, how):
    """Kill a build after a random time; whether it was killed before its end."""
    digests, seconds = good
    word = list(WORDS)[number % 2]
    before = site.digest()
    site.write(word)
    process = site.start("--fresh")
    time.sleep(random.Random(number).uniform(0, seconds))
    process.send_signal(how)
    said = process.communicate()[1]
    assert site.digest() in {before, digests[word]}, f"half an output after {how.name}, {said[-300:]}"
    done = site.build()
    assert (done.returncode, site.digest(), site.litter()) == (0, digests[word], []), (how.name, done.stderr)
    return process.returncode != 0


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.long)])
def test_a_build_killed_at_any_moment_leaves_the_last_output_and_no_litter(tmp_path, good, kills):
    site = Site(tmp_path)
    site.build()
    ends = [signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP]
    killed = sum(
        kill_and_check(site, good, number, ends[number % len(ends)]) for number in range(1, kills + 1)
    )
    print(f"{killed} of {kills} builds were killed before their end")
    assert killed >= kills / 2


@pytest.mark.long
def test_a_build_waits_for_another_one_and_both_are_right(tmp_path, good):
    site = Site(tmp_path)
    site.write("pears")
    builds = [site.start(), site.start("--fresh"), site.start("--to", "html", "--output-dir", "_draft")]
    said = [build.communicate(timeout=120)[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0], said
    assert sum("Another build of this project is under way" in words for words in said) == 2
    assert site.digest() == good[0]["pears"]
    assert set(site.litter()) == {"_draft"}


@pytest.mark.long
def test_a_killed_builds_kernel_keeps_the_next_build_waiting_until_it_is_gone(tmp_path):
    site = Site(tmp_path)
    (site.root / "prepare.py").write_text(
        "import pathlib, time\nif not pathlib.Path('begun').exists():\n    pathlib.Path('begun').touch()\n"
        "    time.sleep(60)\n"
    )
    first = site.start()
    while not (site.root / "begun").exists():
        time.sleep(0.05)
    first.kill()
    first.communicate()
    started = time.monotonic()
    done = site.build()
    assert done.returncode == 0 and time.monotonic() - started < 30, done.stderr
    assert not list(site.root.glob(".press-*")) and not os.listdir(site.temporary)


@pytest.mark.long
def test_press_called_by_a_build_of_the_same_project_does_not_wait_for_that(tmp_path):
    site = Site(tmp_path)
    call = (
        "import os, subprocess, sys\nif os.environ.get('PRESS_CALLED'): sys.exit()\n"
        "os.environ['PRESS_CALLED'] = '1'\n"
        "subprocess.run([sys.executable, '-m', 'press', 'render', 'two.qmd', '--to', 'html', "
        "'--output-dir', '_two'], check=True)\n"
    )
    (site.root / "prepare.py").write_text(call)
    done = site.build()
    assert done.returncode == 0 and (site.root / "_two" / "two.html").exists(), done.stderr


@pytest.mark.long
def test_where_names_cannot_be_swapped_the_next_build_puts_a_taken_output_back(tmp_path, monkeypatch):
    new, target, scratch = tmp_path / "new", tmp_path / "_site", tmp_path / "scratch"
    for folder in (new, target, scratch):
        folder.mkdir()
        (folder / folder.name).touch()
    monkeypatch.setattr(publish, "_swapped", lambda one, other: False)
    publish.exchange(new, target, scratch / "old")
    assert os.listdir(target) == ["new"] and os.listdir(scratch / "old") == ["_site"]
    site = Site(tmp_path)
    site.build()
    before = site.digest()
    left = site.root / f".press-{build_folders.project_mark(site.root)}-left" / "scratch"
    left.mkdir(parents=True)
    os.replace(site.root / "_site", left / "old")  # as a kill between two renames leaves it
    (site.root / "index.qmd").write_text("---\ntitle: [\n---\n")
    assert site.build().returncode == 1
    assert site.digest() == before and not site.litter()


@pytest.mark.long
def test_one_document_takes_its_place_in_the_output_in_one_step(tmp_path, monkeypatch):
    site = Site(tmp_path)
    site.build()
    os.symlink("index.html", site.root / "_site" / "link.html")
    (site.root / "_site" / "own.txt").write_text("kept")
    before = os.stat(site.root / "_site").st_ino
    (site.root / "two.qmd").write_text("---\ntitle: Anew\n---\n\nAnew.\n")
    assert site.build("two.qmd", "--to", "html").returncode == 0
    assert os.stat(site.root / "_site").st_ino != before, "another folder in its place"
    assert (
        "Anew" in (site.root / "_site" / "two.html").read_text()
        and (site.root / "_site" / "two.pdf").exists()
    )
    assert (site.root / "_site" / "own.txt").read_text() == "kept" and (
        site.root / "_site" / "link.html"
    ).is_symlink()


@contextmanager
def mounted(folder, options):
    """A file system in memory; the test is skipped where none may be mounted."""
    folder.mkdir(exist_ok=True)
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
    ).returncode:
        pytest.skip("a file system may be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def is_one_sentence(said):
    last = said.strip().splitlines()[-1]
    return (
        "Traceback" not in said
        and last.endswith(".")
        and re.search(r"disk is full|[Nn]o space left|for reading only", said)
    )


@pytest.mark.long
@pytest.mark.parametrize("room", [150, 300, 500, 700])
def test_a_full_disk_ends_the_build_in_a_sentence(tmp_path, room):
    """`room` in kilobytes beside a finished build."""
    with mounted(tmp_path / "disk", "size=20m") as disk:
        site = Site(disk)
        site.build()
        before = site.digest()
        site.write("pears")
        filler = disk / "filler"
        free = os.statvfs(disk)
        filler.write_bytes(b"0" * (free.f_bavail * free.f_bsize - room * 1024))
        done = site.build("--fresh")
        assert done.returncode == 1 and is_one_sentence(done.stderr), done.stderr
        assert site.digest() == before
        filler.unlink()
        assert site.build().returncode == 0 and not site.litter() and site.digest() != before


@pytest.mark.long
def test_an_output_for_reading_only_ends_the_build_in_a_sentence(tmp_path):
    site = Site(tmp_path)
    site.build()
    before = site.digest()
    os.rename(site.root / "_site", tmp_path / "finished")
    with mounted(site.root / "_site", "size=20m") as output:
        subprocess.run(["cp", "-r", f"{tmp_path}/finished/.", output], check=True)
        subprocess.run(["mount", "-o", "remount,ro", output], check=True)
        site.write("pears")
        done = site.build()
        assert (
            done.returncode == 1 and "_site cannot be " in done.stderr and "Traceback" not in done.stderr
        ), done.stderr
        assert done.stderr.strip().splitlines()[-1].endswith("nothing was changed.")
        assert site.digest() == before
    assert not site.litter()


@pytest.mark.long
def test_a_project_for_reading_only_ends_the_build_in_a_sentence(tmp_path):
    with mounted(tmp_path / "disk", "size=20m") as disk:
        site = Site(disk)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        done = site.build()
        assert (
            done.returncode == 1 and "Traceback" not in done.stderr and "for reading only" in done.stderr
        ), done.stderr


def replace(root, *command):
    return subprocess.run(
        [sys.executable, "-m", "press.render.replace", "_site", "_new", "sh", "-c", *command],
        cwd=root,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        timeout=60,
        check=False,
    )


def test_the_output_of_another_program_takes_its_place_in_one_step(tmp_path):
    (tmp_path / "_new").mkdir()
    (tmp_path / "_new" / "litter").touch()
    told = replace(tmp_path, "mkdir _new && touch _new/one && echo Output created: _new/one >&2")
    assert told.returncode == 0 and told.stderr == "Output created: _site/one\n"
    assert replace(tmp_path, "mkdir _new && touch _new/two && exit 3").returncode == 3
    assert os.listdir(tmp_path) == ["_site"] and sorted(os.listdir(tmp_path / "_site")) == [
        ".made.json",
        "one",
    ]
    os.replace(tmp_path / "_site", tmp_path / "_new-old")  # as a kill between two renames leaves it
    assert replace(tmp_path, "exit 1").returncode == 1
    assert os.listdir(tmp_path) == ["_site"] and sorted(os.listdir(tmp_path / "_site")) == [
        ".made.json",
        "one",
    ]
    failed = replace(tmp_path, "true")
    assert (
        failed.returncode != 0 and "Traceback" not in failed.stderr and os.listdir(tmp_path) == ["_site"]
    ), "it made nothing"
