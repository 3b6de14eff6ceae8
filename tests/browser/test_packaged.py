"""The browser from npm, got without the network.

A small package stands for the large one, a script for npm.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import signal
import subprocess
import sys
import tarfile
import time
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest

from tests.browser import keep, packaged
from tests.browser.launch import NoBrowser

PACK = 'case " $* " in *" pack "*) /bin/cp "{package}" sparticuz-chromium-153.0.0.tgz;; esac'
"""What the script does that stands for npm."""


@dataclass(frozen=True, slots=True)
class Npm:
    """A machine on whose PATH nothing is but npm, where it is installed."""

    folder: Path

    @property
    def package(self) -> Path:
        return self.folder / "package.tgz"

    def install(self, script: str = PACK) -> None:
        """Put a script in npm's place; each of its runs leaves a line."""
        program = self.folder / "bin" / "npm"
        program.write_text(
            f'#!/bin/sh\necho "$*" >> "{self.folder}/asked"\n{script.format(package=self.package)}\n'
        )
        program.chmod(0o755)

    @property
    def asked(self) -> list[str]:
        return (self.folder / "asked").read_text().splitlines()


def tarball(files: dict[str, bytes], mode: str) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode=mode) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755
            archive.addfile(entry, io.BytesIO(content))
    return written.getvalue()


def integrity(content: bytes) -> str:
    return f"sha512-{base64.b64encode(hashlib.sha512(content).digest()).decode()}"


@pytest.fixture
def npm(tmp_path, monkeypatch) -> Npm:
    inner = {
        "al2023": {"lib/libnss3.so": b"library"},
        "fonts": {"fonts.conf": b"theirs", "fonts/a.ttf": b"font"},
        "swiftshader": {"libEGL.so": b"graphics"},
    }
    files = {
        f"package/bin/{name}.tar.br": brotli.compress(tarball(content, "w"))
        for name, content in inner.items()
    }
    npm = Npm(tmp_path)
    npm.package.write_bytes(
        tarball(files | {"package/bin/chromium.br": brotli.compress(b"program" * 300_000)}, "w:gz")
    )
    (tmp_path / "bin").mkdir()
    npm.install()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(keep, "HOME", tmp_path / "home" / "browser")
    monkeypatch.setattr(packaged, "INTEGRITY", integrity(npm.package.read_bytes()))
    stand_on(monkeypatch, "Linux", "x86_64", ("glibc", "2.36"))
    return npm


def stand_on(monkeypatch, system, machine, libc) -> None:
    monkeypatch.setattr(packaged.platform, "system", lambda: system)
    monkeypatch.setattr(packaged.platform, "machine", lambda: machine)
    monkeypatch.setattr(packaged.platform, "libc_ver", lambda: libc)


def refused() -> str:
    """Why there is no browser; nothing of an attempt is left."""
    with pytest.raises(NoBrowser) as none:
        packaged.get(lambda line: None)
    assert not keep.HOME.exists() or [path.suffix for path in keep.HOME.iterdir()] == [".lock"]
    return str(none.value)


def is_whole() -> bool:
    folder = keep.HOME / "chromium-153.0.0"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return (
        files == {"chromium", "fonts.conf", "fonts/a.ttf", "lib/libnss3.so", "libEGL.so"}
        and os.access(folder / "chromium", os.X_OK)
        and (folder / "chromium").read_bytes() == b"program" * 300_000
        and [path.name for path in keep.HOME.glob("getting-*")] == []
    )


def test_it_is_got_once_and_said_before(npm):
    said = []
    browser = packaged.get(said.append)
    assert is_whole() and said == ["Getting a browser for the tests (70 MB, once)."]
    assert (
        Path(browser.program).read_bytes().startswith(b"program")
        and (Path(browser.environment["LD_LIBRARY_PATH"]) / "libnss3.so").is_file()
    )
    assert (
        packaged.get(said.append) == browser
        and len(said) == 1
        and [line.split()[-3] for line in npm.asked if " pack " in line] == ["pack"]
    )


