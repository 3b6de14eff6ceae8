"""Setting up an environment.

Uv or pip, what pip is told and what it is not, calls that break off or meet. No network: the packages are
made here.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.copies import ROOT

SCRIPT = ROOT / "requirements" / "install.py"
UV = Path(sys.prefix, "bin", "uv")
PYTHON = shutil.which("python3") or sys.executable
pytestmark = pytest.mark.xdist_group("install")


def wheel(folder, name, version="1.0", scripts=None):
    """Write a wheel of one module that knows its version; its line in a lock."""
    about = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"VERSION = {version!r}\n",
        **{f"{name}-{version}.data/scripts/{script}": text for script, text in (scripts or {}).items()},
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [
        (
            f"{path},sha256="
            f"{base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip('=')},"
            f"{len(text)}"
        )
        for path, text in files.items()
    ]
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as packed:
        for path, text in (*files.items(), (f"{about}/RECORD", "\n".join([*lines, f"{about}/RECORD,,"]))):
            member = zipfile.ZipInfo(path)
            member.external_attr = 0o100755 << 16
            packed.writestr(member, text)
    return f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


class Project:
    """A project with two locks, a folder of packages in place of an index, and a user's home."""

    def __init__(self, folder, *, with_uv):
        self.folder, self.home, self.wheels = folder / "project", folder / "home", folder / "wheels"
        (self.folder / "requirements").mkdir(parents=True)
        (self.home / "pip").mkdir(parents=True)
        shutil.copy(SCRIPT, self.folder / "requirements")
        paper = wheel(self.wheels, "one")
        self.write("paper.lock", paper)
        self.write("test.lock", paper + wheel(self.wheels, "two"))
        self.write(
            "installer.lock",
            wheel(self.wheels, "uv", scripts={"uv": f'#!/bin/sh\nexec {UV} "$@"\n'})
            if with_uv
            else f"uv==9.9 \\\n    --hash=sha256:{'0' * 64}\n",
        )
        self.configure(f"[global]\nno-index = true\nfind-links = {self.wheels}\n")

    def write(self, name, text):
        (self.folder / "requirements" / name).write_text(text)

    def configure(self, text):
        (self.home / "pip" / "pip.conf").write_text(text)

    def environment(self, **more):
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        return (
            kept
            | {
                "HOME": str(self.home),
                "XDG_CONFIG_HOME": str(self.home),
                "XDG_CONFIG_DIRS": str(self.home / "none"),
                "XDG_CACHE_HOME": str(self.home / "cache"),
            }
            | more
        )

    def start(self, *words, **variables):
        return subprocess.Popen(
            [PYTHON, "-I", "requirements/install.py", *words],
            cwd=self.folder,
            env=self.environment(**variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def install(self, *words, **variables):
        """Call the installer; its status and what it said."""
        process = self.start(*(words or ("paper", ".venv/ready")), **variables)
        said = process.communicate(timeout=120)[0]
        return process.returncode, said

    def installed(self, name):
        """The version of a package in the environment; nothing where it is not there."""
        done = subprocess.run(
            [self.folder / ".venv" / "bin" / "python", "-I", "-c", f"import {name}; print({name}.VERSION)"],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()


@pytest.fixture(params=["uv", "pip"])
def project(request, tmp_path):
    return Project(tmp_path, with_uv=request.param == "uv" and UV.exists())


@pytest.fixture
def with_pip(tmp_path):
    return Project(tmp_path, with_uv=False)


@pytest.fixture
def with_uv(tmp_path):
    if not UV.exists():
        pytest.skip("uv could not be had when this environment was set up")
    return Project(tmp_path, with_uv=True)


@pytest.mark.long
def test_a_lock_is_installed_and_told_once(project):
    status, said = project.install()
    assert (
        status == 0 and project.installed("one") == "1.0" and (project.folder / ".venv" / "ready").exists()
    ), said
    assert said.startswith("Setting up Python packages in .venv (once).\n")
    assert project.install() == (0, "")


@pytest.mark.long
def test_without_uv_one_sentence_says_that_pip_takes_its_place(with_pip):
    _, said = with_pip.install()
    assert [line for line in said.splitlines() if "uv" in line] == [
        "uv cannot be used here (No matching distribution found for uv==9.9); pip takes its place, "
        "which needs a minute or two."
    ]


@pytest.mark.long
def test_uv_does_what_it_can_and_pip_is_not_called(with_uv):
    _, said = with_uv.install()
    assert "pip takes its place" not in said and "Installed 1 package" in said


HANDED_DOWN = (
    {"PIP_USER": "1"},
    {"PIP_TARGET": "elsewhere"},
    {"PIP_PREFIX": "elsewhere"},
    {"PIP_ROOT": "elsewhere"},
    {"PIP_REQUIRE_VIRTUALENV": "1"},
    {"PIP_PYTHON": "/nowhere/python"},
    {"PIP_NO_BINARY": ":all:"},
    {"PIP_QUIET": "3"},
    {"PIP_ISOLATED": "1"},
    {"PIP_DRY_RUN": "1"},
    {"PIP_REPORT": "r.json"},
    {"PYTHONPATH": "{shadow}"},
    {"PYTHONHOME": "/nowhere"},
    {"PYTHONSAFEPATH": "1"},
    {"PYTHONSTARTUP": "/nowhere.py"},
    {"PYTHONWARNINGS": "error"},
    {"PYTHONOPTIMIZE": "2"},
    {"VIRTUAL_ENV": "/nowhere"},
    {"CONDA_PREFIX": "/nowhere"},
    {"UV_TARGET": "elsewhere"},
    {"UV_SYSTEM_PYTHON": "1"},
    {"UV_PYTHON": "/nowhere/python"},
    {"UV_OFFLINE": "1"},
    {"UV_EXCLUDE_NEWER": "2001-01-01"},
    {"UV_CONSTRAINT": "/nowhere"},
)


@pytest.mark.long
@pytest.mark.parametrize("handed_down", HANDED_DOWN, ids=lambda variables: next(iter(variables)))
def test_what_a_shell_hands_down_changes_nothing(handed_down, project, tmp_path):
    check_handed_down(handed_down, project, tmp_path)


@pytest.mark.long
def test_nor_do_all_these_at_once(with_uv, tmp_path):
    check_handed_down(
        {name: value for each in HANDED_DOWN for name, value in each.items()}, with_uv, tmp_path
    )


def check_handed_down(handed_down, project, tmp_path):
    shadow = tmp_path / "shadow"
    shadow.mkdir()
    for name in ("one", "pip", "venv", "subprocess"):
        (shadow / f"{name}.py").write_text("raise SystemExit('the wrong module')\n")
    status, said = project.install(
        **{name: value.format(shadow=shadow) for name, value in handed_down.items()}
    )
    assert status == 0 and project.installed("one") == "1.0", said
    assert not (project.folder / "elsewhere").exists() and not (project.folder / "r.json").exists()


@pytest.mark.long
@pytest.mark.parametrize(
    "lines",
    [
        "user = true",
        "target = elsewhere",
        "require-virtualenv = true",
        "prefix = elsewhere",
        "no-binary = :all:",
        "quiet = 2",
        "python = /nowhere",
    ],
)
def test_nor_does_what_pip_is_configured_for(lines, project):
    project.configure(
        f"[global]\nno-index = true\nfind-links = {project.wheels}\n{lines}\n[install]\n{lines}\n"
    )
    status, said = project.install()
    assert (
        status == 0 and project.installed("one") == "1.0" and not (project.folder / "elsewhere").exists()
    ), said


@pytest.mark.long
@pytest.mark.parametrize(
    "where",
    ["the general section", "the section of install", "the environment", "a file that the environment names"],
)
def test_where_packages_come_from_is_as_pip_is_configured(where, project, tmp_path):
    ways = f"no-index = true\nfind-links = {project.wheels}\n"
    wrong = "no-index = true\nfind-links = /nowhere\n"
    (tmp_path / "own.conf").write_text(f"[global]\n{ways}")
    config, variables = {
        "the general section": (f"[global]\n{ways}", {}),
        "the section of install": (f"[global]\n{wrong}[install]\n{ways}", {}),
        "the environment": (
            f"[global]\n{wrong}[install]\n{wrong}",
            {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(project.wheels)},
        ),
        "a file that the environment names": ("", {"PIP_CONFIG_FILE": str(tmp_path / "own.conf")}),
    }[where]
    project.configure(config)
    status, said = project.install(**variables)
    assert status == 0 and project.installed("one") == "1.0", said


@pytest.mark.long
def test_constraints_without_hashes_do_not_stop_uv(with_uv, tmp_path):
    (tmp_path / "constraints.txt").write_text("torch<=2.14.1\n")
    status, said = with_uv.install(PIP_CONSTRAINT=str(tmp_path / "constraints.txt"))
    assert status == 0 and "pip takes its place" not in said


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda project: project.write("paper.lock", f"one==1.0 \\\n    --hash=sha256:{'0' * 64}\n"),
            "could not be installed",
        ),
        (
            lambda project: project.write("paper.lock", f"three==1.0 \\\n    --hash=sha256:{'0' * 64}\n"),
            "could not be installed",
        ),
        (lambda project: project.configure("[global\n"), "pip's configuration cannot be read"),
        (lambda project: (project.folder / ".venv").write_text(""), ".venv is in the way: it is no folder."),
        (
            lambda project: (project.folder / ".venv").symlink_to("/nowhere"),
            ".venv is a link to an environment that does not hold requirements/paper.lock; remove the link",
        ),
    ],
)
def test_what_cannot_be_done_ends_in_one_sentence(change, told, project):
    change(project)
    status, said = project.install()
    assert (
        status == 1
        and told in said
        and "Traceback" not in said
        and not (project.folder / ".venv" / "ready").exists()
    )
    assert [line.startswith("error: ") for line in said.splitlines()].count(True) == 1


