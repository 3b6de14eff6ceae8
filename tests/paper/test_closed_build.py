"""A build of the paper asks no network, and touches files of the project and of its temporary folder only."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.copies import Copy, copy_project

pytestmark = pytest.mark.long
CALLS = (
    "open,openat,creat,rename,renameat,renameat2,mkdir,mkdirat,unlink,unlinkat,link,linkat,symlink,"
    "symlinkat,truncate,connect,sendto"
)
READS_ONLY = ("open", "openat")
SYSTEM = (
    "/usr/",
    "/lib/",
    "/lib64/",
    "/bin/",
    "/etc/",
    "/proc/",
    "/sys/",
    "/dev/",
    "/var/cache/fontconfig",
    "/var/run/nscd",
    "/run/",
    "/opt/",
)
"""Programs, libraries, fonts and time zones, of which any program reads."""


def place(folder: Path) -> tuple[Copy, dict[str, str]]:
    """A copy of the project with its own home and temporary folder, and the environment that names them."""
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    names = {"PATH": "/usr/bin:/bin", "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp")}
    return copy_project(folder / "paper"), names


def build(copy: Copy, names: dict[str, str], *before: str) -> subprocess.CompletedProcess[str]:
    command = [*before, "make", "paper", "ENGINE=press", "READY=.venv/bin/python"]
    return subprocess.run(
        command, cwd=copy.root, env=names, capture_output=True, text=True, timeout=600, check=False
    )


def test_the_paper_builds_without_a_network(tmp_path, built):
    alone = ("unshare", "--net")
    if (
        shutil.which("unshare") is None
        or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this user may not make a network namespace")
    shown = subprocess.run(
        [*alone, "cat", "/proc/net/route"], capture_output=True, text=True, check=True
    ).stdout
    assert len(shown.splitlines()) <= 1, "no way leads out"
    copy, names = place(tmp_path)
    done = build(copy, names, *alone)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {file.relative_to(copy.site) for file in copy.site.rglob("*")} == {
        file.relative_to(built.site) for file in built.site.rglob("*")
    }


def calls(trace: Path) -> Iterator[tuple[str, str, str]]:
    """Name, first absolute path (or address) and whole text of each call that succeeded."""
    for line in trace.read_text(errors="replace").splitlines():
        found = re.match(r"\d+ +(\w+)\((.*)", line)
        if found and "= -1 " not in line:
            for path in re.findall(r'"(/[^"]*)"', found[2]) or [""]:
                yield found[1], path, found[2]


def test_the_paper_touches_nothing_outside_the_project(tmp_path):
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    copy, names = place(tmp_path)
    trace = tmp_path / "trace"
    done = build(copy, names, "strace", "-f", "-qq", "-s", "500", "-e", f"trace={CALLS}", "-o", str(trace))
    assert done.returncode == 0, done.stdout + done.stderr
    own = (str(copy.root), str(tmp_path / "tmp"), "/tmp/press-kernel-")  # sockets want short paths
    installed = {os.path.realpath(folder) for folder in (sys.prefix, sys.base_prefix)} | {
        sys.prefix,
        sys.base_prefix,
    }
    written, read, asked, count = set(), set(), set(), 0
    for name, path, text in calls(trace):
        count += 1
        if name in ("connect", "sendto"):
            asked |= {text} if "AF_INET" in text else set()
        elif not path or path.startswith(own) or path.startswith(("/dev/null", "/dev/tty", "/dev/shm")):
            continue
        elif name not in READS_ONLY or re.search(r"O_WRONLY|O_RDWR|O_CREAT", text):
            written.add(path)
        elif not path.startswith((*SYSTEM, *installed)) and not Path(path).is_dir():
            read.add(path)
    print(f"{count:,} calls on files and sockets, {len(written)} outside the project")
    assert count > 2000, "the trace has seen the build"
    assert not asked and not os.listdir(tmp_path / "tmp")
    assert sorted(path for path in written if not path.startswith(tuple(installed))) == []
    assert sorted(read) == []
    assert os.listdir(tmp_path / "home") == [], "not even a cache"
