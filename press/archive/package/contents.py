"""Which files of the project belong to the replication package."""

from fnmatch import fnmatch
from pathlib import Path

from press.base import project_files
from press.base.checkout import ARCHIVE_NOTE, Version

LEFT_OUT = (".*", "*/.*", "tests/*", "press/bench/*", "docs/*", "README.md", "CONTRIBUTING.md", "*.whl", "_*")
"""What the paper is built without."""
KEPT = (".zenodo.json", "_quarto.yml")
"""Sources although their names begin as those of left-out files do."""


def belongs(name: str) -> bool:
    """Whether a file of the project belongs to the package."""
    return name in KEPT or not (
        project_files.is_private(name) or any(fnmatch(name, pattern) for pattern in LEFT_OUT)
    )


def copy_files(target: Path, version: Version) -> None:
    """Copy the files with their list, and note the commit, since the package is no git checkout."""
    project_files.copy(filter(belongs, project_files.names()), target)
    if version.commit:
        (target / ARCHIVE_NOTE).write_text(f"{version.commit} {version.date}\n", encoding="utf-8")
