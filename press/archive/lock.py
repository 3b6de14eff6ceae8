"""What the locks pin, for which machines."""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "test.lock"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
)
_ENTRY = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\n\\]+?))? \\\n"
    r"(?P<hashes>(?:    --hash=\S+(?: \\)?\n?)+)",
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


def read_lock(text: str) -> list[Pin]:
    """Return the pins of a lock file; whatever in it is no pin with hashes is an error.

    Raises
    ------
    ValueError
        A line is no pin: an address, an option, a package without version or hash.
    """
    if rest := _ENTRY.sub("", text).strip():
        raise ValueError(f"this line of the lock is no pinned package with hashes: {rest.splitlines()[0]}")
    return [
        Pin(
            canonicalize_name(found["name"]),
            found["version"],
            Marker(found["marker"]) if found["marker"] else None,
            tuple(re.findall(r"--hash=(\S+)", found["hashes"])),
        )
        for found in _ENTRY.finditer(text)
    ]


def missing_wheels() -> list[str]:
    """Return what uv says of each machine for which the registry lacks a pinned file (asks the network)."""
    install = [sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--quiet", "--no-config"]
    pinned = ["--only-binary", ":all:", "--require-hashes", "-r", str(LOCK)]
    problems = []
    for platform, python in product(PLATFORMS, PYTHONS):
        machine = ["--python-platform", platform, "--python-version", python]
        with tempfile.TemporaryDirectory() as folder:
            command = [*install, *machine, *pinned, "--target", folder]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            problems.append(f"{platform}, Python {python}: {' '.join(done.stderr.split())}")
    return problems


def pins_without_markers(pins: list[Pin]) -> list[str]:
    """Return lists of `name==version` that together hold every pin, each package once per list."""
    lists: list[dict[str, str]] = []
    for pin in pins:
        place = next((one for one in lists if pin.name not in one), None)
        if place is None:
            lists.append(place := {})
        place[pin.name] = f"{pin.name}=={pin.version}\n"
    return ["".join(one.values()) for one in lists]
