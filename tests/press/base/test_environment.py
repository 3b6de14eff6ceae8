"""What a shell, a container or an institute's machine hands down changes no build.

Where a command cannot work, one sentence says what it lacks.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from press.base.checkout import ARCHIVE_NOTE
from press.base.environment import HANDED_DOWN, KEPT, without
from tests.copies import ROOT, Copy, copy_project

PAGE = """---
title: T
---

```{python}
import os, sys, matplotlib
import matplotlib.pyplot as plt
from tabulate import tabulate
from IPython.display import Markdown

figure = plt.figure()
plt.plot([1, 2])
Markdown(tabulate([["0.79"]], ["b"], tablefmt="pipe"))
```

`{python} sys.flags.optimize, sys.flags.safe_path, matplotlib.rcParams["font.size"], "started" in globals(), \
int(os.environ["OPENBLAS_NUM_THREADS"])`
"""
OF_THE_MACHINE = ("PATH", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
"""What a machine needs said to run programs, and to add by instructions that its processor has right.

By others the last digit of a sum becomes another.
"""
COMMANDS = (
    "check",
    "paper",
    "html",
    "submission",
    "publish-check",
    "check-numbers",
    "reproduce",
    "metadata",
    "replication-package",
    "check-package",
    "standin",
    "parts",
    "verify-build",
    "bench",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> dict[str, str]:
    """An environment with all that could lead a build astray, and a home full of settings for other work."""
    folder = tmp_path_factory.mktemp("handed down")
    files = {
        "modules/tabulate.py": "def tabulate(*rows, **options):\n    return '| b |\\n|---|\\n| 0.80 |'\n",
        "modules/analysis/__init__.py": "raise SystemExit('the wrong analysis')\n",
        "modules/press/__init__.py": "raise SystemExit('the wrong press')\n",
        "modules/sitecustomize.py": "import builtins\nbuiltins.started = True\n",
        "startup.py": "raise SystemExit('a startup file')\n",
        "bash_env": "exit 3\n",
        "mpl/matplotlibrc": "font.size: 40\n",
        "home/.config/matplotlib/matplotlibrc": "font.size: 40\n",
        "home/.ipython/profile_default/startup/00.py": "started = True\n",
        "home/.ipython/profile_default/ipython_config.py": (
            "c.InteractiveShellApp.exec_lines = ['started = True']\n"
        ),
        "home/.jupyter/jupyter_config.py": "raise SystemExit('a Jupyter configuration')\n",
        "home/.jupyter/ipython_kernel_config.py": "raise SystemExit('a kernel configuration')\n",
        "home/.local/share/jupyter/kernels/python3/kernel.json": (
            '{"argv": ["false"], "display_name": "Wrong", "language": "python"}'
        ),
        "home/.local/share/pandoc/abbreviations": "Text.\n",
        "home/.local/share/pandoc/templates/default.jats": "wrong\n",
        "home/.gitconfig": "[no end\n",
        "home/.config/pip/pip.conf": "[global]\nuser = true\ntarget = /nowhere\n",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    nowhere = {
        "PYTHONHOME",
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTER_PATH",
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "TYPST_FONT_PATHS",
        "LUA_PATH",
        "FONTCONFIG_FILE",
        "XML_CATALOG_FILES",
        "PIP_TARGET",
        "PYTHONPLATLIBDIR",
    }
    return {
        "HOME": str(folder / "home"),
        "PYTHONPATH": str(folder / "modules"),
        "PYTHONSAFEPATH": "1",
        "PYTHONSTARTUP": str(folder / "startup.py"),
        "PYTHONOPTIMIZE": "2",
        "PYTHONWARNINGS": "error",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
        "PYTHONINSPECT": "1",
        "PYTHONVERBOSE": "",
        "BASH_ENV": str(folder / "bash_env"),
        "CDPATH": "/",
        "MPLBACKEND": "TkAgg",
        "MPLCONFIGDIR": str(folder / "mpl"),
        "MATPLOTLIBRC": str(folder / "mpl"),
        "IPYTHONDIR": str(folder / "home" / ".ipython"),
        "JUPYTER_DATA_DIR": str(folder / "home" / ".local" / "share" / "jupyter"),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "OPENBLAS_NUM_THREADS": "8",
        "PIP_USER": "1",
        "PIP_REQUIRE_VIRTUALENV": "1",
        "GHCRTS": "-M1m",
        "LC_ALL": "C",
        "LANG": "C",
        **dict.fromkeys(nowhere, "/nowhere"),
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Copy:
    """A copy of the project that nobody has built."""
    return copy_project(tmp_path_factory.mktemp("surroundings") / "project")


@pytest.fixture(scope="module")
def dated_copy(tmp_path_factory) -> Copy:
    """A copy that notes a commit, as an unpacked archive does."""
    copied = copy_project(tmp_path_factory.mktemp("surroundings") / "project")
    (copied.root / ARCHIVE_NOTE).write_text(f"{'0f' * 20} 2026-02-03T04:05:06+05:00\n", encoding="utf-8")
    return copied


def make(copy: Copy, *words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in OF_THE_MACHINE if name in os.environ}
    return subprocess.run(
        ["make", *words],
        cwd=copy.root,
        env=kept | {"PWD": str(copy.root)} | environment,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def says_one_sentence(done: subprocess.CompletedProcess[str]) -> bool:
    return "Traceback" not in done.stderr + done.stdout and (
        done.returncode == 0 or len(done.stderr.strip().splitlines()) <= 3
    )


def test_make_and_press_leave_the_same_variables_behind():
    listed = re.search(r"^HANDED_DOWN := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)[
        1
    ].split()
    assert sorted(listed) == sorted(f"{name}%" for name in HANDED_DOWN if name not in ("PIP_", "UV_"))
    assert without({"PYTHONPATH": "a", "PYTHONHASHSEED": "1", "MYPYTHON": "b", "GIT_DIR": "c"}) == {
        "PYTHONHASHSEED": "1",
        "MYPYTHON": "b",
    }
    assert set(KEPT) == {"PYTHONHASHSEED", "PYTHONUTF8"}


def test_a_command_works_as_ever(copy, hostile):
    plain, done = (
        make(copy, "check", environment=environment) for environment in ({"HOME": "/nowhere"}, hostile)
    )
    assert done.returncode == 0 and done.stdout == plain.stdout and "data/standin/panel.csv" in done.stdout, (
        done.stderr
    )


@pytest.mark.long
def test_a_page_of_press_alone_is_the_same(tmp_path, hostile):
    pages = []
    for number, environment in enumerate(
        (
            {"HOME": str(tmp_path)},
            {
                name: value
                for name, value in hostile.items()
                if name not in ("PYTHONHOME", "PYTHONSAFEPATH", "PYTHONPLATLIBDIR")
            },
        )
    ):
        source = tmp_path / str(number) / "a.qmd"
        source.parent.mkdir()
        source.write_text(PAGE)
        paths = os.pathsep.join(filter(None, [environment.get("PYTHONPATH"), str(ROOT)]))
        command = [
            sys.executable,
            "-c",
            (
                "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('press', "
                "run_name='__main__')"
            ),
            str(ROOT),
            "render",
            "a.qmd",
        ]
        kept = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "0", "PWD": str(source.parent)}
        done = subprocess.run(
            command,
            cwd=source.parent,
            env=kept | environment | {"PYTHONPATH": paths, "PYTHONINSPECT": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        pages.append(source.with_suffix(".html").read_bytes())
    assert pages[0] == pages[1] and b"0.79" in pages[0] and b"(0, False, 10.0, False, 1)" in pages[0]


@pytest.mark.long
def test_the_paper_is_the_same_to_the_byte(built, copy, hostile):
    done = make(copy, "paper", "ENGINE=press", environment=hostile)
    assert done.returncode == 0, done.stderr[-2000:]
    assert copy.site_digest() == built.site_digest()


@pytest.mark.long
@pytest.mark.parametrize("hidden", ["no git program", "another user's"])
def test_every_command_that_asks_git_works(hidden, tmp_path, monkeypatch):
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no git checkout")
    copy = Copy(tmp_path / "project")
    subprocess.run([git, "clone", "--quiet", ROOT, copy.root], check=True)
    (copy.root / ".venv").symlink_to(ROOT / ".venv")
    commit = subprocess.run(
        [git, "-C", copy.root, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    environment = {"HOME": str(tmp_path)}
    if hidden == "no git program":
        environment["PATH"] = str(tmp_path / "bin")
        bare_path(tmp_path / "bin")
    elif os.geteuid():
        pytest.skip("only root may give files to another user")
    else:
        for path in (copy.root, *copy.root.rglob("*")):
            if not path.is_symlink() and ".venv" not in path.parts:
                os.chown(path, 65534, 65534)
    for words in (
        ("paper", "ENGINE=press"),
        ("reproduce", "ENGINE=press"),
        ("replication-package",),
        ("diff", "REF=HEAD"),
        ("marked-up", "SINCE=HEAD"),
        ("metadata",),
    ):
        done = make(copy, *words, environment=environment)
        assert done.returncode == 0, (words, done.stdout[-500:], done.stderr[-1000:])
    assert commit[:7] in copy.article(".html").read_text(encoding="utf-8") and "(n.d.)" not in copy.article(
        ".html"
    ).read_text(encoding="utf-8")


def bare_path(folder: Path) -> None:
    """A folder of programs as a plain machine has them, without git."""
    folder.mkdir()
    for name in ("sh", "env", "python3", "awk", "cksum", "rm", "cat", "ls", "make"):
        if program := shutil.which(name):
            (folder / name).symlink_to(
                Path(program).resolve() if name != "python3" else Path(sys._base_executable)
            )


@pytest.mark.long
def test_a_build_that_cannot_name_its_commit_says_so_once(copy, tmp_path):
    done = make(copy, "paper", "ENGINE=press", environment={"HOME": str(tmp_path)})
    said = done.stdout + done.stderr
    assert done.returncode == 0 and said.count("The commit of this build is not known") == 1, said[-2000:]


@pytest.mark.long
@pytest.mark.parametrize("command", COMMANDS)
def test_a_checkout_that_cannot_be_written_ends_no_command_in_a_traceback(command, dated_copy, tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    if subprocess.run(
        ["mount", "--bind", dated_copy.root, folder], capture_output=True, check=False
    ).returncode:
        pytest.skip("only root may mount")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        done = make(Copy(folder), command, environment={"HOME": str(tmp_path)})
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
    assert says_one_sentence(done), done.stderr[-2000:]
    if done.returncode:
        assert "for reading only: copy the project to where you may write" in done.stderr or re.search(
            "is not there|holds no page", done.stderr
        )
