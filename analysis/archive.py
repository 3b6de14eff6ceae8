"""Zip archives that are the same to the byte whenever their files are, kept until one of these changes. Standard library only."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the earliest that the format knows."""
READABLE = 0o100644 << 16
"""The mode of every member: a file that all may read."""


def write(target: Path, root: Path, names: Sequence[str]) -> None:
    """Write an archive.

    Parameters
    ----------
    target
        Its file.
    root
        The folder of its members.
    names
        Their paths from there.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(names):
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.external_attr = READABLE
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, (root / name).read_bytes())


def deliver(target: Path, root: Path, names: Sequence[str], kept: Path) -> None:
    """Put an archive into a site: a copy of the one in the folder `kept`, which is written anew where a member was touched."""
    stamp, archive = kept / f"{target.name}.json", kept / target.name
    state = json.dumps([[name, (root / name).stat().st_size, (root / name).stat().st_mtime_ns] for name in sorted(names)])
    if not (archive.is_file() and stamp.is_file() and stamp.read_text(encoding="utf-8") == state):
        kept.mkdir(parents=True, exist_ok=True)
        write(archive, root, names)
        stamp.write_text(state, encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(archive, target)
