"""What `make licences`, `make parts` and `make lock-check` print of the pinned packages."""

import tomllib
from pathlib import Path

from press.archive import lock
from press.archive.parts import UNSTATED, licence_table, parts, spdx_list
from press.base.checkout import current_version


def print_licences() -> None:
    """Print every pinned package with its licence and why it is there."""
    listed = parts()
    unclear = sum(part.licence == UNSTATED for part in listed)
    print(licence_table(listed))
    print(
        f"{len(listed)} packages; in brackets the {unclear} that state no SPDX licence, with their own words."
    )


def write_parts() -> None:
    """Write the same as an SPDX list into sbom.spdx.json."""
    version, listed = current_version(lock.ROOT), parts()
    name = tomllib.loads((lock.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    (lock.ROOT / "sbom.spdx.json").write_text(
        spdx_list(listed, name, version.commit or "unknown", int(version.seconds or 0)), encoding="utf-8"
    )
    print(f"sbom.spdx.json lists {len(listed)} packages.")


def print_wheels() -> int:
    """Print the machines on which the lock cannot be installed; 1 if there are any."""
    problems = lock.missing_wheels()
    machines = len(lock.PLATFORMS) * len(lock.PYTHONS)
    found = f"a file for {machines - len(problems)} of {machines} pairs of platform and Python"
    print(*problems, f"requirements/test.lock has {found}.", sep="\n")
    return 1 if problems else 0


def write_pins(folder: Path) -> None:
    """Write name and version of everything that is pinned, for whatever machine, into lists for an audit."""
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(lock.pins_without_markers(lock.read_lock(lock.LOCK.read_text())), 1):
        (folder / f"pins-{number}.txt").write_text(text)
