"""Unpacks the package elsewhere, runs it as its README says, compares every output, judges it."""

import json
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from press.archive.package import judged, make, manifest, measured, readme
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
        verdicts = [*judged.judge_package(root)]
        print("Running the package as its README says.", flush=True)
        verdicts += judge_run(root, *run_package(root)[:2])
    print(report(verdicts))
    return 1 if any(one.verdict == NO for one in verdicts) else 0


def measure() -> None:
    """Run the package and keep how long that took and how much memory it needed."""
    with tempfile.TemporaryDirectory(prefix="measure-") as folder:
        root = unpack(ROOT / make.FOLDER / f"{make.NAME}.zip", Path(folder).resolve())
        package = size_of(root)
        status, log, seconds, peak = run_package(root)
        if status:
            raise InputError(f"the run failed ({clean_folder.last_error(log)}).")
        sizes = package, size_of(root) - package, size_of(Path(sys.prefix))
        measured.keep_run(measured.describe_run(seconds, peak, sizes))


def size_of(folder: Path) -> int:
    """Return the bytes of a folder's files; links are not followed."""
    return sum(
        path.stat().st_size
        for path in folder.resolve().rglob("*")
        if path.is_file() and not path.is_symlink()
    )


def unpack(package: Path, folder: Path) -> Path:
    """Unpack a package; return its folder."""
    with zipfile.ZipFile(package) as packed:
        packed.extractall(folder)
    return folder / make.NAME


def run_package(root: Path) -> tuple[int, str, float, int]:
    """Call `make paper` as an unpacked package says, without git; see `measured.run_measured`."""
    clean_folder.share_environment(root)
    engine = f"ENGINE={readme.engine_named(root)}"
    return measured.run_measured(
        ["make", "paper", engine, clean_folder.READY], root, clean_folder.environment(root)
    )


def judge_run(root: Path, status: int, log: str) -> Iterator[Verdict]:
    """Yield what a run shows."""
    yield judged.verdict(
        "It runs from the unpacked folder", [clean_folder.last_error(log)] if status else [], "exit status 0"
    )
    inputs = manifest.read_list(root / manifest.BEFORE)
    there = [name for name in inputs if (root / name).is_file()]
    apart = manifest.difference(inputs, manifest.digests(root, there))
    yield judged.verdict(
        "A run changes no file of the package", [*apart.changed, *apart.missing], f"{len(inputs)} files"
    )
    listed = manifest.read_list(root / manifest.AFTER)
    apart = manifest.difference(listed, manifest.digests(root, manifest.files_below(root, "_site")))
    faults = [
        *(f"{name} differs" for name in apart.changed),
        *(f"{name} is missing" for name in apart.missing),
        *(f"{name} is new" for name in apart.added),
    ]
    yield judged.verdict("Every output is the same to the byte", faults, f"{len(listed)} files")
    yield judged.verdict(
        "Every estimate and number is the same",
        numbers_apart(root),
        "output/results.json = _site/results.json",
    )
    yield reproduces(root)


def numbers_apart(root: Path) -> list[str]:
    """Return where the numbers of a run leave those of the package."""
    files = (root / "output" / "results.json", root / "_site" / "results.json")
    if not files[1].is_file():
        return ["there is no _site/results.json"]
    return [*differences(*(json.loads(file.read_text(encoding="utf-8")) for file in files))]


def differences(ours: object, theirs: object, place: str = "results") -> Iterator[str]:
    """Yield the places where two documents differ, numbers by more than rounding."""
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        ours, theirs = dict(enumerate(ours)), dict(enumerate(theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        for name in ours:
            yield from differences(ours[name], theirs[name], f"{place}.{name}")
    elif isinstance(ours, float | int) and isinstance(theirs, float | int):
        if abs(ours - theirs) > DIGITS * max(abs(ours), abs(theirs)):
            yield f"{place}: {ours} and {theirs}"
    elif ours != theirs:
        yield place


def reproduces(root: Path) -> Verdict:
    """Whether what the article prints comes out, by reproduction.json of the run."""
    file = root / "_site" / "reproduction.json"
    rows = comparisons(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else []
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


def comparisons(document: object) -> list[dict]:
    """Return the comparisons of reproduction.json."""
    if isinstance(document, list):
        return document
    return next(one for one in document.values() if isinstance(one, list) and one and "verdict" in one[0])


def report(verdicts: list[Verdict]) -> str:
    """Return a line for each verdict, and what they come to."""
    width = max(len(one.asked) for one in verdicts)
    lines = [f"{one.verdict:<8}{one.asked:<{width}}  {one.found}" for one in verdicts]
    count = Counter(one.verdict for one in verdicts)
    return "\n".join(
        [*lines, "", f"{count[YES]} yes, {count[NO]} no, {count[AUTHORS]} for the authors to say."]
    )
