"""The whole paper, killed at random moments.

The last good `_site` stays whole, and the next build is right.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.copies import copy_project

KILLS = 20
ENDS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGINT)


def start(copy, temporary):
    environment = os.environ | {
        "TMPDIR": str(temporary),
        "SOURCE_DATE_EPOCH": "1700000000",
        "OPENBLAS_NUM_THREADS": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "press", "render", "--fresh"],
        cwd=copy.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.long
def test_twenty_killed_builds_leave_the_last_site_whole(tmp_path):
    (temporary := tmp_path / "tmp").mkdir()
    copy = copy_project(tmp_path / "paper")
    sources = set(os.listdir(copy.root)) | {"_site", "_results", "_variables.yml", ".press", ".press-kept"}
    started = time.monotonic()
    process = start(copy, temporary)
    assert process.wait(timeout=300) == 0, process.stderr.read()
    seconds, good, killed = time.monotonic() - started, copy.site_digest(), 0
    for number in range(KILLS):
        process = start(copy, temporary)
        time.sleep(random.Random(number).uniform(0, seconds))
        process.send_signal(ENDS[number % len(ENDS)])
        process.communicate()
        killed += process.returncode != 0
        assert copy.site_digest() == good, f"half a site after kill {number}, {ENDS[number % len(ENDS)].name}"
    process = start(copy, temporary)
    said = process.communicate(timeout=300)[1]
    assert (process.returncode, copy.site_digest()) == (0, good), said
    assert set(os.listdir(copy.root)) - sources - {"__pycache__"} == set() and os.listdir(temporary) == []
    print(
        f"{killed} of {KILLS} builds of {seconds:.0f} s were killed before their end; "
        f"{good[:12]} stayed in place"
    )
    assert killed >= KILLS / 2