@pytest.mark.long
def test_a_package_with_another_hash_is_not_installed(project):
    (project.wheels / "one-1.0-py3-none-any.whl").unlink()
    wheel(project.wheels, "one", scripts={"more": "#!/bin/sh\n"})
    assert project.install()[0] == 1 and project.installed("one") == ""


@pytest.mark.long
def test_the_set_of_the_tests_is_added_to_that_of_a_build(project):
    project.install("paper", ".venv/ready")
    (kept := project.folder / ".venv" / "kept").touch()
    status, said = project.install("test", ".venv/ready-test", ".venv/ready")
    assert (
        status == 0
        and kept.exists()
        and project.installed("two") == "1.0"
        and said.startswith("Adding to the Python packages in .venv (once).\n")
    )
    assert project.install("paper", ".venv/ready") == (0, "")


@pytest.mark.long
def test_the_set_of_the_tests_alone_serves_a_build(project):
    assert project.install("test", ".venv/ready-test", ".venv/ready")[0] == 0
    assert project.installed("one") == project.installed("two") == "1.0" and project.install(
        "paper", ".venv/ready"
    ) == (0, "")


@pytest.mark.long
def test_a_changed_lock_and_a_lost_python_make_the_environment_anew(project):
    project.install("paper", ".venv/ready-1")
    (kept := project.folder / ".venv" / "kept").touch()
    assert project.install("paper", ".venv/ready-2")[0] == 0 and not kept.exists()
    (project.folder / ".venv" / "bin" / "python").unlink()
    assert project.install("paper", ".venv/ready-2")[0] == 0 and project.installed("one") == "1.0"


