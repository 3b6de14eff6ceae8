"""Builds the paper in a clean folder and packs what a data editor needs to build it again."""

import json
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from press.archive.package import contents, exhibits, manifest, measured, pdf, readme
from press.base import citation, project_files, zip_archive
from press.base.checkout import Version, current_version
from press.base.edition import current_work
from press.base.errors import InputError
from press.base.paths import ROOT, shown
from press.paper import current
from press.proof import clean_folder
from press.render import engine

FOLDER = "_package"
EARLIEST = 315_532_800
"""Seconds from 1970 to the first day of zip archives: when a package is dated whose commit is unknown."""
NAME = "replication-package"
RESULTS = ("results.json", "provenance.json", "reproduction.json")
MADE = ("_site", "_results", "_variables.yml", ".press", ".press-kept", ".venv")
"""What a run leaves and the package does not hold."""


def main() -> Path:
    """Write the package to _package/replication-package.zip, and say where it is."""
    if os.environ.get("PANEL", "").strip():  # the package is public, the panel is not
        raise InputError("the package holds the public edition: leave PANEL empty.")
    builder = engine_asked_for()
    say_what_is_packed()
    target = ROOT / FOLDER / f"{NAME}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="package-") as folder:
        root = Path(folder).resolve() / NAME
        root.mkdir()
        version = current_version(ROOT)
        contents.copy_files(root, version)
        clean_folder.share_environment(root)
        print("Building in a clean folder.", flush=True)
        clean_folder.build(root, "paper", f"ENGINE={builder}")
        complete_package(root, version, builder)
        pack(root, target)
    size = f"{target.stat().st_size / 10**6:.1f} MB"
    print(f"Wrote {target.relative_to(ROOT)} ({size}); `make check-package` judges it.")
    return target


def engine_asked_for() -> str:
    """Return quarto where ENGINE says so, else press: it needs no program that a data editor may lack.

    Raises
    ------
    PressError
        There is no such engine, or Quarto is not installed.
    """
    asked = engine.asked_for()
    return "quarto" if engine.choose(asked).program and asked == "quarto" else "press"


def say_what_is_packed() -> None:
    """Tell whose panel and which of the folder's files the package is made from."""
    if own := current().private_files():
        print(
            "The package is made from the data that the project ships: "
            f"{shown(own[0].parent)} holds private data, which are left out.",
            flush=True,
        )
    found = project_files.find()
    project_files.say(found, [name for name in found.names if contents.belongs(name)])


def complete_package(root: Path, version: Version, builder: str = "press") -> None:
    """Add outputs, README and lists to a package that was built, and take away what else the run left."""
    built = manifest.digests(root, manifest.files_below(root, "_site"))
    keep_outputs(root)
    work = replace(current_work(), commit=version.commit)
    text = readme.readme_text(root, work, measured.read_run(), builder)
    (root / "README.md").write_text(text, encoding="utf-8")
    clean_folder.run(root, "crate")  # there, where no private data can be
    title = f"README of the replication package: {citation.edition_title(work)}"
    seconds = int(version.seconds or EARLIEST)
    pdf.write_pdf(root / "README.md", root / "README.pdf", title, seconds)
    for path in (*(root / name for name in MADE), *root.rglob("__pycache__")):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    manifest.write_list(root / manifest.BEFORE, manifest.digests(root, manifest.files_below(root)))
    manifest.write_list(root / manifest.AFTER, built)


def keep_outputs(root: Path) -> None:
    """Copy the outputs that the README speaks of into output/: article, results, numbers, exhibits."""
    site, output = root / "_site", root / "output"
    output.mkdir()
    for name in RESULTS:
        shutil.copyfile(site / name, output / name)
    shutil.copyfile(site / "paper" / "index.pdf", output / "article.pdf")
    for row in exhibits.list_exhibits(root):
        for name in row.outputs:
            (output / "exhibits").mkdir(exist_ok=True)
            shutil.copyfile(site / name, output / "exhibits" / f"{row.label}{Path(name).suffix}")
    records = json.loads((site / "provenance.json").read_text(encoding="utf-8"))
    (output / "numbers.csv").write_text(exhibits.numbers_csv(records), encoding="utf-8")


def pack(root: Path, target: Path) -> None:
    """Write the zip, everything in one folder, aside and then in one step."""
    aside = target.with_name(f"{target.name}.new")
    zip_archive.write(aside, root.parent, [f"{root.name}/{name}" for name in manifest.files_below(root)])
    os.replace(aside, target)