def test_it_has_the_letters_of_the_package_only(npm):
    settings = Path(packaged.get(print).environment["FONTCONFIG_FILE"]).read_text()
    assert settings.count("<dir") == 1 and '<dir prefix="relative">fonts</dir>' in settings


def test_another_file_than_the_pinned_one_is_refused_unopened(npm, monkeypatch):
    with npm.package.open("ab") as file:
        file.write(b"\0")
    monkeypatch.setattr(packaged, "_unpack", lambda *_: pytest.fail("opened"))
    assert refused() == (
        "what npm gave for @sparticuz/chromium@153.0.0 is not the file that is pinned (its sha512 is "
        "another), so it was not opened"
    )


@pytest.mark.parametrize(
    ("system", "machine", "libc", "here"),
    [
        ("Darwin", "arm64", ("", ""), "Darwin arm64"),
        ("Linux", "aarch64", ("glibc", "2.36"), "Linux aarch64 glibc 2.36"),
        ("Linux", "x86_64", ("glibc", "2.31"), "Linux x86_64 glibc 2.31"),
        ("Linux", "x86_64", ("", ""), "Linux x86_64"),
    ],
)
def test_other_machines_are_named(npm, monkeypatch, system, machine, libc, here):
    stand_on(monkeypatch, system, machine, libc)
    assert refused() == f"npm has one only for Linux x86_64 with glibc 2.34 or newer (here: {here})"
    assert not (npm.folder / "asked").exists()


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            (
                "echo 'npm error code ENOTFOUND\n"
                "npm error network request to https://registry.example/x failed' >&2; exit 1"
            ),
            "npm could not get one (ENOTFOUND)",
        ),
        ("exit 127", "npm could not get one (exit status 127)"),
        ("exec /bin/sleep 30", "npm could not get one (no answer for 1 s)"),
    ],
)
def test_what_npm_says_is_handed_on_without_the_registry(npm, monkeypatch, script, reason):
    monkeypatch.setattr(packaged, "QUICKLY", 1)
    npm.install(script)
    assert refused() == reason


def test_a_place_that_cannot_be_written_is_named(npm):
    keep.HOME.parent.write_text("no folder")
    with pytest.raises(NoBrowser, match=f"^{keep.HOME} is of no use: Not a directory$"):
        packaged.get(print)


# processes of their own


def another() -> subprocess.Popen:
    """A process that gets the same browser from the same place."""
    code = f"""if True:
        from pathlib import Path
        from tests.browser import keep, packaged
        keep.HOME, packaged.INTEGRITY = Path({str(keep.HOME)!r}), {packaged.INTEGRITY!r}
        packaged._check_machine = lambda: None
        packaged.get(lambda line: print(line, flush=True))"""
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=keep.ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def test_processes_that_ask_at_once_get_one(npm):
    npm.install(f"/bin/sleep 0.5\n{PACK}")
    processes = [another() for _ in range(3)]
    said = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0] and is_whole()
    assert (
        sorted(said) == ["", "", "Getting a browser for the tests (70 MB, once).\n"]
        and sum(" pack " in line for line in npm.asked) == 1
    )


def test_a_download_that_was_killed_is_made_anew(npm):
    npm.install(PACK.replace(";;", "; exec /bin/sleep 60;;"))
    process = another()
    deadline = time.monotonic() + 30
    while not list(keep.HOME.glob("getting-*/*.tgz")):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert list(keep.HOME.glob("getting-*")) and not (keep.HOME / "chromium-153.0.0").exists()
    npm.install()
    packaged.get(print)
    assert is_whole()


def test_unpacking_that_was_interrupted_is_made_anew(npm, monkeypatch):
    def decompress(packed, target):
        target.write(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(packaged, "_decompress", decompress)
        with pytest.raises(KeyboardInterrupt):
            packaged.get(print)
    assert not (keep.HOME / "chromium-153.0.0").exists()
    packaged.get(print)
    assert is_whole()