@pytest.mark.long
def test_a_set_up_that_broke_off_is_done_again(project):
    for seconds in (0.3, 1.2, 2.0):
        process = project.start("paper", ".venv/ready")
        time.sleep(seconds)
        process.kill()
        process.communicate()
    status, said = project.install()
    assert (
        status == 0
        and project.installed("one") == "1.0"
        and not (project.folder / ".venv" / "unfinished").exists()
    ), said


@pytest.mark.long
def test_an_addition_that_broke_off_is_not_added_to(project):
    project.install("paper", ".venv/ready")
    (project.folder / ".venv" / "unfinished").touch()
    (kept := project.folder / ".venv" / "kept").touch()
    assert project.install("test", ".venv/ready-test", ".venv/ready")[0] == 0 and not kept.exists()


@pytest.mark.long
def test_two_calls_at_once_set_up_once(project):
    calls = [
        project.start("paper", ".venv/ready"),
        project.start("test", ".venv/ready-test", ".venv/ready"),
        project.start("paper", ".venv/ready"),
    ]
    said = [call.communicate(timeout=120)[0] for call in calls]
    assert [call.returncode for call in calls] == [0, 0, 0], said
    assert project.installed("one") == project.installed("two") == "1.0"
    assert sum("Another call is setting up .venv" in one for one in said) >= 1
    assert sum(one.count("Setting up Python packages") for one in said) == 1


@pytest.mark.long
def test_a_home_that_cannot_be_written_is_no_hindrance(project):
    status, said = project.install(
        HOME="/proc/nowhere",
        XDG_CACHE_HOME="/proc/nowhere/cache",
        PIP_NO_INDEX="1",
        PIP_FIND_LINKS=str(project.wheels),
    )
    assert status == 0 and project.installed("one") == "1.0", said


def test_an_old_python_is_told_what_is_needed(tmp_path):
    old = (
        "import sys; sys.version_info = (3, 8); sys.version = '3.8.1 (old)'; sys.argv = ['install.py', "
        "'paper', '.venv/ready']; __file__ = 'install.py'"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{old}\nexec(compile(open({str(SCRIPT)!r}).read(), 'install.py', 'exec'))"],
        cwd=tmp_path,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (
        done.returncode == 1
        and done.stderr == "error: Python 3.11 or newer is needed, but python3 is 3.8.1.\n"
    )
