"""The Chromium that the npm package @sparticuz/chromium brings.

It needs no root, no font and, but for libc, no library of the system.
"""

from __future__ import annotations

import base64
import hashlib
import io
import platform
import re
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import brotli

from tests.browser.keep import QUICKLY, SLOWLY, kept, run
from tests.browser.launch import Browser, NoBrowser
from tests.browser.node import npm

VERSION = "153.0.0"
PACKAGE = f"@sparticuz/chromium@{VERSION}"
INTEGRITY = "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
GLIBC = (2, 34)
"""The oldest that the package's libraries run with."""

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def get(say: Callable[[str], None]) -> Browser:
    """The browser in the environment's folder.

    It is downloaded if it is not there yet, which `say` is told first.

    Raises
    ------
    NoBrowser
        It does not run on such a machine, or cannot be had.
    """
    _check_machine()
    folder = kept(f"chromium-{VERSION}", lambda temporary: _download(temporary, say))
    return Browser(
        str(folder / "chromium"),
        {
            "LD_LIBRARY_PATH": str(folder / "lib"),
            "FONTCONFIG_FILE": str(folder / "fonts.conf"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        },
    )


def _check_machine() -> None:
    libc, version = platform.libc_ver()
    numbers = tuple(map(int, re.findall(r"\d+", version)))
    if (platform.system(), platform.machine(), libc) != ("Linux", "x86_64", "glibc") or numbers < GLIBC:
        here = " ".join(filter(None, (platform.system(), platform.machine(), libc, version)))
        raise NoBrowser(
            f"npm has one only for Linux x86_64 with glibc {'.'.join(map(str, GLIBC))} or newer (here: "
            f"{here})"
        )


def _download(temporary: Path, say: Callable[[str], None]) -> Path:
    """The unpacked package, from whichever registry the user's npm asks."""
    command, failure = [*npm(say), "--cache", str(temporary / "cache")], "npm could not get one"
    say("Getting a browser for the tests (70 MB, once).")
    # offline it fails soon
    run(
        [
            *command,
            "view",
            PACKAGE,
            "dist.integrity",
            "--fetch-retries=0",
            f"--fetch-timeout={QUICKLY * 1000}",
        ],
        temporary,
        QUICKLY,
        failure,
    )
    run([*command, "pack", PACKAGE, f"--fetch-timeout={SLOWLY * 1000}"], temporary, SLOWLY, failure)
    package = next(temporary.glob("*.tgz"))
    _verify(package)
    return _unpack(package, temporary / "unpacked")


def _verify(package: Path) -> None:
    with package.open("rb") as file:
        digest = hashlib.file_digest(file, "sha512").digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != INTEGRITY:
        raise NoBrowser(
            f"what npm gave for {PACKAGE} is not the file that is pinned (its sha512 is another), "
            "so it was not opened"
        )


def _unpack(package: Path, folder: Path) -> Path:
    folder.mkdir()
    with tarfile.open(package) as packed:
        for name in ("al2023", "fonts", "swiftshader"):
            content = io.BytesIO()
            _decompress(packed.extractfile(f"package/bin/{name}.tar.br"), content)
            content.seek(0)
            with tarfile.open(fileobj=content) as files:
                for member in filter(tarfile.TarInfo.isfile, files):
                    file = folder / member.name
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(files.extractfile(member).read())
        with (folder / "chromium").open("wb") as program:
            _decompress(packed.extractfile("package/bin/chromium.br"), program)
    (folder / "chromium").chmod(0o755)
    (folder / "fonts.conf").write_text(FONTS, encoding="utf-8")
    return folder


def _decompress(packed: BinaryIO, target: BinaryIO) -> None:
    decompressor = brotli.Decompressor()
    while block := packed.read(1 << 20):
        target.write(decompressor.process(block))
