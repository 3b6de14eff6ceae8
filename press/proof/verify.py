"""`python -m press.proof.verify COMMAND`.

build     build twice in different surroundings and compare every byte
licences  list every pinned package with its licence and why it is there
parts     write the same as an SPDX list into sbom.spdx.json
wheels    ask the registry for a file of every pinned package on every platform (needs uv and the network)
pins FOLDER  write name and version of everything that is pinned, for whatever machine, into lists for an audit
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from press.archive import lock
from press.base import environment
from press.base.errors import sentence_of


def build() -> int:
    """Print how many files are the same in both builds; 1 if any is not."""
    from press.base import project_files
    from press.proof.clean_folder import READY, copy_sources
    from press.proof.same_bytes import BuildFailed, build_twice

    started = time.monotonic()
    project_files.say(project_files.find())
    try:
        found = build_twice(copy_sources, ["make", "paper", "ENGINE=press", READY], "_site")
    except BuildFailed as error:
        print(f"error: a build failed.\n{error}", file=sys.stderr)
        return 1
    for problem in found.problems:
        print(problem)
    verdict = f"{len(found.problems)} differences" if found.problems else "the same bytes"
    print(
        f"{found.files} files, {found.size:,} bytes, built in two places and once more in the first: {verdict} ({time.monotonic() - started:.0f} s)."
    )
    print(f"Between the places differed: {', '.join(found.differences)}.")
    return 1 if found.problems else 0


def licences() -> int:
    """Print the table."""
    from press.archive.parts import UNSTATED, licence_table, parts

    listed = parts()
    unclear = sum(part.licence == UNSTATED for part in listed)
    print(licence_table(listed))
    print(
        f"{len(listed)} packages; in brackets the {unclear} that state no SPDX licence, with their own words."
    )
    return 0


def parts() -> int:
    """Write sbom.spdx.json."""
    from press.archive.parts import parts, spdx_list
    from press.base.checkout import current_version

    version, listed = current_version(lock.ROOT), parts()
    name = tomllib.loads((lock.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["name"]
    (lock.ROOT / "sbom.spdx.json").write_text(
        spdx_list(listed, name, version.commit or "unknown", int(version.seconds or 0)), encoding="utf-8"
    )
    print(f"sbom.spdx.json lists {len(listed)} packages.")
    return 0


def wheels() -> int:
    """Print the machines on which the lock cannot be installed; 1 if there are any."""
    for problem in (problems := lock.missing_wheels()):
        print(problem)
    machines = len(lock.PLATFORMS) * len(lock.PYTHONS)
    print(
        f"requirements/test.lock has a file for {machines - len(problems)} of {machines} pairs of platform and Python."
    )
    return 1 if problems else 0


def pins(folder: str) -> int:
    """Write the lists."""
    Path(folder).mkdir(exist_ok=True)
    for number, text in enumerate(lock.pins_without_markers(lock.read_lock(lock.LOCK.read_text())), 1):
        Path(folder, f"pins-{number}.txt").write_text(text)
    return 0


COMMANDS: dict[str, Callable[..., int]] = {
    "build": build,
    "licences": licences,
    "parts": parts,
    "wheels": wheels,
    "pins": pins,
}

if __name__ == "__main__":
    environment.leave()
    name, words = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if name not in COMMANDS or len(words) != (name == "pins"):
        sys.exit(__doc__)
    try:
        sys.exit(COMMANDS[name](*words))
    except OSError as error:
        sys.exit(f"error: {sentence_of(error)}")
