"""`python -m press check-package`.

Unpack the package elsewhere, run it as its README says, compare every output, judge it.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from press.archive.package import judged, make, manifest, measured
from press.archive.package.judged import AUTHORS, NO, YES, Verdict
from press.base.errors import InputError
from press.base.paths import ROOT
from press.proof import clean_folder

DIGITS = 1e-9
"""How far, in relative terms, numbers of two machines may be apart."""


def main() -> int:
    """Judge _package/replication-package.zip; 1 where a verdict is no."""
    package = ROOT / make.FOLDER / f"{make.NAME}.zip"
    if not package.is_file():
        raise InputError(f"{make.FOLDER}/{make.NAME}.zip is not there: `make replication-package` writes it.")
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        root = unpack(package, Path(folder).resolve())
        verdicts = [*judged.of_package(root)]
        print("Running the package as its README says.", flush=True)
        verdicts += after_run(root, *run(root)[:2])
    print(report(verdicts))
    return 1 if any(one.verdict == NO for one in verdicts) else 0


def measure() -> None:
    """Run the package and keep how long that took and how much memory it needed."""
    with tempfile.TemporaryDirectory(prefix="measure-") as folder:
        root = unpack(ROOT / make.FOLDER / f"{make.NAME}.zip", Path(folder).resolve())
        package = size(root)
        status, log, seconds, peak = run(root)
        if status:
            raise InputError(f"the run failed ({clean_folder.last_error(log)}).")
        sizes = package, size(root) - package, size(Path(sys.prefix))
        measured.write(measured.describe(seconds, peak, sizes))


def size(folder: Path) -> int:
    """Return the bytes of a folder's files; links are not followed."""
    return sum(
        path.stat().st_size
        for path in folder.resolve().rglob("*")
        if path.is_file() and not path.is_symlink()
    )


def unpack(package: Path, folder: Path) -> Path:
    """Unpack a package; its folder."""
    with zipfile.ZipFile(package) as packed:
        packed.extractall(folder)
    return folder / make.NAME


def run(root: Path) -> tuple[int, str, float, int]:
    """`make paper` in an unpacked package, without git and with this environment; see `measured.run`."""
    clean_folder.share_environment(root)
    return measured.run(
        ["make", "paper", "ENGINE=press", clean_folder.READY], root, clean_folder.environment(root)
    )


def after_run(root: Path, status: int, log: str) -> Iterator[Verdict]:
    """Yield what a run shows."""
    yield judged.verdict(
        "It runs from the unpacked folder", [clean_folder.last_error(log)] if status else [], "exit status 0"
    )
    inputs = manifest.read(root / manifest.BEFORE)
    apart = manifest.difference(
        inputs, manifest.digests(root, [name for name in inputs if (root / name).is_file()])
    )
    yield judged.verdict(
        "A run changes no file of the package", [*apart.changed, *apart.missing], f"{len(inputs)} files"
    )
    listed = manifest.read(root / manifest.AFTER)
    apart = manifest.difference(listed, manifest.digests(root, manifest.files_below(root, "_site")))
    yield judged.verdict(
        "Every output is the same to the byte",
        [
            *(f"{name} differs" for name in apart.changed),
            *(f"{name} is missing" for name in apart.missing),
            *(f"{name} is new" for name in apart.added),
        ],
        f"{len(listed)} files",
    )
    yield judged.verdict(
        "Every estimate and number is the same",
        numbers_apart(root),
        "output/results.json = _site/results.json",
    )
    yield reproduces(root)


def numbers_apart(root: Path) -> list[str]:
    """Where the numbers of a run leave those of the package."""
    new = root / "_site" / "results.json"
    if not new.is_file():
        return ["there is no _site/results.json"]
    return [
        *apart(
            json.loads((root / "output" / "results.json").read_text(encoding="utf-8")),
            json.loads(new.read_text(encoding="utf-8")),
        )
    ]


def apart(ours: object, theirs: object, place: str = "results") -> Iterator[str]:
    """Yield the places where two documents differ, numbers by more than rounding."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        for name in ours:
            yield from apart(ours[name], theirs[name], f"{place}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, pair in enumerate(zip(ours, theirs, strict=True)):
            yield from apart(*pair, f"{place}.{number}")
    elif isinstance(ours, float | int) and isinstance(theirs, float | int):
        if abs(ours - theirs) > DIGITS * max(abs(ours), abs(theirs)):
            yield f"{place}: {ours} and {theirs}"
    elif ours != theirs:
        yield place


def reproduces(root: Path) -> Verdict:
    """Whether what the article prints comes out, by reproduction.json of the run."""
    file = root / "_site" / "reproduction.json"
    rows = values(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else []
    wrong = [
        f"{row['where']}: printed {row['printed']}, rebuilt {row['rebuilt']}"
        for row in rows
        if row["verdict"] == "differs"
    ]
    explained = sum(row["verdict"] not in ("match", "differs") for row in rows)
    return judged.verdict(
        "The published numbers come out, or their difference is explained",
        wrong if rows else ["nothing was compared"],
        f"{len(rows) - explained} of {len(rows)} match, {explained} differ for a stated reason",
    )


def values(document: object) -> list[dict]:
    """Return the comparisons of reproduction.json."""
    if isinstance(document, list):
        return document
    return next(one for one in document.values() if isinstance(one, list) and one and "verdict" in one[0])


def report(verdicts: list[Verdict]) -> str:
    """Return a line for each verdict, and what they come to."""
    width = max(len(one.asked) for one in verdicts)
    lines = [f"{one.verdict:<8}{one.asked:<{width}}  {one.found}" for one in verdicts]
    count = {word: sum(one.verdict == word for one in verdicts) for word in (YES, NO, AUTHORS)}
    return "\n".join(
        [*lines, "", f"{count[YES]} yes, {count[NO]} no, {count[AUTHORS]} for the authors to say."]
    )
