"""Which files of the project belong to the replication package."""

from __future__ import annotations

import shutil
from fnmatch import fnmatch
from pathlib import Path

from analysis import clean_folder
from analysis.paths import ROOT
from press.checkout import ARCHIVE_NOTE, Version

LEFT_OUT = (".*", "*/.*", "tests/*", "bench/*", "docs/*", "README.md", "data/authors/panel.*", "*.whl", "_*")
"""What the paper is built without, or what may be private."""
KEPT = (".zenodo.json", "_quarto.yml")
"""Sources although their names begin as those of left-out files do."""


def names() -> list[str]:
    """The files, relative to the project's root."""
    return [name for name in clean_folder.source_names() if belongs(name)]


def belongs(name: str) -> bool:
    """Whether a file of the project belongs to the package."""
    return name in KEPT or not any(fnmatch(name, pattern) for pattern in LEFT_OUT)


def copy(target: Path, version: Version) -> None:
    """Copy the files, and note the commit, since the package is no git checkout."""
    for name in names():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target / name)
    if version.commit:
        (target / ARCHIVE_NOTE).write_text(f"{version.commit} {version.date}\n", encoding="utf-8")
