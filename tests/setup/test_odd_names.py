"""Names and words of any signs are names and words: nothing of them is run, expanded or taken for another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from dulwich import porcelain
from dulwich.repo import Repo

from analysis.panel.load import STANDIN, locate_panel
from press.__main__ import main
from press.base.errors import PressError
from press.render import engine
from tests.copies import ROOT, Copy, copy_project
from tests.repositories import commit_all, tag

MAKE_FREE = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
"""This environment without what a make that runs the tests hands down."""
RUN = "touch${IFS}ran"
WORDS = (
    f"$(shell {RUN})",
    f"${{shell {RUN}}}",
    f"`{RUN}`",
    f"$({RUN})",
    f'"; {RUN}; "',
    f"'; {RUN}; '",
    'v1"||{touch,ran}||"',
    f"a\n\t{RUN}",
    f"a\n{RUN} # ",
    f"$(eval X:=$(shell {RUN}))",
    f"| {RUN}",
    f"& {RUN} &",
    "$x",
    "$$",
    "a$b.csv",
    "$(PATH)",
    "$(value PATH)",
    "$(",
    ")",
    "$@",
    "a#b",
    "a=b",
    "a:=b",
    "a\\",
    "a\\\nb",
    "a\\#b",
    "trail ",
    "a  b",
    "*",
    "~",
    "%",
    "-x",
    "--help",
    "endif",
    "define",
    "!x",
    "<b>",
    "&amp;",
    "ж",
    "\x1b[31m",
    "{{< env HOME >}}",
    "ran",
)
LEADING = (" lead", "\ttab")
"""Words that only the environment can hand on: make itself drops blanks between `=` and a value."""
TARGETS = {
    "PANEL": "check",
    "REF": "diff",
    "SINCE": "marked-up",
    "ENGINE": "paper",
    "PORT": "preview",
    "KEY": "number",
}
FOLDER = "a \"b\" 'c' $HOME `touch ran` <b> &amp; (d) ж $(touch ran) ${x} $(shell touch ran) #e %41 [f]; g"
TAG = 'v1"||{touch,ran}||"`touch_ran`$(touch$IFS)\'<b>&amp;ж'
PROBE = """#!/bin/sh
for word; do printf '%s\\0' "$word"; done
printf '\\0'
exec env -0
"""
"""Stands for Python: prints its arguments, and after an empty one its environment."""


@pytest.fixture(scope="module")
def probed(tmp_path_factory) -> Path:
    """A folder of a hostile name with the Makefile, whose Python says what it is handed."""
    root = tmp_path_factory.mktemp("words") / FOLDER
    (root / ".venv" / "bin").mkdir(parents=True)
    for name in (
        "Makefile",
        "requirements/paper.lock",
        "requirements/test.lock",
        "requirements/external.lock",
    ):
        (root / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    program = root / ".venv" / "bin" / "python"
    program.write_text(PROBE)
    program.chmod(0o755)
    return root


def handed(root: Path, *words: str, **environment: str) -> tuple[list[str], dict[str, str]]:
    """The arguments and the environment with which make starts Python."""
    own = {
        name: value
        for name, value in os.environ.items()
        if name not in TARGETS and not name.startswith("MAKE")
    }
    done = subprocess.run(
        ["make", *words, "READY=", "TESTS="],
        cwd=root,
        env=own | environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0 and not done.stderr, (words, environment, done.stderr)
    arguments, _, variables = done.stdout.decode().partition("\0\0")
    return arguments.split("\0"), dict(
        variable.split("=", 1) for variable in variables.split("\0") if variable
    )


def assert_nothing_ran(*folders: Path):
    assert not [file for folder in folders for file in folder.rglob("ran")]


@pytest.mark.long
@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("way", ["command line", "environment", "both", "environment first"])
def test_make_hands_on_what_was_typed(name, way, probed):
    for word in (*WORDS, *(LEADING if way == "environment" else ())):
        typed = [f"{name}={word}"] if way in ("command line", "both") else []
        arguments, environment = handed(
            probed,
            TARGETS[name],
            *typed,
            *(["-e"] if way == "environment first" else []),
            **({} if way == "command line" else {name: word}),
        )
        assert environment[name] == word, (way, word)
        if name in ("REF", "SINCE", "KEY"):
            assert arguments == ["-m", "press", TARGETS[name], "--", word]
        if name == "PORT":
            assert arguments[3:] == ["--preview", f"--port={word}"]
    assert_nothing_ran(probed)


def test_make_runs_nothing_of_a_folder(probed):
    assert handed(probed, "check")[1]["MPLCONFIGDIR"] == f"{probed}/.venv/matplotlib"
    done = subprocess.run(
        ["make", "help"], cwd=probed, env=MAKE_FREE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "build every page" in done.stdout
    assert_nothing_ran(probed)


@pytest.mark.parametrize(
    "name",
    [
        "a$b.csv",
        "$x",
        "$x.csv",
        " lead.csv",
        "trail.csv ",
        "a#b.csv",
        "a=b.csv",
        "a\nb.csv",
        "~/a.csv",
        "~nobody/a.csv",
        "$(shell touch ran).csv",
        "'a'.csv",
        "-a.csv",
        "*.csv",
        "ж.csv",
    ],
)
def test_a_panel_is_the_file_of_that_very_name(name, tmp_path, monkeypatch):
    # what a name with something left out would lead to
    for other in ("a.csv", ".csv", "lead.csv", "trail.csv", "b.csv", "x.csv", name):
        (tmp_path / other).parent.mkdir(exist_ok=True)
        shutil.copy(STANDIN, tmp_path / other)
    monkeypatch.setenv("PANEL", name)
    monkeypatch.setenv("PANEL_FROM", str(tmp_path))
    assert locate_panel() == (tmp_path / name, name)


@pytest.mark.parametrize("name", ["$x", "~nobody/a.csv", "a" * 300 + ".csv"])
def test_a_panel_that_is_not_there_is_no_other_panel(name, tmp_path):
    environment = {"PATH": os.environ["PATH"], "PANEL": name, "PANEL_FROM": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (
        done.returncode == 1
        and not done.stdout
        and done.stderr.startswith("error: ")
        and done.stderr.count("\n") == 1
    ), done.stderr


def test_a_panel_in_the_home_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PANEL", "~/mine.csv")
    (tmp_path / "mine.csv").touch()
    assert locate_panel() == (tmp_path / "mine.csv", "~/mine.csv")


@pytest.mark.parametrize(
    "port", ["x", "-1", "70000", " 80", "8e3", "٨٠٨٠", "9" * 5000, "--help", "$(touch ran)", "80\n"]
)
def test_a_port_is_checked_before_anything_else(port, capsys):
    assert main(["build", "--preview", f"--port={port}"]) == 1
    said = capsys.readouterr()
    assert (
        said.err.endswith("is no port, which is a number from 0 to 65535.\n")
        and said.err.count("\n") == 1 + port.count("\n")
        and not said.out
    )


@pytest.mark.parametrize("asked", [word for word in (*WORDS, *LEADING, "Press", "quarto press", "/bin/sh")])
def test_an_engine_is_one_of_three(asked):
    with pytest.raises(PressError, match="ENGINE is one of auto, quarto and press"):
        engine.choose(asked)


def test_pips_quarto_runs_without_a_shell(tmp_path, monkeypatch):
    program = tmp_path / FOLDER / "bin" / "quarto"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!/bin/sh\n'''exec' \"{program.parent}/python\" \"$0\" \"$@\"\n' '''\nimport sys\n"
        "print(sys.argv[1:])\n"
    )
    program.chmod(0o755)
    python = sys.executable
    monkeypatch.setattr(sys, "prefix", str(program.parents[1]))
    command = engine.choose("quarto").program
    assert command == (python, str(program))
    assert (
        subprocess.run(
            [*command, "a b", "$x"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        == "['a b', '$x']\n"
    )
    program.write_text("#!/bin/bash\nexec true\n")
    assert engine.choose("quarto").program == (str(program),)
    assert_nothing_ran(tmp_path)


# Folders of hostile names -----------------------------------------------------------------------

PAGE = """---
title: T
bibliography: works.bib
csl: style.csl
format: {html: default, typst: {citeproc: true}, docx: default, jats: default}
---

