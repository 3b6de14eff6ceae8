"""What the locks pin, for which machines."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "test.lock"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = {
    "x86_64-unknown-linux-gnu": {
        "sys_platform": "linux",
        "platform_machine": "x86_64",
        "platform_system": "Linux",
    },
    "aarch64-unknown-linux-gnu": {
        "sys_platform": "linux",
        "platform_machine": "aarch64",
        "platform_system": "Linux",
    },
    "x86_64-apple-darwin": {
        "sys_platform": "darwin",
        "platform_machine": "x86_64",
        "platform_system": "Darwin",
    },
    "aarch64-apple-darwin": {
        "sys_platform": "darwin",
        "platform_machine": "arm64",
        "platform_system": "Darwin",
    },
}
_ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\n\\]+?))? \\\n(?P<hashes>(?:    --hash=\S+(?: \\)?\n?)+)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned package.

    Attributes
    ----------
    name, version : str
    marker : Marker or None
        On which machines it is installed; None for all.
    hashes : tuple of str
        Of its files, `sha256:...`.
    """

    name: str
    version: str
    marker: Marker | None
    hashes: tuple[str, ...]

    def fits(self, environment: dict[str, str]) -> bool:
        """Whether the package is installed in a marker environment."""
        return self.marker is None or self.marker.evaluate(environment)


def read(text: str) -> list[Pin]:
    """Return the pins of a lock file; whatever in it is no pin with hashes is an error.

    Raises
    ------
    ValueError
        A line is no pin: an address, an option, a package without version or hash.
    """
    rest = _ENTRY.sub("", text).strip()
    if rest:
        raise ValueError(f"this line of the lock is no pinned package with hashes: {rest.splitlines()[0]}")
    return [Pin(canonicalize_name(found["name"]), found["version"], Marker(found["marker"]) if found["marker"] else None,
                tuple(re.findall(r"--hash=(\S+)", found["hashes"]))) for found in _ENTRY.finditer(text)]  # fmt: skip


def environments() -> Iterator[dict[str, str]]:
    """Yield the marker environments of all machines that are supported."""
    fixed = {
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }
    for platform, python in product(PLATFORMS.values(), PYTHONS):
        yield (
            fixed
            | platform
            | {
                "python_version": python,
                "python_full_version": f"{python}.0",
                "implementation_version": f"{python}.0",
            }
        )


def without_wheel() -> list[str]:
    """Return what uv says of each machine for which a pinned file is missing from the registry (asks the network)."""
    problems = []
    for platform, python in product(PLATFORMS, PYTHONS):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--quiet", "--no-config", "--python-platform", platform, "--python-version", python,
                       "--only-binary", ":all:", "--require-hashes", "--target", folder, "-r", str(LOCK)]  # fmt: skip
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            problems.append(f"{platform}, Python {python}: {' '.join(done.stderr.split())}")
    return problems


def pins_without_markers(pins: list[Pin]) -> list[str]:
    """Return lists of `name==version`, each package once per list, which together hold every pin of every machine."""
    lists: list[dict[str, str]] = []
    for pin in pins:
        place = next((one for one in lists if pin.name not in one), None)
        if place is None:
            lists.append(place := {})
        place[pin.name] = f"{pin.name}=={pin.version}\n"
    return ["".join(one.values()) for one in lists]
