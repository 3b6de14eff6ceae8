"""Whether two builds of the same sources, in other surroundings, give the same bytes."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from press.base import project_files
from press.proof.clean_folder import READY, copy_sources
from press.proof.odd_environments import Surroundings, two_surroundings


class BuildFailed(Exception):
    """A build ended with an error; its last words are the message."""


@dataclass(frozen=True, slots=True)
class TwoBuilds:
    """Two outputs, file by file.

    Attributes
    ----------
    files, size : int
        Files of the first output, and their bytes.
    problems : list of str
        A sentence for each file that differs or is in one output only.
    differences : list of str
        What differed between the surroundings.
    """

    files: int
    size: int
    problems: list[str]
    differences: list[str]


def build_twice(copy_sources: Callable[[Path], None], command: list[str], output: str) -> TwoBuilds:
    """Build in two surroundings at once, again in the first from what that build kept, and compare all.

    Parameters
    ----------
    copy_sources : callable
        Puts the sources into a folder.
    command : list of str
        Builds in the working folder.
    output : str
        The folder that the command makes.

    Raises
    ------
    BuildFailed
        A build ended with an error.
    """
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        first, second, differences = two_surroundings(Path(folder).resolve())
        for surroundings in (first, second):
            surroundings.prepare(copy_sources)
        with ThreadPoolExecutor() as pool:
            one, other = pool.map(lambda place: _build(place, command, output), (first, second))
        problems = compare_outputs(one, other, "another place")
        problems += compare_outputs(one, _build(first, command, output), "a second build in its place")
    return TwoBuilds(len(one), sum(map(len, one.values())), problems, differences)


def _build(place: Surroundings, command: list[str], output: str) -> dict[str, bytes]:
    """Build and return the files of the output."""
    done = place.run(command)
    if done.returncode:
        raise BuildFailed("\n".join((done.stdout + done.stderr).strip().splitlines()[-5:]))
    folder = place.folder / output
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def compare_outputs(one: dict[str, bytes], other: dict[str, bytes], where: str) -> list[str]:
    """Return a sentence for each file that is not the same in both; `where` says whence the other comes."""
    problems = [f"{name} is missing from {where}." for name in sorted(one.keys() - other.keys())]
    problems += [f"{name} is in {where} only." for name in sorted(other.keys() - one.keys())]
    return problems + [
        f"{name} differs in {where}: {_first_difference(one[name], other[name])}."
        for name in sorted(one.keys() & other.keys())
        if one[name] != other[name]
    ]


def _first_difference(one: bytes, other: bytes) -> str:
    place = len(os.path.commonprefix([one, other]))
    start = max(0, place - 20)
    return f"from byte {place:,}, {one[start : place + 20]!r} against {other[start : place + 20]!r}"


def main() -> int:
    """Build twice, print how many files are the same in both; 1 if any is not."""
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
        f"{found.files} files, {found.size:,} bytes, built in two places and once more in the first: "
        f"{verdict} ({time.monotonic() - started:.0f} s)."
    )
    print(f"Between the places differed: {', '.join(found.differences)}.")
    return 1 if found.problems else 0