Text [@k], @fig-a.

![A picture](picture.svg){#fig-a fig-alt="x"}

```{python}
#| label: fig-b
#| fig-cap: A plot
import helper
import matplotlib.pyplot as plt
_ = plt.plot([1, 2])
```

The word is `{python} helper.word`.
"""
FILES = {
    "_quarto.yml": (
        "project:\n  type: website\n  render: ['*.qmd']\n  pre-render: python before.py\n"
        "  post-render: python after.py\n"
    ),
    "index.qmd": PAGE,
    "before.py": "open('_variables.yml', 'w').write('a: b')\n",
    "after.py": "import os\nopen(os.environ['QUARTO_PROJECT_OUTPUT_DIR'] + '/after', 'w').close()\n",
    "helper.py": "word = 'found'\n",
    "works.bib": "@book{k, title={Tit}, author={B, A}, year={2020}}\n",
    "picture.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'
    ),
}
MADE = {
    "index.html",
    "index.pdf",
    "index.docx",
    "index.xml",
    "after",
    "picture.svg",
    "index_files/figure/fig-b-output-1.svg",
}
NAMES = (
    "a%41b",
    "a?b",
    "a;b?",
    "a:b",
    "a\nb",
    "a\tb",
    "a  b",
    " lead",
    "trail ",
    "-rf",
    "~",
    "a\u2028b",
    "\u202ex",
    "{output}",
    "e\u0301",
    "x.qmd",
    "@x",
    "_a",
    "A" * 200,
)


def press(root: Path) -> subprocess.CompletedProcess[str]:
    for name, text in FILES.items():
        root.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    shutil.copy(ROOT / "paper" / "theme" / "apa.csl", root / "style.csl")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "0"}
    return subprocess.run(
        [sys.executable, "-m", "press", "render"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", [FOLDER, *(pytest.param(name, marks=pytest.mark.long) for name in NAMES)])
def test_press_builds_in_a_folder_of_any_name(name, tmp_path):
    done = press(tmp_path / name)
    assert done.returncode == 0, done.stderr
    made = {
        path.relative_to(tmp_path / name / "_site").as_posix()
        for path in (tmp_path / name / "_site").rglob("*")
    }
    assert made >= MADE and "B, 2020" in (tmp_path / name / "_site" / "index.html").read_text(
        "utf-8"
    ).replace("\xa0", " ")
    assert os.listdir(tmp_path) == [name]
    assert_nothing_ran(tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("name", ["a\\b", os.fsdecode(b"a\xff")])
def test_a_folder_that_cannot_serve_is_named_in_one_sentence(name, tmp_path):
    done = press(tmp_path / name)
    assert (
        done.returncode == 1
        and "Traceback" not in done.stderr
        and done.stderr.rstrip().splitlines()[-1].endswith(("rename the file or the folder", "rename it."))
    )
    assert not (tmp_path / name / "_site").exists()


@pytest.mark.long
def test_the_whole_project_works_in_a_folder_of_a_hostile_name(tmp_path):
    copy, panel = copy_project(tmp_path / FOLDER), f"my {FOLDER}.csv"
    shutil.copy(STANDIN, copy.root / panel)
    (copy.root / ".gitignore").write_text((ROOT / ".gitignore").read_text() + "/my *\n")
    commit_all(copy.root)
    tag(copy.root, TAG)
    porcelain.branch_create(str(copy.root), f"b{TAG}")
    works(copy, "check", f"PANEL={panel}", says=panel)
    works(copy, "paper", "ENGINE=press", f"PANEL={panel}", says="_site/paper/index.xml")
    works(copy, "html", says="_draft/paper/index.html")
    works(copy, "diff", f"REF={TAG}", says="0 printed numbers")
    works(copy, "diff", f"REF=b{TAG}", says="0 printed numbers")
    works(copy, "marked-up", f"SINCE={TAG}", says="0 printed numbers")
    works(copy, "submission", f"PANEL={panel}", says="References")
    works(copy, "replication-package", says="Wrote")
    assert_nothing_ran(copy.root)


def works(copy: Copy, *words: str, says: str):
    done = copy.make(*words)
    assert done.returncode == 0 and says in done.stdout, (words, done.stdout[-1000:], done.stderr[-2000:])


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_an_environment_that_came_with_the_sources_is_not_used(kind, tmp_path):
    for name in (
        "Makefile",
        "requirements/paper.lock",
        "requirements/test.lock",
        "requirements/external.lock",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    commit_all(tmp_path)
    environment = tmp_path / ".venv" if kind == "folder" else tmp_path / "tools"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").write_text("#!/bin/sh\ntouch ran\n")
    (environment / "bin" / "python").chmod(0o755)
    if kind == "link":
        (tmp_path / ".venv").symlink_to("tools")
    assert (
        subprocess.run(
            ["make", "check", "READY="], cwd=tmp_path, env=MAKE_FREE, capture_output=True, check=False
        ).returncode
        == 0
        and (tmp_path / "ran").exists()
    )
    (tmp_path / "ran").unlink()
    with Repo(str(tmp_path)) as repository:
        repository.get_worktree().stage([".venv/bin/python" if kind == "folder" else ".venv"])
    for target in ("help", "check", "test"):
        done = subprocess.run(
            ["make", target, "READY=", "TESTS="],
            cwd=tmp_path,
            env=MAKE_FREE,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (
            done.returncode == 2 and "git tracks .venv here" in done.stderr and done.stderr.count("\n") == 1
        )
    assert_nothing_ran(tmp_path)
