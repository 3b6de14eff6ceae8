"""Lists of files with their SHA-256, in the form that `sha256sum --check` reads."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

BEFORE = "manifest-before.sha256"
"""Every file of the package but the two lists, before a run."""
AFTER = "manifest-after.sha256"
"""Every file that a run puts into _site."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What sets a folder apart from a list: changed files, absent ones, and those that the list lacks."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]


def digests(root: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of files by their paths from `root`."""
    return {name: hashlib.sha256((root / name).read_bytes()).hexdigest() for name in sorted(names)}


def files_below(root: Path, folder: str = "") -> list[str]:
    """Return the files of a folder below `root`, as paths from `root`."""
    return sorted(path.relative_to(root).as_posix() for path in (root / folder).rglob("*") if path.is_file())


def write_list(file: Path, listed: Mapping[str, str]) -> None:
    """Write a list."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(listed.items()))
    file.write_text("".join(lines), encoding="utf-8")


def read_list(file: Path) -> dict[str, str]:
    """Return the digests of a list by path."""
    lines = (line.split("  ", 1) for line in file.read_text(encoding="utf-8").splitlines())
    return {name: digest for digest, name in lines}


def difference(listed: Mapping[str, str], found: Mapping[str, str]) -> Difference:
    """Return what sets found files apart from a list."""
    return Difference(
        tuple(name for name in listed if name in found and found[name] != listed[name]),
        tuple(name for name in listed if name not in found),
        tuple(name for name in found if name not in listed),
    )
