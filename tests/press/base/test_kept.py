"""What was computed is kept as long as what it was made from stays, and believed only as it was written."""

from __future__ import annotations

import json
import math
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from press.base import kept, locks
from press.base.kept import FOLDER, MadeFrom

SEED = 17
RECORD = f"{FOLDER}/sum.json"


class Project:
    """A folder with code and data, and a sum that counts how often it was computed."""

    def __init__(self, root: Path) -> None:
        self.root, self.computed = root, 0
        (root / "code/room").mkdir(parents=True)
        (root / "requirements").mkdir()
        (root / "code/room/adds.py").write_text("sum")
        (root / "requirements/paper.lock").write_text("numpy==1")
        (root / "data.csv").write_text("1\n2\n")

    def sum(self, said: object = None) -> float:
        made_from = MadeFrom([self.root / "code", self.root / "data.csv"], said, self.root)
        return kept.kept("sum", made_from, self._compute)

    def _compute(self) -> float:
        self.computed += 1
        return sum(map(float, (self.root / "data.csv").read_text().split()))


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "BEGUN", math.inf)
    return Project(tmp_path / "project")


def test_what_was_computed_once_is_kept(project):
    assert [project.sum(), project.sum(), project.sum()] == [3, 3, 3]
    assert project.computed == 1


