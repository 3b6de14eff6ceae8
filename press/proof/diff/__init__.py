"""`make diff REF=tag`: what changed since a tag or commit, in numbers and in words, as one page for referees.

Both versions are built in folders elsewhere, each from its own sources; only their results.json and their
pages are read.
"""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from press.base import project_files
from press.base.errors import InputError
from press.base.paths import ROOT, shown
from press.base.plain_text import visible
from press.proof import clean_folder
from press.proof.diff.conclusions import read_statements
from press.proof.diff.numbers import ChangedNumber, changed_numbers
from press.proof.diff.page import page
from press.proof.diff.text import compare_pages
from press.trace.built_site import BuiltSite

TARGET = ROOT / "_diff" / "index.html"


def main(reference: str) -> None:
    """Build both versions and write `_diff/index.html`.

    Raises
    ------
    InputError
        When no version is named, git does not know it, or one of the two cannot be built.
    """
    if not reference.strip():
        raise InputError("say since when: make diff REF=tag, with a git tag or commit.")
    with tempfile.TemporaryDirectory(prefix="diff-") as folder:
        old, new = (Path(folder).resolve() / name for name in ("old", "new"))
        clean_folder.export(reference, old)
        project_files.say(project_files.find())
        clean_folder.copy_sources(new)
        print(f"Building {visible(reference)} and the present version in clean folders.", flush=True)
        with ThreadPoolExecutor() as pool:
            panels = clean_folder.panel_named(), clean_folder.panel_in_use()
            sites = list(pool.map(built, (old, new), (reference, "the present version"), panels))
        numbers = changed_numbers(*sites, *(read_statements(folder / "paper") for folder in (old, new)))
        texts = compare_pages(*sites)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page(reference, numbers, texts), encoding="utf-8")
    report(numbers, sum(text.changes for text in texts))


def built(folder: Path, name: str, panel: Path | None = None) -> BuiltSite:
    """Build the pages of a version, from a panel or from its own.

    Raises
    ------
    InputError
        When they cannot be built.
    """
    try:
        clean_folder.build(folder, "html", panel=panel)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    site = BuiltSite(folder / "_draft")
    if not (site.folder / "results.json").exists():
        raise InputError(f"{name}: its build gives no results.json.")
    return site


def report(numbers: list[ChangedNumber], passages: int) -> None:
    """Print the numbers that readers see changed, and where the page is."""
    seen = [number for number in numbers if number.visible]
    for number in seen:
        change = f"{number.old} -> {number.new}"
        print(visible(f"{number.key}: {change} ({'; '.join(number.places)}); {number.conclusion}"))
    print(f"{len(seen)} printed numbers and {passages} passages changed; see {shown(TARGET)}.")