CAUSES = {
    "code": lambda root: (root / "code/room/adds.py").write_text("other sum"),
    "another module": lambda root: (root / "code/room/more.py").write_text(""),
    "a module less": lambda root: (root / "code/room/adds.py").unlink(),
    "a module's name": lambda root: (root / "code/room/adds.py").rename(root / "code/room/sums.py"),
    "data": lambda root: (root / "data.csv").write_text("1\n4\n"),
    "a lock": lambda root: (root / "requirements/paper.lock").write_text("numpy==2"),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_change_of_what_it_was_made_from_computes_it_anew(project, cause):
    project.sum()
    CAUSES[cause](project.root)
    assert project.sum() == (5 if cause == "data" else 3)
    assert project.computed == 2
    project.sum()
    assert project.computed == 2


def test_what_else_it_depends_on_computes_it_anew(project, monkeypatch):
    project.sum("this panel")
    project.sum("that panel")
    assert project.computed == 2
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    project.sum("that panel")
    assert project.computed == 3
    monkeypatch.setattr(kept, "packages", lambda: ["numpy-3.dist-info"])
    project.sum("that panel")
    assert project.computed == 4
    monkeypatch.setattr(sys, "version", "4.0")
    project.sum("that panel")
    assert project.computed == 5


def test_times_compiled_modules_and_other_files_decide_nothing(project):
    project.sum()
    os.utime(project.root / "data.csv", (1, 1))
    (project.root / "code/__pycache__").mkdir()
    (project.root / "code/__pycache__/adds.pyc").write_bytes(b"compiled")
    (project.root / "notes.md").write_text("Notes.")
    project.sum()
    assert project.computed == 1


def test_a_flipped_bit_is_seen(project):
    project.sum()
    file, chance = project.root / RECORD, random.Random(SEED)
    for expected in range(2, 30):
        damaged = bytearray(file.read_bytes())
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        assert project.sum() == 3
        assert project.computed == expected


def empty(file):
    file.write_bytes(b"")


def cut_short(file):
    file.write_bytes(file.read_bytes()[:-9])


def make_folder(file):
    file.unlink()
    file.mkdir()


def forge(file):
    """Write another sum under the right key, without the seal that only this folder's builds can set."""
    record = json.loads(file.read_bytes())
    file.write_text(json.dumps(record | {"content": 99}))


@pytest.mark.parametrize("damage", [empty, cut_short, make_folder, forge])
def test_what_is_no_sealed_record_is_not_believed(project, damage, capsys):
    project.sum()
    damage(project.root / RECORD)
    assert project.sum() == 3
    assert project.sum() == 3
    assert project.computed == 2
    assert capsys.readouterr() == ("", "")


def test_what_came_from_elsewhere_is_not_believed(project, tmp_path):
    project.sum()
    other = Project(tmp_path / "other")
    shutil.copytree(project.root / FOLDER, other.root / FOLDER)
    assert other.sum() == 3
    assert other.computed == 1


def test_a_record_under_another_name_is_not_believed(project):
    project.sum()
    os.replace(project.root / RECORD, project.root / FOLDER / "product.json")
    made_from = MadeFrom([project.root / "code", project.root / "data.csv"], None, project.root)
    assert kept.kept("product", made_from, lambda: 2) == 2


def test_what_changed_after_modules_were_loaded_is_not_kept(project, monkeypatch):
    """The code that computes may then be that of before, under the digest of the new one."""
    monkeypatch.setattr(kept, "BEGUN", time.time() - 3600)
    project.sum()
    project.sum()
    assert project.computed == 2
    assert not (project.root / RECORD).exists()


def test_what_changes_while_it_computes_is_not_kept(project, monkeypatch):
    monkeypatch.setattr(kept, "BEGUN", time.time() + 3600)
    made_from = MadeFrom([project.root / "data.csv"], None, project.root)

    def compute():
        os.utime(project.root / "data.csv", (time.time() + 7200,) * 2)
        return 1

    assert kept.kept("sum", made_from, compute) == 1
    assert not (project.root / RECORD).exists()


def test_where_nothing_can_be_kept_it_is_computed(project, monkeypatch):
    (project.root / FOLDER).write_text("a file")
    monkeypatch.setattr(kept, "open_store", lambda *_: (_ for _ in ()).throw(OSError("read-only")))
    assert [project.sum(), project.sum()] == [3, 3]
    assert project.computed == 2


def test_what_is_forgotten_is_computed_anew(project):
    project.sum()
    kept.forget(project.root)
    kept.forget(project.root)
    project.sum()
    assert project.computed == 2


NUMBERS = (0.1 + 0.2, -0.0, 5e-324, 1.7976931348623157e308, math.inf, -math.inf, math.nan, 2**60, True, None)


def test_every_number_comes_back_as_it_was(project):
    made_from = MadeFrom([], None, project.root)
    given = {"numbers": list(NUMBERS), "text": "ё — “0.79” \U0001f600"}
    kept.kept("numbers", made_from, lambda: given)
    found = kept.kept("numbers", made_from, lambda: pytest.fail("it was not kept"))
    assert list(map(repr, found["numbers"])) == list(map(repr, NUMBERS))
    assert found["text"] == given["text"]


AT_ONCE = """
import math, pathlib, sys
from press.base import kept
kept.BEGUN = math.inf
root = pathlib.Path(sys.argv[1])
made_from = kept.MadeFrom([root / "data.csv"], None, root)

def compute(number):
    (root / f"computed-{number}").open("a").write("once ")
    return number

print([kept.kept(str(n % 3), made_from, lambda: compute(n % 3)) for n in range(30)])
"""


def test_of_processes_that_begin_at_once_one_computes_and_the_others_wait(project):
    """None of them finds the folder."""
    command = [sys.executable, "-c", AT_ONCE, str(project.root)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = [process.communicate(timeout=60)[0].strip() for process in running]
    assert said == [str([n % 3 for n in range(30)])] * 4
    assert [(project.root / f"computed-{number}").read_text() for number in range(3)] == ["once "] * 3


def test_a_folder_that_goes_while_it_computes_keeps_what_another_put_there(project):
    made_from = MadeFrom([project.root / "data.csv"], None, project.root)

    def compute():
        kept.forget(project.root)
        assert kept.kept("sum", made_from, lambda: 5) == 5
        return 3

    assert kept.kept("sum", made_from, compute) == 3
    assert kept.kept("sum", made_from, lambda: pytest.fail("it was not kept")) == 5


def test_nobody_waits_for_ever_for_a_process_that_was_stopped(project, monkeypatch):
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    made_from = MadeFrom([project.root / "data.csv"], None, project.root)
    inner = []
    kept.kept("sum", made_from, lambda: inner.append(kept.kept("sum", made_from, lambda: 2)))
    assert inner == [2]


def test_a_process_that_dies_while_it_computes_keeps_nobody_waiting(project):
    dying = AT_ONCE.replace("return number", "import os; os._exit(3)")
    subprocess.run([sys.executable, "-c", dying, str(project.root)], check=False, timeout=60)
    command = [sys.executable, "-c", AT_ONCE, str(project.root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60)
    assert (project.root / "computed-0").read_text() == "once once "
